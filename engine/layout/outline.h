/* Outlines as edges, and how much of each pixel of a row they cover.
 *
 * Coordinates are 1/256 of a pixel, y downwards. Whole numbers only from here on: the same outline
 * covers the same pixels on every machine. */
#ifndef ENG_LAYOUT_OUTLINE_H
#define ENG_LAYOUT_OUTLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "layout/page.h"

enum {
	ENG_OUTLINE_PIXEL = 256,
	ENG_OUTLINE_FULL = 8, /* steps from an uncovered to a covered pixel */
};

typedef struct eng_point {
	int x, y;
} eng_point;

/* Points of which lines connect those of one stretch. */
typedef struct eng_stretch {
	size_t from, count; /* in the trace's points */
	bool closed;
} eng_stretch;

/* A path as straight lines. */
typedef struct eng_trace {
	eng_arena *arena;
	eng_point *points;
	size_t count, cap;
	eng_stretch *stretches;
	size_t stretch_count, stretch_cap;
} eng_trace;

/* In 1/256 pixels, kept within what the rest can count. */
int eng_trace_fixed(double pixels);
void eng_trace_move(eng_trace *trace, double x, double y); /* pixels */
void eng_trace_line(eng_trace *trace, double x, double y);
void eng_trace_curve(eng_trace *trace, const double x[3], const double y[3]);
void eng_trace_close(eng_trace *trace);
/* scale: pixels for 1/1000 pt. */
void eng_trace_path(eng_trace *trace, const eng_path *path, double scale);

typedef struct eng_edge {
	int x0, y0, x1, y1; /* y0 < y1 */
	int way;            /* 1: went downwards, -1: upwards */
} eng_edge;

typedef struct eng_outline {
	eng_arena *arena;
	eng_edge *edges;
	size_t count, cap;
	bool even_odd; /* else what is wound around at all is inside */
} eng_outline;

void eng_outline_add(eng_outline *outline, eng_point from, eng_point to);
/* The inside of the traced stretches, each closed. */
void eng_outline_fill(eng_outline *outline, const eng_trace *trace);
/* The lines of a stroked path with its width, caps, joins and dashes. */
void eng_outline_stroke(eng_outline *outline, const eng_trace *trace, const eng_path *path,
			double scale);
/* The rows of pixels that it touches: from top to before bottom. Empty: both 0. */
void eng_outline_rows(const eng_outline *outline, int *top, int *bottom);
/* The same of pixels of a row: from left to before right. */
void eng_outline_columns(const eng_outline *outline, int *left, int *right);

/* Going down an outline row by row. */
typedef struct eng_cell {
	int cover, area;
} eng_cell;

typedef struct eng_scan {
	const eng_outline *outline;
	int width;   /* pixels of a row; what is left and right of it is cut off */
	size_t next; /* edge that has not begun */
	const eng_edge **active;
	size_t active_count;
	eng_cell *cells;   /* of one row, zero between rows */
	uint64_t *touched; /* a bit a cell */
} eng_scan;

/* n pixels from x on are covered by level of ENG_OUTLINE_FULL steps, at least 1. */
typedef void eng_scan_taker(void *user, int x, int n, int level);

/* Sorts the outline's edges. Lives in the outline's arena. */
void eng_scan_start(eng_scan *scan, eng_outline *outline, int width);
/* To be called with rising y. */
void eng_scan_row(eng_scan *scan, int y, eng_scan_taker *taker, void *user);

#endif
