/* Font objects (ISO 32000-1 9.7, 9.8): Type0 fonts with Identity-H over CIDFontType2 (TrueType) or
 * CIDFontType0C (CFF). CIDs are original glyph ids; no CIDSet, which can only be wrong. */
#include "channels/common/pdf/syntax.h"
#include "channels/common/pdf/writer.h"

eng_pdf_face *eng_pdf_font(eng_pdf *pdf, const eng_font *font) {
	eng_desk *desk = pdf->desk;
	eng_pdf_face *face;

	if (font->glyph_count > 0xffff + 1 || font->glyph_count == 0) {
		eng_fail(pdf->ctx, "pdf.font-glyphs", (eng_loc){ 0 },
			 "font '%.*s' has %u glyphs, a pdf font has at most 65536",
			 ENG_STR_ARG(font->path), font->glyph_count);
		return NULL;
	}
	if (font->id >= desk->face_count) {
		size_t count = font->id + 8;

		desk->faces = eng_realloc(desk->faces, count * sizeof(eng_pdf_face *));
		memset(desk->faces + desk->face_count, 0,
		       (count - desk->face_count) * sizeof(eng_pdf_face *));
		desk->face_count = count;
	}
	face = desk->faces[font->id];
	if (!face) {
		face = desk->faces[font->id] = eng_malloc(sizeof(*face));
		eng_pdf_face_init(face, font);
	}
	if (!pdf->studio->exact_fonts) {
		eng_pdf_face_share(face);
	}
	return face;
}

unsigned eng_pdf_font_name(eng_pdf *pdf, eng_pdf_face *face, eng_pdf_variant variant) {
	if (!face->names[variant]) {
		if (!face->names[ENG_PDF_SHARED] && !face->names[ENG_PDF_EXACT]) {
			pdf->fonts = eng_arena_grow(pdf->arena, pdf->fonts, pdf->font_count,
						    &pdf->font_cap, sizeof(*pdf->fonts));
			pdf->fonts[pdf->font_count++] = face;
		}
		face->names[variant] = /* where files are joined, the same in all of them */
		    pdf->desk->print ? face->font->id * ENG_PDF_VARIANTS + (unsigned)variant + 1
				     : ++pdf->font_names;
		face->ids[variant] = eng_pdf_objects_reserve(pdf->objects, ENG_PDF_FONT_IDS);
	}
	return face->names[variant];
}

static int by_glyph(const void *a, const void *b) {
	const eng_pdf_use *x = *(eng_pdf_use *const *)a, *y = *(eng_pdf_use *const *)b;

	return x->glyph < y->glyph ? -1 : x->glyph > y->glyph;
}

void eng_pdf_face_put_widths(eng_pdf_face *face, const uint32_t *glyphs, size_t n, eng_buf *out) {
	eng_buf_char(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || glyphs[i] != glyphs[i - 1] + 1) {
			eng_buf_cstr(out, i ? "]" : "");
			eng_pdf_integer(out, glyphs[i]);
			eng_buf_char(out, '[');
		} else {
			eng_buf_char(out, ' ');
		}
		eng_pdf_integer(out, eng_pdf_face_width(face, glyphs[i]));
	}
	eng_buf_cstr(out, n ? "]]" : "]");
}

/* Of a shared subset the widths of all glyphs, which are ready and the same in all documents; where files are
 * joined, the font stands there once for them. */
static void put_widths(const eng_pdf *pdf, eng_pdf_face *face, const eng_pdf_shared *shared,
		       eng_pdf_use *const *uses, size_t n, eng_buf *out) {
	uint32_t *glyphs;

	eng_buf_cstr(out, "/W");
	if (shared) {
		eng_buf_str(out, shared->widths);
		return;
	}
	glyphs = eng_arena_new_array(pdf->arena, n, uint32_t);
	for (size_t i = 0; i < n; i++) {
		glyphs[i] = uses[i]->glyph;
	}
	eng_pdf_face_put_widths(face, glyphs, n, out);
}

static void put_base_font(const eng_pdf_face *face, const char *tag, eng_buf *out) {
	eng_buf name = { 0 };

	eng_buf_cstr(&name, tag);
	eng_buf_char(&name, '+');
	eng_buf_str(&name,
		    face->font->postscript_name.n ? face->font->postscript_name : ENG_STR("Font"));
	eng_pdf_name(out, eng_buf_view(&name));
	eng_buf_finish(&name);
}

static void put_em(eng_buf *out, const eng_font *font, int value) {
	eng_pdf_integer(out, (int64_t)value * 1000 / font->units);
}

/* 9.8; StemV is estimated from the weight, as no font states it. */
static void write_descriptor(eng_pdf *pdf, const eng_pdf_face *face, unsigned ids,
			     const char *tag) {
	const eng_font *font = face->font;
	eng_buf *out = eng_pdf_objects_open(pdf->objects, ids + ENG_PDF_FONT_DESCRIPTOR);
	int weight = font->weight ? font->weight : 400;

	eng_buf_cstr(out, "<</Type/FontDescriptor/FontName");
	put_base_font(face, tag, out);
	eng_buf_printf(out, "/Flags %d/ItalicAngle ",
		       4 + (font->fixed_pitch ? 1 : 0) + (font->italic_angle ? 64 : 0));
	eng_pdf_fixed(out, font->italic_angle, 3);
	eng_buf_cstr(out, "/FontBBox[");
	for (int i = 0; i < 4; i++) {
		put_em(out, font, font->bbox[i]);
		eng_buf_char(out, i < 3 ? ' ' : ']');
	}
	eng_buf_cstr(out, "/Ascent ");
	put_em(out, font, font->ascender);
	eng_buf_cstr(out, "/Descent ");
	put_em(out, font, font->descender);
	eng_buf_cstr(out, "/CapHeight ");
	put_em(out, font, font->cap_height ? font->cap_height : font->ascender);
	eng_buf_printf(out, "/StemV %d", 10 + 220 * (weight - 50) / 900);
	eng_buf_cstr(out, font->outline == ENG_OUTLINE_CFF ? "/FontFile3 " : "/FontFile2 ");
	eng_pdf_reference(out, ids + ENG_PDF_FONT_FILE);
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
}

static void write_dictionaries(eng_pdf *pdf, eng_pdf_face *face, const eng_pdf_shared *shared,
			       eng_pdf_use *const *uses, size_t n, unsigned ids, const char *tag) {
	bool cff = face->font->outline == ENG_OUTLINE_CFF;
	eng_buf *out = eng_pdf_objects_open(pdf->objects, ids + ENG_PDF_FONT_TYPE0);

	eng_buf_cstr(out, "<</Type/Font/Subtype/Type0/Encoding/Identity-H/BaseFont");
	put_base_font(face, tag, out);
	eng_buf_cstr(out, "/DescendantFonts[");
	eng_pdf_reference(out, ids + ENG_PDF_FONT_CID);
	eng_buf_cstr(out, "]/ToUnicode ");
	eng_pdf_reference(out, ids + ENG_PDF_FONT_UNICODE);
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
	out = eng_pdf_objects_open(pdf->objects, ids + ENG_PDF_FONT_CID);
	eng_buf_printf(out, "<</Type/Font/Subtype/%s/BaseFont",
		       cff ? "CIDFontType0" : "CIDFontType2/CIDToGIDMap/Identity");
	put_base_font(face, tag, out);
	eng_buf_cstr(out, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
			  "/FontDescriptor ");
	eng_pdf_reference(out, ids + ENG_PDF_FONT_DESCRIPTOR);
	put_widths(pdf, face, shared, uses, n, out);
	eng_buf_cstr(out, ">>");
	eng_pdf_objects_close(pdf->objects);
	write_descriptor(pdf, face, ids, tag);
}

static bool exact_file(eng_pdf *pdf, eng_pdf_face *face, eng_pdf_use *const *uses, size_t n,
		       char tag[8], size_t *length, eng_str *data) {
	hb_set_t *glyphs = hb_set_create();
	eng_buf file = { 0 };
	bool ok;

	hb_set_add(glyphs, 0);
	for (size_t i = 0; i < n; i++) {
		hb_set_add(glyphs, uses[i]->glyph);
	}
	ok = eng_pdf_face_subset(pdf->ctx, face, glyphs, true, &file, tag);
	hb_set_destroy(glyphs);
	if (ok) {
		*length = file.n;
		*data = eng_pdf_deflate_data(&pdf->desk->deflate, pdf->effort, pdf->arena,
					     eng_buf_view(&file));
	}
	eng_buf_finish(&file);
	return ok;
}

/* The ready map of the shared subset, unless a glyph says something else in this document. */
static bool write_unicode(eng_pdf *pdf, const eng_pdf_face *face, const eng_pdf_shared *shared,
			  eng_pdf_use *const *uses, size_t n, unsigned id) {
	eng_buf *map = &pdf->desk->text;
	eng_str data = shared ? shared->unicode : (eng_str){ 0 };
	size_t i = 0;

	while (shared && i < n && eng_pdf_unicode_agrees(face, uses[i])) {
		i++;
	}
	if (!shared || i < n) {
		eng_buf_clear(map);
		eng_pdf_unicode_map(face, uses, n, map);
		data = eng_pdf_deflate_data(&pdf->desk->deflate, pdf->effort, pdf->arena,
					    eng_buf_view(map));
	}
	return eng_pdf_objects_stream(pdf->objects, id, ENG_STR("/Filter/FlateDecode"), data);
}

/* The glyphs of a variant that the document uses, in ascending order. */
static size_t gather_uses(eng_pdf_face *face, eng_pdf_variant variant, eng_pdf_use **uses) {
	size_t n = 0;

	for (size_t i = 0; i < face->use_count; i++) {
		if (face->uses[i].variant == variant) {
			uses[n++] = &face->uses[i];
		}
	}
	qsort(uses, n, sizeof(*uses), by_glyph);
	return n;
}

static bool write_variant(eng_pdf *pdf, eng_pdf_face *face, eng_pdf_variant variant) {
	eng_pdf_use **uses = eng_arena_new_array(pdf->arena, face->use_count, eng_pdf_use *);
	bool cff = face->font->outline == ENG_OUTLINE_CFF;
	size_t n = gather_uses(face, variant, uses), length;
	const eng_pdf_shared *shared = NULL;
	unsigned ids = face->ids[variant];
	eng_str data, dict;
	char tag[8];

	if (variant == ENG_PDF_SHARED) {
		face->fillable |= pdf->desk->print != NULL;
		shared = eng_pdf_face_shared(pdf->ctx, face, &pdf->desk->deflate, uses, n);
		if (!shared) {
			return false;
		}
		data = shared->file;
		length = shared->length;
		memcpy(tag, shared->tag, sizeof(tag));
	} else if (!exact_file(pdf, face, uses, n, tag, &length, &data)) {
		return false;
	}
	dict = cff ? ENG_STR("/Subtype/CIDFontType0C/Filter/FlateDecode")
		   : eng_str_printf(pdf->arena, "/Length1 %zu/Filter/FlateDecode", length);
	write_dictionaries(pdf, face, shared, uses, n, ids, tag);
	return eng_pdf_objects_stream(pdf->objects, ids + ENG_PDF_FONT_FILE, dict, data) &&
	       write_unicode(pdf, face, shared, uses, n, ids + ENG_PDF_FONT_UNICODE);
}

bool eng_pdf_write_fonts(eng_pdf *pdf, eng_pdf_variant variant) {
	for (size_t i = 0; i < pdf->font_count; i++) {
		if (pdf->fonts[i]->names[variant] && !write_variant(pdf, pdf->fonts[i], variant)) {
			return false;
		}
	}
	return true;
}
