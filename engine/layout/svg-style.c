/* Paint of SVG elements: presentation attributes and style text (SVG 1.1, 6, 11, 13).
 *
 * Every attribute is known, known to change nothing, or refused: what would look different from the
 * author's drawing program is an error, never a guess. */
#include <glib.h>
#include <math.h>

#include "layout/svg.h"

typedef bool property_fn(eng_svg_scan *scan, eng_svg_style *style, int which);

static const struct {
	const char *name;
	uint32_t rgb;
} colors[] = {
	{ "aqua", 0x00ffff },    { "black", 0x000000 },  { "blue", 0x0000ff },
	{ "fuchsia", 0xff00ff }, { "gold", 0xffd700 },   { "gray", 0x808080 },
	{ "green", 0x008000 },   { "grey", 0x808080 },   { "lime", 0x00ff00 },
	{ "maroon", 0x800000 },  { "navy", 0x000080 },   { "olive", 0x808000 },
	{ "orange", 0xffa500 },  { "pink", 0xffc0cb },   { "purple", 0x800080 },
	{ "red", 0xff0000 },     { "silver", 0xc0c0c0 }, { "teal", 0x008080 },
	{ "white", 0xffffff },   { "yellow", 0xffff00 },
};

bool eng_svg_refuse(eng_svg *svg, eng_loc where, const char *what) {
	return eng_fail(svg->ctx, "image.svg-feature", where,
			"%s cannot be shown, draw it with shapes, paths and plain colours", what);
}

eng_svg_style eng_svg_style_default(void) {
	const eng_color black = { 0, 0, 0, 255 };

	return (eng_svg_style){
		.fill = { .color = black },
		.stroke = { .none = true },
		.color = black,
		.fill_opacity = 1,
		.stroke_opacity = 1,
		.opacity = 1,
		.stop_color = black,
		.stop_opacity = 1,
		.width = 1,
	};
}

/* rgb(1, 2, 3): whole numbers only. */
static bool parse_rgb(eng_svg_scan *scan, eng_color *out) {
	uint8_t v[3];

	for (int i = 0; i < 3; i++) {
		double d;

		if (!eng_svg_scan_number(scan, &d)) {
			return false;
		}
		if (d < 0 || d > 255) {
			return eng_svg_scan_fail(scan, "a number from 0 to 255");
		}
		v[i] = (uint8_t)lround(d);
	}
	*out = (eng_color){ v[0], v[1], v[2], 255 };
	return true;
}

static bool parse_color(eng_svg_scan *scan, eng_color current, eng_color *out) {
	eng_str text = eng_str_trim(scan->text);

	if (eng_color_parse(text, out)) {
		return true;
	}
	if (eng_str_starts(text, "rgb(")) {
		scan->at = eng_str_index(scan->text, ENG_STR("(")) + 1;
		return parse_rgb(scan, out);
	}
	if (eng_str_eqc(text, "currentColor")) {
		*out = current;
		return true;
	}
	for (size_t i = 0; i < sizeof(colors) / sizeof(colors[0]); i++) {
		if (eng_str_eqc(text, colors[i].name)) {
			*out = (eng_color){ (uint8_t)(colors[i].rgb >> 16),
					    (uint8_t)(colors[i].rgb >> 8), (uint8_t)colors[i].rgb,
					    255 };
			return true;
		}
	}
	return eng_svg_scan_fail(scan, "a colour such as #12355B");
}

static const eng_xml_node *find_id(const eng_xml_node *node, eng_str id) {
	for (eng_xml_node *n = eng_xml_element(node->first); n; n = eng_xml_element(n->next)) {
		const eng_xml_node *below;

		if (eng_str_eq(eng_xml_attr_value(n, "id"), id)) {
			return n;
		}
		below = find_id(n, id);
		if (below) {
			return below;
		}
	}
	return NULL;
}

static bool paint(eng_svg_scan *scan, eng_svg_style *style, int which) {
	eng_svg_paint *to = which == 0 ? &style->fill : &style->stroke;
	eng_str text = eng_str_trim(scan->text);
	eng_str id;

	*to = (eng_svg_paint){ 0 };
	if (eng_str_eqc(text, "none") || eng_str_eqc(text, "transparent")) {
		to->none = true;
		return true;
	}
	if (!eng_str_starts(text, "url(#") || !eng_str_ends(text, ")")) {
		return parse_color(scan, style->color, &to->color);
	}
	id = eng_str_sub(text, 5, text.n - 1);
	to->gradient = find_id(scan->svg->root, id);
	if (!to->gradient || (!eng_str_eqc(to->gradient->name, "linearGradient") &&
			      !eng_str_eqc(to->gradient->name, "radialGradient"))) {
		return eng_svg_scan_fail(scan, "the id of a linearGradient or radialGradient");
	}
	return true;
}

static bool current_color(eng_svg_scan *scan, eng_svg_style *style, int which) {
	(void)which;
	return parse_color(scan, style->color, &style->color);
}

static bool stop_color(eng_svg_scan *scan, eng_svg_style *style, int which) {
	(void)which;
	if (eng_str_eqc(eng_str_trim(scan->text), "transparent")) {
		style->stop_color = (eng_color){ 0 };
		return true;
	}
	return parse_color(scan, style->color, &style->stop_color);
}

static bool opacity(eng_svg_scan *scan, eng_svg_style *style, int which) {
	double v;

	if (!eng_svg_scan_number(scan, &v)) {
		return false;
	}
	if (scan->at < scan->text.n && scan->text.s[scan->at] == '%') {
		v /= 100;
	}
	v = fmin(fmax(v, 0), 1);
	if (which == 0) {
		style->fill_opacity = v;
	} else if (which == 1) {
		style->stroke_opacity = v;
	} else if (which == 2) {
		style->opacity *= v;
	} else {
		style->stop_opacity = v;
	}
	return true;
}

static bool width(eng_svg_scan *scan, eng_svg_style *style, int which) {
	(void)which;
	if (!eng_svg_scan_length(scan, &style->width)) {
		return false;
	}
	return style->width >= 0 || eng_svg_scan_fail(scan, "a width of at least 0");
}

static bool word(eng_svg_scan *scan, const char *const *words, int *out) {
	eng_str text = eng_str_trim(scan->text);

	for (int i = 0; words[i]; i++) {
		if (eng_str_eqc(text, words[i])) {
			*out = i;
			return true;
		}
	}
	return eng_svg_scan_fail(scan,
				 eng_arena_printf(scan->svg->arena, "a word such as %s", words[0]));
}

static bool words(eng_svg_scan *scan, eng_svg_style *style, int which) {
	static const char *const caps[] = { "butt", "round", "square", NULL };
	static const char *const joins[] = { "miter", "round", "bevel", NULL };
	static const char *const rules[] = { "nonzero", "evenodd", NULL };
	static const char *const seen[] = { "visible", "hidden", "collapse", NULL };
	static const char *const shown[] = { "inline", "none", "block", NULL };
	int v = 0;

	switch (which) {
	case 0:
		return word(scan, caps, &style->cap);
	case 1:
		return word(scan, joins, &style->join);
	case 2:
		if (!word(scan, rules, &v)) {
			return false;
		}
		style->even_odd = v == 1;
		return true;
	case 3:
		if (!word(scan, seen, &v)) {
			return false;
		}
		style->hidden = v != 0;
		return true;
	default:
		if (!word(scan, shown, &v)) {
			return false;
		}
		style->gone = style->gone || v == 1;
		return true;
	}
}

static bool dashes(eng_svg_scan *scan, eng_svg_style *style, int which) {
	double v[2] = { 0 };
	int n = 0;

	(void)which;
	style->dash_on = style->dash_off = 0;
	if (eng_str_eqc(eng_str_trim(scan->text), "none")) {
		return true;
	}
	while (eng_svg_scan_more(scan)) {
		if (n == 2) {
			return eng_svg_scan_fail(scan, "at most two numbers");
		}
		if (!eng_svg_scan_number(scan, &v[n++])) {
			return false;
		}
	}
	if (n == 0 || v[0] < 0 || v[1] < 0) {
		return eng_svg_scan_fail(scan, "one or two numbers of at least 0");
	}
	style->dash_on = v[0];
	style->dash_off = n > 1 ? v[1] : v[0];
	return true;
}

static const char *properties_name(int which) {
	static const char *const names[] = { "clip-path",
					     "filter",
					     "mask",
					     "marker",
					     "mix-blend-mode",
					     "paint-order",
					     "stroke-dashoffset",
					     "vector-effect" };

	return names[which];
}

/* A value at which the property changes nothing. */
static bool only(eng_svg_scan *scan, eng_svg_style *style, int which) {
	static const char *const plain[] = { "none", "0", "normal", "srgb", "4", "auto" };
	eng_str text = eng_str_trim(scan->text);

	(void)style;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (eng_str_eqc(text, plain[i])) {
			return true;
		}
	}
	return eng_svg_refuse(
	    scan->svg, eng_xml_attr_where(scan->attr, scan->base),
	    eng_arena_printf(scan->svg->arena, "property '%s'", properties_name(which)));
}

static bool ignore(eng_svg_scan *scan, eng_svg_style *style, int which) {
	(void)scan;
	(void)style;
	(void)which;
	return true;
}

static const struct {
	const char *name;
	property_fn *read;
	int which;
} properties[] = {
	{ "clip-path", only, 0 },
	{ "clip-rule", ignore },
	{ "color", current_color }, /* before the paints that may refer to it, see below */
	{ "color-interpolation", ignore },
	{ "display", words, 4 },
	{ "fill", paint, 0 },
	{ "fill-opacity", opacity, 0 },
	{ "fill-rule", words, 2 },
	{ "filter", only, 1 },
	{ "mask", only, 2 },
	{ "marker-end", only, 3 },
	{ "marker-mid", only, 3 },
	{ "marker-start", only, 3 },
	{ "mix-blend-mode", only, 4 },
	{ "opacity", opacity, 2 },
	{ "paint-order", only, 5 },
	{ "shape-rendering", ignore },
	{ "stop-color", stop_color },
	{ "stop-opacity", opacity, 3 },
	{ "stroke", paint, 1 },
	{ "stroke-dasharray", dashes },
	{ "stroke-dashoffset", only, 6 },
	{ "stroke-linecap", words, 0 },
	{ "stroke-linejoin", words, 1 },
	{ "stroke-miterlimit", ignore },
	{ "stroke-opacity", opacity, 1 },
	{ "stroke-width", width },
	{ "vector-effect", only, 7 },
	{ "visibility", words, 3 },
};

/* Attributes that are read elsewhere, or that do not change how a drawing looks. */
static const char *const others[] = {
	"id",
	"class",
	"version",
	"baseProfile",
	"role",
	"x",
	"y",
	"width",
	"height",
	"viewBox",
	"d",
	"cx",
	"cy",
	"r",
	"rx",
	"ry",
	"x1",
	"y1",
	"x2",
	"y2",
	"offset",
	"points",
	"style",
	"transform",
	"preserveAspectRatio",
	"focusable",
	"fill-rule",
	"enable-background",
	"pathLength",
	"overflow",
	"font-family",
	"font-size",
	"letter-spacing",
	"word-spacing",
	"font-weight",
	"font-style",
	"text-anchor",
	"line-height",
	"xml:space",
};

static bool apply(eng_svg_scan *scan, eng_str name, eng_svg_style *style, bool *known) {
	*known = true;
	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		if (eng_str_eqc(name, properties[i].name)) {
			if (eng_str_eqc(eng_str_trim(scan->text), "inherit")) {
				return true;
			}
			return properties[i].read(scan, style, properties[i].which);
		}
	}
	*known = false;
	return true;
}

/* style="fill: #123; stroke: none" */
static bool read_declarations(eng_svg *svg, const eng_xml_attr *attr, eng_svg_style *style) {
	eng_str rest = attr->value, item, name;
	bool known;

	while (rest.s && eng_str_split(&rest, ';', &item)) {
		eng_svg_scan scan = { .svg = svg, .attr = attr };

		if (eng_str_blank(item)) {
			continue;
		}
		scan.text = item;
		if (!eng_str_split(&scan.text, ':', &name) || !scan.text.s) {
			return eng_fail(svg->ctx, "image.svg",
					eng_xml_attr_where(attr, (size_t)(item.s - attr->value.s)),
					"declaration '%s' has no value",
					eng_quote(svg->arena, item));
		}
		scan.text = eng_str_trim(scan.text);
		scan.base = (size_t)(scan.text.s - attr->value.s);
		if (!apply(&scan, eng_str_trim(name), style, &known)) {
			return false;
		}
	}
	return true;
}

static bool is_other(eng_str name) {
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (eng_str_eqc(name, others[i])) {
			return true;
		}
	}
	return eng_str_starts(name, "aria-") || eng_str_starts(name, "data-");
}

bool eng_svg_style_read(eng_svg *svg, const eng_xml_node *node, eng_svg_style *style) {
	const eng_xml_attr *color = eng_xml_attr_find(node, "color");
	const eng_xml_attr *declarations = eng_xml_attr_find(node, "style");
	eng_svg_scan scan;
	bool known = true;

	style->opacity = 1;
	if (color) {
		scan = eng_svg_scan_of(svg, color);
		if (!apply(&scan, color->name, style, &known)) {
			return false;
		}
	}
	for (const eng_xml_attr *a = node->attrs; a; a = a->next) {
		scan = eng_svg_scan_of(svg, a);
		if (a->uri.n > 0) {
			continue; /* other vocabularies: editors' notes, links, xml:space */
		}
		if (a != color && !apply(&scan, a->name, style, &known)) {
			return false;
		}
		if (!known && !is_other(a->name)) {
			return eng_svg_refuse(
			    svg, a->where,
			    eng_arena_printf(svg->arena, "attribute '%.*s' of <%.*s>",
					     ENG_STR_ARG(a->name), ENG_STR_ARG(node->name)));
		}
	}
	return !declarations || read_declarations(svg, declarations, style);
}
