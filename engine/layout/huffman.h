/* Codes of few bits for frequent symbols, as deflate wants them (RFC 1951 3.2.2). */
#ifndef ENG_LAYOUT_HUFFMAN_H
#define ENG_LAYOUT_HUFFMAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ENG_HUFFMAN_SYMBOLS = 288 };

typedef struct eng_huffman {
	uint8_t bits[ENG_HUFFMAN_SYMBOLS];  /* of each symbol's code, 0: it has none */
	uint16_t code[ENG_HUFFMAN_SYMBOLS]; /* first bit lowest */
} eng_huffman;

/* From how often each of n symbols comes; at most limit bits. Two symbols at least get a code, also
 * when fewer come, so that every reader takes it. */
void eng_huffman_make(eng_huffman *h, const uint32_t *counts, size_t n, int limit);
/* Codes of n symbols whose lengths are there. */
void eng_huffman_number(eng_huffman *h, size_t n);

#endif
