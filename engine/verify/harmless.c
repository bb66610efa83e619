/* Which declarations of CSS leave words where they stand and as they are. What stands in no list here is what no
 * message of ours needs, and counts as hiding what it is declared for. */
#include "verify/harmless.h"

#include <string.h>
#include <strings.h>

#include "verify/length.h"

/* Pixels by which words may be pushed about, and letters pulled apart or together. */
#define FAR         200
#define PULLED      12
#define PUSHED_BACK -1
#define CONTAINER   600 /* width of what shares are of */
#define EM          16

#define BRACKETS 8 /* within each other, that are followed */

/* What must hold of a value. */
typedef enum asked {
	NOTHING,
	NEAR,    /* lengths that leave the words in sight */
	SPACING, /* lengths that leave them words */
	FORWARD  /* no order of its own */
} asked;

static const struct {
	const char *name;
	asked asked;
} properties[] = {
	{ "-webkit-text-size-adjust", NOTHING },
	{ "-ms-text-size-adjust", NOTHING },
	{ "text-size-adjust", NOTHING },
	{ "align-items", NOTHING },
	{ "border", NOTHING },
	{ "border-bottom", NOTHING },
	{ "border-collapse", NOTHING },
	{ "border-color", NOTHING },
	{ "border-left", NOTHING },
	{ "border-radius", NOTHING },
	{ "border-right", NOTHING },
	{ "border-spacing", NOTHING },
	{ "border-style", NOTHING },
	{ "border-top", NOTHING },
	{ "border-width", NOTHING },
	{ "box-sizing", NOTHING },
	{ "caption-side", NOTHING },
	{ "color-scheme", NOTHING },
	{ "cursor", NOTHING },
	{ "direction", NOTHING },
	{ "float", NOTHING },
	{ "flex-direction", FORWARD },
	{ "flex-wrap", FORWARD },
	{ "font-style", NOTHING },
	{ "font-variant-numeric", NOTHING },
	{ "hyphens", NOTHING },
	{ "justify-content", NOTHING },
	{ "letter-spacing", SPACING },
	{ "list-style", NOTHING },
	{ "list-style-type", NOTHING },
	{ "margin", NEAR },
	{ "margin-bottom", NEAR },
	{ "margin-left", NEAR },
	{ "margin-right", NEAR },
	{ "margin-top", NEAR },
	{ "min-height", NOTHING },
	{ "min-width", NOTHING },
	{ "mso-line-height-rule", NOTHING },
	{ "mso-padding-alt", NOTHING },
	{ "mso-table-lspace", NEAR },
	{ "mso-table-rspace", NEAR },
	{ "outline", NOTHING },
	{ "overflow-wrap", NOTHING },
	{ "padding", NEAR },
	{ "padding-bottom", NEAR },
	{ "padding-left", NEAR },
	{ "padding-right", NEAR },
	{ "padding-top", NEAR },
	{ "supported-color-schemes", NOTHING },
	{ "table-layout", NOTHING },
	{ "text-align", NOTHING },
	{ "text-decoration-color", NOTHING },
	{ "text-underline-offset", NOTHING },
	{ "v-text-anchor", NOTHING },
	{ "vertical-align", NOTHING },
	{ "white-space", NOTHING },
	{ "word-break", NOTHING },
	{ "word-spacing", SPACING },
	{ "word-wrap", NOTHING },
};

static bool is_word(eng_str text, const char *word) {
	return text.n == strlen(word) && strncasecmp(text.s, word, text.n) == 0;
}

static bool is_letters(eng_str word) {
	for (size_t i = 0; i < word.n; i++) {
		char c = (char)(word.s[i] | 0x20);

		if ((c < 'a' || c > 'z') && !(i == 0 && word.s[i] == '!')) {
			return false;
		}
	}
	return true;
}

/* "normal", "0 auto !important", "-4px": words, and lengths within bounds. Those that are worked out are not. */
static bool is_between(eng_str words, int least, int most) {
	eng_str word;

	while (eng_str_word(&words, &word)) {
		double base = word.s[word.n - 1] == '%' ? CONTAINER : EM, pixels;

		if (!is_letters(word) &&
		    (!eng_css_pixels(word, base, &pixels) || pixels < least || pixels > most)) {
			return false;
		}
	}
	return true;
}

bool eng_css_is_harmless(eng_str name, eng_str text) {
	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		if (!is_word(name, properties[i].name)) {
			continue;
		}
		switch (properties[i].asked) {
		case NOTHING:
			return true;
		case NEAR:
			return is_between(text, PUSHED_BACK, FAR);
		case SPACING:
			return is_between(text, PUSHED_BACK, PULLED);
		case FORWARD:
			return eng_str_index(text, ENG_STR("reverse")) == text.n;
		}
	}
	return false;
}

static bool moves(eng_str name, eng_str text) {
	static const char *const movers[] = { "transform", "translate", "rotate",     "scale",
					      "zoom",      "animation", "offset-path" };

	if (is_word(name, "position")) {
		return !is_word(text, "static");
	}
	if (name.n >= 6 && strncasecmp(name.s, "margin", 6) == 0) {
		return !is_between(text, PUSHED_BACK, 1 << 20);
	}
	for (size_t i = 0; i < sizeof(movers) / sizeof(movers[0]); i++) {
		if (is_word(name, movers[i]) ||
		    (strcmp(movers[i], "animation") == 0 && name.n > 9 &&
		     strncasecmp(name.s, movers[i], 9) == 0)) {
			return !is_word(text, "none") && !is_word(text, "0") && !is_word(text, "1");
		}
	}
	return eng_str_index(text, ENG_STR("reverse")) < text.n && !is_word(name, "animation");
}

bool eng_css_moves(eng_str body) {
	eng_str item;

	while (eng_str_split(&body, ';', &item)) {
		size_t colon = eng_str_index(item, ENG_STR(":"));
		eng_str text = eng_str_trim(eng_str_sub(item, colon + 1, item.n));

		text = eng_str_trim(eng_str_sub(text, 0, eng_str_index(text, ENG_STR("!"))));
		if (colon < item.n && moves(eng_str_trim(eng_str_sub(item, 0, colon)), text)) {
			return true;
		}
	}
	return false;
}

/* How many characters begin and end nothing, wherever they stand. */
static size_t plain_part(const char *s, size_t n) {
	static const bool ends[256] = {
		['"'] = true, ['\''] = true, ['('] = true,  [')'] = true,
		['['] = true, [']'] = true,  ['{'] = true,  ['}'] = true,
		[';'] = true, ['\\'] = true, ['/'] = true,  ['<'] = true,
		['-'] = true, ['\n'] = true, ['\r'] = true, ['\f'] = true,
	};
	size_t i = 0;

	while (i < n && !ends[(unsigned char)s[i]]) {
		i++;
	}
	return i;
}

/* What is open at a place of CSS: brackets, innermost last, and above them a quote. */
typedef struct nest {
	char open[BRACKETS];
	size_t n;
	char quote;
} nest;

/* Takes a character that begins no comment; false: it is not plain there. */
static bool take(nest *in, char c, bool sheet) {
	if ((in->quote || in->n || !sheet) && (c == '{' || c == '}')) {
		return false;
	}
	if (in->quote) {
		in->quote = c == in->quote ? 0 : in->quote;
		return c != ';' && c != '\n' && c != '\r' && c != '\f';
	}
	switch (c) {
	case '"':
	case '\'':
		in->quote = c;
		return true;
	case '(':
	case '[':
		if (in->n == BRACKETS) {
			return false;
		}
		in->open[in->n++] = c == '(' ? ')' : ']';
		return true;
	case ')':
	case ']':
		return in->n && in->open[--in->n] == c;
	default:
		return c != ';' || !in->n;
	}
}

bool eng_css_is_plain(eng_str css, bool sheet) {
	nest in = { .n = 0 };

	for (size_t i = plain_part(css.s, css.n); i < css.n;
	     i += 1 + plain_part(css.s + i + 1, css.n - i - 1)) {
		eng_str rest = eng_str_sub(css, i, css.n);

		if (eng_str_starts(rest, "/*")) {
			size_t end = eng_str_index(rest, ENG_STR("*/"));

			if (!sheet || in.quote || in.n || end == rest.n || end < 2) {
				return false;
			}
			i += end + 1;
		} else if (eng_str_starts(rest, "<!") || eng_str_starts(rest, "-->") ||
			   css.s[i] == '\\' || !take(&in, css.s[i], sheet)) {
			return false;
		}
	}
	return !in.quote && !in.n;
}
