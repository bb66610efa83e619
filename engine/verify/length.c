/* By hand and not by strtod, which knows numbers that CSS does not. */
#include "verify/length.h"

#include <math.h>
#include <strings.h>

#define NOWHERE   -1e6
#define MOST_TENS 99 /* of an exponent */

static bool is_digit(eng_str text, size_t i) {
	return i < text.n && text.s[i] >= '0' && text.s[i] <= '9';
}

/* The exponent behind a number, of which *at is moved behind. */
static int exponent_of(eng_str text, size_t *at) {
	size_t i = *at + 1;
	bool minus = i < text.n && text.s[i] == '-';
	int tens = 0;

	if (*at >= text.n || (text.s[*at] | 0x20) != 'e') {
		return 0;
	}
	i += minus || (i < text.n && text.s[i] == '+');
	if (!is_digit(text, i)) {
		return 0; /* a unit, such as em */
	}
	for (; is_digit(text, i); i++) {
		tens = tens > MOST_TENS ? tens : tens * 10 + (text.s[i] - '0');
	}
	*at = i;
	return minus ? -tens : tens;
}

bool eng_css_number(eng_str text, double *number, eng_str *unit) {
	bool minus = text.n && text.s[0] == '-', any = false, point = false;
	size_t i = minus || (text.n && text.s[0] == '+');
	double whole = 0, scale = 1;

	for (; is_digit(text, i) || (i < text.n && text.s[i] == '.' && !point); i++) {
		if (text.s[i] == '.') {
			point = true;
			continue;
		}
		any = true;
		whole = whole * 10 + (text.s[i] - '0');
		scale *= point ? 10 : 1;
	}
	if (any) {
		whole *= pow(10, exponent_of(text, &i));
	}
	*number = (minus ? -whole : whole) / scale;
	*unit = eng_str_trim(eng_str_sub(text, i, text.n));
	return any;
}

static bool is_unit(eng_str text, const char *unit) {
	return text.n == strlen(unit) && strncasecmp(text.s, unit, text.n) == 0;
}

bool eng_css_pixels(eng_str text, double base, double *pixels) {
	const struct {
		const char *unit;
		double pixels;
	} units[] = { { "", 1 },      { "px", 1 },         { "pt", 4.0 / 3 },   { "em", base },
		      { "ex", base }, { "%", base / 100 }, { "rem", 16 },       { "pc", 16 },
		      { "in", 96 },   { "cm", 96 / 2.54 }, { "mm", 9.6 / 2.54 } };
	eng_str unit;

	if (!eng_css_number(text, pixels, &unit)) {
		return false;
	}
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (is_unit(unit, units[i].unit)) {
			*pixels *= units[i].pixels;
			return true;
		}
	}
	*pixels = NOWHERE;
	return true;
}
