/* The CSV reader: RFC 4180 and its faults, each text fed whole and byte by byte. */
#include "base/buf.h"
#include "base/diag.h"
#include "markup/csv.h"
#include "unit.h"

static eng_arena arena;
static eng_diag_list list;
static eng_ctx ctx;
static eng_buf seen;

static void on_cell(void *user, const eng_csv_cell *cell) {
	(void)user;
	eng_buf_printf(&seen, "%s%.*s%s@%d:%d ", cell->quoted ? "'" : "", ENG_STR_ARG(cell->text),
		       cell->quoted ? "'" : "", cell->line, cell->column);
}

static bool on_row(void *user, const eng_csv_row *row) {
	(void)user;
	eng_buf_printf(&seen, "%zu%s\n", row->cells, row->bad ? " bad" : "");
	return true;
}

static bool read_text(eng_str text, char separator, size_t piece) {
	static const eng_csv_handler handler = { on_cell, on_row, NULL };
	eng_csv_reader *r;
	bool good = true;

	list = (eng_diag_list){ .arena = &arena };
	eng_ctx_init(&ctx, eng_diag_collect, &list);
	ctx.limits.token_bytes = 1000;
	eng_buf_clear(&seen);
	r = eng_csv_reader_new(&ctx, "t.csv", separator, &handler);
	for (size_t i = 0; good && i < text.n; i += piece) {
		size_t taken;

		good = eng_csv_reader_feed(r, text.s + i, text.n - i < piece ? text.n - i : piece,
					   &taken);
	}
	good = good && eng_csv_reader_finish(r);
	eng_csv_reader_free(r);
	return good;
}

static const struct {
	eng_str text;
	char separator;
	const char *seen;
	const char *code;
} cases[] = {
	{ ENG_STR_INIT("a,b\r\n1,2\r\n"), ',', "a@1:1 b@1:3 2\n1@2:1 2@2:3 2\n", NULL },
	{ ENG_STR_INIT("a;b\n\n1;2"), ';', "a@1:1 b@1:3 2\n1@3:1 2@3:3 2\n", NULL },
	{ ENG_STR_INIT("a\tb\r1\t2\r"), '\t', "a@1:1 b@1:3 2\n1@2:1 2@2:3 2\n", NULL },
	{ ENG_STR_INIT("\"x,\"\"y\"\"\r\nz\",\"\"\nq,"), ',',
	  "'x,\"y\"\r\nz'@1:1 ''@2:4 2\nq@3:1 @3:3 2\n", NULL },
	{ ENG_STR_INIT("\xc3\xa9|\xc3\xa9\xc3\xa9|x\n"), '|',
	  "\xc3\xa9@1:1 \xc3\xa9\xc3\xa9@1:3 x@1:6 3\n", NULL },
	{ ENG_STR_INIT(",\n"), ',', "@1:1 @1:2 2\n", NULL },
	{ ENG_STR_INIT(" a , b "), ',', " a @1:1  b @1:5 2\n", NULL },
	{ ENG_STR_INIT(""), ',', "", NULL },
	{ ENG_STR_INIT("a,x\"y\nc,d\n"), ',', "a@1:1 1 bad\nc@2:1 d@2:3 2\n", "markup.csv" },
	{ ENG_STR_INIT("a,\"x\"y\nc,d\n"), ',', "a@1:1 1 bad\nc@2:1 d@2:3 2\n", "markup.csv" },
	{ ENG_STR_INIT("a,\xff\nc,d\n"), ',', NULL, "markup.bad-utf8" },
	{ ENG_STR_INIT("a,\"x\n"), ',', "a@1:1 ", "markup.csv" },
};

static void test_cases(void) {
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		for (size_t piece = 1; piece < 1001; piece += 333) {
			read_text(cases[i].text, cases[i].separator, piece);
			if (cases[i].seen) {
				CHECK_STR(eng_buf_view(&seen), cases[i].seen);
			}
			CHECK(list.n == (cases[i].code != NULL));
			if (cases[i].code && list.n) {
				CHECK_STR(eng_str_from(list.items[0].code), cases[i].code);
			}
		}
	}
}

static void test_limits(void) {
	char *big = eng_arena_alloc(&arena, 5000);

	memset(big, 'x', 5000);
	big[0] = '"';
	CHECK(!read_text((eng_str){ big, 5000 }, ',', 100));
	CHECK(list.n == 1 && strcmp(list.items[0].code, "limit.token-bytes") == 0);
	CHECK(eng_csv_guess(ENG_STR("a;b;c,d\n,,,,,,")) == ';');
	CHECK(eng_csv_guess(ENG_STR("\"a;;;;b\"\tc\n")) == '\t');
	CHECK(eng_csv_guess(ENG_STR("a\n;")) == ',');
}

int main(void) {
	test_cases();
	test_limits();
	eng_buf_finish(&seen);
	eng_arena_finish(&arena);
	return unit_done();
}
