/* Resolves `styles:`: every style complete, with what it takes from its base.
 *
 * A style without `base:` builds on the element it belongs to: "callout.warning" on "callout" with
 * its box, an element or a part of one on the text (not the box) of its element or of "para". */
#include <glib.h>
#include <string.h>

#include "theme/loader.h"

enum { MOST_STYLES = 1000 };

typedef enum progress { UNTOUCHED, WORKING, DONE } progress;

typedef struct draft {
	eng_style style;
	progress progress;
	const eng_yaml *parts[ENG_THEME_STACK]; /* of each file that has it, ancestor first */
	size_t part_count;
} draft;

typedef struct book {
	eng_theme_loader *l;
	draft *drafts;
	size_t count;
} book;

static bool resolve(book *b, draft *d);

static draft *find(const book *b, eng_str name) {
	for (size_t i = 0; i < b->count; i++) {
		if (eng_str_eq(b->drafts[i].style.name, name)) {
			return &b->drafts[i];
		}
	}
	return NULL;
}

static void report_name(eng_theme_loader *l, const eng_yaml *m) {
	size_t n = 0, dot = eng_str_index(m->key, ENG_STR("."));
	const char *near;

	while (eng_theme_elements[n]) {
		n++;
	}
	near = eng_str_nearest(m->key, eng_theme_elements, n);
	if (!near) {
		near = eng_str_nearest(eng_str_sub(m->key, 0, dot), eng_theme_elements, n);
	}
	eng_theme_fault(l, "theme.unknown-style", m->key_where,
			near ? "style '%s' begins with no element, did you mean '%s'?"
			     : "style '%s' begins with no element, write any.%s for a role of all",
			eng_quote(l->arena, m->key), near ? near : eng_quote(l->arena, m->key));
}

static void take(book *b, const eng_yaml *m) {
	eng_str element, role, name;
	draft *d;

	if (!eng_theme_split_name(m->key, &element, &role)) {
		report_name(b->l, m);
		return;
	}
	if (!eng_theme_expect(b->l, m, ENG_YAML_MAPPING,
			      eng_arena_printf(b->l->arena, "style '%s'", m->key.s))) {
		return;
	}
	name = element.n > 0 ? m->key : role;
	d = find(b, name);
	if (!d && b->count == MOST_STYLES) {
		eng_theme_fault(b->l, "theme.bad-value", m->key_where, "more than %d styles",
				MOST_STYLES);
		return;
	}
	if (!d) {
		d = &b->drafts[b->count++];
		d->style.name = name;
	}
	d->style.where = m->key_where;
	d->parts[d->part_count++] = m;
}

static void collect(book *b) {
	for (size_t i = 0; i < b->l->file_count; i++) {
		const eng_yaml *styles = eng_yaml_find(b->l->files[i], "styles");

		if (styles && eng_theme_expect(b->l, styles, ENG_YAML_MAPPING, "'styles'")) {
			for (const eng_yaml *m = styles->first; m; m = m->next) {
				take(b, m);
			}
		}
	}
}

/* The last `base:` of the stack, or NULL. */
static const eng_yaml *base_of(const draft *d) {
	const eng_yaml *base = NULL;

	for (size_t i = 0; i < d->part_count; i++) {
		const eng_yaml *found = eng_yaml_find(d->parts[i], "base");

		base = found ? found : base;
	}
	return base;
}

static void clear_box(eng_style *s) {
	s->has_background = false;
	s->space_before = s->space_after = 0;
	s->pad_top = s->pad_right = s->pad_bottom = s->pad_left = 0;
	s->border_top = s->border_right = s->border_bottom = s->border_left = 0;
	s->radius = s->indent = 0;
	s->columns = 0;
}

static void inherit(draft *d, const draft *base, bool whole) {
	eng_str name = d->style.name;
	eng_loc where = d->style.where;

	d->style = base->style;
	d->style.name = name;
	d->style.where = where;
	if (eng_str_eqc(base->style.name, "para")) {
		d->style.set = 0;
	}
	if (!whole) {
		clear_box(&d->style);
	}
}

static bool inherit_named(book *b, draft *d, const eng_yaml *value) {
	eng_str name = eng_str_starts(value->text, "any.")
			   ? eng_str_sub(value->text, 4, value->text.n)
			   : value->text;
	draft *base = value->kind == ENG_YAML_SCALAR ? find(b, name) : NULL;
	const char **names = eng_arena_new_array(b->l->arena, b->count, const char *);
	const char *near;

	if (!base) {
		for (size_t i = 0; i < b->count; i++) {
			names[i] = b->drafts[i].parts[0]->key.s;
		}
		near = eng_str_nearest(value->text, names, b->count);
		return eng_theme_fault(b->l, "theme.unknown-style", value->where,
				       near ? "unknown style '%s', did you mean '%s'?"
					    : "unknown style '%s'",
				       eng_quote(b->l->arena, value->text), near);
	}
	if (base->progress == WORKING) {
		return eng_theme_fault(b->l, "theme.style-loop", value->where,
				       "style '%.*s' is its own base", ENG_STR_ARG(d->style.name));
	}
	if (!resolve(b, base)) {
		return false;
	}
	inherit(d, base, true);
	return true;
}

/* The nearest style to build on: the element of a role, else the element of a part, else para. */
static bool inherit_default(book *b, draft *d) {
	eng_str name = d->style.name, element, role;
	draft *base = NULL;
	bool whole = false;
	size_t dot;

	if (eng_theme_split_name(name, &element, &role) && role.n > 0 && element.n > 0) {
		base = find(b, element);
		whole = base != NULL;
		name = element;
	}
	dot = eng_str_index(name, ENG_STR("."));
	if (!base && dot < name.n) {
		base = find(b, eng_str_sub(name, 0, dot));
	}
	if (!base) {
		base = find(b, ENG_STR("para"));
		whole = false;
	}
	if (!base || base == d) {
		return true;
	}
	if (base->progress == WORKING) {
		return eng_theme_fault(b->l, "theme.style-loop", d->style.where,
				       "style '%.*s' is its own base", ENG_STR_ARG(d->style.name));
	}
	if (!resolve(b, base)) {
		return false;
	}
	inherit(d, base, whole);
	return true;
}

static bool read_font(book *b, draft *d, const eng_yaml *value) {
	const eng_theme *theme = b->l->theme;
	const char **names = eng_arena_new_array(b->l->arena, theme->family_count, const char *);
	const char *near;

	for (size_t i = 0; i < theme->family_count; i++) {
		if (eng_str_eq(theme->families[i].name, value->text)) {
			d->style.family = &theme->families[i];
			return true;
		}
		names[i] = theme->families[i].name.s;
	}
	near = eng_str_nearest(value->text, names, theme->family_count);
	return eng_theme_fault(b->l, "theme.unknown-font", value->where,
			       near ? "unknown font '%s', did you mean '%s'?"
				    : "unknown font '%s', should be a name under 'fonts'",
			       eng_quote(b->l->arena, value->text), near);
}

/* Notes which rows of the key table were set: ENG_SET_* are their bits. */
static void note_set(draft *d, const eng_yaml *part) {
	for (unsigned i = 0; eng_theme_style_keys[i].name; i++) {
		if (eng_yaml_find(part, eng_theme_style_keys[i].name)) {
			d->style.set |= 1u << i;
		}
	}
}

static bool resolve(book *b, draft *d) {
	const eng_yaml *base = base_of(d);

	if (d->progress == DONE) {
		return true;
	}
	d->progress = WORKING;
	if (!(base ? inherit_named(b, d, base) : inherit_default(b, d))) {
		d->progress = DONE;
		return false;
	}
	for (size_t i = 0; i < d->part_count; i++) {
		const eng_yaml *font = eng_yaml_find(d->parts[i], "font");

		eng_theme_read(b->l, d->parts[i], eng_theme_style_keys, &d->style,
			       eng_arena_printf(b->l->arena, "style '%s'", d->parts[i]->key.s));
		note_set(d, d->parts[i]);
		if (font) {
			read_font(b, d, font);
		}
	}
	d->progress = DONE;
	return true;
}

static bool check_para(book *b) {
	draft *para = find(b, ENG_STR("para"));
	eng_loc where = { b->l->theme->path.s, 1, 1 };

	if (!para) {
		return eng_theme_fault(b->l, "theme.missing-key", where,
				       "theme needs the style 'para'");
	}
	/* What para leaves open: the reader of the theme finds every style complete. */
	para->style.color = b->l->theme->text;
	para->style.border_color = b->l->theme->line;
	para->style.tabular = true;
	if (!resolve(b, para)) {
		return false;
	}
	if (!para->style.family || para->style.size == 0 || para->style.leading == 0) {
		return eng_theme_fault(b->l, "theme.missing-key", para->style.where,
				       "style 'para' needs the keys 'font', 'size' and 'leading'");
	}
	return true;
}

static int by_name(const void *a, const void *b) {
	return eng_str_cmp(((const eng_style *)a)->name, ((const eng_style *)b)->name);
}

void eng_theme_read_styles(eng_theme_loader *l) {
	book b = { .l = l, .drafts = eng_arena_new_array(l->arena, MOST_STYLES, draft) };

	collect(&b);
	if (!check_para(&b)) {
		return;
	}
	l->theme->styles = eng_arena_new_array(l->arena, b.count, eng_style);
	for (size_t i = 0; i < b.count; i++) {
		resolve(&b, &b.drafts[i]);
		l->theme->styles[i] = b.drafts[i].style;
	}
	l->theme->style_count = b.count;
	qsort(l->theme->styles, b.count, sizeof(eng_style), by_name);
}
