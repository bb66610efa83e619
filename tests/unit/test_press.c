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

static eng_hash identity(const char *bytes, size_t n) {
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;

	eng_font_identify(hasher, (eng_str){ bytes, n });
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

/* What any change does to the identity of a file of n bytes that begins like a font. */
static void test_identity(void) {
	static const struct {
		size_t n; /* of the file */
		const char *start;
		size_t start_size, at;
		bool told;
	} rows[] = {
/* one table of 3 MiB at 64, its checksum at 16; one small table at 32 */
#define ONE "OTTO\0\2\0\0\0\0\0\0CFF \1\2\3\4\0\0\0\100\0\x30\0\0head\0\0\0\0\0\x30\0\x40\0\0\0\x36"
		{ 4 << 20, ONE, sizeof(ONE) - 1, 17, true },       /* a checksum */
		{ 4 << 20, ONE, sizeof(ONE) - 1, 3145800, true },  /* in the small table */
		{ 4 << 20, ONE, sizeof(ONE) - 1, 1 << 20, false }, /* the checksum tells of this */
		{ 3 << 20, ONE, sizeof(ONE) - 1, 1 << 20, true },  /* tables beyond the end */
		{ 1 << 20, ONE, sizeof(ONE) - 1, 1 << 19, true },  /* small files: every byte */
		{ 4 << 20, "OTTO\0\0", 6, 1 << 20, true },         /* no table */
		{ 4 << 20, "OTTO\xff\xff", 6, 1 << 21, false },    /* outside every table */
		{ 4 << 20, "ttcf\0\1\0\0\xff\0\0\0", 12, 1 << 20, true },
		{ 4 << 20, "ttcf\0\1\0\0\0\0\0\1\0\x7f\0\0", 16, 1 << 20, true },
		{ 4 << 20, "ttcf\0\1\0\0\0\0\0\1\xff\0\0\0", 16, 1 << 20, true },
		{ 5, "OTTO", 4, 4, true },
		{ 1, "", 0, 0, true },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *bytes = eng_arena_alloc(&arena, rows[i].n);
		eng_hash before, after;

		memcpy(bytes, rows[i].start, rows[i].start_size);
		before = identity(bytes, rows[i].n);
		bytes[rows[i].at] ^= 1;
		after = identity(bytes, rows[i].n);
		unit_checks++;
		if (eng_hash_eq(&before, &after) == rows[i].told) {
			unit_failures++;
			fprintf(stderr, "identity, row %zu\n", i);
		}
	}
}

int main(void) {
	eng_arena_init(&arena);
	test_choice();
	test_identity();
	test_refused();
	eng_arena_finish(&arena);
	return unit_done();
}
