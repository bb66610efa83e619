/* Shaping judged by hb-shape, bidi by known orders, line breaking by known words. */
#include <stdlib.h>

#include "layout/line.h"
#include "layout/text.h"
#include "unit.h"

#define NOTO   "/usr/share/fonts/truetype/noto/"
#define INTER  "/usr/share/fonts/opentype/inter/Inter-Regular.otf"
#define DEJAVU "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
#define CJK    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

static eng_ctx ctx;
static eng_arena arena;
static eng_diag_list diags;
static eng_font_ref refs[] = {
	{ ENG_STR_INIT("NotoSans-Regular.ttf"), 0, ENG_SCRIPT_DEFAULT, { 0 } },
	{ ENG_STR_INIT("NotoNaskhArabic-Regular.ttf"), 0, ENG_SCRIPT_ARABIC, { 0 } },
	{ ENG_STR_INIT("NotoSansHebrew-Regular.ttf"), 0, ENG_SCRIPT_HEBREW, { 0 } },
	{ ENG_STR_INIT("NotoSansDevanagari-Regular.ttf"), 0, ENG_SCRIPT_DEVANAGARI, { 0 } },
	{ ENG_STR_INIT("NotoSansThai-Regular.ttf"), 0, ENG_SCRIPT_THAI, { 0 } },
	{ ENG_STR_INIT("NotoSansBengali-Regular.ttf"), 0, ENG_SCRIPT_OTHER, { 0 } },
	{ ENG_STR_INIT("NotoSansTamil-Regular.ttf"), 0, ENG_SCRIPT_OTHER, { 0 } },
	{ ENG_STR_INIT("NotoSansArmenian-Regular.ttf"), 0, ENG_SCRIPT_OTHER, { 0 } },
	{ ENG_STR_INIT("NotoSansGeorgian-Regular.ttf"), 0, ENG_SCRIPT_OTHER, { 0 } },
	{ ENG_STR_INIT("NotoSansKhmer-Regular.ttf"), 0, ENG_SCRIPT_OTHER, { 0 } },
	{ ENG_STR_INIT("NotoSansCJK-Regular.ttc"), 0, ENG_SCRIPT_HAN_JAPANESE, { 0 } },
	{ ENG_STR_INIT("NotoSansCJK-Regular.ttc"), 1, ENG_SCRIPT_HANGUL, { 0 } },
	{ ENG_STR_INIT("NotoSansCJK-Regular.ttc"), 2, ENG_SCRIPT_HAN_SIMPLIFIED, { 0 } },
};
static eng_font_ref inter[] = {
	{ ENG_STR_INIT("Inter-Regular.otf"), 0, ENG_SCRIPT_DEFAULT, { 0 } },
};
static eng_font_ref dejavu[] = {
	{ ENG_STR_INIT("DejaVuSans.ttf"), 0, ENG_SCRIPT_DEFAULT, { 0 } },
};
static eng_family family = { .name = ENG_STR_INIT("sans") };
static eng_style style = {
	.name = ENG_STR_INIT("para"), .family = &family, .size = 10000, .leading = 14000
};
static eng_theme theme = {
	.families = &family, .family_count = 1, .styles = &style, .style_count = 1
};
static eng_press *press;

static eng_text *text_of(const char *s, const char *lang, bool rtl) {
	eng_span *span = eng_arena_new(&arena, eng_span);

	*span = eng_span_of(&style, eng_str_from(s), eng_str_from(lang));
	return eng_text_new(&ctx, &arena, eng_press_shaper(press), eng_str_from(s), span, 1, rtl);
}

static void place(eng_text *text, eng_length width, int align, eng_ink *ink, eng_lines *lines) {
	eng_length y = 0;

	CHECK(eng_lines_break(&ctx, &arena, eng_press_shaper(press), text, &style, width, lines));
	for (size_t i = 0; i < lines->count; i++) {
		y += lines->lines[i].above;
		eng_line_place(&arena, eng_press_shaper(press), text, &lines->lines[i], 0, y, width,
			       align, ink);
		y += lines->lines[i].below;
	}
}

/* Glyphs as hb-shape prints them: id, offset where there is one, advance, all in font units. */
static size_t print_run(const eng_glyph_run *run, char *out, size_t room, bool first) {
	eng_length pen = 0;
	size_t n = 0;

	for (size_t k = 0; k < run->count; k++) {
		const eng_glyph *g = &run->glyphs[k];

		n += (size_t)snprintf(out + n, room - n, "%s%u", first && k == 0 ? "[" : "|",
				      (unsigned)g->id);
		if (g->x != pen || g->y != 0) {
			n += (size_t)snprintf(out + n, room - n, "@%ld,%ld", (long)(g->x - pen),
					      (long)-g->y);
		}
		n += (size_t)snprintf(out + n, room - n, "+%ld", (long)g->advance);
		pen += g->advance;
	}
	return n;
}

/* Glyph ids, advances and offsets of words in visual order are those of hb-shape. The text is set so
 * large that a unit of the font is a unit of length. */
static void check_against_hb_shape(const char *file, int face, const char *lang, const char *word,
				   bool rtl, int units) {
	char command[512], answer[4096] = { 0 }, ours[4096] = { 0 };
	eng_style former = style;
	eng_ink ink = { 0 };
	eng_lines lines;
	size_t n = 0;
	FILE *pipe;

	snprintf(command, sizeof(command),
		 "hb-shape --no-clusters --no-glyph-names --language=%s --face-index=%d "
		 "--remove-default-ignorables %s '%s'",
		 lang, face, file, word);
	pipe = popen(command, "r");
	if (!pipe || !fgets(answer, sizeof(answer), pipe)) {
		CHECK(!"hb-shape answers");
	}
	if (pipe) {
		pclose(pipe);
	}
	answer[strcspn(answer, "\n")] = 0;
	style.size = units;
	place(text_of(word, lang, rtl), 500000, ENG_LINE_START, &ink, &lines);
	style = former;
	for (size_t i = 0; i < ink.count; i++) {
		n += print_run(&ink.items[rtl ? ink.count - 1 - i : i].as.run, ours + n,
			       sizeof(ours) - n, n == 0);
	}
	snprintf(ours + n, sizeof(ours) - n, "]");
	CHECK_STR(eng_str_from(ours), answer);
}

/* A sentence of each script that a theme can ask for: 17 scripts, 19 languages. */
static void test_scripts(void) {
	static const struct {
		const char *file, *lang, *text;
		int face;
		bool rtl;
	} samples[] = {
		{ NOTO "NotoSans-Regular.ttf", "en", "Affluent VAT fjord office: 1,234.50", 0, 0 },
		{ NOTO "NotoSans-Regular.ttf", "vi", "Số dư tài khoản hiện tại", 0, 0 },
		{ NOTO "NotoSans-Regular.ttf", "el", "Υπόλοιπο λογαριασμού ΐ", 0, 0 },
		{ NOTO "NotoSans-Regular.ttf", "ru", "Остаток на счёте", 0, 0 },
		{ NOTO "NotoSans-Regular.ttf", "sr", "Стање на рачуну бгдпт", 0, 0 },
		{ NOTO "NotoNaskhArabic-Regular.ttf", "ar", "كشف الحساب الجاري لِلعَمِيل", 0, 1 },
		{ NOTO "NotoSansHebrew-Regular.ttf", "he", "יתרה בחשבון שָׁלוֹם", 0, 1 },
		{ NOTO "NotoSansDevanagari-Regular.ttf", "hi", "खाता विवरण क्षत्रिय र्क", 0, 0 },
		{ NOTO "NotoSansThai-Regular.ttf", "th", "ใบแจ้งยอดบัญชีที่น้ำ", 0, 0 },
		{ NOTO "NotoSansBengali-Regular.ttf", "bn", "হিসাব বিবরণী ক্ষ্ম", 0, 0 },
		{ NOTO "NotoSansTamil-Regular.ttf", "ta", "கணக்கு அறிக்கை கொடு", 0, 0 },
		{ NOTO "NotoSansArmenian-Regular.ttf", "hy", "Հաշվի մնացորդ և", 0, 0 },
		{ NOTO "NotoSansGeorgian-Regular.ttf", "ka", "ანგარიშის ნაშთი", 0, 0 },
		{ NOTO "NotoSansKhmer-Regular.ttf", "km", "របាយការណ៍គណនី", 0, 0 },
		{ CJK, "ja", "口座取引明細書", 0, 0 },
		{ CJK, "ja", "ご利用のおしらせ", 0, 0 },
		{ CJK, "ja", "カタカナ・サービス", 0, 0 },
		{ CJK, "ko", "계좌 거래 내역서", 1, 0 },
		{ CJK, "zh-Hans", "账户对账单骨", 2, 0 },
	};

	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		check_against_hb_shape(samples[i].file, samples[i].face, samples[i].lang,
				       samples[i].text, samples[i].rtl, 1000);
	}
}

/* Numbers are put together from single characters where the font lets figures alone, and only there: Inter
 * kerns them, DejaVu and Noto do not. Twice, since what is found first is remembered. */
static void test_figures(void) {
	static const char *const numbers[] = {
		"1711.74,40",
		"1174.4",
		"\xE2\x82\xAC"
		"4,717.11",
		"\xC2\xA3"
		"11-74/17",
		"1A1T17",
	};

	for (size_t i = 0; i < 2 * sizeof(numbers) / sizeof(numbers[0]); i++) {
		const char *number = numbers[i / 2];

		check_against_hb_shape(NOTO "NotoSans-Regular.ttf", 0, "en", number, false, 1000);
		style.bold = true;
		check_against_hb_shape(INTER, 0, "en", number, false, 2816);
		style.bold = false;
		style.italic = true;
		check_against_hb_shape(DEJAVU, 0, "en", number, false, 2048);
		style.italic = false;
	}
}

/* Lines end behind the spaces of plain words as they do in other text: a figure stays with its unit, white
 * space at the end hangs. */
static void test_plain(void) {
	eng_text *text = text_of("Za\xC5\xBC\xC3\xB3\xC5\x82\xC4\x87 pay 5 kWh now ", "pl", false);
	eng_lines lines;
	eng_ink ink = { 0 };

	CHECK(text->uniform && text->chunk_count == 10);
	CHECK(text->chunks[1].after == ENG_BREAK_ALLOWED && text->chunks[1].space);
	CHECK(text->chunks[5].after == ENG_BREAK_NONE); /* 5 kWh */
	CHECK(text->chunks[9].after == ENG_BREAK_NONE);
	place(text, 500000, ENG_LINE_END, &ink, &lines);
	CHECK(lines.count == 1 && lines.lines[0].width == text->width);
	CHECK(ink.items[0].as.run.x + ink.items[0].as.run.width == 500000 + text->chunks[9].width);
}

static void test_bidi(void) {
	/* A Latin value in an Arabic sentence stands left of what was said before it. */
	eng_str s = ENG_STR("الرقم AB-12 مدفوع");
	eng_ink ink = { 0 };
	eng_lines lines;
	eng_length latin = 0, first = 0, last = 0;

	place(text_of(s.s, "ar", true), 300000, ENG_LINE_START, &ink, &lines);
	CHECK(lines.count == 1 && ink.count >= 3);
	for (size_t i = 0; i < ink.count; i++) {
		const eng_glyph_run *run = &ink.items[i].as.run;

		latin = run->text.s[0] == 'A' ? run->x : latin;
		first = i == 0 ? run->x : first;
		last = run->x;
		CHECK(run->rtl == (run->text.s[0] != 'A'));
	}
	CHECK(first > latin && latin > last);
}

static void test_isolates(void) {
	/* Without isolation the number after a Hebrew name would join the name's direction. */
	eng_str s = ENG_STR("שלום 12 - x");
	eng_span spans[2] = { eng_span_of(&style, s, ENG_STR("en")),
			      eng_span_of(&style, s, ENG_STR("en")) };
	eng_ink ink = { 0 };
	eng_lines lines;
	eng_text *text;

	spans[0].end = spans[1].start = 8;
	spans[0].isolate = true;
	text = eng_text_new(&ctx, &arena, eng_press_shaper(press), s, spans, 2, false);
	place(text, 300000, ENG_LINE_START, &ink, &lines);
	CHECK(ink.count == 2);
	CHECK(ink.items[0].as.run.rtl && !ink.items[1].as.run.rtl);
	CHECK(ink.items[0].as.run.x < ink.items[1].as.run.x);
	CHECK_STR(ink.items[1].as.run.text, " 12 - x");
}

static void test_lines(void) {
	eng_ink ink = { 0 };
	eng_lines lines;
	eng_text *text = text_of("one two three four", "en", false);

	place(text, 50000, ENG_LINE_JUSTIFY, &ink, &lines);
	CHECK(lines.count == 2);
	CHECK_STR(ink.items[0].as.run.text, "one two ");
	text = text_of("first\nsecond", "en", false);
	place(text, 500000, ENG_LINE_START, &ink, &lines);
	CHECK(lines.count == 2 && lines.lines[0].ends);
	text = text_of("Donaudampfschifffahrtsgesellschaft", "de", false);
	place(text, 60000, ENG_LINE_START, &ink, &lines);
	CHECK(lines.count > 2 && lines.widest <= 60000);
	text = text_of("Donau\xC2\xAD"
		       "dampf",
		       "de", false);
	place(text, 45000, ENG_LINE_START, &ink, &lines);
	CHECK(lines.count == 2 && lines.lines[0].hyphen);
	text = text_of("กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย", "th", false);
	place(text, 80000, ENG_LINE_START, &ink, &lines);
	CHECK(lines.count >= 2);
	text = text_of("Write an e-mail", "en", false);
	place(text, 58000, ENG_LINE_START, &ink, &lines);
	CHECK(lines.count == 2 && lines.lines[1].last - lines.lines[1].first == 1);
	text = text_of("Rest of (\xE2\x88\x92\xE2\x82\xAC"
		       "12.50)",
		       "en", false);
	place(text, 55000, ENG_LINE_START, &ink, &lines);
	CHECK(lines.count == 2 && text->bytes.s[text->chunks[lines.lines[1].first].start] == '(');
	text = text_of("", "en", false);
	place(text, 80000, ENG_LINE_START, &ink, &lines);
	CHECK(lines.count == 1 && lines.height == 14000);
}

static void test_missing(void) {
	CHECK(text_of("\xF0\x93\x80\x80", "en", false) == NULL);
	CHECK(diags.n == 1 && strcmp(diags.items[0].code, "layout.missing-glyph") == 0);
	ctx.errors = 0;
	diags.n = 0;
	CHECK(!eng_lines_break(&ctx, &arena, eng_press_shaper(press), text_of("W", "en", false),
			       &style, 1000, &(eng_lines){ 0 }));
	CHECK(diags.n == 1 && strcmp(diags.items[0].code, "layout.overflow") == 0);
}

/* Places are found by multiplication: as division gives them, rounded half away from zero. */
static void test_scale(void) {
	static const int units[] = { 16, 250, 1000, 2000, 2048, 2816, 16384 };

	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		eng_font font = { .units = units[u] };
		uint64_t seed = 1;

		font.reciprocal = UINT64_MAX / (2 * (uint64_t)font.units) + 1;
		for (int i = 0; i < 20000; i++) {
			int64_t width, size, twice, half = units[u], whole;

			seed = seed * 6364136223846793005u + 1442695040888963407u;
			width = (int64_t)(seed >> 40) - (1 << 23);
			size = (int64_t)(seed >> 8 & 0xffffff);
			width = i % 3 == 0 ? width * 4096 : width; /* also where it divides */
			twice = 2 * width * size;
			whole = (twice >= 0 ? twice + half : twice - half) / (2 * half);
			CHECK(eng_font_scale(&font, width, size) == whole);
		}
	}
}

int main(void) {
	eng_face face = { refs, sizeof(refs) / sizeof(refs[0]) };

	eng_arena_init(&arena);
	diags.arena = &arena;
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
	for (int i = 0; i < 4; i++) {
		family.faces[i] = face;
	}
	family.faces[1] = (eng_face){ inter, 1 };
	family.faces[2] = (eng_face){ dejavu, 1 };
	press = eng_press_new(&ctx, &theme, ".", "/usr/share/fonts");
	CHECK(press != NULL);
	if (press) {
		test_scale();
		test_scripts();
		test_figures();
		test_plain();
		test_bidi();
		test_isolates();
		test_lines();
		test_missing();
	}
	for (size_t i = 0; i < diags.n; i++) {
		fprintf(stderr, "%s: %s\n", diags.items[i].code, diags.items[i].message);
	}
	eng_press_free(press);
	eng_arena_finish(&arena);
	return unit_done();
}
