/* Slices: comparing, cutting, and the "did you mean" of every message. */
#include "base/str.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

static bool is_space(char c) {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool eng_str_starts(eng_str s, const char *prefix) {
	size_t n = strlen(prefix);

	return s.n >= n && memcmp(s.s, prefix, n) == 0;
}

bool eng_str_ends(eng_str s, const char *suffix) {
	size_t n = strlen(suffix);

	return s.n >= n && memcmp(s.s + s.n - n, suffix, n) == 0;
}

int eng_str_cmp(eng_str a, eng_str b) {
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.s, b.s, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

eng_str eng_str_trim(eng_str s) {
	while (s.n && is_space(s.s[0])) {
		s.s++;
		s.n--;
	}
	while (s.n && is_space(s.s[s.n - 1])) {
		s.n--;
	}
	return s;
}

bool eng_str_blank(eng_str s) {
	size_t i = 0;

	while (i < s.n && is_space(s.s[i])) {
		i++;
	}
	return i == s.n;
}

eng_str eng_str_sub(eng_str s, size_t from, size_t to) {
	if (to > s.n) {
		to = s.n;
	}
	if (from > to) {
		from = to;
	}
	return (eng_str){ from ? s.s + from : s.s, to - from }; /* s may be NULL */
}

size_t eng_str_index(eng_str s, eng_str needle) {
	const char *at;

	if (needle.n == 0) {
		return 0;
	}
	at = s.n < needle.n ? NULL : memmem(s.s, s.n, needle.s, needle.n);
	return at ? (size_t)(at - s.s) : s.n;
}

bool eng_str_word(eng_str *rest, eng_str *word) {
	eng_str s = eng_str_trim(*rest);
	size_t n = 0;

	while (n < s.n && !is_space(s.s[n])) {
		n++;
	}
	*word = eng_str_sub(s, 0, n);
	*rest = eng_str_sub(s, n, s.n);
	return n > 0;
}

bool eng_str_split(eng_str *rest, char separator, eng_str *field) {
	const char *at;

	if (!rest->s) {
		return false;
	}
	at = rest->n ? memchr(rest->s, separator, rest->n) : NULL;
	if (!at) {
		*field = *rest;
		*rest = (eng_str){ NULL, 0 };
		return true;
	}
	*field = (eng_str){ rest->s, (size_t)(at - rest->s) };
	*rest = (eng_str){ at + 1, rest->n - field->n - 1 };
	return true;
}

char *eng_str_dup(eng_arena *arena, eng_str s) {
	return eng_arena_strndup(arena, s.s, s.n);
}

eng_str eng_str_copy(eng_arena *arena, eng_str s) {
	return (eng_str){ eng_str_dup(arena, s), s.n };
}

eng_str eng_str_printf(eng_arena *arena, const char *fmt, ...) {
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = eng_arena_vprintf(arena, fmt, ap);
	va_end(ap);
	return eng_str_from(p);
}

#define WORD_MAX 64

/* Damerau-Levenshtein distance with adjacent swaps, in code units. */
static size_t distance(eng_str a, const char *b, size_t bn) {
	size_t row[3][WORD_MAX + 1];

	for (size_t j = 0; j <= bn; j++) {
		row[0][j] = j;
	}
	for (size_t i = 1; i <= a.n; i++) {
		size_t *now = row[i % 3], *up = row[(i + 2) % 3], *upup = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= bn; j++) {
			size_t best = up[j - 1] + (a.s[i - 1] != b[j - 1]);

			best = best < up[j] + 1 ? best : up[j] + 1;
			best = best < now[j - 1] + 1 ? best : now[j - 1] + 1;
			if (i > 1 && j > 1 && a.s[i - 1] == b[j - 2] && a.s[i - 2] == b[j - 1] &&
			    upup[j - 2] + 1 < best) {
				best = upup[j - 2] + 1;
			}
			now[j] = best;
		}
	}
	return row[a.n % 3][bn];
}

const char *eng_str_nearest(eng_str word, const char *const *candidates, size_t n) {
	const char *best = NULL;
	size_t best_distance = SIZE_MAX;

	if (word.n == 0 || word.n > WORD_MAX) {
		return NULL;
	}
	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(candidates[i]), limit, d;

		if (length > WORD_MAX) {
			continue;
		}
		limit = (length > word.n ? length : word.n) / 3;
		limit = limit < 1 ? 1 : limit > 3 ? 3 : limit;
		d = distance(word, candidates[i], length);
		if (d <= limit && d < best_distance) {
			best = candidates[i];
			best_distance = d;
		}
	}
	return best;
}
