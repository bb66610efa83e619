/* Checking a record against its vocabulary: every fault of the record in one go, each at its place.
 *
 * At most REPORTED faults of one record are told, the rest is counted: a file of the wrong kind
 * would otherwise fill the log. */
#include "base/utf8.h"
#include "data/vocabulary.h"

#define REPORTED 20
#define XSI_URI  "http://www.w3.org/2001/XMLSchema-instance"

typedef struct checker {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_record *record;
	size_t faults;
} checker;

static bool tell(checker *c) {
	return c->faults++ < REPORTED;
}

static void unknown(checker *c, const eng_field *field, const eng_decl *decl) {
	const char **names, *near;
	size_t n = 0;

	if (!tell(c)) {
		return;
	}
	for (const eng_decl *d = decl->first; d; d = d->next) {
		n++;
	}
	names = eng_arena_new_array(c->arena, n + 1, const char *);
	n = 0;
	for (const eng_decl *d = decl->first; d; d = d->next) {
		names[n++] = d->name->text.s;
	}
	near = eng_str_nearest(field->name->text, names, n);
	eng_fail(c->ctx, "data.unknown-field", eng_field_where(field, c->record),
		 "field '%s' is not in the vocabulary%s",
		 eng_field_path(field, c->record, c->arena), eng_did_you_mean(c->arena, near));
}

static void foreign(checker *c, const eng_field *field) {
	if (tell(c)) {
		eng_fail(
		    c->ctx, "data.unknown-field", eng_field_where(field, c->record),
		    "field '%s' is in namespace '%s', records of a vocabulary have none; use a map",
		    eng_field_path(field, c->record, c->arena),
		    eng_quote(c->arena, field->space->text));
	}
}

static void missing(checker *c, const eng_field *parent, const eng_decl *decl) {
	if (tell(c)) {
		eng_fail(c->ctx, "data.missing-field", eng_field_where(parent, c->record),
			 "'%s' is missing or blank, the vocabulary requires it",
			 eng_decl_path(decl, c->arena));
	}
}

static void check_leaf(checker *c, const eng_field *field, const eng_decl *decl) {
	const char *why;
	size_t length;

	if (field->first) {
		unknown(c, field->first, decl);
		return;
	}
	if (!eng_type_accepts(decl->type, field->text, field->number, &why)) {
		if (tell(c)) {
			eng_fail(c->ctx, "data.bad-value", eng_field_where(field, c->record),
				 "'%s' is '%s', want %s",
				 eng_field_path(field, c->record, c->arena),
				 decl->confidential ? "(confidential)"
						    : eng_quote(c->arena, field->text),
				 why);
		}
		return;
	}
	if (decl->max_length == 0 || field->text.n <= (size_t)decl->max_length) {
		return;
	}
	length = eng_utf8_length(eng_str_trim(field->text));
	if (length > (size_t)decl->max_length && tell(c)) {
		eng_fail(c->ctx, "data.too-long", eng_field_where(field, c->record),
			 "'%s' has %zu characters, the vocabulary allows %d",
			 eng_field_path(field, c->record, c->arena), length, decl->max_length);
	}
}

static void check_group(checker *c, const eng_field *field, const eng_decl *decl);

static void check_field(checker *c, const eng_field *field, const eng_decl *decl) {
	for (const eng_field *a = field->attributes; a; a = a->next) {
		if (!a->space || !eng_str_eqc(a->space->text, XSI_URI)) {
			unknown(c, a, decl);
		}
	}
	if (decl->type == ENG_TYPE_GROUP) {
		check_group(c, field, decl);
	} else {
		check_leaf(c, field, decl);
	}
}

static void check_count(checker *c, const eng_field *field, const eng_decl *decl, int count) {
	if (count == 0) {
		return;
	}
	if (count == 2 && !decl->repeated && tell(c)) {
		eng_fail(c->ctx, "data.repeated-field", eng_field_where(field, c->record),
			 "'%s' stands more than once, the vocabulary allows one",
			 eng_decl_path(decl, c->arena));
	}
	if (decl->max_count && count == decl->max_count + 1 && tell(c)) {
		eng_fail(c->ctx, "data.repeated-field", eng_field_where(field, c->record),
			 "'%s' stands more than %d times, the vocabulary allows no more",
			 eng_decl_path(decl, c->arena), decl->max_count);
	}
}

/* Finds the declaration of a child and its position among its siblings. */
static const eng_decl *declared(const eng_decl *decl, const eng_name *name, size_t *index) {
	*index = 0;
	for (const eng_decl *d = decl->first; d; d = d->next, ++*index) {
		if (d->name == name) {
			return d;
		}
	}
	return NULL;
}

static void check_children(checker *c, const eng_field *field, const eng_decl *decl, int *counts) {
	for (const eng_field *f = field->first; f; f = f->next) {
		size_t i;
		const eng_decl *d;

		if (f->space) {
			foreign(c, f);
			continue;
		}
		d = declared(decl, f->name, &i);
		if (!d) {
			unknown(c, f, decl);
		} else if (!eng_field_is_missing(f)) {
			check_count(c, f, d, ++counts[i]);
			check_field(c, f, d);
		}
	}
}

static void check_group(checker *c, const eng_field *field, const eng_decl *decl) {
	eng_arena_mark mark = eng_arena_tell(c->arena);
	size_t n = 0;
	int *counts;

	if (!eng_str_blank(field->text) && tell(c)) {
		eng_fail(c->ctx, "data.unexpected-text", eng_field_where(field, c->record),
			 "'%s' holds the text '%s', want its elements only",
			 eng_field_path(field, c->record, c->arena),
			 eng_quote(c->arena, field->text));
	}
	for (const eng_decl *d = decl->first; d; d = d->next) {
		n++;
	}
	counts = eng_arena_new_array(c->arena, n, int);
	check_children(c, field, decl, counts);
	n = 0;
	for (const eng_decl *d = decl->first; d; d = d->next, n++) {
		if (counts[n] == 0 && !d->optional) {
			missing(c, field, d);
		}
	}
	eng_arena_rewind(c->arena, mark);
}

bool eng_vocabulary_validate(eng_ctx *ctx, eng_arena *scratch, const eng_vocabulary *vocabulary,
			     const eng_record *record) {
	checker c = { ctx, scratch, record, 0 };

	if (record->root->name != vocabulary->root->name || record->root->space) {
		return eng_fail(ctx, "data.wrong-record", eng_field_where(record->root, record),
				"record is '%.*s'%s%s%s, vocabulary '%.*s' wants '%.*s'%s",
				ENG_STR_ARG(record->root->name->text),
				record->root->space ? " in namespace '" : "",
				record->root->space ? record->root->space->text.s : "",
				record->root->space ? "'" : "", ENG_STR_ARG(vocabulary->name),
				ENG_STR_ARG(vocabulary->root->name->text),
				record->root->space ? " without one; use a map" : "");
	}
	check_field(&c, record->root, vocabulary->root);
	if (c.faults > REPORTED) {
		eng_note(ctx, eng_field_where(record->root, record),
			 "and %zu more faults in this record", c.faults - REPORTED);
	}
	return c.faults == 0;
}
