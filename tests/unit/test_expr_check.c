/* Expressions against a vocabulary: unknown paths with exact columns and suggestions, kinds of
 * arguments, phrases, tables, and what typed fields change in comparisons and tests. */
#include "expr_fixture.h"
#include "unit.h"

/* One declaration a line: depth, name, type. */
typedef struct shape {
	int depth;
	const char *name;
	eng_type type;
} shape;

static const shape shapes[] = {
	{ 0, "statement", ENG_TYPE_GROUP },   { 1, "id", ENG_TYPE_TEXT },
	{ 1, "customer", ENG_TYPE_GROUP },    { 2, "name", ENG_TYPE_TEXT },
	{ 2, "vip", ENG_TYPE_BOOLEAN },       { 2, "paperless", ENG_TYPE_BOOLEAN },
	{ 2, "country", ENG_TYPE_COUNTRY },   { 1, "account", ENG_TYPE_GROUP },
	{ 2, "currency", ENG_TYPE_CURRENCY }, { 2, "opening", ENG_TYPE_DECIMAL },
	{ 2, "limit", ENG_TYPE_DECIMAL },     { 1, "period", ENG_TYPE_GROUP },
	{ 2, "from", ENG_TYPE_DATE },         { 2, "to", ENG_TYPE_DATE },
	{ 2, "printed", ENG_TYPE_DATETIME },  { 1, "entries", ENG_TYPE_GROUP },
	{ 2, "entry", ENG_TYPE_GROUP },       { 3, "amount", ENG_TYPE_DECIMAL },
	{ 3, "date", ENG_TYPE_DATE },         { 3, "text", ENG_TYPE_TEXT },
	{ 3, "parts", ENG_TYPE_INTEGER },
};

static const char record_xml[] =
    "<statement><id>7</id><customer><name>Anna</name><vip>true</vip><paperless>false</paperless>"
    "</customer><account><currency>EUR</currency><opening>10.00</opening><limit>10</limit></"
    "account>"
    "<period><from>2026-01-01</from><to>2026-01-31</to><printed>2026-01-31T10:00:00Z</printed>"
    "</period><entries><entry><amount>1.0</amount><date>2026-01-05</date><parts>1</parts></entry>"
    "<entry><amount>2.5</amount><date>2026-01-04</date><text>x</text><parts>1.0</parts></entry>"
    "</entries></statement>";

static eng_decl *make_decls(fixture *f) {
	eng_decl *at[8] = { NULL }, *decl;
	size_t i;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		decl = eng_arena_new(&f->arena, eng_decl);
		decl->name = eng_names_add(f->names, eng_str_from(shapes[i].name));
		decl->type = shapes[i].type;
		at[shapes[i].depth] = decl;
		if (shapes[i].depth > 0) {
			eng_decl *parent = at[shapes[i].depth - 1];

			decl->parent = parent;
			*(parent->last ? &parent->last->next : &parent->first) = decl;
			parent->last = decl;
		}
	}
	return at[0];
}

static bool has_phrase(void *user, eng_str key, const char **nearest) {
	(void)user;
	*nearest = "total";
	return eng_str_eqc(key, "total");
}

static bool has_table(void *user, eng_str table, eng_str column, const char **nearest) {
	(void)user;
	*nearest = eng_str_eqc(table, "unit") ? "units" : NULL;
	return eng_str_eqc(table, "units") && (column.n == 0 || eng_str_eqc(column, "symbol"));
}

typedef struct row {
	const char *expr, *expected;
} row;

/* place and message of the first error, or "fine" */
static const row checks[] = {
	{ "customer/name", "fine" },
	{ "customer/nmae", "1:10 unknown path 'customer/nmae', did you mean 'customer/name'?" },
	{ "/customer/nmae", "1:11 unknown path '/customer/nmae', did you mean '/customer/name'?" },
	{ "cusotmer/name", "1:1 unknown path 'cusotmer', did you mean 'customer'?" },
	{ "1 + account/opning",
	  "1:13 unknown path 'account/opning', did you mean 'account/opening'?" },
	{ "amount", "1:1 unknown path 'amount', did you mean '/entries/entry/amount'?" },
	{ "/statement/id", "1:2 unknown path '/statement'" },
	{ "customer/@id", "1:10 unknown path 'customer/@id', did you mean '/id'?" },
	{ "id/x", "1:4 unknown path 'id/x'" },
	{ "..", "1:1 unknown path '..'" },
	{ "customer/..", "fine" },
	{ "customer/../id", "fine" },
	{ "customer/name/ancestor::statement/id", "fine" },
	{ "customer/following-sibling::account/opening", "fine" },
	{ "customer/following-sibling::acount",
	  "1:10 unknown path 'customer/following-sibling::acount'" },
	{ "//entry/amount", "fine" },
	{ "//amuont", "1:3 unknown path '//amuont'" },
	{ "entries/entry[amount > 1]/text", "fine" },
	{ "entries/entry[amuont > 1]/text", "1:15 unknown path 'amuont', did you mean 'amount'?" },
	{ "entries/entry[../../customer/vip]/date", "fine" },
	{ "entries/*/amount", "fine" },
	{ "entries/*/foo", "1:11 unknown path 'entries/*/foo'" },
	{ "(customer | account)/name", "fine" },
	{ "(customer | account)/namee", "1:22 unknown path '(customer | account)/namee', "
					"did you mean '(customer | account)/name'?" },
	{ "$e/amount", "fine" },
	{ "$e/amout", "1:4 unknown path '$e/amout', did you mean '$e/amount'?" },
	{ "$any/thing", "fine" },
	{ "customer/name + 1", "1:1 'customer/name' is text, a number is needed" },
	{ "number(customer/name) + 1", "1:8 'customer/name' is text, a number is needed" },
	{ "number(string(customer/name)) + 1", "fine" },
	{ "period/from + 1", "1:1 'period/from' is a date, a number is needed" },
	{ "'x' + 1", "1:1 ''x'' is text, a number is needed" },
	{ "'12' + 1", "fine" },
	{ "customer || 'x'", "1:1 'customer' is a group of fields, text is needed" },
	{ "format-date(account/opening)", "1:13 'account/opening' is a number, a date is needed" },
	{ "format-date(period/from)", "fine" },
	{ "format-date(first-of(period/from, period/to))", "fine" },
	{ "format-date(if (1) then period/from else run-date())", "fine" },
	{ "format-date('2026-01-32')", "1:13 ''2026-01-32'' is text, a date is needed" },
	{ "format-money(customer/name, 'EUR')",
	  "1:14 'customer/name' is text, a number is needed" },
	{ "days-between(period/from, 5)", "1:27 '5' is a number, a date is needed" },
	{ "period/from < account/opening", "1:15 'account/opening' is a number, a date is needed" },
	{ "period/from < 'soon'", "1:15 ''soon'' is text, a date is needed" },
	{ "customer/name = ''", "1:17 a blank field is missing and equals nothing, "
				"write empty() or exists()" },
	{ "t('total')", "fine" },
	{ "t('totla')", "1:3 no language has the phrase 'totla', did you mean 'total'?" },
	{ "lookup('units', id, 'symbol')", "fine" },
	{ "lookup('unit', id)", "1:8 no table 'unit', did you mean 'units'?" },
	{ "lookup('units', id, 'x')", "1:8 no table 'units' with a column 'x'" },
	{ "sum(entries/entry/amount) - account/limit", "fine" },
	{ "name(customer/*[1])", "fine" },
	{ "upper(", "1:7 expected a path or a value, found the end of the expression" },
};

static void test_checks(fixture *f) {
	eng_loc where = { "t.xml", 1, 1 };
	size_t i, since;
	eng_str got;

	for (i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		since = f->diags.n;
		got = ENG_STR("fine");
		if (!eng_expr_compile(&f->ctx, &f->arena, &f->scope, eng_str_from(checks[i].expr),
				      where)) {
			const eng_diag *diag = &f->diags.items[since];

			got = eng_str_printf(&f->arena, "%d:%d %s", diag->where.line,
					     diag->where.column, diag->message);
		}
		unit_check_str(
		    eng_str_printf(&f->arena, "%s: %.*s", checks[i].expr, ENG_STR_ARG(got)),
		    eng_arena_printf(&f->arena, "%s: %s", checks[i].expr, checks[i].expected),
		    __FILE__, __LINE__);
	}
}

static const row values[] = {
	{ "if (customer/vip) then 'y' else 'n'", "y" },
	{ "if (customer/paperless) then 'y' else 'n'", "n" },
	{ "not(customer/paperless)", "true" },
	{ "boolean(customer/paperless)", "false" },
	{ "customer/vip and customer/paperless", "false" },
	{ "customer/paperless = false()", "true" },
	{ "count(customer[vip])", "1" },
	{ "count(customer[paperless])", "0" },
	{ "if (customer/country) then 'y' else 'n'", "n" },
	{ "account/opening = account/limit", "true" },
	{ "account/opening != account/limit", "false" },
	{ "entries/entry[1]/parts = entries/entry[2]/parts", "true" },
	{ "period/from < period/to", "true" },
	{ "period/from = '2026-01-01'", "true" },
	{ "min(entries/entry/date)", "2026-01-04" },
	{ "max(entries/entry/amount)", "2.5" },
	{ "period/printed > period/from", "!expr.zoned" },
	{ "in-zone(period/printed, 'Asia/Tokyo') = period/printed", "true" },
};

static void test_values(fixture *f) {
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		unit_check_str(
		    eng_str_printf(&f->arena, "%s: %.*s", values[i].expr,
				   ENG_STR_ARG(fixture_value(f, eng_str_from(values[i].expr)))),
		    eng_arena_printf(&f->arena, "%s: %s", values[i].expr, values[i].expected),
		    __FILE__, __LINE__);
	}
}

static void test_decl(fixture *f, const eng_decl *root) {
	eng_loc where = { "t.xml", 1, 1 };
	eng_expr *expr =
	    eng_expr_compile(&f->ctx, &f->arena, &f->scope, ENG_STR("entries/entry"), where);
	const eng_decl *entry = root->last->first;

	CHECK(eng_expr_decl(expr) == entry && entry->used);
	expr = eng_expr_compile(&f->ctx, &f->arena, &f->scope, ENG_STR("entries/entry[1]"), where);
	CHECK(eng_expr_decl(expr) == entry);
	expr =
	    eng_expr_compile(&f->ctx, &f->arena, &f->scope, ENG_STR("(entries/entry)[1]"), where);
	CHECK(eng_expr_decl(expr) == entry);
	expr = eng_expr_compile(&f->ctx, &f->arena, &f->scope, ENG_STR("t('total')"), where);
	CHECK_STR(eng_expr_phrase(expr), "total");
	CHECK(eng_expr_decl(expr) == NULL);
	expr = eng_expr_compile(&f->ctx, &f->arena, &f->scope, ENG_STR("id"), where);
	CHECK_STR(eng_expr_phrase(expr), "");
	CHECK_STR(eng_expr_source(expr), "id");
}

static void test_closed(fixture *f) {
	eng_scope scope = f->scope;
	eng_loc where = { "t.xml", 1, 1 };
	size_t since = f->diags.n;

	scope.closed = true;
	CHECK(!eng_expr_compile(&f->ctx, &f->arena, &scope, ENG_STR("id"), where));
	CHECK(!eng_expr_compile(&f->ctx, &f->arena, &scope, ENG_STR("/id"), where));
	CHECK(eng_expr_compile(&f->ctx, &f->arena, &scope, ENG_STR("$e/amount"), where) != NULL);
	CHECK_STR(eng_str_from(fixture_code(f, since)), "expr.no-context");
	scope.closed = false;
	scope.context = NULL;
	CHECK(!eng_expr_compile(&f->ctx, &f->arena, &scope, ENG_STR("id"), where));
	CHECK(eng_expr_compile(&f->ctx, &f->arena, &scope, ENG_STR("/id"), where) != NULL);
}

int main(void) {
	eng_variable variables[2] = { { ENG_STR_INIT("e"), NULL, 0 },
				      { ENG_STR_INIT("any"), NULL, 1 } };
	eng_decl *root;
	fixture f;

	fixture_init(&f, "en-US");
	fixture_xml(&f, record_xml);
	root = make_decls(&f);
	variables[0].decl = root->last->first;
	f.scope.root = f.scope.context = root;
	f.scope.variables = variables;
	f.scope.variable_count = 2;
	f.services = (eng_services){ .has_phrase = has_phrase, .has_table = has_table };
	f.scope.services = f.eval.services = &f.services;
	test_checks(&f);
	test_values(&f);
	test_decl(&f, root);
	test_closed(&f);
	fixture_finish(&f);
	return unit_done();
}
