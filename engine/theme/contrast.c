/* Warns of text that cannot be read on its ground: WCAG 2.1 success criterion 1.4.3 (4.5 to 1, large
 * text 3 to 1). Large is from 18 pt, or from 14 pt in bold. */
#include "theme/loader.h"

enum { NORMAL = 4500, LARGE = 3000 };

static void check(eng_theme_loader *l, eng_loc where, const char *what, eng_color ink,
		  eng_color ground, int need) {
	int ratio = eng_color_contrast(ink, ground);

	if (ratio < need) {
		eng_warn(l->ctx, "theme.contrast", where,
			 "%s has a contrast of %d.%d to 1, at least %d.%d to 1 is readable", what,
			 ratio / 1000, ratio % 1000 / 100, need / 1000, need % 1000 / 100);
	}
}

/* Only where a style chooses a colour of its own: what it inherits is checked where it was chosen. */
static void check_styles(eng_theme_loader *l) {
	for (size_t i = 0; i < l->theme->style_count; i++) {
		const eng_style *s = &l->theme->styles[i];
		bool large = s->size >= ENG_PT(18) || (s->bold && s->size >= ENG_PT(14));

		if (s->set & (ENG_SET_COLOR | ENG_SET_BACKGROUND)) {
			check(l, s->where,
			      eng_arena_printf(l->arena, "text of style '%.*s'",
					       ENG_STR_ARG(s->name)),
			      s->color, s->has_background ? s->background : l->theme->paper,
			      large ? LARGE : NORMAL);
		}
	}
}

static eng_loc place(const eng_theme_loader *l, const char *section, const char *key) {
	eng_loc where = { l->theme->path.s, 0, 0 };

	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *outer = eng_yaml_find(l->files[i], section);
		const eng_yaml *inner = eng_yaml_find(outer, key);

		where = inner ? eng_yaml_where(inner) : where;
	}
	return where;
}

void eng_theme_check_contrast(eng_theme_loader *l) {
	const eng_theme *t = l->theme;
	const eng_email_style *e = &t->email;
	eng_loc light = place(l, "email", "light"), dark = place(l, "email", "dark");

	check(l, place(l, "colors", "text"), "'text' on 'paper'", t->text, t->paper, NORMAL);
	check(l, place(l, "colors", "muted"), "'muted' on 'paper'", t->muted, t->paper, NORMAL);
	check(l, place(l, "colors", "negative"), "'negative' on 'paper'", t->negative, t->paper,
	      NORMAL);
	check_styles(l);
	check(l, light, "e-mail 'text' on 'card'", e->text, e->card, NORMAL);
	check(l, light, "e-mail 'muted' on 'card'", e->muted, e->card, NORMAL);
	check(l, light, "e-mail 'muted' on 'page'", e->muted, e->page, NORMAL);
	check(l, light, "e-mail 'on-accent' on 'accent'", e->on_accent, e->accent, NORMAL);
	if (e->dark) {
		check(l, dark, "dark e-mail 'text' on 'card'", e->d_text, e->d_card, NORMAL);
		check(l, dark, "dark e-mail 'muted' on 'card'", e->d_muted, e->d_card, NORMAL);
		check(l, dark, "dark e-mail 'muted' on 'page'", e->d_muted, e->d_page, NORMAL);
		check(l, dark, "dark e-mail 'on-accent' on 'accent'", e->d_on_accent, e->d_accent,
		      NORMAL);
	}
}
