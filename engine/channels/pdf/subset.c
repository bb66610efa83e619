/* Font programs for embedding (ISO 32000-1 9.6.3, 9.9), made by hb-subset. Original glyph
 * ids stay valid as CIDs: TrueType by retained ids, CFF by its charset.
 *
 * The shared subset holds a repertoire that is declared here and nowhere grows: Latin-1, Latin
 * Extended-A, punctuation, currencies, and the forms that features of ordinary setting reach. A set
 * that grew with the documents seen would make bytes depend on their order. */
#include <hb-subset.h>

#include "base/hash.h"
#include "channels/pdf/cff.h"
#include "channels/pdf/face.h"

static const struct {
	uint32_t from, to;
} repertoire[] = {
	{ 0x20, 0x7e },     { 0xa0, 0x17f },    { 0x192, 0x192 },   { 0x218, 0x21b },
	{ 0x2c6, 0x2c7 },   { 0x2d8, 0x2dd },   { 0x1e9e, 0x1e9e }, { 0x2002, 0x200a },
	{ 0x2010, 0x2022 }, { 0x2026, 0x2026 }, { 0x202f, 0x2030 }, { 0x2032, 0x2033 },
	{ 0x2039, 0x203a }, { 0x2044, 0x2044 }, { 0x20a0, 0x20bf }, { 0x2113, 0x2113 },
	{ 0x2116, 0x2116 }, { 0x2122, 0x2122 }, { 0x2190, 0x2193 }, { 0x2212, 0x2212 },
	{ 0x2248, 0x2248 }, { 0x2260, 0x2260 }, { 0x2264, 0x2265 }, { 0x25cf, 0x25cf },
	{ 0xfb00, 0xfb04 },
};

/* What the set needs beyond one glyph a character: ligatures, local forms, figures. */
static const char *const features[] = { "ccmp", "locl", "liga", "clig", "calt",
					"rlig", "tnum", "lnum", "pnum" };

/* All that a PDF reader does not use. Variations are dropped: pages are set in the default instance. */
static const char *const tables[] = {
	"cmap", "name", "post", "OS/2", "GDEF", "GSUB", "GPOS", "BASE", "JSTF", "DSIG",
	"kern", "vhea", "vmtx", "VORG", "gasp", "hdmx", "LTSH", "VDMX", "PCLT", "meta",
	"fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "VVAR", "COLR", "CPAL", "SVG ",
	"CBDT", "CBLC", "sbix", "cvt ", "fpgm", "prep", "FFTM", "EBDT", "EBLC", "EBSC",
	"MATH", "Feat", "Silf", "Glat", "Gloc", "Sill",
};

static hb_tag_t tag_of(const char *name) {
	return HB_TAG(name[0], name[1], name[2], name[3]);
}

static bool subset_failed(eng_ctx *ctx, const eng_pdf_face *face) {
	return eng_fail(ctx, "pdf.font-subset", (eng_loc){ 0 },
			"font '%.*s' cannot be subset for embedding, it may be damaged",
			ENG_STR_ARG(face->font->path));
}

/* The face to subset from. Preprocessing makes each later subset cheaper by four to ten and pays for
 * fonts of ordinary size that are subset for every document; unfolding a Chinese font takes longer
 * than a night's documents save. Which way is taken depends on the font alone, so bytes do too. */
static hb_face_t *source_of(eng_pdf_face *face, bool often) {
	hb_face_t *source = face->font->face;

	if (!often || face->font->glyph_count > 8192) {
		return source;
	}
	if (!face->prepared) {
		face->prepared = hb_subset_preprocess(source);
		/* HarfBuzz 6 gives the source back, without a reference, when it cannot do better. */
		if (face->prepared == source) {
			hb_face_reference(source);
		}
	}
	return face->prepared;
}

/* Six capitals from the hash of the glyph ids: the same set always has the same name. */
static void make_tag(const eng_pdf_face *face, const hb_set_t *glyphs, char tag[8]) {
	eng_buf ids = { 0 };
	hb_codepoint_t glyph = HB_SET_VALUE_INVALID;
	eng_hash hash;

	eng_buf_str(&ids, face->font->postscript_name);
	while (hb_set_next(glyphs, &glyph)) {
		char bytes[2] = { (char)(glyph >> 8), (char)glyph };

		eng_buf_add(&ids, bytes, 2);
	}
	hash = eng_hash_of(ids.s, ids.n);
	for (int i = 0; i < 6; i++) {
		tag[i] = (char)('A' + hash.bytes[i] % 26);
	}
	tag[6] = '\0';
	eng_buf_finish(&ids);
}

static hb_subset_input_t *new_input(const hb_set_t *glyphs, bool cff) {
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_set_t *drop;

	if (!input) {
		eng_oom();
	}
	drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		hb_set_add(drop, tag_of(tables[i]));
	}
	hb_set_union(hb_subset_input_glyph_set(input), glyphs);
	hb_subset_input_set_flags(
	    input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE |
		       (cff ? HB_SUBSET_FLAGS_DESUBROUTINIZE : HB_SUBSET_FLAGS_RETAIN_GIDS));
	return input;
}

/* The bare CFF table with original glyph ids as CIDs. */
static bool add_cff(hb_face_t *face, hb_subset_plan_t *plan, eng_buf *out) {
	const hb_map_t *map = hb_subset_plan_new_to_old_glyph_mapping(plan);
	size_t count = hb_face_get_glyph_count(face);
	uint32_t *cids = eng_malloc(count * sizeof(*cids));
	hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
	unsigned n;
	const char *data = hb_blob_get_data(blob, &n);
	bool ok;

	for (size_t i = 0; i < count; i++) {
		cids[i] = hb_map_get(map, (hb_codepoint_t)i);
	}
	ok = eng_pdf_cff_rewrite((eng_str){ data, n }, cids, count, out);
	hb_blob_destroy(blob);
	free(cids);
	return ok;
}

static bool add_sfnt(hb_face_t *face, eng_buf *out) {
	hb_blob_t *blob = hb_face_reference_blob(face);
	unsigned n;
	const char *data = hb_blob_get_data(blob, &n);

	eng_buf_add(out, data, n);
	hb_blob_destroy(blob);
	return n > 0;
}

bool eng_pdf_face_subset(eng_ctx *ctx, eng_pdf_face *face, const hb_set_t *glyphs, bool often,
			 eng_buf *out, char tag[8]) {
	bool cff = face->font->outline == ENG_OUTLINE_CFF;
	hb_subset_input_t *input = new_input(glyphs, cff);
	hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(source_of(face, often), input);
	hb_face_t *result = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
	bool ok = result && (cff ? add_cff(result, plan, out) : add_sfnt(result, out));

	hb_face_destroy(result);
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
	if (!ok) {
		return subset_failed(ctx, face);
	}
	make_tag(face, glyphs, tag);
	return true;
}

/* All glyphs that the repertoire can be set with. */
static hb_set_t *shared_glyphs(eng_pdf_face *face) {
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_set_t *glyphs = hb_set_create(), *codes, *wanted;
	hb_subset_plan_t *plan;
	hb_codepoint_t glyph;

	if (!input) {
		eng_oom();
	}
	codes = hb_subset_input_unicode_set(input);
	for (size_t i = 0; i < sizeof(repertoire) / sizeof(*repertoire); i++) {
		for (uint32_t c = repertoire[i].from; c <= repertoire[i].to; c++) {
			if (!hb_font_get_nominal_glyph(face->font->hb, c, &glyph) ||
			    glyph >= face->font->glyph_count) {
				continue;
			}
			hb_set_add(codes, c);
			if (!face->shared_codes[glyph]) {
				face->shared_codes[glyph] = c;
			}
		}
	}
	wanted = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
	hb_set_clear(wanted);
	for (size_t i = 0; i < sizeof(features) / sizeof(*features); i++) {
		hb_set_add(wanted, tag_of(features[i]));
	}
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_RETAIN_GIDS);
	plan =
	    hb_set_is_empty(codes) ? NULL : hb_subset_plan_create_or_fail(face->font->face, input);
	if (plan) {
		const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);

		for (glyph = 0; glyph < face->font->glyph_count; glyph++) {
			if (hb_map_has(map, glyph)) {
				hb_set_add(glyphs, glyph);
			}
		}
	}
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
	return glyphs;
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

static bool make_shared(eng_ctx *ctx, eng_pdf_face *face, eng_pdf_deflate *deflate,
			const hb_set_t *glyphs) {
	eng_buf file = { 0 };

	if (!eng_pdf_face_subset(ctx, face, glyphs, false, &file, face->shared_tag)) {
		eng_buf_finish(&file);
		return false;
	}
	face->shared_length = file.n;
	face->shared_file = pack(deflate, eng_buf_view(&file));
	eng_buf_clear(&file);
	eng_pdf_unicode_shared(face, &file);
	face->shared_unicode = pack(deflate, eng_buf_view(&file));
	eng_buf_finish(&file);
	return true;
}

bool eng_pdf_face_share(eng_ctx *ctx, eng_pdf_face *face, eng_pdf_deflate *deflate) {
	size_t bytes = face->font->glyph_count / 8 + 1;
	hb_codepoint_t glyph = HB_SET_VALUE_INVALID;
	hb_set_t *glyphs;
	bool ok = true;

	if (face->shared_known) {
		return true;
	}
	face->shared_codes = eng_malloc(face->font->glyph_count * sizeof(uint32_t));
	memset(face->shared_codes, 0, face->font->glyph_count * sizeof(uint32_t));
	glyphs = shared_glyphs(face);
	face->shared = eng_malloc(bytes);
	memset(face->shared, 0, bytes);
	if (!hb_set_is_empty(glyphs)) {
		ok = make_shared(ctx, face, deflate, glyphs);
		while (ok && hb_set_next(glyphs, &glyph)) {
			face->shared[glyph / 8] |= (uint8_t)(1 << glyph % 8);
		}
	}
	face->shared_known = ok;
	hb_set_destroy(glyphs);
	return ok;
}
