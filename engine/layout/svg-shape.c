/* Basic shapes of SVG as paths (SVG 1.1, 9). */
#include <math.h>

#include "layout/svg.h"

typedef bool shape_fn(eng_svg_pen *pen, const eng_xml_node *node);

static bool refuse_negative(eng_svg_pen *pen, const eng_xml_node *node, const char *what) {
	return eng_fail(pen->svg->ctx, "image.svg", node->where, "<%.*s> has a negative %s",
			ENG_STR_ARG(node->name), what);
}

static void draw_ellipse(eng_svg_pen *pen, double cx, double cy, double rx, double ry) {
	if (rx == 0 || ry == 0) {
		return;
	}
	eng_svg_move(pen, cx + rx, cy);
	eng_svg_arc(pen, rx, ry, 0, false, true, cx - rx, cy);
	eng_svg_arc(pen, rx, ry, 0, false, true, cx + rx, cy);
	eng_svg_close(pen);
}

static bool circle(eng_svg_pen *pen, const eng_xml_node *node) {
	double cx, cy, r;

	if (!eng_svg_length(pen->svg, node, "cx", 0, &cx) ||
	    !eng_svg_length(pen->svg, node, "cy", 0, &cy) ||
	    !eng_svg_length(pen->svg, node, "r", 0, &r)) {
		return false;
	}
	if (r < 0) {
		return refuse_negative(pen, node, "radius");
	}
	draw_ellipse(pen, cx, cy, r, r);
	return true;
}

static bool ellipse(eng_svg_pen *pen, const eng_xml_node *node) {
	double cx, cy, rx, ry;

	if (!eng_svg_length(pen->svg, node, "cx", 0, &cx) ||
	    !eng_svg_length(pen->svg, node, "cy", 0, &cy) ||
	    !eng_svg_length(pen->svg, node, "rx", 0, &rx) ||
	    !eng_svg_length(pen->svg, node, "ry", 0, &ry)) {
		return false;
	}
	if (rx < 0 || ry < 0) {
		return refuse_negative(pen, node, "radius");
	}
	draw_ellipse(pen, cx, cy, rx, ry);
	return true;
}

static bool line(eng_svg_pen *pen, const eng_xml_node *node) {
	double x1, y1, x2, y2;

	if (!eng_svg_length(pen->svg, node, "x1", 0, &x1) ||
	    !eng_svg_length(pen->svg, node, "y1", 0, &y1) ||
	    !eng_svg_length(pen->svg, node, "x2", 0, &x2) ||
	    !eng_svg_length(pen->svg, node, "y2", 0, &y2)) {
		return false;
	}
	eng_svg_move(pen, x1, y1);
	eng_svg_line(pen, x2, y2);
	return true;
}

static bool path(eng_svg_pen *pen, const eng_xml_node *node) {
	const eng_xml_attr *data = eng_xml_attr_find(node, "d");

	return !data || eng_svg_path_data(pen, data);
}

static bool points(eng_svg_pen *pen, const eng_xml_node *node) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, "points");
	eng_svg_scan scan;
	double x, y;
	bool first = true;

	if (!attr) {
		return true;
	}
	scan = eng_svg_scan_of(pen->svg, attr);
	for (; eng_svg_scan_more(&scan); first = false) {
		if (!eng_svg_scan_number(&scan, &x) || !eng_svg_scan_number(&scan, &y)) {
			return false;
		}
		if (first) {
			eng_svg_move(pen, x, y);
		} else {
			eng_svg_line(pen, x, y);
		}
	}
	return true;
}

static bool polygon(eng_svg_pen *pen, const eng_xml_node *node) {
	if (!points(pen, node)) {
		return false;
	}
	if (pen->count > 0) {
		eng_svg_close(pen);
	}
	return true;
}

static void draw_round(eng_svg_pen *pen, const double box[4], double rx, double ry) {
	double x = box[0], y = box[1], w = box[2], h = box[3];

	eng_svg_move(pen, x + rx, y);
	eng_svg_line(pen, x + w - rx, y);
	eng_svg_arc(pen, rx, ry, 0, false, true, x + w, y + ry);
	eng_svg_line(pen, x + w, y + h - ry);
	eng_svg_arc(pen, rx, ry, 0, false, true, x + w - rx, y + h);
	eng_svg_line(pen, x + rx, y + h);
	eng_svg_arc(pen, rx, ry, 0, false, true, x, y + h - ry);
	eng_svg_line(pen, x, y + ry);
	eng_svg_arc(pen, rx, ry, 0, false, true, x + rx, y);
	eng_svg_close(pen);
}

static bool rect(eng_svg_pen *pen, const eng_xml_node *node) {
	static const char *const names[] = { "x", "y", "width", "height" };
	double v[4], rx, ry;

	for (int i = 0; i < 4; i++) {
		if (!eng_svg_length(pen->svg, node, names[i], 0, &v[i])) {
			return false;
		}
	}
	/* A missing radius is as large as the other (9.2): -1 stands for missing. */
	if (!eng_svg_length(pen->svg, node, "rx", -1, &rx) ||
	    !eng_svg_length(pen->svg, node, "ry", -1, &ry)) {
		return false;
	}
	if (v[2] < 0 || v[3] < 0) {
		return refuse_negative(pen, node, "size");
	}
	if (v[2] == 0 || v[3] == 0) {
		return true;
	}
	rx = rx < 0 ? fmax(ry, 0) : rx;
	ry = ry < 0 ? rx : ry;
	rx = fmin(rx, v[2] / 2);
	ry = fmin(ry, v[3] / 2);
	if (rx > 0 && ry > 0) {
		draw_round(pen, v, rx, ry);
		return true;
	}
	eng_svg_move(pen, v[0], v[1]);
	eng_svg_line(pen, v[0] + v[2], v[1]);
	eng_svg_line(pen, v[0] + v[2], v[1] + v[3]);
	eng_svg_line(pen, v[0], v[1] + v[3]);
	eng_svg_close(pen);
	return true;
}

static const struct {
	const char *name;
	shape_fn *draw;
} shapes[] = {
	{ "circle", circle },   { "ellipse", ellipse }, { "line", line }, { "path", path },
	{ "polygon", polygon }, { "polyline", points }, { "rect", rect },
};

bool eng_svg_is_shape(eng_str name) {
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (eng_str_eqc(name, shapes[i].name)) {
			return true;
		}
	}
	return false;
}

bool eng_svg_shape(eng_svg_pen *pen, const eng_xml_node *node) {
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		if (eng_str_eqc(node->name, shapes[i].name)) {
			return shapes[i].draw(pen, node);
		}
	}
	return false;
}
