/* Trees, by the quick road where that goes, else as tokens of markup/json.h linked with each other. */
#include "verify/tree.h"

#include "base/buf.h"
#include "verify/tree-plain.h"

typedef struct growing {
	eng_arena *arena;
	eng_json_node *root, *open; /* the innermost container */
	eng_str key;
} growing;

static bool take(void *user, const eng_json_token *token) {
	growing *g = user;
	eng_json_node *node;

	if (token->kind == ENG_JSON_KEY) {
		g->key = eng_str_copy(g->arena, token->text);
		return true;
	}
	if (token->kind == ENG_JSON_OBJECT_END || token->kind == ENG_JSON_ARRAY_END) {
		g->open = g->open->parent;
		return true;
	}
	node = eng_arena_new(g->arena, eng_json_node);
	*node = (eng_json_node){ .kind = token->kind, .key = g->key, .parent = g->open };
	g->key = (eng_str){ 0 };
	if (token->kind == ENG_JSON_STRING || token->kind == ENG_JSON_NUMBER) {
		node->text = eng_str_copy(g->arena, token->text);
	}
	if (!g->open) {
		g->root = node;
	} else if (g->open->last) {
		node->index = g->open->last->index + 1;
		g->open->last->next = node;
	} else {
		g->open->first = node;
	}
	if (g->open) {
		g->open->last = node;
	}
	if (token->kind == ENG_JSON_OBJECT || token->kind == ENG_JSON_ARRAY) {
		g->open = node;
	}
	return true;
}

static const eng_json_node *read_tokens(eng_arena *arena, eng_str bytes, const char **why) {
	eng_diag_list diags = { .arena = arena };
	growing g = { .arena = arena };
	eng_json_reader *reader;
	eng_ctx ctx;
	size_t taken;
	bool ok;

	eng_ctx_init(&ctx, eng_diag_collect, &diags);
	reader = eng_json_reader_new(&ctx, NULL, take, &g);
	ok = eng_json_reader_feed(reader, bytes.s, bytes.n, &taken) &&
	     eng_json_reader_finish(reader);
	eng_json_reader_free(reader);
	*why = ok && g.root ? NULL : diags.n ? diags.items[0].message : "it is empty";
	return *why ? NULL : g.root;
}

const eng_json_node *eng_json_tree(eng_arena *arena, eng_str bytes, const char **why) {
	const eng_json_node *root = eng_json_tree_plain(arena, eng_str_copy(arena, bytes));

	*why = NULL;
	return root ? root : read_tokens(arena, bytes, why);
}

const eng_json_node *eng_json_find(const eng_json_node *value, const char *key) {
	if (!value || value->kind != ENG_JSON_OBJECT) {
		return NULL;
	}
	for (const eng_json_node *member = value->first; member; member = member->next) {
		if (eng_str_eqc(member->key, key)) {
			return member;
		}
	}
	return NULL;
}

eng_str eng_json_find_text(const eng_json_node *value, const char *key) {
	const eng_json_node *member = eng_json_find(value, key);

	return member && member->kind == ENG_JSON_STRING ? member->text : (eng_str){ 0 };
}

bool eng_json_int(const eng_json_node *value, int64_t *number) {
	int64_t n = 0;

	if (!value || value->kind != ENG_JSON_NUMBER || value->text.n > 15) {
		return false;
	}
	for (size_t i = 0; i < value->text.n; i++) {
		if (value->text.s[i] < '0' || value->text.s[i] > '9') {
			return false;
		}
		n = n * 10 + (value->text.s[i] - '0');
	}
	*number = n;
	return true;
}

bool eng_json_find_int(const eng_json_node *value, const char *key, int64_t *number) {
	return eng_json_int(eng_json_find(value, key), number);
}

static void add_pointer(eng_buf *out, const eng_json_node *value) {
	if (!value->parent) {
		return;
	}
	add_pointer(out, value->parent);
	eng_buf_char(out, '/');
	if (value->parent->kind == ENG_JSON_ARRAY) {
		eng_buf_int(out, (int64_t)value->index);
		return;
	}
	for (size_t i = 0; i < value->key.n; i++) {
		char c = value->key.s[i];

		if (c == '~' || c == '/') {
			eng_buf_cstr(out, c == '~' ? "~0" : "~1");
		} else {
			eng_buf_char(out, c);
		}
	}
}

eng_str eng_json_pointer(eng_arena *arena, const eng_json_node *value) {
	eng_buf text = { 0 };
	eng_str copy;

	add_pointer(&text, value);
	copy = eng_str_copy(arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return copy;
}
