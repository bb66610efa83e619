/* The head of a block: which lengths the codes have, in codes of their own (RFC 1951 3.2.7). */
#include "layout/deflate-block.h"

enum { LENGTHS = 19 /* symbols for the lengths of codes */ };

/* The lengths of both codes as one list, zeros in runs (symbols 17 and 18). */
typedef struct lengths {
	uint8_t symbol[ENG_DEFLATE_LITERALS + ENG_DEFLATE_DISTANCES];
	uint8_t extra[ENG_DEFLATE_LITERALS + ENG_DEFLATE_DISTANCES];
	size_t count;
	uint32_t counts[LENGTHS];
} lengths;

void eng_bits_finish(eng_bits *bits) {
	bits->count = (bits->count + 7) & ~7u;
	eng_bits_flush(bits);
}

static void add_length(lengths *l, int symbol, size_t extra) {
	l->symbol[l->count] = (uint8_t)symbol;
	l->extra[l->count++] = (uint8_t)extra;
	l->counts[symbol]++;
}

static void add_lengths(lengths *l, const uint8_t *bits, size_t n) {
	for (size_t i = 0; i < n;) {
		size_t zeros = 0;

		while (i + zeros < n && bits[i + zeros] == 0 && zeros < 138) {
			zeros++;
		}
		if (zeros < 3) {
			add_length(l, bits[i++], 0);
		} else {
			add_length(l, zeros < 11 ? 17 : 18, zeros - (zeros < 11 ? 3 : 11));
			i += zeros;
		}
	}
}

static size_t used_of(const eng_huffman *h, size_t n) {
	while (h->bits[n - 1] == 0) {
		n--;
	}
	return n;
}

static void put_lengths(eng_bits *bits, const eng_deflate_codes *codes) {
	static const uint8_t order[LENGTHS] = { 16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
						11, 4,  12, 3, 13, 2, 14, 1, 15 };
	size_t literals = used_of(&codes->literal, ENG_DEFLATE_LITERALS);
	size_t distances = used_of(&codes->distance, ENG_DEFLATE_DISTANCES), n = LENGTHS;
	lengths l = { .count = 0 };
	eng_huffman own;

	add_lengths(&l, codes->literal.bits, literals);
	add_lengths(&l, codes->distance.bits, distances);
	eng_huffman_make(&own, l.counts, LENGTHS, 7);
	while (n > 4 && own.bits[order[n - 1]] == 0) {
		n--;
	}
	eng_bits_put(bits, (uint32_t)(literals - 257), 5);
	eng_bits_put(bits, (uint32_t)(distances - 1), 5);
	eng_bits_put(bits, (uint32_t)(n - 4), 4);
	for (size_t i = 0; i < n; i++) {
		eng_bits_put(bits, own.bits[order[i]], 3);
	}
	for (size_t i = 0; i < l.count; i++) {
		int symbol = l.symbol[i];

		eng_bits_put(bits, own.code[symbol], own.bits[symbol]);
		eng_bits_put(bits, l.extra[i], symbol == 18 ? 7 : symbol == 17 ? 3 : 0);
	}
}

void eng_deflate_codes_make(eng_deflate_codes *codes, const eng_deflate_counts *counts) {
	eng_huffman_make(&codes->literal, counts->literals, ENG_DEFLATE_LITERALS, 15);
	eng_huffman_make(&codes->distance, counts->distances, ENG_DEFLATE_DISTANCES, 15);
}

void eng_deflate_begin(eng_bits *bits, const eng_deflate_codes *codes) {
	eng_bits_put(bits, 1, 1); /* the last block */
	eng_bits_put(bits, 2, 2); /* with codes of its own */
	put_lengths(bits, codes);
}
