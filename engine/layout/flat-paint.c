/* Puts shapes on rows of pixels, which are places in a palette that grows with the mixtures met at soft
 * edges. Each mixture is worked out once; where the palette is full, the nearest colour stands for a new
 * one. */
#include <limits.h>

#include "base/scan.h"
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

/* Most is put on paper: what each level makes of it stands in one stretch of the palette. */
static void add_ramp(eng_flat *flat, eng_flat_brush *brush) {
	if (flat->count + FULL > ENG_FLAT_COLORS) {
		if (brush->color.a == 255) {
			brush->place = place_of(flat, mixture(0, brush->color, 255 * FULL), 0);
		}
		return;
	}
	brush->ramp = (uint8_t)flat->count;
	for (int level = 1; level <= FULL; level++) {
		flat->colors[flat->count++] =
		    mixture(flat->colors[0], brush->color, level * brush->color.a);
	}
	brush->place = (uint8_t)(flat->count - 1);
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
		add_ramp(flat, brush);
	}
	return brush;
}

static uint8_t new_mixture(eng_flat *flat, eng_flat_brush *brush, int level, uint8_t ground) {
	uint32_t mixed = mixture(flat->colors[ground], brush->color, level * brush->color.a);
	uint8_t place = place_of(flat, mixed, INDISTINCT);

	if (!brush->mixed[level]) {
		brush->mixed[level] = eng_arena_new_array(flat->arena, ENG_FLAT_COLORS, uint16_t);
	}
	brush->mixed[level][ground] = (uint16_t)(place + 1);
	return place;
}

static inline uint8_t mix(eng_flat *flat, eng_flat_brush *brush, int level, uint8_t ground) {
	const uint16_t *known = brush->mixed[level];

	if (ground == 0 && brush->ramp) {
		return (uint8_t)(brush->ramp + level - 1);
	}
	return known && known[ground] ? (uint8_t)(known[ground] - 1)
				      : new_mixture(flat, brush, level, ground);
}

/* ---- shapes ---- */

typedef struct stroke {
	eng_flat *flat;
	eng_flat_brush *brush;
	uint8_t *row;
	int left, right; /* what is painted at all */
} stroke;

/* How many pixels are like the first. */
static int run_of(const uint8_t *row, int n) {
	const uint64_t all = ENG_SCAN_ONES * row[0];
	int run = 1;

	while (run + 8 <= n && eng_scan_word((const char *)row + run) == all) {
		run += 8;
	}
	while (run < n && row[run] == row[0]) {
		run++;
	}
	return run;
}

static void cover(void *user, int x, int n, int level) {
	const stroke *s = user;
	int to = x + n < s->right ? x + n : s->right;

	x = x > s->left ? x : s->left;
	if (level == FULL && s->brush->color.a == 255) {
		if (x < to) {
			memset(s->row + x, s->brush->place, (size_t)(to - x));
		}
		return;
	}
	while (x < to) {
		uint8_t ground = s->row[x];
		int run = run_of(s->row + x, to - x);

		memset(s->row + x, mix(s->flat, s->brush, level, ground), (size_t)run);
		x += run;
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
	if (level > 0 && n > 0) {
		cover(s, x, n, level);
	}
}

static void paint_box(stroke *s, const eng_flat_shape *box, int y) {
	int x0 = box->as.box[0], x1 = box->as.box[2], left = x0 >> 8, right = x1 >> 8;
	int down = share_of(y, box->as.box[1], box->as.box[3]);

	cover_some(s, left, 1, level_of(share_of(left, x0, x1), down));
	cover_some(s, left + 1, right - left - 1, level_of(PIXEL, down));
	if (right > left) {
		cover_some(s, right, 1, level_of(share_of(right, x0, x1), down));
	}
}

static void mix_some(stroke *s, const uint8_t *levels, int at, int n) {
	int from = at > s->left ? at : s->left, to = at + n < s->right ? at + n : s->right;

	for (int x = from; x < to; x++) {
		if (levels[x - at]) {
			s->row[x] = mix(s->flat, s->brush, levels[x - at], s->row[x]);
		}
	}
}

/* Eight pixels at a time where they are paper, which the ramp is for. */
static void stamp(stroke *s, const uint8_t *levels, int at, int n) {
	const uint64_t base = (uint64_t)s->brush->ramp - 1;

	for (int i = 0; i < n; i += 8) {
		uint64_t level, ground;

		memcpy(&level, levels + i, sizeof(level));
		memcpy(&ground, s->row + at + i, sizeof(ground));
		if (level == 0) {
			continue;
		}
		if (ground == 0) {
			uint64_t some = ((level + ~ENG_SCAN_TOPS) & ENG_SCAN_TOPS) >> 7;

			level += some * base;
			memcpy(s->row + at + i, &level, sizeof(level));
		} else {
			mix_some(s, levels + i, at + i, 8);
		}
	}
}

static void paint_letters(stroke *s, const eng_flat_shape *shape, int y) {
	const eng_flat_line *all = shape->as.letters.line;

	for (size_t i = 0; i < all->count; i++) {
		const eng_flat_letter *l = &all->items[i];
		const eng_flat_mask *mask = l->mask;
		int line = y - shape->as.letters.y - l->y, x = shape->as.letters.x + l->x;
		const uint8_t *levels;

		if (line < 0 || line >= mask->height) {
			continue;
		}
		levels = mask->levels + (size_t)line * (size_t)mask->stride;
		if (s->brush->ramp && x >= 0 && x + mask->stride <= s->flat->width) {
			stamp(s, levels, x, mask->stride);
		} else {
			mix_some(s, levels, x, mask->width);
		}
	}
}

void eng_flat_dip(eng_flat *flat, eng_flat_shape *s) {
	s->brush = brush_of(flat, s->color);
	if (s->kind == ENG_FLAT_OUTLINE) {
		eng_scan_start(&s->as.outline.scan, s->as.outline.outline, flat->width);
	}
}

void eng_flat_put(eng_flat *flat, eng_flat_shape *s, int y, uint8_t *row, eng_row_span span) {
	stroke with = { flat, s->brush, row, span.left, span.right };

	switch (s->kind) {
	case ENG_FLAT_BOX:
		paint_box(&with, s, y);
		break;
	case ENG_FLAT_LETTERS:
		paint_letters(&with, s, y);
		break;
	case ENG_FLAT_OUTLINE:
		eng_scan_row(&s->as.outline.scan, y, cover, &with);
		break;
	}
}
