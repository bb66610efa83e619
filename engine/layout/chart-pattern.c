/* Patterns that tell series apart without colour: hatches over a light ground, cut to a shape.
 *
 * Shapes are paths of lines and curves; a hatch is the stretches of parallel lines inside them, found
 * by the even-odd rule, so that no painter needs to clip. */
#include <math.h>
#include <string.h>

#include "layout/chart.h"

typedef struct point {
	double x, y;
} point;

typedef struct polygon {
	point *points;
	size_t count;
} polygon;

/* Lines a * x + b * y = k * apart for all whole k. */
typedef struct hatch {
	int a, b;
	double apart;
} hatch;

enum { CURVE_STEPS = 8, PATTERNS = 6 };

static const hatch up = { 1, 1, 4600 }, down = { 1, -1, 4600 };
static const hatch across = { 0, 1, 3000 }, along = { 1, 0, 3000 };

static polygon flatten(eng_arena *arena, const eng_path *path) {
	polygon p = { eng_arena_new_array(arena, path->count * CURVE_STEPS + 1, point), 0 };
	point from = { 0, 0 };

	for (size_t i = 0; i < path->count; i++) {
		const eng_path_op *op = &path->ops[i];
		int steps = op->verb == ENG_CLOSE ? 0 : op->verb == ENG_CURVE ? CURVE_STEPS : 1;

		for (int k = 1; k <= steps; k++) {
			double t = (double)k / steps, u = 1 - t;

			p.points[p.count++] =
			    steps == 1
				? (point){ (double)op->x[0], (double)op->y[0] }
				: (point){ u * u * u * from.x + 3 * u * u * t * (double)op->x[0] +
					       3 * u * t * t * (double)op->x[1] +
					       t * t * t * (double)op->x[2],
					   u * u * u * from.y + 3 * u * u * t * (double)op->y[0] +
					       3 * u * t * t * (double)op->y[1] +
					       t * t * t * (double)op->y[2] };
		}
		from = p.count ? p.points[p.count - 1] : from;
	}
	return p;
}

static double side(const hatch *h, point p) {
	return h->a * p.x + h->b * p.y;
}

/* Where a line crosses the polygon's edges, in order along the line. Returns how often. */
static size_t cross(const polygon *p, const hatch *h, double c, point *at) {
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++) {
		point from = p->points[i], to = p->points[(i + 1) % p->count];
		double f = side(h, from), t = side(h, to);
		size_t k = n;
		point x;

		if ((f <= c) == (t <= c)) {
			continue;
		}
		x = (point){ from.x + (to.x - from.x) * (c - f) / (t - f),
			     from.y + (to.y - from.y) * (c - f) / (t - f) };
		for (; k > 0 && h->b * at[k - 1].x - h->a * at[k - 1].y > h->b * x.x - h->a * x.y;
		     k--) {
			at[k] = at[k - 1];
		}
		at[k] = x;
		n++;
	}
	return n;
}

/* Counts the stretches, or adds them to the path when there is one. */
static size_t run_hatch(const polygon *p, const hatch *h, point *at, eng_path *path) {
	double low = side(h, p->points[0]), high = low;
	size_t stretches = 0;

	for (size_t i = 1; i < p->count; i++) {
		low = fmin(low, side(h, p->points[i]));
		high = fmax(high, side(h, p->points[i]));
	}
	for (double c = ceil(low / h->apart) * h->apart; c < high; c += h->apart) {
		size_t n = cross(p, h, c, at) / 2;

		for (size_t i = 0; path && i < n * 2; i++) {
			eng_path_op *op = (eng_path_op *)(uintptr_t)&path->ops[path->count++];

			op->verb = i % 2 ? ENG_LINE : ENG_MOVE;
			op->x[0] = (eng_length)llround(at[i].x);
			op->y[0] = (eng_length)llround(at[i].y);
		}
		stretches += n;
	}
	return stretches;
}

static void draw_hatch(eng_chart *chart, const polygon *p, const hatch *h, eng_color color) {
	point *at = eng_arena_new_array(chart->arena, p->count + 1, point);
	size_t n = run_hatch(p, h, at, NULL);
	eng_path *path;

	if (n == 0) {
		return;
	}
	path = eng_chart_path(chart, n * 2);
	run_hatch(p, h, at, path);
	path->stroke = true;
	path->stroke_color = color;
	path->line_width = 900;
}

void eng_chart_pattern(eng_chart *chart, eng_path *path, size_t index) {
	const hatch *const hatches[PATTERNS][2] = {
		{ NULL, NULL },  { &up, NULL },    { &across, NULL },
		{ &down, NULL }, { &along, NULL }, { &up, &down },
	};
	eng_color color = eng_chart_visible(chart, path->fill_color);
	bool pale = memcmp(&color, &path->fill_color, sizeof(color)) != 0;
	polygon p;

	path->stroke = pale || (chart->theme->chart_patterns && index % PATTERNS > 0);
	path->stroke_color = color;
	path->line_width = 500;
	if (!chart->theme->chart_patterns || index % PATTERNS == 0) {
		return;
	}
	path->fill_color = eng_color_mix(color, chart->theme->paper, 120);
	p = flatten(chart->arena, path);
	for (int i = 0; p.count > 2 && i < 2; i++) {
		if (hatches[index % PATTERNS][i]) {
			draw_hatch(chart, &p, hatches[index % PATTERNS][i], color);
		}
	}
}

void eng_chart_series_rect(eng_chart *chart, eng_rect box, size_t index) {
	size_t before = chart->ink.count;

	eng_chart_rect(chart, box, eng_chart_color(chart, index));
	if (chart->ink.count > before) {
		eng_chart_pattern(chart, &chart->ink.items[before].as.path, index);
	}
}

void eng_chart_dash(const eng_chart *chart, eng_path *path, size_t index) {
	static const eng_length dashes[][2] = {
		{ 0, 0 }, { 6000, 3000 }, { 1600, 2400 }, { 10000, 2400 }
	};
	const eng_length *dash = dashes[index % 4];

	if (chart->theme->chart_patterns) {
		path->dash_on = dash[0];
		path->dash_off = dash[1];
		path->cap = dash[0] ? 0 : path->cap;
	}
}
