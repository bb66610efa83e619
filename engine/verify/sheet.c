/* Style sheets as rules (CSS Syntax 3, Selectors 4, as far as they hide): reading them and finding those
 * that apply to an element. */
#include "verify/sheet.h"

#include <string.h>
#include <strings.h>

#include "verify/harmless.h"
#include "verify/valid.h"

#define NESTING 8

eng_sheet *eng_sheet_new(eng_arena *arena) {
	eng_sheet *sheet = eng_arena_new(arena, eng_sheet);

	sheet->arena = arena;
	sheet->condition_count = 1; /* the first: none */
	return sheet;
}

bool eng_sheet_loads(const eng_sheet *sheet) {
	return sheet->loads;
}

bool eng_sheet_moves(const eng_sheet *sheet) {
	return sheet->moves;
}

static unsigned condition_of(eng_sheet *sheet, eng_str text) {
	for (unsigned i = 1; i < sheet->condition_count; i++) {
		if (eng_str_eq(sheet->conditions[i], text)) {
			return i;
		}
	}
	if (sheet->condition_count == ENG_CONDITIONS) {
		sheet->odd = true;
		return ENG_CONDITIONS - 1;
	}
	sheet->conditions[sheet->condition_count] = eng_str_copy(sheet->arena, text);
	return sheet->condition_count++;
}

/* The sheet without comments. */
static eng_str without_comments(eng_arena *arena, eng_str css) {
	char *out = eng_arena_alloc(arena, css.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < css.n; i++) {
		if (css.s[i] == '/' && i + 1 < css.n && css.s[i + 1] == '*') {
			size_t end = eng_str_index(eng_str_sub(css, i + 2, css.n), ENG_STR("*/"));

			i += end + 3;
			out[n++] = ' ';
		} else {
			out[n++] = css.s[i];
		}
	}
	return (eng_str){ out, n };
}

/* Index of the end of a block that begins behind "{": the matching "}" or the end. */
static size_t block_end(eng_str css, size_t at) {
	int depth = 1;
	char quote = 0;

	for (; at < css.n; at++) {
		char c = css.s[at];

		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '{') {
			depth++;
		} else if (c == '}' && --depth == 0) {
			break;
		}
	}
	return at;
}

/* How strongly a selector applies: ids, then classes and attributes, then elements. */
static unsigned weight_of(eng_str selector) {
	unsigned weight = 0;
	bool name = true;

	for (size_t i = 0; i < selector.n; i++) {
		char c = selector.s[i];

		if (c == '#') {
			weight += 1u << 12;
			name = false;
		} else if (c == '.' || c == '[' || c == ':') {
			weight += 1u << 6;
			name = false;
		} else if (strchr(" >+~", c)) {
			name = true;
		} else if (name && c != '*') {
			weight++;
			name = false;
		}
	}
	return weight;
}

static size_t name_end(eng_str text, size_t at) {
	while (at < text.n && !strchr(".#[:*", text.s[at])) {
		at++;
	}
	return at;
}

/* The last compound of the selector, taken off it, and what joins it to the rest. */
static eng_str take_last(eng_str *selector, char *joint) {
	size_t at, end;

	*selector = eng_str_trim(*selector);
	end = selector->n;
	at = end;
	while (at > 0 && !strchr(" \t\n>+~", selector->s[at - 1])) {
		at--;
	}
	eng_str last = eng_str_sub(*selector, at, end);

	*joint = ' ';
	while (at > 0 && strchr(" \t\n>+~", selector->s[at - 1])) {
		*joint = strchr(">+~", selector->s[at - 1]) ? selector->s[at - 1] : *joint;
		at--;
	}
	*selector = eng_str_sub(*selector, 0, at);
	return last;
}

/* Selectors with arguments, quotes, escapes or nesting, in which a separator may be no separator. */
static bool is_difficult(eng_str selector) {
	for (size_t i = 0; i < selector.n; i++) {
		if (memchr("()\"'\\&", selector.s[i], 6)) {
			return true;
		}
	}
	return false;
}

/* The rule without its condition, its selector taken apart as far as every element asks. */
static eng_rule rule_of(eng_str selector, eng_str body) {
	eng_rule rule = { .rest = selector, .body = body, .weight = weight_of(selector) };

	if (is_difficult(selector)) {
		rule.rest = (eng_str){ 0 };
		return rule; /* applies to all: an empty compound asks for nothing */
	}
	rule.last = take_last(&rule.rest, &rule.joint);
	if (rule.last.n && !strchr(".#[:*", rule.last.s[0])) {
		rule.tag = eng_str_sub(rule.last, 0, name_end(rule.last, 1));
	}
	rule.classed =
	    name_end(rule.last, 0) < rule.last.n && rule.last.s[name_end(rule.last, 0)] == '.';
	return rule;
}

static void add_rule(eng_sheet *sheet, eng_str selector, eng_str body, unsigned condition) {
	eng_str first = eng_str_sub(selector, 0, eng_str_index(selector, ENG_STR("]")));

	selector = eng_str_trim(selector);
	if (selector.n == 0) {
		return;
	}
	/* What stands before, behind or first in an element is judged as all of it. */
	selector = eng_str_trim(eng_str_sub(selector, 0, eng_str_index(selector, ENG_STR("::"))));
	sheet->moves |= eng_css_moves(body);
	if (eng_str_starts(selector, "[")) {
		/* A mail client sets the attribute in one of its modes; Outlook sets two for one. */
		condition = condition_of(sheet, eng_str_starts(first, "[data-ogs")
						    ? ENG_STR("[data-ogsb], [data-ogsc]")
						    : first);
	}
	sheet->rules = eng_arena_grow(sheet->arena, sheet->rules, sheet->n, &sheet->cap,
				      sizeof(*sheet->rules));
	sheet->rules[sheet->n] = rule_of(selector, body);
	sheet->rules[sheet->n++].condition = condition;
}

static bool starts_word(eng_str text, const char *word) {
	return text.n >= strlen(word) && strncasecmp(text.s, word, strlen(word)) == 0;
}

/* Rules with a condition of their own, which says nothing of how strong they are. */
static bool is_conditional(eng_str prelude) {
	return starts_word(prelude, "@media") || starts_word(prelude, "@supports") ||
	       starts_word(prelude, "@container") || starts_word(prelude, "@keyframes") ||
	       starts_word(prelude, "@-webkit-keyframes");
}

/* A rule that may apply or not has a condition of its own: it may hide, but never show what another hides. */
static unsigned rule_condition(eng_sheet *sheet, eng_str prelude, unsigned condition) {
	if (eng_css_is_sure(prelude) || eng_str_starts(prelude, "[") ||
	    eng_str_eqc(prelude, ":root")) {
		return condition;
	}
	return condition_of(sheet, eng_str_printf(sheet->arena, "%.*s %.*s",
						  ENG_STR_ARG(sheet->conditions[condition]),
						  ENG_STR_ARG(prelude)));
}

static void add_rules(eng_sheet *sheet, eng_str css, unsigned condition, int depth) {
	size_t at = 0;

	/* What is nested deeper is not looked at, and counts as such. */
	sheet->loads |= depth == NESTING && eng_str_index(css, ENG_STR("{")) < css.n;
	while (at < css.n && depth < NESTING) {
		size_t head = at;
		eng_str prelude, body, selector;

		while (at < css.n && css.s[at] != '{' && css.s[at] != ';') {
			at++;
		}
		prelude = eng_str_trim(eng_str_sub(css, head, at));
		if (at == css.n || css.s[at] == ';') {
			sheet->loads |= starts_word(prelude, "@import");
			at++;
			continue;
		}
		head = ++at;
		at = block_end(css, at);
		body = eng_str_sub(css, head, at++);
		if (starts_word(prelude, "@font-face")) {
			sheet->loads = true;
		} else if (prelude.n && prelude.s[0] == '@') {
			sheet->odd |= !is_conditional(prelude);
			add_rules(sheet, body, condition_of(sheet, prelude), depth + 1);
		} else {
			unsigned when = rule_condition(sheet, prelude, condition);

			while (eng_str_split(&prelude, ',', &selector)) {
				add_rule(sheet, selector, body, when);
			}
			add_rules(sheet, body, condition, depth + 1); /* nested ones */
		}
	}
}

void eng_sheet_add(eng_sheet *sheet, eng_str css, const char *condition) {
	sheet->odd |= !eng_css_is_plain(css, true);
	add_rules(sheet, without_comments(sheet->arena, css),
		  condition ? condition_of(sheet, eng_str_from(condition)) : 0, 0);
}

static bool has_word(eng_str words, eng_str word) {
	eng_str there;

	while (eng_str_word(&words, &there)) {
		if (eng_str_eq(there, word)) {
			return true;
		}
	}
	return false;
}

/* "td.a#b[c]:d" on one element. Attributes and pseudo-classes count as true. */
static bool matches_compound(const eng_html_place *place, eng_str text) {
	const eng_html_tag *tag = place->tag;

	size_t at = 0;

	while (at < text.n) {
		char kind = text.s[at];
		bool named = strchr(".#[:*", kind) == NULL;
		size_t end = name_end(text, at + 1);
		eng_str name = eng_str_sub(text, at + (named ? 0 : 1), end);

		if (kind == '[') {
			end = at + eng_str_index(eng_str_sub(text, at, text.n), ENG_STR("]"));
			end += end < text.n;
		} else if (kind == '.' && !has_word(eng_html_attribute_find(tag, "class"), name)) {
			return false;
		} else if (kind == '#' && !eng_str_eq(eng_html_attribute_find(tag, "id"), name)) {
			return false;
		} else if (kind == ':' && starts_word(name, "root") && place->parent) {
			return false;
		} else if (named && (tag->name.n != name.n ||
				     strncasecmp(tag->name.s, name.s, name.n) != 0)) {
			return false;
		}
		at = end;
	}
	return true;
}

static bool applies(const eng_rule *rule, const eng_html_place *place) {
	eng_str rest = rule->rest;
	char joint = rule->joint;

	if (!matches_compound(place, rule->last)) {
		return false;
	}
	while (rest.n) {
		char next;
		eng_str compound;

		if (joint == '+' || joint == '~') {
			return true; /* siblings are not looked at */
		}
		compound = take_last(&rest, &next);
		if (compound.n && compound.s[0] == '[') {
			return true; /* set by the client, anywhere above */
		}
		place = place->parent;
		while (joint == ' ' && place && !matches_compound(place, compound)) {
			place = place->parent;
		}
		if (!place || !matches_compound(place, compound)) {
			return false;
		}
		joint = next;
	}
	return true;
}

const eng_matches *eng_sheet_match(const eng_sheet *sheet, eng_html_place *place) {
	bool classed = eng_html_attribute_find(place->tag, "class").n > 0;
	size_t n = place->tag->name.n;
	eng_matches *found;

	if (place->matches) {
		return place->matches;
	}
	found = eng_arena_new(sheet->arena, eng_matches);
	for (size_t i = 0; i < sheet->n; i++) {
		const eng_rule *rule = &sheet->rules[i];

		if ((rule->tag.n && rule->tag.n != n) || (rule->classed && !classed) ||
		    !applies(rule, place)) {
			continue;
		}
		found->rules = eng_arena_grow(sheet->arena, found->rules, found->n, &found->cap,
					      sizeof(const eng_rule *));
		found->rules[found->n++] = rule;
		found->conditions |= rule->condition ? 1u << rule->condition : 0;
	}
	place->matches = found;
	return found;
}
