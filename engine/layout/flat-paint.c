/* Puts shapes on rows of pixels, which are places in a palette that grows with the mixtures met at soft
 * edges. Each mixture is worked out once; where the palette is full, the nearest colour stands for a new
 * one. */
#include <limits.h>

#include "layout/flat-parts.h"

enum {
	PIXEL = ENG_OUTLINE_PIXEL,
	FULL = ENG_OUTLINE_FULL,
	INDISTINCT =
	    7 * 5 * 5, /* how far mixtures of one place may be apart: 5 of 255 in each colour */
};

/* ---- colours ---- */

static int distance(uint32_t a, uint32_t b) {
	int red = (int)(a >> 16) - (int)(b >> 16);
	int green = (int)(a >> 8 & 255) - (int)(b >> 8 & 255);
	int blue = (int)(a & 255) - (int)(b & 255);

	return 2 * red * red + 4 * green * green + blue * blue;
}

/* The colour's place in the palette, or that of the nearest when this is near enough or none is left. */
static uint8_t place_of(eng_flat *flat, uint32_t color, int near) {
	int best = 0, least = INT_MAX;

	for (int i = 0; i < flat->count && least > 0; i++) {
		int apart = distance(flat->colors[i], color);

		if (apart < least) {
			best = i;
			least = apart;
		}
	}
	if (least > near && flat->count < ENG_FLAT_COLORS) {
		best = flat->count;
		flat->colors[flat->count++] = color;
	}
	return (uint8_t)best;
}

/* share: of 255 * FULL. */
static uint32_t mixture(uint32_t ground, eng_color color, int share) {
	const uint8_t over[3] = { color.r, color.g, color.b };
	const int all = 255 * FULL;
	uint32_t mixed = 0;

	for (int i = 0; i < 3; i++) {
		int under = (int)(ground >> (16 - 8 * i) & 255);

		mixed = mixed << 8 |
			(uint32_t)((under * (all - share) + over[i] * share + all / 2) / all);
	}
	return mixed;
}

static eng_flat_brush *brush_of(eng_flat *flat, eng_color color) {
	eng_flat_brush *brush = flat->brushes;

	while (brush && memcmp(&brush->color, &color, sizeof(color)) != 0) {
		brush = brush->next;
	}
	if (!brush) {
		brush = eng_arena_new(flat->arena, eng_flat_brush);
		brush->color = color;
		brush->next = flat->brushes;
		flat->brushes = brush;
		if (color.a == 255) {
			brush->place = place_of(flat, mixture(0, color, 255 * FULL), 0);
		}
	}
	return brush;
}

static uint8_t new_mixture(eng_flat *flat, eng_flat_brush *brush, int level, uint8_t ground) {
	uint32_t mixed = mixture(flat->colors[ground], brush->color, level * brush->color.a);
	uint8_t place = place_of(flat, mixed, INDISTINCT);

	brush->mixed[level][ground] = (uint16_t)(place + 1);
	return place;
}

static inline uint8_t mix(eng_flat *flat, eng_flat_brush *brush, int level, uint8_t ground) {
	uint16_t known = brush->mixed[level][ground];

	return known ? (uint8_t)(known - 1) : new_mixture(flat, brush, level, ground);
}

/* ---- shapes ---- */

typedef struct stroke {
	eng_flat *flat;
	eng_flat_brush *brush;
	uint8_t *row;
} stroke;

static void cover(void *user, int x, int n, int level) {
	const stroke *s = user;

	if (level == FULL && s->brush->color.a == 255) {
		memset(s->row + x, s->brush->place, (size_t)n);
		return;
	}
	for (int i = x; i < x + n;) {
		uint8_t ground = s->row[i], mixed = mix(s->flat, s->brush, level, ground);

		int from = i;

		while (i < x + n && s->row[i] == ground) {
			i++;
		}
		memset(s->row + from, mixed, (size_t)(i - from));
	}
}

/* How much of the pixel at this place lies between from and to: 0 to PIXEL. */
static int share_of(int at, int from, int to) {
	int a = from > at * PIXEL ? from : at * PIXEL;
	int b = to < (at + 1) * PIXEL ? to : (at + 1) * PIXEL;

	return b > a ? b - a : 0;
}

static int level_of(int across, int down) {
	return (across * down * FULL + PIXEL * PIXEL / 2) / (PIXEL * PIXEL);
}

static void cover_some(stroke *s, int x, int n, int level) {
	int to = x + n < s->flat->width ? x + n : s->flat->width;

	x = x > 0 ? x : 0;
	if (level > 0 && x < to) {
		cover(s, x, to - x, level);
	}
}

static bool is_repeat(const eng_flat *flat, const eng_flat_shape *s, int y) {
	return y > s->top && flat->rows[y] == flat->rows[y - 1];
}

static void paint_box(stroke *s, const eng_flat_shape *box) {
	int x0 = box->as.box[0], y0 = box->as.box[1], x1 = box->as.box[2], y1 = box->as.box[3];
	int left = x0 >> 8, right = x1 >> 8;

	for (int y = box->top; y < box->bottom; y++) {
		int down = share_of(y, y0, y1);

		if (is_repeat(s->flat, box, y)) {
			continue;
		}
		s->row = s->flat->rows[y];
		cover_some(s, left, 1, level_of(share_of(left, x0, x1), down));
		cover_some(s, left + 1, right - left - 1, level_of(PIXEL, down));
		if (right > left) {
			cover_some(s, right, 1, level_of(share_of(right, x0, x1), down));
		}
	}
}

static void paint_letter(stroke *s, const eng_flat_shape *letter) {
	const eng_flat_mask *mask = letter->as.letter.mask;
	int left = letter->as.letter.x, from = left < 0 ? -left : 0;
	int to = left + mask->width > s->flat->width ? s->flat->width - left : mask->width;

	for (int y = letter->top; y < letter->bottom; y++) {
		const uint8_t *levels =
		    mask->levels + (size_t)(y - letter->as.letter.y) * (size_t)mask->width;
		uint8_t *row = s->flat->rows[y];

		for (int x = from; x < to; x++) {
			if (levels[x] > 0) {
				row[left + x] = mix(s->flat, s->brush, levels[x], row[left + x]);
			}
		}
	}
}

static void paint_outline(stroke *s, const eng_flat_shape *outline) {
	eng_scan scan;

	eng_scan_start(&scan, outline->as.outline, s->flat->width);
	for (int y = outline->top; y < outline->bottom; y++) {
		s->row = s->flat->rows[y];
		eng_scan_row(&scan, y, cover, s);
	}
}

void eng_flat_dip(eng_flat *flat, const eng_flat_shape *s) {
	brush_of(flat, s->color);
}

void eng_flat_put(eng_flat *flat, const eng_flat_shape *s) {
	stroke with = { .flat = flat, .brush = brush_of(flat, s->color) };

	switch (s->kind) {
	case ENG_FLAT_BOX:
		paint_box(&with, s);
		break;
	case ENG_FLAT_LETTER:
		paint_letter(&with, s);
		break;
	case ENG_FLAT_OUTLINE:
		paint_outline(&with, s);
		break;
	}
}
