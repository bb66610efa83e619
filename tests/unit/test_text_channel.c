/* Plain text: addresses, wrapping, directions, and whole documents. */
#include "specimen.h"
#include "unit.h"

#include "channels/common/bidi.h"
#include "channels/common/url.h"
#include "channels/common/wrap.h"

static void test_urls(void) {
	static const struct {
		const char *url;
		bool good;
	} cases[] = {
		{ "https://bank.example/a?b=c&d=%20#x", true },
		{ "HTTP://bank.example", true },
		{ "mailto:a@b.example", true },
		{ "tel:+4412345", true },
		{ "javascript:alert(1)", false },
		{ "data:text/html,x", false },
		{ "https://a b", false },
		{ "https://a\"onclick", false },
		{ "https://a\r\nBcc: x", false },
		{ "//bank.example", false },
		{ "/relative", false },
		{ "https://", false },
		{ "", false },
		{ "https://b\xc3\xa4nk.example", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHECK(eng_url_is_allowed(eng_str_from(cases[i].url)) == cases[i].good);
	}
}

static void test_said(void) {
	static const struct {
		const char *url, *words;
		bool said;
	} cases[] = {
		{ "https://bank.example/pay", "https://bank.example/pay", true },
		{ "https://bank.example/pay", "Go to bank.example/pay.", true },
		{ "https://www.bank.example/", "bank.example", true },
		{ "https://www.bank.example/", "(www.bank.example)", true },
		{ "mailto:a@bank.example?subject=x", "a@bank.example", true },
		{ "tel:+4412345", "+4412345", true },
		{ "https://bank.example/pay", "pay", false },
		{ "https://bank.example/pay", "e", false },
		{ "https://bank.example/pay", "bank.example", false },
		{ "https://bank.example/pay", "bank.example/payments", false },
		{ "https://bank.example", "bank.example.org", false },
		{ "https://bank.example", "a@bank.example", false },
		{ "https://bank.example", "riverbank.example", false },
		{ "https://bank.example", "", false },
		{ "mailto:?subject=x", "x", false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		CHECK(eng_url_is_said(eng_str_from(cases[i].url), eng_str_from(cases[i].words)) ==
		      cases[i].said);
	}
}

static void test_wrap(void) {
	size_t n;
	eng_str *lines = eng_wrap_lines(&specimen_arena, ENG_STR("one two three"), 8, &n);

	CHECK(n == 2);
	CHECK_STR(lines[0], "one two");
	CHECK_STR(lines[1], "three");
	lines =
	    eng_wrap_lines(&specimen_arena, ENG_STR("see https://bank.example/a-b/c ok"), 10, &n);
	CHECK(n == 3);
	CHECK_STR(lines[1], "https://bank.example/a-b/c");
	CHECK(eng_wrap_width(ENG_STR("\xe6\x9d\xb1\xe4\xba\xac e\xcc\x81")) == 6);
	lines = eng_wrap_lines(&specimen_arena,
			       ENG_STR("\xe6\x9d\xb1\xe4\xba\xac\xe6\x9d\xb1\xe4\xba\xac"), 4, &n);
	CHECK(n == 2);
	lines = eng_wrap_lines(&specimen_arena, ENG_STR(""), 10, &n);
	CHECK(n == 1 && lines[0].n == 0);
	CHECK(eng_wrap_longest(&specimen_arena, ENG_STR("a bbbb cc")) == 4);
}

/* What is tied or joined stays on a line that has the room for it. */
static void test_ties(void) {
	const eng_str date = ENG_STR("on 1\037May\0372026 or"),
		      month = ENG_STR("1\036\xe6\x9c\x88\0363");
	size_t n;
	eng_str *lines = eng_wrap_lines(&specimen_arena, date, 12, &n);

	CHECK(n == 3);
	CHECK_STR(lines[1], "1\037May\0372026");
	CHECK(eng_wrap_longest(&specimen_arena, date) == 10);
	lines = eng_wrap_lines(&specimen_arena, date, 7, &n);
	CHECK(n == 3);
	CHECK_STR(lines[1], "1\037May");
	CHECK_STR(lines[2], "2026 or");
	lines = eng_wrap_lines(&specimen_arena, ENG_STR("2026\037x"), 3, &n);
	CHECK(n == 2);
	CHECK_STR(lines[1], "x");
	/* Ideographs: four columns, then a value of four. */
	lines = eng_wrap_lines(&specimen_arena,
			       ENG_STR("\xe6\x9d\xb1\xe4\xba\xac\061\036\xe6\x9c\x88\0363"), 6, &n);
	CHECK(n == 2);
	CHECK_STR(eng_wrap_untied(&specimen_arena, lines[1]), "1\xe6\x9c\x88\063");
	lines = eng_wrap_lines(&specimen_arena, month, 3, &n);
	CHECK(n == 2);
	CHECK_STR(eng_wrap_untied(&specimen_arena, ENG_STR("1\037May")), "1 May");
}

static void test_bidi(void) {
	CHECK(!eng_bidi_is_mixed(ENG_STR("plain"), false));
	CHECK(eng_bidi_is_mixed(ENG_STR("plain"), true));
	CHECK(eng_bidi_is_mixed(ENG_STR("\xd7\xa9"), false));
	CHECK(eng_bidi_is_mixed(ENG_STR("a\xe2\x80\xae"
					"b"),
				false));
	/* An override is closed, a closer without opener dropped. */
	CHECK_STR(eng_bidi_balance(&specimen_arena, ENG_STR("a\xe2\x80\xae"
							    "b")),
		  "a\xe2\x80\xae"
		  "b\xe2\x80\xac");
	CHECK_STR(eng_bidi_balance(&specimen_arena, ENG_STR("a\xe2\x81\xa9"
							    "b")),
		  "ab");
}

static void test_full(void) {
	eng_ctx ctx;
	eng_measures m;
	eng_theme *theme = specimen_theme();
	eng_str text, again;

	eng_ctx_init(&ctx, NULL, NULL);
	text = specimen_render(&ctx, "text", specimen_full(), theme, &m);
	if (getenv("ENG_SHOW")) {
		printf("%.*s", ENG_STR_ARG(text));
	}
	CHECK(eng_str_starts(text,
			     "Your statement for October 2026\n==============================="));
	CHECK_HAS(text, "our prices\xc2\xa0[1] and do reply[2]");
	CHECK_HAS(text, "Closing balance  \xe2\x82\xac\xc2\xa0"
			"1,234.50\nIBAN             IE12");
	CHECK_HAS(text, "| Your account was overdrawn");
	CHECK_HAS(text, "1 Oct  Salary Analytical Engines Ltd  2,500.00\n");
	CHECK_HAS(text, "Total                                 1,537.60\n");
	CHECK_HAS(text, "- first\n- second\n");
	CHECK_HAS(text, "[Your new card]");
	CHECK_HAS(text, "View online\nhttps://bank.example/s/7Q2K\n");
	CHECK_HAS(text, "by the scheme.Ask\n\nhttps://scheme.example/ask\n");
	CHECK_HAS(text, "Meridian Bank plc, Dublin.\n");
	CHECK_HAS(text, "[1] https://bank.example/prices?a=1&b=2\n[2] By the end of the month.\n");
	CHECK(eng_str_index(text, ENG_STR("continuation")) == text.n);
	again = specimen_render(&ctx, "text", specimen_full(), theme, &m);
	CHECK(eng_str_eq(text, again));
	CHECK(ctx.errors == 0);
}

static void test_rtl(void) {
	static const char *const rows[][3] = { { "1", "\xd8\xa7", "5.00" } };
	eng_ctx ctx;
	eng_measures m;
	eng_document *doc = specimen_new();
	eng_str text;

	eng_ctx_init(&ctx, NULL, NULL);
	doc->rtl = true;
	doc->language = ENG_STR("ar");
	specimen_data(specimen_para(doc->body, "\xd8\xa7\xd9\x84 "), "Ada 12");
	specimen_table(doc->body, rows, 1, NULL);
	text = specimen_render(&ctx, "text", doc, specimen_theme(), &m);
	CHECK_HAS(text, "\xd8\xa7\xd9\x84 \xe2\x81\xa8"
			"Ada 12\xe2\x81\xa9\n");
	CHECK_HAS(text, "\xe2\x80\x8f"
			"Date"); /* records, with a mark before Latin labels */
}

static void test_hostile(void) {
	eng_ctx ctx;
	eng_measures m;
	eng_document *doc = specimen_new();
	eng_str text;
	char *big = eng_arena_alloc(&specimen_arena, 10241);

	eng_ctx_init(&ctx, NULL, NULL);
	memset(big, 'x', 10240);
	specimen_data(specimen_para(doc->body, NULL), big);
	text = specimen_render(&ctx, "text", doc, specimen_theme(), &m);
	CHECK(text.n > 10240);
	specimen_link(specimen_para(doc->body, NULL), "x", "javascript:alert(1)");
	text = specimen_render(&ctx, "text", doc, specimen_theme(), &m);
	CHECK(text.n == 0 && ctx.errors == 1);
}

static void test_cut(void) {
	static const char *const rows[][3] = { { "1", "a", "5" },
					       { "2", "b", "6" },
					       { "3", "c", "7" } };
	eng_ctx ctx;
	eng_measures m;
	eng_document *doc = specimen_new();
	eng_node *table = specimen_table(doc->body, rows, 3, "18");
	eng_str text;

	eng_ctx_init(&ctx, NULL, NULL);
	table->as.table.max_rows = 1;
	table->as.table.max_on = ALL_CHANNELS;
	table->as.table.more = specimen_node(NULL, ENG_NODE_BODY);
	specimen_para(table->as.table.more, "All in the PDF.");
	text = specimen_render(&ctx, "text", doc, specimen_theme(), &m);
	CHECK_HAS(text, "1     a");
	CHECK(eng_str_index(text, ENG_STR("2     b")) == text.n);
	CHECK_HAS(text, "Total");
	CHECK_HAS(text, "All in the PDF.");
}

int main(void) {
	test_urls();
	test_said();
	test_wrap();
	test_ties();
	test_bidi();
	test_full();
	test_rtl();
	test_hostile();
	test_cut();
	eng_arena_finish(&specimen_arena);
	return unit_done();
}
