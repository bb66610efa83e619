/* Columns are found by the names in the head, so that lists of others may have more of them. */
#include "print/rows.h"

#include <errno.h>
#include <stdio.h>

#include "base/file.h"
#include "markup/csv.h"

enum { MOST_COLUMNS = 64, AT_ONCE = 64 << 10 };

typedef struct table {
	eng_ctx *ctx;
	eng_arena row; /* cells of the row at hand */
	const char *path;
	const char *const *names;
	eng_table_row_fn *take;
	void *user;
	eng_str cells[MOST_COLUMNS], ordered[MOST_COLUMNS];
	int place[MOST_COLUMNS]; /* of each name among the columns; -1: absent */
	size_t count;
	bool begun, ok;
} table;

static void take_cell(void *user, const eng_csv_cell *cell) {
	table *t = user;

	if (cell->index < MOST_COLUMNS) {
		t->cells[cell->index] = eng_str_copy(&t->row, cell->text);
		t->count = cell->index + 1;
	}
}

static void take_head(table *t) {
	for (size_t i = 0; t->names[i]; i++) {
		t->place[i] = -1;
		for (size_t k = 0; k < t->count; k++) {
			if (eng_str_eqc(t->cells[k], t->names[i])) {
				t->place[i] = (int)k;
			}
		}
	}
	t->begun = true;
}

static bool take_cells(table *t, const eng_csv_row *row) {
	if (!t->begun) {
		take_head(t);
		if (t->place[0] < 0) {
			t->ok =
			    eng_fail(t->ctx, "print.bad-list", (eng_loc){ t->path, row->line, 0 },
				     "the list has no column '%s' in its head", t->names[0]);
		}
		return t->ok;
	}
	for (size_t i = 0; t->names[i]; i++) {
		bool has = t->place[i] >= 0 && (size_t)t->place[i] < t->count;

		t->ordered[i] = has ? t->cells[t->place[i]] : (eng_str){ "", 0 };
	}
	t->ok = !row->bad && t->take(t->user, t->ordered, row->line);
	if (!t->ok && t->ctx->errors == 0) {
		eng_fail(t->ctx, "print.bad-list", (eng_loc){ t->path, row->line, 0 },
			 "a line of the list is not as it should be");
	}
	return t->ok;
}

static bool take_row(void *user, const eng_csv_row *row) {
	table *t = user;
	bool ok = take_cells(t, row);

	eng_arena_reset(&t->row);
	t->count = 0;
	return ok;
}

static bool cannot(eng_ctx *ctx, const char *path, const char *what) {
	ctx->unreadable = true;
	return eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
			"file '%s' cannot be %s: %s", path, what, strerror(errno));
}

static bool feed(table *t, eng_csv_reader *reader, FILE *file) {
	char bytes[AT_ONCE];
	size_t n, taken;

	while (t->ok && (n = fread(bytes, 1, sizeof(bytes), file)) > 0) {
		t->ok = eng_csv_reader_feed(reader, bytes, n, &taken) && t->ok;
	}
	if (ferror(file)) {
		return cannot(t->ctx, t->path, "read");
	}
	return t->ok && eng_csv_reader_finish(reader) && t->ok;
}

bool eng_table_read(eng_ctx *ctx, const char *path, const char *const *names,
		    eng_table_row_fn *take, void *user) {
	table t = {
		.ctx = ctx, .path = path, .names = names, .take = take, .user = user, .ok = true
	};
	const eng_csv_handler handler = { take_cell, take_row, &t };
	FILE *file = fopen(path, "rb");
	eng_csv_reader *reader;

	if (!file) {
		return cannot(ctx, path, "opened");
	}
	eng_arena_init(&t.row);
	reader = eng_csv_reader_new(ctx, path, ',', &handler);
	t.ok = feed(&t, reader, file);
	eng_csv_reader_free(reader);
	eng_arena_finish(&t.row);
	fclose(file);
	return t.ok;
}

static bool is_risky(eng_str text) {
	return text.n && strchr("=+-@\t'", text.s[0]);
}

void eng_table_put(eng_buf *out, eng_str text) {
	eng_buf_cstr(out, is_risky(text) ? "\"'" : "\"");
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		eng_buf_cstr(out, c == '"' ? "\"" : "");
		eng_buf_char(out, (unsigned char)c < 0x20 ? ' ' : c);
	}
	eng_buf_char(out, '"');
}

eng_str eng_table_text(eng_str cell) {
	eng_str rest = eng_str_sub(cell, 1, cell.n);

	return cell.n && cell.s[0] == '\'' && is_risky(rest) ? rest : cell;
}

bool eng_table_number(eng_str cell, uint64_t *number) {
	*number = 0;
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.s[i] < '0' || cell.s[i] > '9' || i > 17) {
			return false;
		}
		*number = *number * 10 + (uint64_t)(cell.s[i] - '0');
	}
	return cell.n > 0;
}

typedef struct rows {
	eng_ctx *ctx;
	eng_arena *arena;
	const char *path;
	eng_piece_row *items;
	size_t n, cap;
} rows;

/* A cell that is often the same as in the row before. */
static eng_str keep(rows *r, eng_str cell, eng_str before) {
	return eng_str_eq(cell, before) ? before : eng_str_copy(r->arena, cell);
}

static bool take_piece(void *user, const eng_str *c, int line) {
	const eng_piece_row nothing = { 0 };
	rows *r = user;
	const eng_piece_row *before = r->n ? &r->items[r->n - 1] : &nothing;
	eng_piece_row row = { .recipient = eng_str_copy(r->arena, eng_table_text(c[2])),
			      .stream = keep(r, c[3], before->stream),
			      .envelope = keep(r, c[8], before->envelope),
			      .country = keep(r, eng_table_text(c[17]), before->country),
			      .group = keep(r, eng_table_text(c[18]), before->group),
			      .divert = eng_str_eqc(c[10], "yes") };

	if (!eng_table_number(c[0], &row.number) || !eng_table_number(c[1], &row.ordinal) ||
	    !eng_table_number(c[4], &row.first_page) || !eng_table_number(c[5], &row.pages) ||
	    !eng_table_number(c[6], &row.sheets) || !eng_table_number(c[7], &row.weight) ||
	    !eng_table_number(c[9], &row.feeders) || !eng_table_number(c[11], &row.first_sheet) ||
	    !eng_table_number(c[13], &row.package) || !eng_table_number(c[14], &row.share) ||
	    !eng_table_number(c[15], &row.shares) || !eng_table_number(c[16], &row.documents) ||
	    !eng_table_number(c[19], &row.tray) || !eng_table_number(c[20], &row.bundle) ||
	    !eng_hash_parse(c[12], &row.content) || !eng_path_is_safe(c[3])) {
		return eng_fail(r->ctx, "print.bad-list", (eng_loc){ r->path, line, 0 },
				"this is no line of a list of pieces");
	}
	r->items = eng_arena_grow(r->arena, r->items, r->n, &r->cap, sizeof(*r->items));
	r->items[r->n++] = row;
	return true;
}

bool eng_piece_rows_read(eng_ctx *ctx, eng_arena *arena, const char *dir, eng_piece_row **out,
			 size_t *n) {
	static const char *const names[] = {
		"piece",          "ordinal",   "recipient", "stream",  "first-page", "pages",
		"sheets",         "weight-mg", "envelope",  "feeders", "divert",     "first-sheet",
		"content-sha256", "package",   "share",     "shares",  "documents",  "country",
		"group",          "tray",      "bundle",    NULL
	};
	rows r = { ctx, arena, eng_path_join(arena, dir, "pieces.csv"), NULL, 0, 0 };
	bool ok = eng_table_read(ctx, r.path, names, take_piece, &r);

	*out = r.items;
	*n = r.n;
	return ok;
}

typedef struct streams {
	eng_ctx *ctx;
	eng_arena *arena;
	const char *path;
	eng_stream_row *items;
	size_t n, cap;
} streams;

static bool take_stream(void *user, const eng_str *c, int line) {
	streams *r = user;
	eng_stream_row row = { .stream = eng_str_copy(r->arena, c[0]) };
	uint64_t *const numbers[] = { &row.pieces,     &row.sheets,      &row.pages,
				      &row.banners,    &row.weight,      &row.first_piece,
				      &row.last_piece, &row.first_sheet, &row.last_sheet,
				      &row.first_tray, &row.last_tray };
	bool ok = eng_path_is_safe(c[0]) && eng_hash_parse(c[12], &row.hash);

	for (size_t i = 0; ok && i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		ok = eng_table_number(c[i + 1], numbers[i]);
	}
	if (!ok) {
		return eng_fail(r->ctx, "print.bad-list", (eng_loc){ r->path, line, 0 },
				"this is no line of a list of streams");
	}
	r->items = eng_arena_grow(r->arena, r->items, r->n, &r->cap, sizeof(*r->items));
	r->items[r->n++] = row;
	return true;
}

bool eng_stream_rows_read(eng_ctx *ctx, eng_arena *arena, const char *dir, eng_stream_row **out,
			  size_t *n) {
	static const char *const names[] = { "stream",      "pieces",     "sheets",
					     "pages",       "banners",    "weight-mg",
					     "first-piece", "last-piece", "first-sheet",
					     "last-sheet",  "first-tray", "last-tray",
					     "sha256",      NULL };
	streams r = { ctx, arena, eng_path_join(arena, dir, "streams.csv"), NULL, 0, 0 };
	bool ok = eng_table_read(ctx, r.path, names, take_stream, &r);

	*out = r.items;
	*n = r.n;
	return ok;
}
