/* The list of pieces as it was written (pieces.csv), read back. */
#ifndef ENG_PRINT_ROWS_H
#define ENG_PRINT_ROWS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"

typedef struct eng_piece_row {
	uint64_t number, ordinal, first_page, pages, sheets, weight, feeders, first_sheet;
	uint64_t package, share, shares, documents;
	uint64_t tray, bundle; /* of the post; 0: none */
	eng_str recipient, stream, envelope, country, group;
	bool divert;
	eng_hash content;
} eng_piece_row;

/* All rows of pieces.csv in a folder, in its order, in the arena. False after reporting print.bad-list or
 * file.unreadable. */
bool eng_piece_rows_read(eng_ctx *ctx, eng_arena *arena, const char *dir, eng_piece_row **rows,
			 size_t *n);

/* Control totals of a stream (streams.csv). */
typedef struct eng_stream_row {
	eng_str stream;
	uint64_t pieces, sheets, pages, banners, weight;
	uint64_t first_piece, last_piece, first_sheet, last_sheet;
	uint64_t first_tray, last_tray; /* of the post; 0: none */
	eng_hash hash;                  /* of the file */
} eng_stream_row;

/* All rows of streams.csv in a folder, in its order, in the arena. False after reporting print.bad-list or
 * file.unreadable. */
bool eng_stream_rows_read(eng_ctx *ctx, eng_arena *arena, const char *dir, eng_stream_row **rows,
			  size_t *n);

/* A CSV file with a head, of any length: calls take for each row with its cells in the order of the names
 * (NULL-ended), which are there until it returns; cells of columns that there are not are empty. False after
 * reporting print.bad-list or file.unreadable. */
typedef bool eng_table_row_fn(void *user, const eng_str *cells, int line);
bool eng_table_read(eng_ctx *ctx, const char *path, const char *const *names,
		    eng_table_row_fn *take, void *user);
/* A text as a cell: data is quoted, on one line, and no formula (what begins like one has an apostrophe in
 * front). And what such a cell says. */
void eng_table_put(eng_buf *out, eng_str text);
eng_str eng_table_text(eng_str cell);
/* Digits alone; false for anything else. */
bool eng_table_number(eng_str cell, uint64_t *number);

#endif
