/* Phrases: the grammar of MessageFormat, marks, plurals by language, and arguments that must
 * match. */
#include "expr_fixture.h"
#include "unit.h"

/* Parts as text: <b> </b> for strong, <a> </a> for links, (name) around arguments. */
static eng_str show(fixture *f, const eng_message_part *parts, size_t n) {
	eng_str out = { "", 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		static const char *const open[] = { "", "(", "<b>", "</b>", "<a>", "</a>" };

		out = eng_str_printf(&f->arena, "%.*s%s%.*s%s", ENG_STR_ARG(out),
				     open[parts[i].kind], ENG_STR_ARG(parts[i].text),
				     parts[i].kind == ENG_MESSAGE_ARGUMENT ? ")" : "");
	}
	return out;
}

typedef struct row {
	const char *language, *pattern, *argument, *value, *expected;
} row;

static const row rows[] = {
	{ "en", "plain", NULL, NULL, "plain" },
	{ "en", "", NULL, NULL, "" },
	{ "en", "it's", NULL, NULL, "it's" },
	{ "en", "it''s", NULL, NULL, "it's" },
	{ "en", "'{'x'}'", NULL, NULL, "{x}" },
	{ "en", "'{it''s}'", NULL, NULL, "{it's}" },
	{ "en", "a '**' b", NULL, NULL, "a ** b" },
	{ "en", "2 * 3", NULL, NULL, "2 * 3" },
	{ "en", "**bold** and [a link]", NULL, NULL, "<b>bold</b> and <a>a link</a>" },
	{ "en", "**[x]**", NULL, NULL, "<b><a>x</a></b>" },
	{ "en", "'['x']'", NULL, NULL, "[x]" },
	{ "en", "Dear {name},", "name", "Anna", "Dear (Anna)," },
	{ "en", "{ name }", "name", "Anna", "(Anna)" },
	{ "en", "{n, plural, one {# day} other {# days}}", "n", "1", "1 day" },
	{ "en", "{n, plural, one {# day} other {# days}}", "n", "0", "0 days" },
	{ "en", "{n, plural, one {# day} other {# days}}", "n", "1.0", "1.0 days" },
	{ "en", "{n, plural, one {# day} other {# days}}", "n", "1234", "1,234 days" },
	{ "en", "{n,plural,=0{none}=1{just one}other{#}}", "n", "0", "none" },
	{ "en", "{n,plural,=0{none}=1{just one}other{#}}", "n", "1.00", "just one" },
	{ "en", "{n, plural, offset:1 =1 {you} one {you and # other} other {you and # others}}",
	  "n", "2", "you and 1 other" },
	{ "en", "{n, plural, offset:1 =1 {you} one {you and # other} other {you and # others}}",
	  "n", "1", "you" },
	{ "en", "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", "n", "22",
	  "22nd" },
	{ "en", "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", "n", "13",
	  "13th" },
	{ "en", "{g, select, female {she} male {he} other {they}} won", "g", "female", "she won" },
	{ "en", "{g, select, female {she} male {he} other {they}} won", "g", "x", "they won" },
	{ "en", "{g, select, a {{g}} other {#}}", "g", "a", "(a)" },
	{ "en", "{g, select, a {x} other {#}}", "g", "b", "#" },
	{ "en", "{n, plural, one {'#'} other {**#** left}}", "n", "5", "<b>5</b> left" },
	{ "en", "{n, number}", "n", "1234.50", "1,234.50" },
	{ "en", "{n, number, #,##0.0}", "n", "1234.50", "1,234.5" },
	{ "en", "{n, number, integer}", "n", "1234", "1,234" },
	{ "en", "{n, number, percent}", "n", "0.25", "25%" },
	{ "en", "{d, date, long}", "d", "2026-11-01", "November 1, 2026" },
	{ "en", "{d, date}", "d", "2026-11-01", "Nov 1, 2026" },
	{ "en", "{d, date, ::yMMMM}", "d", "2026-11-01", "November 2026" },
	{ "de", "{n, number}", "n", "1234.50", "1.234,50" },
	{ "ru",
	  "{n, plural, one {# \xD0\xB4} few {# \xD0\xB4\xD0\xBD} many {# \xD0\xB4\xD0\xBD\xD0\xB9} "
	  "other {# x}}",
	  "n", "22", "22 \xD0\xB4\xD0\xBD" },
	{ "ru", "{n, plural, one {one} few {few} many {many} other {other}}", "n", "11", "many" },
	{ "ru", "{n, plural, one {one} few {few} many {many} other {other}}", "n", "1.5", "other" },
	{ "ar", "{n, plural, zero {z} one {1} two {2} few {f} many {m} other {o}}", "n", "3", "f" },
	{ "ar", "{n, plural, zero {z} one {1} two {2} few {f} many {m} other {o}}", "n", "11",
	  "m" },
	{ "ar", "{n, plural, zero {z} one {1} two {2} few {f} many {m} other {o}}", "n", "100",
	  "o" },
	{ "ja", "{n, plural, other {#\xE6\x97\xA5}}", "n", "1", "1\xE6\x97\xA5" },
	{ "fr", "{n, plural, one {# jour} other {# jours}}", "n", "1.5", "1,5 jour" },
	/* faults */
	{ "en", "{", NULL, NULL, "!strings.bad-message" },
	{ "en", "}", NULL, NULL, "!strings.bad-message" },
	{ "en", "{}", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a b}", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a, time}", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a, plural}", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a, plural, one {x}}", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a, plural, ome {x} other {y}}", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a, plural, =x {x} other {y}}", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a, plural, other y}", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a, plural, other {y}", NULL, NULL, "!strings.bad-message" },
	{ "en", "'{x", NULL, NULL, "!strings.bad-message" },
	{ "en", "**x", NULL, NULL, "!strings.bad-message" },
	{ "en", "[x", NULL, NULL, "!strings.bad-message" },
	{ "en", "x]", NULL, NULL, "!strings.bad-message" },
	{ "en", "**[x**]", NULL, NULL, "!strings.bad-message" },
	{ "en", "{a}", NULL, NULL, "!strings.argument" },
	{ "en", "x", "a", "1", "!strings.argument" },
	{ "en", "{a}", "b", "1", "!strings.argument" },
	{ "en", "{n, plural, other {x}}", "n", "many", "!strings.argument" },
	{ "en", "{n, number}", "n", "x", "!strings.argument" },
	{ "en", "{d, date}", "d", "x", "!strings.argument" },
	{ "en", "{n, number, integer}", "n", "1.5", "!expr.excess-digits" },
};

static eng_str set(fixture *f, const eng_locale *locale, const row *r) {
	eng_loc where = { "en.yaml", 3, 1 };
	eng_argument argument = { { "", 0 }, { .kind = ENG_VALUE_TEXT } };
	const eng_message *message;
	const eng_message_part *parts;
	size_t n, since = f->diags.n;

	message = eng_message_new(&f->ctx, &f->arena, eng_str_from(r->pattern), r->language, where);
	argument.name = eng_str_from(r->argument);
	argument.value.text = argument.value.raw = eng_str_from(r->value);
	if (!message || !eng_message_format(&f->ctx, &f->arena, message, locale, &argument,
					    r->argument ? 1 : 0, where, &parts, &n)) {
		return eng_str_printf(&f->arena, "!%s", fixture_code(f, since));
	}
	return show(f, parts, n);
}

static void test_deep(fixture *f) {
	char pattern[4096];
	size_t n = 0, i;
	eng_loc where = { "en.yaml", 3, 1 };

	for (i = 0; i < 200; i++) {
		memcpy(pattern + n, "{a,select,other{", 16);
		n += 16;
	}
	CHECK(eng_message_new(&f->ctx, &f->arena, (eng_str){ pattern, n }, "en", where) == NULL);
}

static void test_names(fixture *f) {
	eng_loc where = { "en.yaml", 3, 1 };
	const eng_message *message;
	const eng_str *names;
	eng_str text;
	size_t n;

	message = eng_message_new(&f->ctx, &f->arena,
				  ENG_STR("{b} {a, select, x {{c}} other {{b}}}"), "en", where);
	eng_message_arguments(message, &names, &n);
	CHECK(n == 3 && eng_str_eqc(names[0], "b") && eng_str_eqc(names[1], "a") &&
	      eng_str_eqc(names[2], "c"));
	CHECK(!eng_message_is_plain(message, &text));
	message = eng_message_new(&f->ctx, &f->arena, ENG_STR("it''s '{'fine'}'"), "en", where);
	CHECK(eng_message_is_plain(message, &text));
	CHECK_STR(text, "it's {fine}");
}

int main(void) {
	const char *language = "";
	eng_locale *locale = NULL;
	fixture f;
	size_t i;

	fixture_init(&f, "en");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(language, rows[i].language) != 0) {
			eng_locale_free(locale);
			language = rows[i].language;
			locale = eng_locale_new(&f.ctx, language, "");
		}
		unit_check_str(
		    eng_str_printf(&f.arena, "%s: %.*s", rows[i].pattern,
				   ENG_STR_ARG(set(&f, locale, &rows[i]))),
		    eng_arena_printf(&f.arena, "%s: %s", rows[i].pattern, rows[i].expected),
		    __FILE__, __LINE__);
	}
	eng_locale_free(locale);
	test_deep(&f);
	test_names(&f);
	fixture_finish(&f);
	return unit_done();
}
