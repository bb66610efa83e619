/* What the file says about itself: document information and XMP (ISO 32000-1 14.3; ISO 19005-3 6.6;
 * ISO 14289-1 5). Dates are the job's send time or the run's date, never the clock.
 *
 * What XMP and PDF/A do not know (pdfuaid; fx of Factur-X) is described in the packet. */
#include "channels/common/pdf/syntax.h"
#include "channels/common/pdf/writer.h"

static void put_escaped(eng_buf *out, eng_str text) {
	for (size_t i = 0; i < text.n; i++) {
		switch (text.s[i]) {
		case '&':
			eng_buf_cstr(out, "&amp;");
			break;
		case '<':
			eng_buf_cstr(out, "&lt;");
			break;
		case '>':
			eng_buf_cstr(out, "&gt;");
			break;
		default:
			eng_buf_char(out, (unsigned char)text.s[i] < 0x20 ? ' ' : text.s[i]);
		}
	}
}

static const char head[] =
    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
    "<pdfuaid:part>1</pdfuaid:part>\n"
    "<dc:format>application/pdf</dc:format>\n"
    "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">";

typedef struct property {
	const char *name, *type, *category, *description;
} property;

static const property accessibility[] = {
	{ "part", "Integer", "internal", "Part of PDF/UA that the file follows" },
	{ NULL, NULL, NULL, NULL },
};

static const property invoice[] = {
	{ "DocumentFileName", "Text", "external", "Name of the embedded XML invoice" },
	{ "DocumentType", "Text", "external", "What the embedded XML is: INVOICE" },
	{ "Version", "Text", "external", "Version of the rules of the embedded XML" },
	{ "ConformanceLevel", "Text", "external", "Profile of the embedded XML invoice" },
	{ NULL, NULL, NULL, NULL },
};

#define FACTURX "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"

static void put_field(eng_buf *out, const char *open, const char *text, const char *close) {
	eng_buf_cstr(out, open);
	eng_buf_cstr(out, text);
	eng_buf_cstr(out, close);
}

/* One schema description of ISO 19005-3 6.6.2.3.3. */
static void put_schema(eng_buf *out, const char *title, const char *uri, const char *prefix,
		       const property *p) {
	eng_buf_cstr(out, "<rdf:li rdf:parseType=\"Resource\">\n");
	put_field(out, "<pdfaSchema:schema>", title, "</pdfaSchema:schema>\n");
	put_field(out, "<pdfaSchema:namespaceURI>", uri, "</pdfaSchema:namespaceURI>\n");
	put_field(out, "<pdfaSchema:prefix>", prefix, "</pdfaSchema:prefix>\n");
	eng_buf_cstr(out, "<pdfaSchema:property><rdf:Seq>");
	for (; p->name; p++) {
		eng_buf_cstr(out, "<rdf:li rdf:parseType=\"Resource\">\n");
		put_field(out, "<pdfaProperty:name>", p->name, "</pdfaProperty:name>");
		put_field(out, "<pdfaProperty:valueType>", p->type, "</pdfaProperty:valueType>");
		put_field(out, "<pdfaProperty:category>", p->category, "</pdfaProperty:category>");
		put_field(out, "<pdfaProperty:description>", p->description,
			  "</pdfaProperty:description>\n</rdf:li>");
	}
	eng_buf_cstr(out, "</rdf:Seq></pdfaSchema:property>\n</rdf:li>");
}

static void put_schemas(const eng_pdf *pdf, eng_buf *out) {
	eng_buf_cstr(out, "<rdf:Description rdf:about=\"\""
			  " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
			  " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
			  " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
			  "<pdfaExtension:schemas><rdf:Bag>");
	put_schema(out, "PDF/UA identification schema", "http://www.aiim.org/pdfua/ns/id/",
		   "pdfuaid", accessibility);
	if (pdf->facturx.level.n) {
		put_schema(out, "Factur-X invoice schema", FACTURX, "fx", invoice);
	}
	eng_buf_cstr(out, "</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n");
}

static void put_invoice(const eng_pdf *pdf, eng_buf *out) {
	const eng_facturx *f = &pdf->facturx;

	if (f->level.n) {
		eng_buf_printf(out,
			       "<rdf:Description rdf:about=\"\" xmlns:fx=\"" FACTURX "\">\n"
			       "<fx:DocumentType>INVOICE</fx:DocumentType>"
			       "<fx:DocumentFileName>%.*s</fx:DocumentFileName>"
			       "<fx:Version>%.*s</fx:Version>"
			       "<fx:ConformanceLevel>%.*s</fx:ConformanceLevel>\n"
			       "</rdf:Description>\n",
			       ENG_STR_ARG(f->file_name), ENG_STR_ARG(f->version),
			       ENG_STR_ARG(f->level));
	}
}

eng_date eng_pdf_date_of(const eng_pdf *pdf) {
	return pdf->studio->send_time.year ? pdf->studio->send_time : pdf->doc->run_date;
}

static eng_str xmp(eng_pdf *pdf) {
	eng_buf out = { 0 };
	eng_date date = eng_pdf_date_of(pdf);
	eng_str copy;

	eng_buf_cstr(&out, head);
	put_escaped(&out, pdf->title);
	eng_buf_cstr(&out, "</rdf:li></rdf:Alt></dc:title>\n<dc:language><rdf:Bag><rdf:li>");
	put_escaped(&out, pdf->doc->language);
	eng_buf_cstr(&out, "</rdf:li></rdf:Bag></dc:language>\n");
	if (!eng_pdf_is_locked(pdf)) { /* PDF/A forbids encryption */
		eng_buf_printf(&out,
			       "<pdfaid:part>%d</pdfaid:part>"
			       "<pdfaid:conformance>%c</pdfaid:conformance>\n",
			       pdf->studio->pdf.bare ? 2 : 3, pdf->studio->pdf.bare ? 'U' : 'A');
	}
	if (date.year) {
		eng_buf_cstr(&out, "<xmp:CreateDate>");
		eng_pdf_xmp_date(&out, date);
		eng_buf_cstr(&out, "</xmp:CreateDate><xmp:ModifyDate>");
		eng_pdf_xmp_date(&out, date);
		eng_buf_cstr(&out, "</xmp:ModifyDate>\n");
	}
	eng_buf_cstr(&out, "<xmp:CreatorTool>Engross</xmp:CreatorTool>"
			   "<pdf:Producer>Engross</pdf:Producer>\n</rdf:Description>\n");
	put_schemas(pdf, &out);
	put_invoice(pdf, &out);
	eng_buf_cstr(&out, "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
	copy = eng_str_copy(pdf->arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return copy;
}

bool eng_pdf_write_metadata(eng_pdf *pdf) {
	eng_buf *out = eng_pdf_objects_open(pdf->objects, pdf->info);
	eng_date date = eng_pdf_date_of(pdf);

	eng_buf_cstr(out, "<</Title");
	eng_pdf_text(out, pdf->title);
	eng_buf_cstr(out, "/Creator(Engross)/Producer(Engross)");
	if (date.year) {
		eng_buf_cstr(out, "/CreationDate");
		eng_pdf_date(out, date);
		eng_buf_cstr(out, "/ModDate");
		eng_pdf_date(out, date);
	}
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
	if (pdf->desk->print) { /* what is said of a stream is said where it is assembled */
		return true;
	}
	/* Uncompressed, so that any tool can find the packet by its text. */
	return eng_pdf_objects_stream(pdf->objects, pdf->metadata,
				      ENG_STR("/Type/Metadata/Subtype/XML"), xmp(pdf));
}
