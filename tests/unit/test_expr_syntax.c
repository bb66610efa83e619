/* What is no expression, and how it is told; depth, holes in text, and soups of tokens. */
#include "expr_record.h"

static const row rows[] = {
	/* faults */
	{ "", "!expr.syntax" },
	{ " ", "!expr.syntax" },
	{ "1 +", "!expr.syntax" },
	{ "(1", "!expr.syntax" },
	{ "1)", "!expr.syntax" },
	{ "a[", "!expr.syntax" },
	{ "a[1", "!expr.syntax" },
	{ "a//", "!expr.syntax" },
	{ "//", "!expr.syntax" },
	{ "a/", "!expr.syntax" },
	{ "'a", "!expr.syntax" },
	{ "#", "!expr.syntax" },
	{ "a b", "!expr.syntax" },
	{ "foo::a", "!expr.syntax" },
	{ "$", "!expr.syntax" },
	{ "$ x", "!expr.syntax" },
	{ "$x", "!expr.unknown-variable" },
	{ "foo()", "!expr.unknown-function" },
	{ "p:a", "!expr.unknown-prefix" },
	{ "text()", "!expr.syntax" },
	{ "a/text()", "!expr.syntax" },
	{ "comment()", "!expr.syntax" },
	{ "position()", "!expr.no-list" },
	{ "running-sum(1)", "!expr.no-list" },
	{ "last()", "!expr.no-list" },
	{ "t(customer/name)", "!expr.not-literal" },
	{ "'a'/b", "!expr.not-nodes" },
	{ "1[1]", "!expr.not-nodes" },
	{ "1 | 2", "!expr.not-nodes" },
	{ "count(1, 2)", "!expr.wrong-count" },
	{ "true(1)", "!expr.wrong-count" },
	{ "date-add(due)", "!expr.wrong-count" },
	{ "\xFF", "!expr.syntax" },
	{ "a\x01", "!expr.syntax" },
	{ "true", "!expr.missing" },
	{ "name(1)", "!expr.not-nodes" },
	{ "..[1]", "!expr.syntax" },
};

static void test_messages(fixture *f) {
	CHECK_STR(record_message(f, "1 + foo"), "fine");
	CHECK_STR(record_message(f, "a + upcase(b)"), "4:14 unknown function 'upcase()'");
	CHECK_STR(record_message(f, "uper(b)"),
		  "4:10 unknown function 'uper()', did you mean 'upper()'?");
	CHECK_STR(record_message(f, "a and\n  b c"), "5:5 expected an operator, found 'c'");
	CHECK_STR(record_message(f, "'\xC3\xBC' = "),
		  "4:16 expected a path or a value, found the end of the expression");
	CHECK_STR(record_message(f, "chlid::a"),
		  "4:10 unknown axis 'chlid', did you mean 'child'?");
	CHECK_STR(record_message(f, "substring('a')"),
		  "4:10 substring() has 1 argument, it takes 2 to 3");
}

static void test_depth(fixture *f) {
	static const char *const open[] = { "(", "-(", "a[", "not(", "if (1) then (", "1+(" };
	char source[8192];
	size_t i, k, n;

	for (i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		for (n = 0, k = 0; k < 600; k++) {
			memcpy(source + n, open[i], strlen(open[i]));
			n += strlen(open[i]);
		}
		CHECK_STR(fixture_value(f, (eng_str){ source, n }), "!expr.too-deep");
	}
	/* long but not deep */
	for (n = 0; n < 8000; n += 2) {
		memcpy(source + n, "1+", 2);
	}
	source[n++] = '1';
	CHECK_STR(fixture_value(f, (eng_str){ source, n }), "4001");
	{
		char *chain = eng_arena_alloc(&f->arena, 2000001);

		memset(chain, '1', 2000001);
		for (n = 1; n < 2000001; n += 2) {
			chain[n] = '+';
		}
		CHECK_STR(fixture_value(f, (eng_str){ chain, 2000001 }), "!expr.too-long");
	}
	for (n = 0; n < 8000; n++) {
		source[n] = '-';
	}
	source[n++] = '1';
	CHECK_STR(fixture_value(f, (eng_str){ source, n }), "1");
}

static eng_str holes(fixture *f, const char *source, bool url) {
	size_t since = f->diags.n;
	eng_loc where = { "t.xml", 2, 5 };
	bool present, whole = false, ok;
	eng_holes made;
	eng_str out;

	if (!eng_holes_compile(&f->ctx, &f->arena, &f->scope, eng_str_from(source), where, &made)) {
		return eng_str_printf(&f->arena, "!%s %d:%d", fixture_code(f, since),
				      f->diags.items[since].where.line,
				      f->diags.items[since].where.column);
	}
	ok = url ? eng_holes_url(&f->eval, &made, &out, &present, &whole)
		 : eng_holes_text(&f->eval, &made, &out, &present);
	if (!ok) {
		return eng_str_printf(&f->arena, "!%s %d:%d", fixture_code(f, since),
				      f->diags.items[since].where.line,
				      f->diags.items[since].where.column);
	}
	return present
		   ? eng_str_printf(&f->arena, "%s%.*s", whole ? "whole:" : "", ENG_STR_ARG(out))
		   : ENG_STR("(missing)");
}

static void test_holes(fixture *f) {
	CHECK_STR(holes(f, "Dear {customer/name}, {{x}}", false), "Dear Anna Muster, {x}");
	CHECK_STR(holes(f, "", false), "");
	CHECK_STR(holes(f, "plain", false), "plain");
	CHECK_STR(holes(f, "{{{currency}}}", false), "{EUR}");
	CHECK_STR(holes(f, "{'}'}{\"{\"}", false), "}{");
	CHECK_STR(holes(f, "{optional(customer/email)}", false), "(missing)");
	CHECK_STR(holes(f, "a{optional(customer/email)}", false), "a");
	CHECK_STR(holes(f, "a{customer/email}", false), "!expr.missing 2:7");
	CHECK_STR(holes(f, "\xC3\xBC{1 +}", false), "!expr.syntax 2:10");
	CHECK_STR(holes(f, "a\n b{oops(}", false), "!expr.unknown-function 3:4");
	CHECK_STR(holes(f, "a {b", false), "!expr.unclosed-hole 2:7");
	CHECK_STR(holes(f, "a } b", false), "!expr.stray-brace 2:7");
	CHECK_STR(holes(f, "{}", false), "!expr.syntax 2:6");
	CHECK_STR(holes(f, "https://a.example/{customer/name}?x={'\xC3\xBC&/'}", true),
		  "https://a.example/Anna%20Muster?x=%C3%BC%26%2F");
	CHECK_STR(holes(f, "{'https://x.example/a b'}", true), "whole:https://x.example/a b");
	CHECK_STR(holes(f, "{optional(customer/email)}", true), "(missing)");
}

/* Soup of tokens: whatever it is, it fails if and only if an error was reported. */
static void test_soup(fixture *f) {
	static const char *const tokens[] = {
		"a",
		"customer",
		"lines",
		"line",
		"amount",
		"text",
		"@n",
		"/",
		"//",
		"[",
		"]",
		"(",
		")",
		",",
		"1",
		"2.5",
		"'x'",
		"'2026-01-31'",
		"+",
		"-",
		"*",
		" div ",
		" mod ",
		"=",
		"!=",
		"<",
		">=",
		"|",
		"||",
		"..",
		".",
		"::",
		"parent::",
		"ancestor::",
		"count(",
		"sum(",
		"substring(",
		"optional(",
		"first-of(",
		"position()",
		"last()",
		"if (",
		") then ",
		" else ",
		" and ",
		" or ",
		"string-join(",
		"max(",
		"round(",
		"format-money(",
		"format-date(",
		"mask(",
		"translate(",
		"date-add(",
		"due",
		"'EUR'",
		"$",
		":",
		"node()",
		"\xC3\xBC",
		"{",
		"distinct-values(",
	};
	eng_loc where = { "soup", 1, 1 };
	uint64_t state = 7, limit = f->ctx.limits.steps;
	unsigned long before;
	char source[256];
	size_t i, k, n;
	eng_result out;
	eng_expr *expr;

	f->ctx.report = NULL;
	f->ctx.limits.steps = 100000;
	for (i = 0; i < 60000; i++) {
		for (n = 0, k = 0; k < 2 + i % 12; k++) {
			const char *token;

			state = state * 6364136223846793005u + 1442695040888963407u;
			token = tokens[(state >> 33) % (sizeof(tokens) / sizeof(tokens[0]))];
			memcpy(source + n, token, strlen(token));
			n += strlen(token);
		}
		f->steps = 0;
		before = f->ctx.errors;
		expr =
		    eng_expr_compile(&f->ctx, &f->arena, &f->scope, (eng_str){ source, n }, where);
		CHECK((expr == NULL) == (f->ctx.errors > before));
		before = f->ctx.errors;
		if (expr && eng_expr_select(&f->eval, expr, &out) != (f->ctx.errors == before)) {
			fprintf(stderr, "%.*s\n", (int)n, source);
			CHECK(false);
		}
	}
	f->ctx.limits.steps = limit;
	f->steps = 0;
}

int main(void) {
	fixture f;

	fixture_init(&f, "en-US");
	fixture_xml(&f, record_xml);
	record_rows(&f, ROWS(rows));
	test_messages(&f);
	test_depth(&f);
	test_holes(&f);
	test_soup(&f);
	fixture_finish(&f);
	return unit_done();
}
