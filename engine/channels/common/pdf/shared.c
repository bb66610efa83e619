/* The shared subset of a font: what documents of a run embed alike, made once in each worker.
 *
 * It holds a repertoire that is declared here and nowhere grows: Latin-1, Latin Extended-A, punctuation,
 * currencies, and the forms that features of ordinary setting reach. A set that grew with the documents
 * seen would make bytes depend on their order. It comes in three sizes, each within the next; a document
 * embeds the smallest that has all it uses of the font, which depends on nothing but the document. */
#include <hb-subset.h>

#include "channels/common/pdf/face.h"

typedef struct range {
	uint32_t from, to;
} range;

static const range repertoire[] = {
	{ 0x20, 0x7e },     { 0xa0, 0x17f },    { 0x192, 0x192 },   { 0x218, 0x21b },
	{ 0x2c6, 0x2c7 },   { 0x2d8, 0x2dd },   { 0x1e9e, 0x1e9e }, { 0x2002, 0x200a },
	{ 0x2010, 0x2022 }, { 0x2026, 0x2026 }, { 0x202f, 0x2030 }, { 0x2032, 0x2033 },
	{ 0x2039, 0x203a }, { 0x2044, 0x2044 }, { 0x20a0, 0x20bf }, { 0x2113, 0x2113 },
	{ 0x2116, 0x2116 }, { 0x2122, 0x2122 }, { 0x2190, 0x2193 }, { 0x2212, 0x2212 },
	{ 0x2248, 0x2248 }, { 0x2260, 0x2260 }, { 0x2264, 0x2265 }, { 0x25cf, 0x25cf },
	{ 0xfb00, 0xfb04 },
};

/* What words without accents are set with. */
static const range plain[] = {
	{ 0x20, 0x7e },     { 0xa0, 0xa0 },     { 0xa3, 0xa3 },     { 0xa7, 0xa7 },
	{ 0xa9, 0xa9 },     { 0xab, 0xab },     { 0xb0, 0xb0 },     { 0xb7, 0xb7 },
	{ 0xbb, 0xbb },     { 0x2010, 0x2022 }, { 0x2026, 0x2026 }, { 0x202f, 0x202f },
	{ 0x20ac, 0x20ac }, { 0x2212, 0x2212 },
};

/* What the set needs beyond one glyph a character: ligatures, local forms, figures. */
static const char *const features[] = { "ccmp", "locl", "liga", "clig", "calt",
					"rlig", "tnum", "lnum", "pnum" };

/* The smallest subset that has a character of the repertoire. */
static eng_pdf_reach reach_of(uint32_t c) {
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		if (c >= plain[i].from && c <= plain[i].to) {
			return ENG_PDF_PLAIN;
		}
	}
	return c <= 0xff ? ENG_PDF_LATIN : ENG_PDF_WIDE;
}

/* The characters of a subset that the font has; codes: also the first that each glyph stands for. */
static void add_codes(const eng_pdf_face *face, eng_pdf_reach reach, hb_set_t *set,
		      uint32_t *codes) {
	hb_codepoint_t glyph;

	for (size_t i = 0; i < sizeof(repertoire) / sizeof(*repertoire); i++) {
		for (uint32_t c = repertoire[i].from; c <= repertoire[i].to; c++) {
			if (reach_of(c) > reach ||
			    !hb_font_get_nominal_glyph(face->font->hb, c, &glyph) ||
			    glyph >= face->font->glyph_count) {
				continue;
			}
			hb_set_add(set, c);
			if (codes && !codes[glyph]) {
				codes[glyph] = c;
			}
		}
	}
}

/* All glyphs that a subset's characters can be set with; codes as above. */
static hb_set_t *find_glyphs(const eng_pdf_face *face, eng_pdf_reach reach, uint32_t *codes) {
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_set_t *glyphs = hb_set_create(), *wanted;
	hb_subset_plan_t *plan = NULL;

	if (!input) {
		eng_oom();
	}
	add_codes(face, reach, hb_subset_input_unicode_set(input), codes);
	wanted = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
	hb_set_clear(wanted);
	for (size_t i = 0; i < sizeof(features) / sizeof(*features); i++) {
		hb_set_add(wanted,
			   HB_TAG(features[i][0], features[i][1], features[i][2], features[i][3]));
	}
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS);
	if (!hb_set_is_empty(hb_subset_input_unicode_set(input))) {
		plan = hb_subset_plan_create_or_fail(face->font->face, input);
		if (!plan) {
			eng_oom();
		}
	}
	if (plan) {
		const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);

		for (hb_codepoint_t glyph = 0; glyph < face->font->glyph_count; glyph++) {
			if (hb_map_has(map, glyph)) {
				hb_set_add(glyphs, glyph);
			}
		}
	}
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
	return glyphs;
}

/* Finds which glyphs a subset has, once. */
static void know(eng_pdf_face *face, eng_pdf_reach reach, uint32_t *codes) {
	eng_pdf_shared *shared = &face->shared[reach];
	size_t bytes = face->font->glyph_count / 8 + 1;
	hb_codepoint_t glyph = HB_SET_VALUE_INVALID;

	if (shared->set) {
		return;
	}
	shared->set = find_glyphs(face, reach, codes);
	shared->has = eng_malloc(bytes);
	memset(shared->has, 0, bytes);
	while (hb_set_next(shared->set, &glyph)) {
		shared->has[glyph / 8] |= (uint8_t)(1 << glyph % 8);
	}
}

void eng_pdf_face_share(eng_pdf_face *face) {
	if (!face->shared_codes && face->font->glyph_count <= ENG_PDF_ORDINARY_GLYPHS) {
		face->shared_codes = eng_malloc(face->font->glyph_count * sizeof(uint32_t));
		memset(face->shared_codes, 0, face->font->glyph_count * sizeof(uint32_t));
		know(face, ENG_PDF_WIDE, face->shared_codes);
	}
}

static eng_str pack(eng_pdf_deflate *deflate, eng_str data) {
	eng_arena arena;
	eng_str packed;
	char *kept;

	eng_arena_init(&arena);
	packed = eng_pdf_deflate_data(deflate, ENG_PDF_SMALL, &arena, data);
	kept = eng_malloc(packed.n);
	memcpy(kept, packed.s, packed.n);
	eng_arena_finish(&arena);
	return (eng_str){ kept, packed.n };
}

static eng_str text_of_widths(eng_pdf_face *face, const hb_set_t *set) {
	uint32_t *glyphs = eng_malloc(hb_set_get_population(set) * sizeof(*glyphs) + 1);
	hb_codepoint_t glyph = HB_SET_VALUE_INVALID;
	eng_buf out = { 0 };
	size_t n = 0;

	while (hb_set_next(set, &glyph)) {
		glyphs[n++] = glyph;
	}
	eng_pdf_face_put_widths(face, glyphs, n, &out);
	free(glyphs);
	return eng_buf_view(&out);
}

/* The font program and its map, compressed, and its widths. */
static bool make(eng_ctx *ctx, eng_pdf_face *face, eng_pdf_deflate *deflate,
		 eng_pdf_shared *shared) {
	eng_buf file = { 0 };

	if (!eng_pdf_face_subset(ctx, face, shared->set, false, &file, shared->tag)) {
		eng_buf_finish(&file);
		return false;
	}
	shared->length = file.n;
	shared->file = pack(deflate, eng_buf_view(&file));
	eng_buf_clear(&file);
	eng_pdf_unicode_shared(face, shared, &file);
	shared->unicode = pack(deflate, eng_buf_view(&file));
	shared->widths = text_of_widths(face, shared->set);
	eng_buf_finish(&file);
	return true;
}

const eng_pdf_shared *eng_pdf_face_shared(eng_ctx *ctx, eng_pdf_face *face,
					  eng_pdf_deflate *deflate, eng_pdf_use *const *uses,
					  size_t n) {
	eng_pdf_reach reach = face->fillable ? ENG_PDF_WIDE : ENG_PDF_PLAIN;
	eng_pdf_shared *shared;

	know(face, reach, NULL);
	for (size_t i = 0; i < n; i++) {
		while (!eng_pdf_shared_has(&face->shared[reach], uses[i]->glyph)) {
			know(face, ++reach, NULL);
		}
	}
	shared = &face->shared[reach];
	return shared->file.n || make(ctx, face, deflate, shared) ? shared : NULL;
}

void eng_pdf_shared_finish(eng_pdf_shared *shared) {
	hb_set_destroy(shared->set);
	free(shared->has);
	free((char *)(uintptr_t)shared->file.s);
	free((char *)(uintptr_t)shared->unicode.s);
	free((char *)(uintptr_t)shared->widths.s);
}
