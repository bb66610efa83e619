/* What a file for a press says of itself to the assembly of mail (ISO 32000-1 14.5, page-piece
 * dictionaries): whose piece it is, where its address stands, what paper its pages want. */
#include "channels/common/pdf/syntax.h"
#include "channels/common/pdf/writer.h"

static void open_piece(const eng_pdf *pdf, eng_buf *out) {
	eng_buf_cstr(out, "/PieceInfo<</Engross<</LastModified");
	eng_pdf_date(out, eng_pdf_date_of(pdf));
	eng_buf_cstr(out, "/Private<<");
}

static void put_text(eng_buf *out, const char *key, eng_str text) {
	if (text.n) {
		eng_buf_cstr(out, key);
		eng_pdf_text(out, text);
	}
}

void eng_pdf_write_piece(eng_pdf *pdf, eng_buf *catalog) {
	const eng_recipient *r = &pdf->doc->recipient;

	open_piece(pdf, catalog);
	eng_buf_printf(catalog, "/Ordinal %llu", (unsigned long long)pdf->doc->ordinal);
	put_text(catalog, "/Recipient", r->id);
	put_text(catalog, "/Name", r->name);
	put_text(catalog, "/Country", r->country);
	put_text(catalog, "/Postcode", r->postcode);
	put_text(catalog, "/DeliveryPoint", r->delivery_point);
	put_text(catalog, "/Template", pdf->doc->template_id);
	put_text(catalog, "/Title", pdf->title);
	eng_buf_cstr(catalog, "/Address[");
	for (size_t i = 0; i < r->address_lines; i++) {
		eng_pdf_text(catalog, r->address[i]);
	}
	eng_buf_cstr(catalog, pdf->doc->fact_count ? "]/Facts<<" : "]");
	for (size_t i = 0; i < pdf->doc->fact_count; i++) {
		eng_pdf_name(catalog, pdf->doc->facts[i].name);
		eng_pdf_text(catalog, pdf->doc->facts[i].value);
	}
	eng_buf_cstr(catalog, pdf->doc->fact_count ? ">>>>>>>>" : ">>>>>>");
}

void eng_pdf_put_master(eng_pdf *pdf, eng_buf *out, const char *name) {
	const eng_master *master = name ? eng_theme_master(pdf->studio->theme, name) : NULL;

	if (!pdf->desk->print || !master) {
		return;
	}
	open_piece(pdf, out);
	put_text(out, "/Master", master->name);
	put_text(out, "/Paper", master->paper);
	if (master->has_address) {
		eng_buf_cstr(out, "/Address[");
		eng_pdf_rect(out, master->address, master->height);
		eng_buf_char(out, ']');
	}
	eng_buf_cstr(out, ">>>>>>");
}
