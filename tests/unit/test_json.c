/* The JSON reader, judged by cases in the manner of JSONTestSuite (y: must be read, n: must be
 * refused), each fed whole and byte by byte; and the writer. */
#include "base/buf.h"
#include "base/diag.h"
#include "markup/json-write.h"
#include "markup/json.h"
#include "unit.h"

static eng_arena arena;
static eng_diag_list list;
static eng_ctx ctx;
static eng_buf seen;

static bool take(void *user, const eng_json_token *t) {
	static const char *const marks[] = { "{", "}", "[", "]", "k", "s", "#", "T", "F", "0" };

	(void)user;
	eng_buf_cstr(&seen, marks[t->kind]);
	if (t->kind == ENG_JSON_KEY || t->kind == ENG_JSON_STRING || t->kind == ENG_JSON_NUMBER) {
		eng_buf_printf(&seen, "<%.*s>", ENG_STR_ARG(t->text));
	}
	if (t->kind == ENG_JSON_STRING || t->kind == ENG_JSON_KEY) {
		eng_buf_printf(&seen, "@%d:%d", t->line, t->column);
	}
	return true;
}

static bool read_text(eng_str text, size_t piece) {
	eng_json_reader *r;
	bool good = true;

	list = (eng_diag_list){ .arena = &arena };
	eng_ctx_init(&ctx, eng_diag_collect, &list);
	ctx.limits.depth = 500;
	ctx.limits.token_bytes = 100000;
	eng_buf_clear(&seen);
	r = eng_json_reader_new(&ctx, "t.json", take, NULL);
	for (size_t i = 0; good && i < text.n; i += piece) {
		size_t taken, n = text.n - i < piece ? text.n - i : piece;
		char *copy = eng_malloc(n);

		memcpy(copy, text.s + i, n);
		good = eng_json_reader_feed(r, copy, n, &taken);
		CHECK(!good || taken == n);
		free(copy);
	}
	good = good && eng_json_reader_finish(r);
	eng_json_reader_free(r);
	CHECK(good == (list.n == 0));
	return good;
}

#define Y(text) ENG_STR_INIT(text)

static const eng_str yes[] = {
	Y("[[]   ]"),
	Y("[\"\"]"),
	Y("[]"),
	Y("[\"a\"]"),
	Y("[false]"),
	Y("[null, 1, \"1\", {}]"),
	Y("[null]"),
	Y("[1\n]"),
	Y(" [1]"),
	Y("[1,null,null,null,2]"),
	Y("[2] "),
	Y("[123e65]"),
	Y("[0e+1]"),
	Y("[0e1]"),
	Y("[ 4]"),
	Y("[-0.000000000000000000000000000000000000000000000000001]"),
	Y("[20e1]"),
	Y("[-0]"),
	Y("[-123]"),
	Y("[-1]"),
	Y("[1E22]"),
	Y("[1E-2]"),
	Y("[1E+2]"),
	Y("[123.456e78]"),
	Y("[123]"),
	Y("{\"asd\":\"sdf\", \"dfg\":\"fgh\"}"),
	Y("{\"a\":\"b\",\"a\":\"c\"}"),
	Y("{}"),
	Y("{\"\":0}"),
	Y("{\"foo\\u0000bar\": 42}"),
	Y("{ \"min\": -1.0e+28, \"max\": 1.0e+28 }"),
	Y("{\"a\":[]}"),
	Y("{\n\"a\": \"b\"\n}"),
	Y("[\"\\u0060\\u012a\\u12AB\"]"),
	Y("[\"\\uD801\\udc37\"]"),
	Y("[\"\\ud83d\\ude39\\ud83d\\udc8d\"]"),
	Y("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"),
	Y("[\"\\\\u0000\"]"),
	Y("[\"\\\"\"]"),
	Y("[\"a/*b*/c/*d//e\"]"),
	Y("[\"\\\\a\"]"),
	Y("[\"\\\\n\"]"),
	Y("[\"\\u0012\"]"),
	Y("[\"\\uFFFF\"]"),
	Y("[\"asd\"]"),
	Y("[\"\xf4\x8f\xbf\xbf\"]"),
	Y("[\"\xef\xbf\xbf\"]"),
	Y("[\"\\u0000\"]"),
	Y("[\"\\uDBFF\\uDFFE\"]"),
	Y("[\"\xe2\x80\xa8\"]"),
	Y("[\"\xe2\x82\xac\xf0\x9d\x84\x9e\"]"),
	Y("\" \""),
	Y("[\"\x7f\"]"),
	Y("false"),
	Y("42"),
	Y("-0.1"),
	Y("null"),
	Y("\"asd\""),
	Y("true"),
	Y("\"\""),
	Y("[\"a\"]\n"),
	Y("[true]"),
	Y(" [] "),
	Y("[\"\xc2\x80\"]"),
	Y("\t{\r\n}\n"),
};

static const eng_str no[] = {
	Y("[1 true]"),
	Y("[a\xe5]"),
	Y("[\"\": 1]"),
	Y("[\"\"],"),
	Y("[,1]"),
	Y("[1,,2]"),
	Y("[\"x\",,]"),
	Y("[\"x\"]]"),
	Y("[\"\",]"),
	Y("[\"x\""),
	Y("[x"),
	Y("[3[4]]"),
	Y("[\xff]"),
	Y("[1:2]"),
	Y("[,]"),
	Y("[-]"),
	Y("[   , \"\"]"),
	Y("[\"a\",\n4\n,1,"),
	Y("[1,]"),
	Y("[\"\va\"\\f]"),
	Y("[*]"),
	Y("[\"\""),
	Y("[1,"),
	Y("[1,\n1\n,1"),
	Y("[{}"),
	Y("[fals]"),
	Y("[nul]"),
	Y("[tru]"),
	Y("[++1234]"),
	Y("[+1]"),
	Y("[+Inf]"),
	Y("[-01]"),
	Y("[-1.0.]"),
	Y("[-2.]"),
	Y("[-NaN]"),
	Y("[.-1]"),
	Y("[.2e-3]"),
	Y("[0.1.2]"),
	Y("[0.3e+]"),
	Y("[0.3e]"),
	Y("[0.e1]"),
	Y("[0E+]"),
	Y("[0E]"),
	Y("[0e+]"),
	Y("[0e]"),
	Y("[1.0e+]"),
	Y("[1.0e-]"),
	Y("[1.0e]"),
	Y("[1 000.0]"),
	Y("[1eE2]"),
	Y("[2.e+3]"),
	Y("[2.e-3]"),
	Y("[2.e3]"),
	Y("[9.e+]"),
	Y("[Inf]"),
	Y("[NaN]"),
	Y("[\xef\xbc\x91]"),
	Y("[1+2]"),
	Y("[0x1]"),
	Y("[0x42]"),
	Y("[Infinity]"),
	Y("[0e+-1]"),
	Y("[-123.123foo]"),
	Y("[123\xe5]"),
	Y("[1e1\xe5]"),
	Y("[0\xe5]"),
	Y("[-Infinity]"),
	Y("[-foo]"),
	Y("[- 1]"),
	Y("[-012]"),
	Y("[-.123]"),
	Y("[-1x]"),
	Y("[1ea]"),
	Y("[1.]"),
	Y("[.123]"),
	Y("[1.2a-3]"),
	Y("[1.8011670033376514H-308]"),
	Y("[012]"),
	Y("[\"x\", truth]"),
	Y("{[: \"x\"}\n"),
	Y("{\"x\", null}"),
	Y("{\"x\"::\"b\"}"),
	Y("{\"a\":\"a\" 123}"),
	Y("{key: 'value'}"),
	Y("{\"\xb9\":\"0\",}"),
	Y("{\"a\" b}"),
	Y("{:\"b\"}"),
	Y("{\"a\" \"b\"}"),
	Y("{\"a\":"),
	Y("{\"a\""),
	Y("{1:1}"),
	Y("{9999E9999:1}"),
	Y("{null:null,null:null}"),
	Y("{\"id\":0,,,,,}"),
	Y("{'a':0}"),
	Y("{\"id\":0,}"),
	Y("{\"a\":\"b\"}/**/"),
	Y("{\"a\":\"b\"}#"),
	Y("{\"a\":\"b\",,\"c\":\"d\"}"),
	Y("{a: \"b\"}"),
	Y("{\"a\":\"a"),
	Y("{ \"foo\" : \"bar\", \"a\" }"),
	Y("{\"a\":\"b\"}#{}"),
	Y(" "),
	Y(""),
	Y("[\"\\uD800\\\"]"),
	Y("[\"\\uD800\\u\"]"),
	Y("[\"\\uD800\\u1\"]"),
	Y("[\"\\uD800\\u1x\"]"),
	Y("[\xc3\xa9]"),
	Y("[\"\\x00\"]"),
	Y("[\"\\\\\\\"]"),
	Y("[\"\\\t\"]"),
	Y("[\"\\\xf0\x9f\x8c\x80\"]"),
	Y("[\"\\\"]"),
	Y("[\"\\u00A\"]"),
	Y("[\"\\uD834\\uDd\"]"),
	Y("[\"\\uD800\\uD800\\x\"]"),
	Y("[\"\\u\xe5\"]"),
	Y("[\"\\a\"]"),
	Y("[\"\\uqqqq\"]"),
	Y("[\"\\\xe5\"]"),
	Y("[\\u0020\"asd\"]"),
	Y("[\\n]"),
	Y("\""),
	Y("['single quote']"),
	Y("abc"),
	Y("[\"\\"),
	Y("[\"a\0a\"]"),
	Y("[\"new\nline\"]"),
	Y("[\"\t\"]"),
	Y("\"\\UA66D\""),
	Y("\"\"x"),
	Y("<.>"),
	Y("[<null>]"),
	Y("[1]x"),
	Y("[1]]"),
	Y("[\"asd]"),
	Y("a\xc3\xa5"),
	Y("[True]"),
	Y("1]"),
	Y("{\"x\": true,"),
	Y("[][]"),
	Y("]"),
	Y("\xef\xbb{}"),
	Y("\xe5"),
	Y("["),
	Y("\0"),
	Y("2@"),
	Y("{}}"),
	Y("{\"\":"),
	Y("{\"a\":/*c*/\"b\"}"),
	Y("{\"a\": true} \"x\""),
	Y("['"),
	Y("[,"),
	Y("[{"),
	Y("[\"a"),
	Y("[\"a\""),
	Y("{"),
	Y("{]"),
	Y("{,"),
	Y("{["),
	Y("{\"a"),
	Y("{'a'"),
	Y("[\"\\{[\"\\{"),
	Y("*"),
	Y("{\"a\":\"b\"}#{}"),
	Y("[\\u000A\"\"]"),
	Y("[1"),
	Y("[ false, nul"),
	Y("[ true, fals"),
	Y("{\"asd\":\"asd\""),
	Y("\xc3\xa5"),
	Y("[\f]"),
	Y("[\xe2\x81\xa0]"),
	Y("[\"\xff\"]"),
	Y("[\"\xed\xa0\x80\"]"),
	Y("[\"\xc0\xaf\"]"),
	Y("[\"\xe9\"]"),
	Y("[\"\\uDADA\"]"),
	Y("[\"\\uDd1e\\uD834\"]"),
	Y("[\"\\uD800\\n\"]"),
	Y("[\"\\uD800abc\"]"),
};

static void test_suite(void) {
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++) {
		eng_str whole;

		if (!read_text(yes[i], 1000)) {
			fprintf(stderr, "refused: %.*s\n", ENG_STR_ARG(yes[i]));
			CHECK(false);
		}
		whole = eng_str_copy(&arena, eng_buf_view(&seen));
		CHECK(read_text(yes[i], 1));
		CHECK_STR(eng_buf_view(&seen), whole.s);
	}
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++) {
		if (read_text(no[i], 1000) || read_text(no[i], 1)) {
			fprintf(stderr, "accepted: %.*s\n", ENG_STR_ARG(no[i]));
			CHECK(false);
		}
		CHECK(list.n == 1);
	}
}

static void test_tokens(void) {
	CHECK(read_text(
	    ENG_STR("{\"\xc3\xa9\": [1.50, \"x\\u20ac\\ud83d\\ude39\"],\n \"b\":{\"c\":null}}"),
	    3));
	CHECK_STR(eng_buf_view(&seen),
		  "{k<\xc3\xa9>@1:2[#<1.50>s<x\xe2\x82\xac\xf0\x9f\x98\xb9>@1:14]"
		  "k<b>@2:2{k<c>@2:7"
		  "0}}");
	CHECK(!read_text(ENG_STR("{\n  \"a\": tru }"), 100));
	CHECK(list.n == 1 && list.items[0].where.line == 2 && list.items[0].where.column == 8);
	CHECK(!read_text(ENG_STR("{\"\xc3\xa9\": x}"), 100));
	CHECK(list.n == 1 && list.items[0].where.column == 7);
}

static void test_limits(void) {
	char *big = eng_arena_alloc(&arena, 300000);

	memset(big, '[', 300000);
	CHECK(!read_text((eng_str){ big, 300000 }, 4096));
	CHECK_STR(eng_str_from(list.items[0].code), "limit.depth");
	memset(big, 'x', 300000);
	big[0] = '"';
	CHECK(!read_text((eng_str){ big, 300000 }, 4096));
	CHECK_STR(eng_str_from(list.items[0].code), "limit.token-bytes");
	memset(big, '1', 300000);
	CHECK(!read_text((eng_str){ big, 300000 }, 4096));
	CHECK_STR(eng_str_from(list.items[0].code), "limit.token-bytes");
}

static void write_all(eng_json_writer *w) {
	eng_json_write_object(w);
	eng_json_member_text(w, "a\"", ENG_STR("\x01\n\\\xc3\xa9\xff\x7f"));
	eng_json_member_array(w, "list");
	eng_json_write_int(w, -5);
	eng_json_write_bool(w, true);
	eng_json_write_null(w);
	eng_json_write_raw(w, ENG_STR("84.20"));
	eng_json_write_object(w);
	eng_json_write_object_end(w);
	eng_json_write_array_end(w);
	eng_json_member_int(w, "n", INT64_MIN);
	eng_json_write_object_end(w);
}

static void test_writer(void) {
	eng_buf out = { 0 };
	eng_json_writer w;

	eng_json_write_init(&w, &out, false);
	write_all(&w);
	CHECK_STR(eng_buf_view(&out),
		  "{\"a\\\"\":\"\\u0001\\n\\\\\xc3\xa9\xef\xbf\xbd\x7f\","
		  "\"list\":[-5,true,null,84.20,{}],\"n\":-9223372036854775808}");
	CHECK(read_text(eng_buf_view(&out), 7));
	eng_buf_clear(&out);
	eng_json_write_init(&w, &out, true);
	write_all(&w);
	CHECK_STR(eng_buf_view(&out),
		  "{\n  \"a\\\"\": \"\\u0001\\n\\\\\xc3\xa9\xef\xbf\xbd\x7f\",\n"
		  "  \"list\": [\n    -5,\n    true,\n    null,\n    84.20,\n    {}\n  ],\n"
		  "  \"n\": -9223372036854775808\n}");
	CHECK(read_text(eng_buf_view(&out), 7));
	eng_buf_finish(&out);
}

int main(void) {
	test_suite();
	test_tokens();
	test_limits();
	test_writer();
	eng_buf_finish(&seen);
	eng_arena_finish(&arena);
	return unit_done();
}
