/* Rows of bytes as a zlib stream (RFC 1950, 1951), at the price of what is new in them.
 *
 * Each row is a zero byte (the filter of PNG) and as many others as all rows have. */
#ifndef ENG_LAYOUT_DEFLATE_ROWS_H
#define ENG_LAYOUT_DEFLATE_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "layout/deflate-block.h"

enum { ENG_ROW_MARGIN = 64 /* bytes behind each row that may be read, whatever they are */ };

/* The bytes of a row from left to before right. */
typedef struct eng_row_span {
	int left, right;
} eng_row_span;

/* The codes that rows are written in, made beforehand of what drawings are like, and how the last stream began. */
typedef struct eng_row_codes eng_row_codes;

eng_row_codes *eng_row_codes_new(void);
void eng_row_codes_free(eng_row_codes *codes);

/* A stream being written; the fields are its own. */
typedef struct eng_row_packer {
	const eng_row_codes *codes;
	eng_buf *out;
	eng_bits bits; /* to out, which is given room row by row */
	int width;
	uint8_t *row;
	const uint8_t *above_row; /* NULL: this is the first */
	int at;                   /* up to where the row is told */
	int64_t repeat;           /* bytes that repeat what is above them, not yet written */
	bool begun;
	int64_t row_a, row_b;  /* of Adler-32: of the row alone */
	uint32_t sum_a, sum_b; /* and of all */
} eng_row_packer;

/* Begins a stream of rows of width bytes, 1 to 32,000, appended to out. */
void eng_row_start(eng_row_packer *p, eng_row_codes *codes, int width, eng_buf *out);
/* Begins a row, which has a zero byte before it and a margin behind. It is as the one above but for what is
 * added, from left to right; of the first row all is. Of the one above only what is in the spans is looked at,
 * and a margin behind. */
void eng_row_begin(eng_row_packer *p, uint8_t *row, const uint8_t *above);
void eng_row_add(eng_row_packer *p, eng_row_span span);
void eng_row_end(eng_row_packer *p);
/* Adds the last row some times more. */
void eng_row_again(eng_row_packer *p, int times);
void eng_row_finish(eng_row_packer *p);

/* A small picture on zeros, such as a letter, with its rows as they are written. */
typedef struct eng_row_stamp eng_row_stamp;

/* Where the corner of a stamp is. */
typedef struct eng_row_placed {
	const eng_row_stamp *stamp;
	int x, y;
} eng_row_placed;

/* Of rows of width bytes, 1 to 1,000, for streams like this one: of the same codes and width. In the arena. */
eng_row_stamp *eng_row_stamp_new(eng_arena *arena, const eng_row_packer *p, const uint8_t *pixels,
				 int width, int height);
/* The same of stamps, each right of the one before, as one: the same is written. */
eng_row_stamp *eng_row_stamp_join(eng_arena *arena, const eng_row_packer *p,
				  const eng_row_placed *items, size_t count, int width, int height);
/* Puts row y of the items on the row begun, x bytes farther right, and adds it: each has one more than its
 * height, which makes zeros of its last. Where they stand are zeros, and above it is the row before. */
void eng_row_add_stamps(eng_row_packer *p, const eng_row_placed *items, size_t count, int x, int y);

/* All rows of stamps that stand on one line, in which nothing else changes. */
typedef struct eng_row_strip eng_row_strip;

/* Of stamps at their places in rows of a stream like this one, from left to right with some zeros between
 * them, and at most 1,000 bytes from the first to the last. Rows count from the one that y is 0 in. */
eng_row_strip *eng_row_strip_new(eng_arena *arena, const eng_row_packer *p,
				 const eng_row_placed *items, size_t count);
/* Adds the rows from..to, the last included, behind the last one of the stream, and puts the last of them on
 * row, which has what the stamps made of the row before from. What is added is what begin, add_stamps and end
 * add row by row. False: these are to be called, since others stand too near to the ends of the row. */
bool eng_row_add_strip(eng_row_packer *p, const eng_row_strip *strip, uint8_t *row, int from,
		       int to);

#endif
