/* UAX #9 orders the groups of "+353 1 555 0100" from right to left behind an Arabic letter (W2, N1), and
 * sets the number of "12 Harbour Square" behind the street. An island has digits, a space inside, and
 * either letters or nothing but digits in groups: "10 - 20" is a range, which does read from the right. */
#include "compose/island.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

/* A run without right-to-left letters, as it grows. */
typedef struct run {
	eng_island at;
	bool open, letters, digits;
	bool gap, space; /* a space since the last letter or digit; one inside */
	bool sign, lone; /* something else since the last space; that alone between spaces */
	int brackets;    /* open ones */
} run;

static bool is_space(uint32_t c) {
	return c == ' ' || c == 0xa0 || c == 0x202f;
}

static bool is_rtl(UCharDirection d) {
	return d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC;
}

static bool is_digit(UCharDirection d) {
	return d == U_EUROPEAN_NUMBER || d == U_ARABIC_NUMBER;
}

static bool is_island(const run *r) {
	return r->digits && r->space && (r->letters || !r->lone);
}

static void take_core(run *r, size_t start, size_t end, bool digit) {
	if (!r->open) {
		r->open = true;
		r->at.from = start;
	}
	r->space |= r->gap;
	r->gap = r->sign = false;
	r->letters |= !digit;
	r->digits |= digit;
	r->at.to = end;
}

/* What stands between letters and digits, or opens a number. */
static void take_other(run *r, uint32_t c, size_t start, size_t end, bool before_digit) {
	if (!r->open) {
		r->open = before_digit && (c == '+' || c == '(');
		r->at = (eng_island){ start, end };
	} else if (is_space(c)) {
		r->lone |= r->gap && r->sign;
		r->gap = true;
		r->sign = false;
	} else {
		r->sign = true;
	}
	r->brackets += r->open && c == '(';
	if (c == ')' && r->brackets > 0) {
		r->brackets--;
		r->at.to = r->gap ? r->at.to : end;
	}
}

bool eng_island_find(eng_str text, size_t from, eng_island *out) {
	run r = { 0 };
	size_t at = from;

	while (at <= text.n) {
		uint32_t c = 0, next = 0;
		size_t n = at < text.n ? eng_utf8_decode(text.s + at, text.n - at, &c) : 0;
		UCharDirection d = n ? u_charDirection((UChar32)c) : U_RIGHT_TO_LEFT;

		if (is_rtl(d)) {
			if (is_island(&r)) {
				*out = r.at;
				return true;
			}
			r = (run){ 0 };
		} else if (d == U_LEFT_TO_RIGHT || is_digit(d)) {
			take_core(&r, at, at + n, is_digit(d));
		} else {
			if (at + n < text.n) {
				eng_utf8_decode(text.s + at + n, text.n - at - n, &next);
			}
			take_other(&r, c, at, at + n,
				   next && is_digit(u_charDirection((UChar32)next)));
		}
		at += n ? n : 1;
	}
	return false;
}
