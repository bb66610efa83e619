/* JSON as our writers put it: one text in memory, strings mostly without escapes, numbers without
 * exponents. Anything else, and anything wrong, is left to the reader that knows all of RFC 8259 and can
 * say what is wrong. */
#include "verify/tree-plain.h"

#include "base/scan.h"
#include "base/utf8.h"

enum { DEPTH = 128, BLOCK = 24 /* nodes */ };

typedef struct reading {
	eng_arena *arena;
	const char *at, *end;
	eng_json_node *root, *open; /* the innermost container */
	int depth;
	eng_str key;
	eng_json_node *nodes; /* not yet used */
	size_t left;
} reading;

static char skip_space(reading *r) {
	while (r->at < r->end &&
	       (*r->at == ' ' || *r->at == '\n' || *r->at == '\r' || *r->at == '\t')) {
		r->at++;
	}
	return r->at < r->end ? *r->at : '\0';
}

/* The next byte that is no white space; '\0' at the end. */
static inline char next_char(reading *r) {
	bool plain = r->at != r->end && *r->at > ' ';

	return plain ? *r->at : skip_space(r);
}

/* Escapes of one letter resolved; false for the others. */
static bool resolve(reading *r, eng_str *text) {
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char *out = eng_arena_alloc(r->arena, text->n);
	size_t n = 0;

	for (size_t i = 0; i < text->n; i++) {
		char c = text->s[i];

		if (c == '\\') {
			const char *known = strchr(from, text->s[++i]);

			if (!known || !*known) {
				return false;
			}
			c = to[known - from];
		}
		out[n++] = c;
	}
	*text = (eng_str){ out, n };
	return true;
}

/* The rest of a string that has escapes or is not ASCII, from its beginning on. */
static bool take_rest(reading *r, const char *from, eng_str *out) {
	bool escapes = false;

	for (;;) {
		r->at += eng_scan_quoted(r->at, (size_t)(r->end - r->at), 0);
		if (r->end - r->at < 2 || (*r->at != '"' && *r->at != '\\')) {
			return false;
		}
		if (*r->at == '"') {
			break;
		}
		escapes = true;
		r->at += 2;
	}
	*out = (eng_str){ from, (size_t)(r->at++ - from) };
	return eng_utf8_valid(*out) == out->n && (!escapes || resolve(r, out));
}

/* Behind the first quote. */
static bool take_string(reading *r, eng_str *out) {
	const char *from = r->at;
	size_t n = eng_scan_quoted(from, (size_t)(r->end - from), ENG_SCAN_TOPS);

	r->at += n;
	if (r->at == r->end || *r->at != '"') {
		return take_rest(r, from, out);
	}
	*out = (eng_str){ from, n };
	r->at++;
	return true;
}

static size_t digits(const reading *r, const char *p) {
	const char *from = p;

	while (p < r->end && *p >= '0' && *p <= '9') {
		p++;
	}
	return (size_t)(p - from);
}

static bool take_number(reading *r, eng_str *out) {
	const char *from = r->at, *p = from + (*from == '-');
	size_t n = digits(r, p);

	if (n == 0 || (*p == '0' && n > 1)) {
		return false;
	}
	p += n;
	if (p < r->end && *p == '.') {
		n = digits(r, p + 1);
		p += n + 1;
	}
	*out = (eng_str){ from, (size_t)(p - from) };
	r->at = p;
	return n > 0 && p < r->end && *p != 'e' && *p != 'E';
}

static bool take_word(reading *r, eng_json_kind *kind) {
	static const struct {
		const char *word;
		eng_json_kind kind;
	} words[] = { { "true", ENG_JSON_TRUE },
		      { "false", ENG_JSON_FALSE },
		      { "null", ENG_JSON_NULL } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i].word);

		if ((size_t)(r->end - r->at) > n && memcmp(r->at, words[i].word, n) == 0) {
			*kind = words[i].kind;
			r->at += n;
			return true;
		}
	}
	return false;
}

static eng_json_node *add_node(reading *r) {
	eng_json_node *node;

	if (r->left == 0) {
		r->nodes = eng_arena_new_array(r->arena, BLOCK, eng_json_node);
		r->left = BLOCK;
	}
	node = r->nodes++;
	r->left--;
	node->key = r->key;
	node->parent = r->open;
	if (!r->open) {
		r->root = node;
		return node;
	}
	if (r->open->last) {
		node->index = r->open->last->index + 1;
		r->open->last->next = node;
	} else {
		r->open->first = node;
	}
	r->open->last = node;
	return node;
}

static bool take_value(reading *r) {
	char c = next_char(r);
	eng_json_node *node = add_node(r);

	r->key = (eng_str){ 0 };
	if (c == '{' || c == '[') {
		node->kind = c == '{' ? ENG_JSON_OBJECT : ENG_JSON_ARRAY;
		r->open = node;
		r->at++;
		return ++r->depth < DEPTH;
	}
	if (c == '"') {
		node->kind = ENG_JSON_STRING;
		r->at++;
		return take_string(r, &node->text);
	}
	if (c == '-' || (c >= '0' && c <= '9')) {
		node->kind = ENG_JSON_NUMBER;
		return take_number(r, &node->text);
	}
	return take_word(r, &node->kind);
}

/* '"key":' */
static bool take_key(reading *r) {
	if (next_char(r) != '"') {
		return false;
	}
	r->at++;
	if (!take_string(r, &r->key) || next_char(r) != ':') {
		return false;
	}
	r->at++;
	return true;
}

/* The ends of containers behind a value, and what leads to the next one. */
static bool take_joint(reading *r) {
	bool begun = !r->open->first;

	while (r->open && next_char(r) == (r->open->kind == ENG_JSON_OBJECT ? '}' : ']')) {
		r->at++;
		r->depth--;
		r->open = r->open->parent;
		begun = false;
	}
	if (!r->open) {
		return true;
	}
	if (!begun) {
		if (next_char(r) != ',') {
			return false;
		}
		r->at++;
	}
	return r->open->kind == ENG_JSON_ARRAY || take_key(r);
}

eng_json_node *eng_json_tree_plain(eng_arena *arena, eng_str bytes) {
	reading r = { .arena = arena, .at = bytes.s, .end = bytes.s + bytes.n };

	do {
		if (!take_value(&r) || (r.open && !take_joint(&r))) {
			return NULL;
		}
	} while (r.open);
	return next_char(&r) == '\0' && r.at == r.end ? r.root : NULL;
}
