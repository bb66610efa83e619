/* Reading and searching lookup tables. */
#include "content/tables.h"
#include "base/buf.h"

#include <glib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "content/library-file.h"

typedef struct table {
	eng_str name;
	eng_str *headings;
	size_t columns, rows;
	eng_str *cells;    /* rows x columns */
	GHashTable *index; /* key -> row + 1 */
	bool good;
} table;

struct eng_tables {
	eng_library *library;
	table **items;
	size_t n, cap;
};

/* A reader over the bytes of a file. */
typedef struct reader {
	eng_ctx *ctx;
	eng_arena *arena;
	const char *file;
	eng_str rest;
	int line;
	bool end_of_row, failed;
} reader;

eng_tables *eng_tables_new(eng_library *library) {
	eng_tables *tables = eng_arena_new(eng_library_arena(library), eng_tables);

	tables->library = library;
	return tables;
}

void eng_tables_free(eng_tables *tables) {
	for (size_t i = 0; tables && i < tables->n; i++) {
		g_hash_table_destroy(tables->items[i]->index);
	}
}

static char take(reader *r) {
	char c = r->rest.s[0];

	r->rest = eng_str_sub(r->rest, 1, r->rest.n);
	r->line += c == '\n';
	return c;
}

/* The end of a cell: comma, line end or end of file. */
static void end_cell(reader *r) {
	r->end_of_row = true;
	if (r->rest.n && r->rest.s[0] == ',') {
		take(r);
		r->end_of_row = false;
		return;
	}
	if (r->rest.n && r->rest.s[0] == '\r') {
		take(r);
	}
	if (r->rest.n && r->rest.s[0] == '\n') {
		take(r);
	}
}

static eng_str quoted_cell(reader *r) {
	eng_buf text = { 0 };
	int line = r->line;
	eng_str copy;
	bool closed = false;

	take(r);
	while (r->rest.n && !closed) {
		char c = take(r);

		if (c == '"' && r->rest.n && r->rest.s[0] == '"') {
			eng_buf_char(&text, take(r));
		} else if (c == '"') {
			closed = true;
		} else {
			eng_buf_char(&text, c);
		}
	}
	if (!closed || (r->rest.n && !strchr(",\r\n", r->rest.s[0]))) {
		r->failed = !eng_fail(r->ctx, "library.bad-table", (eng_loc){ r->file, line, 1 },
				      closed ? "text follows the closing quote of a cell"
					     : "a quoted cell is never closed");
	}
	copy = eng_str_copy(r->arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return copy;
}

static eng_str next_cell(reader *r) {
	eng_str cell;
	size_t n = 0;

	if (r->rest.n && r->rest.s[0] == '"') {
		cell = quoted_cell(r);
	} else {
		while (n < r->rest.n && !strchr(",\r\n", r->rest.s[n])) {
			n++;
		}
		cell = eng_str_sub(r->rest, 0, n);
		r->rest = eng_str_sub(r->rest, n, r->rest.n);
	}
	end_cell(r);
	return cell;
}

static bool add_row(reader *r, table *t, size_t *cap) {
	size_t n = 0;
	int line = r->line;
	eng_str key;

	do {
		eng_str cell = next_cell(r);

		if (n < t->columns) {
			t->cells = eng_arena_grow(r->arena, t->cells, t->rows * t->columns + n, cap,
						  sizeof(*t->cells));
			t->cells[t->rows * t->columns + n] = cell;
		}
		n++;
	} while (!r->end_of_row && !r->failed);
	if (r->failed) {
		return false;
	}
	if (n != t->columns) {
		return eng_fail(r->ctx, "library.bad-table", (eng_loc){ r->file, line, 1 },
				"the row has %zu cells, the heading has %zu", n, t->columns);
	}
	key = t->cells[t->rows * t->columns];
	if (g_hash_table_contains(t->index, eng_str_dup(r->arena, key))) {
		return eng_fail(r->ctx, "library.bad-table", (eng_loc){ r->file, line, 1 },
				"key '%s' stands in the table twice", eng_quote(r->arena, key));
	}
	g_hash_table_insert(t->index, eng_str_dup(r->arena, key), GSIZE_TO_POINTER(++t->rows));
	return true;
}

static bool read_table(eng_ctx *ctx, eng_tables *tables, table *t, const char *path) {
	eng_arena *arena = eng_library_arena(tables->library);
	reader r = { ctx, arena, eng_path_join(arena, eng_library_path(tables->library), path) };
	size_t cap = 0;

	r.line = 1;
	if (!eng_library_read(ctx, tables->library, path, &r.rest)) {
		return false;
	}
	if (eng_utf8_valid(r.rest) != r.rest.n) {
		return eng_fail(ctx, "library.bad-table", (eng_loc){ r.file, 0, 0 },
				"the table is not UTF-8");
	}
	if (eng_str_starts(r.rest, "\xef\xbb\xbf")) {
		r.rest = eng_str_sub(r.rest, 3, r.rest.n);
	}
	do {
		eng_str heading = next_cell(&r);

		t->headings =
		    eng_arena_grow(arena, t->headings, t->columns, &cap, sizeof(*t->headings));
		t->headings[t->columns++] = heading;
	} while (!r.end_of_row && !r.failed);
	cap = 0;
	while (r.rest.n && !r.failed) {
		if (!add_row(&r, t, &cap)) {
			return false;
		}
	}
	return !r.failed;
}

static table *find_table(const eng_tables *tables, eng_str name) {
	for (size_t i = 0; i < tables->n; i++) {
		if (eng_str_eq(tables->items[i]->name, name)) {
			return tables->items[i];
		}
	}
	return NULL;
}

/* A table that is not there is for the caller to name; one that is faulty is reported here. */
static void load_table(eng_ctx *ctx, eng_tables *tables, eng_str name) {
	eng_arena *arena = eng_library_arena(tables->library);
	const char *path = eng_arena_printf(arena, "tables/%.*s.csv", ENG_STR_ARG(name));
	table *t;

	if (!eng_id_is_valid(name) ||
	    !eng_file_exists(eng_path_join(arena, eng_library_path(tables->library), path))) {
		return;
	}
	t = eng_arena_new(arena, table);
	t->name = eng_str_copy(arena, name);
	t->index = g_hash_table_new(g_str_hash, g_str_equal);
	tables->items =
	    eng_arena_grow(arena, tables->items, tables->n, &tables->cap, sizeof(*tables->items));
	tables->items[tables->n++] = t;
	t->good = read_table(ctx, tables, t, path);
}

/* The table and the index of its column (empty: the second); NULL when there is no such table or
 * column. */
static table *table_of(eng_ctx *ctx, eng_tables *tables, eng_str name, eng_str column, size_t *at) {
	eng_ctx quiet = { .quiet = true };
	table *t = find_table(tables, name);

	if (!t) {
		quiet.limits = eng_limits_default();
		load_table(ctx ? ctx : &quiet, tables, name);
		t = find_table(tables, name);
	}
	if (!t || !t->good) {
		return NULL;
	}
	*at = 1;
	while (column.n && *at < t->columns && !eng_str_eq(t->headings[*at], column)) {
		(*at)++;
	}
	return *at < t->columns ? t : NULL;
}

int eng_tables_cell(eng_ctx *ctx, eng_tables *tables, eng_str name, eng_str column, size_t row,
		    eng_str *out) {
	size_t at;
	const table *t = table_of(ctx, tables, name, column, &at);

	if (!t) {
		return -1;
	}
	if (row >= t->rows) {
		return 0;
	}
	*out = t->cells[row * t->columns + at];
	return 1;
}

int eng_tables_lookup(eng_ctx *ctx, eng_tables *tables, eng_str name, eng_str key, eng_str column,
		      eng_str *out) {
	size_t row, at;
	const table *t = table_of(ctx, tables, name, column, &at);
	char text[256];

	if (!t) {
		return -1;
	}
	if (key.n >= sizeof(text) || memchr(key.s ? key.s : "", 0, key.n)) {
		return 0;
	}
	memcpy(text, key.s ? key.s : "", key.n);
	text[key.n] = 0;
	row = GPOINTER_TO_SIZE(g_hash_table_lookup(t->index, text));
	if (!row) {
		return 0;
	}
	*out = t->cells[(row - 1) * t->columns + at];
	return 1;
}
