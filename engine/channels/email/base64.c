/* Base64 (RFC 2045 6.8), of pictures and attached files: sixteen digits at a time, in lines of 76. Where the
 * processor has an instruction for it, octets are put in place by it; digits are the same either way. */
#include "base/scan.h"
#include "channels/email/encode.h"

#ifdef __x86_64__
#include <tmmintrin.h>
#endif

enum {
	LINE = 76,
	LINE_BYTES = LINE / 4 * 3, /* octets that make a line */
	MARGIN = LINE + 16,        /* bytes that may be written behind what counts */
};

/* Sixteen digits; compared, they give a mask of ones. */
typedef int8_t digits __attribute__((vector_size(16)));
typedef uint32_t groups __attribute__((vector_size(16)));

static inline uint64_t word_of(const unsigned char *from) {
	uint64_t word;

	memcpy(&word, from, sizeof(word));
	return be64toh(word);
}

/* Four groups of three octets as sixteen digits. */
static inline void put_groups(char *to, const unsigned char *from) {
	uint64_t head = word_of(from), tail = word_of(from + 4);
	groups g = { (uint32_t)(head >> 40), head >> 16 & 0xffffff, tail >> 24 & 0xffffff,
		     tail & 0xffffff };
	digits d;

	/* The first digit of each group is its lowest byte. */
	g = g >> 18 | (g >> 4 & 0x3f00) | (g << 10 & 0x3f0000) | (g << 24 & 0x3f000000);
	for (int i = 0; i < 4; i++) {
		g[i] = htole32(g[i]);
	}
	d = (digits)g;
	d += 'A' + ((d > 25) & ('a' - 'Z' - 1)) - ((d > 51) & ('z' + 1 - '0')) -
	     ((d > 61) & ('9' + 1 - '+')) + ((d > 62) & ('/' - '+' - 1));
	memcpy(to, &d, sizeof(d));
}

/* Full lines, of 57 octets each; returns behind the last. */
static char *put_lines(char *to, const unsigned char *from, size_t lines) {
	for (; lines > 0; lines--, from += LINE_BYTES, to += LINE + 2) {
		for (int i = 0; i < 4; i++) {
			put_groups(to + i * 16, from + i * 12);
		}
		put_groups(to + LINE - 16, from + LINE_BYTES - 12); /* one group again */
		memcpy(to + LINE, "\r\n", 2);
	}
	return to;
}

#ifdef __x86_64__
/* The same where a processor can put bytes in any order: nearly all can, but none has to. */
__attribute__((target("ssse3"))) static inline void shuffle_groups(char *to,
								   const unsigned char *from) {
	/* The middle octet of a group is in both halves: each half has two digits whole. */
	const __m128i order = _mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
	/* From a digit to its letter: by 13 for those below 26, by 0 for up to 51, then by each. */
	const __m128i ways =
	    _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
			  '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
	__m128i g, d, way;
	int tail;

	memcpy(&tail, from + 8, sizeof(tail));
	g = _mm_unpacklo_epi64(_mm_loadl_epi64((const __m128i *)(const void *)from),
			       _mm_cvtsi32_si128(tail));
	g = _mm_shuffle_epi8(g, order);
	/* Shifts that differ from half to half are multiplications. */
	d = _mm_or_si128(_mm_mulhi_epu16(_mm_and_si128(g, _mm_set1_epi32(0x0fc0fc00)),
					 _mm_set1_epi32(0x04000040)),
			 _mm_mullo_epi16(_mm_and_si128(g, _mm_set1_epi32(0x003f03f0)),
					 _mm_set1_epi32(0x01000010)));
	way = _mm_or_si128(_mm_subs_epu8(d, _mm_set1_epi8(51)),
			   _mm_and_si128(_mm_cmplt_epi8(d, _mm_set1_epi8(26)), _mm_set1_epi8(13)));
	d = _mm_add_epi8(d, _mm_shuffle_epi8(ways, way));
	_mm_storeu_si128((__m128i *)(void *)to, d);
}

__attribute__((target("ssse3"))) static char *shuffle_lines(char *to, const unsigned char *from,
							    size_t lines) {
	for (; lines > 0; lines--, from += LINE_BYTES, to += LINE + 2) {
		for (int i = 0; i < 4; i++) {
			shuffle_groups(to + i * 16, from + i * 12);
		}
		shuffle_groups(to + LINE - 16, from + LINE_BYTES - 12);
		memcpy(to + LINE, "\r\n", 2);
	}
	return to;
}

static bool can_shuffle(void) {
	return __builtin_cpu_supports("ssse3");
}
#else
#define shuffle_lines put_lines

static bool can_shuffle(void) {
	return false;
}
#endif

/* What is left, of fewer than 57. */
static char *put_rest(char *to, const unsigned char *from, size_t n) {
	unsigned char octets[LINE_BYTES + 12] = { 0 };
	size_t end = (n + 2) / 3 * 4;

	memcpy(octets, from, n);
	for (size_t i = 0; i * 12 < n; i++) {
		put_groups(to + i * 16, octets + i * 12);
	}
	memset(to + end - (3 - n % 3) % 3, '=', (3 - n % 3) % 3);
	memcpy(to + end, "\r\n", 2);
	return to + end + 2;
}

void eng_encode_base64(eng_buf *out, eng_str bytes) {
	size_t lines = bytes.n / LINE_BYTES, rest = bytes.n % LINE_BYTES;
	char *start = eng_buf_reserve(out, (lines + 1) * (LINE + 2) + MARGIN), *to;
	const unsigned char *from = (const unsigned char *)bytes.s;

	to = can_shuffle() ? shuffle_lines(start, from, lines) : put_lines(start, from, lines);
	to = rest ? put_rest(to, from + lines * LINE_BYTES, rest) : to;
	out->n += (size_t)(to - start);
	out->s[out->n] = '\0';
}

void eng_encode_base64_text(eng_buf *out, eng_str text) {
	eng_buf lines = { 0 };
	char *to = eng_buf_reserve(&lines, text.n * 2);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '\n') {
			to[n++] = '\r';
		}
		to[n++] = text.s[i];
	}
	lines.n = n;
	eng_encode_base64(out, eng_buf_view(&lines));
	eng_buf_finish(&lines);
}
