/* Exact decimals on a 128-bit coefficient. Limits: 34 significant digits, as IEEE 754-2008 decimal128;
 * every intermediate of an operation fits 256 bits or is rejected before it overflows. */
#include "base/decimal.h"

#define DIGITS_MAX  34
#define SCALE_MAX   100
#define ALIGNED_MAX 37 /* digits of an aligned operand: two of them add up within 128 bits */

__extension__ typedef unsigned __int128 eng_uint128;

/* 10^n for n <= 38. */
static eng_uint128 power10(int n) {
	static const uint64_t low[] = { 1,
					10,
					100,
					1000,
					10000,
					100000,
					1000000,
					10000000,
					100000000,
					1000000000,
					10000000000,
					100000000000,
					1000000000000,
					10000000000000,
					100000000000000,
					1000000000000000,
					10000000000000000,
					100000000000000000,
					1000000000000000000,
					10000000000000000000u };

	return n < 20 ? low[n] : (eng_uint128)low[19] * low[n - 19];
}

/* One past the largest coefficient. */
static const eng_uint128 limit34 = (eng_uint128)10000000000000000000u * 1000000000000000u;

static eng_uint128 magnitude(eng_int128 v) {
	return v < 0 ? (eng_uint128)-v : (eng_uint128)v;
}

static int digits(eng_uint128 v) {
	int n = 0;

	while (n <= 38 && v >= power10(n)) {
		n++;
	}
	return n;
}

static bool fits(eng_int128 v) {
	return magnitude(v) < limit34;
}

/* v * 10^n, false when more than max digits are needed (38 at most fit). */
static bool shift_within(eng_int128 v, int n, int max, eng_int128 *out) {
	if (v == 0) {
		*out = 0;
		return true;
	}
	if (n > max || digits(magnitude(v)) + n > max) {
		return false;
	}
	*out = v * (eng_int128)power10(n);
	return true;
}

static bool shift_up(eng_int128 v, int n, eng_int128 *out) {
	return shift_within(v, n, DIGITS_MAX, out);
}

eng_decimal eng_decimal_from_int(int64_t value) {
	return (eng_decimal){ value, 0 };
}

/* Reads digits and one point of *s; false when there is no digit or there are too many. */
/* Adds the digits at the beginning of the slice to the number; returns how many there are. */
static size_t add_digits(const char *s, size_t n, uint64_t *number) {
	uint64_t v = *number;
	size_t i = 0;

	for (; i < n && (unsigned char)(s[i] - '0') < 10; i++) {
		v = v * 10 + (unsigned char)(s[i] - '0');
	}
	*number = v;
	return i;
}

/* The same as parse_digits for so few bytes that 64 bits hold them, as those of amounts and counts are. */
static bool parse_few(eng_str *s, eng_decimal *out) {
	uint64_t number = 0;
	size_t whole = add_digits(s->s, s->n, &number), at = whole, scale = 0;

	if (at < s->n && s->s[at] == '.') {
		at++;
		scale = add_digits(s->s + at, s->n - at, &number);
		at += scale;
	}
	*s = (eng_str){ s->s + at, s->n - at };
	*out = (eng_decimal){ (eng_int128)number, (int)scale };
	return whole + scale > 0;
}

static bool parse_digits(eng_str *s, eng_decimal *out) {
	uint64_t few = 0; /* of the first 18 digits */
	eng_uint128 v = 0;
	int scale = 0, count = 0;
	bool point = false;
	size_t i;

	if (s->n <= 18) {
		return parse_few(s, out);
	}
	for (i = 0; i < s->n; i++) {
		char c = s->s[i];

		if (c < '0' || c > '9') {
			if (c != '.' || point) {
				break;
			}
			point = true;
			continue;
		}
		if (count < 18) {
			few = few * 10 + (unsigned)(c - '0');
		} else {
			v = (count == 18 ? few : v) * 10 + (unsigned)(c - '0');
			if (v >= limit34) {
				return false;
			}
		}
		scale += point;
		count++;
		if (scale > SCALE_MAX) {
			return false;
		}
	}
	*s = eng_str_sub(*s, i, s->n);
	*out = (eng_decimal){ count > 18 ? (eng_int128)v : (eng_int128)few, scale };
	return count > 0;
}

/* Applies "e+12"; the text must be nothing but an exponent. */
static bool apply_exponent(eng_str s, eng_decimal *d) {
	bool negative = false;
	int e = 0;
	eng_int128 v;

	s = eng_str_sub(s, 1, s.n);
	if (s.n && (s.s[0] == '+' || s.s[0] == '-')) {
		negative = s.s[0] == '-';
		s = eng_str_sub(s, 1, s.n);
	}
	if (s.n == 0 || s.n > 5) {
		return false;
	}
	for (size_t i = 0; i < s.n; i++) {
		if (s.s[i] < '0' || s.s[i] > '9') {
			return false;
		}
		e = e * 10 + (s.s[i] - '0');
	}
	d->scale += negative ? e : -e;
	if (d->scale > SCALE_MAX) {
		return false;
	}
	if (d->scale < 0) {
		if (!shift_up(d->coefficient, -d->scale, &v)) {
			return false;
		}
		*d = (eng_decimal){ v, 0 };
	}
	return true;
}

bool eng_decimal_parse(eng_str text, bool exponent, eng_decimal *out) {
	eng_str s = eng_str_trim(text);
	bool negative = false;
	eng_decimal d;

	if (s.n && (s.s[0] == '-' || s.s[0] == '+')) {
		negative = s.s[0] == '-';
		s = eng_str_sub(s, 1, s.n);
	}
	if (!parse_digits(&s, &d)) {
		return false;
	}
	if (s.n && exponent && (s.s[0] == 'e' || s.s[0] == 'E')) {
		if (!apply_exponent(s, &d)) {
			return false;
		}
	} else if (s.n) {
		return false;
	}
	*out = negative ? eng_decimal_negate(d) : d;
	return true;
}

/* The last digit, taken off; 64 bits at a time where they do. */
static int take_digit(eng_uint128 *v) {
	int digit;

	if (*v >> 64) {
		digit = (int)(*v % 10);
		*v /= 10;
	} else {
		digit = (int)((uint64_t)*v % 10);
		*v = (uint64_t)*v / 10;
	}
	return digit;
}

eng_str eng_decimal_format(eng_decimal d, char out[ENG_DECIMAL_TEXT]) {
	char reversed[ENG_DECIMAL_TEXT];
	eng_uint128 v;
	int n = 0, length = 0;

	v = magnitude(d.coefficient);
	do {
		if (n == d.scale && n > 0) {
			reversed[length++] = '.';
		}
		reversed[length++] = (char)('0' + take_digit(&v));
		n++;
	} while (v || n <= d.scale);
	n = 0;
	if (d.coefficient < 0) {
		out[n++] = '-';
	}
	while (length > 0) {
		out[n++] = reversed[--length];
	}
	out[n] = '\0';
	return (eng_str){ out, (size_t)n };
}

eng_decimal eng_decimal_reduce(eng_decimal d) {
	if (d.coefficient == (int64_t)d.coefficient) {
		int64_t few = (int64_t)d.coefficient;

		while (d.scale > 0 && few % 10 == 0) {
			few /= 10;
			d.scale--;
		}
		d.coefficient = few;
		return d;
	}
	while (d.scale > 0 && d.coefficient % 10 == 0) {
		d.coefficient /= 10;
		d.scale--;
	}
	return d;
}

/* Brings both to one scale; trailing zeros are given up when the larger scale does not fit. */
static bool align(eng_decimal *a, eng_decimal *b) {
	eng_decimal *low = a->scale < b->scale ? a : b, *high = low == a ? b : a;
	eng_int128 v;

	if (shift_within(low->coefficient, high->scale - low->scale, ALIGNED_MAX, &v)) {
		low->coefficient = v;
		low->scale = high->scale;
		return true;
	}
	while (high->scale > low->scale && high->coefficient % 10 == 0) {
		high->coefficient /= 10;
		high->scale--;
	}
	if (!shift_within(low->coefficient, high->scale - low->scale, ALIGNED_MAX, &v)) {
		return false;
	}
	low->coefficient = v;
	low->scale = high->scale;
	return true;
}

bool eng_decimal_add(eng_decimal a, eng_decimal b, eng_decimal *out) {
	if (!align(&a, &b)) {
		return false;
	}
	a.coefficient += b.coefficient;
	while (!fits(a.coefficient) && a.scale > 0 && a.coefficient % 10 == 0) {
		a.coefficient /= 10;
		a.scale--;
	}
	if (!fits(a.coefficient)) {
		return false;
	}
	*out = a;
	return true;
}

bool eng_decimal_sub(eng_decimal a, eng_decimal b, eng_decimal *out) {
	return eng_decimal_add(a, eng_decimal_negate(b), out);
}

bool eng_decimal_mul(eng_decimal a, eng_decimal b, eng_decimal *out) {
	eng_int128 v;

	if (digits(magnitude(a.coefficient)) + digits(magnitude(b.coefficient)) > DIGITS_MAX + 1) {
		a = eng_decimal_reduce(a);
		b = eng_decimal_reduce(b);
	}
	if (digits(magnitude(a.coefficient)) + digits(magnitude(b.coefficient)) > 38) {
		return false;
	}
	v = a.coefficient * b.coefficient;
	if (!fits(v) || a.scale + b.scale > SCALE_MAX) {
		return false;
	}
	*out = (eng_decimal){ v, a.scale + b.scale };
	return true;
}

/* Long division: 34 digits, then half-even by the remainder. */
bool eng_decimal_div(eng_decimal a, eng_decimal b, eng_decimal *out) {
	bool negative = (a.coefficient < 0) != (b.coefficient < 0);
	eng_uint128 n = magnitude(a.coefficient), d = magnitude(b.coefficient), q, r;
	int scale = a.scale - b.scale;

	if (d == 0) {
		return false;
	}
	q = n / d;
	r = n % d;
	while (r && digits(q) < DIGITS_MAX && scale < SCALE_MAX) {
		r *= 10;
		q = q * 10 + r / d;
		r %= d;
		scale++;
	}
	if (r && (r > d - r || (r == d - r && (q & 1)))) {
		q++;
		if (q >= limit34) {
			q /= 10;
			scale--;
		}
	}
	*out = (eng_decimal){ negative ? -(eng_int128)q : (eng_int128)q, scale };
	if (scale < 0) {
		eng_int128 v;

		if (!shift_up(out->coefficient, -scale, &v)) {
			return false;
		}
		*out = (eng_decimal){ v, 0 };
	}
	*out = eng_decimal_reduce(*out);
	return true;
}

bool eng_decimal_mod(eng_decimal a, eng_decimal b, eng_decimal *out) {
	if (b.coefficient == 0 || !align(&a, &b)) {
		return false;
	}
	*out = (eng_decimal){ a.coefficient % b.coefficient, a.scale };
	return true;
}

static bool rounds_up(eng_rounding mode, bool negative, eng_uint128 q, eng_uint128 r,
		      eng_uint128 unit) {
	switch (mode) {
	case ENG_ROUND_HALF_UP:
		return r >= unit - r;
	case ENG_ROUND_HALF_EVEN:
		return r > unit - r || (r == unit - r && (q & 1));
	case ENG_ROUND_DOWN:
		return false;
	case ENG_ROUND_UP:
		return r > 0;
	case ENG_ROUND_FLOOR:
		return negative && r > 0;
	case ENG_ROUND_CEILING:
		return !negative && r > 0;
	}
	return false;
}

bool eng_decimal_round(eng_decimal d, int scale, eng_rounding mode, eng_decimal *out) {
	bool negative = d.coefficient < 0;
	int drop = d.scale - scale;
	eng_uint128 unit, q;
	eng_int128 v;

	if (scale < -DIGITS_MAX || scale > SCALE_MAX) {
		return false;
	}
	if (drop <= 0) {
		if (!shift_up(d.coefficient, -drop, &v)) {
			return false;
		}
		*out = (eng_decimal){ v, scale };
		return true;
	}
	/* Beyond 35 digits only the sign of what is dropped matters. */
	unit = power10(drop > 36 ? 36 : drop);
	q = magnitude(d.coefficient) / unit;
	q += rounds_up(mode, negative, q, magnitude(d.coefficient) % unit, unit);
	v = negative ? -(eng_int128)q : (eng_int128)q;
	if (scale < 0) {
		if (!shift_up(v, -scale, &v)) {
			return false;
		}
		scale = 0;
	}
	if (!fits(v)) {
		return false;
	}
	*out = (eng_decimal){ v, scale };
	return true;
}

eng_decimal eng_decimal_negate(eng_decimal d) {
	return (eng_decimal){ -d.coefficient, d.scale };
}

eng_decimal eng_decimal_abs(eng_decimal d) {
	return d.coefficient < 0 ? eng_decimal_negate(d) : d;
}

int eng_decimal_cmp(eng_decimal a, eng_decimal b) {
	int sign = eng_decimal_sign(a) - eng_decimal_sign(b);

	if (sign) {
		return sign < 0 ? -1 : 1;
	}
	a = eng_decimal_reduce(a);
	b = eng_decimal_reduce(b);
	if (!align(&a, &b)) {
		/* Reduced and still not alignable: the one with more digits before the point is larger. */
		int wide = digits(magnitude(a.coefficient)) - a.scale -
			   (digits(magnitude(b.coefficient)) - b.scale);

		return eng_decimal_sign(a) * (wide > 0            ? 1
					      : wide < 0          ? -1
					      : a.scale > b.scale ? 1
								  : -1);
	}
	return (a.coefficient > b.coefficient) - (a.coefficient < b.coefficient);
}

int eng_decimal_sign(eng_decimal d) {
	return (d.coefficient > 0) - (d.coefficient < 0);
}

bool eng_decimal_is_integer(eng_decimal d) {
	return eng_decimal_reduce(d).scale == 0;
}

bool eng_decimal_to_int64(eng_decimal d, int64_t *out) {
	d = eng_decimal_reduce(d);
	if (d.scale || d.coefficient > INT64_MAX || d.coefficient < INT64_MIN) {
		return false;
	}
	*out = (int64_t)d.coefficient;
	return true;
}

double eng_decimal_to_double(eng_decimal d) {
	double v = (double)d.coefficient;

	for (int i = 0; i < d.scale; i++) {
		v /= 10;
	}
	return v;
}
