/* Mobile JSON of whole documents, and of hostile ones. */
#include "specimen.h"
#include "unit.h"

static void test_full(void) {
	eng_ctx ctx;
	eng_measures m;
	eng_document *doc = specimen_full();
	eng_str json;
	const char *save = getenv("ENG_SHOW");

	eng_ctx_init(&ctx, NULL, NULL);
	json = specimen_render(&ctx, "mobile", doc, specimen_theme(), &m);
	if (save) {
		printf("%.*s", ENG_STR_ARG(json));
	}
	CHECK_HAS(json, "\"format\": \"engross-mobile-1\"");
	CHECK_HAS(json, "\"body\": \"Your closing balance is \xe2\x82\xac\xc2\xa0"
			"1,234.50.\"");
	CHECK_HAS(json, "\"text\": \"Deposits are protected up to EUR 100,000 by the scheme.Ask\"");
	CHECK_HAS(json, "\"raw\": \"84.20\"");
	CHECK_HAS(json, "\"type\": \"entry\"");
	CHECK(!strstr(json.s, "continuation"));
	CHECK(eng_str_eq(json, specimen_render(&ctx, "mobile", doc, specimen_theme(), &m)));
	CHECK(ctx.errors == 0);
}

static void test_hostile(void) {
	eng_ctx ctx;
	eng_measures m;
	eng_document *doc = specimen_new();
	eng_str json;

	eng_ctx_init(&ctx, NULL, NULL);
	doc->draft = true;
	doc->draft_mark = ENG_STR("DRAFT");
	doc->recipient.name = ENG_STR("\"}\\\r\n\x01</script>");
	specimen_data(specimen_para(doc->body, NULL), "a\xff\xe2\x80\xa8"
						      "b");
	json = specimen_render(&ctx, "mobile", doc, specimen_theme(), &m);
	CHECK_HAS(json, "\"name\": \"\\\"}\\\\\\r\\n\\u0001</script>\"");
	CHECK_HAS(json, "a\xef\xbf\xbd\xe2\x80\xa8"
			"b");
	CHECK_HAS(json, "\"title\": \"[DRAFT] Your statement");
	specimen_action(doc->body, "x", "data:text/html,x");
	CHECK(specimen_render(&ctx, "mobile", doc, specimen_theme(), &m).n == 0);
	CHECK(ctx.errors == 1);
}

int main(void) {
	test_full();
	test_hostile();
	eng_arena_finish(&specimen_arena);
	return unit_done();
}
