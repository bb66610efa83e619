/* Records out of CSV: a record a row, or a record per run of rows with equal key columns.
 *
 * The first row names the columns; "a/b" makes a nested field, and columns that share a beginning
 * share the group. Grouped: the record has the key columns as fields and a <row> child per row with
 * all the others; columns that name no key but never change stay in the rows. */
#include <glib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "base/wire.h"
#include "data/marks.h"
#include "data/source-reader.h"
#include "markup/csv.h"

typedef struct column {
	eng_str *steps; /* "a/b" in parts */
	size_t n;
	bool key;
} column;

typedef struct cell {
	size_t from, n; /* in the row's text */
	int line, column;
} cell;

/* A row as read, before it is known which record it belongs to. */
typedef struct row {
	eng_buf text;
	cell *cells;
	size_t n, cap;
	uint64_t offset, end;
	int line;
	bool full;
} row;

typedef struct csv_reader {
	const eng_reader_input *in;
	eng_ctx *ctx;
	eng_csv_reader *csv;
	eng_arena arena; /* heading */
	column *columns;
	size_t column_count;
	row now;
	row key; /* the first row of the group being built */
	eng_hasher *hasher;
	eng_record *record;
	uint32_t order;
	size_t nodes;
	bool stream_end, bad_row, grouped, overflow;
	uint64_t base; /* file offset of the first row */
	char separator;
	/* as written: the heading; when cutting, the row read last and the slice */
	bool keeps;
	eng_buf heading, raw, cut;
	eng_slice slice, ahead; /* ahead: where raw begins */
	eng_str given;          /* of a slice, what is left */
} csv_reader;

static void on_cell(void *user, const eng_csv_cell *in) {
	csv_reader *c = user;
	row *r = &c->now;

	if (r->n >= c->ctx->limits.record_nodes ||
	    r->text.n + in->text.n > c->ctx->limits.record_bytes) {
		c->overflow = true;
		return;
	}
	if (r->n == r->cap) {
		r->cap = r->cap ? r->cap * 2 : 32;
		r->cells = eng_realloc(r->cells, r->cap * sizeof(*r->cells));
	}
	r->cells[r->n++] = (cell){ r->text.n, in->text.n, in->line, in->column };
	eng_buf_str(&r->text, in->text);
}

static bool on_row(void *user, const eng_csv_row *in) {
	csv_reader *c = user;

	c->now.offset = c->base + in->offset;
	c->now.end = c->base + in->end;
	c->now.line = in->line;
	c->now.full = true;
	c->bad_row = in->bad;
	return false;
}

static eng_str cell_text(const row *r, size_t i) {
	return (eng_str){ r->text.s ? r->text.s + r->cells[i].from : "", r->cells[i].n };
}

static void clear_row(row *r) {
	eng_buf_clear(&r->text);
	r->n = 0;
	r->full = false;
}

static void take(csv_reader *c, eng_str bytes, size_t n) {
	if (c->keeps && c->raw.n <= c->ctx->limits.record_bytes) {
		eng_buf_add(&c->raw, bytes.s, n);
	}
	if (c->in->stream) {
		eng_stream_take(c->in->stream, n);
	} else {
		c->given = eng_str_sub(c->given, n, c->given.n);
	}
}

static bool check_marks(const csv_reader *c) {
	const size_t most = c->ctx->limits.marks;

	for (size_t i = 0; i < c->now.n; i++) {
		eng_loc where = { c->in->file, c->now.cells[i].line, c->now.cells[i].column };

		if (eng_marks_pile_up(cell_text(&c->now, i), most)) {
			return eng_fail(c->ctx, "limit.marks", where,
					"a value has more combining marks in a row than %zu", most);
		}
	}
	return true;
}

/* Reads a row into c->now. RECORD: there is one, BAD: it was faulty and is dropped. */
static eng_source_status read_row(csv_reader *c) {
	clear_row(&c->now);
	while (!c->now.full) {
		eng_str bytes;
		size_t taken;
		bool good;

		if (c->stream_end) {
			return ENG_SOURCE_END;
		}
		if (!c->in->stream) {
			bytes = c->given;
		} else if (!eng_stream_peek(c->in->stream, &bytes)) {
			return ENG_SOURCE_BROKEN;
		}
		if (bytes.n == 0) {
			c->stream_end = true;
			if (!eng_csv_reader_finish(c->csv)) {
				return ENG_SOURCE_BROKEN;
			}
			continue;
		}
		good = eng_csv_reader_feed(c->csv, bytes.s, bytes.n, &taken);
		take(c, bytes, taken);
		if (!good) {
			return ENG_SOURCE_BROKEN;
		}
	}
	if (c->overflow) {
		eng_loc where = { c->in->file, c->now.line, 1 };

		c->overflow = false;
		c->bad_row = !eng_fail(c->ctx, "limit.record-bytes", where,
				       "a row has more cells or bytes than a record may have");
	}
	if (!c->bad_row && c->columns && c->now.n != c->column_count) {
		eng_loc where = { c->in->file, c->now.line, 1 };

		c->bad_row =
		    !eng_fail(c->ctx, "input.cells", where,
			      "row has %zu cells, the heading has %zu", c->now.n, c->column_count);
	}
	c->bad_row = c->bad_row || !check_marks(c);
	return c->bad_row ? ENG_SOURCE_BAD : ENG_SOURCE_RECORD;
}

static bool same_key(const csv_reader *c) {
	for (size_t i = 0; i < c->column_count; i++) {
		if (c->columns[i].key &&
		    !eng_str_eq(cell_text(&c->now, i), cell_text(&c->key, i))) {
			return false;
		}
	}
	return true;
}

static eng_field *new_field(csv_reader *c, eng_arena *arena, eng_field *parent, eng_str name,
			    int line, int at) {
	eng_field *field = eng_field_new(eng_reader_fields(c->in, arena), parent, NULL,
					 eng_reader_name(c->in->names, arena, name));

	field->line = (uint32_t)line;
	field->column = (uint32_t)at;
	field->order = ++c->order;
	c->nodes++;
	return field;
}

/* The group that a nested column's cell goes into: the last one of that name, or a new one. */
static eng_field *group_of(csv_reader *c, eng_arena *arena, eng_field *parent, eng_str name,
			   const cell *at) {
	if (parent->last && eng_str_eq(parent->last->name->text, name) && parent->last->first) {
		return parent->last;
	}
	for (eng_field *f = parent->first; f; f = f->next) {
		if (f->first && eng_str_eq(f->name->text, name)) {
			return f;
		}
	}
	return new_field(c, arena, parent, name, at->line, at->column);
}

static void add_cells(csv_reader *c, eng_arena *arena, eng_field *parent, bool keys) {
	for (size_t i = 0; i < c->column_count; i++) {
		const column *col = &c->columns[i];
		const cell *at = &c->now.cells[i];
		eng_field *to = parent, *field;

		/* An empty cell is missing, and so is a group of nothing but empty cells. */
		if ((c->grouped && col->key != keys) || eng_str_blank(cell_text(&c->now, i))) {
			continue;
		}
		for (size_t k = 0; k + 1 < col->n; k++) {
			to = group_of(c, arena, to, col->steps[k], at);
		}
		field = new_field(c, arena, to, col->steps[col->n - 1], at->line, at->column);
		field->text = eng_str_copy(arena, cell_text(&c->now, i));
	}
}

static eng_field *begin_record(csv_reader *c, eng_arena *arena) {
	eng_str name = c->in->options->root_name;

	if (name.n == 0) {
		name = c->in->options->record.n ? c->in->options->record : ENG_STR("record");
	}
	c->order = 0;
	c->nodes = 0;
	c->record->root = new_field(c, arena, NULL, name, c->now.line, 1);
	c->record->offset = c->now.offset;
	return c->record->root;
}

static void end_row(csv_reader *c) {
	c->record->bytes = c->now.end - c->record->offset;
}

static void hash_row(csv_reader *c) {
	if (!c->hasher) {
		return;
	}
	/* The cells, not the raw bytes: those are gone. Lengths keep cells apart. */
	for (size_t i = 0; i < c->now.n; i++) {
		eng_hasher_field(c->hasher, cell_text(&c->now, i));
	}
	eng_hasher_add(c->hasher, "\n", 1);
}

static eng_source_status finish_record(csv_reader *c, bool bad) {
	if (c->hasher) {
		c->record->hash = eng_hasher_done(c->hasher);
	}
	return bad ? ENG_SOURCE_BAD : ENG_SOURCE_RECORD;
}

static eng_source_status next_row(void *self, eng_arena *arena, eng_record *record) {
	csv_reader *c = self;
	eng_source_status status = read_row(c);

	c->record = record;
	if (status != ENG_SOURCE_RECORD) {
		return status;
	}
	add_cells(c, arena, begin_record(c, arena), false);
	end_row(c);
	hash_row(c);
	return finish_record(c, false);
}

static void add_group_row(csv_reader *c, eng_arena *arena, eng_field *root) {
	eng_str path = c->in->options->row.n ? c->in->options->row : ENG_STR("row"), step;
	const cell here = { .line = c->now.line, .column = 1 };
	eng_field *field = root;

	while (eng_str_split(&path, '/', &step)) {
		field = path.s ? group_of(c, arena, field, step, &here)
			       : new_field(c, arena, field, step, here.line, here.column);
	}
	add_cells(c, arena, field, false);
	end_row(c);
	hash_row(c);
}

/* A group is too large or one of its rows is faulty: the whole group is. */
static bool too_large(csv_reader *c) {
	eng_loc where = { c->in->file, c->key.line, 1 };

	if (c->record->bytes > c->ctx->limits.record_bytes) {
		return !eng_fail(c->ctx, "limit.record-bytes", where,
				 "a record has more bytes than %zu", c->ctx->limits.record_bytes);
	}
	if (c->nodes > c->ctx->limits.record_nodes) {
		return !eng_fail(c->ctx, "limit.record-nodes", where,
				 "a record has more cells than %zu", c->ctx->limits.record_nodes);
	}
	return false;
}

static eng_source_status next_group(void *self, eng_arena *arena, eng_record *record) {
	csv_reader *c = self;
	eng_source_status status = c->now.full ? ENG_SOURCE_RECORD : read_row(c);
	eng_field *root;
	bool bad = false;
	row first;

	c->record = record;
	if (status != ENG_SOURCE_RECORD) {
		clear_row(&c->now);
		return status;
	}
	root = begin_record(c, arena);
	add_cells(c, arena, root, true);
	add_group_row(c, arena, root);
	first = c->key;
	c->key = c->now;
	c->now = first;
	for (;;) {
		status = read_row(c);
		if (status == ENG_SOURCE_END || status == ENG_SOURCE_BROKEN) {
			/* What broke shows again at the next call: the end of the stream stays. */
			clear_row(&c->now);
			break;
		}
		if (status == ENG_SOURCE_BAD) {
			bad = true;
			continue;
		}
		if (!same_key(c)) {
			break;
		}
		if (!bad) {
			add_group_row(c, arena, root);
			bad = too_large(c);
		}
	}
	if (status == ENG_SOURCE_BROKEN) {
		return status;
	}
	return finish_record(c, bad);
}

/* Reads a row only to find it: a faulty one is as good, its reader will report it. */
static eng_source_status find_row(csv_reader *c) {
	eng_buf_clear(&c->raw);
	c->ahead = (eng_slice){ .offset = eng_stream_offset(c->in->stream),
				.line = eng_csv_reader_line(c->csv),
				.column = 1 };
	return read_row(c);
}

static void begin_slice(csv_reader *c) {
	c->slice = c->ahead;
	eng_buf_clear(&c->cut);
	eng_buf_str(&c->cut, eng_buf_view(&c->raw));
}

static eng_source_status finish_slice(csv_reader *c, eng_slice *slice) {
	*slice = c->slice;
	slice->large = c->cut.n > c->ctx->limits.record_bytes;
	slice->bytes = slice->large ? (eng_str){ 0 } : eng_buf_view(&c->cut);
	return ENG_SOURCE_RECORD;
}

/* Adds the rows of the same key. False: the file is broken. */
static bool cut_group(csv_reader *c) {
	eng_source_status status;
	row first = c->key;

	c->key = c->now;
	c->now = first;
	for (;;) {
		status = find_row(c);
		if (status == ENG_SOURCE_END || status == ENG_SOURCE_BROKEN) {
			clear_row(&c->now);
			return status == ENG_SOURCE_END;
		}
		if (status == ENG_SOURCE_RECORD && !same_key(c)) {
			return true;
		}
		if (c->cut.n <= c->ctx->limits.record_bytes) {
			eng_buf_str(&c->cut, eng_buf_view(&c->raw));
		}
	}
}

static eng_source_status cut(void *self, eng_slice *slice) {
	csv_reader *c = self;
	eng_source_status status = ENG_SOURCE_RECORD;

	c->keeps = true;
	if (!c->grouped || !c->now.full) {
		status = find_row(c);
	}
	if (status == ENG_SOURCE_END || status == ENG_SOURCE_BROKEN) {
		return status;
	}
	begin_slice(c);
	if (c->grouped && status == ENG_SOURCE_RECORD && !cut_group(c)) {
		return ENG_SOURCE_BROKEN;
	}
	if (status == ENG_SOURCE_BAD) {
		clear_row(&c->now);
	}
	return finish_slice(c, slice);
}

static void write_context(void *self, eng_buf *context) {
	const csv_reader *c = self;

	eng_wire_number(context, (unsigned char)c->separator);
	eng_wire_text(context, eng_buf_view(&c->heading));
}

static void give(void *self, const eng_slice *slice) {
	csv_reader *c = self;

	eng_csv_reader_move(c->csv, slice->offset, slice->line);
	c->given = slice->bytes;
	c->stream_end = false;
	clear_row(&c->now);
}

static bool is_key(eng_str list, eng_str name) {
	eng_str word;

	while (eng_str_word(&list, &word)) {
		if (eng_str_eq(word, name)) {
			return true;
		}
	}
	return false;
}

static bool add_column(csv_reader *c, size_t i) {
	eng_str name = eng_str_trim(cell_text(&c->now, i)), step;
	column *col = &c->columns[i];
	eng_loc where = { c->in->file, c->now.cells[i].line, c->now.cells[i].column };
	size_t cap = 0;

	name = eng_str_copy(&c->arena, name);
	col->key = is_key(c->in->options->group_by, name);
	while (eng_str_split(&name, '/', &step)) {
		if (step.n == 0) {
			return eng_fail(
			    c->ctx, "input.heading", where,
			    "heading of column %zu is empty or has an empty part, name it", i + 1);
		}
		col->steps =
		    eng_arena_grow(&c->arena, col->steps, col->n, &cap, sizeof(*col->steps));
		col->steps[col->n++] = step;
	}
	return col->n > 0 ||
	       eng_fail(c->ctx, "input.heading", where, "column %zu has no heading", i + 1);
}

static bool read_heading(csv_reader *c) {
	eng_source_status status = read_row(c);
	eng_loc where = { c->in->file, 1, 1 };
	column *columns;
	eng_str keys = c->in->options->group_by, word;

	eng_buf_str(&c->heading, eng_buf_view(&c->raw));
	if (status == ENG_SOURCE_END) {
		return eng_fail(c->ctx, "input.no-records", where,
				"file is empty, want a heading row");
	}
	if (status != ENG_SOURCE_RECORD) {
		return false;
	}
	columns = eng_arena_new_array(&c->arena, c->now.n, column);
	c->columns = columns;
	c->column_count = c->now.n;
	for (size_t i = 0; i < c->now.n; i++) {
		if (!add_column(c, i)) {
			return false;
		}
	}
	while (eng_str_word(&keys, &word)) {
		bool found = false;

		for (size_t i = 0; i < c->now.n; i++) {
			found |= eng_str_eq(eng_str_trim(cell_text(&c->now, i)), word);
		}
		if (!found) {
			return eng_fail(c->ctx, "input.heading", where,
					"no column '%.*s' to group by", ENG_STR_ARG(word));
		}
	}
	clear_row(&c->now);
	return true;
}

static void finish_row(row *r) {
	eng_buf_finish(&r->text);
	free(r->cells);
}

static void close_reader(void *self) {
	csv_reader *c = self;

	eng_csv_reader_free(c->csv);
	eng_hasher_free(c->hasher);
	finish_row(&c->now);
	finish_row(&c->key);
	eng_buf_finish(&c->heading);
	eng_buf_finish(&c->raw);
	eng_buf_finish(&c->cut);
	eng_arena_finish(&c->arena);
	free(c);
}

/* The separator and the bytes that begin with the heading. */
static bool open_input(csv_reader *c) {
	const eng_reader_input *in = c->in;
	eng_wire wire = { in->context, false };
	eng_str bytes;

	if (!in->stream) {
		c->separator = (char)eng_wire_take_number(&wire);
		c->given = eng_wire_take_text(&wire);
		return true;
	}
	c->base = eng_stream_offset(in->stream);
	if (!eng_stream_peek(in->stream, &bytes)) {
		return false;
	}
	c->separator = in->options->separator ? in->options->separator : eng_csv_guess(bytes);
	return true;
}

bool eng_reader_open_csv(const eng_reader_input *in, eng_reader *reader) {
	csv_reader *c = eng_malloc(sizeof(*c));
	eng_csv_handler handler = { on_cell, on_row, c };

	memset(c, 0, sizeof(*c));
	c->in = in;
	c->ctx = in->ctx;
	c->grouped = in->options->group_by.n > 0;
	if (!open_input(c)) {
		free(c);
		return false;
	}
	c->csv = eng_csv_reader_new(in->ctx, in->file, c->separator, &handler);
	c->hasher = in->options->hash ? eng_hasher_new() : NULL;
	c->keeps = true;
	if (!read_heading(c)) {
		close_reader(c);
		return false;
	}
	c->keeps = false;
	*reader = (eng_reader){
		c->grouped ? next_group : next_row, close_reader, c, cut, write_context, give
	};
	return true;
}
