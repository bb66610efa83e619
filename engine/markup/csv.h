/* Reading CSV (RFC 4180) piece by piece, with the separator given, every cell with its place.
 *
 * Rows end with CRLF, LF or CR; an empty line is no row. Cells in double quotes hold separators,
 * line breaks and doubled quotes. A quote elsewhere in a cell is a fault of that row only. */
#ifndef ENG_MARKUP_CSV_H
#define ENG_MARKUP_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"

typedef struct eng_csv_cell {
	eng_str text; /* quotes resolved; until the call ends */
	bool quoted;
	int line, column; /* of its first character or quote */
	size_t index;     /* in the row, from 0 */
} eng_csv_cell;

typedef struct eng_csv_row {
	size_t cells;
	uint64_t offset, end; /* bytes, line end included */
	int line;
	bool bad; /* a fault in it was reported */
} eng_csv_row;

typedef struct eng_csv_handler {
	void (*cell)(void *user, const eng_csv_cell *cell);
	/* Returns false to stop reading right behind the row. */
	bool (*row)(void *user, const eng_csv_row *row);
	void *user;
} eng_csv_handler;

typedef struct eng_csv_reader eng_csv_reader;

/* file is for messages and outlives the reader, which keeps ctx. */
eng_csv_reader *eng_csv_reader_new(eng_ctx *ctx, const char *file, char separator,
				   const eng_csv_handler *handler);
void eng_csv_reader_free(eng_csv_reader *reader);
/* The next byte stands there, and is the first of a row. */
void eng_csv_reader_move(eng_csv_reader *reader, uint64_t offset, int line);
/* The line of the next byte. */
int eng_csv_reader_line(const eng_csv_reader *reader);
/* Reads bytes up to the end or to where the handler stopped; *taken tells how many. False after
 * reporting a fault that cannot be read past (limit.token-bytes). */
bool eng_csv_reader_feed(eng_csv_reader *reader, const char *data, size_t n, size_t *taken);
/* The text ends here; hands over a last row without line end. False after reporting a quoted cell
 * that is not closed (markup.csv). */
bool eng_csv_reader_finish(eng_csv_reader *reader);
/* The likely separator of a text by its first line: , ; tab or | (',' when there is none). */
char eng_csv_guess(eng_str text);

#endif
