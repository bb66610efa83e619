/* Dates are those of the parts, never the clock; both modification dates must be equal. */
#include "print/xmp.h"

#include "channels/common/pdf/syntax.h"

static void put_escaped(eng_buf *out, eng_str text) {
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (c == '&' || c == '<' || c == '>') {
			eng_buf_printf(out, "&#%d;", c);
		} else {
			eng_buf_char(out, (unsigned char)c < 0x20 ? ' ' : c);
		}
	}
}

/* "D:20261101060000+01'00'" as "2026-11-01T06:00:00+01:00". */
static eng_str iso_date(eng_buf *out, eng_str date) {
	eng_str d = eng_str_sub(date, 2, date.n);

	eng_buf_clear(out);
	for (size_t i = 0; i < d.n; i++) {
		if (i == 4 || i == 6) {
			eng_buf_char(out, '-');
		} else if (i == 8) {
			eng_buf_char(out, 'T');
		} else if (i == 10 || i == 12) {
			eng_buf_char(out, ':');
		}
		if (d.s[i] != '\'') {
			eng_buf_char(out, d.s[i]);
		} else if (i + 1 < d.n) {
			eng_buf_char(out, ':');
		}
	}
	return eng_buf_view(out);
}

static void put_uuid(eng_buf *out, const eng_hash *hash, size_t from) {
	const uint8_t *b = hash->bytes + from;

	eng_buf_cstr(out, "uuid:");
	for (int i = 0; i < 16; i++) {
		unsigned byte = i == 6   ? (b[i] & 0x0f) | 0x80
				: i == 8 ? (b[i] & 0x3f) | 0x80
					 : b[i];

		eng_buf_printf(out, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", byte);
	}
}

void eng_print_xmp(eng_buf *out, eng_str title, eng_str date, const eng_hash *hash) {
	eng_buf iso = { 0 };
	eng_str when = iso_date(&iso, date);

	eng_buf_cstr(
	    out,
	    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
	    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
	    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
	    " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\""
	    " xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\""
	    " xmlns:pdfvtid=\"http://www.npes.org/pdfvt/ns/id/\">\n"
	    "<dc:format>application/pdf</dc:format>\n"
	    "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
	put_escaped(out, title);
	eng_buf_cstr(out, "</rdf:li></rdf:Alt></dc:title>\n");
	eng_buf_printf(out,
		       "<xmp:CreateDate>%.*s</xmp:CreateDate><xmp:ModifyDate>%.*s</xmp:ModifyDate>"
		       "<xmp:MetadataDate>%.*s</xmp:MetadataDate>\n",
		       ENG_STR_ARG(when), ENG_STR_ARG(when), ENG_STR_ARG(when));
	eng_buf_cstr(out, "<xmp:CreatorTool>Engross</xmp:CreatorTool>"
			  "<pdf:Producer>Engross</pdf:Producer><pdf:Trapped>False</pdf:Trapped>\n"
			  "<xmpMM:DocumentID>");
	put_uuid(out, hash, 0);
	eng_buf_cstr(out, "</xmpMM:DocumentID><xmpMM:InstanceID>");
	put_uuid(out, hash, 16);
	eng_buf_printf(out,
		       "</xmpMM:InstanceID><xmpMM:VersionID>1</xmpMM:VersionID>"
		       "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n"
		       "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
		       "<pdfvtid:GTS_PDFVTVersion>PDF/VT-1</pdfvtid:GTS_PDFVTVersion>"
		       "<pdfvtid:GTS_PDFVTModDate>%.*s</pdfvtid:GTS_PDFVTModDate>\n"
		       "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>",
		       ENG_STR_ARG(when));
	eng_buf_finish(&iso);
}

void eng_print_info(eng_buf *out, eng_str title, eng_str date) {
	eng_buf_cstr(out, "<</Title");
	eng_pdf_text(out, title);
	eng_buf_cstr(out, "/Creator(Engross)/Producer(Engross)/Trapped/False"
			  "/GTS_PDFVTVersion(PDF/VT-1)/CreationDate");
	eng_pdf_bytes(out, date);
	eng_buf_cstr(out, "/ModDate");
	eng_pdf_bytes(out, date);
	eng_buf_cstr(out, ">>");
}
