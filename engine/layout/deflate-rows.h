/* Rows of bytes as a zlib stream (RFC 1950, 1951), at the price of what is new in them.
 *
 * Each row is a zero byte (the filter of PNG) and as many others as all rows have. */
#ifndef ENG_LAYOUT_DEFLATE_ROWS_H
#define ENG_LAYOUT_DEFLATE_ROWS_H

#include <stdint.h>

#include "base/buf.h"
#include "layout/deflate-block.h"

enum { ENG_ROW_MARGIN = 64 /* bytes behind each row that may be read, whatever they are */ };

/* The bytes of a row from left to before right. */
typedef struct eng_row_span {
	int left, right;
} eng_row_span;

/* The codes that rows are written in, made beforehand of what drawings are like. */
typedef struct eng_row_codes eng_row_codes;

eng_row_codes *eng_row_codes_new(void);
void eng_row_codes_free(eng_row_codes *codes);

/* A stream being written; the fields are its own. */
typedef struct eng_row_packer {
	const eng_row_codes *codes;
	eng_buf *out;
	eng_bits bits; /* to out, which is given room row by row */
	int width;
	uint64_t above; /* what stands behind the length of a repetition of the row above */
	unsigned above_bits, before_bits; /* the same of the byte before, all bits zero */
	int64_t repeat; /* bytes that repeat what is above them, not yet written */
	bool begun;
	uint32_t row_a, row_b, sum_a, sum_b; /* of Adler-32: the last row alone, all */
} eng_row_packer;

/* Begins a stream of rows of width bytes, 1 to 32,000, appended to out. */
void eng_row_start(eng_row_packer *p, const eng_row_codes *codes, int width, eng_buf *out);
/* Adds a row, which has a zero byte before it and a margin behind. It is as the one above but for these
 * spans, which stand from left to right; the first row is looked at as a whole. */
void eng_row_add(eng_row_packer *p, const uint8_t *row, const uint8_t *above,
		 const eng_row_span *spans, size_t n);
/* Adds the last row some times more. */
void eng_row_again(eng_row_packer *p, const uint8_t *row, int times);
void eng_row_finish(eng_row_packer *p);

#endif
