/* From paths to edges, and the share of each pixel that lies inside: exact areas of the cut pixels,
 * summed from the left, so that a row costs what its edges cost. */
#include "layout/outline.h"

#include <math.h>
#include <stdlib.h>

enum {
	CELL = ENG_OUTLINE_PIXEL,
	FULL = CELL * CELL * 2, /* a covered pixel: area counts both ends of a line */
	FARTHEST = 1 << 22,     /* pixels that a point may lie off */
};

/* ---- traces ---- */

int eng_trace_fixed(double pixels) {
	return (int)llround(fmax(-FARTHEST, fmin(pixels, FARTHEST)) * CELL);
}

static void add_point(eng_trace *trace, eng_point p) {
	trace->points = eng_arena_grow(trace->arena, trace->points, trace->count, &trace->cap,
				       sizeof(*trace->points));
	trace->points[trace->count++] = p;
	trace->stretches[trace->stretch_count - 1].count++;
}

void eng_trace_move(eng_trace *trace, double x, double y) {
	trace->stretches = eng_arena_grow(trace->arena, trace->stretches, trace->stretch_count,
					  &trace->stretch_cap, sizeof(*trace->stretches));
	trace->stretches[trace->stretch_count++] = (eng_stretch){ .from = trace->count };
	add_point(trace, (eng_point){ eng_trace_fixed(x), eng_trace_fixed(y) });
}

void eng_trace_line(eng_trace *trace, double x, double y) {
	if (trace->stretch_count == 0) {
		eng_trace_move(trace, x, y);
		return;
	}
	add_point(trace, (eng_point){ eng_trace_fixed(x), eng_trace_fixed(y) });
}

/* A curve is never longer than the lines between its controls. */
static int steps_of(double x, double y, const double cx[3], const double cy[3]) {
	double length = 0;

	for (int i = 0; i < 3; i++) {
		length += fabs(cx[i] - x) + fabs(cy[i] - y);
		x = cx[i];
		y = cy[i];
	}
	return 2 + (int)sqrt(fmin(length, FARTHEST));
}

void eng_trace_curve(eng_trace *trace, const double x[3], const double y[3]) {
	eng_point from;
	double fx, fy;
	int steps;

	if (trace->stretch_count == 0) {
		eng_trace_move(trace, x[0], y[0]);
	}
	from = trace->points[trace->count - 1];
	fx = (double)from.x / CELL;
	fy = (double)from.y / CELL;
	steps = steps_of(fx, fy, x, y);
	for (int i = 1; i < steps; i++) {
		double t = (double)i / steps, u = 1 - t;
		double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;

		eng_trace_line(trace, a * fx + b * x[0] + c * x[1] + d * x[2],
			       a * fy + b * y[0] + c * y[1] + d * y[2]);
	}
	eng_trace_line(trace, x[2], y[2]);
}

void eng_trace_close(eng_trace *trace) {
	if (trace->stretch_count) {
		trace->stretches[trace->stretch_count - 1].closed = true;
	}
}

void eng_trace_path(eng_trace *trace, const eng_path *path, double scale) {
	for (size_t i = 0; i < path->count; i++) {
		const eng_path_op *op = &path->ops[i];
		double x[3], y[3];

		for (int k = 0; k < 3; k++) {
			x[k] = (double)op->x[k] * scale;
			y[k] = (double)op->y[k] * scale;
		}
		switch (op->verb) {
		case ENG_MOVE:
			eng_trace_move(trace, x[0], y[0]);
			break;
		case ENG_LINE:
			eng_trace_line(trace, x[0], y[0]);
			break;
		case ENG_CURVE:
			eng_trace_curve(trace, x, y);
			break;
		case ENG_CLOSE:
			eng_trace_close(trace);
			break;
		}
	}
}

/* ---- edges ---- */

void eng_outline_add(eng_outline *outline, eng_point from, eng_point to) {
	if (from.y == to.y) {
		return; /* covers nothing to its right */
	}
	outline->edges = eng_arena_grow(outline->arena, outline->edges, outline->count,
					&outline->cap, sizeof(*outline->edges));
	outline->edges[outline->count++] = from.y < to.y
					       ? (eng_edge){ from.x, from.y, to.x, to.y, 1 }
					       : (eng_edge){ to.x, to.y, from.x, from.y, -1 };
}

void eng_outline_fill(eng_outline *outline, const eng_trace *trace) {
	for (size_t s = 0; s < trace->stretch_count; s++) {
		const eng_stretch *stretch = &trace->stretches[s];
		const eng_point *p = trace->points + stretch->from;

		for (size_t i = 0; i < stretch->count; i++) {
			eng_outline_add(outline, p[i], p[(i + 1) % stretch->count]);
		}
	}
}

void eng_outline_rows(const eng_outline *outline, int *top, int *bottom) {
	*top = *bottom = 0;
	for (size_t i = 0; i < outline->count; i++) {
		int first = outline->edges[i].y0 >> 8,
		    last = (outline->edges[i].y1 + CELL - 1) >> 8;

		*top = i == 0 || first < *top ? first : *top;
		*bottom = i == 0 || last > *bottom ? last : *bottom;
	}
}

void eng_outline_columns(const eng_outline *outline, int *left, int *right) {
	*left = *right = 0;
	for (size_t i = 0; i < outline->count; i++) {
		const eng_edge *e = &outline->edges[i];
		int from = (e->x0 < e->x1 ? e->x0 : e->x1) >> 8;
		int to = ((e->x0 < e->x1 ? e->x1 : e->x0) + CELL) >> 8;

		*left = i == 0 || from < *left ? from : *left;
		*right = i == 0 || to > *right ? to : *right;
	}
}

/* ---- rows ---- */

static int higher_first(const void *a, const void *b) {
	const eng_edge *x = a, *y = b;

	return (x->y0 > y->y0) - (x->y0 < y->y0);
}

void eng_scan_start(eng_scan *scan, eng_outline *outline, int width) {
	size_t cells = (size_t)width + 2;

	if (outline->count) {
		qsort(outline->edges, outline->count, sizeof(*outline->edges), higher_first);
	}
	*scan = (eng_scan){ .outline = outline, .width = width };
	scan->active = eng_arena_new_array(outline->arena, outline->count, const eng_edge *);
	scan->cells = eng_arena_new_array(outline->arena, cells, eng_cell);
	scan->touched = eng_arena_new_array(outline->arena, cells / 64 + 1, uint64_t);
}

/* ends: where in the cell the line begins and where it ends, added. */
static void add_cell(eng_scan *scan, int x, int dy, int ends) {
	scan->cells[x].cover += dy;
	scan->cells[x].area += dy * ends;
	scan->touched[x >> 6] |= (uint64_t)1 << (x & 63);
}

/* A line inside the row; y from the row's top. */
static void add_line(eng_scan *scan, eng_point from, eng_point to) {
	int dx = to.x - from.x, dy = to.y - from.y;
	int cell = from.x >> 8, last = to.x >> 8, step = dx > 0 ? 1 : -1;
	eng_point at = from;

	while (cell != last) {
		int border = (dx > 0 ? cell + 1 : cell) * CELL;
		int y = from.y + (int)((int64_t)(border - from.x) * dy / dx);

		add_cell(scan, cell, y - at.y, at.x + border - 2 * cell * CELL);
		at = (eng_point){ border, y };
		cell += step;
	}
	add_cell(scan, cell, to.y - at.y, at.x + to.x - 2 * cell * CELL);
}

static int x_at(const eng_edge *edge, int y, int most) {
	int64_t x =
	    edge->x0 + (int64_t)(y - edge->y0) * (edge->x1 - edge->x0) / (edge->y1 - edge->y0);

	return x < 0 ? 0 : x > most ? most : (int)x;
}

static void add_edge(eng_scan *scan, const eng_edge *edge, int row) {
	int top = row * CELL, most = scan->width * CELL;
	int y0 = edge->y0 > top ? edge->y0 : top;
	int y1 = edge->y1 < top + CELL ? edge->y1 : top + CELL;
	eng_point a = { x_at(edge, y0, most), y0 - top }, b = { x_at(edge, y1, most), y1 - top };

	if (edge->way > 0) {
		add_line(scan, a, b);
	} else {
		add_line(scan, b, a);
	}
}

/* What begins in the row becomes active, what ended is dropped. */
static void add_edges(eng_scan *scan, int row) {
	const eng_outline *outline = scan->outline;
	size_t kept = 0;

	while (scan->next < outline->count && outline->edges[scan->next].y0 < (row + 1) * CELL) {
		scan->active[scan->active_count++] = &outline->edges[scan->next++];
	}
	for (size_t i = 0; i < scan->active_count; i++) {
		if (scan->active[i]->y1 > row * CELL) {
			add_edge(scan, scan->active[i], row);
			scan->active[kept++] = scan->active[i];
		}
	}
	scan->active_count = kept;
}

static int level_of(const eng_scan *scan, int covered) {
	int v = covered < 0 ? -covered : covered;

	if (scan->outline->even_odd) {
		v %= 2 * FULL;
		v = v > FULL ? 2 * FULL - v : v;
	}
	v = v > FULL ? FULL : v;
	return (v * ENG_OUTLINE_FULL + FULL / 2) / FULL;
}

static void take(const eng_scan *scan, int x, int to, int covered, eng_scan_taker *taker,
		 void *user) {
	int level = level_of(scan, covered);

	to = to < scan->width ? to : scan->width;
	if (level > 0 && x < to) {
		taker(user, x, to - x, level);
	}
}

void eng_scan_row(eng_scan *scan, int y, eng_scan_taker *taker, void *user) {
	int cover = 0, x = 0;

	add_edges(scan, y);
	for (int word = 0; word <= (scan->width + 1) / 64; word++) {
		for (uint64_t bits = scan->touched[word]; bits; bits &= bits - 1) {
			int at = word * 64 + __builtin_ctzll(bits);
			eng_cell *cell = &scan->cells[at];

			take(scan, x, at, cover * CELL * 2, taker, user);
			cover += cell->cover;
			take(scan, at, at + 1, cover * CELL * 2 - cell->area, taker, user);
			*cell = (eng_cell){ 0 };
			x = at + 1;
		}
		scan->touched[word] = 0;
	}
	take(scan, x, scan->width, cover * CELL * 2, taker, user);
}
