/* The YAML tree: shape, exact places, what is refused. */
#include "base/diag.h"
#include "markup/yaml.h"
#include "unit.h"

static eng_arena arena;
static eng_diag_list list;

static eng_yaml *parse(eng_str text) {
	static eng_ctx ctx;

	list = (eng_diag_list){ .arena = &arena };
	eng_ctx_init(&ctx, eng_diag_collect, &list);
	return eng_yaml_parse(&ctx, &arena, "t.yaml", text);
}

#define AT(loc, l, c) CHECK((loc).line == (l) && (loc).column == (c))

static void test_shape(void) {
	eng_yaml *root = parse(ENG_STR("# comment\n"
				       "no: yes\n"
				       "\xc3\xa9t\xc3\xa9:  { a: 1e3, b: [x, 'y', \"\"] }\n"
				       "list:\n"
				       "  - one\n"
				       "  - k: |\n"
				       "      text\n"
				       "empty:\n"));
	eng_yaml *n;

	CHECK(root && root->kind == ENG_YAML_MAPPING && root->count == 4);
	if (!root) {
		return;
	}
	CHECK_STR(eng_yaml_text(root, "no"), "yes");
	AT(eng_yaml_find(root, "no")->where, 2, 5);
	n = eng_yaml_find(root, "\xc3\xa9t\xc3\xa9");
	AT(n->key_where, 3, 1);
	AT(n->where, 3, 7);
	AT(eng_yaml_where(n), 3, 1);
	CHECK_STR(eng_yaml_text(n, "a"), "1e3");
	n = eng_yaml_find(n, "b");
	CHECK(n->kind == ENG_YAML_SEQUENCE && n->count == 3 && n->last->quoted);
	AT(n->last->where, 3, 29);
	AT(eng_yaml_where(n->last), 3, 29);
	n = eng_yaml_find(root, "list");
	CHECK_STR(n->first->text, "one");
	CHECK_STR(eng_yaml_text(n->last, "k"), "text\n");
	n = eng_yaml_find(root, "empty");
	CHECK(n->kind == ENG_YAML_SCALAR && n->text.n == 0 && !n->quoted);
	CHECK(eng_yaml_find(root, "nope") == NULL);
	CHECK(eng_yaml_find(NULL, "nope") == NULL);
}

static const struct {
	eng_str text;
	const char *code;
	int line, column;
} bad[] = {
	{ ENG_STR_INIT(""), "markup.yaml", 1, 1 },
	{ ENG_STR_INIT("# only\n"), "markup.yaml", 1, 1 },
	{ ENG_STR_INIT("a: 1\nb: 2\na: 3\n"), "markup.duplicate-key", 3, 1 },
	{ ENG_STR_INIT("a: &x 1\nb: *x\n"), "markup.yaml-feature", 1, 4 },
	{ ENG_STR_INIT("b: *x\n"), "markup.yaml-feature", 1, 4 },
	{ ENG_STR_INIT("b: !!str x\n"), "markup.yaml-feature", 1, 4 },
	{ ENG_STR_INIT("b: !x [1]\n"), "markup.yaml-feature", 1, 4 },
	{ ENG_STR_INIT("<<: {a: 1}\n"), "markup.yaml-feature", 1, 1 },
	{ ENG_STR_INIT("? [a, b]\n: c\n"), "markup.yaml", 1, 3 },
	{ ENG_STR_INIT("a: 1\n---\nb: 1\n"), "markup.yaml", 2, 1 },
	{ ENG_STR_INIT("a: [1, 2\n"), "markup.yaml", 0, 0 },
	{ ENG_STR_INIT("a:\n\t- b\n"), "markup.yaml", 2, 1 },
	{ ENG_STR_INIT("a: x\xff\n"), "markup.bad-utf8", 1, 5 },
	{ ENG_STR_INIT("a: x\0y\n"), "markup.yaml", 0, 0 },
};

static void test_bad(void) {
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		CHECK(parse(bad[i].text) == NULL);
		CHECK(list.n >= 1);
		if (list.n == 0) {
			continue;
		}
		CHECK_STR(eng_str_from(list.items[0].code), bad[i].code);
		CHECK(bad[i].line == 0 || (list.items[0].where.line == bad[i].line &&
					   list.items[0].where.column == bad[i].column));
	}
}

static void test_deep(void) {
	char *deep = eng_arena_alloc(&arena, 100000);

	memset(deep, '[', 100000);
	CHECK(parse((eng_str){ deep, 100000 }) == NULL);
	CHECK(list.n == 1 && strcmp(list.items[0].code, "limit.depth") == 0);
}

int main(void) {
	test_shape();
	test_bad();
	test_deep();
	eng_arena_finish(&arena);
	return unit_done();
}
