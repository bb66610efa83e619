/* Fonts in PDF files: text of every script comes back, from outlines of both kinds and from collections. */
#include "channels/common/pdf/cff.h"
#include "sheet.h"
#include "unit.h"

static eng_ctx ctx;
static eng_arena arena;

static const struct {
	const char *name, *font, *lang, *text;
	int index;
} scripts[] = {
	{ "latin", FONTS "truetype/noto/NotoSans-Regular.ttf", "en",
	  "Office affairs: fi ffi \xc3\xa9\xc3\xa8\xc3\xbc\xc3\x9f \xe2\x82\xac 1,234.50", 0 },
	{ "inter", FONTS "opentype/inter/Inter-Regular.otf", "en", "Office (affairs) \\ AVATAR",
	  0 },
	{ "cyrillic", FONTS "truetype/noto/NotoSans-Regular.ttf", "ru",
	  "\xd0\x94\xd0\xbe\xd0\xb3\xd0\xbe\xd0\xb2\xd0\xbe\xd1\x80 \xd0\xb9\xd1\x91", 0 },
	{ "greek", FONTS "truetype/noto/NotoSans-Regular.ttf", "el",
	  "\xce\x9b\xce\xbf\xce\xb3\xce\xb1\xcf\x81\xce\xb9\xce\xb1\xcf\x83\xce\xbc\xcf\x8c\xcf"
	  "\x82",
	  0 },
	{ "hebrew", FONTS "truetype/noto/NotoSansHebrew-Regular.ttf", "he",
	  "\xd7\x97\xd7\xa9\xd7\x91\xd7\x95\xd7\x9f \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", 0 },
	{ "arabic", FONTS "truetype/noto/NotoNaskhArabic-Regular.ttf", "ar",
	  "\xd9\x83\xd8\xb4\xd9\x81 \xd8\xa7\xd9\x84\xd8\xad\xd8\xb3\xd8\xa7\xd8\xa8 "
	  "\xd9\x84\xd8\xa7",
	  0 },
	{ "ligatures", FONTS "truetype/noto/NotoSansArabic-Regular.ttf", "ar",
	  "\xd9\x88\xd9\x84\xd8\xa7 \xd8\xae\xd9\x84\xd8\xa7\xd9\x84 "
	  "\xd8\xa7\xd9\x84\xd8\xa2\xd9\x86 \xd8\xa5\xd9\x84\xd9\x89 "
	  "\xd9\x8a\xd9\x8f\xd8\xb1\xd8\xac\xd9\x89",
	  0 },
	{ "devanagari", FONTS "truetype/noto/NotoSansDevanagari-Regular.ttf", "hi",
	  "\xe0\xa4\x96\xe0\xa4\xbe\xe0\xa4\xa4\xe0\xa4\xbe "
	  "\xe0\xa4\xb5\xe0\xa4\xbf\xe0\xa4\xb5\xe0\xa4\xb0\xe0\xa4\xa3 "
	  "\xe0\xa4\xb0\xe0\xa4\xbe\xe0\xa4\xb6\xe0\xa4\xbf "
	  "\xe0\xa4\x95\xe0\xa5\x8d\xe0\xa4\xb7\xe0\xa4\xae\xe0\xa4\xbe",
	  0 },
	{ "thai", FONTS "truetype/noto/NotoSansThai-Regular.ttf", "th",
	  "\xe0\xb8\x9a\xe0\xb8\xb1\xe0\xb8\x8d\xe0\xb8\x8a\xe0\xb8\xb5 "
	  "\xe0\xb8\x99\xe0\xb9\x89\xe0\xb8\xb3",
	  0 },
	{ "han", FONTS "opentype/noto/NotoSansCJK-Regular.ttc", "ja",
	  "\xe5\x8f\xa3\xe5\xba\xa7\xe6\x98\x8e\xe7\xb4\xb0\xe6\x9b\xb8\xe3\x82\xab\xe3\x82\xbf",
	  0 },
	{ "hangul", FONTS "opentype/noto/NotoSansCJK-Regular.ttc", "ko",
	  "\xea\xb3\x84\xec\xa2\x8c \xeb\xaa\x85\xec\x84\xb8\xec\x84\x9c", 1 },
};

/* Text comes back exactly, from both kinds of subset, and bytes do not depend on what the desk did
 * before. */
static void test_scripts(void) {
	eng_desk *desk = eng_channel_pdf.open(&ctx, NULL), *fresh;
	eng_buf first = { 0 }, again = { 0 };
	char path[256];

	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		eng_font *font = sheet_font(&ctx, &arena, scripts[i].font, scripts[i].index);
		sheet *s;

		if (!font) {
			continue;
		}
		s = sheet_new(&arena, "Statement", scripts[i].lang, 2);
		sheet_text(s, &arena, 0, sheet_element(s, "H1", 0), font, scripts[i].text, 60, 100);
		sheet_text(s, &arena, 1, 0, font, scripts[i].text, 60, 100);
		for (int exact = 0; exact < 2; exact++) {
			CHECK(sheet_write(&ctx, s, desk, exact, &first));
			CHECK(sheet_save(&ctx, &first, scripts[i].name, path));
			CHECK(sheet_says(path, scripts[i].text));
			sheet_discard(path);
			fresh = eng_channel_pdf.open(&ctx, NULL);
			CHECK(sheet_write(&ctx, s, fresh, exact, &again));
			CHECK(eng_str_eq(eng_buf_view(&first), eng_buf_view(&again)));
			eng_channel_pdf.close(fresh);
		}
		eng_font_close(font);
	}
	eng_channel_pdf.close(desk);
	eng_buf_finish(&first);
	eng_buf_finish(&again);
}

/* A font program that lies about its offsets is refused or survived, never read past its end. */
static void test_damaged_cff(void) {
	eng_font *font = sheet_font(&ctx, &arena, FONTS "opentype/inter/Inter-Regular.otf", 0);
	eng_buf out = { 0 };
	hb_blob_t *blob;
	unsigned n, seed = 7;
	const char *data;
	uint32_t cids[3] = { 0, 5, 9 };

	if (!font) {
		return;
	}
	blob = hb_face_reference_table(font->face, HB_TAG('C', 'F', 'F', ' '));
	data = hb_blob_get_data(blob, &n);
	n = n > 4000 ? 4000 : n;
	CHECK(!eng_pdf_cff_rewrite((eng_str){ data, 0 }, cids, 3, &out));
	for (unsigned cut = 0; cut < n; cut += 37) {
		char *copy = eng_malloc(cut + 1);

		memcpy(copy, data, cut);
		for (int i = 0; cut && i < 8; i++) {
			seed = seed * 1103515245 + 12345;
			copy[(seed >> 8) % cut] = (char)(seed >> 20);
		}
		eng_buf_clear(&out);
		CHECK(!eng_pdf_cff_rewrite((eng_str){ copy, cut }, cids, 3, &out));
		free(copy);
	}
	hb_blob_destroy(blob);
	eng_font_close(font);
	eng_buf_finish(&out);
}

int main(void) {
	sheet_start(&ctx, &arena);
	test_scripts();
	test_damaged_cff();
	eng_arena_finish(&arena);
	return unit_done();
}
