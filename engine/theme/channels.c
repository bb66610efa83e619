/* Reads what themes say of e-mail, SMS and the app: `email:`, `sms:`, `mobile:`.
 *
 * Knows the defaults of each; what is done with the values is the channels' business. */
#include <string.h>

#include "theme/loader.h"

enum { MOST_TOKENS = 256 };

static void set_email_defaults(eng_theme *t) {
	eng_email_style *e = &t->email;

	e->width = 600;
	e->size = 16;
	e->headline = 24;
	e->radius = 6;
	e->padding = 24;
	e->logo_width = 160;
	e->page = e->card = e->on_accent = t->paper;
	e->text = t->text;
	e->muted = t->muted;
	e->accent = t->accent;
	e->line = t->line;
}

/* A dark mode is designed as a whole: half of it would be inverted by accident. */
static void read_dark(eng_theme_loader *l) {
	const eng_yaml *dark = NULL;
	bool has[8] = { false };

	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *found = eng_yaml_find(eng_yaml_find(l->files[i], "email"), "dark");

		if (!found) {
			continue;
		}
		dark = found;
		eng_theme_read(l, found, eng_theme_dark_keys, &l->theme->email, "'dark'");
		for (size_t k = 0; eng_theme_dark_keys[k].name; k++) {
			has[k] = has[k] || eng_yaml_find(found, eng_theme_dark_keys[k].name);
		}
	}
	l->theme->email.dark = dark != NULL;
	for (size_t k = 0; dark && eng_theme_dark_keys[k].name; k++) {
		if (!has[k]) {
			eng_theme_fault(l, "theme.missing-key", eng_yaml_where(dark),
					"'dark' needs the key '%s'", eng_theme_dark_keys[k].name);
		}
	}
}

static void check_address(eng_theme_loader *l, const char *key, eng_str address) {
	size_t at = eng_str_index(address, ENG_STR("@"));
	bool good = at > 0 && at + 1 < address.n;
	const eng_yaml *value = NULL;

	for (size_t i = 0; i < address.n; i++) {
		good = good && address.s[i] > 32 && !strchr("<>,;\"()", address.s[i]);
	}
	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *found = eng_yaml_find(eng_yaml_find(l->files[i], "email"), key);

		value = found ? found : value;
	}
	if (value && !good) {
		eng_theme_fault(l, "theme.bad-value", value->where,
				"'%s' is no address, should be like service@bank.example",
				eng_quote(l->arena, address));
	}
}

static void read_email(eng_theme_loader *l) {
	eng_email_style *email = &l->theme->email;

	set_email_defaults(l->theme);
	if (l->theme->family_count > 0) {
		email->font = l->theme->families[0].css;
	}
	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *section = eng_yaml_find(l->files[i], "email");
		const eng_yaml *light = eng_yaml_find(section, "light");

		if (section) {
			eng_theme_read(l, section, eng_theme_email_keys, email, "'email'");
		}
		if (light) {
			eng_theme_read(l, light, eng_theme_light_keys, email, "'light'");
		}
	}
	if (email->heading_font.n == 0) {
		email->heading_font = email->font;
	}
	read_dark(l);
	check_address(l, "from", email->from_address);
	check_address(l, "reply-to", email->reply_to);
}

/* What networks take as a sender (3GPP TS 23.040 9.1.2.5: eleven characters of the default alphabet). */
static bool sender_kind(eng_str s, eng_sender_kind *kind) {
	size_t digits = 0, letters = 0, from = s.n > 0 && s.s[0] == '+' ? 1 : 0;

	for (size_t i = from; i < s.n; i++) {
		char c = s.s[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

		if (!letter && c != ' ' && (c < '0' || c > '9')) {
			return false;
		}
		digits += c >= '0' && c <= '9';
		letters += letter;
	}
	if (letters > 0) {
		*kind = ENG_SENDER_NAME;
		return from == 0 && s.n <= 11;
	}
	*kind = from ? ENG_SENDER_NUMBER : ENG_SENDER_CODE;
	return from + digits == s.n &&
	       (from ? digits >= 7 && digits <= 15 && s.s[1] != '0' : digits >= 3 && digits <= 8);
}

static void read_sms(eng_theme_loader *l) {
	eng_sms_style *sms = &l->theme->sms;
	const eng_yaml *sender = NULL;

	sms->max_segments = 4;
	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *section = eng_yaml_find(l->files[i], "sms");
		const eng_yaml *found = eng_yaml_find(section, "sender");

		if (section) {
			eng_theme_read(l, section, eng_theme_sms_keys, sms, "'sms'");
		}
		sender = found ? found : sender;
	}
	if (sender && !sender_kind(sms->sender, &sms->sender_kind)) {
		eng_theme_fault(l, "theme.bad-value", sender->where,
				"'%s' is no sender, should be up to 11 letters, digits and spaces, "
				"a short code of 3 to 8 digits, or '+' and 7 to 15 digits",
				eng_quote(l->arena, sms->sender));
	}
}

/* A colour becomes "#rrggbb"; any other text is handed to the app as it is. */
static eng_str token_text(eng_theme_loader *l, const eng_yaml *value) {
	eng_color c;

	if (value->kind == ENG_YAML_SCALAR && value->text.n > 0 && value->text.s[0] != '#' &&
	    value->text.s[0] != '$') {
		return value->text;
	}
	if (!eng_theme_color(l, value, &c)) {
		return (eng_str){ 0 };
	}
	return eng_str_printf(l->arena, "#%02x%02x%02x", c.r, c.g, c.b);
}

static void read_token(eng_theme_loader *l, const eng_yaml *m) {
	eng_mobile_style *mobile = &l->theme->mobile;
	const eng_yaml *light = m, *dark = m;
	size_t at = 0;

	if (m->kind == ENG_YAML_MAPPING) {
		static const eng_theme_key keys[] = { { "light" }, { "dark" }, { NULL } };

		eng_theme_read(l, m, keys, NULL, "a token");
		light = eng_yaml_find(m, "light");
		dark = eng_yaml_find(m, "dark");
		if (!light || !dark) {
			eng_theme_fault(l, "theme.missing-key", m->key_where,
					"token '%s' needs the keys 'light' and 'dark'", m->key.s);
			return;
		}
	}
	while (at < mobile->token_count && !eng_str_eq(mobile->tokens[at].name, m->key)) {
		at++;
	}
	if (at == MOST_TOKENS) {
		eng_theme_fault(l, "theme.bad-value", m->key_where, "more than %d tokens",
				MOST_TOKENS);
		return;
	}
	mobile->token_count += at == mobile->token_count;
	mobile->tokens[at] = (eng_token){ m->key, token_text(l, light), token_text(l, dark) };
}

static void read_mobile(eng_theme_loader *l) {
	l->theme->mobile.tokens = eng_arena_new_array(l->arena, MOST_TOKENS, eng_token);
	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *section = eng_yaml_find(l->files[i], "mobile");
		const eng_yaml *tokens = eng_yaml_find(section, "tokens");

		if (section) {
			eng_theme_read(l, section, eng_theme_mobile_keys, &l->theme->mobile,
				       "'mobile'");
		}
		if (tokens && eng_theme_expect(l, tokens, ENG_YAML_MAPPING, "'tokens'")) {
			for (const eng_yaml *m = tokens->first; m; m = m->next) {
				read_token(l, m);
			}
		}
	}
}

void eng_theme_read_channels(eng_theme_loader *l) {
	read_email(l);
	read_sms(l);
	read_mobile(l);
}
