/* Charts: geometry that must hold for any numbers, both directions, and pictures that do not vary. */
#include <png.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/file.h"
#include "layout/chart.h"
#include "layout/flat.h"
#include "layout/font.h"
#include "layout/press.h"
#include "unit.h"

static eng_arena arena;
static eng_diag_list diags;
static eng_ctx ctx;
static eng_press *press;
static eng_theme *theme;

enum { MOST = 64 };

typedef struct chart_case {
	const char *name;
	eng_chart_type type;
	size_t categories, series;
	const char *values[3]; /* blank-separated, one text per series */
	bool rtl;
	bool names; /* long ones instead of months */
} chart_case;

static const chart_case cases[] = {
	{ "bars",
	  ENG_CHART_BAR,
	  12,
	  1,
	  { "1204.10 980.55 1433.00 870.25 1102.90 1290.40 1540.75 1398.20 1010.00 1205.60 1322.80 "
	    "1460.35" } },
	{ "bars-negative", ENG_CHART_BAR, 6, 1, { "320 -150 80 -420.55 210 -90.10" } },
	{ "bars-grouped", ENG_CHART_BAR, 5, 2, { "120 140 90 160 180", "100 150 120 130 170" } },
	{ "bars-many",
	  ENG_CHART_BAR,
	  31,
	  1,
	  { "5 6 7 8 9 8 7 6 5 6 7 8 9 8 7 6 5 6 7 8 9 8 7 6 5 6 7 8 9 8 7" } },
	{ "bars-rtl", ENG_CHART_BAR, 6, 1, { "320 150 80 420.55 210 390.10" }, true },
	{ "stacked",
	  ENG_CHART_STACKED,
	  6,
	  3,
	  { "40 42 38 45 47 44", "20 22 25 21 19 24", "10 12 9 14 11 13" } },
	{ "line",
	  ENG_CHART_LINE,
	  12,
	  1,
	  { "1204.10 1180.55 1233.00 1170.25 1202.90 1290.40 1340.75 1298.20 1210.00 1205.60 "
	    "1322.80 "
	    "1360.35" } },
	{ "lines",
	  ENG_CHART_LINE,
	  12,
	  2,
	  { "10 12 9 14 16 15 18 17 20 22 21 24", "14 13 12 12 11 10 11 9 9 8 8 7" } },
	{ "area", ENG_CHART_AREA, 12, 1, { "310 290 270 180 120 90 80 85 110 190 260 300" } },
	{ "pie", ENG_CHART_PIE, 5, 1, { "512.40 204.10 101.55 80.00 42.25" } },
	{ "donut", ENG_CHART_DONUT, 4, 1, { "40 30 20 10" } },
	{ "donut-rtl", ENG_CHART_DONUT, 4, 1, { "40 30 20 10" }, true },
	{ "bullet", ENG_CHART_BULLET, 3, 2, { "72 41 96", "80 60 90" } },
	{ "zeroes", ENG_CHART_BAR, 3, 1, { "0 0 0" } },
	{ "one", ENG_CHART_LINE, 1, 1, { "5" } },
	{ "empty-pie", ENG_CHART_PIE, 2, 1, { "0 0" } },
	{ "bars-negative-all", ENG_CHART_BAR, 4, 1, { "-320 -150 -80 -420.55" } },
	{ "one-bar", ENG_CHART_BAR, 1, 1, { "84.20" } },
	{ "long-names", ENG_CHART_BAR, 8, 1, { "320 150 80 -42 12.5 200 -110 0.01" }, false, true },
	{ "long-names-rtl",
	  ENG_CHART_BAR,
	  8,
	  1,
	  { "320 150 80 -42 12.5 200 -110 0.01" },
	  true,
	  true },
	{ "long-names-grouped",
	  ENG_CHART_BAR,
	  8,
	  2,
	  { "320 150 80 42 12.5 200 110 0.01", "300 100 90 40 0 210 90 5" },
	  false,
	  true },
	{ "long-names-stacked",
	  ENG_CHART_STACKED,
	  4,
	  2,
	  { "320 150 80 42", "300 100 90 40" },
	  false,
	  true },
	{ "stacked-negative",
	  ENG_CHART_STACKED,
	  5,
	  3,
	  { "10 -5 20 8 3", "5 -8 -6 3 9", "4 2 3 -9 1" } },
	{ "long-names-pie", ENG_CHART_PIE, 7, 1, { "320 150 80 42 12.5 200 110" }, false, true },
	{ "long-names-bullet", ENG_CHART_BULLET, 5, 1, { "32 15 80 42 12.5" }, false, true },
	{ "area-two", ENG_CHART_AREA, 6, 2, { "31 29 27 18 12 9", "14 13 15 12 16 11" } },
	{ "line-far-from-zero", ENG_CHART_LINE, 5, 1, { "-1000 -1005 -995 -990 -1001" } },
	{ "flat", ENG_CHART_LINE, 4, 1, { "50 50 50 50" } },
	{ "huge",
	  ENG_CHART_BAR,
	  2,
	  1,
	  { "9999999999999999999999999999999999 0.000000000000000000000001" } },
};

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
				      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static const char *const long_names[] = { "Electricity from hydropower",
					  "Network charges",
					  "Metering",
					  "Levy on renewable energy",
					  "Donaudampfschifffahrtsgesellschaft",
					  "VAT",
					  "Credit from the month before",
					  "Rounding" };

static eng_series series_of(const char *name, const char *values, size_t n) {
	eng_series s = { .name = eng_str_from(name),
			 .values = eng_arena_new_array(&arena, n, eng_value) };
	eng_str rest = eng_str_from(values), word;

	for (size_t i = 0; i < n && eng_str_word(&rest, &word); i++) {
		CHECK(eng_decimal_parse(word, false, &s.values[i].number));
		s.values[i].raw = word;
		s.values[i].kind = ENG_VALUE_MONEY;
		s.values[i].formatted = true;
		s.values[i].text = eng_str_printf(&arena, "\u20ac%.*s", ENG_STR_ARG(word));
	}
	return s;
}

/* Ticks as compose makes them, though less round: enough to hold all values. */
static void add_ticks(eng_node *node) {
	double low = 0, high = 0, step;

	for (size_t i = 0; i < node->as.chart.label_count; i++) {
		double above = 0, below = 0;

		for (size_t s = 0; s < node->as.chart.series_count; s++) {
			double v = eng_decimal_to_double(node->as.chart.series[s].values[i].number);

			*(v < 0 ? &below : &above) += v;
		}
		low = below < low ? below : low;
		high = above > high ? above : high;
	}
	if (high - low > 1e9 || high <= low) {
		return;
	}
	step = (double)((long)((high - low) / 4) + 1);
	node->as.chart.ticks = eng_arena_new_array(&arena, 8, eng_value);
	for (long i = (long)(low / step) - (low < 0); i * step < high + step; i++) {
		eng_value *tick = &node->as.chart.ticks[node->as.chart.tick_count++];

		tick->number = eng_decimal_from_int((int64_t)(i * step));
		tick->kind = ENG_VALUE_MONEY;
		tick->formatted = true;
		tick->text = eng_str_printf(&arena, "\u20ac%ld", (long)(i * step));
	}
}

static eng_node *chart_of(const chart_case *c) {
	static const char *const names[] = { "This year", "Last year", "Target" };
	eng_node *node = eng_arena_new(&arena, eng_node);

	node->type = ENG_NODE_CHART;
	node->as.chart.type = c->type;
	node->as.chart.label_count = c->categories;
	node->as.chart.labels = eng_arena_new_array(&arena, c->categories, eng_str);
	for (size_t i = 0; i < c->categories; i++) {
		node->as.chart.labels[i] = c->names && i < 8 ? eng_str_from(long_names[i])
					   : c->categories > 12
					       ? eng_str_printf(&arena, "%zu", i + 1)
					       : eng_str_from(months[i]);
	}
	node->as.chart.series_count = c->series;
	node->as.chart.series = eng_arena_new_array(&arena, c->series, eng_series);
	for (size_t s = 0; s < c->series; s++) {
		node->as.chart.series[s] = series_of(names[s], c->values[s], c->categories);
	}
	if (c->type <= ENG_CHART_AREA) {
		add_ticks(node);
	}
	return node;
}

/* Whether the text is of the axis: it ends where no bar begins, and is an amount. */
static bool is_tick(const chart_case *c, const eng_glyph_run *r) {
	return c->type <= ENG_CHART_AREA && r->x < ENG_PT(30) && eng_str_starts(r->text, "\u20ac");
}

/* Nothing leaves the box, and no text covers other text. */
static void check_page(const chart_case *c, const eng_page *page) {
	eng_rect runs[MOST * 4];
	size_t n = 0;

	for (size_t i = 0; i < page->count; i++) {
		const eng_item *item = &page->items[i];

		if (item->kind == ENG_ITEM_RUN) {
			const eng_glyph_run *r = &item->as.run;
			eng_rect box = { r->x, r->y - r->size * 7 / 10, r->width,
					 r->size * 7 / 10 };

			/* Letters of an axis have ink before their place, at most a point. */
			CHECK(box.x >= (is_tick(c, r) ? 1000 : -10) &&
			      box.x + box.w <= page->width + 10);
			CHECK(box.y >= 0 && box.y + box.h <= page->height);
			for (size_t j = 0; j < n; j++) {
				bool over =
				    box.x < runs[j].x + runs[j].w && runs[j].x < box.x + box.w &&
				    box.y < runs[j].y + runs[j].h && runs[j].y < box.y + box.h;

				CHECK(!over);
				if (over) {
					fprintf(stderr, "  in '%s' '%.*s' is covered\n", c->name,
						ENG_STR_ARG(r->text));
				}
			}
			if (n < sizeof(runs) / sizeof(runs[0])) {
				runs[n++] = box;
			}
			continue;
		}
		for (size_t k = 0; k < item->as.path.count; k++) {
			const eng_path_op *op = &item->as.path.ops[k];

			CHECK(op->x[0] >= -2500 && op->x[0] <= page->width + 2500);
			CHECK(op->y[0] >= -1000 && op->y[0] <= page->height + 1000);
		}
	}
}

static eng_flat_masks *masks;

/* Grey pixels of a PNG file's bytes. */
static const uint8_t *grey_of(const eng_buf *png, int *width, int *height) {
	png_image image = { .version = PNG_IMAGE_VERSION };
	uint8_t *pixels = NULL;

	if (png_image_begin_read_from_memory(&image, png->s, png->n)) {
		image.format = PNG_FORMAT_GRAY;
		pixels = eng_arena_alloc(&arena, PNG_IMAGE_SIZE(image));
		CHECK(png_image_finish_read(&image, NULL, pixels, 0, NULL));
		CHECK(image.warning_or_error == 0);
		*width = (int)image.width;
		*height = (int)image.height;
	}
	CHECK(pixels != NULL);
	return pixels;
}

enum { TILE = 8, APART = 40 };

/* The sums of a tile's pixels in both pictures. */
static void add_tile(const uint8_t *a, const uint8_t *b, int stride, int sums[2]) {
	sums[0] = sums[1] = 0;
	for (int y = 0; y < TILE; y++) {
		for (int x = 0; x < TILE; x++) {
			sums[0] += a[y * stride + x];
			sums[1] += b[y * stride + x];
		}
	}
}

/* cairo's picture and the flat one are the same to the eye: each tile is nearly as dark, though letters
 * stand on whole pixels in one of them, and so is the whole (sums_too); a shade or two of faint lines apart. */
static void check_flat(const eng_page *page, const eng_buf *cairo, bool sums_too) {
	eng_buf flat = { 0 }, again = { 0 };
	int width = 0, height = 0, w = 0, h = 0, sums[2], far = 0;
	int64_t all[2] = { 0 };
	const uint8_t *a = grey_of(cairo, &width, &height), *b;

	CHECK(eng_flat_suits(page));
	CHECK(eng_flat_paint(&ctx, &arena, masks, page, 144, &flat));
	for (int i = 0; i < 3; i++) { /* more is kept each time */
		eng_buf_clear(&again);
		CHECK(eng_flat_paint(&ctx, &arena, masks, page, 144, &again));
		CHECK(eng_str_eq(eng_buf_view(&flat), eng_buf_view(&again)));
	}
	b = grey_of(&flat, &w, &h);
	CHECK(w == width && h == height);
	for (int y = 0; y + TILE <= height; y += TILE) {
		for (int x = 0; x + TILE <= width; x += TILE) {
			add_tile(a + y * width + x, b + y * width + x, width, sums);
			far += abs(sums[0] - sums[1]) > APART * TILE * TILE;
			all[0] += TILE * TILE * 255 - sums[0];
			all[1] += TILE * TILE * 255 - sums[1];
		}
	}
	CHECK(far == 0);
	CHECK(!sums_too || llabs(all[0] - all[1]) * 50 <= all[0] + (int64_t)width * height);
	eng_buf_finish(&flat);
	eng_buf_finish(&again);
}

static void keep(const chart_case *c, const eng_page *page, const char *kind, const eng_buf *png) {
	const char *folder = getenv("ENGROSS_TEST_PICTURES");

	if (folder) {
		const char *path = eng_arena_printf(&arena, "%s/%s%s-%d%s.png", folder, c->name,
						    theme->chart_patterns ? "-patterns" : "",
						    (int)(page->width / 1000), kind);

		eng_file_write(&ctx, path, eng_buf_view(png), false);
	}
}

static uint32_t luck = 1;

static eng_length chance(eng_length most) {
	luck = luck * 1664525 + 1013904223;
	return (eng_length)((luck >> 8) % (uint32_t)most);
}

/* The page with its lines of letters elsewhere, some next to each other, and all in another order. */
static void check_jumble(const eng_page *page) {
	eng_page other = *page;
	eng_buf png = { 0 };

	other.items = eng_arena_copy(&arena, page->items, page->count * sizeof(*page->items));
	for (size_t i = 0; i < other.count; i++) {
		size_t from = (size_t)chance((eng_length)other.count);
		eng_item kept = other.items[i];

		other.items[i] = other.items[from];
		other.items[from] = kept;
	}
	for (size_t i = 0; i < other.count; i++) {
		eng_item *item = &other.items[i];
		const eng_item *last = i > 0 ? &other.items[i - 1] : NULL;

		if (item->kind != ENG_ITEM_RUN) {
			continue;
		}
		item->as.run.x = chance(page->width);
		item->as.run.y = chance(page->height);
		if (last && last->kind == ENG_ITEM_RUN && chance(2) == 0) { /* touching it */
			item->as.run.x = last->as.run.x - item->as.run.width + chance(500) - 250;
			item->as.run.y = last->as.run.y;
		}
	}
	CHECK(eng_paint_png(&ctx, &other, 144, false, &png));
	check_flat(&other, &png, false);
	eng_buf_finish(&png);
}

static void check_png(const chart_case *c, const eng_page *page) {
	eng_buf first = { 0 }, second = { 0 };

	CHECK(eng_paint_png(&ctx, page, 144, false, &first));
	CHECK(eng_paint_png(&ctx, page, 144, false, &second));
	CHECK(first.n > 500 && eng_str_eq(eng_buf_view(&first), eng_buf_view(&second)));
	keep(c, page, "", &first);
	check_flat(page, &first, true);
	for (int i = 0; i < 3; i++) {
		check_jumble(page);
	}
	eng_buf_clear(&second);
	CHECK(eng_flat_paint(&ctx, &arena, masks, page, 144, &second));
	keep(c, page, "-flat", &second);
	eng_buf_finish(&first);
	eng_buf_finish(&second);
}

static void start(void) {
	memset(&diags, 0, sizeof(diags));
	diags.arena = &arena;
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
}

static void test_cases(eng_length width) {
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		eng_document doc = { .language = ENG_STR("en"), .rtl = cases[i].rtl };
		eng_page *page;

		start();
		page = eng_layout_chart(&ctx, &arena, press, &doc, chart_of(&cases[i]), width);
		CHECK(page != NULL && ctx.errors == 0);
		for (size_t d = 0; d < diags.n; d++) {
			eng_diag_print(stderr, &diags.items[d], false);
		}
		if (page) {
			check_page(&cases[i], page);
			check_png(&cases[i], page);
		}
	}
}

/* The same chart in the other direction is the mirror image, rectangle by rectangle. */
static void test_mirrored(void) {
	eng_document left = { .language = ENG_STR("en") },
		     right = { .language = ENG_STR("en"), .rtl = true };
	const eng_length width = ENG_PT(480);
	const eng_page *a =
	    eng_layout_chart(&ctx, &arena, press, &left, chart_of(&cases[0]), width);
	const eng_page *b =
	    eng_layout_chart(&ctx, &arena, press, &right, chart_of(&cases[0]), width);

	CHECK(a && b && a->count == b->count);
	for (size_t i = 0; a && b && i < a->count && i < b->count; i++) {
		if (a->items[i].kind == ENG_ITEM_PATH) {
			CHECK(a->items[i].as.path.ops[0].x[0] + b->items[i].as.path.ops[1].x[0] ==
			      width);
		} else {
			CHECK(a->items[i].as.run.x + a->items[i].as.run.width +
				  b->items[i].as.run.x ==
			      width);
		}
	}
}

static void test_refused(void) {
	static const chart_case pie = { "x", ENG_CHART_PIE, 2, 1, { "4 -1" } };
	eng_document doc = { .language = ENG_STR("en") };

	start();
	CHECK(!eng_layout_chart(&ctx, &arena, press, &doc, chart_of(&pie), ENG_PT(300)));
	CHECK(diags.n == 1);
	CHECK_STR(eng_str_from(diags.items[0].code), "layout.chart-negative");
	CHECK_STR(eng_str_from(diags.items[0].message),
		  "a pie cannot show the negative value '\u20ac-1' of 'Feb', use bars");
	start();
	ctx.limits.pixels = 1000;
	{
		eng_page page = { .width = ENG_PT(72), .height = ENG_PT(72) };
		eng_buf out = { 0 };

		CHECK(!eng_paint_png(&ctx, &page, 72, false, &out));
		CHECK_STR(eng_str_from(diags.items[0].code), "limit.pixels");
		eng_buf_finish(&out);
	}
}

static size_t count_strokes(const eng_page *page) {
	size_t n = 0;

	for (size_t i = 0; page && i < page->count; i++) {
		n += page->items[i].kind == ENG_ITEM_PATH && page->items[i].as.path.stroke;
	}
	return n;
}

/* Without colour, what is not the first series has a hatch and an outline; and all stays in its box. */
static void test_patterns(void) {
	static const chart_case two = { "x", ENG_CHART_BAR, 3, 2, { "4 2 6", "3 5 1" } };
	eng_document doc = { .language = ENG_STR("en") };
	const eng_length width = ENG_PT(300);

	start();
	CHECK(count_strokes(eng_layout_chart(&ctx, &arena, press, &doc, chart_of(&two), width)) ==
	      0);
	theme->chart_patterns = true;
	CHECK(count_strokes(eng_layout_chart(&ctx, &arena, press, &doc, chart_of(&two), width)) ==
	      2 * (3 + 1)); /* three bars and a swatch */
	test_cases(ENG_MM(170));
	theme->chart_patterns = false;
}

/* A label shows the true minus of a formatted number, and a hyphen nowhere. */
static void test_minus(void) {
	static const chart_case bars = { "x", ENG_CHART_BAR, 2, 1, { "4 -1" } };
	eng_document doc = { .language = ENG_STR("en") };
	eng_page *page = eng_layout_chart(&ctx, &arena, press, &doc, chart_of(&bars), ENG_PT(300));
	int minus = 0;

	CHECK(page != NULL);
	for (size_t i = 0; page && i < page->count; i++) {
		if (page->items[i].kind == ENG_ITEM_RUN) {
			eng_str text = page->items[i].as.run.text;

			CHECK(eng_str_index(text, ENG_STR("-")) == text.n);
			minus += eng_str_index(text, ENG_STR("\u2212")) < text.n;
		}
	}
	CHECK(minus == 1);
}

int main(void) {
	const char *library = eng_file_is_dir("../templates/themes") ? "../templates" : "templates";

	eng_arena_init(&arena);
	masks = eng_flat_masks_new();
	start();
	theme = eng_theme_load(&ctx, &arena, library, ENG_STR("base"));
	press = theme ? eng_press_new(&ctx, theme, library, "/usr/share/fonts") : NULL;
	CHECK(press != NULL);
	for (size_t d = 0; d < diags.n; d++) {
		eng_diag_print(stderr, &diags.items[d], false);
	}
	if (press) {
		test_cases(ENG_MM(170));
		test_cases(ENG_PT(230));
		test_mirrored();
		test_minus();
		test_refused();
		test_patterns();
	}
	eng_flat_masks_free(masks);
	eng_press_free(press);
	eng_arena_finish(&arena);
	return unit_done();
}
