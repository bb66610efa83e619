/* Bands of a flat drawing: rows in which the same shapes change, and between which pixels. */
#ifndef ENG_LAYOUT_FLAT_BAND_H
#define ENG_LAYOUT_FLAT_BAND_H

#include "layout/flat-parts.h"

enum { ENG_FLAT_SPANS = 64 /* of a row at most; what is more is joined */ };

/* What of a row may differ from the one above: pixels that are painted and compared, or a line of letters
 * that stands alone on paper. */
typedef struct eng_flat_stretch {
	eng_row_span span;
	eng_flat_shape *alone; /* NULL: painted */
} eng_flat_stretch;

/* A shape that is put on again in the rows of a band, and between which pixels. */
typedef struct eng_flat_piece {
	eng_flat_shape *shape;
	eng_row_span span;
} eng_flat_piece;

/* The shapes from start on are found by row; the fields from spans on tell the band. */
typedef struct eng_flat_band {
	eng_arena *arena;
	eng_flat_shape *shapes;
	int width, height;
	uint32_t *first, *next; /* of the shapes that begin in each row, index + 1; 0 ends */
	bool *begins;           /* whether a band begins in a row */
	uint32_t *near; /* shapes in these rows or ended just above, as painted; index + 1 */
	size_t near_count;
	eng_flat_stretch spans[ENG_FLAT_SPANS]; /* from left to right, apart from each other */
	size_t span_count;
	eng_flat_piece *pieces;
	size_t piece_count, piece_cap;
} eng_flat_band;

/* Sorts the shapes, which stay where they are. */
void eng_flat_band_start(eng_flat_band *band, eng_arena *arena, eng_flat_shape *shapes,
			 size_t count, int width, int height);
/* The band from row y on, with rising y; returns the row behind its last. */
int eng_flat_band_find(eng_flat_band *band, int y);

#endif
