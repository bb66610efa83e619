/* Linear gradients of SVG (SVG 1.1, 13.2.2) as axial gradients on the page.
 *
 * Two colours: pages know no more, and more stops are refused. Whatever the transforms, an axial
 * gradient between two points says the same: its lines of one colour stay straight. */
#include <math.h>

#include "layout/svg.h"

enum { CHAIN = 8 };

typedef struct stop {
	double offset;
	eng_color color;
} stop;

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

/* The stop's colour is read as the fill of an element would be. */
static bool stop_color(eng_svg *svg, const eng_xml_node *node, stop *out) {
	const eng_xml_attr *color = eng_xml_attr_find(node, "stop-color");
	const eng_xml_attr *opacity = eng_xml_attr_find(node, "stop-opacity");
	const eng_xml_attr *style = eng_xml_attr_find(node, "style");
	eng_svg_style computed = eng_svg_style_default();
	eng_xml_attr as_fill;
	eng_xml_node bare = { .kind = ENG_XML_ELEMENT, .where = node->where, .name = node->name };
	double v = 1;

	if (style) {
		return eng_svg_refuse(svg, style->where, "a stop with a style attribute");
	}
	if (opacity && (!fraction(svg, opacity, &v) || v < 1)) {
		return v >= 1 ? false
			      : eng_svg_refuse(svg, opacity->where, "a stop that is not opaque");
	}
	if (color) {
		as_fill = *color;
		as_fill.name = ENG_STR("fill");
		as_fill.next = NULL;
		bare.attrs = &as_fill;
		if (!eng_svg_style_read(svg, &bare, &computed)) {
			return false;
		}
	}
	out->color = computed.fill.color;
	return true;
}

static bool read_stops(eng_svg *svg, const eng_xml_node *node, stop stops[2]) {
	const eng_xml_node *from = holder(svg, node, NULL);
	int n = 0;

	for (eng_xml_node *s = from ? eng_xml_element(from->first) : NULL; s;
	     s = eng_xml_element(s->next)) {
		const eng_xml_attr *offset = eng_xml_attr_find(s, "offset");

		if (!eng_str_eqc(s->name, "stop")) {
			continue;
		}
		if (n == 2) {
			return eng_svg_refuse(svg, s->where, "a gradient of more than two stops");
		}
		stops[n].offset = 0;
		if ((offset && !fraction(svg, offset, &stops[n].offset)) ||
		    !stop_color(svg, s, &stops[n])) {
			return false;
		}
		n++;
	}
	if (n == 0) {
		return eng_fail(svg->ctx, "image.svg", node->where, "linearGradient has no stop");
	}
	if (n == 1) {
		stops[1] = stops[0];
	}
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
	const eng_xml_node *spread = holder(svg, node, "spreadMethod");
	const eng_xml_node *turned = holder(svg, node, "gradientTransform");

	*out = pen->matrix;
	if (spread && !eng_str_eqc(eng_xml_attr_value(spread, "spreadMethod"), "pad")) {
		return eng_svg_refuse(svg, spread->where, "a gradient that repeats");
	}
	if (!units || !eng_str_eqc(eng_xml_attr_value(units, "gradientUnits"), "userSpaceOnUse")) {
		eng_matrix box = { pen->box[2] - pen->box[0], 0,           0,
				   pen->box[3] - pen->box[1], pen->box[0], pen->box[1] };

		*out = eng_matrix_times(*out, box);
	}
	return !turned ||
	       eng_svg_transform(svg, eng_xml_attr_find(turned, "gradientTransform"), out);
}

bool eng_svg_gradient(eng_svg *svg, const eng_xml_node *node, const eng_svg_pen *pen,
		      eng_gradient *out) {
	stop stops[2];
	eng_matrix m;
	double x1, y1, x2, y2, nx, ny, vx, vy, share, ax, ay;

	if (!read_stops(svg, node, stops) || !space_of(svg, node, pen, &m) ||
	    !coordinate(svg, node, "x1", 0, &x1) || !coordinate(svg, node, "y1", 0, &y1) ||
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
	vx = nx * share;
	vy = ny * share;
	ax = m.a * x1 + m.c * y1 + m.e;
	ay = m.b * x1 + m.d * y1 + m.f;
	*out = (eng_gradient){ .from = stops[0].color, .to = stops[1].color };
	out->x0 = (eng_length)llround((ax + vx * stops[0].offset) * 1000);
	out->y0 = (eng_length)llround((ay + vy * stops[0].offset) * 1000);
	out->x1 = (eng_length)llround((ax + vx * stops[1].offset) * 1000);
	out->y1 = (eng_length)llround((ay + vy * stops[1].offset) * 1000);
	return true;
}
