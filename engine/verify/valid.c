/* A value that is not understood may be one that readers drop: then a declaration that hides, and stands before,
 * holds for them. So only the plainest values count (CSS Values 4, 2.4; CSS Syntax 3, 5.4.4). */
#include "verify/valid.h"

#include <glib.h>
#include <string.h>
#include <strings.h>

#include "verify/length.h"

typedef enum kind { WORDS, LENGTH, NUMBER, FAMILY, SHORTHAND } kind;

static const struct {
	const char *name;
	kind kind;
	const char *words; /* that are values, too; all know "inherit" and "initial" */
} properties[] = {
	{ "display", WORDS,
	  "none block inline inline-block table inline-table table-row table-cell table-caption "
	  "table-row-group table-header-group table-footer-group table-column list-item flex "
	  "inline-flex grid inline-grid" },
	{ "visibility", WORDS, "visible hidden collapse" },
	{ "opacity", NUMBER, "" },
	{ "font-size", LENGTH, "xx-small x-small small medium large x-large xx-large" },
	{ "height", LENGTH, "auto" },
	{ "max-height", LENGTH, "none" },
	{ "width", LENGTH, "auto" },
	{ "max-width", LENGTH, "none" },
	{ "overflow", WORDS, "visible hidden clip scroll auto" },
	{ "overflow-x", WORDS, "visible hidden clip scroll auto" },
	{ "overflow-y", WORDS, "visible hidden clip scroll auto" },
	{ "position", WORDS, "static relative absolute fixed" },
	{ "text-indent", LENGTH, "" },
	{ "line-height", NUMBER, "normal" },
	{ "text-decoration", WORDS, "none underline overline line-through" },
	{ "text-decoration-line", WORDS, "none underline overline line-through" },
	{ "font-family", FAMILY, "" },
	{ "font", SHORTHAND, "" },
};

static bool is_one_of(const char *words, eng_str word) {
	eng_str rest = eng_str_from(words), one;

	while (eng_str_word(&rest, &one)) {
		if (one.n == word.n && strncasecmp(one.s, word.s, word.n) == 0) {
			return true;
		}
	}
	return false;
}

/* A number with its unit right behind it; free: none is needed. */
static bool is_length(eng_str text, bool free) {
	double number;
	eng_str unit;

	if (!eng_css_number(text, &number, &unit)) {
		return false;
	}
	for (size_t i = 0; i < text.n; i++) {
		char next = i + 1 < text.n ? text.s[i + 1] : ' ';

		if (strchr(" \t\n\r\f", text.s[i]) ||
		    (text.s[i] == '.' && !g_ascii_isdigit(next))) {
			return false;
		}
	}
	return unit.n || free || number == 0;
}

/* Names of fonts begin with a letter or a quote. */
static bool is_family(eng_str text) {
	return text.n && (g_ascii_isalpha(text.s[0]) || strchr("\"'-", text.s[0]));
}

/* A size, and a family behind it. */
static bool is_shorthand(eng_str text) {
	eng_str word;

	while (eng_str_word(&text, &word)) {
		word = eng_str_sub(word, 0, eng_str_index(word, ENG_STR("/")));
		if (is_length(word, false)) {
			return is_family(eng_str_trim(text));
		}
	}
	return false;
}

static bool is_value(kind of, eng_str text) {
	switch (of) {
	case WORDS:
		return false;
	case LENGTH:
	case NUMBER:
		return is_length(text, of == NUMBER);
	case FAMILY:
		return is_family(text);
	case SHORTHAND:
		break;
	}
	return is_shorthand(text);
}

bool eng_css_is_valid(eng_str name, eng_str text) {
	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		if (name.n == strlen(properties[i].name) &&
		    strncasecmp(name.s, properties[i].name, name.n) == 0) {
			return is_one_of("inherit initial", text) ||
			       is_one_of(properties[i].words, text) ||
			       is_value(properties[i].kind, text);
		}
	}
	return true;
}

static bool is_name(char c) {
	return g_ascii_isalnum(c) || c == '-' || c == '_';
}

bool eng_css_is_sure(eng_str selectors) {
	char before = ',', joint = ',';

	for (size_t i = 0; i < selectors.n; i++) {
		char c = selectors.s[i], next = i + 1 < selectors.n ? selectors.s[i + 1] : ' ';
		bool gap = strchr(" \t\n\r\f", c) != NULL;

		if (!gap && !is_name(c) && !strchr(",>.#*", c)) {
			return false;
		}
		if ((c == ',' || c == '>') && joint) {
			return false; /* nothing stands before it */
		}
		if (((c == '.' || c == '#') && !g_ascii_isalpha(next)) ||
		    (c == '*' && is_name(before)) ||
		    (is_name(c) && !g_ascii_isalpha(c) && !is_name(before)) ||
		    (g_ascii_isalpha(c) && before == '*')) {
			return false;
		}
		joint = c == ',' || c == '>' ? c : gap ? joint : 0;
		before = c;
	}
	return !joint;
}
