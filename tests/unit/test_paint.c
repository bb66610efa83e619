/* A whole page through layout and the painter: the same bytes twice, and ink where it should be. */
#include <png.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/file.h"
#include "layout/image.h"
#include "layout/layout.h"
#include "unit.h"

enum { PPI = 96 };

static eng_arena arena;
static eng_diag_list diags;
static eng_ctx ctx;

static void start(void) {
	memset(&diags, 0, sizeof(diags));
	diags.arena = &arena;
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
}

static eng_path_op *rectangle(eng_length x, eng_length y, eng_length w, eng_length h) {
	const eng_path_op ops[] = {
		{ ENG_MOVE, { x }, { y } },         { ENG_LINE, { x + w }, { y } },
		{ ENG_LINE, { x + w }, { y + h } }, { ENG_LINE, { x }, { y + h } },
		{ ENG_CLOSE, { 0 }, { 0 } },
	};

	return eng_arena_copy(&arena, ops, sizeof(ops));
}

/* Pixels of a painted page as RGBA. */
static const uint8_t *pixels_of(const eng_page *page, bool transparent, int *width) {
	eng_buf png = { 0 };
	png_image image = { .version = PNG_IMAGE_VERSION };
	uint8_t *pixels = NULL;

	CHECK(eng_paint_png(&ctx, page, 72, transparent, &png));
	if (png_image_begin_read_from_memory(&image, png.s, png.n)) {
		image.format = PNG_FORMAT_RGBA;
		pixels = eng_arena_alloc(&arena, PNG_IMAGE_SIZE(image));
		CHECK(png_image_finish_read(&image, NULL, pixels, 0, NULL));
		*width = (int)image.width;
	}
	eng_buf_finish(&png);
	CHECK(pixels != NULL);
	return pixels;
}

static void check_pixel(const uint8_t *pixels, int width, int x, int y, uint32_t rgba) {
	const uint8_t *p = pixels + ((size_t)y * (size_t)width + (size_t)x) * 4;
	uint32_t is = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];

	unit_checks++;
	if (is != rgba) {
		unit_failures++;
		fprintf(stderr, "pixel %d,%d is %08x, should be %08x\n", x, y, (unsigned)is,
			(unsigned)rgba);
	}
}

static void test_shapes(void) {
	static const uint8_t dots[] = { 255, 0, 0, 0, 0, 255 };
	static const uint8_t alpha[] = { 255, 0 };
	const eng_gradient_stop stops[] = { { 0, { 0, 0, 0, 255 } },
					    { 10000, { 200, 200, 200, 255 } } };
	eng_gradient sweep = { stops, 2, .x = { ENG_PT(50), ENG_PT(90) } };
	eng_image image = { .format = ENG_IMAGE_PNG,
			    .width = 2,
			    .height = 1,
			    .natural_width = 1500,
			    .natural_height = 750,
			    .channels = 3,
			    .pixels = dots,
			    .alpha = alpha };
	eng_item items[4] = { { .kind = ENG_ITEM_PATH },
			      { .kind = ENG_ITEM_PATH },
			      { .kind = ENG_ITEM_PATH },
			      { .kind = ENG_ITEM_IMAGE } };
	eng_page page = { .width = ENG_PT(100), .height = ENG_PT(60), .items = items, .count = 4 };
	const uint8_t *pixels;
	int width = 0;

	items[0].as.path =
	    (eng_path){ .ops = rectangle(ENG_PT(10), ENG_PT(10), ENG_PT(20), ENG_PT(20)),
			.count = 5,
			.fill = true,
			.fill_color = { 0x12, 0x35, 0x5b, 255 } };
	items[1].as.path =
	    (eng_path){ .ops = rectangle(ENG_PT(50), ENG_PT(10), ENG_PT(40), ENG_PT(10)),
			.count = 5,
			.fill = true,
			.gradient = &sweep };
	items[2].as.path =
	    (eng_path){ .ops = rectangle(ENG_PT(12), ENG_PT(42), ENG_PT(16), ENG_PT(12)),
			.count = 5,
			.stroke = true,
			.line_width = ENG_PT(4),
			.stroke_color = { 255, 0, 0, 255 } };
	items[3].as.image.image = &image;
	items[3].as.image.box = (eng_rect){ ENG_PT(50), ENG_PT(30), ENG_PT(40), ENG_PT(20) };
	start();
	pixels = pixels_of(&page, false, &width);
	CHECK(width == 100);
	if (!pixels) {
		return;
	}
	check_pixel(pixels, width, 20, 20, 0x12355bff);
	check_pixel(pixels, width, 5, 5, 0xffffffff);
	check_pixel(pixels, width, 12, 48, 0xff0000ff);
	check_pixel(pixels, width, 20, 48, 0xffffffff);
	check_pixel(pixels, width, 52, 40, 0xff0000ff);
	check_pixel(pixels, width, 88, 40, 0xffffffff);
	CHECK(pixels[(15 * 100 + 52) * 4] < 20 && pixels[(15 * 100 + 88) * 4] > 180);
	pixels = pixels_of(&page, true, &width);
	check_pixel(pixels, width, 5, 5, 0);
	check_pixel(pixels, width, 20, 20, 0x12355bff);
}

/* Writing PNG: libpng, which checks sums and filters, reads the same pixels back. */

static void check_written(int width, int height, int colors, int stride_extra, png_uint_32 form) {
	size_t stride = (size_t)(width + stride_extra), n = stride * (size_t)height;
	uint32_t *rows = eng_arena_new_array(&arena, n, uint32_t);
	eng_pixels pixels = { rows, stride, width, height };
	png_image image = { .version = PNG_IMAGE_VERSION };
	eng_buf first = { 0 }, second = { 0 };
	uint8_t *back;
	bool same = true;

	for (size_t i = 0; i < n; i++) {
		/* Every third row repeats the one above; the high byte means nothing. */
		size_t y = i / stride / 3, k = (y * stride + i % stride) % (size_t)colors;

		rows[i] = 0xab000000U | (uint32_t)(k * 0x10f0b7 & 0xffffff);
	}
	CHECK(eng_image_write_png(&pixels, &first));
	CHECK(eng_image_write_png(&pixels, &second));
	CHECK(eng_str_eq(eng_buf_view(&first), eng_buf_view(&second)));
	CHECK(png_image_begin_read_from_memory(&image, first.s, first.n));
	CHECK((image.format & PNG_FORMAT_FLAG_COLORMAP) == form);
	CHECK((int)image.width == width && (int)image.height == height);
	image.format = PNG_FORMAT_RGB;
	back = eng_arena_alloc(&arena, PNG_IMAGE_SIZE(image));
	CHECK(png_image_finish_read(&image, NULL, back, 0, NULL));
	CHECK(image.warning_or_error == 0);
	for (size_t y = 0; y < (size_t)height; y++) {
		for (size_t x = 0; x < (size_t)width; x++, back += 3) {
			uint32_t c = (uint32_t)back[0] << 16 | (uint32_t)back[1] << 8 | back[2];

			same = same && c == (rows[y * stride + x] & 0xffffff);
		}
	}
	CHECK(same);
	eng_buf_finish(&first);
	eng_buf_finish(&second);
}

static void test_written(void) {
	check_written(1, 1, 1, 0, PNG_FORMAT_FLAG_COLORMAP);
	check_written(1, 7, 2, 5, PNG_FORMAT_FLAG_COLORMAP);
	check_written(301, 90, 17, 3, PNG_FORMAT_FLAG_COLORMAP);
	check_written(301, 90, 256, 0, PNG_FORMAT_FLAG_COLORMAP);
	check_written(301, 90, 257, 0, 0);
	check_written(640, 300, 5000, 8, 0);
}

/* A letter */

static eng_node *add(eng_node *parent, eng_node_type type) {
	eng_node *node = eng_node_new(&arena, type, (eng_loc){ "letter.xml", 1, 1 }, 1);

	if (parent) {
		eng_node_append(parent, node);
	}
	return node;
}

static uint32_t texts; /* made so far */

static eng_node *add_text(eng_node *parent, eng_node_type type, const char *text) {
	eng_node *node = add(parent, type), *words = add(node, ENG_NODE_TEXT);

	words->as.text.value.text = eng_str_from(text);
	words->as.text.from.ordinal = ++texts;
	return node;
}

static void add_facts(eng_node *body) {
	static const char *const facts[][2] = { { "Closing balance", "\u20ac3,985.17" },
						{ "Opening balance", "\u20ac4,120.40" },
						{ "Paid in", "\u20ac2,400.00" } };
	eng_node *list = add(body, ENG_NODE_FACTS);

	for (size_t i = 0; i < 3; i++) {
		eng_node *fact = add_text(list, ENG_NODE_FACT, facts[i][1]);

		if (i == 0) {
			eng_node_set_tags(&arena, fact,
					  (eng_tags){ .role = ENG_STR("key-figure") });
		}
		fact->as.fact.label = add_text(NULL, ENG_NODE_PARA, facts[i][0]);
		fact->as.fact.label->parent = fact;
	}
}

static void add_chart(eng_node *body) {
	static const char *const labels[] = { "May", "Jun", "Jul", "Aug", "Sep", "Oct" };
	static const char *const values[] = { "5116.48", "5062.71", "4833.81",
					      "4472.82", "4383.74", "3985.17" };
	eng_node *chart = add(body, ENG_NODE_CHART);

	chart->as.chart.alt = ENG_STR("Balance month by month");
	chart->as.chart.label_count = 6;
	chart->as.chart.labels = eng_arena_new_array(&arena, 6, eng_str);
	chart->as.chart.series_count = 1;
	chart->as.chart.series = eng_arena_new(&arena, eng_series);
	chart->as.chart.series->values = eng_arena_new_array(&arena, 6, eng_value);
	for (size_t i = 0; i < 6; i++) {
		eng_value *v = &chart->as.chart.series->values[i];

		chart->as.chart.labels[i] = eng_str_from(labels[i]);
		CHECK(eng_decimal_parse(eng_str_from(values[i]), false, &v->number));
		v->text = eng_str_printf(&arena, "\u20ac%s", values[i]);
	}
}

static eng_document letter(void) {
	static const char *const channels[] = { "pdf", NULL };
	static eng_str address[] = { ENG_STR_INIT("Am Alten Markt 139"),
				     ENG_STR_INIT("28195 Bremen") };
	eng_document doc = { .language = ENG_STR("en"),
			     .channels = 1,
			     .text_count = 1000,
			     .channel_names = channels };
	eng_node *body = add(NULL, ENG_NODE_BODY), *callout;

	doc.recipient.name = ENG_STR("Bj\u00f6rn Gr\u00fcnwald");
	doc.recipient.address = address;
	doc.recipient.address_lines = 2;
	doc.title = add_text(NULL, ENG_NODE_PARA, "Statement to 31 October 2026");
	doc.body = body;
	add_text(body, ENG_NODE_PARA,
		 "Here is your statement. \u0645\u0631\u062d\u0628\u0627 \u65e5\u672c\u8a9e");
	add_facts(body);
	callout = add(body, ENG_NODE_CALLOUT);
	eng_node_set_tags(&arena, callout, (eng_tags){ .role = ENG_STR("notice") });
	add_text(callout, ENG_NODE_PARA, "Interest is paid on the last day of each quarter.");
	add_chart(body);
	add(body, ENG_NODE_DIVIDER);
	return doc;
}

static void test_letter(const char *library, const char *id) {
	eng_buf first = { 0 }, second = { 0 };
	const char *folder = getenv("ENGROSS_TEST_PICTURES");
	eng_document doc = letter();
	const eng_theme *theme;
	eng_press *press;
	const eng_layout *layout;

	start();
	theme = eng_theme_load(&ctx, &arena, library, eng_str_from(id));
	press = theme ? eng_press_new(&ctx, theme, library, "/usr/share/fonts") : NULL;
	layout = press ? eng_layout_pages(&ctx, &arena, press, &doc, 0) : NULL;
	for (size_t i = 0; i < diags.n; i++) {
		eng_diag_print(stderr, &diags.items[i], false);
	}
	CHECK(layout && layout->page_count == 1);
	if (layout) {
		CHECK(eng_paint_png(&ctx, &layout->pages[0], PPI, false, &first));
		CHECK(eng_paint_png(&ctx, &layout->pages[0], PPI, false, &second));
		CHECK(first.n > 10000 && eng_str_eq(eng_buf_view(&first), eng_buf_view(&second)));
		if (folder) {
			eng_file_write(&ctx,
				       eng_arena_printf(&arena, "%s/letter-%s.png", folder, id),
				       eng_buf_view(&first), false);
		}
	}
	eng_buf_finish(&first);
	eng_buf_finish(&second);
	eng_press_free(press);
}

int main(void) {
	const char *library = eng_file_is_dir("../templates/themes") ? "../templates" : "templates";

	eng_arena_init(&arena);
	test_shapes();
	test_written();
	test_letter(library, "meridian");
	test_letter(library, "meridian-letter");
	test_letter(library, "norlys");
	eng_arena_finish(&arena);
	return unit_done();
}
