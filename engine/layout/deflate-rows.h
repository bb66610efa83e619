/* Rows of bytes as a zlib stream (RFC 1950, 1951), at the price of those that are new. */
#ifndef ENG_LAYOUT_DEFLATE_ROWS_H
#define ENG_LAYOUT_DEFLATE_ROWS_H

#include "base/arena.h"
#include "base/buf.h"

/* The bytes of a row from left to before right; what is outside is as in the row above. */
typedef struct eng_row_span {
	int left, right;
} eng_row_span;

/* Appends a stream of height rows, each a zero byte (the filter of PNG) and width bytes; at most 32,000.
 * A row that is the same pointer as the row above repeats it and is not looked at, nor is what is outside
 * the row's span (spans NULL: all of a row is looked at). */
void eng_deflate_rows(eng_arena *scratch, uint8_t *const *rows, const eng_row_span *spans,
		      int width, int height, eng_buf *out);

#endif
