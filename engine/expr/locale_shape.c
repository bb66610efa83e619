/* The fast road of number formatting: a shape learnt from what ICU prints for a few numbers, and
 * kept only if it then prints all probes exactly as ICU does.
 *
 * Knows digits, group and decimal separators, and what stands around them. Knows no language: all
 * of it comes out of the samples. */
#include "expr/locale_shape.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

/* One code point of a formatted sample. */
typedef struct mark {
	size_t from, to;
	int digit; /* -1: none */
} mark;

#define MARKS 96

static size_t scan(eng_str text, mark *marks) {
	eng_str rest = text, before = text;
	uint32_t c;
	size_t n;

	for (n = 0; n < MARKS && eng_utf8_next(&rest, &c); n++, before = rest) {
		marks[n].from = text.n - before.n;
		marks[n].to = text.n - rest.n;
		marks[n].digit = u_charDigitValue((UChar32)c);
	}
	return n;
}

/* What stands before the first and behind the last digit; false when there is no digit. */
static bool learn_edges(eng_arena *arena, eng_str text, eng_str *before, eng_str *behind) {
	mark marks[MARKS];
	size_t n = scan(text, marks), first = 0, last = n;

	while (first < n && marks[first].digit < 0) {
		first++;
	}
	while (last > first && marks[last - 1].digit < 0) {
		last--;
	}
	if (first == n) {
		return false;
	}
	*before = eng_str_copy(arena, eng_str_sub(text, 0, marks[first].from));
	*behind = eng_str_copy(arena, eng_str_sub(text, marks[last - 1].to, text.n));
	return true;
}

/* From "1234567890" and its fraction: digits, separators and the sizes of the groups. */
static bool learn_body(eng_number_shape *shape, eng_arena *arena, eng_str text, size_t whole) {
	mark marks[MARKS];
	size_t n = scan(text, marks), i, seen = 0, run = 0, end = 0;

	for (i = 0; i < n; i++) {
		if (marks[i].digit < 0) {
			continue;
		}
		if (seen > 0 && marks[i].from > end) { /* a separator stands before this digit */
			eng_str between = eng_str_sub(text, end, marks[i].from);

			if (seen == whole) {
				shape->point = eng_str_copy(arena, between);
			} else {
				shape->group = eng_str_copy(arena, between);
				shape->secondary = shape->group.n > 0 ? run : 0;
				run = 0;
			}
		}
		if (seen < whole) {
			run++;
			shape->primary = run;
		}
		shape->digit_bytes = marks[i].to - marks[i].from;
		memcpy(shape->digits[marks[i].digit], text.s + marks[i].from, shape->digit_bytes);
		end = marks[i].to;
		seen++;
	}
	if (shape->group.n == 0) {
		shape->primary = 0;
	}
	return seen >= whole;
}

static size_t put(char *out, size_t at, eng_str text) {
	memcpy(out + at, text.s, text.n);
	return at + text.n;
}

/* Whether a group separator stands before the digit with so many whole digits from it on. */
static bool separates(const eng_number_shape *shape, size_t whole, size_t left) {
	if (shape->primary == 0 || left == whole || left < shape->primary ||
	    whole < shape->primary + shape->minimum) {
		return false;
	}
	return (left - shape->primary) % shape->secondary == 0;
}

eng_str eng_number_shape_write(const eng_number_shape *shape, eng_arena *arena, eng_str decimal) {
	bool negative = decimal.n > 0 && decimal.s[0] == '-';
	char small[96], *out = small; /* only what was written is kept: a long table has many */
	size_t point, i, at = 0, room;
	const char *dot;

	decimal = eng_str_sub(decimal, negative, decimal.n);
	dot = memchr(decimal.s, '.', decimal.n);
	point = dot ? (size_t)(dot - decimal.s) : decimal.n;
	room = shape->before[negative].n + shape->behind[negative].n + shape->point.n +
	       decimal.n * (shape->digit_bytes + shape->group.n) + 1;
	if (room > sizeof(small)) {
		out = eng_arena_alloc(arena, room);
	}
	at = put(out, at, shape->before[negative]);
	for (i = 0; i < decimal.n; i++) {
		if (i == point) {
			at = put(out, at, shape->point);
			continue;
		}
		if (i < point && separates(shape, point, point - i)) {
			at = put(out, at, shape->group);
		}
		if (shape->digit_bytes == 1) {
			out[at++] = shape->digits[decimal.s[i] - '0'][0];
		} else {
			memcpy(out + at, shape->digits[decimal.s[i] - '0'], shape->digit_bytes);
			at += shape->digit_bytes;
		}
	}
	at = put(out, at, shape->behind[negative]);
	return out == small ? eng_str_copy(arena, (eng_str){ out, at }) : (eng_str){ out, at };
}

/* A probe with so many whole digits, starting at any digit. */
static eng_str make_probe(eng_arena *arena, bool negative, int whole, int digits, int start) {
	char text[80];
	size_t n = 0;
	int i;

	if (negative) {
		text[n++] = '-';
	}
	for (i = 0; i < whole; i++) {
		text[n++] = (char)('0' + (start + i) % 10);
	}
	if (digits > 0) {
		text[n++] = '.';
	}
	for (i = 0; i < digits; i++) {
		text[n++] = (char)('0' + (start + i + 3) % 10);
	}
	return eng_str_copy(arena, (eng_str){ text, n });
}

/* Every length of the whole part, both signs, and zero. */
static bool prove(const eng_number_shape *shape, eng_arena *arena, int digits,
		  eng_number_probe *probe, void *user) {
	eng_str decimal, is;
	int whole, sign;

	for (whole = 0; whole <= 18; whole++) {
		for (sign = 0; sign < 2; sign++) {
			decimal = make_probe(arena, sign, whole ? whole : 1, digits,
					     whole ? 1 + whole % 9 : 0);
			if (whole == 0 && (sign || digits == 0)) {
				decimal = ENG_STR("0");
				decimal =
				    digits ? make_probe(arena, false, 1, digits, 10) : decimal;
			}
			if (!probe(user, decimal, &is) ||
			    !eng_str_eq(is, eng_number_shape_write(shape, arena, decimal))) {
				return false;
			}
		}
	}
	return true;
}

void eng_number_shape_learn(eng_number_shape *shape, eng_arena *arena, int digits,
			    eng_number_probe *probe, void *user) {
	eng_str text, grouped;

	memset(shape, 0, sizeof(*shape));
	if (!probe(user, make_probe(arena, false, 10, digits, 1), &text) ||
	    !learn_edges(arena, text, &shape->before[0], &shape->behind[0]) ||
	    !learn_body(shape, arena, text, 10) ||
	    !probe(user, make_probe(arena, true, 10, digits, 1), &text) ||
	    !learn_edges(arena, text, &shape->before[1], &shape->behind[1])) {
		return;
	}
	if (shape->primary > 0) {
		if (shape->primary > 6 || shape->secondary == 0 ||
		    !probe(user, make_probe(arena, false, (int)shape->primary + 1, 0, 1),
			   &grouped)) {
			return;
		}
		shape->minimum = eng_str_index(grouped, shape->group) < grouped.n ? 1 : 2;
	}
	shape->usable = prove(shape, arena, digits, probe, user);
}
