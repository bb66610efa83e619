/* The pen that draws user space onto the page, and path data (SVG 1.1, 8.3, F.6). */
#include <glib.h>
#include <math.h>

#include "layout/svg.h"

enum { MOST_OPS = 500000 };

static eng_length place(double v) {
	return (eng_length)llround(v * 1000);
}

static eng_path_op *add(eng_svg_pen *pen, eng_path_verb verb) {
	eng_path_op *op;

	if (++pen->svg->ops > MOST_OPS) {
		pen->failed = true;
		pen->count = 0;
	}
	pen->ops =
	    eng_arena_grow(pen->svg->arena, pen->ops, pen->count, &pen->cap, sizeof(*pen->ops));
	op = &pen->ops[pen->count++];
	op->verb = verb;
	return op;
}

static void put(const eng_svg_pen *pen, eng_path_op *op, int i, double x, double y) {
	const eng_matrix *m = &pen->matrix;

	op->x[i] = place(m->a * x + m->c * y + m->e);
	op->y[i] = place(m->b * x + m->d * y + m->f);
}

static void extend(eng_svg_pen *pen, double x, double y) {
	if (!pen->any) {
		pen->box[0] = pen->box[2] = x;
		pen->box[1] = pen->box[3] = y;
		pen->any = true;
	}
	pen->box[0] = fmin(pen->box[0], x);
	pen->box[1] = fmin(pen->box[1], y);
	pen->box[2] = fmax(pen->box[2], x);
	pen->box[3] = fmax(pen->box[3], y);
}

static void reach(eng_svg_pen *pen, double x, double y) {
	pen->x = x;
	pen->y = y;
	extend(pen, x, y);
}

void eng_svg_move(eng_svg_pen *pen, double x, double y) {
	put(pen, add(pen, ENG_MOVE), 0, x, y);
	reach(pen, x, y);
	pen->start_x = x;
	pen->start_y = y;
}

void eng_svg_line(eng_svg_pen *pen, double x, double y) {
	put(pen, add(pen, ENG_LINE), 0, x, y);
	reach(pen, x, y);
}

static double cubic(double p0, double p1, double p2, double p3, double t) {
	double u = 1 - t;

	return u * u * u * p0 + 3 * u * u * t * p1 + 3 * u * t * t * p2 + t * t * t * p3;
}

/* Where the curve turns back in one coordinate: the roots of its derivative within (0, 1). */
static int turns(double p0, double p1, double p2, double p3, double t[2]) {
	double a = -p0 + 3 * p1 - 3 * p2 + p3, b = 2 * (p0 - 2 * p1 + p2), c = p1 - p0;
	double root = b * b - 4 * a * c, s;
	int n = 0;

	if (fabs(a) < 1e-9) {
		if (fabs(b) > 1e-9) {
			t[n++] = -c / b;
		}
	} else if (root >= 0) {
		s = sqrt(root);
		t[n++] = (-b + s) / (2 * a);
		t[n++] = (-b - s) / (2 * a);
	}
	return n;
}

static void curve(eng_svg_pen *pen, double x1, double y1, double x2, double y2, double x,
		  double y) {
	double x0 = pen->x, y0 = pen->y, t[4];
	eng_path_op *op = add(pen, ENG_CURVE);
	int n;

	put(pen, op, 0, x1, y1);
	put(pen, op, 1, x2, y2);
	put(pen, op, 2, x, y);
	n = turns(x0, x1, x2, x, t);
	n += turns(y0, y1, y2, y, t + n);
	for (int i = 0; i < n; i++) {
		if (t[i] > 0 && t[i] < 1) {
			extend(pen, cubic(x0, x1, x2, x, t[i]), cubic(y0, y1, y2, y, t[i]));
		}
	}
	reach(pen, x, y);
}

void eng_svg_close(eng_svg_pen *pen) {
	add(pen, ENG_CLOSE);
	pen->x = pen->start_x;
	pen->y = pen->start_y;
}

/* Angle from the x axis, -pi to pi. */
static void arc_segments(eng_svg_pen *pen, const double centre[2], double rx, double ry, double phi,
			 double from, double delta) {
	const double half_pi = 1.57079632679489661923;
	int n = (int)ceil(fabs(delta) / half_pi - 1e-9);
	double step = n > 0 ? delta / n : 0, k = 4.0 / 3 * tan(step / 4);

	for (int i = 0; i < n; i++) {
		double a = from + i * step, b = a + step;
		double px[3] = { cos(a) - k * sin(a), cos(b) + k * sin(b), cos(b) };
		double py[3] = { sin(a) + k * cos(a), sin(b) - k * cos(b), sin(b) };
		double x[3], y[3];

		for (int j = 0; j < 3; j++) {
			x[j] = cos(phi) * rx * px[j] - sin(phi) * ry * py[j] + centre[0];
			y[j] = sin(phi) * rx * px[j] + cos(phi) * ry * py[j] + centre[1];
		}
		curve(pen, x[0], y[0], x[1], y[1], x[2], y[2]);
	}
}

/* F.6.5: from end points to centre; radii that are too small are scaled up (F.6.6). */
void eng_svg_arc(eng_svg_pen *pen, double rx, double ry, double turn, bool large, bool sweep,
		 double x, double y) {
	const double pi = 3.14159265358979323846;
	double phi = turn * pi / 180, dx = (pen->x - x) / 2, dy = (pen->y - y) / 2;
	double u = cos(phi) * dx + sin(phi) * dy, v = -sin(phi) * dx + cos(phi) * dy;
	double scale, root, cu, cv, centre[2], from, delta;

	rx = fabs(rx);
	ry = fabs(ry);
	if (rx == 0 || ry == 0 || (dx == 0 && dy == 0)) {
		eng_svg_line(pen, x, y);
		return;
	}
	scale = u * u / (rx * rx) + v * v / (ry * ry);
	if (scale > 1) {
		rx *= sqrt(scale);
		ry *= sqrt(scale);
		scale = 1;
	}
	root = sqrt(fmax(0, 1 / scale - 1)) * (large == sweep ? -1 : 1);
	cu = root * rx * v / ry;
	cv = -root * ry * u / rx;
	centre[0] = cos(phi) * cu - sin(phi) * cv + (pen->x + x) / 2;
	centre[1] = sin(phi) * cu + cos(phi) * cv + (pen->y + y) / 2;
	from = atan2((v - cv) / ry, (u - cu) / rx);
	delta = atan2((-v - cv) / ry, (-u - cu) / rx) - from;
	if (sweep && delta < 0) {
		delta += 2 * pi;
	} else if (!sweep && delta > 0) {
		delta -= 2 * pi;
	}
	arc_segments(pen, centre, rx, ry, phi, from, delta);
	pen->x = x;
	pen->y = y;
}

typedef struct reader {
	eng_svg_pen *pen;
	eng_svg_scan scan;
	char command, last; /* last: whose control point may be mirrored */
	double cx, cy;      /* last control point */
} reader;

static bool read_numbers(reader *r, double *v, int n) {
	for (int i = 0; i < n; i++) {
		if (!eng_svg_scan_number(&r->scan, &v[i])) {
			return false;
		}
	}
	return true;
}

/* Flags may stand without a separator: "a1 1 0 01.5.5". */
static bool read_flag(reader *r, bool *out) {
	char c = eng_svg_scan_more(&r->scan) ? r->scan.text.s[r->scan.at] : 0;

	if (c != '0' && c != '1') {
		return eng_svg_scan_fail(&r->scan, "a flag, 0 or 1");
	}
	*out = c == '1';
	r->scan.at++;
	return true;
}

static bool draw_arc(reader *r, double ox, double oy) {
	double v[3] = { 0 }, to[2] = { 0 };
	bool large = false, sweep = false;

	if (!read_numbers(r, v, 3) || !read_flag(r, &large) || !read_flag(r, &sweep) ||
	    !read_numbers(r, to, 2)) {
		return false;
	}
	eng_svg_arc(r->pen, v[0], v[1], v[2], large, sweep, ox + to[0], oy + to[1]);
	return true;
}

static bool draw_cubic(reader *r, bool smooth, double ox, double oy) {
	eng_svg_pen *pen = r->pen;
	bool mirror = r->last == 'C' || r->last == 'S';
	double v[6] = { mirror ? 2 * pen->x - r->cx - ox : pen->x - ox,
			mirror ? 2 * pen->y - r->cy - oy : pen->y - oy };

	if (!read_numbers(r, smooth ? v + 2 : v, smooth ? 4 : 6)) {
		return false;
	}
	r->cx = ox + v[2];
	r->cy = oy + v[3];
	curve(pen, ox + v[0], oy + v[1], r->cx, r->cy, ox + v[4], oy + v[5]);
	return true;
}

/* A quadratic curve is a cubic one with its control points two thirds of the way. */
static bool draw_quadratic(reader *r, bool smooth, double ox, double oy) {
	eng_svg_pen *pen = r->pen;
	bool mirror = r->last == 'Q' || r->last == 'T';
	double v[4] = { mirror ? 2 * pen->x - r->cx - ox : pen->x - ox,
			mirror ? 2 * pen->y - r->cy - oy : pen->y - oy };
	double x, y;

	if (!read_numbers(r, smooth ? v + 2 : v, smooth ? 2 : 4)) {
		return false;
	}
	r->cx = ox + v[0];
	r->cy = oy + v[1];
	x = ox + v[2];
	y = oy + v[3];
	curve(pen, pen->x + (r->cx - pen->x) * 2 / 3, pen->y + (r->cy - pen->y) * 2 / 3,
	      x + (r->cx - x) * 2 / 3, y + (r->cy - y) * 2 / 3, x, y);
	return true;
}

static bool draw_line(reader *r, char command, double ox, double oy) {
	eng_svg_pen *pen = r->pen;
	double v[2];

	if (!read_numbers(r, v, command == 'H' || command == 'V' ? 1 : 2)) {
		return false;
	}
	if (command == 'H') {
		eng_svg_line(pen, ox + v[0], pen->y);
	} else if (command == 'V') {
		eng_svg_line(pen, pen->x, oy + v[0]);
	} else if (command == 'M') {
		eng_svg_move(pen, ox + v[0], oy + v[1]);
	} else {
		eng_svg_line(pen, ox + v[0], oy + v[1]);
	}
	return true;
}

static bool draw(reader *r) {
	char command = g_ascii_toupper(r->command);
	bool relative = command != r->command;
	double ox = relative ? r->pen->x : 0, oy = relative ? r->pen->y : 0;
	bool good;

	if (command == 'Z') {
		eng_svg_close(r->pen);
		good = true;
	} else if (command == 'A') {
		good = draw_arc(r, ox, oy);
	} else if (command == 'C' || command == 'S') {
		good = draw_cubic(r, command == 'S', ox, oy);
	} else if (command == 'Q' || command == 'T') {
		good = draw_quadratic(r, command == 'T', ox, oy);
	} else {
		good = draw_line(r, command, ox, oy);
	}
	r->last = command;
	if (command == 'M') {
		r->command = relative ? 'l' : 'L'; /* more pairs are lines */
	}
	return good;
}

bool eng_svg_path_data(eng_svg_pen *pen, const eng_xml_attr *attr) {
	reader r = { .pen = pen, .scan = eng_svg_scan_of(pen->svg, attr) };

	while (eng_svg_scan_more(&r.scan)) {
		char c = r.scan.text.s[r.scan.at];

		if (g_ascii_isalpha(c)) {
			bool first = r.command == 0;

			if (!strchr("MmLlHhVvCcSsQqTtAaZz", c) || (first && c != 'M' && c != 'm')) {
				return eng_svg_scan_fail(&r.scan,
							 first ? "M first" : "one of MLHVCSQTAZ");
			}
			r.command = c;
			r.scan.at++;
		} else if (r.command == 0 || g_ascii_toupper(r.command) == 'Z') {
			return eng_svg_scan_fail(&r.scan, "a command");
		}
		if (!draw(&r)) {
			return false;
		}
	}
	return true;
}
