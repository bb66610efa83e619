/* Gradients that repeat or reflect (SVG 1.1, 13.2.2): unrolled into one that does not, as far as its shape
 * reaches, which every painter of pages knows how to draw. */
#include <math.h>

#include "layout/svg.h"

enum { FULL = 10000, MOST_TURNS = 200, MOST_IN_ALL = 2000 };

/* Where on the gradient a point of the page lies: 0 at its beginning, 1 at its end. Of a radial one: how
 * many times its circle, seen from the focus, must grow to go through the point. */
static double place_of(const eng_gradient *g, double x, double y) {
	double ux = (double)(g->x[1] - g->x[0]), uy = (double)(g->y[1] - g->y[0]);
	double vx = (double)(g->x[2] - g->x[0]), vy = (double)(g->y[2] - g->y[0]);
	double fx = (double)g->focus_x / FULL, fy = (double)g->focus_y / FULL, area, dx, dy, along;

	x -= (double)g->x[0];
	y -= (double)g->y[0];
	if (!g->radial) {
		return (x * ux + y * uy) / (ux * ux + uy * uy);
	}
	area = ux * vy - uy * vx;
	dx = (x * vy - y * vx) / area - fx;
	dy = (y * ux - x * uy) / area - fy;
	along = dx * fx + dy * fy;
	return (along + sqrt(along * along + (1 - fx * fx - fy * fy) * (dx * dx + dy * dy))) /
	       (1 - fx * fx - fy * fy);
}

/* The turns of the gradient, from *first up to *last, that the shape's box reaches. */
static void find_turns(const eng_gradient *g, const eng_svg_pen *pen, eng_length around,
		       double *first, double *last) {
	double box[4] = { HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };

	for (size_t i = 0; i < pen->count; i++) {
		const eng_path_op *op = &pen->ops[i];
		int points = op->verb == ENG_CURVE ? 3 : op->verb != ENG_CLOSE;

		for (int k = 0; k < points; k++) {
			box[0] = fmin(box[0], (double)(op->x[k] - around));
			box[1] = fmin(box[1], (double)(op->y[k] - around));
			box[2] = fmax(box[2], (double)(op->x[k] + around));
			box[3] = fmax(box[3], (double)(op->y[k] + around));
		}
	}
	*first = HUGE_VAL;
	*last = -HUGE_VAL;
	for (int i = 0; i < 4; i++) {
		double t = place_of(g, box[i & 1 ? 2 : 0], box[i & 2 ? 3 : 1]);

		*first = fmin(*first, t);
		*last = fmax(*last, t);
	}
	*first = g->radial ? 0 : floor(*first + 1e-6);
	*last = fmax(ceil(*last - 1e-6), *first + 1);
}

/* The stops of one turn between 0 and FULL, both of which have one; to has room for two more. */
static size_t whole_turn(const eng_gradient *g, eng_gradient_stop *to) {
	size_t n = 0;

	if (g->stops[0].at > 0) {
		to[n++] = (eng_gradient_stop){ 0, g->stops[0].color };
	}
	for (size_t i = 0; i < g->count; i++) {
		to[n++] = g->stops[i];
	}
	if (to[n - 1].at < FULL) {
		to[n] = (eng_gradient_stop){ FULL, to[n - 1].color };
		n++;
	}
	return n;
}

/* All circles of a radial gradient have the focus in common, in their own measure: the outermost one of so
 * many turns. */
static void widen_circle(eng_gradient *g, int turns) {
	double fx = (double)g->focus_x / FULL * (1 - turns);
	double fy = (double)g->focus_y / FULL * (1 - turns);
	eng_length ux = g->x[1] - g->x[0], uy = g->y[1] - g->y[0];
	eng_length vx = g->x[2] - g->x[0], vy = g->y[2] - g->y[0];

	g->x[0] += (eng_length)llround(fx * (double)ux + fy * (double)vx);
	g->y[0] += (eng_length)llround(fx * (double)uy + fy * (double)vy);
	g->x[1] = g->x[0] + ux * turns;
	g->y[1] = g->y[0] + uy * turns;
	g->x[2] = g->x[0] + vx * turns;
	g->y[2] = g->y[0] + vy * turns;
}

static void widen_axis(eng_gradient *g, eng_length first, int turns) {
	eng_length x = g->x[1] - g->x[0], y = g->y[1] - g->y[0];

	g->x[0] += x * first;
	g->y[0] += y * first;
	g->x[1] = g->x[0] + x * turns;
	g->y[1] = g->y[0] + y * turns;
}

/* The stops of all turns; every second one runs backwards where they reflect. */
static void repeat_stops(eng_svg *svg, const eng_gradient_stop *turn, size_t count, int turns,
			 bool reflect, bool back, eng_gradient *g) {
	eng_gradient_stop *stops =
	    eng_arena_new_array(svg->arena, count * (size_t)turns, eng_gradient_stop);
	size_t n = 0;

	for (int k = 0; k < turns; k++, back ^= reflect) {
		for (size_t i = 0; i < count; i++) {
			eng_gradient_stop stop = turn[back ? count - 1 - i : i];
			int at = back ? FULL - stop.at : stop.at;

			stops[n++] = (eng_gradient_stop){ (k * FULL + at) / turns, stop.color };
		}
	}
	eng_gradient_part(stops, n);
	g->stops = stops;
	g->count = n;
}

bool eng_svg_unroll(eng_svg *svg, const eng_xml_node *spread, const eng_svg_pen *pen,
		    eng_length around, bool reflect, eng_gradient *g) {
	eng_gradient_stop turn[ENG_SVG_STOPS + 2];
	size_t count = whole_turn(g, turn);
	double first, last;
	int turns;

	find_turns(g, pen, around, &first, &last);
	if (!(last - first <= MOST_TURNS) || (last - first) * (double)count > MOST_IN_ALL) {
		return eng_svg_refuse(svg, spread->where,
				      "a gradient that repeats more than 200 times");
	}
	turns = (int)(last - first);
	repeat_stops(svg, turn, count, turns, reflect, reflect && fmod(fabs(first), 2) == 1, g);
	if (g->radial) {
		widen_circle(g, turns);
	} else {
		widen_axis(g, (eng_length)first, turns);
	}
	return true;
}
