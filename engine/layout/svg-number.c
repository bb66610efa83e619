/* Numbers, lengths and transforms of SVG attributes (SVG 1.1, 4.2, 7.6).
 *
 * Numbers are cut out by SVG's grammar before they are converted, so that nothing else (infinity,
 * hexadecimal, a locale's comma) can slip in. */
#include <glib.h>
#include <math.h>

#include "layout/svg.h"

enum { LONGEST_NUMBER = 63 };

static const double far_away = 1e7; /* user units: beyond it arithmetic would lose what is seen */

eng_svg_scan eng_svg_scan_of(eng_svg *svg, const eng_xml_attr *attr) {
	return (eng_svg_scan){ .svg = svg, .attr = attr, .text = attr->value };
}

bool eng_svg_scan_fail(const eng_svg_scan *scan, const char *need) {
	eng_loc where = eng_xml_attr_where(scan->attr, scan->base + scan->at);

	return eng_fail(scan->svg->ctx, "image.svg", where, "attribute '%.*s' needs %s here",
			ENG_STR_ARG(scan->attr->name), need);
}

static bool is_space(char c) {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(eng_svg_scan *scan) {
	while (scan->at < scan->text.n && is_space(scan->text.s[scan->at])) {
		scan->at++;
	}
}

bool eng_svg_scan_more(eng_svg_scan *scan) {
	skip_space(scan);
	if (scan->at < scan->text.n && scan->text.s[scan->at] == ',') {
		scan->at++;
		skip_space(scan);
	}
	return scan->at < scan->text.n;
}

static size_t digits(eng_str s, size_t at) {
	size_t n = 0;

	while (at + n < s.n && g_ascii_isdigit(s.s[at + n])) {
		n++;
	}
	return n;
}

/* Bytes of the number that begins at at; 0 when none does. */
static size_t number_length(eng_str s, size_t at) {
	size_t i = at, whole, fraction = 0, exponent;

	if (i < s.n && (s.s[i] == '+' || s.s[i] == '-')) {
		i++;
	}
	whole = digits(s, i);
	i += whole;
	if (i < s.n && s.s[i] == '.') {
		fraction = digits(s, i + 1);
		i += fraction > 0 || whole > 0 ? 1 + fraction : 0;
	}
	if (whole + fraction == 0) {
		return 0;
	}
	if (i < s.n && (s.s[i] == 'e' || s.s[i] == 'E')) {
		size_t sign = i + 1 < s.n && (s.s[i + 1] == '+' || s.s[i + 1] == '-') ? 1 : 0;

		exponent = digits(s, i + 1 + sign);
		i += exponent > 0 ? 1 + sign + exponent : 0;
	}
	return i - at;
}

bool eng_svg_scan_number(eng_svg_scan *scan, double *out) {
	char copy[LONGEST_NUMBER + 1];
	size_t n;

	eng_svg_scan_more(scan);
	n = number_length(scan->text, scan->at);
	if (n == 0 || n > LONGEST_NUMBER) {
		return eng_svg_scan_fail(scan, "a number");
	}
	memcpy(copy, scan->text.s + scan->at, n);
	copy[n] = '\0';
	*out = g_ascii_strtod(copy, NULL);
	if (!(fabs(*out) <= far_away)) {
		return eng_svg_scan_fail(scan, "a number of at most 10 million");
	}
	scan->at += n;
	return true;
}

bool eng_svg_scan_length(eng_svg_scan *scan, double *out) {
	static const struct {
		const char *name;
		double px;
	} units[] = {
		{ "", 1 },           { "px", 1 },          { "pt", 96.0 / 72 }, { "pc", 16 },
		{ "mm", 96 / 25.4 }, { "cm", 960 / 25.4 }, { "in", 96 },
	};
	eng_str unit;

	if (!eng_svg_scan_number(scan, out)) {
		return false;
	}
	unit = eng_str_trim(eng_str_sub(scan->text, scan->at, scan->text.n));
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (eng_str_eqc(unit, units[i].name)) {
			*out *= units[i].px;
			scan->at = scan->text.n;
			return true;
		}
	}
	return eng_svg_scan_fail(scan, "no unit, or one of px, pt, pc, mm, cm and in");
}

bool eng_svg_length(eng_svg *svg, const eng_xml_node *node, const char *name, double otherwise,
		    double *out) {
	const eng_xml_attr *attr = eng_xml_attr_find(node, name);
	eng_svg_scan scan;

	*out = otherwise;
	if (!attr) {
		return true;
	}
	scan = eng_svg_scan_of(svg, attr);
	return eng_svg_scan_length(&scan, out);
}

eng_matrix eng_matrix_times(eng_matrix m, eng_matrix n) {
	return (eng_matrix){
		m.a * n.a + m.c * n.b, m.b * n.a + m.d * n.b,       m.a * n.c + m.c * n.d,
		m.b * n.c + m.d * n.d, m.a * n.e + m.c * n.f + m.e, m.b * n.e + m.d * n.f + m.f,
	};
}

typedef struct function {
	const char *name;
	int least, most; /* arguments */
} function;

static const function functions[] = {
	{ "matrix", 6, 6 }, { "translate", 1, 2 }, { "scale", 1, 2 },
	{ "rotate", 1, 3 }, { "skewX", 1, 1 },     { "skewY", 1, 1 },
};

static eng_matrix make(size_t which, const double v[6], int n) {
	const double pi = 3.14159265358979323846;
	double angle = v[0] * pi / 180;

	switch (which) {
	case 0:
		return (eng_matrix){ v[0], v[1], v[2], v[3], v[4], v[5] };
	case 1:
		return (eng_matrix){ 1, 0, 0, 1, v[0], n > 1 ? v[1] : 0 };
	case 2:
		return (eng_matrix){ v[0], 0, 0, n > 1 ? v[1] : v[0], 0, 0 };
	case 3: {
		eng_matrix to = { 1, 0, 0, 1, n > 1 ? v[1] : 0, n > 2 ? v[2] : 0 };
		eng_matrix back = { 1, 0, 0, 1, -to.e, -to.f };
		eng_matrix turn = { cos(angle), sin(angle), -sin(angle), cos(angle), 0, 0 };

		return eng_matrix_times(to, eng_matrix_times(turn, back));
	}
	case 4:
		return (eng_matrix){ 1, 0, tan(angle), 1, 0, 0 };
	default:
		return (eng_matrix){ 1, tan(angle), 0, 1, 0, 0 };
	}
}

static const function *find_function(eng_svg_scan *scan) {
	size_t from = scan->at;

	while (scan->at < scan->text.n && g_ascii_isalpha(scan->text.s[scan->at])) {
		scan->at++;
	}
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		if (eng_str_eqc(eng_str_sub(scan->text, from, scan->at), functions[i].name)) {
			skip_space(scan);
			if (scan->at < scan->text.n && scan->text.s[scan->at] == '(') {
				scan->at++;
				return &functions[i];
			}
		}
	}
	scan->at = from;
	eng_svg_scan_fail(scan, "matrix(...), translate, scale, rotate, skewX or skewY");
	return NULL;
}

bool eng_svg_transform(eng_svg *svg, const eng_xml_attr *attr, eng_matrix *matrix) {
	eng_svg_scan scan = eng_svg_scan_of(svg, attr);

	while (eng_svg_scan_more(&scan)) {
		const function *f = find_function(&scan);
		double v[6];
		int n = 0;

		if (!f) {
			return false;
		}
		while (eng_svg_scan_more(&scan) && scan.text.s[scan.at] != ')') {
			if (n == f->most) {
				return eng_svg_scan_fail(&scan, "a closing parenthesis");
			}
			if (!eng_svg_scan_number(&scan, &v[n++])) {
				return false;
			}
		}
		if (scan.at == scan.text.n || n < f->least || (f == &functions[3] && n == 2)) {
			return eng_svg_scan_fail(&scan, "another number");
		}
		scan.at++;
		*matrix = eng_matrix_times(*matrix, make((size_t)(f - functions), v, n));
	}
	return true;
}
