/* Form fields in PDF files, judged by rules that the writer does not share. */
#include "sheet.h"
#include "unit.h"

static eng_ctx ctx;
static eng_arena arena;

static void add_blank(sheet *s, const eng_font *font, eng_node *entry, size_t option, bool on) {
	eng_blank *blank = eng_arena_new(&arena, eng_blank);
	size_t n = s->pages[0].annotation_count++;
	uint32_t form = sheet_element(s, "Form", 0);

	*blank = (eng_blank){ .entry = entry,
			      .option = option,
			      .button = entry->as.entry.option_count > 0,
			      .on = on,
			      .font = font,
			      .size = ENG_PT(10),
			      .color = { 0, 0, 0, 255 } };
	s->structure[form].alternate = form;
	s->alternates[form - 1].alt = entry->as.entry.label;
	sheet_text(s, &arena, 1, 0, font, "Wert (a)", 4, 14); /* borrowed from the second page */
	blank->items = &s->items[1][--s->pages[1].count];
	blank->items = eng_arena_copy(&arena, blank->items, sizeof(*blank->items));
	blank->item_count = 1;
	s->pages[0].annotations[n] =
	    (eng_annotation){ .box = { ENG_PT(60), ENG_PT(100 + 30 * (int)n), 80000, 20000 },
			      .structure = form,
			      .alt = entry->as.entry.label,
			      .field = blank };
}

/* Fields of one name, boxes of one choice, a value that the font must be embedded for. */
static void test_form(void) {
	static eng_option options[2] = { { ENG_STR_INIT("am"), ENG_STR_INIT("Morgens") },
					 { ENG_STR_INIT("Off"), ENG_STR_INIT("Nie") } };
	eng_font *font = sheet_font(&ctx, &arena, FONTS "truetype/noto/NotoSans-Regular.ttf", 0);
	eng_desk *desk = eng_channel_pdf.open(&ctx, NULL);
	sheet *s = sheet_new(&arena, "Formular", "de", 1);
	eng_node *entries = eng_arena_new_array(&arena, 3, eng_node);
	eng_buf out = { 0 };
	char path[256];

	for (int i = 0; i < 3; i++) {
		entries[i].type = ENG_NODE_ENTRY;
		entries[i].as.entry.name = i == 2 ? ENG_STR("wann") : ENG_STR("name");
		entries[i].as.entry.type = ENG_STR("text");
		entries[i].as.entry.value = ENG_STR("Wert (a)");
		entries[i].as.entry.label = ENG_STR("Ihr Name");
		entries[i].as.entry.required = true;
	}
	entries[2].as.entry.options = options;
	entries[2].as.entry.option_count = 2;
	if (font) {
		sheet_text(s, &arena, 0, sheet_element(s, "H1", 0), font, "Formular", 60, 60);
		add_blank(s, font, &entries[0], 0, true);
		add_blank(s, font, &entries[2], 0, false);
		add_blank(s, font, &entries[1], 0, false);
		add_blank(s, font, &entries[2], 1, true);
	}
	for (int exact = 0; font && exact < 2; exact++) {
		CHECK(sheet_write(&ctx, s, desk, exact, &out));
		CHECK(sheet_save(&ctx, &out, "form", path));
		CHECK(sheet_judge(path));
		sheet_discard(path);
	}
	eng_channel_pdf.close(desk);
	eng_font_close(font);
	eng_buf_finish(&out);
}

int main(void) {
	sheet_start(&ctx, &arena);
	test_form();
	eng_arena_finish(&arena);
	return unit_done();
}
