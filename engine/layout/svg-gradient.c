/* Gradients of SVG (SVG 1.1, 13.2.2 and 13.2.3) on the page.
 *
 * Whatever the transforms, an axial gradient between two points says the same: its lines of one colour
 * stay straight. Those of a radial one become ellipses. */
#include <math.h>

#include "layout/svg.h"

enum { CHAIN = 8, FULL = 10000 };

/* Follows href from gradient to gradient until one has the attribute (or, with name NULL, stops). */
static const eng_xml_node *holder(eng_svg *svg, const eng_xml_node *node, const char *name) {
	for (int i = 0; node && i < CHAIN; i++) {
		const eng_xml_attr *href = NULL;
		const eng_xml_node *next = NULL;

		if (name ? eng_xml_attr_find(node, name) != NULL
			 : eng_xml_child(node, "stop") != NULL) {
			return node;
		}
		for (const eng_xml_attr *a = node->attrs; a; a = a->next) {
			href = eng_str_eqc(a->name, "href") ? a : href;
		}
		if (!href || !eng_str_starts(href->value, "#")) {
			return NULL;
		}
		for (eng_xml_node *n = eng_xml_element(node->parent->first); n;
		     n = eng_xml_element(n->next)) {
			if (eng_str_eq(eng_xml_attr_value(n, "id"),
				       eng_str_sub(href->value, 1, href->value.n))) {
				next = n;
			}
		}
		node = next;
	}
	(void)svg;
	return NULL;
}

static bool fraction(eng_svg *svg, const eng_xml_attr *attr, double *out) {
	eng_svg_scan scan = eng_svg_scan_of(svg, attr);

	if (!eng_svg_scan_number(&scan, out)) {
		return false;
	}
	if (scan.at < scan.text.n && scan.text.s[scan.at] == '%') {
		*out /= 100;
	}
	return true;
}

/* SVG lets stops stand on one place, where the colour changes at once. */
void eng_gradient_part(eng_gradient_stop *stops, size_t count) {
	for (size_t i = 1; i < count; i++) {
		if (stops[i].at <= stops[i - 1].at) {
			stops[i].at = stops[i - 1].at + 1;
		}
	}
	for (size_t i = count; i-- > 0;) {
		int most = FULL - (int)(count - 1 - i);

		stops[i].at = stops[i].at > most ? most : stops[i].at;
	}
}

static bool read_stop(eng_svg *svg, const eng_xml_node *node, double opacity,
		      eng_gradient_stop *out) {
	const eng_xml_attr *offset = eng_xml_attr_find(node, "offset");
	eng_svg_style style = eng_svg_style_default();
	double at = 0;

	if ((offset && !fraction(svg, offset, &at)) || !eng_svg_style_read(svg, node, &style)) {
		return false;
	}
	out->at = (int)lround(fmin(fmax(at, 0), 1) * FULL);
	out->color = eng_svg_faded(style.stop_color, style.stop_opacity * opacity);
	return true;
}

static bool read_stops(eng_svg *svg, const eng_xml_node *node, double opacity, eng_gradient *out) {
	const eng_xml_node *from = holder(svg, node, NULL);
	eng_gradient_stop *stops = NULL;
	size_t n = 0, cap = 0;

	for (eng_xml_node *s = from ? eng_xml_element(from->first) : NULL; s;
	     s = eng_xml_element(s->next)) {
		if (!eng_str_eqc(s->name, "stop")) {
			continue;
		}
		if (n == ENG_SVG_STOPS) {
			return eng_svg_refuse(svg, s->where, "a gradient of more than 100 stops");
		}
		stops = eng_arena_grow(svg->arena, stops, n, &cap, sizeof(*stops));
		if (!read_stop(svg, s, opacity, &stops[n++])) {
			return false;
		}
	}
	if (n == 0) {
		return eng_fail(svg->ctx, "image.svg", node->where, "a gradient has no stop");
	}
	eng_gradient_part(stops, n);
	*out = (eng_gradient){ .stops = stops, .count = n };
	return true;
}

static bool coordinate(eng_svg *svg, const eng_xml_node *node, const char *name, double otherwise,
		       double *out) {
	const eng_xml_node *from = holder(svg, node, name);

	*out = otherwise;
	return !from || fraction(svg, eng_xml_attr_find(from, name), out);
}

static bool space_of(eng_svg *svg, const eng_xml_node *node, const eng_svg_pen *pen,
		     eng_matrix *out) {
	const eng_xml_node *units = holder(svg, node, "gradientUnits");
	const eng_xml_node *turned = holder(svg, node, "gradientTransform");

	*out = pen->matrix;
	if (!units || !eng_str_eqc(eng_xml_attr_value(units, "gradientUnits"), "userSpaceOnUse")) {
		eng_matrix box = { pen->box[2] - pen->box[0], 0,           0,
				   pen->box[3] - pen->box[1], pen->box[0], pen->box[1] };

		*out = eng_matrix_times(*out, box);
	}
	return !turned ||
	       eng_svg_transform(svg, eng_xml_attr_find(turned, "gradientTransform"), out);
}

static void put_point(eng_gradient *out, int i, double x, double y) {
	out->x[i] = (eng_length)llround(x * 1000);
	out->y[i] = (eng_length)llround(y * 1000);
}

static bool read_axis(eng_svg *svg, const eng_xml_node *node, eng_matrix m, eng_gradient *out) {
	double x1, y1, x2, y2, nx, ny, vx, vy, share, ax, ay;

	if (!coordinate(svg, node, "x1", 0, &x1) || !coordinate(svg, node, "y1", 0, &y1) ||
	    !coordinate(svg, node, "x2", 1, &x2) || !coordinate(svg, node, "y2", 0, &y2)) {
		return false;
	}
	/* The image of the lines of one colour, which stand at a right angle to the gradient, has the
	 * normal (nx, ny); the gradient's vector is projected on it. */
	nx = -(m.b * -(y2 - y1) + m.d * (x2 - x1));
	ny = m.a * -(y2 - y1) + m.c * (x2 - x1);
	vx = m.a * (x2 - x1) + m.c * (y2 - y1);
	vy = m.b * (x2 - x1) + m.d * (y2 - y1);
	share = nx * nx + ny * ny > 0 ? (vx * nx + vy * ny) / (nx * nx + ny * ny) : 0;
	ax = m.a * x1 + m.c * y1 + m.e;
	ay = m.b * x1 + m.d * y1 + m.f;
	put_point(out, 0, ax, ay);
	put_point(out, 1, ax + nx * share, ay + ny * share);
	return true;
}

/* A focus outside of the circle is one on its edge (SVG 1.1, 13.2.3); a little inside, since on the edge
 * itself programs do not agree. */
static bool read_circle(eng_svg *svg, const eng_xml_node *node, eng_matrix m, eng_gradient *out) {
	double x, y, r, fx, fy, far;

	if (!coordinate(svg, node, "cx", 0.5, &x) || !coordinate(svg, node, "cy", 0.5, &y) ||
	    !coordinate(svg, node, "r", 0.5, &r) || !coordinate(svg, node, "fx", x, &fx) ||
	    !coordinate(svg, node, "fy", y, &fy)) {
		return false;
	}
	if (r < 0) {
		return eng_fail(svg->ctx, "image.svg", node->where,
				"a radius of %g is not allowed, it should be 0 or more", r);
	}
	fx = r > 0 ? (fx - x) / r : 0;
	fy = r > 0 ? (fy - y) / r : 0;
	far = fmax(hypot(fx, fy) / 0.99, 1);
	out->radial = true;
	out->focus_x = (int)lround(fx / far * FULL);
	out->focus_y = (int)lround(fy / far * FULL);
	put_point(out, 0, m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f);
	put_point(out, 1, m.a * (x + r) + m.c * y + m.e, m.b * (x + r) + m.d * y + m.f);
	put_point(out, 2, m.a * x + m.c * (y + r) + m.e, m.b * x + m.d * (y + r) + m.f);
	return true;
}

bool eng_svg_gradient(eng_svg *svg, const eng_xml_node *node, const eng_svg_pen *pen,
		      eng_length around, double opacity, eng_gradient *out) {
	bool radial = eng_str_eqc(node->name, "radialGradient");
	const eng_xml_node *spread = holder(svg, node, "spreadMethod");
	eng_str method = spread ? eng_xml_attr_value(spread, "spreadMethod") : ENG_STR("pad");
	bool reflect = eng_str_eqc(method, "reflect");
	eng_matrix m;

	if (!read_stops(svg, node, opacity, out) || !space_of(svg, node, pen, &m) ||
	    !(radial ? read_circle : read_axis)(svg, node, m, out)) {
		return false;
	}
	if (eng_str_eqc(method, "pad") || !eng_gradient_has_way(out)) {
		return true;
	}
	if (!reflect && !eng_str_eqc(method, "repeat")) {
		return eng_fail(svg->ctx, "image.svg", spread->where,
				"attribute 'spreadMethod' needs pad, reflect or repeat here");
	}
	return eng_svg_unroll(svg, spread, pen, around, reflect, out);
}

bool eng_gradient_has_way(const eng_gradient *g) {
	int64_t ux = g->x[1] - g->x[0], uy = g->y[1] - g->y[0];
	int64_t vx = g->x[2] - g->x[0], vy = g->y[2] - g->y[0];

	return g->radial ? ux * vy != uy * vx : ux != 0 || uy != 0;
}
