/* Documents made by hand, laid out with the shipped theme: what stands where, what is repeated,
 * what is refused. */
#include "base/file.h"
#include "layout/font.h"
#include "layout/layout.h"
#include "unit.h"

static eng_ctx ctx;
static eng_arena arena;
static eng_diag_list diags;
static eng_theme *theme;
static eng_press *press;
static const char *const channels[] = { "pdf", NULL };

static uint32_t texts; /* made so far, of all documents */

static eng_node *node(eng_node *parent, eng_node_type type) {
	eng_node *n = eng_node_new(&arena, type, (eng_loc){ "t.xml", 1, 1 }, 1);

	if (parent) {
		eng_node_append(parent, n);
	}
	return n;
}

static eng_node *text(eng_node *parent, const char *s) {
	eng_node *n = node(parent, ENG_NODE_TEXT);

	n->as.text.from.ordinal = ++texts;
	n->as.text.value.text = eng_str_from(s);
	return n;
}

static eng_node *para(eng_node *parent, const char *s) {
	eng_node *n = node(parent, ENG_NODE_PARA);

	text(n, s);
	return n;
}

static void number(eng_node *parent, const char *formatted, const char *raw) {
	eng_node *n = text(parent, formatted);

	n->as.text.value.kind = ENG_VALUE_NUMBER;
	n->as.text.value.raw = eng_str_from(raw);
	n->as.text.value.formatted = true;
	n->as.text.from.origin = ENG_ORIGIN_DATA;
}

static eng_document *document(const char *title) {
	eng_document *doc = eng_arena_new(&arena, eng_document);

	doc->language = ENG_STR("en");
	doc->title = node(NULL, ENG_NODE_PARA);
	text(doc->title, title);
	doc->body = node(NULL, ENG_NODE_BODY);
	doc->channels = 1;
	doc->text_count = 100000; /* as many as there may be */
	doc->channel_names = channels;
	return doc;
}

static eng_layout *lay(const eng_document *doc) {
	diags.n = 0;
	return eng_layout_pages(&ctx, &arena, press, doc, 0);
}

/* The first item on a page that shows this text at its start; NULL when none does. */
static const eng_item *find(const eng_page *page, const char *s) {
	for (size_t i = 0; i < page->count; i++) {
		if (page->items[i].kind == ENG_ITEM_RUN &&
		    eng_str_starts(page->items[i].as.run.text, s)) {
			return &page->items[i];
		}
	}
	return NULL;
}

static bool failed_with(const eng_document *doc, const char *code) {
	bool failed = lay(doc) == NULL;

	return failed && diags.n > 0 && strcmp(diags.items[0].code, code) == 0;
}

static eng_node *row(eng_node *table, eng_row_kind kind, const char *name, const char *amount,
		     const char *raw) {
	eng_node *r = node(table, ENG_NODE_ROW), *a = node(r, ENG_NODE_CELL),
		 *b = node(r, ENG_NODE_CELL);

	r->as.row.kind = kind;
	a->as.cell.span = b->as.cell.span = 1;
	b->as.cell.column = 1;
	b->as.cell.align = ENG_ALIGN_DECIMAL;
	text(a, name);
	number(b, amount, raw);
	return r;
}

static eng_node *table_of(eng_node *parent, size_t rows) {
	eng_node *t = node(parent, ENG_NODE_TABLE);
	eng_carry *carry = eng_arena_new(&arena, eng_carry);

	t->as.table.columns = eng_arena_new_array(&arena, 2, eng_column);
	t->as.table.column_count = 2;
	for (int i = 0; i < 2; i++) {
		eng_column *c = &t->as.table.columns[i];

		c->heading = para(NULL, i ? "Amount" : "Name");
		c->width_unit = i ? ENG_WIDTH_AUTO : ENG_WIDTH_FRACTION;
		c->width = 1000;
		c->align = i ? ENG_ALIGN_DECIMAL : ENG_ALIGN_START;
		c->channels = 1;
	}
	carry->column = 1;
	carry->label_out = para(NULL, "Carried forward");
	carry->label_in = para(NULL, "Brought forward");
	carry->start.text = carry->start.raw = ENG_STR("0");
	t->as.table.carry = carry;
	t->as.table.data_rows = rows;
	for (size_t i = 0; i < rows; i++) {
		const char *amount = eng_arena_printf(&arena, i % 3 ? "%zu.5" : "-%zu.25", i);
		eng_answer *carried = eng_arena_new(&arena, eng_answer);
		eng_node *r =
		    row(t, ENG_ROW_DATA, eng_arena_printf(&arena, "Row %zu", i), amount, amount);

		r->as.row.index = (uint32_t)i;
		carried->text = carried->raw =
		    eng_str_from(eng_arena_printf(&arena, "%zu", i + 1000));
		r->as.row.carried = carried;
	}
	row(t, ENG_ROW_TOTAL, "Total", "99999.00", "99999.00");
	return t;
}

/* x of the separator in the run of a number. */
static eng_length separator_x(const eng_item *item) {
	const eng_glyph_run *run = &item->as.run;
	size_t at = eng_str_index(run->text, ENG_STR("."));

	for (size_t i = 0; i < run->count; i++) {
		if (run->glyphs[i].cluster == at) {
			return run->x + run->glyphs[i].x;
		}
	}
	return -1;
}

static void test_flow(void) {
	eng_document *doc = document("A title");
	eng_layout *layout;
	eng_buf one = { 0 }, two = { 0 };

	for (int i = 0; i < 60; i++) {
		para(doc->body,
		     "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod "
		     "tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim.");
	}
	layout = lay(doc);
	CHECK(layout && layout->page_count >= 2);
	if (layout) {
		CHECK(strcmp(layout->structure[0].type, "Document") == 0);
		CHECK(strcmp(layout->structure[1].type, "H1") == 0);
		CHECK(layout->outline_count == 1);
		CHECK_STR(layout->outline[0].title, "A title");
		for (size_t p = 0; p < layout->page_count; p++) {
			const eng_page *page = &layout->pages[p];

			for (size_t i = 0; i < page->count; i++) {
				const eng_glyph_run *run = &page->items[i].as.run;

				CHECK(page->items[i].kind != ENG_ITEM_RUN ||
				      (run->x >= 0 && run->x + run->width <= page->width &&
				       run->y > 0 && run->y < page->height));
			}
		}
		eng_layout_dump(layout, &one);
		eng_layout_dump(lay(doc), &two);
		CHECK(eng_str_eq(eng_buf_view(&one), eng_buf_view(&two)));
	}
	eng_buf_finish(&one);
	eng_buf_finish(&two);
}

static void test_table(void) {
	eng_document *doc = document("Table");
	eng_layout *layout;
	eng_length x = 0;

	table_of(doc->body, 90);
	layout = lay(doc);
	CHECK(layout && layout->page_count >= 3);
	for (size_t p = 0; layout && p < layout->page_count; p++) {
		const eng_page *page = &layout->pages[p];
		bool last = p + 1 == layout->page_count;

		CHECK(find(page, "Amount") != NULL);
		CHECK((find(page, "Amount")->structure != 0) == (p == 0)); /* content once */
		CHECK((find(page, "Brought forward") != NULL) == (p > 0));
		CHECK((find(page, "Carried forward") != NULL) == !last);
		CHECK((find(page, "Total") != NULL) == last);
		for (size_t i = 0; i < page->count; i++) {
			const eng_item *item = &page->items[i];
			bool decimal =
			    item->kind == ENG_ITEM_RUN && item->structure &&
			    eng_str_index(item->as.run.text, ENG_STR(".")) < item->as.run.text.n;

			if (decimal) {
				x = x ? x : separator_x(item);
				CHECK(separator_x(item) - x < 20 && x - separator_x(item) < 20);
			}
		}
	}
	/* The minus of a number is a true one. */
	CHECK(layout && find(&layout->pages[0], "\xE2\x88\x92"
						"3.25"));
}

static void test_tall_row(void) {
	eng_document *doc = document("Tall");
	eng_node *t = table_of(doc->body, 2);
	eng_buf words = { 0 };
	eng_layout *layout;

	for (int i = 0; i < 3000; i++) {
		eng_buf_printf(&words, "word%d ", i);
	}
	t->first->first->first->as.text.value.text = eng_str_trim(eng_buf_view(&words));
	layout = lay(doc);
	CHECK(layout && layout->page_count >= 3);
	CHECK(layout && find(&layout->pages[layout->page_count - 1], "Total"));
	eng_buf_finish(&words);
}

static void test_footnote(void) {
	eng_document *doc = document("Notes");
	eng_layout *layout;
	size_t marked = 0, noted = 0;

	for (int i = 0; i < 40; i++) {
		eng_node *p = para(doc->body, "Some words of a paragraph that takes a line or so");

		if (i == 22) {
			text(node(p, ENG_NODE_FOOTNOTE), "The note itself.");
		}
		text(p, i == 22 ? "marked" : " and goes on.");
	}
	layout = lay(doc);
	CHECK(layout && layout->page_count >= 2);
	for (size_t p = 0; layout && p < layout->page_count; p++) {
		marked = find(&layout->pages[p], "marked") ? p : marked;
		noted = find(&layout->pages[p], "The note") ? p : noted;
		if (find(&layout->pages[p], "The note")) {
			const eng_item *note = find(&layout->pages[p], "The note");

			CHECK(strcmp(layout->structure[note->structure].type, "Note") == 0);
		}
	}
	CHECK(marked == noted);
}

static void test_rtl(void) {
	eng_document *doc = document("عنوان");
	eng_layout *layout;
	const eng_item *item;

	doc->language = ENG_STR("ar");
	doc->rtl = true;
	para(doc->body, "مرحبا");
	layout = lay(doc);
	item = layout ? find(&layout->pages[0], "مرحبا") : NULL;
	CHECK(item && item->as.run.rtl);
	CHECK(item && item->as.run.x + item->as.run.width > layout->pages[0].width / 2);
}

static void test_keep(void) {
	eng_document *doc = document("Keep");
	eng_layout *layout;
	size_t heading = 99, body = 98;

	for (int i = 0; i < 33; i++) {
		para(doc->body, "line");
	}
	for (int i = 0; i < 40; i++) { /* somewhere among these a heading would end a page */
		eng_node *h = node(doc->body, ENG_NODE_HEADING);

		h->as.heading.level = 2;
		text(h, eng_arena_printf(&arena, "Heading %d.", i));
		para(doc->body, eng_arena_printf(&arena, "Body %d.", i));
	}
	layout = lay(doc);
	for (int i = 0; layout && i < 40; i++) {
		for (size_t p = 0; p < layout->page_count; p++) {
			heading =
			    find(&layout->pages[p], eng_arena_printf(&arena, "Heading %d.", i))
				? p
				: heading;
			body = find(&layout->pages[p], eng_arena_printf(&arena, "Body %d.", i))
				   ? p
				   : body;
		}
		CHECK(heading == body);
	}
	CHECK(layout && layout->outline_count == 41);
}

static void test_refused(void) {
	eng_document *doc = document("Refused");
	eng_part part = { ENG_STR_INIT("footer"), ENG_PAGES_ALL, NULL };
	eng_node *section;

	part.content = node(NULL, ENG_NODE_PART);
	for (int i = 0; i < 30; i++) {
		para(part.content, "one of many lines");
	}
	doc->parts = &part;
	doc->part_count = 1;
	CHECK(failed_with(doc, "layout.overflow"));
	part.name = ENG_STR("nowhere");
	CHECK(failed_with(doc, "layout.no-frame"));
	doc->part_count = 0;
	section = node(doc->body, ENG_NODE_SECTION);
	section->as.section.master = ENG_STR("landscape");
	CHECK(failed_with(doc, "layout.unknown-master"));
	doc = document("Code");
	node(doc->body, ENG_NODE_BARCODE)->as.barcode.symbology = ENG_STR("ean");
	doc->body->first->as.barcode.value = ENG_STR("not digits");
	CHECK(failed_with(doc, "layout.barcode"));
	doc = document("Lost");
	para(doc->body, "x")->first->as.text.from.ordinal = 0; /* counted nowhere */
	CHECK(failed_with(doc, "layout.lost"));
	doc = document("Pages");
	ctx.limits.pages = 3;
	for (int i = 0; i < 5; i++) {
		para(doc->body, "x");
		node(doc->body, ENG_NODE_PAGE_BREAK);
	}
	CHECK(failed_with(doc, "limit.pages"));
	ctx.limits = eng_limits_default();
}

int main(void) {
	const char *library = eng_file_is_dir("../templates/themes") ? "../templates" : "templates";

	eng_arena_init(&arena);
	diags.arena = &arena;
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
	theme = eng_theme_load(&ctx, &arena, library, ENG_STR("base"));
	press = theme ? eng_press_new(&ctx, theme, library, "/usr/share/fonts") : NULL;
	CHECK(press != NULL);
	if (press) {
		test_flow();
		test_table();
		test_tall_row();
		test_footnote();
		test_rtl();
		test_keep();
		test_refused();
	}
	eng_press_free(press);
	eng_arena_finish(&arena);
	return unit_done();
}
