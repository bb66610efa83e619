/* Runs every example of docs/expressions.md over the record that stands in it, and compares the
 * functions that it describes with the table of functions, both ways. */
#include "expr_fixture.h"
#include "unit.h"

#include "base/file.h"
#include "expr/function.h"

/* The text between the first pair of marks. */
static eng_str between(eng_str text, const char *open, const char *close) {
	size_t from = eng_str_index(text, eng_str_from(open)) + strlen(open);

	text = eng_str_sub(text, from, text.n);
	return eng_str_sub(text, 0, eng_str_index(text, eng_str_from(close)));
}

/* "\|" of a table cell is "|". */
static eng_str unescape(fixture *f, eng_str cell) {
	char *out = eng_arena_alloc(&f->arena, cell.n + 1);
	size_t i, n = 0;

	for (i = 0; i < cell.n; i++) {
		if (cell.s[i] == '\\' && i + 1 < cell.n && cell.s[i + 1] == '|') {
			continue;
		}
		out[n++] = cell.s[i];
	}
	return (eng_str){ out, n };
}

/* "| `expression` | result |" */
static bool run_example(fixture *f, eng_str line) {
	eng_str expr, result, rest, got;
	size_t end;

	if (!eng_str_starts(line, "| `")) {
		return false;
	}
	rest = eng_str_sub(line, 3, line.n);
	end = eng_str_index(rest, ENG_STR("` | "));
	expr = unescape(f, eng_str_sub(rest, 0, end));
	result = eng_str_trim(eng_str_sub(rest, end + 4, rest.n));
	result = eng_str_trim(eng_str_sub(result, 0, result.n - 1));
	got = fixture_value(f, expr);
	if (eng_str_eqc(got, "(missing)")) {
		got = ENG_STR("*missing*");
	} else if (eng_str_starts(got, "!")) {
		got = eng_str_printf(&f->arena, "*%.*s*", ENG_STR_ARG(eng_str_sub(got, 1, got.n)));
	}
	unit_check_str(
	    eng_str_printf(&f->arena, "%.*s -> %.*s", ENG_STR_ARG(expr), ENG_STR_ARG(got)),
	    eng_arena_printf(&f->arena, "%.*s -> %.*s", ENG_STR_ARG(expr), ENG_STR_ARG(result)),
	    __FILE__, __LINE__);
	return true;
}

int main(int argc, char **argv) {
	eng_str manual, rest, line, name;
	const eng_function *function;
	size_t examples = 0, described = 0, i;
	fixture f;

	fixture_init(&f, "en-US");
	if (argc < 2 || !eng_file_read(&f.ctx, &f.arena, argv[1], 1 << 20, &manual)) {
		fprintf(stderr, "usage: test_expr_manual docs/expressions.md\n");
		return 1;
	}
	fixture_xml(&f, eng_str_dup(&f.arena, between(manual, "```xml\n", "```")));
	for (rest = manual; eng_str_split(&rest, '\n', &line);) {
		examples += run_example(&f, line);
		if (eng_str_starts(line, "#### ")) {
			name = eng_str_sub(line, 5, eng_str_index(line, ENG_STR("(")));
			described++;
			CHECK_STR(eng_str_from(eng_function_find(name) ? "known" : "unknown"),
				  "known");
		}
	}
	for (i = 0; (function = eng_function_at(i)); i++) {
		line = eng_str_printf(&f.arena, "\n#### %s(", function->name);
		CHECK_STR(eng_str_from(eng_str_index(manual, line) < manual.n ? function->name
									      : "not described"),
			  function->name);
	}
	CHECK(described == i);
	CHECK(examples > 100);
	fixture_finish(&f);
	return unit_done();
}
