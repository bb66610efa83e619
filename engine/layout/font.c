/* One font file opened: its face, its metrics, what may be done with it.
 *
 * Knows the tables head, OS/2 and post (OpenType 1.9) and reads everything else through HarfBuzz.
 * Refuses to know where files are (font-find.c) and which font shows which character (press.c). */
#include "layout/font.h"

#include <hb-ot.h>

enum { EMBEDDING_RESTRICTED = 0x0002, EMBEDDING_BITS = 0x000f };

static int16_t read_i16(const char *p) {
	return (int16_t)(((unsigned char)p[0] << 8) | (unsigned char)p[1]);
}

static int32_t read_i32(const char *p) {
	return (int32_t)(((uint32_t)(uint16_t)read_i16(p) << 16) | (uint16_t)read_i16(p + 2));
}

static bool has_table(hb_face_t *face, hb_tag_t tag) {
	hb_blob_t *blob = hb_face_reference_table(face, tag);
	bool there = hb_blob_get_length(blob) > 0;

	hb_blob_destroy(blob);
	return there;
}

static int metric(const eng_font *font, hb_ot_metrics_tag_t tag, int otherwise) {
	hb_position_t value;

	return hb_ot_metrics_get_position(font->hb, tag, &value) ? value : otherwise;
}

static bool read_head(eng_font *font) {
	hb_blob_t *blob = hb_face_reference_table(font->face, HB_TAG('h', 'e', 'a', 'd'));
	unsigned length;
	const char *p = hb_blob_get_data(blob, &length);
	bool good = length >= 54;

	if (good) {
		for (int i = 0; i < 4; i++) {
			font->bbox[i] = read_i16(p + 36 + 2 * i);
		}
	}
	hb_blob_destroy(blob);
	return good;
}

static void read_post(eng_font *font) {
	hb_blob_t *blob = hb_face_reference_table(font->face, HB_TAG('p', 'o', 's', 't'));
	unsigned length;
	const char *p = hb_blob_get_data(blob, &length);

	if (length >= 32) {
		font->italic_angle = (int)((int64_t)read_i32(p + 4) * 1000 / 65536);
		font->fixed_pitch = read_i32(p + 12) != 0;
	}
	hb_blob_destroy(blob);
}

/* Returns the embedding bits: the worst right wins, as the table's version 3 and later say. */
static int read_os2(eng_font *font) {
	hb_blob_t *blob = hb_face_reference_table(font->face, HB_TAG('O', 'S', '/', '2'));
	unsigned length;
	const char *p = hb_blob_get_data(blob, &length);
	int embedding = 0;

	font->weight = 400;
	if (length >= 78) {
		font->weight = (uint16_t)read_i16(p + 4);
		embedding = read_i16(p + 8) & EMBEDDING_BITS;
	}
	hb_blob_destroy(blob);
	return embedding;
}

static void read_metrics(eng_font *font) {
	font->ascender = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, font->units * 4 / 5);
	font->descender = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -font->units / 5);
	font->line_gap = metric(font, HB_OT_METRICS_TAG_HORIZONTAL_LINE_GAP, 0);
	font->cap_height = metric(font, HB_OT_METRICS_TAG_CAP_HEIGHT, font->units * 7 / 10);
	font->x_height = metric(font, HB_OT_METRICS_TAG_X_HEIGHT, font->units / 2);
	font->underline_position =
	    metric(font, HB_OT_METRICS_TAG_UNDERLINE_OFFSET, -font->units / 10);
	font->underline_thickness =
	    metric(font, HB_OT_METRICS_TAG_UNDERLINE_SIZE, font->units / 20);
}

static eng_str postscript_name(eng_arena *arena, const eng_font *font) {
	char name[128];
	unsigned size = sizeof(name);
	size_t n = 0;

	hb_ot_name_get_utf8(font->face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size,
			    name);
	/* PostScript names are printable ASCII without these delimiters; anything else is dropped. */
	for (unsigned i = 0; i < size && name[i]; i++) {
		if (name[i] > 32 && name[i] < 127 && !strchr("[](){}<>/%#", name[i])) {
			name[n++] = name[i];
		}
	}
	if (n == 0) {
		return eng_str_printf(arena, "Font%d", font->index);
	}
	return eng_str_copy(arena, (eng_str){ name, n });
}

static bool check_kind(eng_ctx *ctx, const eng_font *font, int embedding, eng_loc where) {
	const char *path = font->path.s;

	if (hb_ot_var_has_data(font->face)) {
		return eng_fail(
		    ctx, "theme.font-variable", where,
		    "'%s' is a variable font, static fonts are needed (one file per weight)", path);
	}
	if (!has_table(font->face, HB_TAG('g', 'l', 'y', 'f')) &&
	    !has_table(font->face, HB_TAG('C', 'F', 'F', ' '))) {
		return eng_fail(ctx, "theme.font-unreadable", where,
				"'%s' has neither TrueType nor CFF outlines", path);
	}
	if (embedding == EMBEDDING_RESTRICTED) {
		return eng_fail(
		    ctx, "theme.font-restricted", where,
		    "'%s' forbids embedding (OS/2 fsType), choose a font that allows it", path);
	}
	return true;
}

static bool open_face(eng_ctx *ctx, eng_font *font, eng_loc where) {
	hb_blob_t *blob = hb_blob_create(font->bytes.s, (unsigned)font->bytes.n,
					 HB_MEMORY_MODE_READONLY, NULL, NULL);
	unsigned count = hb_face_count(blob);

	if (blob == hb_blob_get_empty() && font->bytes.n > 0) {
		eng_oom();
	}
	if (font->bytes.n <= UINT32_MAX && font->index >= 0 && (unsigned)font->index < count) {
		font->face = hb_face_create(blob, (unsigned)font->index);
	}
	hb_blob_destroy(blob);
	if (font->face == hb_face_get_empty()) {
		eng_oom();
	}
	if (count == 0) {
		return eng_fail(ctx, "theme.font-unreadable", where,
				"'%s' is no OpenType or TrueType font", font->path.s);
	}
	if (!font->face) {
		return eng_fail(ctx, "theme.font-index", where,
				"'%s' has no face %d, the last is %u", font->path.s, font->index,
				count - 1);
	}
	font->hb = hb_font_create(font->face);
	if (font->hb == hb_font_get_empty()) {
		eng_oom();
	}
	font->units = (int)hb_face_get_upem(font->face);
	font->reciprocal = UINT64_MAX / (2 * (uint64_t)font->units) + 1;
	hb_font_set_scale(font->hb, font->units, font->units);
	font->glyph_count = hb_face_get_glyph_count(font->face);
	if (font->glyph_count == 0 || font->units < 16 || font->units > 16384 || !read_head(font)) {
		return eng_fail(ctx, "theme.font-unreadable", where, "'%s' is a damaged font",
				font->path.s);
	}
	return true;
}

eng_font *eng_font_open(eng_ctx *ctx, eng_arena *arena, eng_str path, eng_str bytes, int index,
			eng_loc where) {
	eng_font *font = eng_arena_new(arena, eng_font);
	bool good;

	font->path = eng_str_copy(arena, path);
	font->bytes = bytes;
	font->index = index;
	good = open_face(ctx, font, where);
	if (good) {
		good = check_kind(ctx, font, read_os2(font), where);
	}
	if (!good) {
		eng_font_close(font);
		return NULL;
	}
	font->outline = has_table(font->face, HB_TAG('C', 'F', 'F', ' ')) ? ENG_OUTLINE_CFF
									  : ENG_OUTLINE_TRUETYPE;
	read_post(font);
	read_metrics(font);
	font->postscript_name = postscript_name(arena, font);
	hb_face_make_immutable(font->face);
	hb_font_make_immutable(font->hb);
	return font;
}

void eng_font_close(eng_font *font) {
	if (!font) {
		return;
	}
	hb_font_destroy(font->hb);
	hb_face_destroy(font->face);
	font->hb = NULL;
	font->face = NULL;
}

bool eng_font_has(const eng_font *font, uint32_t c) {
	hb_codepoint_t glyph;

	return hb_font_get_nominal_glyph(font->hb, c, &glyph) && glyph != 0;
}
