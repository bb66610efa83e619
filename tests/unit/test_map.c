/* Maps: loading with every fault told, and what they make of records. */
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "compose/compose.h"
#include "data/source.h"
#include "unit.h"

static eng_arena arena, diags;
static eng_diag_list list;
static eng_ctx ctx;
static eng_buf seen;
static char folder[64];

static const char *path_of(const char *name) {
	return eng_path_join(&diags, folder, name);
}

static void write_file(const char *name, const char *text) {
	CHECK(eng_file_write(&ctx, path_of(name), eng_str_from(text), false));
}

static void dump(const eng_field *f) {
	eng_buf_printf(&seen, "%s@%u:%u", f->name->text.s, f->line, f->column);
	if (f->text.n) {
		eng_buf_printf(&seen, "=%.*s", ENG_STR_ARG(f->text));
	}
	if (f->first) {
		eng_buf_char(&seen, '(');
		for (const eng_field *c = f->first; c; c = c->next) {
			CHECK(c->parent == f &&
			      (c->previous ? c->previous->next == c : f->first == c));
			CHECK(c->order > f->order);
			dump(c);
			eng_buf_cstr(&seen, c->next ? " " : ")");
		}
	}
}

static void begin(void) {
	list = (eng_diag_list){ .arena = &diags };
	eng_ctx_init(&ctx, eng_diag_collect, &list);
	eng_buf_clear(&seen);
}

#define MAP(attrs, rules)                                                                          \
	"<map xmlns='urn:engross:map:1' id='m' record='a:doc b:doc' makes='v'" attrs ">\n"         \
	"<namespace prefix='a' uri='urn:a urn:a2 ##local'/><namespace prefix='b' "                 \
	"uri='urn:b'/>\n" rules "</map>"
#define REST                                                                                       \
	"<value name='id' select='a:id'/><value name='g/d' select='a:when' format='dd.MM.yyyy'/>"

static const struct {
	const char *rules, *xml;
	const char *seen; /* NULL: the map is refused or the record fails */
	const char *code, *message;
} cases[] = {
	{ REST, "<doc xmlns='urn:a'><id> 7 </id><when>01.02.2024</when></doc>",
	  "v@1:1(id@1:20=7 g@1:32(d@1:32=2024-02-01))", NULL, NULL },
	{ REST, "<doc xmlns='urn:a2'><id>7</id><when/></doc>", "v@1:1(id@1:21=7)", NULL, NULL },
	{ REST, "<doc><id>7</id></doc>", "v@1:1(id@1:6=7)", NULL, NULL },
	{ REST, "<doc xmlns='urn:a'><id>7</id><when>2024-02-01</when></doc>", NULL, "map.bad-value",
	  "'d' would be '2024-02-01', want a date like dd.MM.yyyy" },
	{ REST "<value name='n' select='(a:x, a:y)'/>",
	  "<doc xmlns='urn:a'><y>2</y><x>1</x><x> </x><x>3</x></doc>",
	  "v@1:1(n@1:28=1 n@1:44=3 n@1:20=2)", NULL, NULL },
	{ REST "<value name='amount' select='a:x' decimal=',' group='.' sign=\"if (a:s = 'D') then "
	       "-1 else 1\"/>",
	  "<doc xmlns='urn:a'><x>1.234,50</x><s>D</s></doc>", "v@1:1(amount@1:20=-1234.50)", NULL,
	  NULL },
	{ REST "<value name='amount' select='a:x' sign='-1'/>",
	  "<doc xmlns='urn:a'><x>abc</x></doc>", NULL, "map.bad-value", "want a number" },
	{ REST "<value name='iban' select='a:x' when-valid='yes'/><value name='n' select='a:x' "
	       "unless='iban'/>",
	  "<doc xmlns='urn:a'><x>DE1</x></doc>", "v@1:1(n@1:20=DE1)", NULL, NULL },
	{ REST "<value name='iban' select='a:x' when-valid='yes'/><value name='n' select='a:x' "
	       "unless='iban'/>",
	  "<doc xmlns='urn:a'><x>DE89370400440532013000</x></doc>",
	  "v@1:1(iban@1:20=DE89370400440532013000)", NULL, NULL },
	{ REST
	  "<list name='l/i' select='a:i'><value name='k' select='@k'/><list name='j' select='a:j'>"
	  "<value name='k' select=\"'x'\"/></list></list>",
	  "<doc xmlns='urn:a'><i k='1'><j>a</j><j/><j>b</j></i><i/><i k='2'/></doc>",
	  "v@1:1(l@1:20(i@1:20(k@1:26=1 j@1:29(k@1:29=x) j@1:41(k@1:41=x)) i@1:57(k@1:63=2)))",
	  NULL, NULL },
	{ REST "<value name='n' select=\"if (self::b:doc) then 'B' else 'A'\"/>",
	  "<doc xmlns='urn:b'>x</doc>", "v@1:1(n@1:1=B)", NULL, NULL },
	{ REST "<value name='amount' select='sum(a:x)'/>",
	  "<doc xmlns='urn:a'><x>1.10</x><x>2.20</x></doc>", "v@1:1(amount@1:1=3.30)", NULL, NULL },
	{ REST "<value name='n' select='upper(a:x)'/>", "<doc xmlns='urn:a'/>", "v@1:1", NULL,
	  NULL },
	{ "<value name='id' select='a:id'/>", NULL, NULL, NULL, NULL },
	{ "<value name='g/d' select='a:id'/>", NULL, NULL, "map.not-made", "requires 'id'" },
	{ "<value name='id' select='a:id'/><value name='g/e' select='a:e'/>", NULL, NULL,
	  "map.not-made", "requires 'g/d'" },
	{ REST "<value name='amuont' select='a:x'/>", NULL, NULL, "map.unknown-name",
	  "did you mean 'amount'?" },
	{ REST "<value name='g/q' select='a:x'/>", NULL, NULL, "map.unknown-name",
	  "no 'q' in 'g'" },
	{ REST "<value name='g' select='a:x'/>", NULL, NULL, "map.bad-map", "make it with <list>" },
	{ REST "<list name='n' select='a:x'/>", NULL, NULL, "map.bad-map", "make it with <value>" },
	{ REST "<value name='n'/>", NULL, NULL, "map.bad-map", "needs a name and a select" },
	{ REST "<value name='n' select='a:x' formt='x'/>", NULL, NULL, "map.bad-map",
	  "did you mean 'format'?" },
	{ REST "<value name='n' select='a:x' format='yyyy'/>", NULL, NULL, "map.bad-map",
	  "format is for dates" },
	{ REST "<value name='n' select='a:x' sign='1'/>", NULL, NULL, "map.bad-map",
	  "are for numbers" },
	{ REST "<value name='n' select='c:x'/>", NULL, NULL, "expr.", "c" },
	{ REST "<thing/>", NULL, NULL, "map.bad-map", "unexpected <thing>" },
	{ REST "text", NULL, NULL, "map.bad-map", "unexpected text" },
};

static void check_fault(size_t i) {
	CHECK(list.n > 0);
	if (list.n > 0) {
		const char *code = list.items[0].code;

		if (strncmp(code, cases[i].code, strlen(cases[i].code)) != 0 ||
		    !strstr(list.items[0].message, cases[i].message)) {
			fprintf(stderr, "case %zu: %s [%s]\n", i, list.items[0].message, code);
			CHECK(false);
		}
		CHECK(list.items[0].where.line > 0);
	}
}

static void apply(eng_library *library, const eng_map *map, const char *xml) {
	eng_source_options options = { .format = ENG_FORMAT_XML,
				       .record = eng_map_records(map),
				       .keep = eng_map_keep(map) };
	eng_date today = { .year = 2026, .month = 11, .day = 1, .offset = ENG_DATE_UNZONED };
	const eng_record *made;
	eng_source *source;
	eng_record record;

	write_file("data.xml", xml);
	source = eng_source_open(&ctx, eng_library_names(library), path_of("data.xml"), &options);
	CHECK(eng_source_next(source, &arena, &record) == ENG_SOURCE_RECORD);
	CHECK(eng_map_matches(map, &record));
	made = eng_map_apply(&ctx, &arena, library, map, &record, today);
	CHECK((made == NULL) == (list.n > 0));
	if (made) {
		dump(made->root);
	}
	eng_source_close(source);
}

static void test_case(size_t i) {
	eng_library *library;
	eng_map *map;
	eng_buf text = { 0 };

	begin();
	eng_buf_cstr(&text, MAP("", "\x01"));
	text.n -= strlen("\x01</map>");
	eng_buf_printf(&text, "%s</map>", cases[i].rules);
	write_file("maps/m.xml", text.s);
	eng_buf_finish(&text);
	library = eng_library_open(&ctx, folder);
	map = eng_map_load(&ctx, library, ENG_STR("m"));
	CHECK(map || !cases[i].xml);
	if (map && cases[i].xml) {
		apply(library, map, cases[i].xml);
	}
	if (cases[i].seen) {
		CHECK_STR(eng_buf_view(&seen), cases[i].seen);
	}
	CHECK((list.n > 0) == (cases[i].code != NULL));
	if (cases[i].code) {
		check_fault(i);
	}
	eng_library_close(library);
	eng_arena_reset(&arena);
}

static void test_head(void) {
	eng_library *library;
	eng_map *map;

	begin();
	write_file("maps/m.xml",
		   "<map xmlns='urn:engross:map:1' id='m' record='b:doc x' keep='a:h' makes='v'>"
		   "<namespace prefix='a' uri='urn:a ##local'/><namespace prefix='b' uri='urn:b'/>"
		   "<value name='id' select='../a:h'/></map>");
	library = eng_library_open(&ctx, folder);
	map = eng_map_load(&ctx, library, ENG_STR("m"));
	CHECK(map && list.n == 0);
	CHECK_STR(eng_map_records(map), "{urn:b}doc {}x");
	CHECK_STR(eng_map_keep(map), "{urn:a}h {}h");
	CHECK_STR(eng_map_makes(map), "v");
	apply(library, map, "<all><h>1</h><x/></all>");
	CHECK_STR(eng_buf_view(&seen), "v@1:14(id@1:6=1)");
	CHECK(eng_map_load(&ctx, library, ENG_STR("../m")) == NULL);
	CHECK(eng_map_load(&ctx, library, ENG_STR("none")) == NULL);
	eng_library_close(library);
}

int main(void) {
	snprintf(folder, sizeof(folder), "/tmp/engross-test-map-%ld", (long)getpid());
	begin();
	CHECK(eng_file_mkdirs(&ctx, path_of("maps")) &&
	      eng_file_mkdirs(&ctx, path_of("vocabularies")));
	write_file(
	    "vocabularies/v.xml",
	    "<vocabulary xmlns='urn:engross:vocabulary:1' name='v'><element name='v'>"
	    "<element name='id'/><element name='g' optional='yes'><element name='d' type='date'/>"
	    "<element name='e' optional='yes'/></element>"
	    "<element name='n' optional='yes' repeated='yes'/>"
	    "<element name='amount' type='decimal' optional='yes'/>"
	    "<element name='iban' type='iban' optional='yes'/>"
	    "<element name='l' optional='yes'><element name='i' optional='yes' repeated='yes'>"
	    "<element name='k' optional='yes'/><element name='j' optional='yes' repeated='yes'>"
	    "<element name='k' optional='yes'/></element></element></element>"
	    "</element></vocabulary>");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		test_case(i);
	}
	test_head();
	unlink(path_of("maps/m.xml"));
	unlink(path_of("vocabularies/v.xml"));
	unlink(path_of("data.xml"));
	rmdir(path_of("maps"));
	rmdir(path_of("vocabularies"));
	rmdir(folder);
	eng_buf_finish(&seen);
	eng_arena_finish(&arena);
	eng_arena_finish(&diags);
	return unit_done();
}
