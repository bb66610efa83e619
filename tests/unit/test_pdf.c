/* The PDF writer on display lists made by hand with real fonts: whole files, long ones, faults, syntax. */
#include "channels/common/pdf/syntax.h"
#include "sheet.h"
#include "unit.h"

static eng_ctx ctx;
static eng_arena arena;

static const uint8_t pixels[2 * 2 * 3] = { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0 };
static const uint8_t alpha[4] = { 255, 128, 64, 0 };

/* Fills one of the colours, one of three that fade, and a stroke that is seen through. */
static void add_paths(sheet *s) {
	static const eng_gradient_stop two[] = { { 0, { 11, 110, 79, 255 } },
						 { 10000, { 244, 201, 93, 255 } } };
	static const eng_gradient_stop three[] = { { 1000, { 11, 110, 79, 255 } },
						   { 5000, { 244, 201, 93, 128 } },
						   { 9000, { 18, 53, 91, 0 } } };
	static const eng_gradient plain = { two, 2, .x = { ENG_PT(60), ENG_PT(460) } };
	static const eng_gradient fading = { three, 3, .x = { ENG_PT(60), ENG_PT(460) } };
	eng_item *item;

	for (int i = 0; i < 2; i++) {
		item = sheet_item(s, 0, ENG_ITEM_PATH, 0);
		item->as.path =
		    (eng_path){ .ops = sheet_rectangle(&arena, ENG_PT(60), ENG_PT(400 + 80 * i),
						       ENG_PT(400), 40000),
				.count = 5,
				.fill = true,
				.gradient = i ? &fading : &plain };
	}
	item = sheet_item(s, 0, ENG_ITEM_PATH, 0);
	item->as.path =
	    (eng_path){ .ops = sheet_rectangle(&arena, ENG_PT(60), ENG_PT(450), ENG_PT(400), 500),
			.count = 5,
			.stroke = true,
			.stroke_color = { 200, 0, 0, 100 },
			.line_width = 700,
			.dash_on = 3000,
			.dash_off = 2000,
			.cap = 1 };
}

static void add_image(sheet *s) {
	eng_image *png = eng_arena_new(&arena, eng_image);
	uint32_t figure = sheet_element(s, "Figure", 0);
	eng_item *item = sheet_item(s, 0, ENG_ITEM_IMAGE, figure);

	*png = (eng_image){ .format = ENG_IMAGE_PNG,
			    .id = 0,
			    .width = 2,
			    .height = 2,
			    .channels = 3,
			    .pixels = pixels,
			    .alpha = alpha };
	s->structure[figure].alternate = 1;
	s->alternates[0].alt = ENG_STR("Zeichen \xe2\x82\xac");
	item->as.image.image = png;
	item->as.image.box = (eng_rect){ ENG_PT(300), ENG_PT(60), 80000, 40000 };
	s->alternates[0].has_bbox = true;
	s->alternates[0].bbox = item->as.image.box;
}

static void add_table(sheet *s, const eng_font *font) {
	static const char *const cells[] = { "Date", "Amount", "1 Nov", "12.50" };
	uint32_t table = sheet_element(s, "Table", 0), row = 0;

	for (int i = 0; i < 4; i++) {
		uint32_t cell;

		row = i % 2
			  ? row
			  : sheet_element(s, "TR", sheet_element(s, i ? "TBody" : "THead", table));
		cell = sheet_element(s, i < 2 ? "TH" : "TD", row);
		s->structure[cell].scope = i < 2 ? ENG_SCOPE_COLUMN : ENG_SCOPE_NONE;
		sheet_text(s, &arena, 0, sheet_element(s, "P", cell), font, cells[i],
			   60 + 100 * (i % 2), 200 + 15 * (i / 2));
	}
}

/* Everything a page can hold, judged by rules that the writer does not share. */
static void test_whole(void) {
	static eng_attachment attachment = { .kind = ENG_ATTACH_DATA,
					     .channels = UINT32_MAX,
					     .name = { "invoice.xml", 11 },
					     .mime = { "text/xml", 8 },
					     .bytes = { "<a/>", 4 } };
	static eng_outline_entry outline[3] = {
		{ { "First", 5 }, 1, 0, 1, 60000 },
		{ { "Second \xc3\xa9", 9 }, 2, 1, 1, 60000 },
		{ { "Third", 5 }, 1, 1, 1, 60000 },
	};
	eng_font *font = sheet_font(&ctx, &arena, FONTS "truetype/noto/NotoSans-Regular.ttf", 0);
	eng_desk *desk = eng_channel_pdf.open(&ctx, NULL);
	sheet *s = sheet_new(&arena, "Ihr <Konto> & mehr \xe2\x82\xac", "de-CH", 2);
	eng_buf out = { 0 };
	uint32_t para, link, note;
	char path[256];

	if (!font) {
		eng_channel_pdf.close(desk);
		return;
	}
	sheet_text(s, &arena, 0, sheet_element(s, "H1", 0), font, "Konto", 60, 60);
	para = sheet_element(s, "P", 0);
	link = sheet_element(s, "Link", para);
	note = sheet_element(s, "Note", para);
	sheet_text(s, &arena, 0, para, font, "Mehr auf ", 60, 100);
	sheet_text(s, &arena, 0, link, font, "unserer Seite", 120, 100);
	sheet_text(s, &arena, 0, para, font, " oder", 200, 100);
	sheet_text(s, &arena, 1, para, font, "anderswo, weiter", 60, 60);
	s->items[1][0].as.run.lang = ENG_STR("fr");
	sheet_text(s, &arena, 1, note, font, "Anmerkung", 60, 700);
	s->links[0] = (eng_annotation){ { ENG_PT(120), ENG_PT(90), 70000, 12000 },
					ENG_STR("https://bank.example/a(b)?c=\xc3\xa9"),
					0,
					link,
					ENG_STR("unserer Seite") };
	s->pages[0].annotation_count = 1;
	add_image(s);
	add_paths(s);
	add_table(s, font);
	sheet_text(s, &arena, 1, 0, font, "Seite 2", 400, 800);
	s->items[1][s->pages[1].count - 1].as.run.color.a = 90;
	s->items[1][s->pages[1].count - 1].running = ENG_RUNNING_FOOTER;
	s->layout.outline = outline;
	s->layout.outline_count = 3;
	s->doc.attachments = &attachment;
	s->doc.attachment_count = 1;
	for (int exact = 0; exact < 2; exact++) {
		CHECK(sheet_write(&ctx, s, desk, exact, &out));
		CHECK(sheet_save(&ctx, &out, "whole", path));
		CHECK(sheet_judge(path));
		sheet_discard(path);
	}
	eng_channel_pdf.close(desk);
	eng_font_close(font);
	eng_buf_finish(&out);
}

/* More pages than one node of the page tree, one leaf of the parent tree and one object stream take. */
static void test_long(void) {
	enum { PAGES = 150 };
	eng_font *font = sheet_font(&ctx, &arena, FONTS "truetype/noto/NotoSans-Regular.ttf", 0);
	eng_desk *desk = eng_channel_pdf.open(&ctx, NULL);
	sheet *s = sheet_new(&arena, "Long", "en", 1);
	eng_page *pages = eng_arena_new_array(&arena, PAGES, eng_page);
	eng_structure *elements = eng_arena_new_array(&arena, PAGES + 1, eng_structure);
	eng_buf out = { 0 };
	char path[256];

	elements[0].type = "Document";
	for (size_t i = 0; font && i < PAGES; i++) {
		sheet *one = sheet_new(&arena, "", "en", 1);

		sheet_text(one, &arena, 0, (uint32_t)i + 1, font, "Page", 60, 60);
		elements[i + 1].type = "P";
		pages[i] = one->pages[0];
	}
	s->layout.pages = pages;
	s->layout.page_count = PAGES;
	s->layout.structure = elements;
	s->layout.structure_count = PAGES + 1;
	if (font) {
		CHECK(sheet_write(&ctx, s, desk, false, &out));
		CHECK(sheet_save(&ctx, &out, "long", path));
		CHECK(sheet_judge(path));
		sheet_discard(path);
	}
	eng_channel_pdf.close(desk);
	eng_font_close(font);
	eng_buf_finish(&out);
}

/* What layout must never hand over is reported, and the desk stays usable. */
static void test_faults(void) {
	eng_font *font = sheet_font(&ctx, &arena, FONTS "truetype/noto/NotoSans-Regular.ttf", 0);
	eng_desk *desk = eng_channel_pdf.open(&ctx, NULL);
	eng_studio studio = { 0 };
	eng_arena scratch;
	eng_buf out = { 0 };
	eng_measures measures = { 0 };

	ctx.quiet = true;
	eng_arena_init(&scratch);
	for (int fault = 0; font && fault < 5; fault++) {
		sheet *s = sheet_new(&arena, "Fault", "en", 1);
		unsigned long before = ctx.errors;

		sheet_text(s, &arena, 0, sheet_element(s, "P", 0), font,
			   fault == 0 ? "\xe5\x8f\xa3" : "a", 60, 60);
		s->items[0][0].structure = fault == 1 ? 99 : 1;
		s->structure[1].parent = fault == 2 ? 7 : 0;
		s->pages[0].width = fault == 3 ? ENG_PT(15000) : s->pages[0].width;
		s->pages[0].annotation_count = fault == 4;
		CHECK(!eng_pdf_write(&ctx, desk, &studio, &s->doc, &s->layout, NULL, 0, &scratch,
				     &out, &measures));
		CHECK(ctx.errors == before + 1);
	}
	ctx.quiet = false;
	eng_arena_finish(&scratch);
	eng_channel_pdf.close(desk);
	eng_font_close(font);
	eng_buf_finish(&out);
}

static const struct {
	int64_t value;
	int decimals;
	const char *text;
} numbers[] = {
	{ 0, 3, "0" },
	{ 1000, 3, "1" },
	{ 500, 3, ".5" },
	{ -1, 3, "-.001" },
	{ 12340, 3, "12.34" },
	{ -100, 2, "-1" },
	{ 595276, 3, "595.276" },
	{ INT64_MIN, 0, "-9223372036854775808" },
};

static void test_syntax(void) {
	eng_buf out = { 0 };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		eng_buf_clear(&out);
		eng_pdf_fixed(&out, numbers[i].value, numbers[i].decimals);
		CHECK_STR(eng_buf_view(&out), numbers[i].text);
	}
	eng_buf_clear(&out);
	eng_pdf_name(&out, ENG_STR("text/x#y z"));
	CHECK_STR(eng_buf_view(&out), "/text#2Fx#23y#20z");
	eng_buf_clear(&out);
	eng_pdf_bytes(&out, ENG_STR("a(b)\\\r\n"));
	CHECK_STR(eng_buf_view(&out), "(a\\(b\\)\\\\\\r\n)");
	eng_buf_clear(&out);
	eng_pdf_utf16_hex(&out, ENG_STR("fi\xf0\x9f\x98\x80"));
	CHECK_STR(eng_buf_view(&out), "00660069D83DDE00");
	eng_buf_clear(&out);
	eng_pdf_date(&out, (eng_date){ 2026, 11, 1, true, 6, 0, 0, 0, -90 });
	CHECK_STR(eng_buf_view(&out), "(D:20261101060000-01'30')");
	eng_buf_finish(&out);
}

int main(void) {
	sheet_start(&ctx, &arena);
	test_syntax();
	test_whole();
	test_long();
	test_faults();
	eng_arena_finish(&arena);
	return unit_done();
}
