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

/* Figures show values of the data although their items have no text of their own. */
static bool is_data(const eng_node *node) {
	const eng_provenance *from = node ? eng_node_from(node) : NULL;

	return node &&
	       ((from && (from->origin == ENG_ORIGIN_DATA || from->origin == ENG_ORIGIN_SLOT)) ||
		node->type == ENG_NODE_CHART || node->type == ENG_NODE_BARCODE ||
		node->type == ENG_NODE_PAYMENT);
}

static void shade(eng_arena *arena, eng_ink *ink, const eng_page *page) {
	size_t n;
	const eng_preview_place *places = eng_preview_words(arena, page, &n);

	for (size_t i = 0; i < n; i++) {
		if (is_data(places[i].node)) {
			eng_ink_fill(arena, ink, places[i].box, data_tint);
		}
	}
}

static bool add_label(eng_ctx *ctx, eng_arena *arena, const eng_studio *studio, eng_ink *ink,
		      const eng_preview_place *f) {
	eng_style style = *eng_theme_style(studio->theme, "chart.label", (eng_str){ 0 });
	const char *name = eng_arena_printf(
	    arena, "%.*s@%d", ENG_STR_ARG(f->node->as.block.block_id), f->node->as.block.version);
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
		    const eng_preview_place *f) {
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
	size_t n;
	const eng_preview_place *places = eng_preview_blocks(arena, page, &n);
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++) {
		ok = outline(ctx, arena, studio, ink, &places[i]);
	}
	return ok;
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
