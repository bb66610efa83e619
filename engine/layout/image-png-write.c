/* Writes opaque pixels as PNG (ISO/IEC 15948): a palette of the colours in order of first sight where
 * there are at most 256, else RGB. Of a flat drawing the frequent colours are kept and the rare shades
 * of its edges become the nearest of them, so that it always has a palette.
 *
 * Drawings are flat: a row that repeats the row above is filtered to zeros, every other row stays as it
 * is, which compresses as well as trying each filter and costs nothing. Bytes depend on the pixels and
 * the version of libdeflate only. Knows nothing of pages. */
#include <libdeflate.h>
#include <stdlib.h>

#include "layout/image.h"

enum {
	COLORS = 256, /* of a palette */
	KEPT = 64,    /* frequent colours that stay as they are when there are more */
	SHADES = 4096,
	SLOTS = 16384,
	LEVEL = 6,
	FAST = 1,
	FILTER_NONE = 0,
	FILTER_UP = 2,
};

/* A colour of the picture, and how often a run of it begins. */
typedef struct shade {
	uint32_t color, runs;
	uint8_t place; /* in the palette */
} shade;

/* Colours by open addressing: at most a quarter of the slots is ever used. */
typedef struct palette {
	shade shades[SHADES]; /* in order of first sight */
	int count;
	int16_t slots[SLOTS]; /* into shades, -1 free */
	uint32_t colors[COLORS];
	int used;
} palette;

static shade *find_shade(palette *p, uint32_t color) {
	uint32_t slot = (color * 2654435761U) >> 18;

	while (p->slots[slot] >= 0 && p->shades[p->slots[slot]].color != color) {
		slot = (slot + 1) % SLOTS;
	}
	if (p->slots[slot] < 0) {
		if (p->count == SHADES) {
			return NULL;
		}
		p->slots[slot] = (int16_t)p->count;
		p->shades[p->count++] = (shade){ .color = color };
	}
	return &p->shades[p->slots[slot]];
}

static const uint32_t *row_of(const eng_pixels *pixels, int y) {
	return pixels->rows + (size_t)y * pixels->stride;
}

static bool repeats(const eng_pixels *pixels, int y) {
	return y > 0 && memcmp(row_of(pixels, y), row_of(pixels, y - 1),
			       (size_t)pixels->width * sizeof(uint32_t)) == 0;
}

/* False: more shades than can be counted. */
static bool count_shades(palette *p, const eng_pixels *pixels) {
	for (int y = 0; y < pixels->height; y++) {
		const uint32_t *row = row_of(pixels, y);

		for (int x = 0; x < pixels->width && !(x == 0 && repeats(pixels, y)); x++) {
			shade *own;

			if (x > 0 && ((row[x] ^ row[x - 1]) & 0xffffff) == 0) {
				continue;
			}
			own = find_shade(p, row[x] & 0xffffff);
			if (!own) {
				return false;
			}
			own->runs++;
		}
	}
	return true;
}

static int by_runs(const void *a, const void *b) {
	const shade *x = *(shade *const *)a, *y = *(shade *const *)b;

	return x->runs != y->runs ? (x->runs < y->runs) - (x->runs > y->runs)
				  : (x->color > y->color) - (x->color < y->color);
}

static int distance(uint32_t a, uint32_t b) {
	int red = (int)(a >> 16) - (int)(b >> 16);
	int green = (int)(a >> 8 & 255) - (int)(b >> 8 & 255);
	int blue = (int)(a & 255) - (int)(b & 255);

	return 2 * red * red + 4 * green * green + blue * blue;
}

static uint8_t nearest(const palette *p, uint32_t color) {
	int best = 0;

	for (int i = 1; i < p->used; i++) {
		if (distance(p->colors[i], color) < distance(p->colors[best], color)) {
			best = i;
		}
	}
	return (uint8_t)best;
}

/* All shades where they fit; else the most frequent, and the rest becomes what is nearest. */
static void choose_colors(palette *p) {
	shade *sorted[SHADES];

	for (int i = 0; i < p->count; i++) {
		sorted[i] = &p->shades[i];
	}
	if (p->count > COLORS) {
		qsort(sorted, (size_t)p->count, sizeof(sorted[0]), by_runs);
	}
	p->used = p->count > COLORS ? KEPT : p->count;
	for (int i = 0; i < p->used; i++) {
		p->colors[i] = sorted[i]->color;
		sorted[i]->place = (uint8_t)i;
	}
	for (int i = p->used; i < p->count; i++) {
		sorted[i]->place = nearest(p, sorted[i]->color);
	}
}

static void put_indices(palette *p, const uint32_t *row, int width, uint8_t *to) {
	for (int x = 0; x < width; x++) {
		to[x] = x > 0 && ((row[x] ^ row[x - 1]) & 0xffffff) == 0
			    ? to[x - 1]
			    : find_shade(p, row[x] & 0xffffff)->place;
	}
}

static void put_colors(const uint32_t *row, int width, uint8_t *to) {
	for (int x = 0; x < width; x++) {
		*to++ = (uint8_t)(row[x] >> 16);
		*to++ = (uint8_t)(row[x] >> 8);
		*to++ = (uint8_t)row[x];
	}
}

/* The rows with their filter bytes, as indices of the palette when there is one. */
static void filter_rows(const eng_pixels *pixels, palette *p, uint8_t *to) {
	size_t size = (size_t)pixels->width * (p ? 1 : 3);

	for (int y = 0; y < pixels->height; y++, to += size + 1) {
		if (repeats(pixels, y)) {
			to[0] = FILTER_UP;
			memset(to + 1, 0, size);
			continue;
		}
		to[0] = FILTER_NONE;
		if (p) {
			put_indices(p, row_of(pixels, y), pixels->width, to + 1);
		} else {
			put_colors(row_of(pixels, y), pixels->width, to + 1);
		}
	}
}

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

static void add_header(eng_buf *out, const eng_pixels *pixels, const palette *p) {
	uint8_t header[13] = { [8] = 8, [9] = p ? 3 : 2 }, colors[COLORS * 3];

	eng_buf_add(out, "\x89PNG\r\n\x1a\n", 8);
	put_u32(header, (uint32_t)pixels->width);
	put_u32(header + 4, (uint32_t)pixels->height);
	add_chunk(out, "IHDR", header, sizeof(header));
	if (p) {
		put_colors(p->colors, p->used, colors);
		add_chunk(out, "PLTE", colors, (size_t)p->used * 3);
	}
}

static bool add_rows(eng_buf *out, const uint8_t *rows, size_t n, int level) {
	struct libdeflate_compressor *deflate = libdeflate_alloc_compressor(level);
	size_t bound = libdeflate_zlib_compress_bound(deflate, n), size;
	uint8_t *packed = eng_malloc(bound);

	if (!deflate) {
		eng_oom();
	}
	size = libdeflate_zlib_compress(deflate, rows, n, packed, bound);
	if (size > 0 && size <= INT32_MAX) {
		add_chunk(out, "IDAT", packed, size);
		add_chunk(out, "IEND", NULL, 0);
	}
	libdeflate_free_compressor(deflate);
	free(packed);
	return size > 0 && size <= INT32_MAX;
}

bool eng_image_write_png(const eng_pixels *pixels, bool flat, eng_buf *out) {
	size_t height = (size_t)pixels->height, wide;
	palette *p = eng_malloc(sizeof(*p));
	uint8_t *rows;
	bool few, good;

	p->count = 0;
	memset(p->slots, -1, sizeof(p->slots));
	few = count_shades(p, pixels) && (flat || p->count <= COLORS);
	if (few) {
		choose_colors(p);
	}
	wide = (size_t)pixels->width * (few ? 1 : 3) + 1;
	rows = eng_malloc(wide * height);
	filter_rows(pixels, few ? p : NULL, rows);
	add_header(out, pixels, few ? p : NULL);
	good = add_rows(out, rows, wide * height, flat ? FAST : LEVEL);
	free(p);
	free(rows);
	return good;
}
