/* A postcode is the last word of an address with four digits and more, or the two words of the British kind;
 * countries stand behind it or not at all. */
#include "print/order.h"

#include <stdlib.h>

#include "print/postal.h"

typedef struct keyed {
	eng_part_ref ref;
	uint32_t group; /* place of the carrier's; letters of none are the last */
	eng_str country, postcode;
	size_t place;
} keyed;

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

static bool is_upper(char c) {
	return c >= 'A' && c <= 'Z';
}

/* 28195, 01-234, 1234-567, 94103-1234; 1012 of 1012 AB. */
static bool is_number(eng_str word) {
	size_t digits = 0;

	for (size_t i = 0; i < word.n; i++) {
		digits += is_digit(word.s[i]);
		if (!is_digit(word.s[i]) && word.s[i] != '-') {
			return false;
		}
	}
	return digits >= 4;
}

/* The second half of SW1A 1AA, and of the Canadian K1A 0B1. */
static bool is_inward(eng_str w) {
	return w.n == 3 && is_digit(w.s[0]) && (is_upper(w.s[1]) || is_digit(w.s[1])) &&
	       (is_upper(w.s[2]) || is_digit(w.s[2]));
}

static bool is_outward(eng_str w) {
	bool digit = false;

	for (size_t i = 0; i < w.n; i++) {
		digit |= is_digit(w.s[i]);
		if (!is_digit(w.s[i]) && !is_upper(w.s[i])) {
			return false;
		}
	}
	return w.n >= 2 && w.n <= 4 && is_upper(w.s[0]) && digit;
}

eng_str eng_postcode_find(const eng_str *lines, size_t n) {
	for (size_t i = n; i-- > 0;) {
		eng_str rest = lines[i], word, before = { 0 }, found = { 0 };

		while (eng_str_word(&rest, &word)) {
			if (is_number(word)) {
				found = word;
			} else if (is_inward(word) && is_outward(before)) {
				found = (eng_str){ before.s, (size_t)(word.s + word.n - before.s) };
			}
			before = word;
		}
		if (found.n) {
			return found;
		}
	}
	return (eng_str){ 0 };
}

static int by_postcode(const void *a, const void *b) {
	const keyed *x = a, *y = b;
	int order = x->group < y->group ? -1 : x->group > y->group;

	order = order ? order : eng_str_cmp(x->country, y->country);
	order = order ? order : eng_str_cmp(x->postcode, y->postcode);
	return order ? order : x->place < y->place ? -1 : x->place > y->place;
}

static keyed key_of(eng_arena *arena, eng_arena *scratch, const eng_postal *postal,
		    const eng_part_file *part, size_t place) {
	eng_destination to = eng_postal_destination(scratch, postal, part);

	return (keyed){ .ref = *part->ref,
			.group = to.rule ? to.rule->place : UINT32_MAX,
			.country = to.post ? eng_str_from(to.post->country)
					   : eng_str_copy(arena, part->country),
			.postcode = eng_str_copy(arena, to.postcode),
			.place = place };
}

bool eng_order_parts(eng_ctx *ctx, eng_arena *arena, eng_part_reader *reader,
		     const eng_print_plan *plan, eng_part_ref *refs, size_t n) {
	keyed *all;

	if (plan->order == ENG_ORDER_RUN) {
		return true;
	}
	all = eng_malloc((n + 1) * sizeof(*all));
	for (size_t i = 0; i < n; i++) {
		const eng_part_file *part = eng_part_open(ctx, reader, &refs[i]);

		if (!part) {
			free(all);
			return false;
		}
		all[i] = key_of(arena, eng_part_arena(reader), plan->postal, part, i);
		eng_part_close_all(reader);
	}
	qsort(all, n, sizeof(*all), by_postcode);
	for (size_t i = 0; i < n; i++) {
		refs[i] = all[i].ref;
	}
	free(all);
	return true;
}
