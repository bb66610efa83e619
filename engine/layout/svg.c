/* Reads the part of SVG that logos and drawings need, into paths.
 *
 * Shown: svg, g, rect, circle, ellipse, line, polyline, polygon, path; transforms; fill and stroke
 * in colours, gradients; opacity of single shapes; viewBox. Everything else that
 * would draw is refused at its place. Nothing outside the file is ever read (SVG 1.1 second edition). */
#include "layout/svg.h"

#include <math.h>

enum { WORTH = 32 /* operators that are worth an object of a file */ };

static const char svg_uri[] = "http://www.w3.org/2000/svg";

/* Elements that draw nothing by themselves. */
static const char *const silent[] = { "defs",     "desc",           "linearGradient",
				      "metadata", "radialGradient", "title" };

typedef struct size {
	double x, y, w, h; /* viewBox */
} size;

static bool is_silent(eng_str name) {
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++) {
		if (eng_str_eqc(name, silent[i])) {
			return true;
		}
	}
	return false;
}

eng_color eng_svg_faded(eng_color c, double opacity) {
	c.a = (uint8_t)lround(c.a * opacity);
	return c;
}

/* A stroke under a transform that is no similarity would be thicker in one direction. */
static bool stroke_scale(eng_svg *svg, const eng_xml_node *node, const eng_matrix *m, double *out) {
	double area = fabs(m->a * m->d - m->b * m->c);
	double skew = fabs(m->a * m->c + m->b * m->d);
	double across = m->a * m->a + m->b * m->b, down = m->c * m->c + m->d * m->d;

	*out = sqrt(area);
	if (skew > 0.01 * area || fabs(across - down) > 0.02 * area) {
		return eng_svg_refuse(svg, node->where, "a stroke under an uneven scale");
	}
	return true;
}

static eng_length scaled(double v, double scale) {
	return (eng_length)llround(v * scale * 1000);
}

static bool set_stroke(eng_svg *svg, const eng_xml_node *node, const eng_svg_style *style,
		       const eng_matrix *matrix, eng_path *path) {
	double scale;

	path->stroke = !style->stroke.none && style->width > 0;
	if (!path->stroke) {
		return true;
	}
	if (!stroke_scale(svg, node, matrix, &scale)) {
		return false;
	}
	path->stroke_color =
	    eng_svg_faded(style->stroke.color, style->stroke_opacity * style->opacity);
	path->line_width = scaled(style->width, scale);
	path->cap = style->cap;
	path->join = style->join;
	path->dash_on = scaled(style->dash_on, scale);
	path->dash_off = scaled(style->dash_off, scale);
	return true;
}

static bool set_fill(eng_svg *svg, const eng_svg_style *style, const eng_svg_pen *pen,
		     eng_path *path) {
	double opacity = style->fill_opacity * style->opacity;
	eng_gradient *gradient;

	path->fill = !style->fill.none;
	path->even_odd = style->even_odd;
	path->fill_color = eng_svg_faded(style->fill.color, opacity);
	if (!path->fill || !style->fill.gradient) {
		return true;
	}
	gradient = eng_arena_new(svg->arena, eng_gradient);
	if (!eng_svg_gradient(svg, style->fill.gradient, pen, 0, opacity, gradient)) {
		return false;
	}
	/* Without a way from stop to stop the last one covers all (SVG 1.1, 13.2.2). */
	path->fill_color = gradient->stops[gradient->count - 1].color;
	if (eng_gradient_has_way(gradient)) {
		path->gradient = gradient;
	}
	return true;
}

static void add_path(eng_svg *svg, const eng_svg_pen *pen, eng_path path) {
	if (!path.fill && !path.stroke) {
		return;
	}
	path.ops = pen->ops;
	path.count = pen->count;
	svg->paths =
	    eng_arena_grow(svg->arena, svg->paths, svg->count, &svg->cap, sizeof(*svg->paths));
	svg->paths[svg->count++] = path;
}

/* A stroke in a gradient is a path of its own behind the fill. */
static bool split_stroke(eng_svg *svg, const eng_svg_style *style, const eng_svg_pen *pen,
			 eng_path *path, eng_path *line) {
	const eng_xml_node *node = style->stroke.gradient;
	eng_gradient *gradient;

	if (!path->stroke || !node) {
		return true;
	}
	gradient = eng_arena_new(svg->arena, eng_gradient);
	if (!eng_svg_gradient(svg, node, pen, eng_path_reach(path),
			      style->stroke_opacity * style->opacity, gradient)) {
		return false;
	}
	path->stroke_color = gradient->stops[gradient->count - 1].color;
	if (eng_gradient_has_way(gradient)) {
		*line = *path;
		line->fill = path->stroke = false;
		line->gradient = gradient;
	}
	return true;
}

static bool add_shape(eng_svg *svg, const eng_xml_node *node, const eng_svg_style *style,
		      eng_matrix matrix) {
	eng_svg_pen pen = { .svg = svg, .matrix = matrix };
	eng_path path = { 0 }, line = { 0 };

	if (!eng_svg_shape(&pen, node)) {
		return false;
	}
	if (pen.failed) {
		return eng_fail(svg->ctx, "image.svg", node->where,
				"the drawing has more than 500000 points");
	}
	if (pen.count < 2 || style->hidden) {
		return true;
	}
	if (!set_fill(svg, style, &pen, &path) || !set_stroke(svg, node, style, &matrix, &path)) {
		return false;
	}
	if (path.fill && path.stroke && style->opacity < 1) {
		return eng_svg_refuse(svg, node->where, "opacity on a shape with fill and stroke");
	}
	if (!split_stroke(svg, style, &pen, &path, &line)) {
		return false;
	}
	add_path(svg, &pen, path);
	add_path(svg, &pen, line);
	return true;
}

static bool draw(eng_svg *svg, const eng_xml_node *node, eng_svg_style style, eng_matrix matrix);

static bool draw_children(eng_svg *svg, const eng_xml_node *node, const eng_svg_style *style,
			  eng_matrix matrix) {
	bool good = true;

	for (eng_xml_node *n = eng_xml_element(node->first); n; n = eng_xml_element(n->next)) {
		if (eng_str_eqc(n->uri, svg_uri)) {
			good = draw(svg, n, *style, matrix) && good;
		}
	}
	return good;
}

static bool draw(eng_svg *svg, const eng_xml_node *node, eng_svg_style style, eng_matrix matrix) {
	const eng_xml_attr *transform = eng_xml_attr_find(node, "transform");
	bool group = eng_str_eqc(node->name, "g");

	if (is_silent(node->name)) {
		return true;
	}
	if (!group && !eng_svg_is_shape(node->name)) {
		return eng_svg_refuse(
		    svg, node->where,
		    eng_arena_printf(svg->arena, "<%.*s>", ENG_STR_ARG(node->name)));
	}
	if (!eng_svg_style_read(svg, node, &style) ||
	    (transform && !eng_svg_transform(svg, transform, &matrix))) {
		return false;
	}
	if (style.gone) {
		return true;
	}
	if (!group) {
		return add_shape(svg, node, &style, matrix);
	}
	if (style.opacity < 1) {
		return eng_svg_refuse(svg, node->where, "opacity on a group");
	}
	return draw_children(svg, node, &style, matrix);
}

static bool is_percent(const eng_xml_node *node, const char *name) {
	return eng_str_ends(eng_str_trim(eng_xml_attr_value(node, name)), "%");
}

static bool read_box(eng_svg *svg, size *box, double *w, double *h) {
	const eng_xml_attr *attr = eng_xml_attr_find(svg->root, "viewBox");
	eng_svg_scan scan;

	*box = (size){ 0 };
	if (attr) {
		scan = eng_svg_scan_of(svg, attr);
		if (!eng_svg_scan_number(&scan, &box->x) || !eng_svg_scan_number(&scan, &box->y) ||
		    !eng_svg_scan_number(&scan, &box->w) || !eng_svg_scan_number(&scan, &box->h)) {
			return false;
		}
	}
	*w = box->w;
	*h = box->h;
	if ((!is_percent(svg->root, "width") &&
	     !eng_svg_length(svg, svg->root, "width", box->w, w)) ||
	    (!is_percent(svg->root, "height") &&
	     !eng_svg_length(svg, svg->root, "height", box->h, h))) {
		return false;
	}
	if (!attr) {
		box->w = *w;
		box->h = *h;
	}
	if (!(box->w > 0 && box->h > 0 && *w > 0 && *h > 0 && *w <= 20000 && *h <= 20000)) {
		return eng_fail(
		    svg->ctx, "image.svg", svg->root->where,
		    "drawing has no size, it needs a viewBox or width and height of up to 20000");
	}
	return true;
}

/* viewBox to the natural size: as large as fits, in the middle (xMidYMid meet, the default). */
static bool place(eng_svg *svg, const size *box, double w, double h, eng_matrix *out) {
	const eng_xml_attr *attr = eng_xml_attr_find(svg->root, "preserveAspectRatio");
	double sx = w / box->w, sy = h / box->h, s = fmin(sx, sy);

	if (attr && eng_str_eqc(attr->value, "none")) {
		*out = (eng_matrix){ sx, 0, 0, sy, -box->x * sx, -box->y * sy };
		return true;
	}
	if (attr && !eng_str_eqc(attr->value, "xMidYMid") &&
	    !eng_str_eqc(attr->value, "xMidYMid meet")) {
		return eng_svg_refuse(svg, attr->where, "this preserveAspectRatio");
	}
	*out = (eng_matrix){
		s, 0, 0, s, (w - box->w * s) / 2 - box->x * s, (h - box->h * s) / 2 - box->y * s
	};
	return true;
}

/* Nothing shines through it, and it is worth an object of a file. */
static bool is_plain(const eng_image *image) {
	size_t ops = 0;

	for (size_t i = 0; i < image->path_count; i++) {
		const eng_path *p = &image->paths[i];

		if (p->gradient || (p->fill && p->fill_color.a < 255) ||
		    (p->stroke && p->stroke_color.a < 255)) {
			return false;
		}
		ops += p->count;
	}
	return ops >= WORTH;
}

bool eng_image_read_svg(eng_ctx *ctx, eng_arena *arena, eng_image *image) {
	eng_svg svg = { .ctx = ctx, .arena = arena };
	eng_svg_style style = eng_svg_style_default();
	eng_matrix matrix;
	size box;
	double w, h;

	svg.root = eng_xml_parse(ctx, arena, eng_str_dup(arena, image->path), image->bytes);
	if (!svg.root) {
		return false;
	}
	if (!eng_xml_is(svg.root, svg_uri, "svg")) {
		return eng_fail(ctx, "image.svg", svg.root->where,
				"root element is <%.*s>, should be <svg> in the namespace %s",
				ENG_STR_ARG(svg.root->name), svg_uri);
	}
	if (!read_box(&svg, &box, &w, &h)) {
		return false;
	}
	w *= 0.75; /* CSS pixels to points */
	h *= 0.75;
	if (!place(&svg, &box, w, h, &matrix) || !eng_svg_style_read(&svg, svg.root, &style) ||
	    !draw_children(&svg, svg.root, &style, matrix)) {
		return false;
	}
	image->natural_width = (eng_length)llround(w * 1000);
	image->natural_height = (eng_length)llround(h * 1000);
	image->width = (int)ceil(box.w);
	image->height = (int)ceil(box.h);
	image->channels = 3;
	image->paths = svg.paths;
	image->path_count = svg.count;
	image->drawn_once = is_plain(image);
	return true;
}
