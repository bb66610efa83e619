/* Signature, chunks and their sums. Which colours and rows there are is the business of others. */
#include "layout/png.h"

#include <libdeflate.h>

enum { COLORS = 256 };

static void put_u32(uint8_t *to, uint32_t v) {
	for (int i = 0; i < 4; i++) {
		to[i] = (uint8_t)(v >> (24 - 8 * i));
	}
}

static void add_chunk(eng_buf *out, const char *type, const void *data, size_t n) {
	uint32_t sum = libdeflate_crc32(0, type, 4);
	uint8_t word[4];

	put_u32(word, (uint32_t)n);
	eng_buf_add(out, word, sizeof(word));
	eng_buf_add(out, type, 4);
	if (n) {
		eng_buf_add(out, data, n);
		sum = libdeflate_crc32(sum, data, n);
	}
	put_u32(word, sum);
	eng_buf_add(out, word, sizeof(word));
}

void eng_png_begin(eng_buf *out, int width, int height, const uint32_t *colors, int count) {
	uint8_t header[13] = { [8] = 8, [9] = colors ? 3 : 2 }, bytes[COLORS * 3];

	eng_buf_add(out, "\x89PNG\r\n\x1a\n", 8);
	put_u32(header, (uint32_t)width);
	put_u32(header + 4, (uint32_t)height);
	add_chunk(out, "IHDR", header, sizeof(header));
	for (int i = 0; colors && i < count * 3; i++) {
		bytes[i] = (uint8_t)(colors[i / 3] >> (16 - 8 * (i % 3)));
	}
	if (colors) {
		add_chunk(out, "PLTE", bytes, (size_t)count * 3);
	}
}

void eng_png_end(eng_buf *out, const void *packed, size_t n) {
	add_chunk(out, "IDAT", packed, n);
	add_chunk(out, "IEND", NULL, 0);
}
