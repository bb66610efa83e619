/* Font programs for embedding (ISO 32000-1 9.6.3, 9.9), made by hb-subset. Original glyph
 * ids stay valid as CIDs: TrueType by retained ids, CFF by its charset. */
#include <hb-subset.h>

#include "base/hash.h"
#include "channels/common/pdf/cff.h"
#include "channels/common/pdf/face.h"

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

/* For want of memory, or because of the font: no fault of the record in hand, so that the run stops. */
static bool subset_failed(eng_ctx *ctx, const eng_pdf_face *face) {
	ctx->unreadable = true;
	return eng_fail(ctx, "pdf.font-subset", (eng_loc){ 0 },
			"font '%.*s' cannot be subset for embedding, it may be damaged",
			ENG_STR_ARG(face->font->path));
}

/* The face to subset from. Preprocessing makes each later subset cheaper by four to ten and pays for
 * fonts of ordinary size that are subset for every document; unfolding a Chinese font takes longer
 * than a night's documents save. Which way is taken depends on the font alone, so bytes do too. */
static hb_face_t *source_of(eng_pdf_face *face, bool often) {
	hb_face_t *source = face->font->face;

	if (!often || face->font->glyph_count > ENG_PDF_ORDINARY_GLYPHS) {
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
