/* Lines with a width, as pieces that overlap: a quadrangle for each segment, a wedge or a disc at each
 * join and end. All pieces turn the same way, so that what several of them cover counts once. */
#include <math.h>

#include "layout/outline.h"

/* Control points of a quarter circle at radius 1. */
static const double quarter = 0.5522847498;
static const double miter_limit = 10; /* tip's length to width (ISO 32000-1 8.4.3.5) */

typedef struct spot {
	double x, y; /* pixels */
} spot;

/* One line being stroked: its points without repeats. */
typedef struct pen {
	eng_outline *outline;
	double half; /* of the width, pixels */
	int cap, join;
	spot *spots;
	size_t count;
} pen;

static void add_piece(const pen *p, const spot *spots, size_t n) {
	double turn = 0;

	for (size_t i = 0; i < n; i++) {
		const spot *a = &spots[i], *b = &spots[(i + 1) % n];

		turn += a->x * b->y - b->x * a->y;
	}
	for (size_t i = 0; i < n; i++) {
		const spot *a = &spots[i], *b = &spots[(i + 1) % n];
		eng_point from = { (int)llround(a->x * ENG_OUTLINE_PIXEL),
				   (int)llround(a->y * ENG_OUTLINE_PIXEL) };
		eng_point to = { (int)llround(b->x * ENG_OUTLINE_PIXEL),
				 (int)llround(b->y * ENG_OUTLINE_PIXEL) };

		if (turn > 0) {
			eng_outline_add(p->outline, from, to);
		} else {
			eng_outline_add(p->outline, to, from);
		}
	}
}

static void add_disc(const pen *p, spot at) {
	double r = p->half, k = r * quarter;
	eng_trace disc = { .arena = p->outline->arena };

	eng_trace_move(&disc, at.x + r, at.y);
	eng_trace_curve(&disc, (double[]){ at.x + r, at.x + k, at.x },
			(double[]){ at.y + k, at.y + r, at.y + r });
	eng_trace_curve(&disc, (double[]){ at.x - k, at.x - r, at.x - r },
			(double[]){ at.y + r, at.y + k, at.y });
	eng_trace_curve(&disc, (double[]){ at.x - r, at.x - k, at.x },
			(double[]){ at.y - k, at.y - r, at.y - r });
	eng_trace_curve(&disc, (double[]){ at.x + k, at.x + r, at.x + r },
			(double[]){ at.y - r, at.y - k, at.y });
	eng_outline_fill(p->outline, &disc);
}

static double distance(spot a, spot b) {
	double dx = b.x - a.x, dy = b.y - a.y;

	return sqrt(dx * dx + dy * dy);
}

/* Of length 1 from a to b. */
static spot toward(spot a, spot b) {
	double length = distance(a, b);

	return (spot){ (b.x - a.x) / length, (b.y - a.y) / length };
}

static void add_segment(const pen *p, spot a, spot b, double before, double behind) {
	spot d = toward(a, b);
	double nx = -d.y * p->half, ny = d.x * p->half;
	spot from = { a.x - d.x * before, a.y - d.y * before };
	spot to = { b.x + d.x * behind, b.y + d.y * behind };

	add_piece(p,
		  (spot[]){ { from.x + nx, from.y + ny },
			    { to.x + nx, to.y + ny },
			    { to.x - nx, to.y - ny },
			    { from.x - nx, from.y - ny } },
		  4);
}

static void add_join(const pen *p, spot a, spot b, spot c) {
	spot in = toward(a, b), out = toward(b, c);
	double bend = in.x * out.y - in.y * out.x, along = in.x * out.x + in.y * out.y;
	double side = bend > 0 ? -p->half : p->half; /* the outer one */
	spot corner[4] = { b, { b.x - in.y * side, b.y + in.x * side } };
	size_t n = 2;

	if (p->join == 1) {
		add_disc(p, b);
		return;
	}
	/* The tip is 1 / cos(half the turn) half widths away. */
	if (p->join == 0 && 2 <= miter_limit * miter_limit * (1 + along)) {
		double k = side / (1 + along);

		corner[n++] = (spot){ b.x - (in.y + out.y) * k, b.y + (in.x + out.x) * k };
	}
	corner[n++] = (spot){ b.x - out.y * side, b.y + out.x * side };
	add_piece(p, corner, n);
}

/* The line through the pen's spots. */
static void draw(const pen *p, bool closed) {
	size_t segments = closed ? p->count : p->count - 1;
	double more = p->cap == 2 && !closed ? p->half : 0;

	if (p->count == 1) {
		if (p->cap == 1) {
			add_disc(p, p->spots[0]);
		}
		return;
	}
	for (size_t i = 0; i < segments; i++) {
		spot a = p->spots[i], b = p->spots[(i + 1) % p->count];

		add_segment(p, a, b, i == 0 ? more : 0, i + 1 == segments ? more : 0);
		if (closed || i + 1 < segments) {
			add_join(p, a, b, p->spots[(i + 2) % p->count]);
		}
	}
	if (p->cap == 1 && !closed) {
		add_disc(p, p->spots[0]);
		add_disc(p, p->spots[p->count - 1]);
	}
}

static void add_spot(pen *p, spot s) {
	const spot *last = &p->spots[p->count - (p->count > 0)];

	if (p->count == 0 || last->x != s.x || last->y != s.y) {
		p->spots[p->count++] = s;
	}
}

/* Cuts the line into dashes and draws each. */
static void draw_dashes(const pen *whole, bool closed, double on, double off) {
	pen dash = *whole;
	double left = on;
	bool drawn = true;

	dash.spots = eng_arena_new_array(whole->outline->arena, whole->count + 2, spot);
	dash.count = 0;
	add_spot(&dash, whole->spots[0]);
	for (size_t i = 0; i + 1 < whole->count + closed; i++) {
		spot a = whole->spots[i], b = whole->spots[(i + 1) % whole->count];
		spot d = toward(a, b);
		double length = distance(a, b), at = 0;

		for (; length - at > left; drawn = !drawn) {
			at += left;
			add_spot(&dash, (spot){ a.x + d.x * at, a.y + d.y * at });
			if (drawn) {
				draw(&dash, false);
			}
			dash.count = 0;
			add_spot(&dash, (spot){ a.x + d.x * at, a.y + d.y * at });
			left = drawn ? off : on;
		}
		left -= length - at;
		add_spot(&dash, b);
	}
	if (drawn) {
		draw(&dash, false);
	}
}

static void read_spots(pen *p, const eng_trace *trace, const eng_stretch *stretch) {
	p->spots = eng_arena_new_array(trace->arena, stretch->count, spot);
	p->count = 0;
	for (size_t i = 0; i < stretch->count; i++) {
		eng_point from = trace->points[stretch->from + i];

		add_spot(p, (spot){ (double)from.x / ENG_OUTLINE_PIXEL,
				    (double)from.y / ENG_OUTLINE_PIXEL });
	}
}

void eng_outline_stroke(eng_outline *outline, const eng_trace *trace, const eng_path *path,
			double scale) {
	pen p = { .outline = outline,
		  .half = (double)path->line_width * scale / 2,
		  .cap = path->cap,
		  .join = path->join };
	double on = (double)path->dash_on * scale, off = (double)path->dash_off * scale;

	for (size_t i = 0; i < trace->stretch_count; i++) {
		const eng_stretch *stretch = &trace->stretches[i];
		bool closed = stretch->closed;

		read_spots(&p, trace, stretch);
		if (closed && p.count > 1 && p.spots[0].x == p.spots[p.count - 1].x &&
		    p.spots[0].y == p.spots[p.count - 1].y) {
			p.count--;
		}
		closed = closed && p.count > 2;
		if (on > 0 && off > 0) {
			draw_dashes(&p, closed, on, off);
		} else {
			draw(&p, closed);
		}
	}
}
