/* Sources of all formats: what is over a limit is told where it stands, and the next record is read. */
#include "data/marks.h"
#include "source_fixture.h"

/* Each is far over a limit; what counts is a clear error, and that the next record is read. */
static void test_hostile(void) {
	eng_buf b = { 0 };

	repeat(&b, "<a>", 200000);
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_XML, "", "BROKEN\n", "limit.depth");
	eng_buf_clear(&b);
	repeat(&b, "<s><r a='", 1);
	repeat(&b, "xxxxxxxxxx", 100000);
	eng_buf_cstr(&b, "'/></s>");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_XML, "r", "BROKEN\n", "limit.token-bytes");
	eng_buf_clear(&b);
	/* Each attribute is compared with all others of its tag: 100,000 would take minutes. */
	repeat(&b, "<s><r x='1'/><r x='>'", 1);
	for (int i = 0; i < 100000; i++) {
		eng_buf_printf(&b, " a%d='%d'", i, i);
	}
	eng_buf_cstr(&b, "/></s>");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_XML, "r", "r@1:4(@x@1:10=1 )\nBROKEN\n", "limit.attributes");
	eng_buf_clear(&b);
	repeat(&b, "<s><r>", 1);
	repeat(&b, "xxxxxxxxxx", 25000);
	eng_buf_cstr(&b, "</r><r>1</r></s>");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_XML, "r", "BAD\nr@1:250011=1\nEND\n", "limit.token-bytes");
	eng_buf_clear(&b);
	repeat(&b, "<s><r>", 1);
	repeat(&b, "<x/>", 30000);
	eng_buf_cstr(&b, "</r><r>1</r></s>");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_XML, "r", "BAD\nr@1:120011=1\nEND\n", "limit.record-nodes");
	eng_buf_clear(&b);
	repeat(&b, "<s><r>", 1);
	repeat(&b, "<x>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</x>", 15000);
	eng_buf_cstr(&b, "</r>\n<r>1</r></s>");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_XML, "r", "BAD\nr@2:1=1\nEND\n", "limit.record-bytes");
	eng_buf_clear(&b);
	repeat(&b, "<!--", 1);
	repeat(&b, "xxxxxxxxxx", 100000);
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_XML, "", "BROKEN\n", "limit.token-bytes");
	eng_buf_clear(&b);
	eng_buf_cstr(&b, "{\"a\":\"");
	repeat(&b, "xxxxxxxxxx", 25000);
	eng_buf_cstr(&b, "\"}\n{\"b\":1}\n{\"a\":[");
	repeat(&b, "1,", 30000);
	eng_buf_cstr(&b, "1]}\n{\"b\":2}\n{\"a\":\"");
	repeat(&b, "xxxxxxxxxx", 100000);
	eng_buf_cstr(&b, "\n{\"b\":3}");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_NDJSON, "",
	       "BAD\nrecord@2:1(b@2:6=#1 )\nBAD\nrecord@4:1(b@4:6=#2 )\nBAD\nrecord@6:1(b@6:6=#3 "
	       ")\nEND\n",
	       "limit.token-bytes");
	eng_buf_clear(&b);
	eng_buf_cstr(&b, "{\"a\":");
	repeat(&b, "[", 100000);
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_JSON, "", "BROKEN\n", "limit.depth");
	eng_buf_clear(&b);
	eng_buf_cstr(&b, "a,b\n1,\"");
	repeat(&b, "x\n", 200000);
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_CSV, "", "BROKEN\n", "limit.token-bytes");
	eng_buf_finish(&b);
}

/* A hundred marks on a letter are read, one more is not: ordering and placing them takes the square of their
 * number. Values of all kinds are looked at; the record is lost, not the file. */
static void test_marks(void) {
	eng_buf b = { 0 };

	repeat(&b, "<s><r>a", 1);
	repeat(&b, "\xd9\x8e", 100);
	repeat(&b, "a", 1);
	repeat(&b, "\xcc\x81", 101);
	eng_buf_cstr(&b, "</r><r>1</r></s>");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_XML, "r", "BAD\nr@1:214=1\nEND\n", "limit.marks");
	eng_buf_clear(&b);
	repeat(&b, "<s><r x='a", 1);
	repeat(&b, "\xcc\x81", 101);
	eng_buf_cstr(&b, "'/><r>1</r></s>");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_XML, "r", "BAD\nr@1:115=1\nEND\n", "limit.marks");
	eng_buf_clear(&b);
	repeat(&b, "<s x='a", 1); /* kept for all records */
	repeat(&b, "\xcc\x81", 101);
	eng_buf_cstr(&b, "'><r>1</r></s>");
	write_file(eng_buf_view(&b));
	read_source(&(eng_source_options){
	    .format = ENG_FORMAT_XML, .record = ENG_STR("r"), .keep = ENG_STR("h") });
	CHECK_STR(eng_buf_view(&seen), "BROKEN\n");
	CHECK(list.n == 1 && strcmp(list.items[0].code, "limit.marks") == 0);
	eng_buf_clear(&b);
	repeat(&b, "{\"a\":\"x", 1);
	repeat(&b, "\xe0\xb8\xb4", 101);
	eng_buf_cstr(&b, "\"}\n{\"a\":\"b\"}\n");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_NDJSON, "", "BAD\nrecord@2:1(a@2:6=b )\nEND\n", "limit.marks");
	eng_buf_clear(&b);
	repeat(&b, "a,b\n1,x", 1);
	repeat(&b, "\xcc\x81", 101);
	eng_buf_cstr(&b, "\n2,y\n");
	write_file(eng_buf_view(&b));
	expect(ENG_FORMAT_CSV, "", "BAD\nrecord@3:1(a@3:1=2 b@3:3=y )\nEND\n", "limit.marks");
	eng_buf_finish(&b);
	CHECK(!eng_marks_pile_up(ENG_STR("e\xcc\x81\xcc\x82"
					 "e\xcc\x81\xcc\x82"),
				 2));
	CHECK(eng_marks_pile_up(ENG_STR("e\xcc\x81\xcc\x82\xcc\x83\x80"), 2));
	CHECK(!eng_marks_pile_up(ENG_STR("\xcc\x81\xcc\x82\xe4\xb8\x80\xcc\x81\xcc\x82"), 2));
}

int main(void) {
	source_begin();
	test_hostile();
	test_marks();
	return source_end();
}
