/* Pages of the file: their content streams, written as soon as they are drawn, and their objects,
 * written when all is known.
 *
 * A page that is kept whole has one content stream. One that layout hands out in pieces has up to
 * three, each of which leaves the graphics state as it found it: what stands before the body, the
 * body, what stands behind (ISO 32000-1 7.7.3.3). */
#include "channels/common/pdf/content.h"
#include "channels/common/pdf/syntax.h"

/* The page's entry, made at its first piece; pages come in order. */
static eng_pdf_sheet *sheet_of(eng_pdf *pdf, size_t index) {
	while (pdf->sheet_count <= index) {
		pdf->sheets = eng_arena_grow(pdf->arena, pdf->sheets, pdf->sheet_count,
					     &pdf->sheet_cap, sizeof(*pdf->sheets));
		pdf->sheets[pdf->sheet_count++] = (eng_pdf_sheet){ .marks = 0 };
	}
	return &pdf->sheets[index];
}

/* Annotations get their numbers in the order in which they come. */
static void take_links(eng_pdf *pdf, const eng_page *page, size_t index) {
	eng_pdf_sheet *sheet = sheet_of(pdf, index);

	for (size_t i = 0; i < page->annotation_count; i++) {
		pdf->links = eng_arena_grow(pdf->arena, pdf->links, pdf->link_count, &pdf->link_cap,
					    sizeof(*pdf->links));
		pdf->links[pdf->link_count++] =
		    (eng_pdf_link){ .annotation = page->annotations[i], .page = (uint32_t)index };
		if (sheet->last_link) {
			pdf->links[sheet->last_link - 1].next_on_page = (uint32_t)pdf->link_count;
		} else {
			sheet->first_link = (uint32_t)pdf->link_count;
		}
		sheet->last_link = (uint32_t)pdf->link_count;
	}
}

static bool write_content(eng_pdf *pdf, eng_pdf_content *content, size_t index,
			  eng_pdf_piece piece) {
	eng_pdf_sheet *sheet = sheet_of(pdf, index);

	sheet->transparent |= content->transparent;
	sheet->contents[piece] = eng_pdf_objects_reserve(pdf->objects, 1);
	return eng_pdf_objects_text(pdf->objects, sheet->contents[piece], ENG_PDF_PAGE,
				    eng_buf_view(content->out));
}

/* The picture or drawing below everything: on paper that has it already it is left out when the stream is
 * assembled, so it has a content stream of its own. */
static size_t background_of(const eng_page *page) {
	size_t n = 0;

	while (n < page->count && page->items[n].running == ENG_RUNNING_BACKGROUND) {
		n++;
	}
	return n;
}

bool eng_pdf_draw_whole(eng_pdf *pdf, const eng_page *page, size_t index) {
	eng_page below = *page, above = *page;

	if (!pdf->desk->print) {
		return eng_pdf_draw_page(pdf, page, index, ENG_PDF_WHOLE);
	}
	below.count = background_of(page);
	below.annotation_count = 0;
	above.items += below.count;
	above.count -= below.count;
	return (below.count == 0 || eng_pdf_draw_page(pdf, &below, index, ENG_PDF_BEFORE)) &&
	       eng_pdf_draw_page(pdf, &above, index, ENG_PDF_WHOLE);
}

bool eng_pdf_draw_page(eng_pdf *pdf, const eng_page *page, size_t index, eng_pdf_piece piece) {
	eng_pdf_content content = {
		.pdf = pdf,
		.out = &pdf->desk->content,
		.page = index,
		.height = page->height,
		.alpha = 0xffff,
		.line_width = ENG_PT(1),
	};
	bool part = piece != ENG_PDF_WHOLE;

	if (page->width < ENG_PT(3) || page->width > ENG_PT(14400) || page->height < ENG_PT(3) ||
	    page->height > ENG_PT(14400)) {
		return eng_fail(pdf->ctx, "pdf.page-size", (eng_loc){ 0 },
				"page %zu is not between 3 and 14400 points wide and high",
				index + 1);
	}
	if (pdf->desk->print) {
		sheet_of(pdf, index);
	} else {
		take_links(pdf, page, index);
	}
	if (part && page->count == 0) {
		return true;
	}
	eng_buf_clear(content.out);
	eng_buf_cstr(content.out, part ? "q\n" : "");
	if (pdf->desk->print) {
		eng_buf_cstr(content.out, "0 0 0 1 k\n0 0 0 1 K\n");
	}
	if (!eng_pdf_draw_items(&content, page) ||
	    (pdf->desk->print && !eng_pdf_draw_filled(&content, page))) {
		return false;
	}
	eng_buf_cstr(content.out, part ? "Q\n" : "");
	return write_content(pdf, &content, index, part ? piece : ENG_PDF_BODY);
}

static void put_contents(const eng_pdf_sheet *sheet, eng_buf *out) {
	eng_buf_cstr(out, "/Contents[");
	for (int i = 0; i < ENG_PDF_PIECES; i++) {
		if (sheet->contents[i]) {
			eng_pdf_reference(out, sheet->contents[i]);
			eng_buf_char(out, ' ');
		}
	}
	eng_buf_char(out, ']');
}

/* 7.7.3.3; all pages share one resource dictionary. */
static void write_page(eng_pdf *pdf, size_t index) {
	const eng_page *page = &pdf->layout->pages[index];
	const eng_pdf_sheet *sheet = &pdf->sheets[index];
	eng_buf *out = eng_pdf_objects_open(pdf->objects, pdf->page_first + (unsigned)index);

	eng_buf_cstr(out, "<</Type/Page/Parent ");
	eng_pdf_reference(out, eng_pdf_page_parent(pdf, index));
	eng_buf_cstr(out, "/MediaBox[0 0 ");
	eng_pdf_length(out, page->width);
	eng_buf_char(out, ' ');
	eng_pdf_length(out, page->height);
	eng_buf_cstr(out, "]/Resources ");
	eng_pdf_reference(out, pdf->resources);
	if (sheet->contents[ENG_PDF_BEFORE] || sheet->contents[ENG_PDF_BEHIND]) {
		put_contents(sheet, out);
	} else if (sheet->contents[ENG_PDF_BODY]) {
		eng_buf_cstr(out, "/Contents ");
		eng_pdf_reference(out, sheet->contents[ENG_PDF_BODY]);
	}
	eng_buf_printf(out, "/StructParents %zu/Tabs/S", index);
	eng_pdf_put_master(pdf, out, page->master);
	if (sheet->transparent) {
		eng_buf_printf(out, "/Group<</S/Transparency/CS/%s>>",
			       eng_pdf_device(pdf->desk->print));
	}
	if (sheet->first_link) {
		eng_buf_cstr(out, "/Annots[");
		for (uint32_t i = sheet->first_link; i; i = pdf->links[i - 1].next_on_page) {
			eng_pdf_reference(out, pdf->link_first + i - 1);
			eng_buf_char(out, pdf->links[i - 1].next_on_page ? ' ' : ']');
		}
	}
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
}

void eng_pdf_write_pages(eng_pdf *pdf) {
	for (size_t i = 0; i < pdf->layout->page_count; i++) {
		write_page(pdf, i);
	}
}
