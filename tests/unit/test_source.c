/* Sources of all formats: shape of the records, places, faults, flat memory. */
#include <zlib.h>
#include <zstd.h>

#include "source_fixture.h"

static const struct {
	eng_str text;
	eng_source_options options;
	const char *seen;
	const char *code;
} cases[] = {
	{ ENG_STR_INIT(
	      "\xef\xbb\xbf<?xml version='1.0'?>\n<s xmlns='urn:s' "
	      "xmlns:xsi='http://www.w3.org/2001/"
	      "XMLSchema-instance'>\n <r a='1' b=\"&lt;\"><x>\xc3\xa9 &amp; <![CDATA[<y>]]></x><n "
	      "xsi:nil='true'/></r>\n <r/> <r> </r><!-- <r> --><q:r xmlns:q='urn:q'/></s>"),
	  { .format = ENG_FORMAT_XML, .record = ENG_STR_INIT("{urn:s}r") },
	  "{urn:s}r@3:2(@a@3:8=1 @b@3:2=< {urn:s}x@3:20=\xc3\xa9 & <y> {urn:s}n@3:50=nil("
	  "{http://www.w3.org/2001/XMLSchema-instance}@nil@3:62=true ) )\n"
	  "{urn:s}r@4:2\n{urn:s}r@4:7= \nEND\n",
	  NULL },
	{ ENG_STR_INIT(
	      "<a><h><i>1</i></h><z/><b k='v'><h>2</h><r>x</r><r>y</r></b><b><r>z</r></b></a>"),
	  { .format = ENG_FORMAT_XML, .record = ENG_STR_INIT("r"), .keep = ENG_STR_INIT("h") },
	  "r@1:40=x ^b@1:23(@k@1:29=v h@1:32=2 ) ^a@1:1(h@1:4(i@1:7=1 ) )\n"
	  "r@1:48=y ^b@1:23(@k@1:29=v h@1:32=2 ) ^a@1:1(h@1:4(i@1:7=1 ) )\n"
	  "r@1:63=z ^b@1:60 ^a@1:1(h@1:4(i@1:7=1 ) )\nEND\n",
	  NULL },
	{ ENG_STR_INIT("<r>t<a>1</a>\n</r>"),
	  { .format = ENG_FORMAT_AUTO },
	  "r@1:1=t\n(a@1:5=1 )\nEND\n",
	  NULL },
	{ ENG_STR_INIT("<s><r x='a>b'/><r x='>>'>1</r><r/></s>"),
	  { .format = ENG_FORMAT_XML, .record = ENG_STR_INIT("r") },
	  "r@1:4(@x@1:10=a>b )\nr@1:16=1(@x@1:22=>> )\nr@1:31\nEND\n",
	  NULL },
	{ ENG_STR_INIT("<s><r>1</r><r>2</s>"),
	  { .record = ENG_STR_INIT("r") },
	  "r@1:4=1\nBROKEN\n",
	  "input.unreadable" },
	{ ENG_STR_INIT("<s><r>1</r><r>2"),
	  { .record = ENG_STR_INIT("r") },
	  "r@1:4=1\nBROKEN\n",
	  "input.unreadable" },
	{ ENG_STR_INIT("<s><r>1</r>\n<r>\xff</r></s>"),
	  { .record = ENG_STR_INIT("r") },
	  "r@1:4=1\nBROKEN\n",
	  "input.unreadable" },
	{ ENG_STR_INIT("<s><t/></s>"),
	  { .record = ENG_STR_INIT("r") },
	  "BROKEN\n",
	  "input.no-records" },
	{ ENG_STR_INIT(""), { .format = ENG_FORMAT_XML }, "BROKEN\n", "input.unreadable" },
	{ ENG_STR_INIT("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>"),
	  { .format = ENG_FORMAT_XML },
	  "BROKEN\n",
	  "input.doctype" },
	{ ENG_STR_INIT("<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>"),
	  { .format = ENG_FORMAT_XML },
	  "BROKEN\n",
	  "input.doctype" },
	{ ENG_STR_INIT("<r>a\0b</r>"),
	  { .format = ENG_FORMAT_XML },
	  "BROKEN\n",
	  "input.unreadable" },
	{ ENG_STR_INIT("<r>&x;</r>"),
	  { .format = ENG_FORMAT_XML },
	  "BROKEN\n",
	  "input.unreadable" },
	{ ENG_STR_INIT("<?xml version='1.0' encoding='ISO-8859-1'?><r/>"),
	  { .format = ENG_FORMAT_XML },
	  "UNOPENED",
	  "input.encoding" },
	{ ENG_STR_INIT("\xff\xfe<\0r\0/\0>\0"),
	  { .format = ENG_FORMAT_XML },
	  "UNOPENED",
	  "input.encoding" },
	{ ENG_STR_INIT("{\"a\":1.50,\"b\":{\"c\":[true,null,\"\"]},\"d\":[]}\n\n{\"a\":tru}\n[1]\n "
		       "7\n{\"e\":[[1,2],[3]]}"),
	  { .format = ENG_FORMAT_NDJSON, .root_name = ENG_STR_INIT("s") },
	  "s@1:1(a@1:6=#1.50 b@1:15(c@1:21=true c@1:26=nil c@1:31 ) )\nBAD\nBAD\nBAD\n"
	  "s@6:1(e@6:7(e@6:8=#1 e@6:10=#2 ) e@6:13(e@6:14=#3 ) )\nEND\n",
	  "markup.json" },
	{ ENG_STR_INIT("[{\"a\":1},\n{\"a\":[{\"b\":2},{}]}, 3]"),
	  { .format = ENG_FORMAT_JSON },
	  "record@1:2(a@1:7=#1 )\nrecord@2:1(a@2:7(b@2:12=#2 ) a@2:15 )\nBAD\nEND\n",
	  "input.not-an-object" },
	{ ENG_STR_INIT("{\"x\":{\"r\":[{\"n\":0}]},\"d\":{\"o\":1,\"r/"
		       "s\":[{\"n\":1},{\"n\":2}],\"r\":[{\"n\":9}]}}"),
	  { .format = ENG_FORMAT_JSON, .record = ENG_STR_INIT("/d/r~1s") },
	  "record@1:40(n@1:45=#1 )\nrecord@1:48(n@1:53=#2 )\nEND\n",
	  NULL },
	{ ENG_STR_INIT("{\"d\":[{\"n\":1},{\"n\":{\"m\":2}}]}"),
	  { .format = ENG_FORMAT_JSON, .record = ENG_STR_INIT("/d/1/n") },
	  "record@1:20(m@1:25=#2 )\nEND\n",
	  NULL },
	{ ENG_STR_INIT("{\"a\":1}"),
	  { .format = ENG_FORMAT_JSON },
	  "record@1:1(a@1:6=#1 )\nEND\n",
	  NULL },
	{ ENG_STR_INIT("{\"a\":1}"),
	  { .format = ENG_FORMAT_JSON, .record = ENG_STR_INIT("/b") },
	  "BROKEN\n",
	  "input.no-records" },
	{ ENG_STR_INIT("[]"), { .format = ENG_FORMAT_JSON }, "BROKEN\n", "input.no-records" },
	{ ENG_STR_INIT("[{\"a\":1},{\"a\":2"),
	  { .format = ENG_FORMAT_JSON },
	  "record@1:2(a@1:7=#1 )\nBROKEN\n",
	  "markup.json" },
	{ ENG_STR_INIT("[{\"a\":1}] x"),
	  { .format = ENG_FORMAT_JSON },
	  "record@1:2(a@1:7=#1 )\nBROKEN\n",
	  "markup.json" },
	{ ENG_STR_INIT("[1]"),
	  { .format = ENG_FORMAT_JSON, .record = ENG_STR_INIT("a") },
	  "UNOPENED",
	  "input.bad-pointer" },
	{ ENG_STR_INIT("\xef\xbb\xbfid;a/x;a/y\r\n1;\xc3\xa9;\r\n2;3\r\n4;5;\"6;\n7\"\r\n"),
	  { .format = ENG_FORMAT_CSV },
	  "record@2:1(id@2:1=1 a@2:3(x@2:3=\xc3\xa9 ) )\nBAD\n"
	  "record@4:1(id@4:1=4 a@4:3(x@4:3=5 y@4:5=6;\n7 ) )\nEND\n",
	  "input.cells" },
	{ ENG_STR_INIT("k,n,v\na,N,1\na,N,2\nb,M,3\n"),
	  { .format = ENG_FORMAT_CSV,
	    .group_by = ENG_STR_INIT("k n"),
	    .root_name = ENG_STR_INIT("s") },
	  "s@2:1(k@2:1=a n@2:3=N row@2:1(v@2:5=1 ) row@3:1(v@3:5=2 ) )\n"
	  "s@4:1(k@4:1=b n@4:3=M row@4:1(v@4:5=3 ) )\nEND\n",
	  NULL },
	{ ENG_STR_INIT("k,v\na,1\na\nb,3\n"),
	  { .format = ENG_FORMAT_CSV, .group_by = ENG_STR_INIT("k") },
	  "BAD\nrecord@4:1(k@4:1=b row@4:1(v@4:3=3 ) )\nEND\n",
	  "input.cells" },
	{ ENG_STR_INIT("k,v\n"), { .format = ENG_FORMAT_CSV }, "BROKEN\n", "input.no-records" },
	{ ENG_STR_INIT("k,,v\n1,2,3\n"),
	  { .format = ENG_FORMAT_CSV },
	  "UNOPENED",
	  "input.heading" },
	{ ENG_STR_INIT("k,v\n1,2\n"),
	  { .format = ENG_FORMAT_CSV, .group_by = ENG_STR_INIT("q") },
	  "UNOPENED",
	  "input.heading" },
};

static void test_cases(void) {
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		write_file(cases[i].text);
		read_source(&cases[i].options);
		CHECK_STR(eng_buf_view(&seen), cases[i].seen);
		CHECK((list.n > 0) == (cases[i].code != NULL));
		if (cases[i].code && list.n) {
			CHECK_STR(eng_str_from(list.items[0].code), cases[i].code);
		}
		compare_slices(&cases[i].options, true);
	}
}

/* Every case cut off at every byte, and with every byte changed: slices are read like the whole. */
static void test_spoilt(void) {
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		eng_str text = cases[i].text;
		char copy[4096];

		for (size_t n = 1; n < text.n && text.n < sizeof(copy); n++) {
			write_file(eng_str_sub(text, 0, n));
			read_source(&cases[i].options);
			compare_slices(&cases[i].options, false);
			memcpy(copy, text.s, text.n);
			copy[n] = "<>/\"'{}[],:\n&x"[n % 14];
			write_file((eng_str){ copy, text.n });
			read_source(&cases[i].options);
			compare_slices(&cases[i].options, false);
		}
	}
}

/* gzip and zstd, whole and cut off. */
static void test_packed(void) {
	static const char xml[] = "<s><r>1</r><r>2</r></s>";
	eng_source_options options = { .format = ENG_FORMAT_XML, .record = ENG_STR_INIT("r") };
	char packed[256];
	gzFile gz = gzopen(path, "wb");
	FILE *f;
	size_t n;

	CHECK(gz && gzwrite(gz, xml, sizeof(xml) - 1) > 0);
	gzclose(gz);
	read_source(&options);
	CHECK_STR(eng_buf_view(&seen), "r@1:4=1\nr@1:12=2\nEND\n");
	f = fopen(path, "rb");
	n = fread(packed, 1, sizeof(packed), f);
	fclose(f);
	write_file((eng_str){ packed, n - 9 });
	read_source(&options);
	CHECK(list.n == 1 && strcmp(list.items[0].code, "input.unreadable") == 0);
	packed[n / 2] ^= 0x55;
	write_file((eng_str){ packed, n });
	read_source(&options);
	CHECK(list.n == 1 && strcmp(list.items[0].code, "input.unreadable") == 0);
	n = ZSTD_compress(packed, sizeof(packed), xml, sizeof(xml) - 1, 3);
	write_file((eng_str){ packed, n });
	read_source(&options);
	CHECK_STR(eng_buf_view(&seen), "r@1:4=1\nr@1:12=2\nEND\n");
	write_file((eng_str){ packed, n - 4 });
	read_source(&options);
	CHECK(list.n == 1 && strcmp(list.items[0].code, "input.unreadable") == 0);
	unlink(path);
	read_source(&options);
	CHECK_STR(eng_buf_view(&seen), "UNOPENED");
}

/* Thousands of records over many buffers: every one whole, with its bytes' hash, memory flat. */
static void test_many(void) {
	eng_source_options options = { .format = ENG_FORMAT_XML,
				       .record = ENG_STR_INIT("{urn:x}statement b"),
				       .hash = true };
	eng_buf b = { 0 };
	eng_source *source;
	eng_record record;
	size_t n = 0, peak = 0;

	eng_buf_cstr(&b, "<all xmlns='urn:x'>\n");
	for (int i = 0; i < 20000; i++) {
		eng_buf_printf(
		    &b, "<statement><id>%d</id><note>about <statements/> %*s</note></statement>\n",
		    i, i % 97, "x");
	}
	eng_buf_cstr(&b, "</all>\n");
	write_file(eng_buf_view(&b));
	list = (eng_diag_list){ .arena = &diags };
	eng_ctx_init(&ctx, eng_diag_collect, &list);
	source = eng_source_open(&ctx, names, path, &options);
	while (eng_source_next(source, &arena, &record) == ENG_SOURCE_RECORD) {
		char id[16];
		eng_hash hash = eng_hash_of(b.s + record.offset, record.bytes);

		snprintf(id, sizeof(id), "%zu", n);
		CHECK_STR(record.root->first->text, id);
		CHECK(record.root->line == n + 2 && record.root->column == 1);
		CHECK(eng_hash_eq(&hash, &record.hash));
		CHECK(b.s[record.offset] == '<' && b.s[record.offset + record.bytes] == '\n');
		peak = arena.bytes > peak ? arena.bytes : peak;
		eng_arena_reset(&arena);
		n++;
	}
	CHECK(n == 20000 && list.n == 0 && peak < 4096);
	eng_source_close(source);
	eng_buf_finish(&b);
}

static void test_json_hash(void) {
	eng_source_options options = { .format = ENG_FORMAT_JSON,
				       .hash = true,
				       .keep_source = true };
	eng_str text = ENG_STR(" [ {\"a\":1} , {\"b\":[2]} ] ");
	eng_source *source;
	eng_record record;
	eng_hash one = eng_hash_of("{\"a\":1}", 7), two = eng_hash_of("{\"b\":[2]}", 9);

	write_file(text);
	source = eng_source_open(&ctx, names, path, &options);
	CHECK(eng_source_next(source, &arena, &record) == ENG_SOURCE_RECORD);
	CHECK(record.offset == 3 && record.bytes == 7 && eng_hash_eq(&record.hash, &one));
	CHECK(record.source.n == 0);
	CHECK(eng_source_next(source, &arena, &record) == ENG_SOURCE_RECORD);
	CHECK(record.offset == 13 && record.bytes == 9 && eng_hash_eq(&record.hash, &two));
	CHECK(eng_source_next(source, &arena, &record) == ENG_SOURCE_END);
	eng_source_close(source);
}

/* The file goes with a record only when it holds no other. */
static void test_keep_source(void) {
	static const struct {
		eng_format format;
		const char *record, *text;
		bool whole;
	} rows[] = {
		{ ENG_FORMAT_XML, "r", "<r><a>1</a></r>", true },
		{ ENG_FORMAT_XML, "r",
		  "\xef\xbb\xbf<?xml version='1.0'?><!-- x --><r/>\n<!--y-->\n", true },
		{ ENG_FORMAT_XML, "r", "<a><r/></a>", true },
		{ ENG_FORMAT_XML, "r", "<a><r/><r/></a>", false },
		{ ENG_FORMAT_JSON, "", " {\"a\":1}\n", true },
		{ ENG_FORMAT_JSON, "", "[{\"a\":1}]", true },
		{ ENG_FORMAT_NDJSON, "", "{\"a\":1}\n", true },
		{ ENG_FORMAT_NDJSON, "", "{\"a\":1}\n{\"a\":2}\n", false },
		{ ENG_FORMAT_CSV, "", "a,b\n1,2\n", true },
		{ ENG_FORMAT_CSV, "", "a,b\n1,2\n3,4\n", false },
		{ ENG_FORMAT_XML, "r", "<a><r/><r", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		eng_source_options options = { .format = rows[i].format,
					       .record = eng_str_from(rows[i].record),
					       .keep_source = true };
		eng_source *source;
		eng_record record;

		write_file(eng_str_from(rows[i].text));
		source = eng_source_open(&ctx, names, path, &options);
		CHECK(source && eng_source_next(source, &arena, &record) == ENG_SOURCE_RECORD);
		CHECK_STR(record.source, rows[i].whole ? rows[i].text : "");
		eng_source_close(source);
	}
}

int main(void) {
	source_begin();
	test_cases();
	test_spoilt();
	test_many();
	test_json_hash();
	test_keep_source();
	test_packed();
	return source_end();
}
