/* The tree is built from two sorted queues, leaves and joined nodes. Where it is too deep, counts are
 * halved and it is built again: rare, and a little less than the best is good enough then. */
#include "layout/huffman.h"

#include <string.h>

typedef struct leaf {
	uint32_t count;
	uint16_t symbol;
} leaf;

/* Rarer ones first, among equals as they stand; byte by byte of their counts. */
static void sort(leaf *leaves, size_t n, uint32_t most) {
	leaf other[ENG_HUFFMAN_SYMBOLS];

	for (int shift = 0; shift < 32 && most >> shift; shift += 8) {
		uint16_t places[256] = { 0 }, place = 0;

		for (size_t i = 0; i < n; i++) {
			places[leaves[i].count >> shift & 0xff]++;
		}
		for (size_t i = 0; i < 256; i++) {
			uint16_t here = places[i];

			places[i] = place;
			place = (uint16_t)(place + here);
		}
		for (size_t i = 0; i < n; i++) {
			other[places[leaves[i].count >> shift & 0xff]++] = leaves[i];
		}
		memcpy(leaves, other, n * sizeof(*leaves));
	}
}

static size_t read_leaves(leaf *leaves, const uint32_t *counts, size_t n) {
	size_t used = 0;
	uint32_t most = 1;

	for (size_t i = 0; i < n; i++) {
		if (counts[i]) {
			leaves[used++] = (leaf){ counts[i], (uint16_t)i };
			most |= counts[i];
		}
	}
	for (size_t i = 0; used < 2; i++) {
		if (!counts[i]) {
			leaves[used++] = (leaf){ 1, (uint16_t)i };
		}
	}
	sort(leaves, used, most);
	return used;
}

/* The depth of each of n leaves, which are sorted; returns the largest. */
static int depths_of(const leaf *leaves, size_t n, uint8_t *depths) {
	uint32_t weight[2 * ENG_HUFFMAN_SYMBOLS]; /* leaves, then joined nodes, each in order */
	uint16_t parent[2 * ENG_HUFFMAN_SYMBOLS];
	uint8_t depth[2 * ENG_HUFFMAN_SYMBOLS];
	size_t next_leaf = 0, next_joined = n, all = 2 * n - 1;

	for (size_t i = 0; i < n; i++) {
		weight[i] = leaves[i].count;
	}
	for (size_t made = n; made < all; made++) {
		weight[made] = 0;
		for (int k = 0; k < 2; k++) {
			size_t least = next_leaf < n && (next_joined == made ||
							 weight[next_leaf] <= weight[next_joined])
					   ? next_leaf++
					   : next_joined++;

			weight[made] += weight[least];
			parent[least] = (uint16_t)made;
		}
	}
	depth[all - 1] = 0;
	for (size_t i = all - 1; i-- > 0;) {
		depth[i] = (uint8_t)(depth[parent[i]] + 1);
	}
	memcpy(depths, depth, n);
	return depths[0];
}

static uint16_t reversed(uint16_t code, int bits) {
	uint32_t v = code;

	v = (v & 0x5555) << 1 | (v >> 1 & 0x5555);
	v = (v & 0x3333) << 2 | (v >> 2 & 0x3333);
	v = (v & 0x0f0f) << 4 | (v >> 4 & 0x0f0f);
	v = (v & 0x00ff) << 8 | v >> 8;
	return (uint16_t)(v >> (16 - bits));
}

void eng_huffman_number(eng_huffman *h, size_t n) {
	uint16_t next[17] = { 0 }, of_length[16] = { 0 };

	for (size_t i = 0; i < n; i++) {
		of_length[h->bits[i]]++;
	}
	of_length[0] = 0;
	for (int bits = 1; bits < 16; bits++) {
		next[bits + 1] = (uint16_t)((next[bits] + of_length[bits]) << 1);
	}
	for (size_t i = 0; i < n; i++) {
		h->code[i] = h->bits[i] ? reversed(next[h->bits[i]]++, h->bits[i]) : 0;
	}
}

void eng_huffman_make(eng_huffman *h, const uint32_t *counts, size_t n, int limit) {
	leaf leaves[ENG_HUFFMAN_SYMBOLS];
	uint8_t depths[ENG_HUFFMAN_SYMBOLS];
	size_t used = read_leaves(leaves, counts, n);

	while (depths_of(leaves, used, depths) > limit) {
		for (size_t i = 0; i < used; i++) {
			leaves[i].count = (leaves[i].count + 1) / 2;
		}
	}
	memset(h->bits, 0, sizeof(h->bits));
	for (size_t i = 0; i < used; i++) {
		h->bits[leaves[i].symbol] = depths[i];
	}
	eng_huffman_number(h, n);
}
