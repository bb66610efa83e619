/* What becomes of words: the declarations that apply to an element and those around it, by the order of
 * the cascade (CSS Cascade 4, 6), reduced to the properties that can take words from sight. */
#include "verify/style.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "verify/color.h"
#include "verify/harmless.h"
#include "verify/length.h"
#include "verify/sheet.h"
#include "verify/valid.h"

#define TINY_PIXELS   6.0
#define SAME_CONTRAST 1500 /* thousandths: below, letters and ground are one colour */
#define CHAIN_MAX     300
#define REGULAR       400
#define BOLD          700

enum { INLINE = 1u << 20, IMPORTANT = 1u << 21 };

typedef enum property {
	DISPLAY,
	VISIBILITY,
	OPACITY,
	SIZE,
	COLOR,
	FILL,
	GROUND,
	HEIGHT,
	MAX_HEIGHT,
	WIDTH,
	MAX_WIDTH,
	OVERFLOW,
	POSITION,
	INDENT,
	LINE,
	TRANSFORM,
	CASE,
	DECORATION,
	OTHER, /* any that no honest message needs */
	FONT,
	WEIGHT,
	PROPERTIES
} property;

typedef struct value {
	eng_str text;
	unsigned key; /* strength; 0: not set */
} value;

/* What is declared for one element. */
typedef struct declared {
	value values[PROPERTIES];
} declared;

static const struct {
	const char *name;
	property property;
} names[] = {
	{ "display", DISPLAY },
	{ "visibility", VISIBILITY },
	{ "content-visibility", OTHER },
	{ "opacity", OPACITY },
	{ "font-size", SIZE },
	{ "color", COLOR },
	{ "-webkit-text-fill-color", FILL },
	{ "background", GROUND },
	{ "background-color", GROUND },
	{ "height", HEIGHT },
	{ "max-height", MAX_HEIGHT },
	{ "width", WIDTH },
	{ "max-width", MAX_WIDTH },
	{ "overflow", OVERFLOW },
	{ "overflow-x", OVERFLOW },
	{ "overflow-y", OVERFLOW },
	{ "position", POSITION },
	{ "text-indent", INDENT },
	{ "line-height", LINE },
	{ "text-transform", CASE },
	{ "text-decoration", DECORATION },
	{ "text-decoration-line", DECORATION },
	{ "transform", TRANSFORM },
	{ "scale", TRANSFORM },
	{ "rotate", TRANSFORM },
	{ "zoom", TRANSFORM },
	{ "translate", TRANSFORM },
	{ "font-family", FONT },
	{ "font", FONT },
	{ "font-weight", WEIGHT },
};

/* Compares the first letter first: most words are told apart by it. */
static bool is_word(eng_str text, const char *word) {
	return text.n && ((text.s[0] ^ word[0]) & ~0x20) == 0 && text.n == strlen(word) &&
	       strncasecmp(text.s, word, text.n) == 0;
}

static bool has(eng_str text, const char *part) {
	size_t n = strlen(part);

	for (size_t i = 0; i + n <= text.n; i++) {
		if (strncasecmp(text.s + i, part, n) == 0) {
			return true;
		}
	}
	return false;
}

/* A value by which most properties do nothing. */
static bool is_idle(eng_str text) {
	static const char *const words[] = { "none", "auto", "normal", "isolate", "visible" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (is_word(text, words[i])) {
			return true;
		}
	}
	return false;
}

static bool names_color(eng_str name) {
	return is_word(name, "color") || is_word(name, "background") ||
	       is_word(name, "background-color") || is_word(name, "-webkit-text-fill-color");
}

/* Gradients and pictures behind words, and colours that are worked out, are not. */
static bool is_color(eng_str name, eng_str text) {
	eng_color color;

	return eng_css_color_read(text, &color) || is_word(text, "inherit") ||
	       (is_word(name, "background") && is_word(text, "none"));
}

/* Several properties share these: what one of them does, another does not undo. */
static bool is_done(property which, const value *v) {
	if (!v->key || (which != TRANSFORM && which != OVERFLOW)) {
		return false;
	}
	return which == OVERFLOW
		   ? !is_word(v->text, "visible")
		   : !is_idle(v->text) && !is_word(v->text, "1") && !is_word(v->text, "100%");
}

static void declare(declared *d, eng_str name, eng_str text, unsigned key) {
	size_t important = text.n;
	bool known = false;

	for (size_t i = 0; i < text.n; i++) {
		important = text.s[i] == '!' ? i : important;
	}
	if (important < text.n) {
		eng_str mark = eng_str_trim(eng_str_sub(text, important + 1, text.n));

		if (!is_word(mark, "important")) {
			d->values[OTHER] = (value){ text, key };
		}
		key |= IMPORTANT;
		text = eng_str_trim(eng_str_sub(text, 0, important));
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !known; i++) {
		value *v = &d->values[names[i].property];

		known = is_word(name, names[i].name);
		if (known && key >= v->key && !is_done(names[i].property, v)) {
			*v = (value){ text, key };
		}
	}
	if (names_color(name) ? !is_color(name, text)
	    : known           ? memchr(text.s, '(', text.n) || !eng_css_is_valid(name, text)
			      : !is_idle(text) && !eng_css_is_harmless(name, text)) {
		d->values[OTHER] = (value){ text, key };
	}
}

/* A weight as CSS has it (CSS Fonts 4, 2.4); 0: the word is none. */
static int weight_of(eng_str word) {
	double number;
	eng_str unit;

	if (is_word(word, "bold") || is_word(word, "bolder")) {
		return BOLD;
	}
	if (is_word(word, "normal") || is_word(word, "lighter") || is_word(word, "initial")) {
		return REGULAR;
	}
	return eng_css_number(word, &number, &unit) && !unit.n && number >= 1 && number <= 1000
		   ? (int)number
		   : 0;
}

/* "font: bold 2px/1 Arial" sets size and weight, too. */
static void declare_font(declared *d, unsigned key) {
	eng_str rest = d->values[FONT].text, word, weight = ENG_STR("normal");
	double size;

	while (d->values[FONT].key == key && eng_str_word(&rest, &word)) {
		eng_str before = eng_str_sub(word, 0, eng_str_index(word, ENG_STR("/"))), unit;

		if (eng_css_number(before, &size, &unit) && unit.n && key >= d->values[SIZE].key) {
			d->values[SIZE] = (value){ before, key };
		}
		weight = weight_of(word) ? word : weight;
	}
	if (d->values[FONT].key == key && key >= d->values[WEIGHT].key) {
		d->values[WEIGHT] = (value){ weight, key };
	}
}

static void declare_all(declared *d, eng_str body, unsigned key) {
	eng_str item;

	while (eng_str_split(&body, ';', &item)) {
		size_t colon = eng_str_index(item, ENG_STR(":"));
		eng_str name = eng_str_trim(eng_str_sub(item, 0, colon));

		if (colon < item.n) {
			declare(d, name, eng_str_trim(eng_str_sub(item, colon + 1, item.n)), key);
			if (is_word(name, "font")) {
				declare_font(d, d->values[FONT].key);
			}
		}
	}
}

/* What elements and old attributes say. */
static void declare_attributes(declared *d, const eng_html_tag *tag) {
	eng_str ground = eng_html_attribute_find(tag, "bgcolor");
	eng_str color = eng_html_attribute_find(tag, "color");
	eng_color read;

	if (ground.n) {
		d->values[eng_css_color_read(ground, &read) ? GROUND : OTHER] =
		    (value){ ground, 1 };
	}
	if (color.n) {
		d->values[eng_css_color_read(color, &read) ? COLOR : OTHER] = (value){ color, 1 };
	}
}

static void declare_place(declared *d, const eng_sheet *sheet, eng_html_place *place,
			  unsigned condition) {
	const eng_matches *found = eng_sheet_match(sheet, place);
	eng_str style = eng_html_attribute_find(place->tag, "style");

	declare_attributes(d, place->tag);
	for (size_t i = 0; i < found->n; i++) {
		const eng_rule *rule = found->rules[i];

		if (rule->condition == 0 || rule->condition == condition) {
			declare_all(d, rule->body, 1 + rule->weight);
		}
	}
	declare_all(d, style, INLINE);
	if (!eng_css_is_plain(style, false)) {
		d->values[OTHER] = (value){ style, INLINE };
	}
}

static bool below(const value *v, double least) {
	double pixels;

	return v->key && eng_css_pixels(v->text, 100, &pixels) && pixels < least;
}

static const char *hidden_tag(const eng_html_tag *tag) {
	static const char *const tags[] = { "s",      "strike",   "del",    "select", "textarea",
					    "object", "template", "dialog", "bdo",    "marquee",
					    "iframe", "noscript", "map",    "audio",  "video" };
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (is_word(tag->name, tags[i])) {
			return "its element is one whose words are not shown as they stand";
		}
	}
	if (is_word(tag->name, "details") && !eng_html_attribute_find(tag, "open").s) {
		return "it must be opened to be read";
	}
	if (eng_html_attribute_find(tag, "hidden").s) {
		return "attribute 'hidden'";
	}
	return is_word(eng_html_attribute_find(tag, "aria-hidden"), "true")
		   ? "attribute 'aria-hidden' keeps it from those who listen"
		   : NULL;
}

/* What an element does to all that stands in it, whatever is inside. */
static const char *hidden_box(const declared *d) {
	const value *v = d->values;
	double number;
	eng_str unit;
	bool clipped = has(v[OVERFLOW].text, "hidden") || has(v[OVERFLOW].text, "clip") ||
		       has(v[OVERFLOW].text, "scroll") || has(v[OVERFLOW].text, "auto");

	if (is_word(v[DISPLAY].text, "none")) {
		return "display:none";
	}
	if (v[OPACITY].key && eng_css_number(v[OPACITY].text, &number, &unit) &&
	    number < (is_word(unit, "%") ? 50 : 0.5)) {
		return "opacity lets it vanish";
	}
	if (below(&v[MAX_HEIGHT], TINY_PIXELS) || below(&v[MAX_WIDTH], TINY_PIXELS) ||
	    (clipped && (v[HEIGHT].key || v[MAX_HEIGHT].key) && !has(v[HEIGHT].text, "auto")) ||
	    (clipped && (below(&v[WIDTH], 40) || below(&v[HEIGHT], 40)))) {
		return "its box has no room for it";
	}
	if (is_word(v[POSITION].text, "absolute") || is_word(v[POSITION].text, "fixed") ||
	    is_word(v[POSITION].text, "relative")) {
		return "it is moved from its place (position)";
	}
	if (v[TRANSFORM].key && !is_word(v[TRANSFORM].text, "none") &&
	    !is_word(v[TRANSFORM].text, "1") && !is_word(v[TRANSFORM].text, "100%")) {
		return "it is moved or scaled (transform)";
	}
	return v[OTHER].key ? "a declaration hides, covers or reorders it" : NULL;
}

static bool below_zero_or_far(const value *v) {
	double pixels;

	return v->key && eng_css_pixels(v->text, 16, &pixels) && (pixels < -20 || pixels > 200);
}

/* What it inherits. */
typedef struct inherited {
	double pixels;
	eng_color color, ground;
	value visibility, indent, line, casing, family;
	int weight;
	bool struck;
} inherited;

/* What elements are bold without being told. */
static bool is_bold(const eng_html_tag *tag) {
	static const char *const tags[] = {
		"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		if (is_word(tag->name, tags[i])) {
			return true;
		}
	}
	return false;
}

static void inherit_value(value *to, const value *from) {
	if (from->key && !is_word(from->text, "inherit")) {
		*to = *from;
	}
}

static void inherit(inherited *i, const declared *d) {
	const value *v = d->values;
	double pixels;

	if (v[SIZE].key && eng_css_pixels(v[SIZE].text, i->pixels, &pixels)) {
		i->pixels = pixels;
	}
	if (v[COLOR].key) {
		eng_css_color_read(v[COLOR].text, &i->color);
	}
	if (v[FILL].key) {
		eng_css_color_read(v[FILL].text, &i->color);
	}
	if (v[GROUND].key) {
		eng_color ground;

		if (eng_css_color_read(v[GROUND].text, &ground)) {
			i->ground = eng_css_color_over(ground, i->ground);
		}
	}
	inherit_value(&i->visibility, &v[VISIBILITY]);
	inherit_value(&i->indent, &v[INDENT]);
	inherit_value(&i->line, &v[LINE]);
	inherit_value(&i->casing, &v[CASE]);
	inherit_value(&i->family, &v[FONT]);
	if (v[WEIGHT].key && weight_of(v[WEIGHT].text)) {
		i->weight = weight_of(v[WEIGHT].text);
	}
	i->struck |= has(v[DECORATION].text, "line-through");
}

static const char *hidden_words(const inherited *i, int contrast) {
	double line;
	eng_str unit;

	if (is_word(i->visibility.text, "hidden") || is_word(i->visibility.text, "collapse")) {
		return "visibility:hidden";
	}
	if (i->pixels < TINY_PIXELS) {
		return "its letters are tiny";
	}
	if (contrast < SAME_CONTRAST) {
		return "its colour is that of the ground behind it";
	}
	if (below_zero_or_far(&i->indent)) {
		return "text-indent moves it away";
	}
	if (i->line.key && eng_css_number(i->line.text, &line, &unit) &&
	    line < (unit.n ? 6 : 0.6)) {
		return "its lines lie on each other";
	}
	if (i->casing.key && !is_word(i->casing.text, "none")) {
		return "text-transform changes its letters";
	}
	if (has(i->family.text, "wingdings") || has(i->family.text, "webdings") ||
	    has(i->family.text, "symbol,") || is_word(i->family.text, "symbol")) {
		return "a font of symbols changes its letters";
	}
	return i->struck ? "it is struck out" : NULL;
}

static eng_look look_under(const eng_sheet *sheet, eng_html_place *const *chain, size_t n,
			   unsigned condition) {
	inherited i = { .pixels = 16,
			.color = { 0, 0, 0, 255 },
			.ground = { 255, 255, 255, 255 },
			.weight = REGULAR };
	eng_look look = { 0 };

	for (size_t k = n; k-- > 0;) {
		declared d = { 0 };

		declare_place(&d, sheet, chain[k], condition);
		look.hidden = hidden_tag(chain[k]->tag);
		if (!look.hidden) {
			look.hidden = hidden_box(&d);
		}
		if (look.hidden) {
			return look;
		}
		i.weight = is_bold(chain[k]->tag) ? BOLD : i.weight;
		inherit(&i, &d);
	}
	look.contrast = eng_color_contrast(eng_css_color_over(i.color, i.ground), i.ground);
	look.pixels = i.pixels;
	look.lightest = look.boldest = i.weight;
	look.hidden = hidden_words(&i, look.contrast);
	return look;
}

static eng_look look_at(const eng_sheet *sheet, eng_html_place *place) {
	eng_html_place *chain[CHAIN_MAX];
	unsigned conditions = 0; /* those under which some rule applies: others change nothing */
	eng_look look;
	size_t n = 0;

	if (sheet->odd) {
		return (eng_look){ .hidden = "a style sheet may be read in more than one way" };
	}
	for (; place; place = place->parent) {
		if (n == CHAIN_MAX) {
			return (eng_look){ .hidden = "its elements are nested too deeply" };
		}
		conditions |= eng_sheet_match(sheet, place)->conditions;
		chain[n++] = place;
	}
	look = look_under(sheet, chain, n, 0);
	for (unsigned c = 1; !look.hidden && c < sheet->condition_count; c++) {
		eng_look other = { 0 };

		if (conditions >> c & 1) {
			other = look_under(sheet, chain, n, c);
			if (!other.hidden && other.lightest < look.lightest) {
				look.lightest = other.lightest;
			}
			look.boldest = other.boldest > look.boldest ? other.boldest : look.boldest;
		}
		if (other.hidden) {
			look.hidden =
			    eng_arena_printf(sheet->arena, "%s, under '%.*s'", other.hidden,
					     ENG_STR_ARG(sheet->conditions[c]));
		}
	}
	return look;
}

eng_look eng_sheet_look(const eng_sheet *sheet, eng_html_place *place) {
	if (!place->looked) {
		place->look = look_at(sheet, place);
		place->looked = true;
	}
	return place->look;
}
