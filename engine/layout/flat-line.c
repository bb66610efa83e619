/* Lines of letters: where their letters stand is worked out once, and what is written for them. A line that
 * comes for the second time is kept: amounts of one customer are not. */
#include <glib.h>
#include <limits.h>
#include <math.h>

#include "layout/flat-parts.h"
#include "layout/font.h"

enum { SEEN = 1024 /* hashes of what came once */ };

/* From the line's origin. */
typedef struct place {
	uint32_t glyph;
	int32_t x, y; /* quarters of a pixel; pixels */
} place;

typedef struct key {
	unsigned font;
	uint32_t hash;
	double size; /* pixels */
	size_t count;
	const place *places;
} key;

typedef struct entry {
	key key;
	eng_flat_line line;
} entry;

static guint hash_of(gconstpointer p) {
	return ((const key *)p)->hash;
}

static gboolean is_same(gconstpointer a, gconstpointer b) {
	const key *x = a, *y = b;

	return x->font == y->font && x->count == y->count &&
	       !(x->size < y->size || x->size > y->size) &&
	       memcmp(x->places, y->places, x->count * sizeof(*x->places)) == 0;
}

void eng_flat_lines_open(eng_flat_masks *masks) {
	masks->lines = g_hash_table_new(hash_of, is_same);
	masks->seen = eng_malloc(SEEN * sizeof(*masks->seen));
	memset(masks->seen, 0, SEEN * sizeof(*masks->seen));
}

void eng_flat_lines_close(eng_flat_masks *masks) {
	g_hash_table_destroy(masks->lines);
	free(masks->seen);
}

static uint32_t mix(uint32_t hash, uint32_t value) {
	return (hash ^ value) * 0x9e3779b1 + (hash >> 15);
}

/* To the nearest quarter, and to the nearest pixel. */
static key key_of(eng_arena *arena, const eng_glyph_run *run, double scale, int *x, int *y) {
	place *places = eng_arena_room(arena, run->count, sizeof(*places));
	key k = { .font = run->font->id,
		  .hash = mix((uint32_t)run->size, run->font->id),
		  .size = (double)run->size * scale,
		  .count = run->count,
		  .places = places };

	for (size_t i = 0; i < run->count; i++) {
		const eng_glyph *g = &run->glyphs[i];
		int gx = (int)llround((double)(run->x + g->x) * scale * 4);
		int gy = (int)llround((double)(run->y + g->y) * scale);

		*x = i ? *x : gx >> 2;
		*y = i ? *y : gy;
		places[i] = (place){ g->id, gx - *x * 4, gy - *y };
		k.hash = mix(k.hash, g->id << 16 ^ (uint32_t)places[i].x);
		k.hash = mix(k.hash, (uint32_t)places[i].y);
	}
	return k;
}

bool eng_flat_is_seen(eng_flat_masks *masks, uint32_t hash) {
	uint32_t *at = &masks->seen[hash % SEEN];
	bool seen = *at == hash;

	*at = hash;
	return seen;
}

static int least(int a, int b) {
	return a < b ? a : b;
}

static int most(int a, int b) {
	return a > b ? a : b;
}

static void make_line(eng_flat_masks *masks, eng_arena *arena, const eng_font *font, const key *k,
		      eng_flat_line *line) {
	eng_flat_letter *items = eng_arena_room(arena, k->count, sizeof(*items));

	line->apart = true;
	line->items = items;
	for (size_t i = 0; i < k->count; i++) {
		const place *at = &k->places[i];
		eng_flat_mask *mask =
		    eng_flat_mask_find(masks, font, k->size, at->glyph, at->x & 3);
		eng_flat_letter l = { mask, (at->x >> 2) + mask->x, at->y + mask->y };

		if (mask->width <= 0 || mask->height <= 0) {
			continue;
		}
		line->apart &= line->count == 0 || l.x >= line->right;
		line->left = line->count ? least(line->left, l.x) : l.x;
		line->top = line->count ? least(line->top, l.y) : l.y;
		line->right = most(line->count ? line->right : INT_MIN, l.x + mask->width);
		line->bottom = most(line->count ? line->bottom : INT_MIN, l.y + mask->height);
		items[line->count++] = l;
	}
}

eng_flat_line *eng_flat_line_find(eng_flat_masks *masks, eng_arena *arena, const eng_glyph_run *run,
				  double scale, int *x, int *y) {
	key wanted = key_of(arena, run, scale, x, y);
	entry *found = g_hash_table_lookup(masks->lines, &wanted);

	if (!found) {
		bool keep = eng_flat_is_seen(masks, wanted.hash);
		eng_arena *in = keep ? &masks->arena : arena;

		found = eng_arena_new(in, entry);
		make_line(masks, in, run->font, &wanted, &found->line);
		found->line.kept = keep;
		if (keep) {
			found->key = wanted;
			found->key.places = eng_arena_copy(&masks->arena, wanted.places,
							   wanted.count * sizeof(place));
			g_hash_table_insert(masks->lines, found, found);
		}
	}
	return &found->line;
}

/* The line's letters, as stamps of their own. */
static eng_row_placed *place_letters(eng_flat_masks *masks, eng_arena *arena,
				     const eng_flat_line *line, int ramp,
				     const eng_row_packer *packer) {
	eng_row_placed *items = eng_arena_room(arena, line->count, sizeof(*items));

	for (size_t i = 0; i < line->count; i++) {
		const eng_flat_letter *l = &line->items[i];

		items[i] = (eng_row_placed){ eng_flat_mask_stamp(masks, l->mask, ramp, packer),
					     l->x - line->left, l->y - line->top };
	}
	return items;
}

static const eng_row_stamp *stamp_of(eng_flat_masks *masks, eng_arena *arena, eng_flat_line *line,
				     int ramp, const eng_row_packer *packer) {
	eng_flat_stamp *s = line->stamps;

	while (s && (s->ramp != ramp || s->width != packer->width)) {
		s = s->next;
	}
	if (!s) {
		const eng_row_placed *items = place_letters(masks, arena, line, ramp, packer);

		s = eng_arena_new(&masks->arena, eng_flat_stamp);
		*s = (eng_flat_stamp){ line->stamps, ramp, packer->width,
				       eng_row_stamp_join(&masks->arena, packer, items, line->count,
							  line->right - line->left,
							  line->bottom - line->top) };
		line->stamps = s;
	}
	return s->stamp;
}

void eng_flat_line_stamps(eng_flat_masks *masks, eng_arena *arena, eng_flat_shape *shape,
			  const eng_row_packer *packer) {
	eng_flat_line *line = shape->as.letters.line;
	int ramp = shape->brush->ramp;

	if (line->kept) {
		eng_row_placed *one = eng_arena_new(arena, eng_row_placed);

		one->stamp = stamp_of(masks, arena, line, ramp, packer);
		shape->as.letters.stamps = one;
		shape->as.letters.count = 1;
	} else {
		shape->as.letters.stamps = place_letters(masks, arena, line, ramp, packer);
		shape->as.letters.count = line->count;
	}
}
