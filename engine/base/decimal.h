/* Exact decimals: a 128-bit coefficient and a scale. Money is never a double.
 *
 * value = coefficient * 10^-scale. At most 34 significant digits are kept (as in IEEE 754
 * decimal128); add, subtract and multiply are exact or fail, division rounds half-even at 34 digits.
 * The scale of a literal is kept: 84.20 prints as 84.20 and equals 84.2. No NaN, no infinity, and
 * no negative zero. Judged against Python's decimal module in tests. */
#ifndef ENG_BASE_DECIMAL_H
#define ENG_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

__extension__ typedef __int128 eng_int128;

typedef struct eng_decimal {
	eng_int128 coefficient; /* |coefficient| < 10^34 */
	int scale;              /* 0 .. 100; negative scales are normalised away */
} eng_decimal;

typedef enum eng_rounding {
	ENG_ROUND_HALF_UP,   /* away from zero on a tie: what invoices use */
	ENG_ROUND_HALF_EVEN,
	ENG_ROUND_DOWN,      /* toward zero */
	ENG_ROUND_UP,        /* away from zero */
	ENG_ROUND_FLOOR,
	ENG_ROUND_CEILING,
} eng_rounding;

#define ENG_DECIMAL_TEXT 112 /* enough for any value: sign, 101 digits, point, NUL */

eng_decimal eng_decimal_from_int(int64_t value);
/* Accepted: optional surrounding XML space, sign, digits, one point (".5" and "5." too); exponent
 * only when allowed. False (no diagnostic) when the text is no number or has too many digits. */
bool eng_decimal_parse(eng_str text, bool exponent, eng_decimal *out);
/* Plain notation with exactly scale fraction digits, "-0.50"; NUL-terminated. */
eng_str eng_decimal_format(eng_decimal d, char out[ENG_DECIMAL_TEXT]);
/* Trailing fraction zeros removed: the XPath string form of a number. */
eng_decimal eng_decimal_reduce(eng_decimal d);

/* False (no diagnostic) when the result needs more than 34 digits; then *out is untouched. */
bool eng_decimal_add(eng_decimal a, eng_decimal b, eng_decimal *out);
bool eng_decimal_sub(eng_decimal a, eng_decimal b, eng_decimal *out);
bool eng_decimal_mul(eng_decimal a, eng_decimal b, eng_decimal *out);
/* Quotient reduced; false on division by zero or overflow. */
bool eng_decimal_div(eng_decimal a, eng_decimal b, eng_decimal *out);
/* XPath mod: remainder of truncating division, sign of the dividend; false when b is zero. */
bool eng_decimal_mod(eng_decimal a, eng_decimal b, eng_decimal *out);

/* Rounded to scale fraction digits (scale may be negative: tens, hundreds); the result has
 * max(scale, 0) fraction digits. */
bool eng_decimal_round(eng_decimal d, int scale, eng_rounding mode, eng_decimal *out);
eng_decimal eng_decimal_negate(eng_decimal d);
eng_decimal eng_decimal_abs(eng_decimal d);

/* -1, 0, 1 by value: 84.20 equals 84.2. */
int eng_decimal_cmp(eng_decimal a, eng_decimal b);
int eng_decimal_sign(eng_decimal d);
bool eng_decimal_is_integer(eng_decimal d);
/* False when not an integer or out of range. */
bool eng_decimal_to_int64(eng_decimal d, int64_t *out);
/* For drawing only (chart geometry); never for money. */
double eng_decimal_to_double(eng_decimal d);

#endif
