/* Fields of a record: making them, finding them, and saying where they came from.
 *
 * What a field means is the vocabulary's business, what is done with it the expressions'. */
#include "data/record.h"

#include "base/buf.h"

eng_field *eng_field_new(eng_arena *arena, eng_field *parent, const eng_name *space,
			 const eng_name *name) {
	eng_field *field = eng_arena_new(arena, eng_field);

	field->name = name;
	field->space = space;
	field->parent = parent;
	field->text.s = "";
	if (parent) {
		field->previous = parent->last;
		if (parent->last) {
			parent->last->next = field;
		} else {
			parent->first = field;
		}
		parent->last = field;
	}
	return field;
}

eng_field *eng_field_find(const eng_field *field, const eng_name *space, const eng_name *name) {
	for (eng_field *f = field->first; f; f = f->next) {
		if (f->name == name && f->space == space) {
			return f;
		}
	}
	return NULL;
}

bool eng_field_is_missing(const eng_field *field) {
	return field->nil || (!field->first && eng_str_blank(field->text));
}

static void add_text(const eng_field *field, eng_buf *buf) {
	eng_buf_str(buf, field->text);
	for (const eng_field *f = field->first; f; f = f->next) {
		add_text(f, buf);
	}
}

eng_str eng_field_string(const eng_field *field, eng_arena *arena) {
	eng_buf buf = { 0 };
	eng_str text;

	if (!field->first) {
		return field->text;
	}
	add_text(field, &buf);
	text = eng_str_copy(arena, eng_buf_view(&buf));
	eng_buf_finish(&buf);
	return text;
}

eng_loc eng_field_where(const eng_field *field, const eng_record *record) {
	return (eng_loc){ record->file, (int)field->line, (int)field->column };
}

/* Which of several like-named siblings, from 1; 0 when it is the only one. */
static size_t ordinal(const eng_field *field) {
	size_t before = 0;
	bool more = false;

	for (const eng_field *f = field->previous; f; f = f->previous) {
		before += f->name == field->name && f->space == field->space;
	}
	for (const eng_field *f = field->next; f && !more; f = f->next) {
		more = f->name == field->name && f->space == field->space;
	}
	return before || more ? before + 1 : 0;
}

static void add_path(const eng_field *field, const eng_field *root, eng_buf *buf) {
	size_t n;

	if (field->parent && field->parent != root) {
		add_path(field->parent, root, buf);
		eng_buf_char(buf, '/');
	}
	if (field->attribute) {
		eng_buf_char(buf, '@');
	}
	eng_buf_str(buf, field->name->text);
	n = field->attribute ? 0 : ordinal(field);
	if (n > 0) {
		eng_buf_printf(buf, "[%zu]", n);
	}
}

const char *eng_field_path(const eng_field *field, const eng_record *record, eng_arena *arena) {
	eng_buf buf = { 0 };
	const char *path;

	add_path(field, record->root, &buf);
	path = eng_str_dup(arena, eng_buf_view(&buf));
	eng_buf_finish(&buf);
	return path;
}
