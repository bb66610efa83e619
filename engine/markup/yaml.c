/* Builds the tree of an own YAML file from libyaml's events.
 *
 * What keys mean is not known here, and nothing is typed: a scalar is its text. */
#include "markup/yaml.h"

#include <glib.h>
#include <yaml.h>

#include "base/utf8.h"

typedef struct builder {
	eng_ctx *ctx;
	eng_arena *arena;
	const char *file;
	eng_yaml *root, *open;
	GHashTable *members; /* nodes by parent and key: finds duplicates in linear time */
	eng_str key;         /* read, its value not yet */
	eng_loc key_where;
	bool has_key;
	int depth;
} builder;

static eng_loc place(const builder *b, yaml_mark_t mark) {
	return (eng_loc){ b->file, (int)mark.line + 1, (int)mark.column + 1 };
}

static guint member_hash(gconstpointer p) {
	const eng_yaml *node = p;
	guint h = GPOINTER_TO_UINT(node->parent) * 31u;

	for (size_t i = 0; i < node->key.n; i++) {
		h = h * 33u + (unsigned char)node->key.s[i];
	}
	return h;
}

static gboolean member_equal(gconstpointer a, gconstpointer b) {
	const eng_yaml *x = a, *y = b;

	return x->parent == y->parent && eng_str_eq(x->key, y->key);
}

/* Puts a node where it belongs; false after reporting a duplicate key. */
static bool add(builder *b, eng_yaml *node) {
	eng_yaml *parent = b->open;
	const eng_yaml *twin;

	node->parent = parent;
	if (!parent) {
		b->root = node;
		return true;
	}
	if (parent->kind == ENG_YAML_MAPPING) {
		node->key = b->key;
		node->key_where = b->key_where;
		b->has_key = false;
		twin = g_hash_table_lookup(b->members, node);
		if (twin) {
			eng_fail(b->ctx, "markup.duplicate-key", node->key_where,
				 "key '%s' stands twice in one mapping, keep one",
				 eng_quote(b->arena, node->key));
			eng_note(b->ctx, twin->key_where, "the first is here");
			return false;
		}
		g_hash_table_add(b->members, node);
	}
	if (parent->last) {
		parent->last->next = node;
	} else {
		parent->first = node;
	}
	parent->last = node;
	parent->count++;
	return true;
}

static bool refuse(builder *b, const yaml_event_t *event, const char *what) {
	return eng_fail(b->ctx, "markup.yaml-feature", place(b, event->start_mark),
			"%s are not accepted in our YAML, write the value out", what);
}

static bool awaits_key(const builder *b) {
	return b->open && b->open->kind == ENG_YAML_MAPPING && !b->has_key;
}

static bool on_scalar(builder *b, const yaml_event_t *event) {
	eng_yaml *node;
	eng_str text = { (const char *)event->data.scalar.value, event->data.scalar.length };
	bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

	if (event->data.scalar.anchor) {
		return refuse(b, event, "anchors");
	}
	if (event->data.scalar.tag) {
		return refuse(b, event, "tags");
	}
	if (awaits_key(b)) {
		if (plain && eng_str_eqc(text, "<<")) {
			return refuse(b, event, "merge keys");
		}
		b->key = eng_str_copy(b->arena, text);
		b->key_where = place(b, event->start_mark);
		b->has_key = true;
		return true;
	}
	node = eng_arena_new(b->arena, eng_yaml);
	node->kind = ENG_YAML_SCALAR;
	node->where = place(b, event->start_mark);
	node->text = eng_str_copy(b->arena, text);
	node->quoted = !plain;
	return add(b, node);
}

static bool on_open(builder *b, const yaml_event_t *event, eng_yaml_kind kind) {
	bool map = kind == ENG_YAML_MAPPING;
	eng_yaml *node;

	if (map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor) {
		return refuse(b, event, "anchors");
	}
	if (map ? event->data.mapping_start.tag : event->data.sequence_start.tag) {
		return refuse(b, event, "tags");
	}
	if (awaits_key(b)) {
		return eng_fail(b->ctx, "markup.yaml", place(b, event->start_mark),
				"a %s cannot be a key, write a word", eng_yaml_kind_name(kind));
	}
	if (++b->depth > b->ctx->limits.depth) {
		return eng_fail(b->ctx, "limit.depth", place(b, event->start_mark),
				"values are nested more than %d deep", b->ctx->limits.depth);
	}
	node = eng_arena_new(b->arena, eng_yaml);
	node->kind = kind;
	node->where = place(b, event->start_mark);
	if (!add(b, node)) {
		return false;
	}
	b->open = node;
	return true;
}

static bool on_event(builder *b, const yaml_event_t *event) {
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (b->root) {
			return eng_fail(b->ctx, "markup.yaml", place(b, event->start_mark),
					"a second document begins here, one per file is accepted");
		}
		return true;
	case YAML_ALIAS_EVENT:
		return refuse(b, event, "aliases");
	case YAML_SCALAR_EVENT:
		return on_scalar(b, event);
	case YAML_MAPPING_START_EVENT:
		return on_open(b, event, ENG_YAML_MAPPING);
	case YAML_SEQUENCE_START_EVENT:
		return on_open(b, event, ENG_YAML_SEQUENCE);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		b->open = b->open->parent;
		b->depth--;
		return true;
	default:
		return true;
	}
}

static bool syntax_error(builder *b, const yaml_parser_t *parser) {
	yaml_mark_t mark = parser->problem_mark;

	if (parser->error == YAML_MEMORY_ERROR) {
		eng_oom();
	}
	if (parser->error == YAML_READER_ERROR) {
		mark = parser->mark;
	}
	if (mark.column == 0 && mark.line > 0 && parser->context) {
		/* What stands open is told where it began: libyaml noticed only at a line that may
		 * be behind the last one. */
		mark = parser->context_mark;
	}
	return eng_fail(b->ctx, "markup.yaml", place(b, mark), "not well-formed YAML: %s%s%s",
			parser->context ? parser->context : "", parser->context ? ", " : "",
			parser->problem ? parser->problem : "unknown fault");
}

static bool read_events(builder *b, yaml_parser_t *parser) {
	for (bool more = true; more;) {
		yaml_event_t event;
		bool good;

		if (!yaml_parser_parse(parser, &event)) {
			return syntax_error(b, parser);
		}
		more = event.type != YAML_STREAM_END_EVENT;
		good = on_event(b, &event);
		yaml_event_delete(&event);
		if (!good) {
			return false;
		}
	}
	if (!b->root) {
		eng_loc start = { b->file, 1, 1 };

		return eng_fail(b->ctx, "markup.yaml", start, "file has no content");
	}
	return true;
}

static bool check_bytes(builder *b, eng_str text) {
	size_t valid = eng_utf8_valid(text);
	eng_loc where = { b->file, 1, 1 };

	if (text.n > b->ctx->limits.file_bytes) {
		return eng_fail(b->ctx, "limit.file-bytes", where,
				"file has %zu bytes, the limit is %zu", text.n,
				b->ctx->limits.file_bytes);
	}
	if (valid == text.n) {
		return true;
	}
	for (size_t i = 0; i < valid; i++) {
		if (text.s[i] == '\n') {
			where.line++;
			where.column = 1;
		} else if (((unsigned char)text.s[i] & 0xc0) != 0x80) {
			where.column++;
		}
	}
	return eng_fail(b->ctx, "markup.bad-utf8", where, "byte 0x%02x at offset %zu is not UTF-8",
			(unsigned)(unsigned char)text.s[valid], valid);
}

eng_yaml *eng_yaml_parse(eng_ctx *ctx, eng_arena *arena, const char *file, eng_str text) {
	builder b = { .ctx = ctx, .arena = arena, .file = eng_arena_strdup(arena, file) };
	yaml_parser_t parser;
	bool good;

	if (!check_bytes(&b, text)) {
		return NULL;
	}
	if (!yaml_parser_initialize(&parser)) {
		eng_oom();
	}
	b.members = g_hash_table_new(member_hash, member_equal);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text.s, text.n);
	good = read_events(&b, &parser);
	g_hash_table_destroy(b.members);
	yaml_parser_delete(&parser);
	return good ? b.root : NULL;
}

eng_yaml *eng_yaml_find(const eng_yaml *yaml, const char *key) {
	if (!yaml || yaml->kind != ENG_YAML_MAPPING) {
		return NULL;
	}
	for (eng_yaml *n = yaml->first; n; n = n->next) {
		if (eng_str_eqc(n->key, key)) {
			return n;
		}
	}
	return NULL;
}

eng_str eng_yaml_text(const eng_yaml *yaml, const char *key) {
	const eng_yaml *member = eng_yaml_find(yaml, key);

	return member && member->kind == ENG_YAML_SCALAR ? member->text : (eng_str){ NULL, 0 };
}

const char *eng_yaml_kind_name(eng_yaml_kind kind) {
	static const char *const names[] = { "scalar", "mapping", "sequence" };

	return names[kind];
}

eng_loc eng_yaml_where(const eng_yaml *yaml) {
	return yaml->key_where.line ? yaml->key_where : yaml->where;
}
