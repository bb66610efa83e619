/* Attributes: which an element takes, and the forms a value can have (holes, expression, word,
 * number, channels, id, file). A hole stands only where an element asks for one. */
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "content/compile.h"
#include "content/strings.h"
#include "content/tables.h"
#include "content/written.h"

#define NAMES_MAX 32

/* Adds the words of a space-separated list to names. */
static size_t add_words(eng_compiler *c, const char *list, const char **names, size_t n) {
	eng_str rest = eng_str_from(list), word;

	while (n < NAMES_MAX && eng_str_word(&rest, &word)) {
		names[n++] = eng_str_dup(c->arena, word);
	}
	return n;
}

static size_t allowed_names(eng_compiler *c, const eng_element *row, const char **names) {
	size_t n = add_words(c, row->attributes ? row->attributes : "", names, 0);

	n = row->takes & ENG_TAKES_CHANNELS ? add_words(c, "channels except", names, n) : n;
	n = row->takes & ENG_TAKES_ROLE ? add_words(c, "role", names, n) : n;
	n = row->takes & ENG_TAKES_KEEP ? add_words(c, "keep", names, n) : n;
	n = row->takes & ENG_TAKES_ID ? add_words(c, "id", names, n) : n;
	return row->takes & ENG_TAKES_LANG ? add_words(c, "lang", names, n) : n;
}

void eng_compile_check_attributes(eng_compiler *c, eng_xml_node *e, const eng_element *row) {
	const char *names[NAMES_MAX], *nearest;
	size_t n = allowed_names(c, row, names);

	for (const eng_xml_attr *a = e->attrs; a; a = a->next) {
		bool known = false;

		for (size_t i = 0; i < n && a->uri.n == 0; i++) {
			known = known || eng_str_eqc(a->name, names[i]);
		}
		if (known) {
			continue;
		}
		nearest = eng_str_nearest(a->name, names, n);
		if (nearest) {
			eng_fail(c->ctx, "template.unknown-attribute", a->where,
				 "element '%s' has no attribute '%.*s', did you mean '%s'?",
				 row->name, ENG_STR_ARG(a->name), nearest);
		} else {
			eng_fail(c->ctx, "template.unknown-attribute", a->where,
				 "element '%s' has no attribute '%.*s'", row->name,
				 ENG_STR_ARG(a->name));
		}
	}
}

const eng_xml_attr *eng_compile_required(eng_compiler *c, eng_xml_node *e, const char *name) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, name);

	if (attr && eng_str_blank(attr->value)) {
		eng_fail(c->ctx, "template.bad-attribute", attr->at, "attribute '%s' is empty",
			 name);
		return NULL;
	}
	if (!attr) {
		eng_fail(c->ctx, "template.missing-attribute", e->where,
			 "element '%.*s' needs attribute '%s'", ENG_STR_ARG(e->name), name);
	}
	return attr;
}

void eng_compile_attr(eng_compiler *c, eng_xml_node *e, const char *name, bool required,
		      eng_op_attr *out) {
	const eng_xml_attr *attr =
	    required ? eng_compile_required(c, e, name) : eng_xml_attr_find(e, name);

	eng_written written;

	memset(out, 0, sizeof(*out));
	if (!attr) {
		return;
	}
	out->present = true;
	out->where = attr->at;
	if (c->kind == ENG_FILE_BLOCK) {
		out->holes.pieces = eng_arena_new(c->arena, eng_piece);
		out->holes.pieces[0] = (eng_piece){ attr->value, NULL, attr->at };
		out->holes.n = 1;
		return;
	}
	eng_written_attr(&written, c->ctx, attr);
	if (!eng_holes_compile(c->ctx, c->arena, &c->scope, attr->value, attr->at, &out->holes)) {
		out->holes.n = 0;
	}
	eng_written_finish(&written);
	for (size_t i = 0; i < out->holes.n; i++) {
		out->holes.pieces[i].where =
		    eng_written_where(&written, out->holes.pieces[i].where);
		eng_compile_note(c, out->holes.pieces[i].expr, out->holes.pieces[i].where);
	}
}

/* Inline operations of decoded text that starts at where. */
static void compile_pieces(eng_compiler *c, eng_str text, eng_loc where, eng_written *written,
			   eng_op *parent) {
	eng_holes holes = { 0 };
	bool good = eng_holes_compile(c->ctx, c->arena, &c->scope, text, where, &holes);

	eng_written_finish(written);
	for (size_t i = 0; good && i < holes.n; i++) {
		const eng_piece *piece = &holes.pieces[i];
		eng_op *op = eng_op_new(c, piece->expr ? ENG_OP_VALUE : ENG_OP_WORDS,
					eng_written_where(written, piece->where));

		if (piece->expr) {
			op->as.value.expr = piece->expr;
			op->as.value.phrase = eng_expr_phrase(piece->expr);
			eng_compile_note(c, piece->expr, op->where);
		} else {
			op->as.words = piece->text;
		}
		eng_op_append(parent, op);
	}
}

static void plain_words(eng_compiler *c, eng_str text, eng_loc where, eng_op *parent) {
	eng_op *op = eng_op_new(c, ENG_OP_WORDS, where);

	op->as.words = text;
	eng_op_append(parent, op);
}

void eng_compile_text(eng_compiler *c, const eng_xml_node *text, eng_op *parent) {
	eng_written written;

	if (c->kind == ENG_FILE_BLOCK) {
		plain_words(c, text->text, text->where, parent);
		return;
	}
	eng_written_text(&written, c->ctx, text);
	compile_pieces(c, text->text, text->where, &written, parent);
}

eng_op *eng_compile_label(eng_compiler *c, eng_xml_node *e, const char *name, bool required) {
	const eng_xml_attr *attr =
	    required ? eng_compile_required(c, e, name) : eng_xml_attr_find(e, name);
	eng_written written;
	eng_op *op;

	if (!attr) {
		return NULL;
	}
	op = eng_op_new(c, ENG_OP_SEQUENCE, attr->at);
	if (c->kind == ENG_FILE_BLOCK) {
		plain_words(c, attr->value, attr->at, op);
		return op;
	}
	eng_written_attr(&written, c->ctx, attr);
	compile_pieces(c, attr->value, attr->at, &written, op);
	return op;
}

eng_expr *eng_compile_select(eng_compiler *c, eng_xml_node *e, const char *name, bool required) {
	const eng_xml_attr *attr =
	    required ? eng_compile_required(c, e, name) : eng_xml_attr_find(e, name);
	eng_written written;
	eng_expr *expr;

	if (!attr) {
		return NULL;
	}
	eng_written_attr(&written, c->ctx, attr);
	expr = eng_expr_compile(c->ctx, c->arena, &c->scope, attr->value, attr->at);
	eng_written_finish(&written);
	if (expr) {
		eng_compile_note(c, expr, attr->at);
	}
	return expr;
}

int eng_compile_word(eng_compiler *c, eng_xml_node *e, const char *name, const char *const *words,
		     int fallback) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, name);
	eng_buf list = { 0 };
	const char *nearest;
	size_t n = 0;

	if (!attr) {
		return fallback;
	}
	for (; words[n]; n++) {
		if (eng_str_eqc(attr->value, words[n])) {
			eng_buf_finish(&list);
			return (int)n;
		}
	}
	for (size_t i = 0; i < n; i++) {
		eng_buf_printf(&list, "%s%s", i ? ", " : "", words[i]);
	}
	nearest = eng_str_nearest(attr->value, words, n);
	if (nearest) {
		eng_fail(c->ctx, "template.bad-attribute", attr->at,
			 "attribute '%s' cannot be '%s', did you mean '%s'?", name,
			 eng_quote(c->arena, attr->value), nearest);
	} else {
		eng_fail(c->ctx, "template.bad-attribute", attr->at,
			 "attribute '%s' cannot be '%s', it is one of: %s", name,
			 eng_quote(c->arena, attr->value), eng_buf_view(&list).s);
	}
	eng_buf_finish(&list);
	return fallback;
}

bool eng_compile_yes(eng_compiler *c, eng_xml_node *e, const char *name) {
	static const char *const words[] = { "no", "yes", NULL };

	return eng_compile_word(c, e, name, words, 0) == 1;
}

int eng_compile_int(eng_compiler *c, eng_xml_node *e, const char *name, int min, int max,
		    int fallback) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, name);
	eng_decimal d;
	int64_t value;

	if (!attr) {
		return fallback;
	}
	if (!eng_decimal_parse(attr->value, false, &d) || !eng_decimal_to_int64(d, &value) ||
	    value < min || value > max) {
		eng_fail(c->ctx, "template.bad-attribute", attr->at,
			 "attribute '%s' is '%s', it should be a whole number from %d to %d", name,
			 eng_quote(c->arena, attr->value), min, max);
		return fallback;
	}
	return (int)value;
}

eng_channel_set eng_compile_channels(eng_compiler *c, const eng_xml_attr *attr) {
	const char *const *names = c->options->channel_names;
	eng_str rest = attr->value, word;
	eng_channel_set set = 0;
	size_t n = 0;

	while (names[n]) {
		n++;
	}
	while (eng_str_word(&rest, &word)) {
		eng_loc where = eng_xml_attr_where(attr, (size_t)(word.s - attr->value.s));
		const char *nearest;
		size_t i = 0;

		while (i < n && !eng_str_eqc(word, names[i])) {
			i++;
		}
		if (i < n) {
			set |= (eng_channel_set)1 << i;
			continue;
		}
		nearest = eng_str_nearest(word, names, n);
		eng_fail(c->ctx, "template.unknown-channel", where, "unknown channel '%s'%s",
			 eng_quote(c->arena, word), eng_did_you_mean(c->arena, nearest));
	}
	return set;
}

eng_str eng_compile_id(eng_compiler *c, eng_xml_node *e, const char *name, bool required) {
	const eng_xml_attr *attr =
	    required ? eng_compile_required(c, e, name) : eng_xml_attr_find(e, name);

	if (!attr) {
		return (eng_str){ 0 };
	}
	if (!eng_id_is_valid(attr->value)) {
		eng_fail(c->ctx, "template.bad-attribute", attr->at,
			 "attribute '%s' is '%s', an id has small letters, digits and '-'", name,
			 eng_quote(c->arena, attr->value));
		return (eng_str){ 0 };
	}
	return attr->value;
}

/* The bytes of what is shown are part of the template; the press reads them again when it needs them. */
static void note_shown(eng_compiler *c, const char *path) {
	const char *full = eng_path_join(c->arena, eng_library_path(c->library), path);
	eng_arena room;
	eng_str bytes;

	eng_arena_init(&room);
	if (eng_file_read(c->ctx, &room, full, c->ctx->limits.file_bytes * 4, &bytes)) {
		eng_library_note_file(c->ctx, c->library, eng_str_from(path),
				      eng_hash_of(bytes.s, bytes.n));
	}
	eng_arena_finish(&room);
}

eng_str eng_compile_file(eng_compiler *c, eng_xml_node *e, const char *name, const char *folder,
			 bool required) {
	const eng_xml_attr *attr =
	    required ? eng_compile_required(c, e, name) : eng_xml_attr_find(e, name);
	const char *path;

	if (!attr) {
		return (eng_str){ 0 };
	}
	if (!eng_path_is_safe(attr->value) || memchr(attr->value.s, '{', attr->value.n)) {
		eng_fail(c->ctx, "template.bad-attribute", attr->at,
			 "'%s' is not a file name below %s/: no hole, no '..', no leading '/'",
			 eng_quote(c->arena, attr->value), folder);
		return (eng_str){ 0 };
	}
	path = eng_arena_printf(c->arena, "%s/%.*s", folder, ENG_STR_ARG(attr->value));
	if (eng_file_exists(eng_path_join(c->arena, eng_library_path(c->library), path))) {
		note_shown(c, path);
	} else {
		eng_fail(c->ctx, "template.no-file", attr->at,
			 "no file '%.*s' in %s/ of the library", ENG_STR_ARG(attr->value), folder);
	}
	return attr->value;
}

void eng_compile_common(eng_compiler *c, eng_xml_node *e, eng_op *op) {
	static const char *const keeps[] = { "none", "together", "with-next", NULL };
	const eng_xml_attr *channels = eng_xml_attr_find(e, "channels"),
			   *except = eng_xml_attr_find(e, "except"),
			   *role = eng_xml_attr_find(e, "role"),
			   *lang = eng_xml_attr_find(e, "lang");
	unsigned long errors = c->ctx->errors;

	if (channels) {
		op->channels = eng_compile_channels(c, channels);
	}
	if (except) {
		op->channels &= ~eng_compile_channels(c, except);
	}
	if (channels && except) {
		eng_fail(c->ctx, "template.bad-attribute", except->where,
			 "'channels' and 'except' exclude each other");
	} else if ((channels || except) && op->channels == 0 && c->ctx->errors == errors) {
		eng_fail(c->ctx, "template.bad-attribute", channels ? channels->at : except->at,
			 "no channel is left");
	}
	op->keep = (eng_keep)eng_compile_word(c, e, "keep", keeps, (int)op->keep);
	if (role && !eng_id_is_valid(role->value)) {
		eng_fail(c->ctx, "template.bad-attribute", role->at,
			 "role '%s' is not a style role: small letters, digits and '-'",
			 eng_quote(c->arena, role->value));
	} else if (role) {
		op->tags.role = role->value;
	}
	op->tags.id = op->tags.id.n ? op->tags.id : eng_compile_id(c, e, "id", false);
	if (lang) {
		op->tags.lang = lang->value;
	}
}
