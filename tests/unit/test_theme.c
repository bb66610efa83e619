/* Themes: the shipped ones load without a word, and every fault is told with its place. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "theme/loader.h"
#include "unit.h"

static eng_arena arena;
static eng_diag_list diags;
static eng_ctx ctx;

static void start(void) {
	memset(&diags, 0, sizeof(diags));
	diags.arena = &arena;
	eng_ctx_init(&ctx, eng_diag_collect, &diags);
}

static const char *library(void) {
	return eng_file_is_dir("../templates/themes") ? "../templates" : "templates";
}

static void print_all(void) {
	for (size_t i = 0; i < diags.n; i++) {
		eng_diag_print(stderr, &diags.items[i], false);
	}
}

static void test_shipped(void) {
	static const char *const ids[] = { "base", "meridian", "meridian-letter", "norlys" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		start();
		CHECK(eng_theme_load(&ctx, &arena, library(), eng_str_from(ids[i])) != NULL);
		CHECK(ctx.errors == 0 && ctx.warnings == 0);
		print_all();
	}
}

static void test_meridian(void) {
	const eng_theme *t;
	const eng_master *first;
	const eng_style *s;

	start();
	t = eng_theme_load(&ctx, &arena, library(), ENG_STR("meridian"));
	if (!t) {
		return;
	}
	CHECK(t->accent.r == 0x12 && t->accent.g == 0x35 && t->accent.b == 0x5b);
	CHECK(t->palette_count == 6 && t->palette[0].r == 0x12);
	CHECK(!t->zebra && t->table_rule == 350);
	first = eng_theme_master(t, "first");
	CHECK(first && first->width == 595276 && first->height == 841890);
	CHECK(first->has_address && first->address.x == ENG_MM(25) && first->mark_count == 3);
	CHECK(first->frame_count == 4 && eng_theme_master(t, "rest")->frame_count == 2);
	CHECK(first->marks[0].y == ENG_MM(105) && first->marks[2].y == ENG_MM(210));
	CHECK(first->marks[1].y == 420945); /* 148.5 mm: for punching */
	CHECK(eng_theme_master(t, "last") == NULL);

	s = eng_theme_style(t, "para", ENG_STR("small"));
	CHECK_STR(s->name, "para.small");
	CHECK(s->size == 7500 && s->leading == 10000 && s->color.r == t->text.r);
	CHECK_STR(eng_theme_style(t, "span", ENG_STR("muted"))->name, "muted");
	CHECK(eng_theme_style(t, "span", ENG_STR("muted"))->set == ENG_SET_COLOR);
	CHECK_STR(eng_theme_style(t, "table.head", ENG_STR("compact"))->name, "table.head");
	CHECK_STR(eng_theme_style(t, "table.cell", ENG_STR("compact"))->name, "table.cell.compact");
	CHECK_STR(eng_theme_style(t, "heading-9", ENG_STR(""))->name, "para");
	CHECK_STR(eng_theme_style_in(t, "para", ENG_STR(""), ENG_STR("footer"))->name, "footer");
	CHECK_STR(eng_theme_style_in(t, "para", ENG_STR("page-number"), ENG_STR("footer"))->name,
		  "para.page-number");
	CHECK_STR(eng_theme_style_in(t, "fact.label", ENG_STR(""), ENG_STR("info"))->name,
		  "fact.label.info");
	CHECK_STR(eng_theme_style_in(t, "list", ENG_STR(""), ENG_STR(""))->name, "list");
	CHECK(eng_theme_style(t, "callout", ENG_STR("warning"))->pad_right == 12000);
	CHECK(!eng_theme_style(t, "heading-2", ENG_STR(""))->has_background);
	CHECK(eng_theme_has_role(t, "callout", ENG_STR("warning")));
	CHECK(eng_theme_has_role(t, "para", ENG_STR("muted")));
	CHECK(!eng_theme_has_role(t, "table", ENG_STR("head")));
	CHECK(!eng_theme_has_role(t, "para", ENG_STR("footer")));
	CHECK(!eng_theme_has_role(t, "para", ENG_STR("nonsense")));

	CHECK_STR(t->email.from_address, "service@meridian.example");
	CHECK(t->email.dark && t->email.width == 600 && t->email.below_count == 2);
	CHECK_STR(t->sms.prefix, "Meridian Bank:");
	CHECK_STR(t->mobile.tokens[0].light, "#12355b");
	CHECK(t->families[0].faces[3].count == 18);
	CHECK_STR(t->families[0].faces[2].refs[1].file, "NotoSansArabic-Regular.ttf");
	CHECK_STR(t->families[0].faces[3].refs[1].file, "NotoSansArabic-Bold.ttf");
	CHECK(t->families[0].faces[0].refs[6].index == 1);
}

static void test_letter(void) {
	const eng_theme *t, *a4;

	start();
	t = eng_theme_load(&ctx, &arena, library(), ENG_STR("meridian-letter"));
	a4 = eng_theme_load(&ctx, &arena, library(), ENG_STR("meridian"));
	if (!t || !a4) {
		return;
	}
	CHECK(eng_theme_master(t, "first")->width == ENG_PT(612));
	CHECK(eng_theme_master(t, "first")->frame_count == 4);
	CHECK_STR(t->sms.sender, "Meridian");
	CHECK(!eng_hash_eq(&t->hash, &a4->hash));
}

/* A theme with nothing wrong, to which each row adds or in which it replaces a line. */
static const char good[] =
    "theme: t\n"
    "colors: { accent: \"#123\", tint: \"#eee\", text: \"#000\", muted: \"#444\", line: \"#ccc\",\n"
    "  paper: \"#fff\", negative: \"#a00\" }\n"
    "lengths: { gap: 4pt }\n"
    "fonts: { sans: { regular: A.ttf } }\n"
    "masters:\n"
    "  first: { size: A4, body: { left: 20mm, right: 20mm, top: 90mm, bottom: 30mm } }\n"
    "  rest: { size: A4, body: { left: 20mm, right: 20mm, top: 30mm, bottom: 30mm } }\n"
    "styles:\n"
    "  para: { font: sans, size: 9pt, leading: 12pt }\n";

typedef struct fault {
	const char *old, *new; /* old NULL: new is added at the end */
	const char *message;   /* of the first diagnostic; NULL: none at all */
	const char *code;
	int line, column;
} fault;

static const fault faults[] = {
	{ NULL, "", NULL, NULL, 0, 0 },
	{ NULL, "colour: x\n", "unknown key 'colour' in a theme, did you mean 'colors'?",
	  "theme.unknown-key", 11, 1 },
	{ NULL, "  para.small: { colour: \"#000\" }\n",
	  "unknown key 'colour' in style 'para.small', did you mean 'color'?", "theme.unknown-key",
	  11, 17 },
	{ NULL, "  pera.small: { bold: yes }\n",
	  "style 'pera.small' begins with no element, did you mean 'para'?", "theme.unknown-style",
	  11, 3 },
	{ NULL, "  small: { bold: yes }\n",
	  "style 'small' begins with no element, write any.small for a role of all",
	  "theme.unknown-style", 11, 3 },
	{ NULL, "  title: { bold: true }\n", "'true' is no value for 'bold', should be yes or no",
	  "theme.bad-value", 11, 18 },
	{ NULL, "  title: { color: $acent }\n",
	  "unknown token '$acent' in colors, did you mean '$accent'?", "theme.unknown-token", 11,
	  19 },
	{ NULL, "  title: { color: $accent 12 }\n",
	  "'$accent 12' is no value for 'color', should be a colour such as \"#12355B\", $accent "
	  "or "
	  "$accent 12%",
	  "theme.bad-value", 11, 19 },
	{ NULL, "  title: { space-after: 4 }\n",
	  "'4' is no value for 'space-after', should be a length such as 9.5pt, 20mm, 0 or $gap",
	  "theme.bad-value", 11, 25 },
	{ NULL, "  title: { space-after: $gpa }\n",
	  "unknown token '$gpa' in lengths, did you mean '$gap'?", "theme.unknown-token", 11, 25 },
	{ NULL, "  title: { space-after: -4pt }\n",
	  "'-4pt' is no value for 'space-after', should be a length of at least 0",
	  "theme.bad-value", 11, 25 },
	{ NULL, "  title: { size: 999pt }\n",
	  "'999pt' is no value for 'size', should be from 3pt to 200pt", "theme.bad-value", 11,
	  18 },
	{ NULL, "  title: { padding: 1pt 2pt 3pt 4pt 5pt }\n",
	  "'1pt 2pt 3pt 4pt 5pt' is no value for 'padding', should be one to four lengths such as "
	  "4pt "
	  "8pt",
	  "theme.bad-value", 11, 21 },
	{ NULL, "  title: { align: left }\n",
	  "'left' is no value for 'align', should be one of start, center, end, justify",
	  "theme.bad-value", 11, 19 },
	{ NULL, "  title: { letter-spacing: 3em }\n",
	  "'3em' is no value for 'letter-spacing', should be a number of ems from -0.1em to 0.5em",
	  "theme.bad-value", 11, 28 },
	{ NULL, "  title: { columns: 9 }\n",
	  "'9' is no value for 'columns', should be a whole number from 1 to 6", "theme.bad-value",
	  11, 21 },
	{ NULL, "  title: { font: san }\n", "unknown font 'san', did you mean 'sans'?",
	  "theme.unknown-font", 11, 18 },
	{ NULL, "  title: { base: titel }\n", "unknown style 'titel', did you mean 'title'?",
	  "theme.unknown-style", 11, 18 },
	{ NULL, "  title: { base: link }\n  link: { base: title }\n",
	  "style 'link' is its own base", "theme.style-loop", 12, 17 },
	{ NULL, "  title: yes\n", "style 'title' is a scalar, a mapping is needed",
	  "theme.bad-value", 11, 10 },
	{ NULL, "  title: { color: \"#ccc\" }\n",
	  "text of style 'title' has a contrast of 1.6 to 1, at least 4.5 to 1 is readable",
	  "theme.contrast", 11, 3 },
	{ "gap: 4pt", "gap: $gap", "token '$gap' refers to itself over 8 steps", "theme.token-loop",
	  4, 17 },
	{ "accent: \"#123\", ", "", "'colors' needs the colour 'accent'", "theme.missing-key", 1,
	  1 },
	{ "theme: t", "theme: u", "file 't.yaml' must say 'theme: t'", "theme.wrong-id", 1, 8 },
	{ "regular: A.ttf", "bold: A.ttf", "font 'sans' needs the key 'regular'",
	  "theme.missing-key", 5, 16 },
	{ "A.ttf", "../A.ttf",
	  "'../A.ttf' is no font file, should be a plain file name such as Inter-Regular.otf or "
	  "NotoSansCJK-Regular.ttc#2",
	  "theme.bad-value", 5, 27 },
	{ "size: A4, body: { left: 20mm, right: 20mm, top: 90mm",
	  "size: A5, body: { left: 20mm, right: 20mm, top: 90mm",
	  "'A5' is no page size, should be A4, letter or two lengths from 72pt to 14400pt such as "
	  "210mm "
	  "99mm",
	  "theme.bad-value", 7, 18 },
	{ "top: 90mm, ", "", "box 'body' needs two of top, bottom and height, not 1", "theme.box",
	  7, 22 },
	{ "top: 90mm", "top: 900mm", "box 'body' does not lie on the page of 595.276pt x 841.89pt",
	  "theme.box", 7, 22 },
	{ "  rest:", "  rets:", "theme needs the masters 'first' and 'rest'", "theme.missing-key",
	  1, 1 },
	{ "top: 90mm, bottom: 30mm }", "top: 90mm, bottom: 30mm }, frames: { fotter: none }",
	  "unknown part 'fotter', did you mean 'footer'?", "theme.unknown-part", 7, 92 },
	{ NULL, "sms: { sender: much-too-long-a-name }\n",
	  "'much-too-long-a-name' is no sender, should be up to 11 letters, digits and spaces, a "
	  "short code of 3 to 8 digits, or '+' and 7 to 15 digits",
	  "theme.bad-value", 11, 16 },
	{ NULL, "email: { from: nobody }\n",
	  "'nobody' is no address, should be like service@bank.example", "theme.bad-value", 11,
	  16 },
	{ NULL, "email: { from-name: \"a\\r\\nBcc: b\" }\n",
	  "'a\\u{d}\\nBcc: b' is no value for 'from-name', should be text on one line",
	  "theme.bad-value", 11, 21 },
	{ NULL, "email: { dark: { page: \"#000\" } }\n", "'dark' needs the key 'card'",
	  "theme.missing-key", 11, 10 },
	{ NULL, "mobile: { tokens: { a: { light: $accent } } }\n",
	  "token 'a' needs the keys 'light' and 'dark'", "theme.missing-key", 11, 21 },
	{ NULL, "extends: nowhere\n",
	  "unknown theme 'nowhere', there is no such file in the library's themes folder",
	  "theme.missing", 11, 10 },
	{ NULL, "extends: t\n", "theme extends more than 7 others, or itself", "theme.extends-loop",
	  11, 10 },
	{ NULL, "fallbacks: [{ script: arabian, regular: B.ttf }]\n",
	  "unknown script 'arabian', did you mean 'arabic'?", "theme.bad-value", 11, 23 },
	{ NULL, "table: { rule: 1pt, rule: 2pt }\n",
	  "key 'rule' stands twice in one mapping, keep one", "markup.duplicate-key", 11, 21 },
};

static bool write_theme(const fault *f) {
	eng_buf buf = { 0 };
	const char *at = f->old ? strstr(good, f->old) : NULL;
	bool written;

	if (at) {
		eng_buf_add(&buf, good, (size_t)(at - good));
		eng_buf_cstr(&buf, f->new);
		eng_buf_cstr(&buf, at + strlen(f->old));
	} else {
		eng_buf_cstr(&buf, good);
		eng_buf_cstr(&buf, f->new);
	}
	written = eng_file_write(&ctx, "theme-test/themes/t.yaml", eng_buf_view(&buf), false);
	eng_buf_finish(&buf);
	return written;
}

static void check_fault(const fault *f) {
	const eng_theme *theme = eng_theme_load(&ctx, &arena, "theme-test", ENG_STR("t"));
	const eng_diag *first = diags.n > 0 ? &diags.items[0] : NULL;

	CHECK((ctx.errors == 0) == (theme != NULL));
	if (!f->message) {
		return;
	}
	CHECK(first != NULL);
	if (!first) {
		fprintf(stderr, "  nothing said, should be '%s'\n", f->message);
		return;
	}
	CHECK_STR(eng_str_from(first->message), f->message);
	CHECK_STR(eng_str_from(first->code), f->code);
	CHECK(first->where.line == f->line && first->where.column == f->column);
	if (first->where.line != f->line || first->where.column != f->column) {
		fprintf(stderr, "  '%s' is at %d:%d\n", f->message, first->where.line,
			first->where.column);
	}
}

static void test_faults(void) {
	start();
	CHECK(eng_file_mkdirs(&ctx, "theme-test/themes"));
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		start();
		CHECK(write_theme(&faults[i]));
		check_fault(&faults[i]);
	}
	start();
	CHECK(!eng_theme_load(&ctx, &arena, library(), ENG_STR("meridan")));
	CHECK_STR(eng_str_from(diags.items[0].message),
		  "unknown theme 'meridan', did you mean 'meridian'?");
	start();
	CHECK(!eng_theme_load(&ctx, &arena, library(), ENG_STR("../x")));
}

/* Every key of every table stands in the manual in backquotes. */
static void test_manual(void) {
	static const eng_theme_key *const tables[] = {
		eng_theme_top_keys,      eng_theme_style_keys,   eng_theme_table_keys,
		eng_theme_chart_keys,    eng_theme_email_keys,   eng_theme_light_keys,
		eng_theme_sms_keys,      eng_theme_mobile_keys,  eng_theme_master_keys,
		eng_theme_box_keys,      eng_theme_mark_keys,    eng_theme_family_keys,
		eng_theme_fallback_keys, eng_theme_address_keys,
	};
	bool here = eng_file_exists("../docs/themes.md");
	eng_str manual;

	start();
	if (!eng_file_read(&ctx, &arena, here ? "../docs/themes.md" : "docs/themes.md", 1 << 20,
			   &manual)) {
		CHECK(!"manual is missing");
		return;
	}
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		for (const eng_theme_key *k = tables[t]; k->name; k++) {
			const char *plain = eng_arena_printf(&arena, "`%s`", k->name);
			const char *dotted = eng_arena_printf(&arena, ".%s`", k->name);
			bool there = strstr(manual.s, plain) || strstr(manual.s, dotted);

			CHECK(there);
			if (!there) {
				fprintf(stderr, "  docs/themes.md lacks '%s'\n", k->name);
			}
		}
	}
	for (size_t i = 0; eng_theme_elements[i]; i++) {
		bool there =
		    strstr(manual.s, eng_arena_printf(&arena, "`%s`", eng_theme_elements[i])) ||
		    eng_str_starts(eng_str_from(eng_theme_elements[i]), "heading-");

		CHECK(there);
		if (!there) {
			fprintf(stderr, "  docs/themes.md lacks '%s'\n", eng_theme_elements[i]);
		}
	}
}

/* The shipped schema is what the key tables say; ENGROSS_UPDATE=1 writes it anew. */
static void test_schema(void) {
	const char *path = eng_file_is_dir("../schemas") ? "../schemas/theme-1.schema.json"
							 : "schemas/theme-1.schema.json";
	eng_buf schema = { 0 };
	eng_str file = { 0 };

	start();
	eng_theme_schema(&schema);
	if (getenv("ENGROSS_UPDATE")) {
		CHECK(eng_file_write(&ctx, path, eng_buf_view(&schema), false));
	}
	CHECK(eng_file_read(&ctx, &arena, path, 1 << 20, &file));
	CHECK(eng_str_eq(file, eng_buf_view(&schema)));
	eng_buf_finish(&schema);
}

int main(void) {
	eng_arena_init(&arena);
	test_schema();
	test_manual();
	test_shipped();
	test_meridian();
	test_letter();
	test_faults();
	eng_arena_finish(&arena);
	return unit_done();
}
