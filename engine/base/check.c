/* Check digits: ISO 7064 MOD 97-10, and the recursive modulo 10 of the Swiss QR-bill's guidelines
 * (annex B). Knows no account and no scheme. */
#include "base/check.h"

/* The next character that is not a space; 0 at the end. */
static char next(eng_str text, size_t *at) {
	while (*at < text.n && text.s[*at] == ' ') {
		++*at;
	}
	return *at < text.n ? text.s[(*at)++] : 0;
}

bool eng_check_mod97(eng_str text) {
	size_t at = 0, rotated;
	unsigned rest = 0;

	for (int i = 0; i < 4; i++) {
		next(text, &at);
	}
	rotated = at;
	for (int turn = 0; turn < 2; turn++) {
		size_t from = turn == 0 ? rotated : 0, to = turn == 0 ? text.n : rotated;

		for (size_t i = from; i < to; i++) {
			char c = text.s[i];

			if (c >= '0' && c <= '9') {
				rest = rest * 10 + (unsigned)(c - '0');
			} else if (c >= 'A' && c <= 'Z') {
				rest = rest * 100 + (unsigned)(c - 'A') + 10;
			} else if (c != ' ') {
				return false;
			}
			rest %= 97;
		}
	}
	return rest == 1 && at < text.n;
}

bool eng_check_mod10(eng_str text) {
	static const unsigned char table[10] = { 0, 9, 4, 6, 8, 2, 7, 1, 3, 5 };
	unsigned carry = 0, digits = 0;
	size_t at = 0;
	char c;

	while ((c = next(text, &at)) != 0) {
		if (c < '0' || c > '9') {
			return false;
		}
		digits++;
		if (at == text.n) { /* the last: the check digit itself */
			return digits > 1 && (10 - carry) % 10 == (unsigned)(c - '0');
		}
		carry = table[(carry + (unsigned)(c - '0')) % 10];
	}
	return false;
}
