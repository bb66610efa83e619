/* Content streams (ISO 32000-1 7.8.2, 14.6, 14.7.4): replays the display list of a page.
 *
 * Every operator that paints stands in a marked-content sequence: one of a structure element, with
 * an MCID, or an artifact. Sequences of elements are never nested: ActualText and Lang stand in the property
 * list of the sequence that has the MCID, because readers are known to lose nested ones. Sequences of text
 * alone stand inside of one text object, as many as follow each other: a row of a table has one. */
#include "channels/common/pdf/content.h"

#include "channels/common/pdf/syntax.h"

static bool same_color(eng_color a, eng_color b) {
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

void eng_pdf_set_fill(eng_pdf_content *content, eng_color color) {
	if (!same_color(content->fill, color)) {
		eng_pdf_paint(content->out, content->pdf->desk->print, color, false);
		content->fill = color;
	}
}

void eng_pdf_set_stroke(eng_pdf_content *content, eng_color color) {
	if (!same_color(content->stroke, color)) {
		eng_pdf_paint(content->out, content->pdf->desk->print, color, true);
		content->stroke = color;
	}
}

static void add_alpha(eng_pdf *pdf, uint16_t alpha) {
	for (size_t i = 0; i < pdf->alpha_count; i++) {
		if (pdf->alphas[i] == alpha) {
			return;
		}
	}
	pdf->alphas = eng_arena_grow(pdf->arena, pdf->alphas, pdf->alpha_count, &pdf->alpha_cap,
				     sizeof(*pdf->alphas));
	pdf->alphas[pdf->alpha_count++] = alpha;
}

void eng_pdf_put_alpha(eng_buf *out, uint16_t alpha) {
	eng_buf_printf(out, "/A%u<</ca ", alpha);
	eng_pdf_fixed(out, (alpha >> 8) * 1000 / 255, 3);
	eng_buf_cstr(out, "/CA ");
	eng_pdf_fixed(out, (alpha & 255) * 1000 / 255, 3);
	eng_buf_cstr(out, ">>");
}

void eng_pdf_set_alpha(eng_pdf_content *content, uint8_t fill, uint8_t stroke) {
	uint16_t alpha = (uint16_t)(fill << 8 | stroke);

	if (content->alpha != alpha) {
		add_alpha(content->pdf, alpha);
		eng_pdf_stencil_alpha(content, alpha);
		eng_buf_printf(content->out, "/A%u gs\n", alpha);
		content->alpha = alpha;
		content->transparent |= alpha != 0xffff;
	}
}

void eng_pdf_text_open(eng_pdf_content *content) {
	if (!content->text_open) {
		eng_buf_add(content->out, "BT\n", 3);
		content->text_open = true;
		content->line_x = content->line_y = 0;
	}
}

void eng_pdf_text_close(eng_pdf_content *content) {
	if (content->text_open) {
		eng_buf_add(content->out, "ET\n", 3);
		content->text_open = false;
	}
}

/* A sequence begins and ends on the same side of a text object's edges (14.6.1). */
static void mark_close(eng_pdf_content *content) {
	if (!content->inside) {
		eng_pdf_text_close(content);
	}
	if (content->marked) {
		eng_buf_cstr(content->out, content->nested ? "EMC\nEMC\n" : "EMC\n");
		content->marked = content->nested = content->inside = false;
	}
}

/* Closes what is open, and goes in or out of a text object for a sequence that begins. */
static void mark_change(eng_pdf_content *content) {
	mark_close(content);
	content->inside = content->text_only;
	if (content->inside) {
		eng_pdf_text_open(content);
	} else {
		eng_pdf_text_close(content);
	}
	content->marked = true;
}

static const char *const artifacts[] = {
	[ENG_RUNNING_NONE] = "/Artifact BMC\n",
	[ENG_RUNNING_HEADER] = "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n",
	[ENG_RUNNING_FOOTER] = "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n",
	[ENG_RUNNING_WATERMARK] = "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n",
	[ENG_RUNNING_BACKGROUND] = "/Artifact BMC\n",
};

void eng_pdf_mark_open(eng_pdf_content *content, uint32_t structure, eng_str lang, eng_str actual) {
	eng_pdf *pdf = content->pdf;
	bool spoken = actual.s == NULL, plain = spoken && lang.n == 0;

	if (content->unmarked) {
		return;
	}
	if (content->marked && content->structure == structure && spoken && content->mark_spoken &&
	    content->inside == content->text_only && eng_str_eq(content->lang, lang)) {
		return;
	}
	mark_change(content);
	content->structure = structure;
	content->lang = lang;
	content->mark_spoken = spoken;
	if (!structure) {
		eng_buf_cstr(content->out, artifacts[content->running]);
		if (!spoken) { /* only a Span may have ActualText, and this one cannot be the artifact */
			eng_buf_cstr(content->out, "/Span<</ActualText");
			eng_pdf_text(content->out, actual);
			eng_buf_cstr(content->out, ">>BDC\n");
			content->nested = true;
		}
		return;
	}
	if (plain) {
		eng_pdf_name(content->out, eng_str_from(pdf->layout->structure[structure].type));
	} else {
		eng_buf_cstr(content->out, "/Span");
	}
	eng_buf_cstr(content->out, "<</MCID ");
	eng_pdf_integer(content->out,
			eng_pdf_mark_add(pdf, structure, content->page, content->top));
	if (lang.n) {
		eng_buf_cstr(content->out, "/Lang");
		eng_pdf_bytes(content->out, lang);
	}
	if (!spoken) {
		eng_buf_cstr(content->out, "/ActualText");
		eng_pdf_text(content->out, actual);
	}
	eng_buf_cstr(content->out, ">>BDC\n");
}

static bool check_item(eng_pdf *pdf, const eng_item *item) {
	eng_loc where = item->node ? item->node->where : (eng_loc){ 0 };

	if (item->structure >= pdf->layout->structure_count && item->structure > 0) {
		return eng_fail(pdf->ctx, "pdf.structure", where,
				"item names structure element %u of %zu", (unsigned)item->structure,
				pdf->layout->structure_count);
	}
	return true;
}

static bool draw_item(eng_pdf_content *content, const eng_item *item) {
	switch (item->kind) {
	case ENG_ITEM_RUN:
		return eng_pdf_draw_run(content, item);
	case ENG_ITEM_PATH:
		return eng_pdf_draw_path(content, item);
	case ENG_ITEM_IMAGE:
		return eng_pdf_draw_image(content, item);
	}
	return true;
}

static eng_length item_top(const eng_item *item) {
	switch (item->kind) {
	case ENG_ITEM_RUN:
		return item->as.run.y - item->as.run.size;
	case ENG_ITEM_PATH:
		return item->as.path.count ? item->as.path.ops[0].y[0] : 0;
	case ENG_ITEM_IMAGE:
		return item->as.image.box.y;
	}
	return 0;
}

/* The end of the items from first on that are of one element; *text_only tells whether all are text. */
static size_t group_end(const eng_page *page, size_t first, bool *text_only) {
	const eng_item *items = page->items;
	size_t i = first;

	*text_only = true;
	while (i < page->count && items[i].structure == items[first].structure &&
	       items[i].running == items[first].running) {
		*text_only &= items[i++].kind == ENG_ITEM_RUN;
	}
	return i;
}

bool eng_pdf_draw_items(eng_pdf_content *content, const eng_page *page) {
	bool stencils = content->pdf->desk->print && !content->stencil;
	size_t end = 0;

	for (size_t i = 0; i < page->count; i++) {
		size_t alike = stencils ? eng_pdf_stencil_length(page, i) : 0;

		if (alike) {
			mark_close(content);
			eng_pdf_text_close(content);
			if (!eng_pdf_draw_stencil(content, page, i, alike)) {
				return false;
			}
			i += alike - 1;
			continue;
		}
		if (!check_item(content->pdf, &page->items[i])) {
			return false;
		}
		if (i >= end) {
			end = group_end(page, i, &content->text_only);
		}
		content->top = item_top(&page->items[i]);
		if (content->running != page->items[i].running) {
			mark_close(content);
			content->running = page->items[i].running;
		}
		if (!draw_item(content, &page->items[i])) {
			return false;
		}
	}
	mark_close(content);
	eng_pdf_text_close(content);
	return true;
}
