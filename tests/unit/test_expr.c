/* Expressions over one record without a vocabulary: arithmetic, paths, comparisons, missing values, lists. */
#include "expr_record.h"

static const row rows[] = {
	/* literals and arithmetic */
	{ "1", "1" },
	{ "1.50", "1.5" },
	{ ".5", "0.5" },
	{ "5.", "5" },
	{ "'a'", "a" },
	{ "\"it's\"", "it's" },
	{ "'it''s'", "it's" },
	{ "''", "" },
	{ "1 + 2", "3" },
	{ "1+2*3", "7" },
	{ "(1+2)*3", "9" },
	{ "7 div 2", "3.5" },
	{ "7 mod 3", "1" },
	{ "-7 mod 3", "-1" },
	{ "7 mod -3", "1" },
	{ "5.5 mod 2", "1.5" },
	{ "-(-3)", "3" },
	{ "--3", "3" },
	{ "0.1 + 0.2", "0.3" },
	{ "1 div 3", "0.3333333333333333333333333333333333" },
	{ "2 - 3 - 4", "-5" },
	{ "1 div 0", "!expr.division-by-zero" },
	{ "1 mod 0", "!expr.division-by-zero" },
	{ "0.1 * 3 = 0.3", "true" },
	{ "9999999999999999999999999999999999 + 1", "!expr.overflow" },
	{ "99999999999999999999999999999999999", "!expr.syntax" },
	{ "'3' + 4", "7" },
	{ "' 3 ' * 2", "6" },
	{ "'1e3' + 1", "!expr.wrong-type" },
	{ "true() + 1", "2" },
	{ "'x' + 1", "!expr.wrong-type" },
	{ "-0", "0" },
	{ "10 div 4 * 2", "5" },
	/* paths */
	{ "customer/name", "Anna Muster" },
	{ "/customer/name", "Anna Muster" },
	{ "./customer/name", "Anna Muster" },
	{ "customer/./name", "Anna Muster" },
	{ "customer/name/../@id", "c7" },
	{ "customer/@id", "c7" },
	{ "customer/attribute::id", "c7" },
	{ "customer/address/line", "!expr.many-values" },
	{ "customer/address/line[2]", "8000 Z\xC3\xBCrich" },
	{ "customer/address/line[last()]", "8000 Z\xC3\xBCrich" },
	{ "customer/address/line[position() = 1]", "Weg 1" },
	{ "customer/address/line[3]", "!expr.missing" },
	{ "customer/address/line[0]", "!expr.missing" },
	{ "customer/address/line[1.5]", "!expr.missing" },
	{ "//line[@n = 2]/text", "B" },
	{ "lines/line[amount > 10]/text", "A" },
	{ "count(//line)", "6" },
	{ "count(//line[1])", "2" },
	{ "count((//line)[1])", "1" },
	{ "count(lines/*)", "4" },
	{ "count(/*)", "12" },
	{ "count(//@n)", "4" },
	{ "count(//@*)", "5" },
	{ "name(*[1])", "customer" },
	{ "local-name(lines/line[1]/@n)", "n" },
	{ "count(.)", "1" },
	{ "count(..)", "0" },
	{ "name(/)", "statement" },
	{ "name()", "statement" },
	{ "string-join(lines/line/text, ',')", "A,B,A,C" },
	{ "string-join(lines/line[3]/preceding-sibling::line/@n, ',')", "1,2" },
	{ "lines/line[3]/preceding-sibling::line[1]/@n", "2" },
	{ "lines/line[1]/following-sibling::*[2]/@n", "3" },
	{ "string-join(lines/line[2]/ancestor::*/name(), '/')", "!expr.syntax" },
	{ "name(lines/line[2]/ancestor::*[1])", "lines" },
	{ "name(lines/line[2]/ancestor::*[2])", "statement" },
	{ "count(lines/line[2]/ancestor-or-self::*)", "3" },
	{ "count(lines/descendant::*)", "14" },
	{ "count(lines/descendant-or-self::*)", "15" },
	{ "count(customer/following::*)", "25" },
	{ "name(due/preceding::*[1])", "text" },
	{ "count(lines/line/..)", "1" },
	{ "name(lines/self::lines)", "lines" },
	{ "count(lines/self::x)", "0" },
	{ "count(lines/line[amount]/text | lines/line/text)", "4" },
	{ "name((due | currency)[1])", "currency" },
	{ "count(lines/line[text = 'A'][2])", "1" },
	{ "lines/line[text = 'A'][2]/@n", "3" },
	{ "lines/line[2]/@n = 2", "true" },
	{ "child::customer/child::name", "Anna Muster" },
	{ "child('odd-name')", "dash" },
	{ "/child('customer')/name", "Anna Muster" },
	{ "odd-name", "dash" },
	{ "customer/email", "!expr.missing" },
	{ "customer/mobile", "!expr.missing" },
	{ "customer/fax", "!expr.missing" },
	{ "customer/nothing", "!expr.missing" },
	{ "count(customer/email | customer/mobile | customer/fax)", "0" },
	{ "normalize-space(customer)", "Anna Muster Weg 18000 Z\xC3\xBCrich1truefalse" },
	/* comparisons, logic */
	{ "1 = 1", "true" },
	{ "1 != 1", "false" },
	{ "1 < 2", "true" },
	{ "2 <= 2", "true" },
	{ "2 > 3", "false" },
	{ "3 >= 3", "true" },
	{ "1.0 = 1", "true" },
	{ "'a' = 'a'", "true" },
	{ "'a' = 'b'", "false" },
	{ "'1.0' = '1'", "false" },
	{ "'1.0' = 1", "true" },
	{ "lines/line/amount = 0.75", "true" },
	{ "lines/line/amount != 0.75", "true" },
	{ "lines/line/amount < -3", "true" },
	{ "lines/line/amount > 11", "false" },
	{ "lines/line/text = 'C'", "true" },
	{ "lines/line/text = lines/line[4]/text", "true" },
	{ "true() = 'x'", "true" },
	{ "false() = ''", "true" },
	{ "true() > false()", "true" },
	{ "1 < 2 and 2 < 3", "true" },
	{ "1 > 2 or 2 > 3", "false" },
	{ "not(1 = 2)", "true" },
	{ "1 or 1 div 0", "true" },
	{ "0 and 1 div 0", "false" },
	{ "3 > 2 > 1", "false" },
	{ "1 = 1 = 1", "true" },
	{ "'a' < 'b'", "!expr.not-a-number" },
	{ "bad > 1", "!expr.not-a-number" },
	{ "due > '2026-11-30'", "true" },
	{ "due > run-date()", "true" },
	{ "due = run-date()", "false" },
	{ "date-add(run-date(), 'P10D') = due", "true" },
	{ "at > at2", "!expr.zoned" },
	{ "at > run-date()", "!expr.zoned" },
	{ "due < 5", "!expr.not-a-number" },
	{ "customer/email = ''", "!expr.empty-literal" },
	{ "customer/email = 'x'", "false" },
	{ "customer/email != 'x'", "false" },
	{ "customer/email = customer/mobile", "false" },
	{ "customer/email + 1 > 0", "false" },
	{ "not(customer/email)", "true" },
	{ "string-length(customer/email) = 0", "false" },
	{ "boolean(customer/email)", "false" },
	{ "boolean(customer/vip)", "true" },
	{ "boolean(customer/paperless)", "true" },
	{ "boolean('')", "false" },
	{ "boolean(0)", "false" },
	{ "boolean('0')", "true" },
	/* if, ||, sequences */
	{ "if (1 = 1) then 'a' else 'b'", "a" },
	{ "if (customer/email) then 'a' else 'b'", "b" },
	{ "if (0) then 1 div 0 else if (1) then 'x' else 'y'", "x" },
	{ "'a' || 'b' || 1 + 2", "ab3" },
	{ "'a' || customer/email", "!expr.missing" },
	{ "'a' || 'b' = 'ab'", "true" },
	{ "count((1, 2, 3))", "3" },
	{ "sum((1, 2, opening))", "103" },
	{ "count(())", "0" },
	{ "string-join(('a', 'b', customer/email, 'c'), '-')", "a-b-c" },
	{ "string-join((due, currency), ' ')", "2026-12-01 EUR" },
	{ "(due, currency)[1]", "2026-12-01" },
	{ "(1, 2)", "!expr.many-values" },
	{ "()", "!expr.missing" },
	{ "max((1, 3, 2))", "3" },
	{ "if (1) then 2", "!expr.syntax" },
	{ "if (1) else 2", "!expr.syntax" },
	/* missing */
	{ "optional(customer/email)", "(missing)" },
	{ "optional(customer/email, 'none')", "none" },
	{ "optional(customer/name)", "Anna Muster" },
	{ "optional('a' || customer/email)", "(missing)" },
	{ "optional(customer/email + 1)", "(missing)" },
	{ "optional(customer/email, customer/fax)", "!expr.missing" },
	{ "optional(upper(customer/email))", "(missing)" },
	{ "optional(bad + 1)", "!expr.not-a-number" },
	{ "optional(customer/address/line)", "!expr.many-values" },
	{ "'a' || optional(customer/email)", "!expr.missing" },
	{ "first-of(customer/email, customer/mobile, customer/name)", "Anna Muster" },
	{ "first-of(customer/email)", "!expr.missing" },
	{ "first-of(customer/email, 'x')", "x" },
	{ "exists(customer/email)", "false" },
	{ "exists(customer/name)", "true" },
	{ "empty(customer/email)", "true" },
	{ "empty(lines/line)", "false" },
	{ "exists(customer/email + 1)", "false" },
	{ "count(customer/email)", "0" },
	{ "sum(lines/line/amount)", "8" },
	{ "sum(customer/email)", "0" },
	{ "sum(bad)", "!expr.not-a-number" },
	{ "avg(lines/line/amount)", "2.666666666666666666666666666666667" },
	{ "avg(customer/email)", "!expr.missing" },
	{ "min(lines/line/amount)", "-3.25" },
	{ "max(lines/line/amount)", "10.5" },
	{ "min(lines/line/date)", "2026-01-31" },
	{ "max(lines/line/date)", "2026-03-01" },
	{ "max((lines/line/date, due))", "2026-12-01" },
	{ "max((1, '2026-01-01'))", "!expr.not-a-number" },
	{ "min(customer/email)", "!expr.missing" },
	{ "min(bad)", "!expr.not-a-number" },
	{ "optional(min(customer/email), 0)", "0" },
	{ "string-join(distinct-values(lines/line/text), '')", "ABC" },
	{ "count(distinct-values(('a', 'b', 'a')))", "2" },
	{ "count(distinct-values((1, 1.0, 2)))", "2" },
};

static void test_lists(fixture *f) {
	eng_loc where = { "t.xml", 1, 1 };
	eng_expr *lines, *sum, *text;
	eng_rows list = { 0 };
	const eng_field **items = NULL;
	eng_decimal number;
	char digits[ENG_DECIMAL_TEXT];
	eng_str out;
	bool present;
	static const char *const sums[] = { "110.50", "107.25", "108.00" };
	size_t i;

	f->scope.rows = true;
	lines =
	    eng_expr_compile(&f->ctx, &f->arena, &f->scope, ENG_STR("lines/line[amount]"), where);
	sum = eng_expr_compile(&f->ctx, &f->arena, &f->scope,
			       ENG_STR("running-sum(amount, /opening)"), where);
	text = eng_expr_compile(&f->ctx, &f->arena, &f->scope,
				ENG_STR("position() || ' of ' || last()"), where);
	CHECK(lines && sum && text && eng_expr_nodes(&f->eval, lines, &items, &list.n) &&
	      list.n == 3);
	list.items = items;
	f->eval.rows = &list;
	f->eval.last = list.n;
	for (i = list.n; i-- > 0;) {
		f->eval.node = list.items[i];
		f->eval.position = i + 1;
		CHECK(eng_expr_number(&f->eval, sum, &number, &present) && present);
		CHECK_STR(eng_decimal_format(number, digits), sums[i]);
	}
	out = fixture_value(f, ENG_STR("position() || ' of ' || last()"));
	CHECK_STR(out, "1 of 3");
	f->eval.rows = NULL;
	f->eval.node = f->record.root;
	f->eval.position = f->eval.last = 0;
	f->scope.rows = false;
}

static void test_variables(fixture *f) {
	eng_variable variables[] = { { ENG_STR_INIT("cur"), NULL, 1 },
				     { ENG_STR_INIT("rows"), NULL, 0 } };
	eng_result values[2];
	eng_expr *expr;

	f->scope.variables = variables;
	f->scope.variable_count = 2;
	expr =
	    eng_expr_compile(&f->ctx, &f->arena, &f->scope, ENG_STR("lines/line"), (eng_loc){ 0 });
	CHECK(expr && eng_expr_select(&f->eval, expr, &values[0]) &&
	      values[0].kind == ENG_RESULT_NODES && values[0].as.nodes.n == 4);
	expr = eng_expr_compile(&f->ctx, &f->arena, &f->scope, ENG_STR("currency"), (eng_loc){ 0 });
	CHECK(expr && eng_expr_select(&f->eval, expr, &values[1]));
	f->eval.variables = values;
	CHECK_STR(fixture_value(f, ENG_STR("format-money(sum($rows/amount), $cur)")), "\xE2\x82\xAC"
										      "8.00");
	CHECK_STR(fixture_value(f, ENG_STR("$rows[2]/text")), "B");
	CHECK_STR(fixture_value(f, ENG_STR("count($rows)")), "4");
	CHECK_STR(record_message(f, "$curr"),
		  "4:10 unknown variable '$curr', did you mean '$cur'?");
	f->scope.variable_count = 0;
}

static void test_steps(fixture *f) {
	uint64_t limit = f->ctx.limits.steps;

	f->ctx.limits.steps = f->steps + 20000;
	CHECK_STR(fixture_value(f, ENG_STR("count(//*[//*[//*[//*]]])")), "!limit.steps");
	f->ctx.limits.steps = limit;
	f->steps = 0;
	CHECK_STR(fixture_value(f, ENG_STR("customer/name")), "Anna Muster");
	CHECK(f->steps > 0 && f->steps < 50);
}

int main(void) {
	fixture f;

	fixture_init(&f, "en-US");
	fixture_xml(&f, record_xml);
	record_rows(&f, ROWS(rows));
	test_lists(&f);
	test_variables(&f);
	test_steps(&f);
	fixture_finish(&f);
	return unit_done();
}
