/* Vocabularies: loading with every fault told, value types, validation of records. */
#include <unistd.h>

#include "base/diag.h"
#include "base/intern.h"
#include "data/source.h"
#include "data/vocabulary.h"
#include "unit.h"

static eng_arena arena;
static eng_diag_list list;
static eng_ctx ctx;
static eng_names *names;
static char path[64];

static void write_file(const char *text) {
	FILE *f = fopen(path, "wb");

	CHECK(f && fwrite(text, 1, strlen(text), f) == strlen(text));
	fclose(f);
	list = (eng_diag_list){ .arena = &arena };
	eng_ctx_init(&ctx, eng_diag_collect, &list);
}

static eng_vocabulary *load(const char *text) {
	write_file(text);
	return eng_vocabulary_load(&ctx, &arena, names, path);
}

static const struct {
	eng_type type;
	const char *text;
	bool good;
} types[] = {
	{ ENG_TYPE_DECIMAL, "-12.50", true },
	{ ENG_TYPE_DECIMAL, " 1 ", true },
	{ ENG_TYPE_DECIMAL, "1,5", false },
	{ ENG_TYPE_DECIMAL, "1e3", false },
	{ ENG_TYPE_INTEGER, "12", true },
	{ ENG_TYPE_INTEGER, "12.0", true },
	{ ENG_TYPE_INTEGER, "1.5", false },
	{ ENG_TYPE_DATE, "2024-02-29", true },
	{ ENG_TYPE_DATE, "2023-02-29", false },
	{ ENG_TYPE_DATE, "2023-01-01T00:00:00", false },
	{ ENG_TYPE_DATETIME, "2023-01-01T00:00:00Z", true },
	{ ENG_TYPE_DATETIME, "2023-01-01", false },
	{ ENG_TYPE_BOOLEAN, "true", true },
	{ ENG_TYPE_BOOLEAN, "1", false },
	{ ENG_TYPE_CURRENCY, "EUR", true },
	{ ENG_TYPE_CURRENCY, "eur", false },
	{ ENG_TYPE_COUNTRY, "CH", true },
	{ ENG_TYPE_COUNTRY, "US-CA", true },
	{ ENG_TYPE_COUNTRY, "USA", false },
	{ ENG_TYPE_COUNTRY, "U", false },
	{ ENG_TYPE_LANGUAGE, "de-CH", true },
	{ ENG_TYPE_LANGUAGE, "zh-Hant-TW", true },
	{ ENG_TYPE_LANGUAGE, "d", false },
	{ ENG_TYPE_LANGUAGE, "de_CH", false },
	{ ENG_TYPE_IBAN, "CH93 0076 2011 6238 5295 7", true },
	{ ENG_TYPE_IBAN, "DE89370400440532013000", true },
	{ ENG_TYPE_IBAN, "GB82WEST12345698765432", true },
	{ ENG_TYPE_IBAN, "DE89370400440532013001", false },
	{ ENG_TYPE_IBAN, "de89370400440532013000", false },
	{ ENG_TYPE_IBAN, "DE", false },
	{ ENG_TYPE_URL, "https://a.example/x", true },
	{ ENG_TYPE_URL, "HTTP://a", true },
	{ ENG_TYPE_URL, "javascript:alert(1)", false },
	{ ENG_TYPE_URL, "https://a b", false },
	{ ENG_TYPE_URL, "tel:+41", true },
	{ ENG_TYPE_EMAIL, "a.b+c@d-e.example", true },
	{ ENG_TYPE_EMAIL, "a@b@c", false },
	{ ENG_TYPE_EMAIL, "a..b@c.d", false },
	{ ENG_TYPE_EMAIL, "@c.d", false },
	{ ENG_TYPE_EMAIL, "a@-c.d", false },
	{ ENG_TYPE_EMAIL, "a@c.d\r\nBcc: x@y.z", false },
	{ ENG_TYPE_PHONE, "+41 (44) 123-45.67", true },
	{ ENG_TYPE_PHONE, "44+1", false },
	{ ENG_TYPE_PHONE, "12", false },
	{ ENG_TYPE_PHONE, "12345678901234567", false },
};

static void test_types(void) {
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		const char *why;
		bool good =
		    eng_type_accepts(types[i].type, eng_str_from(types[i].text), false, &why);

		if (good != types[i].good) {
			fprintf(stderr, "%s '%s'\n", eng_type_name(types[i].type), types[i].text);
		}
		CHECK(good == types[i].good && good == (why == NULL));
	}
	CHECK(eng_type_accepts(ENG_TYPE_DECIMAL, ENG_STR("1e3"), true, NULL));
}

#define V(body) "<vocabulary xmlns='urn:engross:vocabulary:1' name='v'>\n" body "</vocabulary>"

static const struct {
	const char *text, *message;
	int line;
} bad[] = {
	{ "<x/>", "root element", 1 },
	{ V(""), "needs an <element>", 1 },
	{ V("<element name='a'/><element name='b'/>"), "one outermost", 2 },
	{ V("<element name='a' type='decimel'/>"), "did you mean 'decimal'?", 2 },
	{ V("<element name='a' optinal='yes'/>"), "did you mean 'optional'?", 2 },
	{ V("<element name='a'><element name='b' optional='true'/></element>"), "want yes or no",
	  2 },
	{ V("<element name='a'>\n<element name='b'/><element name='b'/></element>"), "twice", 3 },
	{ V("<element name='a'><element name='b' max-length='0'/></element>"), "from 1", 2 },
	{ V("<element name='a'><element name='b' max-count='2'/></element>"), "means nothing", 2 },
	{ V("<element name='a' type='text'><element name='b'/></element>"), "no type", 2 },
	{ V("<element name='a'><element name='b/c'/></element>"), "needs a name", 2 },
	{ V("<element name='a'>text</element>"), "unexpected text", 2 },
	{ V("<element name='a'><elemnt name='b'/></element>"), "unexpected <elemnt>", 2 },
	{ V("<element name='a' repeated='yes'/>"), "neither optional nor repeated", 2 },
};

static void test_bad(void) {
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		CHECK(load(bad[i].text) == NULL);
		CHECK(list.n >= 1);
		if (list.n) {
			CHECK_STR(eng_str_from(list.items[0].code), "data.bad-vocabulary");
			CHECK(list.items[0].where.line == bad[i].line);
			if (!strstr(list.items[0].message, bad[i].message)) {
				fprintf(stderr, "%s\n", list.items[0].message);
				CHECK(false);
			}
		}
	}
}

static const struct {
	const char *xml;
	const char *code; /* NULL: valid */
	const char *message;
} records[] = {
	{ "<s><id>1</id><n>x</n><g><d>2024-01-01</d></g></s>", NULL, NULL },
	{ "<s><g/><id>1</id></s>", NULL, NULL },
	{ "<s><id>1</id><g/><g> </g></s>", NULL, NULL },
	{ "<s><n>1</n><n>2</n><n> </n><id>x</id></s>", NULL, NULL },
	{ "<s><n>1</n><n>2</n><n>3</n><id>x</id></s>", "data.repeated-field",
	  "'n' stands more than 2" },
	{ "<s><n>1</n></s>", "data.missing-field", "'id'" },
	{ "<s><id> </id></s>", "data.missing-field", "'id'" },
	{ "<s><id>1</id><id>2</id></s>", "data.repeated-field", "'id'" },
	{ "<s><id>12345</id></s>", "data.too-long", "5 characters" },
	{ "<s><id>\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9</id></s>", NULL, NULL },
	{ "<s><id>1</id><g><d>1.1.2024</d></g></s>", "data.bad-value",
	  "'g/d' is '1.1.2024', want a date" },
	{ "<s><id>1</id><g><e>2</e></g></s>", "data.missing-field", "'g/d'" },
	{ "<s><id>1</id><nn/></s>", "data.unknown-field", "'nn'" },
	{ "<s><id>1</id><g><dd>1</dd><d>2024-01-01</d></g></s>", "data.unknown-field", "'g/dd'" },
	{ "<s><id>1</id><secret>x</secret></s>", "data.bad-value", "(confidential)" },
	{ "<s>text<id>1</id></s>", "data.unexpected-text", "'text'" },
	{ "<s><id a='1'>1</id></s>", "data.unknown-field", "@a" },
	{ "<s><id><x/></id></s>", "data.unknown-field", "'id/x'" },
	{ "<t/>", "data.wrong-record", "record is 't'" },
	{ "<s xmlns='urn:x'/>", "data.wrong-record", "in namespace 'urn:x'" },
	{ "<s><id>1</id><n xmlns='urn:x'>1</n></s>", "data.unknown-field", "in namespace 'urn:x'" },
};

static void test_records(void) {
	eng_vocabulary *v =
	    load(V("<element name='s'><element name='id' max-length='4'/>\n"
		   "<element name='n' optional='yes' repeated='yes' max-count='2'/>\n"
		   "<element name='secret' type='decimal' optional='yes' confidential='yes'/>"
		   "<element name='g' optional='yes'><element name='d' type='date' doc='day'/>"
		   "<element name='e' optional='yes'/></element></element>"));
	eng_source_options options = { .format = ENG_FORMAT_XML };

	CHECK(v != NULL);
	CHECK(v && strcmp(eng_decl_path(v->root->last->first, &arena), "g/d") == 0);
	for (size_t i = 0; v && i < sizeof(records) / sizeof(*records); i++) {
		eng_record record;
		eng_source *source;

		write_file(records[i].xml);
		source = eng_source_open(&ctx, names, path, &options);
		CHECK(eng_source_next(source, &arena, &record) == ENG_SOURCE_RECORD);
		CHECK(eng_vocabulary_validate(&ctx, &arena, v, &record) ==
		      (records[i].code == NULL));
		CHECK((list.n > 0) == (records[i].code != NULL));
		if (records[i].code && list.n) {
			CHECK_STR(eng_str_from(list.items[0].code), records[i].code);
			if (!strstr(list.items[0].message, records[i].message)) {
				fprintf(stderr, "%s\n", list.items[0].message);
				CHECK(false);
			}
		}
		eng_source_close(source);
	}
}

int main(void) {
	snprintf(path, sizeof(path), "/tmp/engross-test-vocabulary-%ld.tmp", (long)getpid());
	names = eng_names_new();
	test_types();
	test_bad();
	test_records();
	eng_names_free(names);
	eng_arena_finish(&arena);
	unlink(path);
	return unit_done();
}
