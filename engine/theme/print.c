/* Reads what themes say of print: `print:`. An ink belongs to a colour as the pages have it, so styles
 * need not know that they will be printed. */
#include "theme/loader.h"

enum { MOST_INKS = 256 };

const eng_print_ink *eng_print_ink_find(const eng_print_style *print, eng_color color) {
	for (size_t i = 0; i < print->ink_count; i++) {
		const eng_color *c = &print->inks[i].color;

		if (c->r == color.r && c->g == color.g && c->b == color.b) {
			return &print->inks[i];
		}
	}
	return NULL;
}

eng_cmyk eng_cmyk_of(eng_color color) {
	int parts[3] = { color.r, color.g, color.b }, most = 0;
	eng_cmyk cmyk = { { 0, 0, 0, 1000 } };

	for (int i = 0; i < 3; i++) {
		most = parts[i] > most ? parts[i] : most;
	}
	for (int i = 0; i < 3 && most; i++) {
		cmyk.parts[i] = ((most - parts[i]) * 1000 + most / 2) / most;
	}
	cmyk.parts[3] = ((255 - most) * 1000 + 127) / 255;
	return cmyk;
}

/* "100 75 0 10": per cent of cyan, magenta, yellow and black. */
static bool read_cmyk(eng_theme_loader *l, const eng_yaml *value, eng_cmyk *out) {
	eng_str rest = value->text, word;
	int n = 0;

	while (value->kind == ENG_YAML_SCALAR && n < 5 && eng_str_word(&rest, &word)) {
		int whole = 0;

		for (size_t i = 0; i < word.n; i++) {
			bool digit = word.s[i] >= '0' && word.s[i] <= '9';

			whole = digit && whole <= 100 ? whole * 10 + word.s[i] - '0' : 1000;
		}
		if (n < 4) {
			out->parts[n] = whole * 10;
		}
		n = whole <= 100 ? n + 1 : 5;
	}
	return n == 4 ||
	       eng_theme_fault(l, "theme.bad-value", value->where,
			       "'%s' is no ink, should be per cent of cyan, magenta, yellow and "
			       "black such as 100 75 0 10",
			       eng_quote(l->arena, value->text));
}

static bool read_spot(eng_theme_loader *l, const eng_yaml *value, eng_print_ink *ink) {
	static const eng_theme_key keys[] = { { "spot" }, { "cmyk" }, { NULL } };
	const eng_yaml *spot = eng_yaml_find(value, "spot"), *cmyk = eng_yaml_find(value, "cmyk");

	eng_theme_read(l, value, keys, NULL, "an ink");
	if (!spot || !cmyk || spot->text.n == 0 || spot->text.n > 100) {
		return eng_theme_fault(l, "theme.missing-key", value->key_where,
				       "ink '%s' needs the keys 'spot' (its name) and 'cmyk'",
				       eng_quote(l->arena, value->key));
	}
	ink->spot = spot->text;
	return read_cmyk(l, cmyk, &ink->cmyk);
}

static void read_ink(eng_theme_loader *l, const eng_yaml *m) {
	eng_print_style *print = &l->theme->print;
	const eng_yaml name = { .kind = ENG_YAML_SCALAR, .text = m->key, .where = m->key_where };
	eng_print_ink ink = { 0 };
	size_t at = 0;

	if (!eng_theme_color(l, &name, &ink.color) ||
	    !(m->kind == ENG_YAML_MAPPING ? read_spot(l, m, &ink) : read_cmyk(l, m, &ink.cmyk))) {
		return;
	}
	while (at < print->ink_count && &print->inks[at] != eng_print_ink_find(print, ink.color)) {
		at++;
	}
	if (at == MOST_INKS) {
		eng_theme_fault(l, "theme.bad-value", m->key_where, "more than %d inks", MOST_INKS);
		return;
	}
	print->ink_count += at == print->ink_count;
	print->inks[at] = ink;
}

void eng_theme_read_print(eng_theme_loader *l) {
	l->theme->print.inks = eng_arena_new_array(l->arena, MOST_INKS, eng_print_ink);
	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *section = eng_yaml_find(l->files[i], "print");
		const eng_yaml *inks = eng_yaml_find(section, "inks");

		if (section) {
			eng_theme_read(l, section, eng_theme_print_keys, &l->theme->print,
				       "'print'");
		}
		for (const eng_yaml *m =
			 inks && eng_theme_expect(l, inks, ENG_YAML_MAPPING, "'inks'") ? inks->first
										       : NULL;
		     m; m = m->next) {
			read_ink(l, m);
		}
	}
}
