/* What reviewers want to see on a page: which wording is locked, and which values come from data.
 *
 * Reads nothing but the items of the page and the provenance of the nodes they came from. Overlays are
 * items like all others, added last: every painter shows them. */
#include "channels/preview/preview.h"

#include "layout/font.h"
#include "layout/ink.h"
#include "layout/line.h"

static const eng_color locked_color = { 0x8a, 0x1c, 0x7c, 0xff };
static const eng_color locked_tint = { 0x8a, 0x1c, 0x7c, 0x12 };
static const eng_color data_tint = { 0xff, 0xb3, 0x00, 0x4d };
static const eng_color paper = { 0xff, 0xff, 0xff, 0xff };

static const eng_length margin = 2500; /* between locked wording and its frame */

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

/* Figures show values of the data although their items have no text of their own. */
static bool is_data(const eng_node *node) {
	const eng_provenance *from = node ? eng_node_from(node) : NULL;

	return node &&
	       ((from && (from->origin == ENG_ORIGIN_DATA || from->origin == ENG_ORIGIN_SLOT)) ||
		node->type == ENG_NODE_CHART || node->type == ENG_NODE_BARCODE ||
		node->type == ENG_NODE_PAYMENT);
}

/* Items of one figure are one shade; text is shaded run by run. */
static void shade(eng_arena *arena, eng_ink *ink, const eng_page *page) {
	for (size_t i = 0; i < page->count; i++) {
		const eng_node *node = page->items[i].node;
		eng_rect box = item_box(&page->items[i]);

		if (!is_data(node)) {
			continue;
		}
		while (node->type != ENG_NODE_TEXT && i + 1 < page->count &&
		       page->items[i + 1].node == node) {
			join(&box, item_box(&page->items[++i]));
		}
		eng_ink_fill(arena, ink, box, data_tint);
	}
}

typedef struct frame {
	const eng_node *block;
	eng_rect box;
} frame;

/* Two columns of one block are two frames: what begins beside and above the last item is new. */
static bool goes_on(const frame *f, const eng_node *block, eng_rect box) {
	bool beside = box.x >= f->box.x + f->box.w || box.x + box.w <= f->box.x;

	return f->block == block && !(beside && box.y + box.h < f->box.y + f->box.h / 2);
}

static bool add_label(eng_ctx *ctx, eng_arena *arena, const eng_studio *studio, eng_ink *ink,
		      const frame *f) {
	eng_style style = *eng_theme_style(studio->theme, "chart.label", (eng_str){ 0 });
	const char *name = eng_arena_printf(
	    arena, "%.*s@%d", ENG_STR_ARG(f->block->as.block.block_id), f->block->as.block.version);
	eng_ink label = { 0 };
	eng_length width, x, y;

	style.size = ENG_PT(6);
	style.leading = ENG_PT(8);
	style.bold = true;
	if (!eng_line_label(ctx, arena, studio->press, eng_str_from(name), &style, paper,
			    ENG_STR("en"), false, 0, NULL, &label, &width)) {
		return false;
	}
	x = f->box.x - margin;
	y = f->box.y - margin - ENG_PT(8);
	y = y < 0 ? 0 : y;
	eng_ink_fill(arena, ink, (eng_rect){ x, y, width + ENG_PT(4), ENG_PT(8) }, locked_color);
	eng_ink_append(arena, ink, &label, x + ENG_PT(2), y + ENG_PT(6));
	return true;
}

static bool outline(eng_ctx *ctx, eng_arena *arena, const eng_studio *studio, eng_ink *ink,
		    const frame *f) {
	eng_rect box = { f->box.x - margin, f->box.y - margin, f->box.w + 2 * margin,
			 f->box.h + 2 * margin };
	eng_style style = { .has_background = true,
			    .background = locked_tint,
			    .border_color = locked_color,
			    .border_top = 750,
			    .border_right = 750,
			    .border_bottom = 750,
			    .border_left = 750 };

	eng_ink_box(arena, ink, &style, box, false);
	return add_label(ctx, arena, studio, ink, f);
}

static bool frame_blocks(eng_ctx *ctx, eng_arena *arena, const eng_studio *studio, eng_ink *ink,
			 const eng_page *page) {
	frame f = { 0 };
	bool ok = true;

	for (size_t i = 0; i < page->count; i++) {
		const eng_node *block = block_of(page->items[i].node);
		eng_rect box = item_box(&page->items[i]);

		if (!block) {
			continue;
		}
		if (f.block && goes_on(&f, block, box)) {
			join(&f.box, box);
			continue;
		}
		ok = ok && (!f.block || outline(ctx, arena, studio, ink, &f));
		f = (frame){ block, box };
	}
	return ok && (!f.block || outline(ctx, arena, studio, ink, &f));
}

bool eng_preview_overlay(eng_ctx *ctx, eng_arena *arena, const eng_studio *studio, eng_page *page) {
	eng_ink ink = { 0 }, all = { page->items, page->count, page->cap };

	if (studio->preview.data) {
		shade(arena, &ink, page);
	}
	if (studio->preview.locked && !frame_blocks(ctx, arena, studio, &ink, page)) {
		return false;
	}
	eng_ink_take(arena, &all, &ink, 0, 0);
	page->items = all.items;
	page->count = all.count;
	page->cap = all.cap;
	return true;
}
