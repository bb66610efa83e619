/* The preview channel: the pages of the pdf channel as pictures, PNG or SVG, a file each.
 *
 * Lays the document out for the pdf channel and replays the same display lists. Knows nothing of what
 * is on a page but for the overlays that reviewers ask for. */
#include "channels/preview/preview.h"

enum { PPI = 96 };

typedef struct pictures {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_studio *studio;
	eng_buf *out;
	eng_measures *measures;
	eng_str title;
} pictures;

static void add_cut(pictures *p, size_t start, size_t page, const char *extension,
		    const char *media_type) {
	p->measures->cuts[p->measures->cut_count++] =
	    (eng_cut){ eng_arena_printf(p->arena, "-%zu", page + 1), extension, media_type, start,
		       p->out->n - start };
}

static void begin(void *user, size_t pages) {
	pictures *p = user;

	p->measures->pages = pages;
	p->measures->cuts = eng_arena_new_array(p->arena, pages * 2 + 1, eng_cut);
}

/* The pages of a record are handed on together, so the limit ends a long one before memory does. */
static bool has_room(const pictures *p, size_t page) {
	return p->out->n <= p->ctx->limits.artifact_bytes ||
	       eng_fail(p->ctx, "limit.artifact-bytes", (eng_loc){ 0 },
			"the pictures of the first %zu pages have more than %zu bytes; fewer dots "
			"to the inch, "
			"or SVG, need less",
			page + 1, p->ctx->limits.artifact_bytes);
}

static bool draw(void *user, eng_arena *arena, eng_page *page, size_t index) {
	pictures *p = user;
	const eng_preview *o = &p->studio->preview;
	size_t start = p->out->n;

	if ((o->locked || o->data) && !eng_preview_overlay(p->ctx, arena, p->studio, page)) {
		return false;
	}
	if (o->png || !o->svg) {
		if (!eng_paint_png(p->ctx, page, o->ppi ? o->ppi : PPI, false, p->out)) {
			return false;
		}
		add_cut(p, start, index, "png", "image/png");
		start = p->out->n;
	}
	if (o->svg) {
		if (!eng_preview_svg(p->ctx, page, p->title, p->out)) {
			return false;
		}
		add_cut(p, start, index, "svg", "image/svg+xml");
	}
	return has_room(p, index);
}

static eng_str title_of(const eng_document *doc, eng_arena *arena) {
	eng_buf text = { 0 };
	eng_str title;

	eng_node_text(doc->title, -1, &text);
	title = eng_str_copy(arena, eng_str_trim(eng_buf_view(&text)));
	eng_buf_finish(&text);
	return title;
}

static bool render(eng_ctx *ctx, eng_desk *desk, const eng_studio *studio, const eng_document *doc,
		   const eng_artifact_ref *others, size_t other_count, eng_arena *scratch,
		   eng_buf *out, eng_measures *measures) {
	pictures p = { ctx, scratch, studio, out, measures, title_of(doc, scratch) };
	const eng_layout *layout;

	(void)desk, (void)others, (void)other_count;
	if (eng_layout_is_long(doc)) {
		return eng_preview_long(ctx, scratch, studio, doc, begin, draw, &p);
	}
	layout =
	    eng_layout_pages(ctx, scratch, studio->press, doc, eng_document_channel(doc, "pdf"));
	if (!layout) {
		return false;
	}
	begin(&p, layout->page_count);
	for (size_t i = 0; i < layout->page_count; i++) {
		if (!draw(&p, scratch, &layout->pages[i], i)) {
			return false;
		}
	}
	return true;
}

const eng_channel eng_channel_preview = {
	.name = "preview",
	.extension = "png",
	.media_type = "image/png",
	.summary = "the pages of pdf as PNG or SVG pictures, on request",
	.pages = true,
	.fonts = true,
	.mirrors = "pdf",
	.render = render,
};
