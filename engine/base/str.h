/* A slice of bytes, usually UTF-8, that somebody else owns. Not NUL-terminated unless said so. */
#ifndef ENG_BASE_STR_H
#define ENG_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"

typedef struct eng_str {
	const char *s;
	size_t n;
} eng_str;

#define ENG_STR(literal) ((eng_str){ (literal), sizeof(literal) - 1 })
#define ENG_STR_INIT(literal)                                                                      \
	{ (literal), sizeof(literal) - 1 }
/* For printf: "%.*s", ENG_STR_ARG(str). */
#define ENG_STR_ARG(str) (int)(str).n, (str).s ? (str).s : ""

/* NULL becomes the empty slice. */
static inline eng_str eng_str_from(const char *s) {
	return (eng_str){ s ? s : "", s ? strlen(s) : 0 };
}
static inline bool eng_str_eq(eng_str a, eng_str b) {
	return a.n == b.n && (a.n == 0 || (*a.s == *b.s && memcmp(a.s, b.s, a.n) == 0));
}
static inline bool eng_str_eqc(eng_str a, const char *b) {
	return eng_str_eq(a, eng_str_from(b));
}
bool eng_str_starts(eng_str s, const char *prefix);
bool eng_str_ends(eng_str s, const char *suffix);
/* Byte order; shorter first on a tie. */
int eng_str_cmp(eng_str a, eng_str b);
/* Without leading and trailing XML white space (space, tab, CR, LF). */
eng_str eng_str_trim(eng_str s);
bool eng_str_blank(eng_str s);
/* Bytes [from, to) clamped to the slice. */
eng_str eng_str_sub(eng_str s, size_t from, size_t to);
/* Index of the first occurrence, or s.n when absent. */
size_t eng_str_index(eng_str s, eng_str needle);
/* Takes the next white-space separated word off *rest; false at the end. */
bool eng_str_word(eng_str *rest, eng_str *word);
/* Takes the text up to separator off *rest; false when *rest is exhausted (s == NULL). */
bool eng_str_split(eng_str *rest, char separator, eng_str *field);

/* NUL-terminated copy in the arena. */
eng_str eng_str_copy(eng_arena *arena, eng_str s);
/* The same, as a plain C string. */
char *eng_str_dup(eng_arena *arena, eng_str s);
eng_str eng_str_printf(eng_arena *arena, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The candidate closest to word by edit distance, or NULL when none is close enough to be a likely
 * slip (at most a third of the longer name, at least one, at most three edits). */
const char *eng_str_nearest(eng_str word, const char *const *candidates, size_t n);

#endif
