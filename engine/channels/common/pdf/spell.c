/* A font without shapes, for the letters of right-to-left ligatures.
 *
 * Readers take a line of Arabic as letters in visual order and turn it round. Whether they turn the
 * letters of one ligature round too differs from reader to reader, so no order in its ToUnicode
 * entry is right for all. Here a ligature stands for its first letter, and the others are spelled
 * at its left edge with this font: every code is the UTF-16 unit it means, every glyph is empty and
 * a thousandth of an em wide. All codes map to glyph 1 (ISO 32000-1 9.7.4.2). */
#include "base/utf8.h"
#include "channels/common/pdf/syntax.h"
#include "channels/common/pdf/writer.h"

#define UNITS 0x10000

unsigned eng_pdf_spell_name(eng_pdf *pdf) {
	if (!pdf->spell_name) {
		pdf->spell_name = pdf->desk->print ? UINT16_MAX : ++pdf->font_names;
		pdf->spell_ids = eng_pdf_objects_reserve(pdf->objects, ENG_PDF_FONT_IDS + 1);
		pdf->spelled = eng_arena_alloc(pdf->arena, UNITS / 8);
	}
	return pdf->spell_name;
}

void eng_pdf_spell_use(eng_pdf *pdf, uint32_t unit) {
	pdf->spelled[unit / 8] |= (uint8_t)(1 << unit % 8);
}

static void put(eng_buf *out, uint32_t v, int bytes) {
	while (bytes-- > 0) {
		eng_buf_char(out, (char)(v >> (8 * bytes)));
	}
}

static uint32_t checksum(eng_str table) {
	uint32_t sum = 0;

	for (size_t i = 0; i < table.n; i++) {
		sum += (uint32_t)(unsigned char)table.s[i] << (24 - 8 * (i % 4));
	}
	return sum;
}

/* head, hhea, hmtx, maxp, loca and glyf of a TrueType font with two empty glyphs. */
static void put_table(int table, eng_buf *out) {
	static const uint16_t head[] = { 1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, 1000, 0, 0, 0, 0,
					 0, 0, 0, 0, 0, 0, 0,      0,      0, 8,    2, 0, 0 };
	static const uint16_t hhea[] = {
		1, 0, 800, 0xff38, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2
	};
	static const uint16_t hmtx[] = { 1, 0, 1, 0 };
	static const uint16_t maxp[] = { 1, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0 };
	static const uint16_t loca[] = { 0, 0, 0 };
	static const uint16_t glyf[] = { 0, 0 };
	static const struct {
		const uint16_t *words;
		size_t n;
	} tables[] = { { glyf, 2 }, { head, 27 }, { hhea, 18 },
		       { hmtx, 4 }, { loca, 3 },  { maxp, 16 } };

	for (size_t i = 0; i < tables[table].n; i++) {
		put(out, tables[table].words[i], 2);
	}
}

static void put_font(eng_buf *out) {
	static const char names[6][5] = { "glyf", "head", "hhea", "hmtx", "loca", "maxp" };
	eng_buf data = { 0 };

	put(out, 0x00010000, 4);
	put(out, 6, 2);
	put(out, 64, 2);
	put(out, 2, 2);
	put(out, 32, 2);
	for (int i = 0; i < 6; i++) {
		size_t at = data.n;

		put_table(i, &data);
		eng_buf_add(out, names[i], 4);
		put(out, checksum((eng_str){ data.s + at, data.n - at }), 4);
		put(out, (uint32_t)(12 + 6 * 16 + at), 4);
		put(out, (uint32_t)(data.n - at), 4);
		while (data.n % 4) {
			eng_buf_char(&data, 0);
		}
	}
	eng_buf_str(out, eng_buf_view(&data));
	eng_buf_finish(&data);
}

static bool add_stream(eng_pdf *pdf, unsigned id, const char *dict, eng_buf *data) {
	eng_str packed =
	    eng_pdf_deflate_data(&pdf->desk->deflate, pdf->effort, pdf->arena, eng_buf_view(data));

	eng_buf_finish(data);
	return eng_pdf_objects_stream(pdf->objects, id, eng_str_from(dict), packed);
}

/* A ToUnicode map in which every used code is itself. */
static bool write_unicode(eng_pdf *pdf, unsigned id, uint32_t *last) {
	eng_pdf_face face = { 0 };
	eng_pdf_use *use, **list = NULL;
	size_t n = 0, cap = 0;
	eng_buf out = { 0 };

	for (uint32_t unit = 0; unit < UNITS; unit++) {
		if (pdf->spelled[unit / 8] >> unit % 8 & 1) {
			use = eng_arena_new(pdf->arena, eng_pdf_use);
			use->glyph = *last = unit;
			use->text_at = (uint32_t)face.texts.n;
			eng_buf_utf8(&face.texts, unit);
			use->text_n = (uint32_t)face.texts.n - use->text_at;
			list = eng_arena_grow(pdf->arena, list, n, &cap, sizeof(*list));
			list[n++] = use;
		}
	}
	eng_pdf_unicode_map(&face, list, n, &out);
	eng_buf_finish(&face.texts);
	return add_stream(pdf, id, "/Filter/FlateDecode", &out);
}

static void write_dictionaries(eng_pdf *pdf, unsigned ids) {
	eng_buf *out = eng_pdf_objects_open(pdf->objects, ids + ENG_PDF_FONT_TYPE0);

	eng_buf_printf(out,
		       "<</Type/Font/Subtype/Type0/BaseFont/EMPTYA+Spelling/Encoding/Identity-H"
		       "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R>>",
		       ids + ENG_PDF_FONT_CID, ids + ENG_PDF_FONT_UNICODE);
	eng_pdf_objects_close(pdf->objects);
	out = eng_pdf_objects_open(pdf->objects, ids + ENG_PDF_FONT_CID);
	eng_buf_printf(out,
		       "<</Type/Font/Subtype/CIDFontType2/BaseFont/EMPTYA+Spelling/DW 1"
		       "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
		       "/CIDToGIDMap %u 0 R/FontDescriptor %u 0 R>>",
		       ids + ENG_PDF_FONT_IDS, ids + ENG_PDF_FONT_DESCRIPTOR);
	eng_pdf_objects_close(pdf->objects);
	out = eng_pdf_objects_open(pdf->objects, ids + ENG_PDF_FONT_DESCRIPTOR);
	eng_buf_printf(out,
		       "<</Type/FontDescriptor/FontName/EMPTYA+Spelling/Flags 4/ItalicAngle 0"
		       "/FontBBox[0 -200 1 800]/Ascent 800/Descent -200/CapHeight 800/StemV 1"
		       "/FontFile2 %u 0 R>>",
		       ids + ENG_PDF_FONT_FILE);
	eng_pdf_objects_close(pdf->objects);
}

bool eng_pdf_write_spelling(eng_pdf *pdf) {
	eng_buf file = { 0 }, map = { 0 };
	unsigned ids = pdf->spell_ids;
	uint32_t last = 0;
	char *dict;

	if (!pdf->spell_name) {
		return true;
	}
	write_dictionaries(pdf, ids);
	put_font(&file);
	dict = eng_arena_printf(pdf->arena, "/Length1 %zu/Filter/FlateDecode", file.n);
	if (!write_unicode(pdf, ids + ENG_PDF_FONT_UNICODE, &last) ||
	    !add_stream(pdf, ids + ENG_PDF_FONT_FILE, dict, &file)) {
		return false;
	}
	for (uint32_t unit = 0; unit <= last; unit++) {
		put(&map, 1, 2);
	}
	return add_stream(pdf, ids + ENG_PDF_FONT_IDS, "/Filter/FlateDecode", &map);
}
