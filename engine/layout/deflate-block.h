/* One block of deflate with codes of its own (RFC 1951 3.2.7), for those who find repetitions in a way that
 * libraries do not: symbols, the bits of a block's head, a writer of bits. */
#ifndef ENG_LAYOUT_DEFLATE_BLOCK_H
#define ENG_LAYOUT_DEFLATE_BLOCK_H

#include <endian.h>
#include <string.h>

#include "layout/huffman.h"

enum {
	ENG_DEFLATE_SHORTEST = 3,
	ENG_DEFLATE_LONGEST = 258,
	ENG_DEFLATE_END = 256, /* symbol of a block's end */
	ENG_DEFLATE_LITERALS = 286,
	ENG_DEFLATE_DISTANCES = 30,
	ENG_DEFLATE_HEAD = 1024, /* bytes that are more than a block's head and end take */
};

/* Bits on their way to memory that the caller has made room for: 8 bytes more than is written. */
typedef struct eng_bits {
	char *to;
	uint64_t pending;
	unsigned count; /* of bits pending */
} eng_bits;

/* How often each symbol comes; the codes of a block. */
typedef struct eng_deflate_counts {
	uint32_t literals[ENG_DEFLATE_LITERALS], distances[ENG_DEFLATE_DISTANCES];
} eng_deflate_counts;

typedef struct eng_deflate_codes {
	eng_huffman literal, distance;
} eng_deflate_codes;

/* At most 56 bits may wait. */
static inline void eng_bits_add(eng_bits *bits, uint64_t value, unsigned n) {
	bits->pending |= value << bits->count;
	bits->count += n;
}

/* Fewer than 8 bits wait behind this. */
static inline void eng_bits_flush(eng_bits *bits) {
	uint64_t low = htole64(bits->pending);

	memcpy(bits->to, &low, sizeof(low));
	bits->to += bits->count >> 3;
	bits->pending >>= bits->count & ~7u;
	bits->count &= 7;
}

/* At most 32 bits. */
static inline void eng_bits_put(eng_bits *bits, uint32_t value, unsigned n) {
	eng_bits_add(bits, value, n);
	eng_bits_flush(bits);
}

/* The bits that wait, filled up to a byte with zeros. */
void eng_bits_finish(eng_bits *bits);

/* Symbol of a length or distance, and how many bits of (it less the least) follow. */
static inline int eng_deflate_length(int length, int *extra) {
	int v = length - ENG_DEFLATE_SHORTEST;

	*extra = length == ENG_DEFLATE_LONGEST || v < 8 ? 0 : 29 - __builtin_clz((unsigned)v);
	if (length == ENG_DEFLATE_LONGEST) {
		return 285;
	}
	return v < 8 ? 257 + v : 261 + 4 * *extra + (v >> *extra & 3);
}

static inline int eng_deflate_distance(int distance, int *extra) {
	int v = distance - 1;

	*extra = v < 4 ? 0 : 30 - __builtin_clz((unsigned)v);
	return v < 4 ? v : 2 * (*extra + 1) + (v >> *extra & 1);
}

/* Makes codes of the counts, among them that of the end. */
void eng_deflate_codes_make(eng_deflate_codes *codes, const eng_deflate_counts *counts);
/* Writes the head of a block with these codes, the last one of its stream. */
void eng_deflate_begin(eng_bits *bits, const eng_deflate_codes *codes);

#endif
