/* Strips of lines that are kept and have the same foot, such as the names of months below the bars: what comes
 * for the second time is kept, so that its rows are written in one go. */
#include <glib.h>

#include "layout/flat-parts.h"

enum {
	MOST = 32,    /* lines of one strip */
	WIDE = 1000,  /* pixels of a strip */
	APART = 8,    /* pixels between two lines at least */
	CROWD = 1000, /* shapes; among more, strips are not looked for */
};

/* What is looked for, and the lines that it is of. */
typedef struct group {
	eng_flat_shape *lines[MOST];
	eng_row_placed items[MOST];
	size_t count;
	int top; /* row of the highest */
} group;

typedef struct entry {
	uint32_t hash;
	int width; /* of the picture */
	const eng_row_placed *items;
	size_t count;
	eng_row_strip *strip;
} entry;

static guint hash_of(gconstpointer p) {
	return ((const entry *)p)->hash;
}

static gboolean is_same(gconstpointer a, gconstpointer b) {
	const entry *s = a, *t = b;

	if (s->width != t->width || s->count != t->count) {
		return false;
	}
	for (size_t i = 0; i < s->count; i++) {
		const eng_row_placed *m = &s->items[i], *n = &t->items[i];

		if (m->stamp != n->stamp || m->x != n->x || m->y != n->y) {
			return false;
		}
	}
	return true;
}

void eng_flat_strips_open(eng_flat_masks *masks) {
	masks->strips = g_hash_table_new(hash_of, is_same);
}

static uint32_t mix(uint32_t hash, uint32_t value) {
	return (hash ^ value) * 0x9e3779b1 + (hash >> 15);
}

static bool is_open(const eng_flat_shape *s) {
	return s->kind == ENG_FLAT_LETTERS && s->as.letters.stands && s->as.letters.line->kept &&
	       s->brush->ramp && !s->as.letters.stamps && s->top < s->bottom;
}

static int top_of(const eng_flat_shape *s) {
	return s->as.letters.y + s->as.letters.line->top;
}

/* Lines from left to right that have the foot of the first. */
static void gather(group *g, eng_flat_shape *shapes, size_t count) {
	int foot = shapes[0].as.letters.y, left = shapes[0].left;

	g->count = 0;
	g->top = top_of(shapes);
	for (size_t i = 0; i < count && g->count < MOST; i++) {
		eng_flat_shape *s = &shapes[i];

		if (!is_open(s) || s->as.letters.y != foot || s->right - left > WIDE ||
		    (g->count > 0 && s->left < g->lines[g->count - 1]->right + APART)) {
			continue;
		}
		g->lines[g->count++] = s;
		g->top = top_of(s) < g->top ? top_of(s) : g->top;
	}
}

/* The strip of items, when they came before. */
static eng_row_strip *strip_of(eng_flat_masks *masks, const group *g,
			       const eng_row_packer *packer) {
	entry wanted = { .hash = (uint32_t)packer->width,
			 .width = packer->width,
			 .items = g->items,
			 .count = g->count };
	entry *found;

	for (size_t i = 0; i < g->count; i++) {
		const eng_row_placed *at = &g->items[i];

		wanted.hash = mix(wanted.hash, (uint32_t)((uintptr_t)at->stamp >> 4));
		wanted.hash = mix(wanted.hash, (uint32_t)at->x << 16 ^ (uint32_t)at->y);
	}
	found = g_hash_table_lookup(masks->strips, &wanted);
	if (!found && eng_flat_is_seen(masks, wanted.hash)) {
		found = eng_arena_new(&masks->arena, entry);
		*found = wanted;
		found->items =
		    eng_arena_copy(&masks->arena, g->items, g->count * sizeof(*g->items));
		found->strip = eng_row_strip_new(&masks->arena, packer, found->items, found->count);
		g_hash_table_insert(masks->strips, found, found);
	}
	return found ? found->strip : NULL;
}

void eng_flat_strips_find(eng_flat_masks *masks, eng_arena *arena, eng_flat_shape *shapes,
			  size_t count, const eng_row_packer *packer) {
	for (size_t i = 0; i < count && count <= CROWD; i++) {
		eng_row_strip *strip;
		group g;

		if (!is_open(&shapes[i])) {
			continue;
		}
		gather(&g, shapes + i, count - i);
		for (size_t k = 0; k < g.count; k++) {
			eng_flat_shape *s = g.lines[k];

			eng_flat_line_stamps(masks, arena, s, packer);
			g.items[k] = *s->as.letters.stamps;
			g.items[k].x = s->left;
			g.items[k].y = top_of(s) - g.top;
		}
		strip = strip_of(masks, &g, packer);
		for (size_t k = 0; k < g.count; k++) {
			g.lines[k]->as.letters.strip = strip;
			g.lines[k]->as.letters.strip_top = g.top;
		}
	}
}
