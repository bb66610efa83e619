/* Lengths and colours as themes write them. Lengths are computed from decimal digits, not from
 * floating point, so that every machine has the same thousandths. */
#include "base/length.h"

#include <math.h>

#include "base/decimal.h"

typedef struct unit {
	const char *name;
	int64_t numerator, denominator; /* thousandths of a point per unit */
} unit;

static const unit units[] = {
	{ "pt", 1000, 1 },  { "mm", 360000, 127 }, { "cm", 3600000, 127 },
	{ "in", 72000, 1 }, { "px", 750, 1 },
};

bool eng_length_parse(eng_str text, eng_length *out) {
	eng_decimal number, factor, product;
	int64_t value;

	text = eng_str_trim(text);
	if (eng_str_eqc(text, "0")) {
		*out = 0;
		return true;
	}
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (!eng_str_ends(text, units[i].name)) {
			continue;
		}
		if (!eng_decimal_parse(eng_str_sub(text, 0, text.n - 2), false, &number) ||
		    !eng_decimal_mul(number, eng_decimal_from_int(units[i].numerator), &product)) {
			return false;
		}
		factor = eng_decimal_from_int(units[i].denominator);
		if (!eng_decimal_div(product, factor, &product) ||
		    !eng_decimal_round(product, 0, ENG_ROUND_HALF_UP, &product) ||
		    !eng_decimal_to_int64(product, &value) || value > 1000000000 ||
		    value < -1000000000) {
			return false;
		}
		*out = value;
		return true;
	}
	return false;
}

static int hex_digit(char c) {
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	if (c >= 'a' && c <= 'f') {
		return c - 'a' + 10;
	}
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool eng_color_parse(eng_str text, eng_color *out) {
	uint8_t v[4] = { 0, 0, 0, 255 };
	size_t step = text.n == 4 ? 1 : 2;

	if ((text.n != 4 && text.n != 7 && text.n != 9) || text.s[0] != '#') {
		return false;
	}
	for (size_t i = 1, k = 0; i < text.n; i += step, k++) {
		int high = hex_digit(text.s[i]), low = hex_digit(text.s[i + step - 1]);

		if (high < 0 || low < 0) {
			return false;
		}
		v[k] = (uint8_t)(high * 16 + low);
	}
	*out = (eng_color){ v[0], v[1], v[2], v[3] };
	return true;
}

/* WCAG 2.1, relative luminance. */
static double luminance(eng_color c) {
	const uint8_t v[3] = { c.r, c.g, c.b };
	static const double weight[3] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double s = v[i] / 255.0;

		sum += weight[i] * (s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4));
	}
	return sum;
}

int eng_color_contrast(eng_color a, eng_color b) {
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return (int)((x > y ? x / y : y / x) * 1000 + 0.5);
}

eng_color eng_color_mix(eng_color a, eng_color b, int share) {
	int rest = 1000 - share;

	return (eng_color){
		(uint8_t)((a.r * share + b.r * rest + 500) / 1000),
		(uint8_t)((a.g * share + b.g * rest + 500) / 1000),
		(uint8_t)((a.b * share + b.b * rest + 500) / 1000),
		(uint8_t)((a.a * share + b.a * rest + 500) / 1000),
	};
}
