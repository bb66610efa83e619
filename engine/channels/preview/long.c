/* Pages of long documents, one at a time: memory for the pages of a document would grow with it.
 *
 * What stands around the body, such as headers and footers, is known only after all bodies: so the document is
 * laid out twice. The first time what stands around is kept, the same glyphs and paths once for all
 * pages; the second time each body gets its own and is drawn at once. */
#include <glib.h>

#include "channels/preview/preview.h"

typedef struct reading {
	eng_arena kept;
	GHashTable *known; /* GBytes of kept: the same glyphs, paths and texts stand on all pages */
	eng_page *before, *behind; /* by page, on the heap */
	size_t count, cap;
	eng_arena page; /* of the page that is drawn */
	eng_preview_draw *draw;
	void *user;
} reading;

static const void *keep(reading *r, const void *data, size_t n) {
	GBytes *wanted = g_bytes_new_static(data, n);
	GBytes *found = g_hash_table_lookup(r->known, wanted);

	if (!found) {
		found = g_bytes_new_static(eng_arena_copy(&r->kept, data, n), n);
		g_hash_table_add(r->known, found);
	}
	g_bytes_unref(wanted);
	return g_bytes_get_data(found, NULL);
}

static eng_str keep_text(reading *r, eng_str text) {
	return text.n ? (eng_str){ keep(r, text.s, text.n), text.n } : text;
}

static void keep_item(reading *r, eng_item *item) {
	if (item->kind == ENG_ITEM_RUN) {
		eng_glyph_run *run = &item->as.run;

		run->glyphs =
		    run->count ? keep(r, run->glyphs, run->count * sizeof(*run->glyphs)) : NULL;
		run->text = keep_text(r, run->text);
		run->lang = keep_text(r, run->lang);
	} else if (item->kind == ENG_ITEM_PATH) {
		eng_path *path = &item->as.path;

		path->ops =
		    path->count ? keep(r, path->ops, path->count * sizeof(*path->ops)) : NULL;
		if (path->gradient) {
			path->gradient = keep(r, path->gradient, sizeof(*path->gradient));
		}
	}
}

/* A copy of the page's items; running content has no links and no fields. */
static eng_page keep_page(reading *r, const eng_page *page) {
	eng_page copy = { .width = page->width, .height = page->height, .count = page->count };

	copy.items = eng_arena_new_array(&r->kept, page->count + 1, eng_item);
	if (page->count) {
		memcpy(copy.items, page->items, page->count * sizeof(*copy.items));
	}
	for (size_t i = 0; i < copy.count; i++) {
		keep_item(r, &copy.items[i]);
	}
	return copy;
}

static bool pass_body(void *user, const eng_layout *layout, size_t index, const eng_page *body) {
	(void)user, (void)layout, (void)index, (void)body;
	return true;
}

static bool keep_around(void *user, const eng_layout *layout, size_t index, const eng_page *before,
			const eng_page *behind) {
	reading *r = user;

	(void)layout, (void)index;
	if (r->count == r->cap) {
		r->cap = r->cap ? 2 * r->cap : 256;
		r->before = eng_realloc(r->before, r->cap * sizeof(*r->before));
		r->behind = eng_realloc(r->behind, r->cap * sizeof(*r->behind));
	}
	r->before[r->count] = keep_page(r, before);
	r->behind[r->count++] = keep_page(r, behind);
	return true;
}

/* The whole page, in the order of painting. */
static bool draw_body(void *user, const eng_layout *layout, size_t index, const eng_page *body) {
	reading *r = user;
	const eng_page *before = &r->before[index], *behind = &r->behind[index];
	eng_page page = *body;

	(void)layout;
	eng_arena_reset(&r->page);
	page.count = page.cap = before->count + body->count + behind->count;
	page.items = eng_arena_new_array(&r->page, page.count + 1, eng_item);
	memcpy(page.items, before->items, before->count * sizeof(*page.items));
	if (body->count) {
		memcpy(page.items + before->count, body->items, body->count * sizeof(*page.items));
	}
	memcpy(page.items + before->count + body->count, behind->items,
	       behind->count * sizeof(*page.items));
	return r->draw(r->user, &r->page, &page, index);
}

static bool pass_around(void *user, const eng_layout *layout, size_t index, const eng_page *before,
			const eng_page *behind) {
	(void)user, (void)layout, (void)index, (void)before, (void)behind;
	return true;
}

bool eng_preview_long(eng_ctx *ctx, eng_arena *arena, const eng_studio *studio,
		      const eng_document *doc, eng_preview_begin *begin, eng_preview_draw *draw,
		      void *user) {
	reading r = { .draw = draw, .user = user };
	const eng_page_taker first = { &r, pass_body, keep_around };
	const eng_page_taker second = { &r, draw_body, pass_around };
	int channel = eng_document_channel(doc, "pdf");
	bool ok;

	eng_arena_init(&r.kept);
	eng_arena_init(&r.page);
	r.known =
	    g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	ok = eng_layout_hand_out(ctx, arena, studio->press, doc, channel, &first) != NULL;
	if (ok) {
		begin(user, r.count);
		ok = eng_layout_hand_out(ctx, arena, studio->press, doc, channel, &second) != NULL;
	}
	g_hash_table_destroy(r.known);
	free(r.before);
	free(r.behind);
	eng_arena_finish(&r.page);
	eng_arena_finish(&r.kept);
	return ok;
}
