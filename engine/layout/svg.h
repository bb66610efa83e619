/* Shared by the files of the SVG reader: svg.c (elements), svg-style.c (paint), svg-shape.c (shapes),
 * svg-path.c (path data), svg-number.c (numbers and transforms). Not for others. */
#ifndef ENG_LAYOUT_SVG_H
#define ENG_LAYOUT_SVG_H

#include "layout/image.h"
#include "layout/page.h"
#include "markup/xml.h"

#define ENG_SVG_STOPS 100 /* of a gradient */

/* x' = a x + c y + e, y' = b x + d y + f: SVG 1.1, 7.4. */
typedef struct eng_matrix {
	double a, b, c, d, e, f;
} eng_matrix;

typedef struct eng_svg {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_xml_node *root;
	eng_path *paths;
	size_t count, cap;
	size_t ops; /* of all paths, against the limit */
} eng_svg;

typedef struct eng_svg_paint {
	bool none;
	eng_color color;
	const eng_xml_node *gradient; /* linearGradient or radialGradient; NULL: the colour */
} eng_svg_paint;

/* Computed style; a copy is handed down to children. */
typedef struct eng_svg_style {
	eng_svg_paint fill, stroke;
	eng_color color; /* currentColor */
	eng_color stop_color;
	double fill_opacity, stroke_opacity, opacity, stop_opacity;
	double width, dash_on, dash_off;
	int cap, join;
	bool even_odd, hidden, gone; /* gone: display none */
} eng_svg_style;

/* A text being read: its attribute, and how far it is read. */
typedef struct eng_svg_scan {
	eng_svg *svg;
	const eng_xml_attr *attr;
	eng_str text;
	size_t at, base; /* base: offset of text in the attribute's value */
} eng_svg_scan;

/* A path under construction, in user space. */
typedef struct eng_svg_pen {
	eng_svg *svg;
	eng_matrix matrix;
	eng_path_op *ops;
	size_t count, cap;
	double x, y, start_x, start_y;
	double box[4]; /* of user space: x0 y0 x1 y1 */
	bool any, failed;
} eng_svg_pen;

eng_svg_scan eng_svg_scan_of(eng_svg *svg, const eng_xml_attr *attr);
/* Skips space and one comma; false at the end. */
bool eng_svg_scan_more(eng_svg_scan *scan);
bool eng_svg_scan_number(eng_svg_scan *scan, double *out);
/* Reports image.svg at the place reached; false. */
bool eng_svg_scan_fail(const eng_svg_scan *scan, const char *need);
/* Attribute as a length in user units; otherwise when absent. False after reporting. */
bool eng_svg_length(eng_svg *svg, const eng_xml_node *node, const char *name, double otherwise,
		    double *out);
/* Number with a unit, whole text. */
bool eng_svg_scan_length(eng_svg_scan *scan, double *out);
bool eng_svg_transform(eng_svg *svg, const eng_xml_attr *attr, eng_matrix *matrix);
eng_matrix eng_matrix_times(eng_matrix outer, eng_matrix inner);

/* Reports image.svg-feature. */
bool eng_svg_refuse(eng_svg *svg, eng_loc where, const char *what);

eng_svg_style eng_svg_style_default(void);
/* Applies the element's attributes and style text to *style; checks that no other attribute would
 * change how it looks. */
bool eng_svg_style_read(eng_svg *svg, const eng_xml_node *node, eng_svg_style *style);
/* Gradient on the page of a linearGradient or radialGradient for the shape that the pen has drawn, which
 * paints so far around itself; its stops made less opaque by opacity. */
bool eng_svg_gradient(eng_svg *svg, const eng_xml_node *node, const eng_svg_pen *pen,
		      eng_length around, double opacity, eng_gradient *out);
/* Makes one of a gradient that repeats or reflects that does not, as far as the shape reaches. False after
 * reporting that it repeats too often. */
bool eng_svg_unroll(eng_svg *svg, const eng_xml_node *spread, const eng_svg_pen *pen,
		    eng_length around, bool reflect, eng_gradient *gradient);
/* Lets places of stops rise strictly. */
void eng_gradient_part(eng_gradient_stop *stops, size_t count);
/* Whether there is a way from stop to stop: points that differ, an ellipse that is no line. */
bool eng_gradient_has_way(const eng_gradient *gradient);
/* The colour with its opacity multiplied. */
eng_color eng_svg_faded(eng_color color, double opacity);

void eng_svg_move(eng_svg_pen *pen, double x, double y);
void eng_svg_line(eng_svg_pen *pen, double x, double y);
/* Elliptical arc as SVG 1.1 F.6 defines it, in at most four curves per turn. */
void eng_svg_arc(eng_svg_pen *pen, double rx, double ry, double turn, bool large, bool sweep,
		 double x, double y);
void eng_svg_close(eng_svg_pen *pen);
bool eng_svg_path_data(eng_svg_pen *pen, const eng_xml_attr *attr);
/* True for the name of a shape; draws it with the pen. */
bool eng_svg_is_shape(eng_str name);
bool eng_svg_shape(eng_svg_pen *pen, const eng_xml_node *node);

#endif
