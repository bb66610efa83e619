/* Embedded files (ISO 32000-1 7.11.4; ISO 19005-3 6.8): each is in the names tree and associated
 * with the whole document. XML sources are alternatives of the page, all else is a supplement; an
 * invoice that Factur-X knows gets the name and relationship that it asks for. */
#include "channels/common/pdf/syntax.h"
#include "channels/common/pdf/writer.h"

static bool find_bytes(eng_pdf *pdf, const eng_attachment *a, eng_pdf_file *out) {
	*out = (eng_pdf_file){ .from = a, .name = a->name, .mime = a->mime, .bytes = a->bytes };
	if (a->kind == ENG_ATTACH_DATA) {
		return true;
	}
	for (size_t i = 0; i < pdf->other_count; i++) {
		const eng_artifact_ref *other = &pdf->others[i];

		if (eng_str_eqc(a->channel, other->channel)) {
			out->bytes = other->bytes;
			out->name = a->name.n ? a->name : eng_str_from(other->file_name);
			out->mime = a->mime.n ? a->mime : eng_str_from(other->media_type);
			return true;
		}
	}
	return eng_fail(
	    pdf->ctx, "pdf.attachment", a->where,
	    "no artifact of channel '%.*s' is at hand to attach, a pdf can attach data only",
	    ENG_STR_ARG(a->channel));
}

static int by_name(const void *a, const void *b) {
	return eng_str_cmp(((const eng_pdf_file *)a)->name, ((const eng_pdf_file *)b)->name);
}

/* A string in a stream's own dictionary would need encryption of its own: Params stand apart. */
static bool write_file(eng_pdf *pdf, const eng_pdf_file *a, unsigned file) {
	unsigned params = eng_pdf_objects_reserve(pdf->objects, 1);
	eng_buf dict = { 0 }, *out;
	eng_date date = eng_pdf_date_of(pdf);
	eng_str data = eng_pdf_deflate_data(&pdf->desk->deflate, pdf->effort, pdf->arena, a->bytes);
	eng_str mime = a->mime.n ? a->mime : ENG_STR("application/octet-stream"), copy;

	eng_buf_cstr(&dict, "/Type/EmbeddedFile/Subtype");
	eng_pdf_name(&dict, mime);
	eng_buf_printf(&dict, "/Filter/FlateDecode/Params %u 0 R", params);
	out = eng_pdf_objects_open(pdf->objects, params);
	eng_buf_printf(out, "<</Size %zu", a->bytes.n);
	if (date.year) {
		eng_buf_cstr(out, "/ModDate");
		eng_pdf_date(out, date);
	}
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
	copy = eng_str_copy(pdf->arena, eng_buf_view(&dict));
	eng_buf_finish(&dict);
	return eng_pdf_objects_stream(pdf->objects, file, copy, data);
}

static bool write_attached(eng_pdf *pdf, eng_pdf_file *a) {
	unsigned file = eng_pdf_objects_reserve(pdf->objects, 1);
	eng_buf *out;

	a->id = eng_pdf_objects_reserve(pdf->objects, 1);
	out = eng_pdf_objects_open(pdf->objects, a->id);
	eng_buf_cstr(out, "<</Type/Filespec/F");
	eng_pdf_text(out, a->name);
	eng_buf_cstr(out, "/UF");
	eng_pdf_text(out, a->name);
	eng_buf_cstr(out, "/Desc");
	eng_pdf_text(out, a->name);
	eng_buf_printf(out, "/AFRelationship/%s/EF<</F %u 0 R/UF %u 0 R>>>>", a->relationship, file,
		       file);
	eng_pdf_objects_close(pdf->objects);
	return write_file(pdf, a, file);
}

static void put_catalog(const eng_pdf_file *items, size_t n, eng_buf *catalog) {
	eng_buf_cstr(catalog, "/AF[");
	for (size_t i = 0; i < n; i++) {
		eng_pdf_reference(catalog, items[i].id);
		eng_buf_char(catalog, ' ');
	}
	eng_buf_cstr(catalog, "]/Names<</EmbeddedFiles<</Names[");
	for (size_t i = 0; i < n; i++) {
		eng_pdf_text(catalog, items[i].name);
		eng_pdf_reference(catalog, items[i].id);
		eng_buf_char(catalog, ' ');
	}
	eng_buf_cstr(catalog, "]>>>>");
}

/* XML is the same invoice, statement or letter for a machine; all else goes with the page. */
static void relate(eng_pdf *pdf, eng_pdf_file *file) {
	bool xml = eng_str_ends(file->mime, "/xml") || eng_str_ends(file->mime, "+xml");

	file->relationship = xml ? "Alternative" : "Supplement";
	if (xml && !pdf->facturx.level.n &&
	    eng_facturx_find(pdf->ctx, pdf->arena, file->bytes, &pdf->facturx)) {
		file->name = pdf->facturx.file_name;
		file->mime = ENG_STR("text/xml");
		file->relationship = pdf->facturx.data ? "Data" : "Alternative";
	}
}

static bool check_names(eng_pdf *pdf) {
	for (size_t i = 1; i < pdf->file_count; i++) {
		const eng_pdf_file *file = &pdf->files[i];

		if (eng_str_eq(file->name, file[-1].name)) {
			return eng_fail(pdf->ctx, "pdf.attachment", file->from->where,
					"two attachments have the name '%.*s', names must differ",
					ENG_STR_ARG(file->name));
		}
	}
	return true;
}

bool eng_pdf_gather_files(eng_pdf *pdf) {
	const eng_document *doc = pdf->doc;
	int channel = doc->channel_names ? eng_document_channel(doc, "pdf") : -1;

	pdf->files = eng_arena_new_array(pdf->arena, doc->attachment_count, eng_pdf_file);
	for (size_t i = 0; i < doc->attachment_count; i++) {
		const eng_attachment *a = &doc->attachments[i];
		eng_pdf_file *file = &pdf->files[pdf->file_count];

		if (channel < 0 || !(a->channels >> channel & 1) || pdf->studio->pdf.bare) {
			continue;
		}
		if (!find_bytes(pdf, a, file)) {
			return false;
		}
		if (file->name.n == 0) {
			return eng_fail(pdf->ctx, "pdf.attachment", a->where,
					"attachment has no name, an embedded file needs one");
		}
		relate(pdf, file);
		pdf->file_count++;
	}
	qsort(pdf->files, pdf->file_count, sizeof(*pdf->files), by_name);
	return check_names(pdf);
}

bool eng_pdf_write_attachments(eng_pdf *pdf, eng_buf *catalog) {
	for (size_t i = 0; i < pdf->file_count; i++) {
		if (!write_attached(pdf, &pdf->files[i])) {
			return false;
		}
	}
	if (pdf->file_count) {
		put_catalog(pdf->files, pdf->file_count, catalog);
	}
	return true;
}
