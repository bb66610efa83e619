/* Documents made by hand from display lists, written as PDF, and the tools that read them back. */
#include "sheet.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

static void report(void *user, const eng_diag *diag) {
	(void)user;
	eng_diag_print(stderr, diag, false);
}

void sheet_start(eng_ctx *ctx, eng_arena *arena) {
	eng_ctx_init(ctx, report, NULL);
	ctx->limits = eng_limits_default();
	eng_arena_init(arena);
}

static unsigned fonts_opened;

eng_font *sheet_font(eng_ctx *ctx, eng_arena *arena, const char *path, int index) {
	eng_str name = eng_str_copy(arena, eng_str_from(path)), bytes;
	eng_font *font;

	if (!eng_file_exists(path)) {
		printf("notice: %s is not installed\n", path);
		return NULL;
	}
	if (!eng_file_read(ctx, arena, path, (size_t)64 << 20, &bytes)) {
		return NULL;
	}
	font = eng_font_open(ctx, arena, name, bytes, index, (eng_loc){ 0 });
	if (font) {
		font->id = fonts_opened++;
	}
	return font;
}

sheet *sheet_new(eng_arena *arena, const char *title, const char *language, size_t pages) {
	sheet *s = eng_arena_new(arena, sheet);

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
	s->layout.alternates = s->alternates;
	s->structure[0].type = "Document";
	for (size_t i = 0; i < pages; i++) {
		s->pages[i].width = ENG_MM(210);
		s->pages[i].height = ENG_MM(297);
		s->pages[i].items = s->items[i];
		s->pages[i].annotations = &s->links[2 * i];
	}
	return s;
}

uint32_t sheet_element(sheet *s, const char *type, uint32_t parent) {
	size_t i = s->layout.structure_count++;

	s->structure[i].type = type;
	s->structure[i].parent = parent;
	return (uint32_t)i;
}

eng_item *sheet_item(sheet *s, size_t page, eng_item_kind kind, uint32_t element) {
	eng_item *item = &s->items[page][s->pages[page].count++];

	item->kind = kind;
	item->structure = element;
	return item;
}

/* Shapes the text as one run and puts it on the page. */
void sheet_text(sheet *s, eng_arena *arena, size_t page, uint32_t element, const eng_font *font,
		const char *text, int x, int y) {
	hb_buffer_t *buffer = hb_buffer_create();
	eng_item *item = sheet_item(s, page, ENG_ITEM_RUN, element);
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
	glyphs = eng_arena_new_array(arena, n, eng_glyph);
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

eng_path_op *sheet_rectangle(eng_arena *arena, eng_length x, eng_length y, eng_length w,
			     eng_length h) {
	eng_path_op *ops = eng_arena_new_array(arena, 5, eng_path_op);

	ops[0] = (eng_path_op){ ENG_MOVE, { x }, { y } };
	ops[1] = (eng_path_op){ ENG_LINE, { x + w }, { y } };
	ops[2] = (eng_path_op){ ENG_LINE, { x + w }, { y + h } };
	ops[3] = (eng_path_op){ ENG_LINE, { x }, { y + h } };
	ops[4] = (eng_path_op){ ENG_CLOSE, { 0 }, { 0 } };
	return ops;
}

bool sheet_write(eng_ctx *ctx, sheet *s, eng_desk *desk, bool exact, eng_buf *out) {
	eng_studio studio = { .exact_fonts = exact };
	eng_arena scratch;
	eng_measures measures = { 0 };
	bool ok;

	eng_arena_init(&scratch);
	eng_buf_clear(out);
	ok = eng_pdf_write(ctx, desk, &studio, &s->doc, &s->layout, NULL, 0, &scratch, out,
			   &measures);
	eng_arena_finish(&scratch);
	return ok;
}

char *sheet_tool(const char *const *argv, int *status) {
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

static bool is_same(eng_str text, const char *expected) {
	bool same = eng_str_eqc(text, expected);

	if (!same) {
		fprintf(stderr, "is '%.*s', should be '%s'\n", ENG_STR_ARG(text), expected);
	}
	return same;
}

/* Each of the two pages says the same. */
static bool pages_say(char *output, const char *expected) {
	char *second = strchr(output, '\f');

	if (!second) {
		fprintf(stderr, "there is no second page\n");
		return false;
	}
	*second++ = '\0';
	return is_same(plain_text(output), expected) && is_same(plain_text(second), expected);
}

bool sheet_says(const char *path, const char *expected) {
	const char *const qpdf[] = { "qpdf", "--check", path, NULL };
	const char *const text[] = { "pdftotext", "-enc", "UTF-8", path, "-", NULL };
	int status = 0;
	char *output = sheet_tool(qpdf, &status);
	bool ok = !output || status == 0;

	g_free(output);
	output = sheet_tool(text, &status);
	ok = ok && (!output || (status == 0 && pages_say(output, expected)));
	g_free(output);
	return ok;
}

bool sheet_judge(const char *path) {
	char *here = g_path_get_dirname(__FILE__);
	char *script = g_build_filename(here, "..", "oracles", "pdf-check.py", NULL);
	const char *const argv[] = { "/usr/bin/python3", script, path, NULL };
	int status = 0;
	char *output = eng_file_exists(script) ? sheet_tool(argv, &status) : NULL;
	bool ok = true;

	if (output && status != 0 && output[0] == '\0') {
		printf("notice: python3-pikepdf is not installed\n");
	} else if (output) {
		ok = status == 0;
		fputs(ok ? "" : output, stderr);
	} else {
		printf("notice: %s is not here\n", script);
	}
	g_free(output);
	g_free(script);
	g_free(here);
	return ok;
}

bool sheet_save(eng_ctx *ctx, const eng_buf *out, const char *name, char path[256]) {
	const char *keep = g_getenv("ENG_KEEP_PDF");

	g_snprintf(path, 256, "%s/%s-%d.pdf", keep ? keep : g_get_tmp_dir(), name,
		   keep ? 0 : (int)getpid());
	return eng_file_write(ctx, path, eng_buf_view(out), false);
}

void sheet_discard(const char *path) {
	if (!g_getenv("ENG_KEEP_PDF")) {
		unlink(path);
	}
}
