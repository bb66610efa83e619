/* Knows kinds of values, no key. */
#include "print/settings.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"

bool eng_settings_fault(eng_settings *s, const char *code, eng_loc where, const char *fmt, ...) {
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = eng_arena_vprintf(s->arena, fmt, ap);
	va_end(ap);
	s->good = false;
	return eng_fail(s->ctx, code, where, "%s", text);
}

static size_t count_of(const char *const *words) {
	size_t n = 0;

	while (words[n]) {
		n++;
	}
	return n;
}

bool eng_settings_keys(eng_settings *s, const eng_yaml *yaml, const char *const *keys,
		       const char *what) {
	bool good = true;

	if (yaml->kind != ENG_YAML_MAPPING) {
		return eng_settings_fault(s, "print.bad-value", yaml->where,
					  "%s must be a mapping of keys and values", what);
	}
	for (const eng_yaml *m = yaml->first; m; m = m->next) {
		bool known = false;

		for (size_t i = 0; keys[i]; i++) {
			known |= eng_str_eqc(m->key, keys[i]);
		}
		if (!known) {
			good = eng_settings_fault(
			    s, "print.unknown-key", m->key_where, "unknown key '%s' in %s%s",
			    eng_quote(s->arena, m->key), what,
			    eng_did_you_mean(s->arena,
					     eng_str_nearest(m->key, keys, count_of(keys))));
		}
	}
	return good;
}

/* The scalar of a key; NULL when there is none, or after telling that it is none. */
static const eng_yaml *scalar(eng_settings *s, const eng_yaml *yaml, const char *key) {
	const eng_yaml *value = eng_yaml_find(yaml, key);

	if (value && value->kind != ENG_YAML_SCALAR) {
		eng_settings_fault(s, "print.bad-value", value->where, "'%s' must be one value",
				   key);
		return NULL;
	}
	return value;
}

static void bad(eng_settings *s, const eng_yaml *value, const char *need) {
	eng_settings_fault(s, "print.bad-value", value->where, "'%s' is '%s', should be %s",
			   value->key.s, eng_quote(s->arena, value->text), need);
}

eng_str eng_settings_text(eng_settings *s, const eng_yaml *yaml, const char *key, bool required) {
	const eng_yaml *value = scalar(s, yaml, key);

	if (required && (!value || value->text.n == 0)) {
		eng_settings_fault(s, "print.missing-key", eng_yaml_where(yaml), "'%s' is missing",
				   key);
	}
	return value ? value->text : (eng_str){ 0 };
}

int64_t eng_settings_number(eng_settings *s, const eng_yaml *yaml, const char *key, int64_t least,
			    int64_t most, int64_t otherwise) {
	const eng_yaml *value = scalar(s, yaml, key);
	eng_decimal number;
	int64_t n;

	if (!value) {
		return otherwise;
	}
	if (!eng_decimal_parse(value->text, false, &number) || !eng_decimal_to_int64(number, &n) ||
	    n < least || n > most) {
		bad(s, value,
		    eng_arena_printf(s->arena, "a whole number from %lld to %lld", (long long)least,
				     (long long)most));
		return otherwise;
	}
	return n;
}

eng_length eng_settings_length(eng_settings *s, const eng_yaml *yaml, const char *key,
			       eng_length otherwise) {
	const eng_yaml *value = scalar(s, yaml, key);
	eng_length length;

	if (!value) {
		return otherwise;
	}
	if (!eng_length_parse(value->text, &length)) {
		bad(s, value, "a length such as 4.5mm");
		return otherwise;
	}
	return length;
}

int64_t eng_settings_grams(eng_settings *s, const eng_yaml *yaml, const char *key,
			   int64_t otherwise) {
	const eng_yaml *value = scalar(s, yaml, key);
	int64_t mg = 0, decimals = -1;

	for (size_t i = 0; value && i < value->text.n; i++) {
		char c = value->text.s[i];

		if (c == '.' && decimals < 0) {
			decimals = 0;
		} else if (c >= '0' && c <= '9' && mg < 1000000000 && decimals < 3) {
			mg = mg * 10 + c - '0';
			decimals += decimals >= 0;
		} else {
			bad(s, value, "grams such as 4.99");
			return otherwise;
		}
	}
	for (decimals = decimals < 0 ? 0 : decimals; value && decimals < 3; decimals++) {
		mg *= 10;
	}
	return value ? mg : otherwise;
}

int eng_settings_choice(eng_settings *s, const eng_yaml *yaml, const char *key,
			const char *const *words, int otherwise) {
	const eng_yaml *value = scalar(s, yaml, key);
	eng_buf all = { 0 };

	for (int i = 0; value && words[i]; i++) {
		if (eng_str_eqc(value->text, words[i])) {
			eng_buf_finish(&all);
			return i;
		}
		eng_buf_printf(&all, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
	}
	if (value) {
		bad(s, value, all.s);
	}
	eng_buf_finish(&all);
	return otherwise;
}

bool eng_settings_flag(eng_settings *s, const eng_yaml *yaml, const char *key, bool otherwise) {
	static const char *const words[] = { "no", "yes", NULL };

	return eng_settings_choice(s, yaml, key, words, otherwise) == 1;
}
