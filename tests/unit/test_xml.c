/* The XML tree: shape, exact places, and what hostile files are told. */
#include "base/buf.h"
#include "base/diag.h"
#include "markup/xml.h"
#include "unit.h"

static eng_arena arena;
static eng_diag_list list;

static eng_xml_node *parse(eng_str text) {
	static eng_ctx ctx;

	list = (eng_diag_list){ .arena = &arena };
	eng_ctx_init(&ctx, eng_diag_collect, &list);
	ctx.limits.depth = 50;
	return eng_xml_parse(&ctx, &arena, "t.xml", text);
}

#define AT(loc, l, c) CHECK((loc).line == (l) && (loc).column == (c))

static void test_shape(void) {
	eng_xml_node *root = parse(ENG_STR(
	    "\xef\xbb\xbf<?xml version='1.0' encoding=\"utf-8\"?>\n"
	    "<!-- <x/> --><?pi <y>?>\n"
	    "<a xmlns='urn:a' xmlns:p='urn:p'\n"
	    "   one = 'x > y'\tp:two=\"&lt;\xc3\xa9&#x20ac;{z}\" >\xc3\xa4 &amp; b<!-- <no/> -->c\n"
	    " <![CDATA[<d>]]><p:b/>t<c  e=''></c\n></a>\n<!-- end -->"));
	eng_xml_node *n;
	const eng_xml_attr *attr;

	CHECK(root && list.n == 0);
	if (!root) {
		return;
	}
	CHECK(eng_xml_is(root, "urn:a", "a"));
	AT(root->where, 3, 1);
	attr = eng_xml_attr_find(root, "one");
	CHECK(attr != NULL);
	CHECK_STR(attr->value, "x > y");
	AT(attr->where, 4, 4);
	AT(attr->at, 4, 11);
	attr = attr->next;
	CHECK_STR(attr->uri, "urn:p");
	CHECK_STR(attr->value, "<\xc3\xa9\xe2\x82\xac{z}");
	AT(attr->where, 4, 18);
	AT(attr->at, 4, 25);
	AT(eng_xml_attr_where(attr, 0), 4, 25);
	AT(eng_xml_attr_where(attr, 1), 4, 29);
	AT(eng_xml_attr_where(attr, 3), 4, 30);
	AT(eng_xml_attr_where(attr, 6), 4, 38);
	n = root->first;
	CHECK_STR(n->text, "\xc3\xa4 & b");
	AT(n->where, 4, 44);
	AT(eng_xml_text_where(n, 5), 4, 52);
	n = n->next;
	CHECK_STR(n->text, "c\n <d>");
	AT(n->where, 4, 67);
	AT(eng_xml_text_where(n, 4), 5, 12);
	n = n->next;
	CHECK(eng_xml_is(n, "urn:p", "b") && eng_str_eqc(n->prefix, "p"));
	AT(n->where, 5, 17);
	n = n->next;
	CHECK_STR(n->text, "t");
	AT(n->where, 5, 23);
	n = eng_xml_child(root, "c");
	AT(n->where, 5, 24);
	AT(eng_xml_attr_find(n, "e")->at, 5, 31);
	CHECK(n->next == NULL);
	CHECK_STR(eng_xml_text(root, &arena), "\xc3\xa4 & bc\n <d>t");
	CHECK_STR(eng_xml_prefix_uri(n, ENG_STR("p")), "urn:p");
	CHECK_STR(eng_xml_prefix_uri(n, ENG_STR("")), "urn:a");
	CHECK(eng_xml_prefix_uri(n, ENG_STR("q")).s == NULL);
}

static void test_attribute_over_lines(void) {
	eng_xml_node *root = parse(ENG_STR("<a b='x\n  y\r\nz' c=\"'\"/>"));
	const eng_xml_attr *attr;

	CHECK(root != NULL);
	attr = eng_xml_attr_find(root, "b");
	CHECK_STR(attr->value, "x   y z");
	AT(eng_xml_attr_where(attr, 4), 2, 3);
	AT(eng_xml_attr_where(attr, 6), 3, 1);
	AT(eng_xml_attr_find(root, "c")->at, 3, 7);
}

static const struct {
	eng_str text;
	const char *code;
	int line, column;
} bad[] = {
	{ ENG_STR_INIT(""), "markup.xml", 1, 1 },
	{ ENG_STR_INIT(" \n"), "markup.xml", 1, 1 },
	{ ENG_STR_INIT("<a>\n<b></a>"), "markup.xml", 2, 0 },
	{ ENG_STR_INIT("<a>\n  <b c='1' c='2'/></a>"), "markup.xml", 2, 0 },
	{ ENG_STR_INIT("<a><p:b/></a>"), "markup.xml", 1, 0 },
	{ ENG_STR_INIT("<a>&nope;</a>"), "markup.xml", 1, 0 },
	{ ENG_STR_INIT("<a>&#0;</a>"), "markup.xml", 1, 0 },
	{ ENG_STR_INIT("<a>x\0y</a>"), "markup.xml", 1, 0 },
	{ ENG_STR_INIT("<a>\nx\xff</a>"), "markup.bad-utf8", 2, 2 },
	{ ENG_STR_INIT("<a>\xc3"), "markup.bad-utf8", 1, 4 },
	{ ENG_STR_INIT("<a b='1"), "markup.xml", 1, 0 },
	{ ENG_STR_INIT("<a/><b/>"), "markup.xml", 1, 0 },
	{ ENG_STR_INIT("<a>"), "markup.xml", 1, 0 },
	{ ENG_STR_INIT("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), "markup.encoding", 1,
	  1 },
	{ ENG_STR_INIT("\n<!DOCTYPE a><a/>"), "markup.doctype", 2, 1 },
	{ ENG_STR_INIT("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"), "markup.doctype", 1, 1 },
	{ ENG_STR_INIT("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"),
	  "markup.doctype", 1, 1 },
	{ ENG_STR_INIT("<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;'>]><a>&y;</a>"),
	  "markup.doctype", 1, 1 },
};

static void test_bad(void) {
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		CHECK(parse(bad[i].text) == NULL);
		CHECK(list.n == 1);
		if (list.n == 0) {
			continue;
		}
		CHECK_STR(eng_str_from(list.items[0].code), bad[i].code);
		CHECK(list.items[0].where.line == bad[i].line);
		CHECK(bad[i].column == 0 || list.items[0].where.column == bad[i].column);
		CHECK(strchr(list.items[0].message, '\n') == NULL);
	}
}

static void test_depth(void) {
	char *deep = eng_arena_alloc(&arena, 400001);

	for (size_t i = 0; i < 100000; i++) {
		memcpy(deep + 3 * i, "<a>", 3);
	}
	CHECK(parse((eng_str){ deep, 300000 }) == NULL);
	CHECK(list.n == 1 && strcmp(list.items[0].code, "limit.depth") == 0);
	CHECK(list.n == 1 && list.items[0].where.column == 151);
}

/* A tag is counted wherever it begins: behind quotes in text, comments, CDATA, values with '>'. */
static void test_many_attributes(void) {
	static const struct {
		const char *before, *after;
		int given; /* attributes of the tag that `before` leaves open */
	} rows[] = {
		{ "<a", "/>", 0 },
		{ "<a><!-- don't \" --><b", "/></a>", 0 },
		{ "<a>it's \" <b", "/></a>", 0 },
		{ "<a><![CDATA[<x y='\"]]><b", "/></a>", 0 },
		{ "<a><?pi don't \"?><b", "/></a>", 0 },
		{ "<a x='>\"'><b c=\">'\" d='>'", "/></a>", 2 },
	};

	for (size_t i = 0; i < 2 * sizeof(rows) / sizeof(*rows); i++) {
		eng_buf text = { 0 };
		int n = 1000 - rows[i / 2].given + (int)(i % 2);

		eng_buf_cstr(&text, rows[i / 2].before);
		for (int k = 0; k < n; k++) {
			eng_buf_printf(&text, " a%d=\"%d\"", k, k);
		}
		eng_buf_cstr(&text, rows[i / 2].after);
		CHECK((parse(eng_buf_view(&text)) == NULL) == (i % 2 == 1));
		CHECK(list.n == i % 2);
		CHECK(list.n == 0 || strcmp(list.items[0].code, "limit.attributes") == 0);
		eng_buf_finish(&text);
	}
}

int main(void) {
	test_shape();
	test_attribute_over_lines();
	test_bad();
	test_depth();
	test_many_attributes();
	eng_arena_finish(&arena);
	return unit_done();
}
