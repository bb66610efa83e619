/* Paths, clips, colours and the graphics state (ISO 32000-1 8.4, 8.5, 8.6). */
#include <string.h>

#include "verify/pdf-state.h"

enum { MOST_POINTS = 4000000, STEPS = 8 /* chords of a curve */ };

static bool add_point(eng_pdf_interpreter *in, double x, double y, bool begins) {
	double to_x, to_y;

	if (in->point_count == in->point_cap) {
		if (in->point_cap >= MOST_POINTS) {
			return eng_pdf_source_fail(in->source,
						   "a path of the pdf file has more than %d "
						   "points",
						   MOST_POINTS);
		}
		in->point_cap = in->point_cap * 2 + 64;
		in->points = eng_realloc(in->points, in->point_cap * sizeof(*in->points));
	}
	eng_pdf_matrix_apply(&in->now.ctm, x, y, &to_x, &to_y);
	eng_pdf_box_add(&in->path, to_x, to_y);
	in->points[in->point_count++] = (eng_pdf_point){ to_x, to_y, begins };
	in->x = x;
	in->y = y;
	if (begins) {
		in->start_x = x;
		in->start_y = y;
	}
	return true;
}

static bool line_to(eng_pdf_interpreter *in, double x, double y) {
	in->others++;
	return add_point(in, x, y, false);
}

static bool curve_to(eng_pdf_interpreter *in, double x1, double y1, double x2, double y2, double x,
		     double y) {
	double x0 = in->x, y0 = in->y;

	in->others++;
	for (int i = 1; i <= STEPS; i++) {
		double t = (double)i / STEPS, u = 1 - t, a = u * u * u, b = 3 * u * u * t;
		double c = 3 * u * t * t, d = t * t * t;

		if (!add_point(in, a * x0 + b * x1 + c * x2 + d * x,
			       a * y0 + b * y1 + c * y2 + d * y, false)) {
			return false;
		}
	}
	return true;
}

static bool rectangle(eng_pdf_interpreter *in, double x, double y, double w, double h) {
	in->rects++;
	return add_point(in, x, y, true) && add_point(in, x + w, y, false) &&
	       add_point(in, x + w, y + h, false) && add_point(in, x, y + h, false) &&
	       add_point(in, x, y, false);
}

/* One contour of four corners whose sides run along the axes. */
static bool is_rectangle(const eng_pdf_interpreter *in) {
	const eng_pdf_point *p = in->points;
	size_t n = in->point_count;

	n -= n == 5 && p[4].x == p[0].x && p[4].y == p[0].y && !p[4].begins;
	if (n != 4 || p[1].begins || p[2].begins || p[3].begins) {
		return false;
	}
	return (p[0].x == p[1].x && p[1].y == p[2].y && p[2].x == p[3].x && p[3].y == p[0].y) ||
	       (p[0].y == p[1].y && p[1].x == p[2].x && p[2].y == p[3].y && p[3].x == p[0].x);
}

static void end_path(eng_pdf_interpreter *in) {
	if (in->clip_pending) {
		if (!is_rectangle(in)) {
			in->now.flags |= ENG_PDF_SHAPED_CLIP;
		}
		in->now.clip = eng_pdf_box_common(&in->now.clip, &in->path);
	}
	in->clip_pending = 0;
	in->point_count = 0;
	in->path = ENG_PDF_NOWHERE;
	in->rects = in->others = 0;
}

static void keep_points(eng_pdf_interpreter *in, eng_pdf_shown *item) {
	item->points =
	    eng_arena_copy(in->source->arena, in->points, in->point_count * sizeof(*in->points));
	item->point_count = in->point_count;
}

static void fill_path(eng_pdf_interpreter *in, bool even_odd) {
	eng_pdf_shown *item = eng_pdf_show_add(in, ENG_PDF_AREA);

	item->tint = in->now.fill;
	item->box = in->path;
	if (is_rectangle(in)) {
		item->flags |= ENG_PDF_RECTANGLE;
		return;
	}
	item->flags |= even_odd ? ENG_PDF_EVEN_ODD : 0;
	keep_points(in, item);
}

static void stroke_path(eng_pdf_interpreter *in) {
	double half = in->now.line_width * eng_pdf_matrix_scale(&in->now.ctm) / 2;
	eng_pdf_shown *item = eng_pdf_show_add(in, ENG_PDF_STROKE);

	half = half < 0.25 ? 0.25 : half; /* the thinnest line of a device still shows */
	item->tint = in->now.stroke;
	item->size = half;
	item->box = (eng_pdf_box){ in->path.x0 - half, in->path.y0 - half, in->path.x1 + half,
				   in->path.y1 + half };
	if (is_rectangle(in)) {
		item->flags |= ENG_PDF_RECTANGLE;
	} else {
		keep_points(in, item);
	}
}

/* How a path ends: fill 0 none, 1 non-zero, 2 even-odd. */
static bool paint(eng_pdf_interpreter *in, int fill, bool stroke, bool close) {
	if (close) {
		in->x = in->start_x;
		in->y = in->start_y;
	}
	if (in->point_count && fill) {
		fill_path(in, fill == 2);
	}
	if (in->point_count && stroke) {
		stroke_path(in);
	}
	end_path(in);
	return true;
}

static bool construct(eng_pdf_interpreter *in, uint32_t op) {
	static const uint8_t counts[128] = {
		['m'] = 2, ['l'] = 2, ['c'] = 6, ['v'] = 4, ['y'] = 4
	};
	double v[6];

	if (!eng_pdf_operands(in, counts[op & 127], v)) {
		return false;
	}
	switch (op) {
	case 'm':
		return add_point(in, v[0], v[1], true);
	case 'l':
		return line_to(in, v[0], v[1]);
	case 'c':
		return curve_to(in, v[0], v[1], v[2], v[3], v[4], v[5]);
	case 'v':
		return curve_to(in, in->x, in->y, v[0], v[1], v[2], v[3]);
	default: /* y */
		return curve_to(in, v[0], v[1], v[2], v[3], v[2], v[3]);
	}
}

bool eng_pdf_path_operator(eng_pdf_interpreter *in, uint32_t op, bool *known) {
	double v[4];

	*known = true;
	switch (op) {
	case 'm':
	case 'l':
	case 'c':
	case 'v':
	case 'y':
		return construct(in, op);
	case 'h':
		in->x = in->start_x;
		in->y = in->start_y;
		return true;
	case ENG_PDF_OP2('r', 'e'):
		return eng_pdf_operands(in, 4, v) && rectangle(in, v[0], v[1], v[2], v[3]);
	case 'W':
	case ENG_PDF_OP2('W', '*'):
		in->clip_pending = 'W';
		return true;
	case 'n':
		end_path(in);
		return true;
	case 'f':
	case 'F':
		return paint(in, 1, false, true);
	case ENG_PDF_OP2('f', '*'):
		return paint(in, 2, false, true);
	case 'S':
		return paint(in, 0, true, false);
	case 's':
		return paint(in, 0, true, true);
	case 'B':
	case 'b':
		return paint(in, 1, true, op == 'b');
	case ENG_PDF_OP2('B', '*'):
	case ENG_PDF_OP2('b', '*'):
		return paint(in, 2, true, op >> 8 == 'b');
	default:
		*known = false;
		return true;
	}
}

static double unit(double v) {
	return v < 0 ? 0 : v > 1 ? 1 : v;
}

/* A colour of one, three or four parts (8.6.4); any other number is not understood. */
static void set_parts(eng_pdf_tint *tint, const double *v, int n) {
	double alpha = tint->alpha, k = n == 4 ? 1 - unit(v[3]) : 1;

	*tint = (eng_pdf_tint){ .alpha = alpha, .unknown = n != 1 && n != 3 && n != 4 };
	if (n == 1) {
		tint->r = tint->g = tint->b = unit(v[0]);
	} else if (n == 3) {
		*tint = (eng_pdf_tint){ unit(v[0]), unit(v[1]), unit(v[2]), alpha, false };
	} else if (n == 4) {
		*tint = (eng_pdf_tint){ (1 - unit(v[0])) * k, (1 - unit(v[1])) * k,
					(1 - unit(v[2])) * k, alpha, false };
	}
}

static bool set_colour(eng_pdf_interpreter *in, eng_pdf_tint *tint, int n) {
	double v[4];

	if (!eng_pdf_operands(in, n, v)) {
		return false;
	}
	set_parts(tint, v, n);
	return true;
}

/* cs, CS: colours of the device are understood, of all other spaces not. */
static bool set_space(eng_pdf_interpreter *in, eng_pdf_tint *tint) {
	const eng_pdf_value *name = eng_pdf_operand(in, 1);
	double alpha = tint->alpha;

	if (name->kind != ENG_PDF_NAME) {
		return false;
	}
	*tint =
	    (eng_pdf_tint){ .alpha = alpha, .unknown = !eng_str_starts(name->as.text, "Device") };
	return true;
}

static bool set_components(eng_pdf_interpreter *in, eng_pdf_tint *tint) {
	if (in->count < 1 || eng_pdf_operand(in, 1)->kind == ENG_PDF_NAME || tint->unknown) {
		tint->unknown = true;
		return in->count > 0;
	}
	return in->count <= 4 && set_colour(in, tint, in->count);
}

static bool set_matrix(eng_pdf_interpreter *in) {
	eng_pdf_matrix m;
	double v[6];

	if (!eng_pdf_operands(in, 6, v)) {
		return false;
	}
	m = (eng_pdf_matrix){ v[0], v[1], v[2], v[3], v[4], v[5] };
	in->now.ctm = eng_pdf_matrix_times(&m, &in->now.ctm);
	return true;
}

static void set_flag(eng_pdf_graphics *now, unsigned flag, bool on) {
	now->flags = on ? now->flags | flag : now->flags & ~flag;
}

/* gs: of the parameters those that decide what is seen (8.4.5). */
static bool set_parameters(eng_pdf_interpreter *in) {
	const eng_pdf_value *dict, *v;

	if (eng_pdf_operand(in, 1)->kind != ENG_PDF_NAME) {
		return false;
	}
	dict = eng_pdf_source_value(
	    in->source, eng_pdf_resource(in, "ExtGState", eng_pdf_operand(in, 1)->as.text));
	v = eng_pdf_source_find(in->source, dict, "ca");
	if (v->kind == ENG_PDF_NUMBER) {
		in->now.fill.alpha = unit(v->as.number);
	}
	v = eng_pdf_source_find(in->source, dict, "CA");
	if (v->kind == ENG_PDF_NUMBER) {
		in->now.stroke.alpha = unit(v->as.number);
	}
	v = eng_pdf_source_find(in->source, dict, "LW");
	if (v->kind == ENG_PDF_NUMBER) {
		in->now.line_width = v->as.number;
	}
	v = eng_pdf_source_find(in->source, dict, "BM");
	if (v->kind != ENG_PDF_NULL) {
		set_flag(&in->now, ENG_PDF_BLENDED,
			 !eng_pdf_value_is_name(v, "Normal") &&
			     !eng_pdf_value_is_name(v, "Compatible"));
	}
	v = eng_pdf_source_find(in->source, dict, "SMask");
	if (v->kind != ENG_PDF_NULL) {
		set_flag(&in->now, ENG_PDF_MASKED, !eng_pdf_value_is_name(v, "None"));
	}
	v = eng_pdf_source_find(in->source, dict, "Font");
	return v->kind == ENG_PDF_NULL ||
	       eng_pdf_source_fail(in->source, "a graphics state of the pdf file names a font");
}

static bool save(eng_pdf_interpreter *in) {
	if (in->depth == ENG_PDF_DEEPEST) {
		return eng_pdf_source_fail(in->source,
					   "graphics states of the pdf file are nested too "
					   "deep");
	}
	in->saved[in->depth++] = in->now;
	return true;
}

static bool restore(eng_pdf_interpreter *in) {
	if (in->depth == 0) {
		return false;
	}
	in->now = in->saved[--in->depth];
	return true;
}

bool eng_pdf_state_operator(eng_pdf_interpreter *in, uint32_t op, bool *known) {
	eng_pdf_tint *fill = &in->now.fill, *stroke = &in->now.stroke;

	*known = true;
	switch (op) {
	case 'q':
		return save(in);
	case 'Q':
		return restore(in);
	case ENG_PDF_OP2('c', 'm'):
		return set_matrix(in);
	case ENG_PDF_OP2('g', 's'):
		return set_parameters(in);
	case 'w':
		return eng_pdf_operands(in, 1, &in->now.line_width);
	case ENG_PDF_OP2('r', 'g'):
		return set_colour(in, fill, 3);
	case ENG_PDF_OP2('R', 'G'):
		return set_colour(in, stroke, 3);
	case 'g':
		return set_colour(in, fill, 1);
	case 'G':
		return set_colour(in, stroke, 1);
	case 'k':
		return set_colour(in, fill, 4);
	case 'K':
		return set_colour(in, stroke, 4);
	case ENG_PDF_OP2('c', 's'):
		return set_space(in, fill);
	case ENG_PDF_OP2('C', 'S'):
		return set_space(in, stroke);
	case ENG_PDF_OP2('s', 'c'):
	case ENG_PDF_OP3('s', 'c', 'n'):
		return set_components(in, fill);
	case ENG_PDF_OP2('S', 'C'):
	case ENG_PDF_OP3('S', 'C', 'N'):
		return set_components(in, stroke);
	case 'J':
	case 'j':
	case 'M':
	case 'd':
	case 'i':
	case ENG_PDF_OP2('r', 'i'):
		return true;
	default:
		*known = false;
		return true;
	}
}
