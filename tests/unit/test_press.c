/* Fonts of a hand-made theme: loading, ids, choice by character, and what is refused. */
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "layout/press.h"
#include "unit.h"

#define FONTS "/usr/share/fonts"

static eng_arena arena;
static eng_diag_list diags;
static eng_ctx ctx;

static void start(void) {
	memset(&diags, 0, sizeof(diags));
	diags.arena = &arena;
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
}

static eng_font_ref regular_refs[] = {
	{ ENG_STR_INIT("Inter-Regular.otf"), 0, ENG_SCRIPT_DEFAULT, { "t.yaml", 1, 1 } },
	{ ENG_STR_INIT("NotoSansArabic-Regular.ttf"), 0, ENG_SCRIPT_ARABIC, { "t.yaml", 2, 1 } },
	{ ENG_STR_INIT("NotoSansDevanagari-Regular.ttf"), 0, ENG_SCRIPT_DEVANAGARI, { 0 } },
	{ ENG_STR_INIT("NotoSansCJK-Regular.ttc"), 0, ENG_SCRIPT_HAN_JAPANESE, { 0 } },
	{ ENG_STR_INIT("NotoSansCJK-Regular.ttc"), 2, ENG_SCRIPT_HAN_SIMPLIFIED, { 0 } },
	{ ENG_STR_INIT("NotoSans-Regular.ttf"), 0, ENG_SCRIPT_OTHER, { 0 } },
	{ ENG_STR_INIT("Symbola_hint.ttf"), 0, ENG_SCRIPT_SYMBOL, { 0 } },
};
static eng_font_ref bold_refs[] = {
	{ ENG_STR_INIT("Inter-Bold.otf"), 0, ENG_SCRIPT_DEFAULT, { "t.yaml", 3, 1 } },
};

static eng_theme make_theme(eng_family *family) {
	*family = (eng_family){ .name = ENG_STR("sans") };
	family->faces[0] = (eng_face){ regular_refs, sizeof(regular_refs) / sizeof(*regular_refs) };
	family->faces[1] = (eng_face){ bold_refs, 1 };
	family->faces[2] = family->faces[0];
	family->faces[3] = family->faces[1];
	return (eng_theme){ .path = ENG_STR("t.yaml"), .families = family, .family_count = 1 };
}

static const char *chosen(const eng_press *press, uint32_t c, hb_script_t script,
			  const char *language) {
	const eng_typeface *face = eng_press_face(press, press->theme->families, false, false);
	const eng_font *font = eng_press_font_for(press, face, c, script, eng_str_from(language));

	return font ? font->postscript_name.s : "none";
}

static void test_choice(void) {
	static const struct {
		uint32_t c;
		hb_script_t script;
		const char *language, *font;
	} rows[] = {
		{ 'a', HB_SCRIPT_LATIN, "en", "Inter-Regular" },
		{ 0x0416, HB_SCRIPT_CYRILLIC, "ru", "Inter-Regular" },
		{ 0x0645, HB_SCRIPT_ARABIC, "ar", "NotoSansArabic-Regular" },
		{ '1', HB_SCRIPT_ARABIC, "ar", "Inter-Regular" },
		{ 0x060c, HB_SCRIPT_ARABIC, "ar", "NotoSansArabic-Regular" },
		{ 0x0939, HB_SCRIPT_DEVANAGARI, "hi", "NotoSansDevanagari-Regular" },
		{ 0x65e5, HB_SCRIPT_HAN, "ja", "NotoSansCJKjp-Regular" },
		{ 0x65e5, HB_SCRIPT_HAN, "zh-CN", "NotoSansCJKsc-Regular" },
		{ 0x65e5, HB_SCRIPT_HAN, "de", "NotoSansCJKjp-Regular" },
		{ 0x3002, HB_SCRIPT_HAN, "ja", "NotoSansCJKjp-Regular" },
		{ 0x2026, HB_SCRIPT_HAN, "zh", "NotoSansCJKsc-Regular" },
		{ 0x2026, HB_SCRIPT_LATIN, "zh", "Inter-Regular" },
		{ 0x1f600, HB_SCRIPT_COMMON, "en", "Symbola" },
		{ 0x10ffff, HB_SCRIPT_COMMON, "en", "none" },
	};
	eng_family family;
	eng_theme theme = make_theme(&family);
	eng_press *press;

	start();
	press = eng_press_new(&ctx, &theme, "templates", FONTS);
	CHECK(press && ctx.errors == 0);
	if (!press) {
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *name = chosen(press, rows[i].c, rows[i].script, rows[i].language);

		unit_checks++;
		if (strcmp(name, rows[i].font) != 0) {
			unit_failures++;
			fprintf(stderr, "U+%04X in %s: %s, should be %s\n", (unsigned)rows[i].c,
				rows[i].language, name, rows[i].font);
		}
	}
	CHECK(eng_press_font_count(press) == 8);
	for (unsigned i = 0; i < eng_press_font_count(press); i++) {
		const eng_font *font = eng_press_font(press, i);

		CHECK(font->id == i && font->ascender > 0 && font->descender < 0);
		CHECK(font->cap_height > font->x_height && font->bbox[2] > font->bbox[0]);
	}
	CHECK(eng_press_font(press, 0)->outline == ENG_OUTLINE_CFF);
	CHECK(eng_press_font(press, 1)->outline == ENG_OUTLINE_TRUETYPE);
	CHECK(eng_press_font(press, 7)->weight == 700);
	CHECK(eng_font_scale(eng_press_font(press, 0), eng_press_font(press, 0)->units, 9500) ==
	      9500);
	CHECK(eng_font_scale(eng_press_font(press, 0), -1, 9500) ==
	      -eng_font_scale(eng_press_font(press, 0), 1, 9500));
	eng_press_free(press);
}

/* Offset of a table's bytes, its directory entry renamed when asked. */
static size_t table_of(char *font, const char *tag, const char *rename) {
	int count = (unsigned char)font[4] << 8 | (unsigned char)font[5];

	for (int i = 0; i < count; i++) {
		char *entry = font + 12 + i * 16;

		if (memcmp(entry, tag, 4) == 0) {
			memcpy(entry, rename, 4);
			return (size_t)(unsigned char)entry[8] << 24 |
			       (size_t)(unsigned char)entry[9] << 16 |
			       (size_t)(unsigned char)entry[10] << 8 | (unsigned char)entry[11];
		}
	}
	return 0;
}

/* A font that forbids embedding and one that varies in weight, made from a plain one. */
static void make_fonts(void) {
	static const char axis[] = "\0\1\0\0\0\x10\0\2\0\1\0\x14\0\0\0\x08"
				   "wght\0\x64\0\0\1\x90\0\0\3\x84\0\0\0\0\1\0";
	eng_str plain;
	char *copy;
	size_t at;

	CHECK(
	    eng_file_read(&ctx, &arena, FONTS "/truetype/dejavu/DejaVuSans.ttf", 1 << 22, &plain));
	copy = eng_arena_copy(&arena, plain.s, plain.n);
	at = table_of(copy, "OS/2", "OS/2");
	CHECK(at > 0);
	copy[at + 8] = 0;
	copy[at + 9] = 2;
	CHECK(
	    eng_file_write(&ctx, "press-test/fonts/locked.ttf", (eng_str){ copy, plain.n }, false));
	copy = eng_arena_copy(&arena, plain.s, plain.n);
	at = table_of(copy, "fpgm", "fvar");
	CHECK(at > 0);
	memcpy(copy + at, axis, sizeof(axis) - 1);
	CHECK(
	    eng_file_write(&ctx, "press-test/fonts/varies.ttf", (eng_str){ copy, plain.n }, false));
}

static void test_refused(void) {
	static const struct {
		const char *file;
		int index;
		const char *code, *message;
	} rows[] = {
		{ "Nowhere.ttf", 0, "theme.font-missing",
		  "font 'Nowhere.ttf' is neither in the library's fonts folder nor in the font "
		  "path" },
		{ "NotoSansCJK-Bold.ttc", 99, "theme.font-index",
		  "'/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc' has no face 99, the last "
		  "is 9" },
		{ "broken.otf", 0, "theme.font-unreadable",
		  "'press-test/fonts/deep/broken.otf' is no OpenType or TrueType font" },
		{ "locked.ttf", 0, "theme.font-restricted",
		  "'press-test/fonts/locked.ttf' forbids embedding (OS/2 fsType), choose a font "
		  "that "
		  "allows it" },
		{ "varies.ttf", 0, "theme.font-variable",
		  "'press-test/fonts/varies.ttf' is a variable font, static fonts are needed (one "
		  "file "
		  "per weight)" },
	};
	eng_family family;
	eng_theme theme = make_theme(&family);
	eng_font_ref before = bold_refs[0];

	start();
	CHECK(eng_file_mkdirs(&ctx, "press-test/fonts/deep"));
	CHECK(eng_file_write(&ctx, "press-test/fonts/deep/broken.otf", ENG_STR("OTTOxxxx"), false));
	make_fonts();
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		start();
		bold_refs[0].file = eng_str_from(rows[i].file);
		bold_refs[0].index = rows[i].index;
		CHECK(!eng_press_new(&ctx, &theme, "press-test", FONTS));
		CHECK(diags.n >= 1);
		if (diags.n > 0) {
			CHECK_STR(eng_str_from(diags.items[0].code), rows[i].code);
			CHECK_STR(eng_str_from(diags.items[0].message), rows[i].message);
			CHECK(diags.items[0].where.line == 3);
		}
	}
	bold_refs[0] = before;
}

int main(void) {
	eng_arena_init(&arena);
	test_choice();
	test_refused();
	eng_arena_finish(&arena);
	return unit_done();
}
