/* Loads a theme: its stack of files, its tokens, its sections; and answers lookups.
 *
 * Knows the order in which sections depend on one another (tokens, fonts, styles, masters,
 * channels); each section is read by its own file. */
#include "theme/theme.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "theme/loader.h"

static void report_missing(eng_theme_loader *l, const char *library, eng_str id, eng_loc where) {
	const char *folder = eng_path_join(l->arena, library, "themes");
	const char *const *files = NULL;
	const char **names;
	const char *near;
	size_t n = 0;

	if (eng_file_is_dir(folder) && !eng_file_list(l->ctx, l->arena, folder, &files, &n)) {
		l->good = false;
		return;
	}
	names = eng_arena_new_array(l->arena, n, const char *);
	for (size_t i = 0; i < n; i++) {
		eng_str name = eng_str_from(files[i]);

		names[i] = eng_str_dup(l->arena,
				       eng_str_sub(name, 0, eng_str_index(name, ENG_STR(".yaml"))));
	}
	near = eng_str_nearest(id, names, n);
	eng_theme_fault(
	    l, "theme.missing", where,
	    near ? "unknown theme '%s', did you mean '%s'?"
		 : "unknown theme '%s', there is no such file in the library's themes folder",
	    eng_quote(l->arena, id), near);
}

/* Fingerprints, releases and guards know the file by its path below the library. */
static void note_file(eng_theme_loader *l, eng_str id, eng_str source) {
	eng_theme *t = l->theme;
	eng_content_file *file;

	t->files =
	    eng_arena_grow(l->arena, t->files, t->file_count, &l->file_cap, sizeof(*t->files));
	file = &t->files[t->file_count++];
	file->path = eng_str_printf(l->arena, "themes/%.*s.yaml", ENG_STR_ARG(id));
	file->hash = eng_hash_of(source.s, source.n);
	l->good = eng_guard_admits(l->ctx->guard, l->ctx, file->path, file->hash) && l->good;
}

static const eng_yaml *load_file(eng_theme_loader *l, const char *library, eng_str id,
				 eng_loc where, eng_hasher *hasher) {
	const char *path;
	const eng_yaml *root, *name;
	eng_str source;

	if (!eng_id_is_valid(id)) {
		eng_theme_fault(l, "theme.missing", where,
				"'%s' is no theme id, should be small letters, digits and hyphens",
				eng_quote(l->arena, id));
		return NULL;
	}
	path = eng_arena_printf(l->arena, "%s/themes/%.*s.yaml", library, ENG_STR_ARG(id));
	if (!eng_file_exists(path)) {
		report_missing(l, library, id, where);
		return NULL;
	}
	root = eng_yaml_load(l->ctx, l->arena, path, &source);
	if (!root) {
		l->good = false;
		return NULL;
	}
	if (l->theme->path.n == 0) {
		l->theme->path = eng_str_from(path);
	}
	eng_hasher_field(hasher, source);
	note_file(l, id, source);
	eng_theme_read(l, root, eng_theme_top_keys, NULL, "a theme");
	name = eng_yaml_find(root, "theme");
	if (!name || !eng_str_eq(name->text, id)) {
		eng_theme_fault(l, "theme.wrong-id", name ? name->where : root->where,
				"file '%s.yaml' must say 'theme: %s'", eng_quote(l->arena, id),
				eng_quote(l->arena, id));
	}
	return root;
}

/* Files are found from the theme to its oldest ancestor and kept the other way round. */
static bool load_stack(eng_theme_loader *l, const char *library, eng_str id) {
	const eng_yaml *found[ENG_THEME_STACK];
	eng_hasher *hasher = eng_hasher_new();
	eng_loc where = { 0 };
	size_t n = 0;

	while (id.s) {
		const eng_yaml *parent, *root = NULL;

		if (n == ENG_THEME_STACK) {
			eng_theme_fault(l, "theme.extends-loop", where,
					"theme extends more than %d others, or itself",
					ENG_THEME_STACK - 1);
		} else {
			root = load_file(l, library, id, where, hasher);
		}
		if (!root) {
			break;
		}
		found[n++] = root;
		parent = eng_yaml_find(root, "extends");
		id = parent ? parent->text : (eng_str){ NULL, 0 };
		where = parent ? parent->where : where;
	}
	for (size_t i = 0; i < n; i++) {
		l->files[i] = found[n - 1 - i];
	}
	l->file_count = n;
	l->theme->hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return l->good;
}

/* Every token is read even when nothing uses it, so that none is wrong unnoticed. */
static void read_tokens(eng_theme_loader *l) {
	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *colors = eng_yaml_find(l->files[i], "colors");
		const eng_yaml *lengths = eng_yaml_find(l->files[i], "lengths");
		eng_color color;
		eng_length length;

		if (colors && eng_theme_expect(l, colors, ENG_YAML_MAPPING, "'colors'")) {
			for (const eng_yaml *m = colors->first; m; m = m->next) {
				eng_theme_color(l, m, &color);
			}
		}
		if (lengths && eng_theme_expect(l, lengths, ENG_YAML_MAPPING, "'lengths'")) {
			for (const eng_yaml *m = lengths->first; m; m = m->next) {
				eng_theme_length(l, m, &length);
			}
		}
	}
}

static void read_colors(eng_theme_loader *l) {
	eng_theme *t = l->theme;
	const struct {
		const char *name;
		eng_color *to;
	} rows[] = {
		{ "accent", &t->accent },     { "tint", &t->tint }, { "text", &t->text },
		{ "muted", &t->muted },       { "line", &t->line }, { "paper", &t->paper },
		{ "negative", &t->negative },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const eng_yaml *token = eng_theme_token(l, "colors", eng_str_from(rows[i].name));
		eng_loc where = { t->path.s, 1, 1 };

		if (token) {
			eng_theme_color(l, token, rows[i].to);
		} else {
			eng_theme_fault(l, "theme.missing-key", where,
					"'colors' needs the colour '%s'", rows[i].name);
		}
	}
}

static void read_palette(eng_theme_loader *l) {
	eng_theme *t = l->theme;
	const eng_yaml *list = NULL;

	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *found = eng_yaml_find(l->files[i], "palette");

		list = found ? found : list;
	}
	if (list && eng_theme_expect(l, list, ENG_YAML_SEQUENCE, "'palette'")) {
		t->palette = eng_arena_new_array(l->arena, list->count, eng_color);
		for (const eng_yaml *item = list->first; item; item = item->next) {
			eng_theme_color(l, item, &t->palette[t->palette_count++]);
		}
	}
	if (t->palette_count == 0) {
		t->palette = eng_arena_copy(l->arena, &t->accent, sizeof(t->accent));
		t->palette_count = 1;
	}
}

static void read_figures(eng_theme_loader *l) {
	eng_theme *t = l->theme;

	t->table_rule = 350;
	t->table_rule_color = t->line;
	t->stripe = t->paper;
	t->chart_height = ENG_MM(45);
	t->chart_bar = ENG_MM(12);
	t->image_ppi = 150;
	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *table = eng_yaml_find(l->files[i], "table");
		const eng_yaml *chart = eng_yaml_find(l->files[i], "chart");
		const eng_yaml *image = eng_yaml_find(l->files[i], "image");

		if (table) {
			eng_theme_read(l, table, eng_theme_table_keys, t, "'table'");
		}
		if (chart) {
			eng_theme_read(l, chart, eng_theme_chart_keys, t, "'chart'");
		}
		if (image) {
			eng_theme_read(l, image, eng_theme_image_keys, t, "'image'");
		}
	}
}

eng_theme *eng_theme_load(eng_ctx *ctx, eng_arena *arena, const char *library, eng_str id) {
	eng_theme_loader l = { .ctx = ctx, .arena = arena, .good = true };

	l.theme = eng_arena_new(arena, eng_theme);
	l.theme->id = eng_str_copy(arena, id);
	if (!load_stack(&l, library, l.theme->id)) {
		return NULL;
	}
	read_tokens(&l);
	if (l.good) {
		read_colors(&l);
	}
	if (!l.good) {
		return NULL;
	}
	read_palette(&l);
	read_figures(&l);
	eng_theme_read_fonts(&l);
	eng_theme_read_styles(&l);
	eng_theme_read_masters(&l);
	eng_theme_read_channels(&l);
	eng_theme_read_print(&l);
	if (!l.good) {
		return NULL;
	}
	eng_theme_check_contrast(&l);
	return l.theme;
}

static const eng_style *find_style(const eng_theme *theme, const char *name, size_t n) {
	eng_str key = { name, n };
	size_t from = 0, to = theme->style_count;

	while (from < to) {
		size_t middle = (from + to) / 2;
		int order = eng_str_cmp(key, theme->styles[middle].name);

		if (order == 0) {
			return &theme->styles[middle];
		}
		if (order < 0) {
			to = middle;
		} else {
			from = middle + 1;
		}
	}
	return NULL;
}

static const eng_style *find_role(const eng_theme *theme, const char *element, eng_str role) {
	char name[160];
	size_t n = strlen(element);

	if (role.n == 0 || n + role.n + 1 >= sizeof(name)) {
		return NULL;
	}
	memcpy(name, element, n);
	name[n] = '.';
	memcpy(name + n + 1, role.s, role.n);
	return find_style(theme, name, n + 1 + role.n);
}

const eng_style *eng_theme_style(const eng_theme *theme, const char *element, eng_str role) {
	const eng_style *style = find_role(theme, element, role);
	size_t n = strlen(element);

	if (!style && role.n > 0) {
		style = find_style(theme, role.s, role.n);
	}
	while (!style && n > 0) {
		style = find_style(theme, element, n);
		while (n > 0 && element[--n] != '.') {}
	}
	if (!style) {
		style = find_style(theme, "para", 4);
	}
	return style;
}

const eng_style *eng_theme_style_in(const eng_theme *theme, const char *element, eng_str role,
				    eng_str part) {
	const eng_style *style = NULL;

	if (part.n == 0) {
		return eng_theme_style(theme, element, role);
	}
	if (role.n > 0) {
		style = find_role(theme, element, role);
		style = style ? style : find_style(theme, role.s, role.n);
	}
	return style ? style : eng_theme_style(theme, element, part);
}

bool eng_theme_has_role(const eng_theme *theme, const char *element, eng_str role) {
	const eng_style *own = find_role(theme, element, role);

	if (own) {
		return !eng_theme_is_element(own->name);
	}
	return role.n > 0 && !eng_theme_is_element(role) && find_style(theme, role.s, role.n);
}

const eng_master *eng_theme_master(const eng_theme *theme, const char *name) {
	return eng_theme_variant(theme, name, "");
}

const eng_master *eng_theme_variant(const eng_theme *theme, const char *name, const char *suffix) {
	size_t n = strlen(name);

	for (size_t i = 0; i < theme->master_count; i++) {
		eng_str has = theme->masters[i].name;

		if (has.n >= n && memcmp(has.s, name, n) == 0 &&
		    eng_str_eqc(eng_str_sub(has, n, has.n), suffix)) {
			return &theme->masters[i];
		}
	}
	return NULL;
}
