/* Where the words and figures of a document stand on a page, by the nodes that its items came from. */
#include "channels/preview/preview.h"

static void widen(eng_rect *box, eng_length x, eng_length y) {
	eng_length right = box->x + box->w, bottom = box->y + box->h;

	box->x = x < box->x ? x : box->x;
	box->y = y < box->y ? y : box->y;
	box->w = (x > right ? x : right) - box->x;
	box->h = (y > bottom ? y : bottom) - box->y;
}

static void join(eng_rect *box, eng_rect more) {
	widen(box, more.x, more.y);
	widen(box, more.x + more.w, more.y + more.h);
}

/* Control points count as points: frames may be a little wide, never narrow. */
static eng_rect path_box(const eng_path *path) {
	eng_rect box = { 0 };
	bool any = false;

	for (size_t i = 0; i < path->count; i++) {
		int points = path->ops[i].verb == ENG_CURVE ? 3 : path->ops[i].verb != ENG_CLOSE;

		for (int k = 0; k < points; k++) {
			if (!any) {
				box = (eng_rect){ path->ops[i].x[k], path->ops[i].y[k], 0, 0 };
				any = true;
			}
			widen(&box, path->ops[i].x[k], path->ops[i].y[k]);
		}
	}
	return box;
}

static eng_rect item_box(const eng_item *item) {
	const eng_glyph_run *run = &item->as.run;

	if (item->kind == ENG_ITEM_IMAGE) {
		return item->as.image.box;
	}
	if (item->kind == ENG_ITEM_PATH) {
		return path_box(&item->as.path);
	}
	return (eng_rect){ run->x, run->y - run->size * 8 / 10, run->width, run->size * 105 / 100 };
}

static const eng_node *block_of(const eng_node *node) {
	while (node && node->type != ENG_NODE_BLOCK) {
		node = node->parent;
	}
	return node;
}

typedef struct places {
	eng_arena *arena;
	eng_preview_place *items;
	size_t n, cap;
} places;

static void add(places *p, const eng_node *node, eng_rect box) {
	p->items = eng_arena_grow(p->arena, p->items, p->n, &p->cap, sizeof(*p->items));
	p->items[p->n++] = (eng_preview_place){ node, box };
}

/* Items of one figure are one place; text is placed run by run. */
const eng_preview_place *eng_preview_words(eng_arena *arena, const eng_page *page, size_t *n) {
	places p = { .arena = arena };

	for (size_t i = 0; i < page->count; i++) {
		const eng_node *node = page->items[i].node;
		eng_rect box = item_box(&page->items[i]);

		if (!node) {
			continue;
		}
		while (node->type != ENG_NODE_TEXT && i + 1 < page->count &&
		       page->items[i + 1].node == node) {
			join(&box, item_box(&page->items[++i]));
		}
		add(&p, node, box);
	}
	*n = p.n;
	return p.items;
}

/* Two columns of one block are two places: what begins beside and above the last item is new. */
static bool goes_on(const eng_preview_place *last, const eng_node *block, eng_rect box) {
	bool beside = box.x >= last->box.x + last->box.w || box.x + box.w <= last->box.x;

	return last->node == block && !(beside && box.y + box.h < last->box.y + last->box.h / 2);
}

const eng_preview_place *eng_preview_blocks(eng_arena *arena, const eng_page *page, size_t *n) {
	places p = { .arena = arena };

	for (size_t i = 0; i < page->count; i++) {
		const eng_node *block = block_of(page->items[i].node);
		eng_rect box = item_box(&page->items[i]);

		if (block && p.n && goes_on(&p.items[p.n - 1], block, box)) {
			join(&p.items[p.n - 1].box, box);
		} else if (block) {
			add(&p, block, box);
		}
	}
	*n = p.n;
	return p.items;
}
