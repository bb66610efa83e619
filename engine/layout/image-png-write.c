/* Writes opaque pixels as PNG (ISO/IEC 15948): a palette of the colours in order of first sight where
 * there are at most 256, else RGB.
 *
 * Drawings are flat: a row that repeats the row above is filtered to zeros, every other row stays as it
 * is, which compresses as well as trying each filter and costs nothing. Bytes depend on the pixels and
 * the version of libdeflate only. Knows nothing of pages. */
#include <libdeflate.h>
#include <stdlib.h>

#include "layout/image.h"
#include "layout/png.h"

enum { COLORS = 256, SLOTS = 1024, LEVEL = 6, FILTER_NONE = 0, FILTER_UP = 2 };

/* Colours by open addressing: at most a quarter of the slots is ever used. */
typedef struct palette {
	uint32_t colors[COLORS];
	int count;
	uint32_t keys[SLOTS];
	int16_t places[SLOTS]; /* of keys in colors, -1 free */
} palette;

/* Index of a colour, added at need; -1 when the palette is full. */
static int palette_place(palette *p, uint32_t color) {
	uint32_t slot = (color * 2654435761U) >> 22;

	while (p->places[slot] >= 0 && p->keys[slot] != color) {
		slot = (slot + 1) % SLOTS;
	}
	if (p->places[slot] < 0) {
		if (p->count == COLORS) {
			return -1;
		}
		p->keys[slot] = color;
		p->places[slot] = (int16_t)p->count;
		p->colors[p->count++] = color;
	}
	return p->places[slot];
}

static const uint32_t *row_of(const eng_pixels *pixels, int y) {
	return pixels->rows + (size_t)y * pixels->stride;
}

static bool repeats(const eng_pixels *pixels, int y) {
	return y > 0 && memcmp(row_of(pixels, y), row_of(pixels, y - 1),
			       (size_t)pixels->width * sizeof(uint32_t)) == 0;
}

static bool put_indices(palette *p, const uint32_t *row, int width, uint8_t *to) {
	uint32_t last = row[0] & 0xffffff;
	int index = palette_place(p, last);

	for (int x = 0; x < width; x++) {
		uint32_t color = row[x] & 0xffffff;

		if (color != last) {
			index = palette_place(p, color);
			last = color;
		}
		if (index < 0) {
			return false;
		}
		to[x] = (uint8_t)index;
	}
	return index >= 0;
}

static void put_colors(const uint32_t *row, int width, uint8_t *to) {
	for (int x = 0; x < width; x++) {
		*to++ = (uint8_t)(row[x] >> 16);
		*to++ = (uint8_t)(row[x] >> 8);
		*to++ = (uint8_t)row[x];
	}
}

/* The rows with their filter bytes. False: more colours than the palette (when given) holds. */
static bool filter_rows(const eng_pixels *pixels, palette *p, uint8_t *to) {
	size_t size = (size_t)pixels->width * (p ? 1 : 3);

	for (int y = 0; y < pixels->height; y++, to += size + 1) {
		if (repeats(pixels, y)) {
			to[0] = FILTER_UP;
			memset(to + 1, 0, size);
			continue;
		}
		to[0] = FILTER_NONE;
		if (!p) {
			put_colors(row_of(pixels, y), pixels->width, to + 1);
		} else if (!put_indices(p, row_of(pixels, y), pixels->width, to + 1)) {
			return false;
		}
	}
	return true;
}

static bool add_rows(eng_buf *out, const uint8_t *rows, size_t n) {
	struct libdeflate_compressor *deflate = libdeflate_alloc_compressor(LEVEL);
	size_t bound = libdeflate_zlib_compress_bound(deflate, n), size;
	uint8_t *packed = eng_malloc(bound);

	if (!deflate) {
		eng_oom();
	}
	size = libdeflate_zlib_compress(deflate, rows, n, packed, bound);
	if (size > 0 && size <= INT32_MAX) {
		eng_png_end(out, packed, size);
	}
	libdeflate_free_compressor(deflate);
	free(packed);
	return size > 0 && size <= INT32_MAX;
}

bool eng_image_write_png(const eng_pixels *pixels, eng_buf *out) {
	size_t wide = (size_t)pixels->width * 3 + 1, height = (size_t)pixels->height;
	uint8_t *rows = eng_malloc(wide * height);
	palette *p = eng_malloc(sizeof(*p));
	bool few, good;

	p->count = 0;
	memset(p->places, -1, sizeof(p->places));
	few = filter_rows(pixels, p, rows);
	if (few) {
		wide = (size_t)pixels->width + 1;
	} else {
		filter_rows(pixels, NULL, rows);
	}
	eng_png_begin(out, pixels->width, pixels->height, few ? p->colors : NULL, p->count);
	good = add_rows(out, rows, wide * height);
	free(p);
	free(rows);
	return good;
}
