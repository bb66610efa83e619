/* The PDF writer on display lists made by hand with real fonts: what qpdf and poppler read of it. */
#include <glib.h>
#include <unistd.h>

#include "base/file.h"
#include "channels/pdf/cff.h"
#include "channels/pdf/syntax.h"
#include "channels/pdf/writer.h"
#include "unit.h"

#define FONTS "/usr/share/fonts/"

static eng_ctx ctx;
static eng_arena arena;

static void report(void *user, const eng_diag *diag) {
	(void)user;
	eng_diag_print(stderr, diag, false);
}

/* A document under construction: one structure element for each paragraph. */
typedef struct sheet {
	eng_document doc;
	eng_layout layout;
	eng_structure structure[64];
	eng_alternate alternates[2];
	eng_page pages[3];
	eng_item items[3][128];
	eng_annotation links[6];
	eng_node title, title_text;
} sheet;

static unsigned fonts_opened;

static eng_font *open_font(const char *path, int index) {
	eng_str name = eng_str_copy(&arena, eng_str_from(path)), bytes;
	eng_font *font;

	if (!eng_file_exists(path)) {
		printf("notice: %s is not installed\n", path);
		return NULL;
	}
	if (!eng_file_read(&ctx, &arena, path, (size_t)64 << 20, &bytes)) {
		return NULL;
	}
	font = eng_font_open(&ctx, &arena, name, bytes, index, (eng_loc){ 0 });
	if (font) {
		font->id = fonts_opened++;
	}
	return font;
}

static sheet *new_sheet(const char *title, const char *language, size_t pages) {
	sheet *s = eng_arena_new(&arena, sheet);

	s->title.type = ENG_NODE_PARA;
	eng_node_append(&s->title, &s->title_text);
	s->title_text.type = ENG_NODE_TEXT;
	s->title_text.channels = s->title.channels = UINT32_MAX;
	s->title_text.as.text.value.text = eng_str_from(title);
	s->doc.title = &s->title;
	s->doc.language = eng_str_from(language);
	s->doc.run_date = (eng_date){ .year = 2026, .month = 11, .day = 1 };
	s->doc.channel_names = eng_channel_names;
	s->layout.pages = s->pages;
	s->layout.page_count = pages;
	s->layout.structure = s->structure;
	s->layout.structure_count = 1;
	s->structure[0].type = "Document";
	for (size_t i = 0; i < pages; i++) {
		s->pages[i].width = ENG_MM(210);
		s->pages[i].height = ENG_MM(297);
		s->pages[i].items = s->items[i];
		s->pages[i].annotations = &s->links[2 * i];
	}
	return s;
}

static uint32_t add_element(sheet *s, const char *type, uint32_t parent) {
	size_t i = s->layout.structure_count++;

	s->structure[i].type = type;
	s->structure[i].parent = parent;
	return (uint32_t)i;
}

static eng_item *add_item(sheet *s, size_t page, eng_item_kind kind, uint32_t element) {
	eng_item *item = &s->items[page][s->pages[page].count++];

	item->kind = kind;
	item->structure = element;
	return item;
}

/* Shapes the text as one run and puts it on the page. */
static void add_text(sheet *s, size_t page, uint32_t element, const eng_font *font,
		     const char *text, int x, int y) {
	hb_buffer_t *buffer = hb_buffer_create();
	eng_item *item = add_item(s, page, ENG_ITEM_RUN, element);
	eng_glyph_run *run = &item->as.run;
	hb_glyph_position_t *positions;
	hb_glyph_info_t *infos;
	eng_length pen = 0;
	eng_glyph *glyphs;
	unsigned n;

	hb_buffer_add_utf8(buffer, text, -1, 0, -1);
	hb_buffer_guess_segment_properties(buffer);
	hb_shape(font->hb, buffer, NULL, 0);
	infos = hb_buffer_get_glyph_infos(buffer, &n);
	positions = hb_buffer_get_glyph_positions(buffer, &n);
	glyphs = eng_arena_new_array(&arena, n, eng_glyph);
	*run = (eng_glyph_run){ .font = font,
				.size = ENG_PT(11),
				.x = ENG_PT(x),
				.y = ENG_PT(y),
				.glyphs = glyphs,
				.count = n,
				.text = eng_str_from(text),
				.color = { 18, 53, 91, 255 } };
	run->rtl = HB_DIRECTION_IS_BACKWARD(hb_buffer_get_direction(buffer));
	for (unsigned i = 0; i < n; i++) {
		glyphs[i].id = infos[i].codepoint;
		glyphs[i].cluster = infos[i].cluster;
		glyphs[i].x = pen + eng_font_scale(font, positions[i].x_offset, run->size);
		glyphs[i].y = -eng_font_scale(font, positions[i].y_offset, run->size);
		glyphs[i].advance = eng_font_scale(font, positions[i].x_advance, run->size);
		pen += glyphs[i].advance;
	}
	run->width = pen;
	hb_buffer_destroy(buffer);
}

static size_t written; /* pages of the file written last */

static void write_sheet(sheet *s, eng_desk *desk, bool exact, eng_buf *out) {
	eng_studio studio = { .exact_fonts = exact };
	eng_arena scratch;

	eng_arena_init(&scratch);
	eng_buf_clear(out);
	CHECK(eng_pdf_write(&ctx, desk, &studio, &s->doc, &s->layout, NULL, 0, &scratch, out,
			    &written));
	eng_arena_finish(&scratch);
}

/* Runs a tool; NULL and a notice when it is not installed. */
static char *run_tool(const char *const *argv, int *status) {
	char *output = NULL, *path = g_find_program_in_path(argv[0]);
	GError *error = NULL;

	if (!path) {
		printf("notice: %s is not installed\n", argv[0]);
		return NULL;
	}
	g_free(path);
	if (!g_spawn_sync(NULL, (char **)(uintptr_t)argv, NULL,
			  G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output,
			  NULL, status, &error)) {
		g_error_free(error);
	}
	return output;
}

/* Without the direction marks that poppler adds around right-to-left lines, and without its page
 * end. */
static eng_str plain_text(char *text) {
	char *to = text;

	for (const char *from = text; *from; from++) {
		if (strncmp(from, "\xe2\x80\xab", 3) == 0 ||
		    strncmp(from, "\xe2\x80\xac", 3) == 0) {
			from += 2;
		} else if (*from != '\f') {
			*to++ = *from;
		}
	}
	return eng_str_trim((eng_str){ text, (size_t)(to - text) });
}

/* Each of the two pages says the same. */
static void check_pages(char *output, const char *expected) {
	char *second = strchr(output, '\f');

	CHECK(second != NULL);
	if (second) {
		*second++ = '\0';
		CHECK_STR(plain_text(output), expected);
		CHECK_STR(plain_text(second), expected);
	}
}

static void check_file(const char *path, const char *expected) {
	const char *const qpdf[] = { "qpdf", "--check", path, NULL };
	const char *const text[] = { "pdftotext", "-enc", "UTF-8", path, "-", NULL };
	int status = 0;
	char *output = run_tool(qpdf, &status);

	CHECK(!output || status == 0);
	g_free(output);
	output = run_tool(text, &status);
	CHECK(!output || status == 0);
	if (output) {
		check_pages(output, expected);
	}
	g_free(output);
}

/* The project's own judge; needs python3-pikepdf. */
static void judge_file(const char *path) {
	char *here = g_path_get_dirname(__FILE__);
	char *script = g_build_filename(here, "..", "oracles", "pdf-check.py", NULL);
	const char *const argv[] = { "/usr/bin/python3", script, path, NULL };
	int status = 0;
	char *output = eng_file_exists(script) ? run_tool(argv, &status) : NULL;

	if (output && status != 0 && output[0] == '\0') {
		printf("notice: python3-pikepdf is not installed\n");
	} else if (output) {
		CHECK(status == 0);
		fputs(status ? output : "", stderr);
	} else {
		printf("notice: %s is not here\n", script);
	}
	g_free(output);
	g_free(script);
	g_free(here);
}

static void save(const eng_buf *out, const char *name, char path[256]) {
	const char *keep = g_getenv("ENG_KEEP_PDF");

	g_snprintf(path, 256, "%s/%s-%d.pdf", keep ? keep : g_get_tmp_dir(), name,
		   keep ? 0 : (int)getpid());
	CHECK(eng_file_write(&ctx, path, eng_buf_view(out), false));
}

static void discard(const char *path) {
	if (!g_getenv("ENG_KEEP_PDF")) {
		unlink(path);
	}
}

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
		eng_font *font = open_font(scripts[i].font, scripts[i].index);
		sheet *s;

		if (!font) {
			continue;
		}
		s = new_sheet("Statement", scripts[i].lang, 2);
		add_text(s, 0, add_element(s, "H1", 0), font, scripts[i].text, 60, 100);
		add_text(s, 1, 0, font, scripts[i].text, 60, 100);
		for (int exact = 0; exact < 2; exact++) {
			write_sheet(s, desk, exact, &first);
			save(&first, scripts[i].name, path);
			check_file(path, scripts[i].text);
			discard(path);
			fresh = eng_channel_pdf.open(&ctx, NULL);
			write_sheet(s, fresh, exact, &again);
			CHECK(eng_str_eq(eng_buf_view(&first), eng_buf_view(&again)));
			eng_channel_pdf.close(fresh);
		}
		eng_font_close(font);
	}
	eng_channel_pdf.close(desk);
	eng_buf_finish(&first);
	eng_buf_finish(&again);
}

static const uint8_t pixels[2 * 2 * 3] = { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0 };
static const uint8_t alpha[4] = { 255, 128, 64, 0 };

static eng_path_op *rectangle(eng_length x, eng_length y, eng_length w, eng_length h) {
	eng_path_op *ops = eng_arena_new_array(&arena, 5, eng_path_op);

	ops[0] = (eng_path_op){ ENG_MOVE, { x }, { y } };
	ops[1] = (eng_path_op){ ENG_LINE, { x + w }, { y } };
	ops[2] = (eng_path_op){ ENG_LINE, { x + w }, { y + h } };
	ops[3] = (eng_path_op){ ENG_LINE, { x }, { y + h } };
	ops[4] = (eng_path_op){ ENG_CLOSE, { 0 }, { 0 } };
	return ops;
}

static void add_images(sheet *s) {
	static const eng_gradient fade = {
		{ 11, 110, 79, 255 }, { 244, 201, 93, 255 }, 0, 0, 40000, 0
	};
	eng_image *png = eng_arena_new(&arena, eng_image), *svg = eng_arena_new(&arena, eng_image);
	eng_path *paths = eng_arena_new_array(&arena, 2, eng_path);
	uint32_t figure;
	eng_item *item;

	*png = (eng_image){ .format = ENG_IMAGE_PNG,
			    .id = 0,
			    .width = 2,
			    .height = 2,
			    .channels = 3,
			    .pixels = pixels,
			    .alpha = alpha };
	paths[0] = (eng_path){
		.ops = rectangle(0, 0, 40000, 20000), .count = 5, .fill = true, .gradient = &fade
	};
	paths[1] = (eng_path){ .ops = rectangle(5000, 5000, 10000, 10000),
			       .count = 5,
			       .fill = true,
			       .stroke = true,
			       .fill_color = { 255, 255, 255, 128 },
			       .stroke_color = { 0, 0, 0, 255 },
			       .line_width = 500 };
	*svg = (eng_image){ .format = ENG_IMAGE_SVG,
			    .id = 1,
			    .natural_width = 40000,
			    .natural_height = 20000,
			    .paths = paths,
			    .path_count = 2 };
	for (int i = 0; i < 2; i++) {
		figure = add_element(s, "Figure", 0);
		s->structure[figure].alternate = &s->alternates[i];
		s->alternates[i].alt = i ? ENG_STR("Zeichen \xe2\x82\xac") : ENG_STR("Logo");
		item = add_item(s, 0, ENG_ITEM_IMAGE, figure);
		item->as.image.image = i ? svg : png;
		item->as.image.box = (eng_rect){ ENG_PT(300 + 120 * i), ENG_PT(60), 80000, 40000 };
		s->alternates[i].has_bbox = true;
		s->alternates[i].bbox = item->as.image.box;
	}
	item = add_item(s, 0, ENG_ITEM_PATH, 0);
	item->as.path = (eng_path){ .ops = rectangle(ENG_PT(60), ENG_PT(400), ENG_PT(400), 40000),
				    .count = 5,
				    .fill = true,
				    .gradient = &fade };
	item = add_item(s, 0, ENG_ITEM_PATH, 0);
	item->as.path = (eng_path){ .ops = rectangle(ENG_PT(60), ENG_PT(450), ENG_PT(400), 500),
				    .count = 5,
				    .stroke = true,
				    .stroke_color = { 200, 0, 0, 100 },
				    .line_width = 700,
				    .dash_on = 3000,
				    .dash_off = 2000,
				    .cap = 1 };
}

static void add_table(sheet *s, const eng_font *font) {
	static const char *const cells[] = { "Date", "Amount", "1 Nov", "12.50" };
	uint32_t table = add_element(s, "Table", 0), row = 0;

	for (int i = 0; i < 4; i++) {
		uint32_t cell;

		row = i % 2 ? row
			    : add_element(s, "TR", add_element(s, i ? "TBody" : "THead", table));
		cell = add_element(s, i < 2 ? "TH" : "TD", row);
		s->structure[cell].scope = i < 2 ? ENG_SCOPE_COLUMN : ENG_SCOPE_NONE;
		add_text(s, 0, add_element(s, "P", cell), font, cells[i], 60 + 100 * (i % 2),
			 200 + 15 * (i / 2));
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
	eng_font *font = open_font(FONTS "truetype/noto/NotoSans-Regular.ttf", 0);
	eng_desk *desk = eng_channel_pdf.open(&ctx, NULL);
	sheet *s = new_sheet("Ihr <Konto> & mehr \xe2\x82\xac", "de-CH", 2);
	eng_buf out = { 0 };
	uint32_t para, link, note;
	char path[256];

	if (!font) {
		eng_channel_pdf.close(desk);
		return;
	}
	add_text(s, 0, add_element(s, "H1", 0), font, "Konto", 60, 60);
	para = add_element(s, "P", 0);
	link = add_element(s, "Link", para);
	note = add_element(s, "Note", para);
	add_text(s, 0, para, font, "Mehr auf ", 60, 100);
	add_text(s, 0, link, font, "unserer Seite", 120, 100);
	add_text(s, 0, para, font, " oder", 200, 100);
	add_text(s, 1, para, font, "anderswo, weiter", 60, 60);
	s->items[1][0].as.run.lang = ENG_STR("fr");
	add_text(s, 1, note, font, "Anmerkung", 60, 700);
	s->links[0] = (eng_annotation){ { ENG_PT(120), ENG_PT(90), 70000, 12000 },
					ENG_STR("https://bank.example/a(b)?c=\xc3\xa9"),
					0,
					link,
					ENG_STR("unserer Seite") };
	s->pages[0].annotation_count = 1;
	add_images(s);
	add_table(s, font);
	add_text(s, 1, 0, font, "Seite 2", 400, 800);
	s->items[1][s->pages[1].count - 1].as.run.color.a = 90;
	s->items[1][s->pages[1].count - 1].running = ENG_RUNNING_FOOTER;
	s->layout.outline = outline;
	s->layout.outline_count = 3;
	s->doc.attachments = &attachment;
	s->doc.attachment_count = 1;
	for (int exact = 0; exact < 2; exact++) {
		write_sheet(s, desk, exact, &out);
		save(&out, "whole", path);
		judge_file(path);
		discard(path);
	}
	eng_channel_pdf.close(desk);
	eng_font_close(font);
	eng_buf_finish(&out);
}

static void add_blank(sheet *s, const eng_font *font, eng_node *entry, size_t option, bool on) {
	eng_blank *blank = eng_arena_new(&arena, eng_blank);
	size_t n = s->pages[0].annotation_count++;
	uint32_t form = add_element(s, "Form", 0);

	*blank = (eng_blank){ .entry = entry,
			      .option = option,
			      .button = entry->as.entry.option_count > 0,
			      .on = on,
			      .font = font,
			      .size = ENG_PT(10),
			      .color = { 0, 0, 0, 255 } };
	s->structure[form].alternate = eng_arena_new(&arena, eng_alternate);
	s->structure[form].alternate->alt = entry->as.entry.label;
	add_text(s, 1, 0, font, "Wert (a)", 4, 14); /* borrowed from the second page */
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
	eng_font *font = open_font(FONTS "truetype/noto/NotoSans-Regular.ttf", 0);
	eng_desk *desk = eng_channel_pdf.open(&ctx, NULL);
	sheet *s = new_sheet("Formular", "de", 1);
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
		add_text(s, 0, add_element(s, "H1", 0), font, "Formular", 60, 60);
		add_blank(s, font, &entries[0], 0, true);
		add_blank(s, font, &entries[2], 0, false);
		add_blank(s, font, &entries[1], 0, false);
		add_blank(s, font, &entries[2], 1, true);
	}
	for (int exact = 0; font && exact < 2; exact++) {
		write_sheet(s, desk, exact, &out);
		save(&out, "form", path);
		judge_file(path);
		discard(path);
	}
	eng_channel_pdf.close(desk);
	eng_font_close(font);
	eng_buf_finish(&out);
}

/* More pages than one node of the page tree, one leaf of the parent tree and one object stream take. */
static void test_long(void) {
	enum { PAGES = 150 };
	eng_font *font = open_font(FONTS "truetype/noto/NotoSans-Regular.ttf", 0);
	eng_desk *desk = eng_channel_pdf.open(&ctx, NULL);
	sheet *s = new_sheet("Long", "en", 1);
	eng_page *pages = eng_arena_new_array(&arena, PAGES, eng_page);
	eng_structure *elements = eng_arena_new_array(&arena, PAGES + 1, eng_structure);
	eng_buf out = { 0 };
	char path[256];

	elements[0].type = "Document";
	for (size_t i = 0; font && i < PAGES; i++) {
		sheet *one = new_sheet("", "en", 1);

		add_text(one, 0, (uint32_t)i + 1, font, "Page", 60, 60);
		elements[i + 1].type = "P";
		pages[i] = one->pages[0];
	}
	s->layout.pages = pages;
	s->layout.page_count = PAGES;
	s->layout.structure = elements;
	s->layout.structure_count = PAGES + 1;
	if (font) {
		write_sheet(s, desk, false, &out);
		save(&out, "long", path);
		judge_file(path);
		discard(path);
	}
	eng_channel_pdf.close(desk);
	eng_font_close(font);
	eng_buf_finish(&out);
}

/* A font program that lies about its offsets is refused or survived, never read past its end. */
static void test_damaged_cff(void) {
	eng_font *font = open_font(FONTS "opentype/inter/Inter-Regular.otf", 0);
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

/* What layout must never hand over is reported, and the desk stays usable. */
static void test_faults(void) {
	eng_font *font = open_font(FONTS "truetype/noto/NotoSans-Regular.ttf", 0);
	eng_desk *desk = eng_channel_pdf.open(&ctx, NULL);
	eng_studio studio = { 0 };
	eng_arena scratch;
	eng_buf out = { 0 };

	ctx.quiet = true;
	eng_arena_init(&scratch);
	for (int fault = 0; font && fault < 5; fault++) {
		sheet *s = new_sheet("Fault", "en", 1);
		unsigned long before = ctx.errors;

		add_text(s, 0, add_element(s, "P", 0), font, fault == 0 ? "\xe5\x8f\xa3" : "a", 60,
			 60);
		s->items[0][0].structure = fault == 1 ? 99 : 1;
		s->structure[1].parent = fault == 2 ? 7 : 0;
		s->pages[0].width = fault == 3 ? ENG_PT(15000) : s->pages[0].width;
		s->pages[0].annotation_count = fault == 4;
		CHECK(!eng_pdf_write(&ctx, desk, &studio, &s->doc, &s->layout, NULL, 0, &scratch,
				     &out, &written));
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
	eng_ctx_init(&ctx, report, NULL);
	ctx.limits = eng_limits_default();
	eng_arena_init(&arena);
	test_syntax();
	test_scripts();
	test_whole();
	test_form();
	test_long();
	test_damaged_cff();
	test_faults();
	eng_arena_finish(&arena);
	return unit_done();
}
