/* Looking for the first byte of a kind, eight bytes at a time: most text is plain. */
#ifndef ENG_BASE_SCAN_H
#define ENG_BASE_SCAN_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define ENG_SCAN_ONES ((uint64_t)0x0101010101010101)
#define ENG_SCAN_TOPS ((uint64_t)0x8080808080808080)

/* Eight bytes, the first of them lowest. */
static inline uint64_t eng_scan_word(const char *s) {
	uint64_t word;

	memcpy(&word, s, sizeof(word));
	return le64toh(word);
}

/* Which byte has the lowest bit of a mask that is not zero. */
static inline size_t eng_scan_first(uint64_t mask) {
	return (size_t)__builtin_ctzll(mask) / 8;
}

/* Bit 7 of each byte of the word below limit (1 to 128), and maybe of others behind the first. 0: none is below. */
static inline uint64_t eng_scan_below(uint64_t word, unsigned char limit) {
	return (word - ENG_SCAN_ONES * limit) & ~word & ENG_SCAN_TOPS;
}

/* A bit for each of 16 bytes that is the same in a and b, that of the first lowest. */
static inline uint64_t eng_scan_alike(const void *a, const void *b) {
#ifdef __SSE2__
	__m128i same = _mm_cmpeq_epi8(_mm_loadu_si128(a), _mm_loadu_si128(b));

	return (uint64_t)_mm_movemask_epi8(same);
#else
	uint64_t bits = 0;

	for (int i = 0; i < 16; i += 8) {
		uint64_t x =
		    eng_scan_word((const char *)a + i) ^ eng_scan_word((const char *)b + i);
		uint64_t zero = ~(((x & ~ENG_SCAN_TOPS) + ~ENG_SCAN_TOPS) | x | ~ENG_SCAN_TOPS);

		bits |= (zero >> 7) * 0x0102040810204080 >> 56 << i;
	}
	return bits;
#endif
}

/* A bit for each of 16 bytes that is c, that of the first lowest. */
static inline uint64_t eng_scan_same(const void *s, char c) {
#ifdef __SSE2__
	return (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(s), _mm_set1_epi8(c)));
#else
	char wanted[16];

	memset(wanted, c, sizeof(wanted));
	return eng_scan_alike(s, wanted);
#endif
}

/* A bit for each of 16 bytes that is not ASCII, that of the first lowest. */
static inline uint64_t eng_scan_wide(const void *s) {
#ifdef __SSE2__
	return (uint64_t)_mm_movemask_epi8(_mm_loadu_si128(s));
#else
	uint64_t bits = 0;

	for (int i = 0; i < 16; i += 8) {
		uint64_t tops = eng_scan_word((const char *)s + i) & ENG_SCAN_TOPS;

		bits |= (tops >> 7) * 0x0102040810204080 >> 56 << i;
	}
	return bits;
#endif
}

/* A bit for the first of 16 bytes that is the one looked for, or below least (1 to 127), or no visible ASCII
 * and no space; bits behind it may be set whatever their bytes are. 0: there is none. */
static inline uint64_t eng_scan_odd(const void *s, char wanted, char least) {
#ifdef __SSE2__
	__m128i bytes = _mm_loadu_si128(s), one = _mm_set1_epi8(1);
	/* One further, 0x7f and what is no ASCII are below it, being negative. */
	__m128i low = _mm_cmplt_epi8(_mm_add_epi8(bytes, one), _mm_set1_epi8((char)(least + 1)));
	__m128i same = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(wanted));

	return (uint64_t)_mm_movemask_epi8(_mm_or_si128(low, same));
#else
	for (int i = 0; i < 16; i += 8) {
		uint64_t word = eng_scan_word((const char *)s + i);
		uint64_t odd = (word & ENG_SCAN_TOPS) | eng_scan_below(word, (unsigned char)least) |
			       eng_scan_below(word ^ ENG_SCAN_ONES * (unsigned char)wanted, 1) |
			       eng_scan_below(word ^ ENG_SCAN_ONES * 0x7f, 1);

		if (odd) {
			return (uint64_t)1 << (eng_scan_first(odd) + (size_t)i);
		}
	}
	return 0;
#endif
}

/* A bit for the first of 16 bytes that markup may not hold as it is: quote, ampersand, hyphen, angle bracket, or no
 * visible ASCII and no space; bits behind it may be set. 0: none. Where it is not looked for, the first is marked. */
static inline uint64_t eng_scan_markup(const void *s) {
#ifdef __SSE2__
	__m128i bytes = _mm_loadu_si128(s), one = _mm_set1_epi8(1);
	/* One further, 0x7f and what is no ASCII are below it, being negative. */
	__m128i odd = _mm_cmplt_epi8(_mm_add_epi8(bytes, one), _mm_set1_epi8(' ' + 1));
	__m128i even = _mm_or_si128(bytes, one);                       /* '&' is as '\'' */
	__m128i angle = _mm_or_si128(bytes, _mm_set1_epi8('<' ^ '>')); /* '<' is as '>' */

	odd = _mm_or_si128(odd, _mm_cmpeq_epi8(even, _mm_set1_epi8('\'')));
	odd = _mm_or_si128(odd, _mm_cmpeq_epi8(angle, _mm_set1_epi8('>')));
	odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
	odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('-')));
	return (uint64_t)_mm_movemask_epi8(odd);
#else
	(void)s;
	return 1;
#endif
}

/* Bit 7 of the first byte of the word that is no visible ASCII and no space; bytes behind that one may be marked
 * whatever they are. 0: all are. */
static inline uint64_t eng_scan_unprintable(uint64_t word) {
	return (word & ENG_SCAN_TOPS) | eng_scan_below(word, 0x20) |
	       eng_scan_below(word ^ ENG_SCAN_ONES * 0x7f, 1);
}

/* The last rest bytes (below 8) of n (8 and more), zeros behind them. */
static inline uint64_t eng_scan_tail(const char *s, size_t n, size_t rest) {
	return eng_scan_word(s + n - 8) >> 1 >> (63 - 8 * rest);
}

/* Bytes before the first that is no visible ASCII and no space; n when there is none. */
static inline size_t eng_scan_printable(const char *s, size_t n) {
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t odd = eng_scan_unprintable(eng_scan_word(s + i));

		if (odd) {
			return i + eng_scan_first(odd);
		}
	}
	if (n >= 8) { /* a zero ends it at the latest */
		return i + eng_scan_first(eng_scan_unprintable(eng_scan_tail(s, n, n - i)));
	}
	while (i < n && s[i] >= 0x20 && s[i] < 0x7f) {
		i++;
	}
	return i;
}

/* Whether all are. */
static inline bool eng_scan_all_printable(const char *s, size_t n) {
	return eng_scan_printable(s, n) == n;
}

/* Bytes before the first that is not ASCII; n when there is none. */
static inline size_t eng_scan_ascii(const char *s, size_t n) {
	size_t i = 0;

	for (; n - i >= 16; i += 16) {
		uint64_t wide = eng_scan_wide(s + i);

		if (wide) {
			return i + (size_t)__builtin_ctzll(wide);
		}
	}
	if (n >= 16) { /* the last again, without those before */
		uint64_t wide = eng_scan_wide(s + n - 16) >> (16 - (n - i));

		return wide ? i + (size_t)__builtin_ctzll(wide) : n;
	}
	if (n >= 8) {
		uint64_t tops = eng_scan_word(s) & ENG_SCAN_TOPS;

		i = tops ? 0 : 8;
		tops = tops ? tops : eng_scan_tail(s, n, n - 8) & ENG_SCAN_TOPS;
		return tops ? i + eng_scan_first(tops) : n;
	}
	while (i < n && !((unsigned char)s[i] & 0x80)) {
		i++;
	}
	return i;
}

/* Bytes before the first below limit (1 to 128); n when there is none. */
static inline size_t eng_scan_low(const char *s, size_t n, unsigned char limit) {
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t low = eng_scan_below(eng_scan_word(s + i), limit);

		if (low) {
			return i + eng_scan_first(low);
		}
	}
	while (i < n && (unsigned char)s[i] >= limit) {
		i++;
	}
	return i;
}

/* Bytes before the first control, quote or backslash: what a JSON string holds as it is. With also
 * ENG_SCAN_TOPS, and before the first that is not ASCII; else also is 0. */
static inline size_t eng_scan_quoted(const char *s, size_t n, uint64_t also) {
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t word = eng_scan_word(s + i);
		uint64_t odd = eng_scan_below(word, 0x20) |
			       eng_scan_below(word ^ ENG_SCAN_ONES * '"', 1) |
			       eng_scan_below(word ^ ENG_SCAN_ONES * '\\', 1) | (word & also);

		if (odd) {
			return i + eng_scan_first(odd);
		}
	}
	while (i < n && (unsigned char)s[i] >= 0x20 && s[i] != '"' && s[i] != '\\' &&
	       !((unsigned char)s[i] & also)) {
		i++;
	}
	return i;
}

/* How many of n bytes are not ASCII. */
static inline size_t eng_scan_count_wide(const char *s, size_t n) {
	size_t i = 0, wide = 0;

	for (; i + 16 <= n; i += 16) {
		uint64_t bits = eng_scan_wide(s + i);

		wide += bits ? (size_t)__builtin_popcountll(bits) : 0;
	}
	while (i < n) {
		wide += (unsigned char)s[i++] >> 7;
	}
	return wide;
}

#endif
