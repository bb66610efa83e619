/* Link annotations (ISO 32000-1 12.5.6.5) and destinations (12.3.2). */
#include "channels/common/pdf/syntax.h"
#include "channels/common/pdf/writer.h"

void eng_pdf_destination(const eng_pdf *pdf, eng_buf *out, uint32_t page, eng_length y) {
	eng_length height;

	if (page >= pdf->layout->page_count) {
		page = 0;
	}
	height = pdf->layout->pages[page].height;
	eng_buf_char(out, '[');
	eng_pdf_reference(out, pdf->page_first + page);
	eng_buf_cstr(out, "/XYZ 0 ");
	eng_pdf_length(out, height - (y < 0 ? 0 : y));
	eng_buf_cstr(out, " null]");
}

/* A URI is 7-bit ASCII (12.6.4.7); what is not is written in percent form. */
static void put_uri(eng_buf *out, eng_str href) {
	static const char hex[] = "0123456789ABCDEF";
	eng_buf uri = { 0 };

	for (size_t i = 0; i < href.n; i++) {
		unsigned char c = (unsigned char)href.s[i];

		if (c > 0x20 && c < 0x7f) {
			eng_buf_char(&uri, (char)c);
		} else {
			char escape[3] = { '%', hex[c >> 4], hex[c & 15] };

			eng_buf_add(&uri, escape, 3);
		}
	}
	eng_pdf_bytes(out, eng_buf_view(&uri));
	eng_buf_finish(&uri);
}

static void write_link(eng_pdf *pdf, size_t index) {
	const eng_annotation *link = &pdf->links[index].annotation;
	const eng_page *page = &pdf->layout->pages[pdf->links[index].page];
	eng_buf *out = eng_pdf_objects_open(pdf->objects, pdf->link_first + (unsigned)index);

	eng_buf_cstr(out, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
	eng_pdf_rect(out, link->box, page->height);
	eng_buf_printf(out, "]/StructParent %zu/Contents", pdf->layout->page_count + index);
	eng_pdf_text(out, link->alt.n ? link->alt : link->href.n ? link->href : pdf->title);
	if (link->href.n) {
		eng_buf_cstr(out, "/A<</S/URI/URI");
		put_uri(out, link->href);
		eng_buf_cstr(out, ">>");
	} else {
		const eng_structure *target =
		    &pdf->layout
			 ->structure[link->target < pdf->layout->structure_count ? link->target
										 : 0];
		size_t at = (size_t)(target - pdf->layout->structure);

		eng_buf_cstr(out, "/Dest");
		eng_pdf_destination(pdf, out, target->page, eng_pdf_mark_top(pdf, (uint32_t)at));
	}
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
}

bool eng_pdf_write_links(eng_pdf *pdf) {
	for (size_t i = 0; i < pdf->link_count; i++) {
		if (pdf->links[i].annotation.field) {
			eng_pdf_write_widget(pdf, i);
		} else {
			write_link(pdf, i);
		}
	}
	return true;
}
