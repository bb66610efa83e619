/* Rows as a zlib stream: libdeflate, which checks the sum, reads the same rows back. */
#include <libdeflate.h>
#include <stdlib.h>

#include "channels/common/pdf/deflate-quick.h"
#include "layout/deflate-rows.h"
#include "layout/huffman.h"
#include "unit.h"

static eng_arena arena;
static uint32_t luck = 1;

static uint32_t next(uint32_t most) {
	luck = luck * 1664525 + 1013904223;
	return (luck >> 8) % most;
}

enum { BEFORE = 8 };

static uint8_t *new_row(const uint8_t *like, int width) {
	uint8_t *room = eng_arena_alloc(&arena, BEFORE + (size_t)width + ENG_ROW_MARGIN);

	if (like) {
		memcpy(room + BEFORE, like, (size_t)width);
	}
	return room + BEFORE;
}

/* Rows of some colours in runs, changed here and there from row to row; many repeat the row above. */
static uint8_t **rows_of(int width, int height, uint32_t colors, uint32_t changes) {
	uint8_t **rows = eng_arena_new_array(&arena, (size_t)height, uint8_t *);

	for (int y = 0; y < height; y++) {
		if (y > 0 && next(3) > 0) {
			rows[y] = rows[y - 1];
			continue;
		}
		rows[y] = new_row(y > 0 ? rows[y - 1] : NULL, width);
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

/* Where the row differs from the one above, or a little around; at most 40 spans. */
static size_t spans_of(const uint8_t *row, const uint8_t *above, int width, eng_row_span *spans) {
	size_t n = 0;
	int apart = (int)next(20);

	for (int x = 0; x < width; x++) {
		if (row[x] == above[x]) {
			continue;
		}
		if (n > 0 && (x - spans[n - 1].right < apart || n == 40)) {
			spans[n - 1].right = x + 1;
		} else {
			int from = n > 0 ? spans[n - 1].right : 0;

			spans[n++] =
			    (eng_row_span){ x - (int)next((uint32_t)(x - from) / 4 + 1), x + 1 };
		}
	}
	return n;
}

static void pack(uint8_t *const *rows, int width, int height, eng_buf *packed) {
	eng_row_codes *codes = eng_row_codes_new();
	eng_row_span spans[40] = { { 0, width } };
	eng_row_packer p;

	eng_row_start(&p, codes, width, packed);
	for (int y = 0; y < height; y++) {
		if (y == 0 || rows[y] != rows[y - 1]) {
			size_t n = y ? spans_of(rows[y], rows[y - 1], width, spans) : 1;

			eng_row_begin(&p, rows[y], y ? rows[y - 1] : NULL);
			for (size_t i = 0; i < n; i++) {
				eng_row_add(&p, spans[i]);
			}
			eng_row_end(&p);
		} else {
			eng_row_again(&p, 1);
		}
	}
	eng_row_finish(&p);
	eng_row_codes_free(codes);
}

/* The rows of one picture on zeros, and the same with a stamp put on two places. */
static void check_stamp(int width, int w, int h, uint32_t colors) {
	enum { HEIGHT = 90, TOP = 7 };
	uint8_t *pixels = eng_arena_alloc(&arena, (size_t)(w * h));
	uint8_t **rows = eng_arena_new_array(&arena, HEIGHT, uint8_t *);
	size_t stride = (size_t)width + 1, read = 0;
	uint8_t *back = malloc(stride * HEIGHT);
	struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
	int at[2] = { (int)next((uint32_t)(width / 2 - w + 1)), 0 };
	eng_row_codes *codes = eng_row_codes_new();
	eng_buf packed = { 0 };
	eng_row_packer p;
	eng_row_stamp *stamp;
	bool same = true;

	at[1] = width / 2 + (int)next((uint32_t)(width / 2 - w + 1));
	for (int i = 0; i < w * h; i++) {
		pixels[i] = next(3) || i % w == 0 ? (uint8_t)next(colors) : pixels[i - 1];
	}
	eng_row_start(&p, codes, width, &packed);
	stamp = eng_row_stamp_new(&arena, &p, pixels, w, h);
	for (int y = 0; y < HEIGHT; y++) {
		rows[y] = new_row(y ? rows[y - 1] : NULL, width);
		eng_row_begin(&p, rows[y], y ? rows[y - 1] : NULL);
		if (y == 0) {
			eng_row_add(&p, (eng_row_span){ 0, width });
		}
		for (int k = 0; k < 2; k++) {
			if (y >= TOP && y <= TOP + h) {
				eng_row_add_stamps(&p, &(eng_row_placed){ stamp, 0, TOP }, 1, at[k],
						   y);
			}
		}
		eng_row_end(&p);
	}
	eng_row_finish(&p);
	CHECK(libdeflate_zlib_decompress(reader, packed.s, packed.n, back, stride * HEIGHT,
					 &read) == LIBDEFLATE_SUCCESS);
	for (int y = 0; y < HEIGHT; y++) {
		for (int x = 0; x < width; x++) {
			int line = y - TOP, column = x - at[x >= at[1]];
			bool on = line >= 0 && line < h && column >= 0 && column < w;
			uint8_t wanted = on ? pixels[line * w + column] : 0;

			same = same && rows[y][x] == wanted &&
			       back[(size_t)y * stride + 1 + (size_t)x] == wanted;
		}
	}
	CHECK(same);
	libdeflate_free_decompressor(reader);
	eng_row_codes_free(codes);
	free(back);
	eng_buf_finish(&packed);
	eng_arena_reset(&arena);
}

static void test_stamps(void) {
	for (int i = 0; i < 40; i++) {
		check_stamp(20 + (int)next(900), 1 + (int)next(10), 1 + (int)next(40), 2 + next(9));
		check_stamp(960, 1 + (int)next(200), 1 + (int)next(80), 2);
	}
}

enum { STRIP_ITEMS = 3, STRIP_TOP = 5, STRIP_ROWS = 70, STRIP_APART = 8 };

/* Stamps on a line below a first row of some colour between the first two; with a strip in pieces of some
 * rows, else row by row. */
static void pack_strip(eng_row_packer *p, const eng_row_placed *items, eng_row_span between,
		       const eng_row_strip *strip, int height) {
	uint8_t *row = new_row(NULL, p->width);

	memset(row + between.left, 3, (size_t)(between.right - between.left));
	eng_row_begin(p, row, NULL);
	eng_row_add(p, (eng_row_span){ 0, p->width });
	eng_row_end(p);
	eng_row_again(p, STRIP_TOP - 1);
	for (int y = 0; y <= height;) {
		int to = y + (int)next(9);

		to = to < height ? to : height;
		if (strip && eng_row_add_strip(p, strip, row, y, to)) {
			y = to + 1;
			continue;
		}
		for (; y <= to; y++) {
			eng_row_begin(p, row, row);
			eng_row_add_stamps(p, items, STRIP_ITEMS, 0, y);
			eng_row_end(p);
		}
	}
	eng_row_again(p, STRIP_ROWS - STRIP_TOP - height);
	eng_row_finish(p);
}

/* left: zeros before the first stamp; right: behind the last. */
static void check_strip(int left, int right, bool colored) {
	eng_row_codes *codes = eng_row_codes_new();
	eng_row_placed items[STRIP_ITEMS];
	eng_buf packed[2] = { 0 };
	eng_row_packer p;
	int widths[STRIP_ITEMS], x = left, height = 0;
	eng_row_span between = { 0, 0 };

	for (int i = 0; i < STRIP_ITEMS; i++) {
		widths[i] = 1 + (int)next(60);
		items[i].x = x;
		x += widths[i] + (i < STRIP_ITEMS - 1 ? STRIP_APART + (int)next(90) : right);
	}
	if (colored) {
		between = (eng_row_span){ items[0].x + widths[0], items[1].x };
	}
	for (int k = 0; k < 2; k++) {
		const eng_row_strip *strip = NULL;

		eng_row_start(&p, codes, x, &packed[k]);
		for (int i = 0; k == 0 && i < STRIP_ITEMS; i++) {
			int h = 1 + (int)next(30), y = (int)next(12);
			uint8_t *pixels = eng_arena_alloc(&arena, (size_t)(widths[i] * h));

			for (int n = 0; n < widths[i] * h; n++) {
				pixels[n] = (uint8_t)(next(3) ? next(5) : 0);
			}
			items[i].stamp = eng_row_stamp_new(&arena, &p, pixels, widths[i], h);
			items[i].y = y;
			height = y + h > height ? y + h : height;
		}
		strip = k ? eng_row_strip_new(&arena, &p, items, STRIP_ITEMS) : NULL;
		pack_strip(&p, items, between, strip, height);
	}
	CHECK(eng_str_eq(eng_buf_view(&packed[0]), eng_buf_view(&packed[1])));
	eng_row_codes_free(codes);
	eng_buf_finish(&packed[0]);
	eng_buf_finish(&packed[1]);
	eng_arena_reset(&arena);
}

static void test_strips(void) {
	for (int i = 0; i < 60; i++) {
		check_strip((int)next(300), (int)next(300), i % 2);
		check_strip(i % 9, (i + i / 9) % 9, i % 2);
	}
}

static void check(int width, int height, uint32_t colors, uint32_t changes) {
	uint8_t **rows = rows_of(width, height, colors, changes);
	size_t stride = (size_t)width + 1, size = stride * (size_t)height, read = 0;
	struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
	uint8_t *back = malloc(size);
	eng_buf packed = { 0 };
	bool same = true;

	pack(rows, width, height, &packed);
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

/* Data made of words that come again, of bytes that do not, and of long runs; quick is kept throughout. */
static void check_quick(eng_quick *quick, struct libdeflate_decompressor *reader, size_t n,
			uint32_t words) {
	static const char *const texts[] = { "EMC\n/TD<</MCID ", ">>BDC\n", " 0 Td(", ")Tj\n",
					     "12.5 " };
	eng_buf data = { 0 }, first = { 0 }, again = { 0 };
	char *back = malloc(n + 1);
	size_t read = 0;

	while (data.n < n) {
		if (next(100) < words) {
			eng_buf_cstr(&data, texts[next(5)]);
		} else if (next(50) == 0) {
			size_t run = next(400);

			memset(eng_buf_reserve(&data, run), 'a' + (int)next(3), run);
			data.n += run;
		} else {
			eng_buf_char(&data, (char)next(256));
		}
	}
	data.n = n;
	for (int kind = 0; kind < ENG_QUICK_KINDS; kind++) {
		first.n = again.n = 0;
		eng_quick_deflate(quick, (eng_quick_kind)kind, eng_buf_view(&data), &first);
		eng_quick_deflate(quick, (eng_quick_kind)kind, eng_buf_view(&data), &again);
		CHECK(eng_str_eq(eng_buf_view(&first), eng_buf_view(&again)));
		CHECK(libdeflate_zlib_decompress(reader, first.s, first.n, back, n, &read) ==
		      LIBDEFLATE_SUCCESS);
		CHECK(read == n && memcmp(back, n ? data.s : "", n) == 0);
		CHECK(words < 80 || n < 2000 || first.n < n / 2);
	}
	free(back);
	eng_buf_finish(&data);
	eng_buf_finish(&first);
	eng_buf_finish(&again);
}

static void test_quick(void) {
	static const size_t sizes[] = { 0,  1,   2,   4,   5,     7,     8,     9,     12,
					13, 257, 258, 300, 32767, 32768, 40000, 70000, 200000 };
	struct libdeflate_decompressor *reader = libdeflate_alloc_decompressor();
	eng_quick *quick = eng_quick_new();

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		check_quick(quick, reader, sizes[i], 0);
		check_quick(quick, reader, sizes[i], 30);
		check_quick(quick, reader, sizes[i], 95);
	}
	eng_quick_free(quick);
	libdeflate_free_decompressor(reader);
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
	test_stamps();
	test_strips();
	test_quick();
	test_limit();
	eng_arena_finish(&arena);
	return unit_done();
}
