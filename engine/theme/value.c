/* Reads values of theme files: colours, lengths, numbers, words, and the tokens behind them.
 *
 * A value that is `$name` stands for the token of that name under `colors:` or `lengths:`; a colour
 * may be followed by a share (`$accent 12%`), which mixes it with the paper. Knows no section. */
#include <string.h>

#include "base/decimal.h"
#include "base/utf8.h"
#include "theme/loader.h"

enum { TOKEN_DEPTH = 8 };

bool eng_theme_fault(eng_theme_loader *l, const char *code, eng_loc where, const char *fmt, ...) {
	va_list ap;
	const char *message;

	va_start(ap, fmt);
	message = eng_arena_vprintf(l->arena, fmt, ap);
	va_end(ap);
	l->good = false;
	return eng_fail(l->ctx, code, where, "%s", message);
}

bool eng_theme_expect(eng_theme_loader *l, const eng_yaml *value, eng_yaml_kind kind,
		      const char *what) {
	if (value->kind == kind) {
		return true;
	}
	return eng_theme_fault(l, "theme.bad-value", value->where, "%s is a %s, a %s is needed",
			       what, eng_yaml_kind_name(value->kind), eng_yaml_kind_name(kind));
}

static bool bad_value(eng_theme_loader *l, const eng_yaml *value, const char *need) {
	if (value->kind != ENG_YAML_SCALAR) {
		return eng_theme_fault(l, "theme.bad-value", value->where,
				       "'%.*s' is a %s, should be %s", ENG_STR_ARG(value->key),
				       eng_yaml_kind_name(value->kind), need);
	}
	return eng_theme_fault(l, "theme.bad-value", value->where,
			       "'%s' is no value for '%.*s', should be %s",
			       eng_quote(l->arena, value->text), ENG_STR_ARG(value->key), need);
}

const eng_yaml *eng_theme_token(const eng_theme_loader *l, const char *section, eng_str name) {
	const eng_yaml *found = NULL;
	char *key = eng_str_dup(l->arena, name);

	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *member = eng_yaml_find(eng_yaml_find(l->files[i], section), key);

		found = member ? member : found;
	}
	return found;
}

static const char *nearest_token(eng_theme_loader *l, const char *section, eng_str name) {
	const char **names;
	size_t n = 0;

	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *mapping = eng_yaml_find(l->files[i], section);

		n += mapping ? mapping->count : 0;
	}
	names = eng_arena_new_array(l->arena, n, const char *);
	n = 0;
	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *mapping = eng_yaml_find(l->files[i], section);

		for (const eng_yaml *m = mapping ? mapping->first : NULL; m; m = m->next) {
			names[n++] = m->key.s;
		}
	}
	return eng_str_nearest(name, names, n);
}

/* Replaces *text by the token's text as long as it is "$name"; share text behind it is cut off first
 * by the caller. */
static bool follow_tokens(eng_theme_loader *l, const eng_yaml *value, const char *section,
			  eng_str *text) {
	for (int depth = 0; text->n > 0 && text->s[0] == '$'; depth++) {
		eng_str name = eng_str_sub(*text, 1, text->n);
		const eng_yaml *token = eng_theme_token(l, section, name);
		const char *near;

		if (depth == TOKEN_DEPTH) {
			return eng_theme_fault(l, "theme.token-loop", value->where,
					       "token '$%s' refers to itself over %d steps",
					       eng_quote(l->arena, name), depth);
		}
		if (!token || token->kind != ENG_YAML_SCALAR) {
			near = nearest_token(l, section, name);
			return eng_theme_fault(
			    l, "theme.unknown-token", value->where,
			    near ? "unknown token '$%s' in %s, did you mean '$%s'?"
				 : "unknown token '$%s' in %s",
			    eng_quote(l->arena, name), section, near);
		}
		*text = eng_str_trim(token->text);
	}
	return true;
}

/* Per mille from " 12%" at the end of *text, which is cut off; 1000 when there is none. */
static bool take_share(eng_str *text, int *share) {
	eng_str rest = *text, word;
	eng_decimal d;
	int64_t value;

	*share = 1000;
	eng_str_word(&rest, &word);
	rest = eng_str_trim(rest);
	if (rest.n == 0) {
		return true;
	}
	*text = word;
	if (!eng_str_ends(rest, "%") ||
	    !eng_decimal_parse(eng_str_sub(rest, 0, rest.n - 1), false, &d) ||
	    !eng_decimal_mul(d, eng_decimal_from_int(10), &d) || !eng_decimal_to_int64(d, &value) ||
	    value < 0 || value > 1000) {
		return false;
	}
	*share = (int)value;
	return true;
}

static bool paper_color(eng_theme_loader *l, const eng_yaml *value, eng_color *out) {
	eng_str text = ENG_STR("$paper");

	return follow_tokens(l, value, "colors", &text) &&
	       (eng_color_parse(text, out) ||
		bad_value(l, value, "a share of a plain paper colour"));
}

/* Tokens may carry shares of their own ($tint: $accent 12%), each mixed in turn. */
bool eng_theme_color(eng_theme_loader *l, const eng_yaml *value, eng_color *out) {
	static const char need[] = "a colour such as \"#12355B\", $accent or $accent 12%";
	eng_str text = eng_str_trim(value->text);
	int64_t share = 1000;
	eng_color paper;

	if (value->kind != ENG_YAML_SCALAR) {
		return bad_value(l, value, need);
	}
	for (int depth = 0;; depth++) {
		int part;
		eng_str name;
		const eng_yaml *token;

		if (!take_share(&text, &part)) {
			return bad_value(l, value, need);
		}
		share = share * part / 1000;
		if (text.n == 0 || text.s[0] != '$') {
			break;
		}
		name = eng_str_sub(text, 1, text.n);
		token = eng_theme_token(l, "colors", name);
		if (!token || token->kind != ENG_YAML_SCALAR || depth == TOKEN_DEPTH) {
			return follow_tokens(l, value, "colors", &text) &&
			       bad_value(l, value, need);
		}
		text = eng_str_trim(token->text);
	}
	if (!eng_color_parse(text, out)) {
		return bad_value(l, value, need);
	}
	if (share < 1000) {
		if (!paper_color(l, value, &paper)) {
			return false;
		}
		*out = eng_color_mix(*out, paper, (int)share);
	}
	return true;
}

static bool parse_length(eng_theme_loader *l, const eng_yaml *value, eng_str text,
			 eng_length *out) {
	static const char need[] = "a length such as 9.5pt, 20mm, 0 or $gap";

	if (!follow_tokens(l, value, "lengths", &text)) {
		return false;
	}
	return eng_length_parse(text, out) || bad_value(l, value, need);
}

bool eng_theme_length(eng_theme_loader *l, const eng_yaml *value, eng_length *out) {
	if (value->kind != ENG_YAML_SCALAR) {
		return bad_value(l, value, "a length such as 9.5pt, 20mm, 0 or $gap");
	}
	return parse_length(l, value, eng_str_trim(value->text), out);
}

/* One to four lengths, as in CSS: all; top+bottom and sides; top, sides, bottom; top, end, bottom,
 * start. */
static bool read_sides(eng_theme_loader *l, const eng_yaml *value, eng_length out[4]) {
	static const int from[5][4] = {
		{ 0 }, { 0, 0, 0, 0 }, { 0, 1, 0, 1 }, { 0, 1, 2, 1 }, { 0, 1, 2, 3 },
	};
	eng_length v[4];
	eng_str rest = value->text, word;
	size_t n = 0;

	if (value->kind != ENG_YAML_SCALAR) {
		return bad_value(l, value, "one to four lengths such as 4pt 8pt");
	}
	while (eng_str_word(&rest, &word)) {
		if (n == 4) {
			return bad_value(l, value, "one to four lengths such as 4pt 8pt");
		}
		if (!parse_length(l, value, word, &v[n])) {
			return false;
		}
		if (v[n++] < 0) {
			return bad_value(l, value, "lengths of at least 0");
		}
	}
	if (n == 0) {
		return bad_value(l, value, "one to four lengths such as 4pt 8pt");
	}
	for (size_t i = 0; i < 4; i++) {
		out[i] = v[from[n][i]];
	}
	return true;
}

/* A number with its unit ("px", "em" or none), times scale, within the key's bounds. */
static bool read_number(eng_theme_loader *l, const eng_yaml *value, const eng_theme_key *key,
			const char *unit, int scale, int *out) {
	eng_str text = eng_str_trim(value->text);
	eng_decimal d;
	int64_t n;

	if (value->kind == ENG_YAML_SCALAR && eng_str_ends(text, unit) &&
	    eng_decimal_parse(eng_str_sub(text, 0, text.n - strlen(unit)), false, &d) &&
	    eng_decimal_mul(d, eng_decimal_from_int(scale), &d) && eng_decimal_to_int64(d, &n) &&
	    n >= key->min && n <= key->max) {
		*out = (int)n;
		return true;
	}
	if (scale == 1) {
		return bad_value(l, value,
				 eng_arena_printf(l->arena, "a whole number from %d%s to %d%s",
						  key->min, unit, key->max, unit));
	}
	return bad_value(l, value, "a number of ems from -0.1em to 0.5em");
}

static bool read_bool(eng_theme_loader *l, const eng_yaml *value, bool *out) {
	if (value->kind != ENG_YAML_SCALAR ||
	    (!eng_str_eqc(value->text, "yes") && !eng_str_eqc(value->text, "no"))) {
		return bad_value(l, value, "yes or no");
	}
	*out = eng_str_eqc(value->text, "yes");
	return true;
}

static bool read_choice(eng_theme_loader *l, const eng_yaml *value, const char *const *choices,
			int *out) {
	const char *need = NULL;

	for (int i = 0; choices[i]; i++) {
		if (value->kind == ENG_YAML_SCALAR && eng_str_eqc(value->text, choices[i])) {
			*out = i;
			return true;
		}
		need = need ? eng_arena_printf(l->arena, "%s, %s", need, choices[i]) : choices[i];
	}
	return bad_value(l, value, eng_arena_printf(l->arena, "one of %s", need));
}

/* Texts end up in mail headers: no line ends and no other controls. */
static bool read_text(eng_theme_loader *l, const eng_yaml *value, eng_str *out) {
	eng_str rest = value->text;
	uint32_t c;

	if (value->kind != ENG_YAML_SCALAR) {
		return bad_value(l, value, "text");
	}
	while (eng_utf8_next(&rest, &c)) {
		if (c < 32 || eng_utf8_is_control(c)) {
			return bad_value(l, value, "text on one line");
		}
	}
	*out = value->text;
	return true;
}

static bool read_texts(eng_theme_loader *l, const eng_yaml *value, eng_str **out, size_t *count) {
	if (value->kind != ENG_YAML_SEQUENCE) {
		return bad_value(l, value, "a list such as [legal, footer]");
	}
	*out = eng_arena_new_array(l->arena, value->count, eng_str);
	*count = 0;
	for (const eng_yaml *item = value->first; item; item = item->next) {
		if (!read_text(l, item, &(*out)[*count])) {
			return false;
		}
		(*count)++;
	}
	return true;
}

static bool read_length(eng_theme_loader *l, const eng_yaml *value, const eng_theme_key *key,
			eng_length *out) {
	if (!eng_theme_length(l, value, out)) {
		return false;
	}
	if (*out < key->min || (key->max > 0 && *out > key->max)) {
		return bad_value(l, value,
				 key->max > 0
				     ? eng_arena_printf(l->arena, "from %gpt to %gpt",
							key->min / 1000.0, key->max / 1000.0)
				     : "a length of at least 0");
	}
	return true;
}

static void read_value(eng_theme_loader *l, const eng_yaml *value, const eng_theme_key *key,
		       char *target) {
	void *at = target ? target + key->offset : NULL; /* keys of others have no place */
	bool none = value->kind == ENG_YAML_SCALAR && eng_str_eqc(value->text, "none");

	switch (key->kind) {
	case ENG_KEY_OTHER:
		break;
	case ENG_KEY_COLOR_OR_NONE:
		*(bool *)(target + key->flag) = !none;
		if (!none) {
			eng_theme_color(l, value, at);
		}
		break;
	case ENG_KEY_COLOR:
		eng_theme_color(l, value, at);
		break;
	case ENG_KEY_LENGTH:
		read_length(l, value, key, at);
		break;
	case ENG_KEY_SIDES:
		read_sides(l, value, at);
		break;
	case ENG_KEY_PX:
		read_number(l, value, key, "px", 1, at);
		break;
	case ENG_KEY_EM:
		read_number(l, value, key, "em", 1000, at);
		break;
	case ENG_KEY_INT:
		read_number(l, value, key, "", 1, at);
		break;
	case ENG_KEY_BOOL:
		read_bool(l, value, at);
		break;
	case ENG_KEY_CHOICE:
		read_choice(l, value, key->choices, at);
		break;
	case ENG_KEY_TEXT:
		read_text(l, value, at);
		break;
	case ENG_KEY_TEXTS:
		read_texts(l, value, at, (size_t *)(void *)(target + key->flag));
		break;
	}
}

/* The row of a member's key; NULL after reporting an unknown key with a suggestion. */
static const eng_theme_key *key_find(eng_theme_loader *l, const eng_theme_key *keys,
				     const eng_yaml *member, const char *what) {
	const char *names[64];
	const char *near;
	size_t n = 0;

	for (; keys[n].name; n++) {
		if (eng_str_eqc(member->key, keys[n].name)) {
			return &keys[n];
		}
		names[n] = keys[n].name;
	}
	near = eng_str_nearest(member->key, names, n);
	eng_theme_fault(l, "theme.unknown-key", eng_yaml_where(member),
			near ? "unknown key '%s' in %s, did you mean '%s'?"
			     : "unknown key '%s' in %s",
			eng_quote(l->arena, member->key), what, near);
	return NULL;
}

void eng_theme_read(eng_theme_loader *l, const eng_yaml *mapping, const eng_theme_key *keys,
		    void *target, const char *what) {
	if (!eng_theme_expect(l, mapping, ENG_YAML_MAPPING, what)) {
		return;
	}
	for (const eng_yaml *member = mapping->first; member; member = member->next) {
		const eng_theme_key *key = key_find(l, keys, member, what);

		if (key) {
			read_value(l, member, key, target);
		}
	}
}
