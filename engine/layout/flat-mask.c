/* Letters as masks: how much of each pixel a letter covers, found once for each face, size and quarter
 * of a pixel. Letters stand on whole pixels: all of a line have the same foot. */
#include <glib.h>
#include <hb.h>

#include "layout/flat-parts.h"
#include "layout/font.h"

enum {
	KEPT_MOST = 4 << 20, /* bytes */
	REACH = 2048,        /* pixels of a letter from its origin: what is farther is cut off */
};

typedef struct key {
	unsigned font;
	uint32_t glyph;
	int quarter;
	double size; /* pixels */
} key;

typedef struct entry {
	key key;
	eng_flat_mask mask;
} entry;

typedef struct pencil {
	eng_trace trace;
	double scale, x;
} pencil;

static unsigned hash_of(gconstpointer p) {
	const key *k = p;

	return k->glyph * 31 + k->font * 65537 + (unsigned)k->quarter * 257 +
	       (unsigned)(k->size * 64) * 4099;
}

static gboolean is_same(gconstpointer a, gconstpointer b) {
	const key *x = a, *y = b;

	return x->font == y->font && x->glyph == y->glyph && x->quarter == y->quarter &&
	       !(x->size < y->size || x->size > y->size);
}

static double px(const pencil *p, float x) {
	return p->x + (double)x * p->scale;
}

static double py(const pencil *p, float y) {
	return -(double)y * p->scale;
}

static void on_move(hb_draw_funcs_t *f, void *to, hb_draw_state_t *st, float x, float y,
		    void *user) {
	pencil *p = to;

	(void)f, (void)st, (void)user;
	eng_trace_move(&p->trace, px(p, x), py(p, y));
}

static void on_line(hb_draw_funcs_t *f, void *to, hb_draw_state_t *st, float x, float y,
		    void *user) {
	pencil *p = to;

	(void)f, (void)st, (void)user;
	eng_trace_line(&p->trace, px(p, x), py(p, y));
}

static void on_curve(hb_draw_funcs_t *f, void *to, hb_draw_state_t *st, float x1, float y1,
		     float x2, float y2, float x, float y, void *user) {
	pencil *p = to;

	(void)f, (void)st, (void)user;
	eng_trace_curve(&p->trace, (double[]){ px(p, x1), px(p, x2), px(p, x) },
			(double[]){ py(p, y1), py(p, y2), py(p, y) });
}

eng_flat_masks *eng_flat_masks_new(void) {
	eng_flat_masks *masks = eng_malloc(sizeof(*masks));

	eng_arena_init(&masks->arena);
	eng_arena_init(&masks->scratch);
	masks->letters = g_hash_table_new(hash_of, is_same);
	eng_flat_lines_open(masks);
	eng_flat_strips_open(masks);
	masks->outline = hb_draw_funcs_create();
	hb_draw_funcs_set_move_to_func(masks->outline, on_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(masks->outline, on_line, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(masks->outline, on_curve, NULL, NULL);
	hb_draw_funcs_make_immutable(masks->outline);
	masks->codes = eng_row_codes_new();
	masks->packed = (eng_buf){ 0 };
	return masks;
}

void eng_flat_masks_free(eng_flat_masks *masks) {
	if (masks) {
		g_hash_table_destroy(masks->letters);
		eng_flat_lines_close(masks);
		g_hash_table_destroy(masks->strips);
		hb_draw_funcs_destroy(masks->outline);
		eng_row_codes_free(masks->codes);
		eng_buf_finish(&masks->packed);
		eng_arena_finish(&masks->scratch);
		eng_arena_finish(&masks->arena);
		free(masks);
	}
}

void eng_flat_masks_trim(eng_flat_masks *masks) {
	if (masks->arena.bytes > KEPT_MOST) {
		g_hash_table_remove_all(masks->letters);
		g_hash_table_remove_all(masks->lines);
		g_hash_table_remove_all(masks->strips);
		eng_arena_reset(&masks->arena);
	}
}

static void put_levels(void *row, int x, int n, int level) {
	memset((uint8_t *)row + x, level, (size_t)n);
}

static int within_reach(int v) {
	return v < -REACH ? -REACH : v > REACH ? REACH : v;
}

static void measure(const eng_outline *outline, eng_flat_mask *mask) {
	int left = 0, right = 0, top, bottom;

	eng_outline_rows(outline, &top, &bottom);
	for (size_t i = 0; i < outline->count; i++) {
		const eng_edge *e = &outline->edges[i];
		int from = e->x0 < e->x1 ? e->x0 : e->x1, to = e->x0 < e->x1 ? e->x1 : e->x0;

		left = i == 0 || from < left ? from : left;
		right = i == 0 || to > right ? to : right;
	}
	mask->x = within_reach(left >> 8);
	mask->y = within_reach(top);
	mask->width = within_reach((right + ENG_OUTLINE_PIXEL - 1) >> 8) - mask->x;
	mask->height = within_reach(bottom) - mask->y;
}

static void make_mask(eng_flat_masks *masks, const eng_font *font, entry *made) {
	pencil p = { .trace = { .arena = &masks->scratch },
		     .scale = made->key.size / font->units,
		     .x = (double)made->key.quarter / 4 };
	eng_outline outline = { .arena = &masks->scratch };
	eng_flat_mask *mask = &made->mask;
	uint8_t *levels;
	eng_scan scan;

	hb_font_get_glyph_shape(font->hb, made->key.glyph, masks->outline, &p);
	eng_outline_fill(&outline, &p.trace);
	measure(&outline, mask);
	for (size_t i = 0; i < outline.count; i++) { /* rows count from the mask's corner */
		outline.edges[i].x0 -= mask->x * ENG_OUTLINE_PIXEL;
		outline.edges[i].x1 -= mask->x * ENG_OUTLINE_PIXEL;
	}
	mask->stride = (mask->width + 7) & ~7;
	levels = eng_arena_alloc(&masks->arena, (size_t)mask->stride * (size_t)mask->height);
	eng_scan_start(&scan, &outline, mask->width);
	for (int y = 0; y < mask->height; y++) {
		eng_scan_row(&scan, mask->y + y, put_levels,
			     levels + (size_t)y * (size_t)mask->stride);
	}
	mask->levels = levels;
	eng_arena_reset(&masks->scratch);
}

eng_flat_mask *eng_flat_mask_find(eng_flat_masks *masks, const eng_font *font, double size,
				  uint32_t glyph, int quarter) {
	key wanted = { .font = font->id, .glyph = glyph, .quarter = quarter, .size = size };
	entry *found = g_hash_table_lookup(masks->letters, &wanted);

	if (!found) {
		found = eng_arena_new(&masks->arena, entry);
		found->key = wanted;
		make_mask(masks, font, found);
		g_hash_table_insert(masks->letters, found, found);
	}
	return &found->mask;
}

eng_row_codes *eng_flat_row_codes(const eng_flat_masks *masks) {
	return masks->codes;
}

static eng_row_stamp *make_stamp(eng_flat_masks *masks, const eng_flat_mask *mask, int ramp,
				 const eng_row_packer *packer) {
	size_t size = (size_t)mask->width * (size_t)mask->height;
	uint8_t *pixels = eng_arena_alloc(&masks->scratch, size), *to = pixels;
	eng_row_stamp *made;

	for (int y = 0; y < mask->height; y++) {
		const uint8_t *levels = mask->levels + (size_t)y * (size_t)mask->stride;

		for (int x = 0; x < mask->width; x++) {
			*to++ = (uint8_t)(levels[x] ? levels[x] + ramp - 1 : 0);
		}
	}
	made = eng_row_stamp_new(&masks->arena, packer, pixels, mask->width, mask->height);
	eng_arena_reset(&masks->scratch);
	return made;
}

const eng_row_stamp *eng_flat_mask_stamp(eng_flat_masks *masks, eng_flat_mask *mask, int ramp,
					 const eng_row_packer *packer) {
	eng_flat_stamp *s = mask->stamps;

	while (s && (s->ramp != ramp || s->width != packer->width)) {
		s = s->next;
	}
	if (!s) {
		s = eng_arena_new(&masks->arena, eng_flat_stamp);
		s->ramp = ramp;
		s->width = packer->width;
		s->stamp = make_stamp(masks, mask, ramp, packer);
		s->next = mask->stamps;
		mask->stamps = s;
	}
	return s->stamp;
}
