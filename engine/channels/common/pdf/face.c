/* Which glyphs a document uses and what they mean. Knows HarfBuzz faces, no PDF object.
 *
 * Arrays are indexed by glyph id and kept for the worker; clearing walks the list of used glyphs, so
 * a document costs what it uses and not what the font holds. */
#include "channels/common/pdf/face.h"

#include "base/utf8.h"

void eng_pdf_face_init(eng_pdf_face *face, const eng_font *font) {
	memset(face, 0, sizeof(*face));
	face->font = font;
	face->widths = eng_malloc(font->glyph_count * sizeof(*face->widths));
	memset(face->widths, 0, font->glyph_count * sizeof(*face->widths));
	face->slots = eng_malloc(font->glyph_count * sizeof(*face->slots));
	memset(face->slots, 0, font->glyph_count * sizeof(*face->slots));
	face->letters = eng_malloc(font->glyph_count);
	memset(face->letters, 0, font->glyph_count);
}

void eng_pdf_face_finish(eng_pdf_face *face) {
	free(face->widths);
	free(face->codes);
	free(face->shared_codes);
	for (int i = 0; i < ENG_PDF_REACHES; i++) {
		eng_pdf_shared_finish(&face->shared[i]);
	}
	free(face->slots);
	free(face->letters);
	free(face->uses);
	eng_buf_finish(&face->texts);
	hb_face_destroy(face->prepared);
	memset(face, 0, sizeof(*face));
}

void eng_pdf_face_clear(eng_pdf_face *face) {
	for (size_t i = 0; i < face->use_count; i++) {
		face->slots[face->uses[i].glyph] = 0;
		face->letters[face->uses[i].glyph] = 0;
	}
	face->use_count = 0;
	eng_buf_clear(&face->texts);
	face->fillable = false;
	memset(face->names, 0, sizeof(face->names));
	memset(face->ids, 0, sizeof(face->ids));
}

static eng_pdf_variant variant_of(const eng_pdf_face *face, uint32_t glyph, bool exact) {
	return !exact && eng_pdf_shared_has(&face->shared[ENG_PDF_WIDE], glyph) ? ENG_PDF_SHARED
										: ENG_PDF_EXACT;
}

eng_pdf_use *eng_pdf_face_use_new(eng_pdf_face *face, uint32_t glyph, bool exact) {
	if (face->use_count == face->use_cap) {
		face->use_cap = face->use_cap ? 2 * face->use_cap : 128;
		face->uses = eng_realloc(face->uses, face->use_cap * sizeof(*face->uses));
	}
	face->uses[face->use_count] = (eng_pdf_use){
		.glyph = glyph,
		.variant = variant_of(face, glyph, exact),
	};
	face->slots[glyph] = (uint32_t)++face->use_count;
	return &face->uses[face->use_count - 1];
}

int eng_pdf_face_measure(eng_pdf_face *face, uint32_t glyph) {
	int64_t advance = hb_font_get_glyph_h_advance(face->font->hb, glyph);
	int64_t units = face->font->units;
	int32_t width = (int32_t)((2 * advance * 1000 + units) / (2 * units));

	face->widths[glyph] = width + 1;
	return width;
}

static void collect_codes(eng_pdf_face *face) {
	hb_set_t *codes = hb_set_create();
	hb_codepoint_t code = HB_SET_VALUE_INVALID, glyph;

	face->codes = eng_malloc(face->font->glyph_count * sizeof(*face->codes));
	memset(face->codes, 0, face->font->glyph_count * sizeof(*face->codes));
	hb_face_collect_unicodes(face->font->face, codes);
	while (hb_set_next(codes, &code)) {
		if (hb_font_get_nominal_glyph(face->font->hb, code, &glyph) &&
		    glyph < face->font->glyph_count && !face->codes[glyph]) {
			face->codes[glyph] = code;
		}
	}
	hb_set_destroy(codes);
}

uint32_t eng_pdf_face_code(eng_pdf_face *face, uint32_t glyph) {
	if (!face->codes) {
		collect_codes(face);
	}
	return face->codes[glyph];
}

static eng_str text_of(const eng_pdf_face *face, const eng_pdf_use *use) {
	return (eng_str){ face->texts.s + use->text_at, use->text_n };
}

static void store(eng_pdf_face *face, eng_pdf_use *use, eng_str text, bool firm) {
	use->text_at = (uint32_t)face->texts.n;
	use->text_n = (uint32_t)text.n;
	use->firm = firm;
	if (firm && use->glyph && text.n == 1 && (unsigned char)text.s[0] < 128) {
		face->letters[use->glyph] = (uint8_t)(text.s[0] | use->variant << 7);
	}
	eng_buf_str(&face->texts, text);
}

/* Characters that look alike and mean the same to a reader who searches: the kinds of space. */
static bool is_space(eng_str text) {
	return eng_str_eqc(text, " ") || eng_str_eqc(text, "\xc2\xa0") ||
	       eng_str_eqc(text, "\xe2\x80\xaf") || eng_str_eqc(text, "\n") ||
	       eng_str_eqc(text, "\t");
}

bool eng_pdf_face_claim(eng_pdf_face *face, eng_pdf_use *use, eng_str text) {
	if (use->firm) {
		eng_str has = text_of(face, use);

		return eng_str_eq(has, text) || (has.n == 1 && has.s[0] == ' ' && is_space(text));
	}
	store(face, use, is_space(text) ? ENG_STR(" ") : text, true);
	return true;
}

void eng_pdf_face_suggest(eng_pdf_face *face, eng_pdf_use *use, eng_str text) {
	if (use->text_n == 0 && text.n > 0) {
		store(face, use, text, false);
	}
}
