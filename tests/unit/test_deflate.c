/* Rows as a zlib stream: libdeflate, which checks the sum, reads the same rows back. */
#include <libdeflate.h>
#include <stdlib.h>

#include "layout/deflate-rows.h"
#include "layout/huffman.h"
#include "unit.h"

static eng_arena arena;
static uint32_t luck = 1;

static uint32_t next(uint32_t most) {
	luck = luck * 1664525 + 1013904223;
	return (luck >> 8) % most;
}

/* Rows of some colours in runs, changed here and there from row to row; many repeat the row above. */
static uint8_t **rows_of(int width, int height, uint32_t colors, uint32_t changes) {
	uint8_t **rows = eng_arena_new_array(&arena, (size_t)height, uint8_t *);

	for (int y = 0; y < height; y++) {
		if (y > 0 && next(3) > 0) {
			rows[y] = rows[y - 1];
			continue;
		}
		rows[y] = y > 0 ? eng_arena_copy(&arena, rows[y - 1], (size_t)width)
				: eng_arena_alloc(&arena, (size_t)width);
		for (uint32_t i = 0; i < changes; i++) {
			uint32_t from = next((uint32_t)width);
			uint32_t n = next(next(4) ? 4 : (uint32_t)width - from + 1);
			uint8_t color = (uint8_t)next(colors);

			for (uint32_t x = from; x < from + n && x < (uint32_t)width; x++) {
				rows[y][x] = color;
			}
		}
	}
	return rows;
}

static void check(int width, int height, uint32_t colors, uint32_t changes) {
	uint8_t **rows = rows_of(width, height, colors, changes);
	size_t stride = (size_t)width + 1, size = stride * (size_t)height, read = 0;
	struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
	uint8_t *back = malloc(size);
	eng_buf packed = { 0 };
	bool same = true;

	eng_deflate_rows(&arena, rows, width, height, &packed);
	CHECK(libdeflate_zlib_decompress(reader, packed.s, packed.n, back, size, &read) ==
	      LIBDEFLATE_SUCCESS);
	CHECK(read == size);
	for (int y = 0; y < height && read == size; y++) {
		const uint8_t *row = back + (size_t)y * stride;

		same = same && row[0] == 0 && memcmp(row + 1, rows[y], (size_t)width) == 0;
	}
	CHECK(same);
	libdeflate_free_decompressor(reader);
	free(back);
	eng_buf_finish(&packed);
	eng_arena_reset(&arena);
}

static void test_rows(void) {
	static const int sizes[] = { 1, 2, 3, 5, 6, 7, 8, 64, 257, 258, 259, 300, 960, 4096 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		check(sizes[i], 1, 2, 1);
		check(sizes[i], 40, 2, 1);
		check(sizes[i], 300, 17, 5);
		check(sizes[i], 50, 256, 900);
	}
	check(32000, 20, 9, 40);
	check(3, 20000, 2, 1);
	check(960, 31000, 4, 1);
}

/* Counts like Fibonacci numbers want codes as long as there are symbols. */
static void test_limit(void) {
	uint32_t counts[40] = { 1, 1 };
	eng_huffman h;
	uint32_t room = 0;

	for (int i = 2; i < 40; i++) {
		counts[i] = counts[i - 1] + counts[i - 2];
	}
	eng_huffman_make(&h, counts, 40, 15);
	for (int i = 0; i < 40; i++) {
		CHECK(h.bits[i] >= 1 && h.bits[i] <= 15);
		room += 1U << (15 - h.bits[i]);
	}
	CHECK(room == 1U << 15); /* no code is left over, none is another's beginning */
}

int main(void) {
	eng_arena_init(&arena);
	test_rows();
	test_limit();
	eng_arena_finish(&arena);
	return unit_done();
}
