/* Reads `fonts:` and `fallbacks:`: families of up to four files, and what stands in for them by
 * script.
 *
 * Knows file names only; whether a file exists is the press's business. A family of the same name in
 * a later file replaces the earlier one whole, and so does the list of fallbacks. */
#include <string.h>

#include "base/decimal.h"
#include "base/file.h"
#include "theme/loader.h"

enum { FACES = 4, MOST_FALLBACKS = 64 };

static const char *const face_keys[FACES] = { "regular", "bold", "italic", "bold-italic" };

typedef struct fallback {
	eng_font_ref faces[FACES];
} fallback;

static const struct {
	const char *name;
	eng_script_class script;
} scripts[] = {
	{ "any", ENG_SCRIPT_OTHER },
	{ "arabic", ENG_SCRIPT_ARABIC },
	{ "chinese-simplified", ENG_SCRIPT_HAN_SIMPLIFIED },
	{ "chinese-traditional", ENG_SCRIPT_HAN_TRADITIONAL },
	{ "devanagari", ENG_SCRIPT_DEVANAGARI },
	{ "hebrew", ENG_SCRIPT_HEBREW },
	{ "japanese", ENG_SCRIPT_HAN_JAPANESE },
	{ "korean", ENG_SCRIPT_HANGUL },
	{ "symbol", ENG_SCRIPT_SYMBOL },
	{ "thai", ENG_SCRIPT_THAI },
};

enum { SCRIPTS = sizeof(scripts) / sizeof(scripts[0]) };

/* "Name.ttf" or "Name.ttc#2". */
static bool read_ref(eng_theme_loader *l, const eng_yaml *value, eng_font_ref *out) {
	eng_str rest = value->text, file = { 0 };
	eng_decimal number;
	int64_t index = 0;
	bool good = value->kind == ENG_YAML_SCALAR && eng_str_split(&rest, '#', &file);

	if (good && rest.s) {
		good =
		    eng_decimal_parse(rest, false, &number) && eng_decimal_to_int64(number, &index);
	}
	if (!good || index < 0 || index > 255 || !eng_path_is_safe(file) ||
	    memchr(file.s, '/', file.n)) {
		return eng_theme_fault(l, "theme.bad-value", value->where,
				       "'%s' is no font file, should be a plain file name such as "
				       "Inter-Regular.otf or NotoSansCJK-Regular.ttc#2",
				       eng_quote(l->arena, value->text));
	}
	*out = (eng_font_ref){ eng_str_copy(l->arena, file), (int)index, ENG_SCRIPT_DEFAULT,
			       value->where };
	return true;
}

/* A face that is not named is set in the nearest one: bold italic in bold, the others in regular. */
static bool read_faces(eng_theme_loader *l, const eng_yaml *mapping, const char *what,
		       eng_font_ref out[FACES]) {
	static const int stand_in[FACES] = { 0, 0, 0, 1 };

	for (int i = 0; i < FACES; i++) {
		const eng_yaml *value = eng_yaml_find(mapping, face_keys[i]);

		if (value) {
			if (!read_ref(l, value, &out[i])) {
				return false;
			}
		} else if (i == 0) {
			return eng_theme_fault(l, "theme.missing-key", mapping->where,
					       "%s needs the key 'regular'", what);
		} else {
			out[i] = out[stand_in[i]];
		}
	}
	return true;
}

static bool read_script(eng_theme_loader *l, const eng_yaml *item, eng_script_class *out) {
	const eng_yaml *value = eng_yaml_find(item, "script");
	const char *names[SCRIPTS];
	const char *near;

	if (!value || value->kind != ENG_YAML_SCALAR) {
		return eng_theme_fault(l, "theme.missing-key", item->where,
				       "a fallback needs the key 'script'");
	}
	for (size_t i = 0; i < SCRIPTS; i++) {
		if (eng_str_eqc(value->text, scripts[i].name)) {
			*out = scripts[i].script;
			return true;
		}
		names[i] = scripts[i].name;
	}
	near = eng_str_nearest(value->text, names, SCRIPTS);
	return eng_theme_fault(
	    l, "theme.bad-value", value->where,
	    near ? "unknown script '%s', did you mean '%s'?"
		 : "unknown script '%s', should be arabic, hebrew, devanagari, thai, "
		   "japanese, chinese-simplified, chinese-traditional, korean, symbol or any",
	    eng_quote(l->arena, value->text), near);
}

static size_t read_fallbacks(eng_theme_loader *l, fallback *out) {
	const eng_yaml *list = NULL;
	size_t n = 0;

	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *found = eng_yaml_find(l->files[i], "fallbacks");

		list = found ? found : list;
	}
	if (!list || !eng_theme_expect(l, list, ENG_YAML_SEQUENCE, "'fallbacks'")) {
		return 0;
	}
	for (const eng_yaml *item = list->first; item; item = item->next) {
		eng_script_class script = ENG_SCRIPT_OTHER;

		if (n == MOST_FALLBACKS) {
			eng_theme_fault(l, "theme.bad-value", item->where,
					"more than %d fallbacks, keep those that are needed",
					MOST_FALLBACKS);
			break;
		}
		eng_theme_read(l, item, eng_theme_fallback_keys, NULL, "a fallback");
		if (item->kind != ENG_YAML_MAPPING || !read_script(l, item, &script) ||
		    !read_faces(l, item, "a fallback", out[n].faces)) {
			continue;
		}
		for (int f = 0; f < FACES; f++) {
			out[n].faces[f].script = script;
		}
		n++;
	}
	return n;
}

static void read_family(eng_theme_loader *l, const eng_yaml *mapping, const fallback *fallbacks,
			size_t count, eng_family *family) {
	const char *what = eng_arena_printf(l->arena, "font '%s'", mapping->key.s);
	eng_font_ref own[FACES];

	eng_theme_read(l, mapping, eng_theme_family_keys, NULL, what);
	family->name = mapping->key;
	family->css = eng_yaml_text(mapping, "css");
	if (family->css.n == 0) {
		family->css = ENG_STR("sans-serif");
	}
	if (mapping->kind != ENG_YAML_MAPPING || !read_faces(l, mapping, what, own)) {
		return;
	}
	for (size_t f = 0; f < FACES; f++) {
		eng_face *face = &family->faces[f];

		face->refs = eng_arena_new_array(l->arena, count + 1, eng_font_ref);
		face->refs[face->count++] = own[f];
		for (size_t i = 0; i < count; i++) {
			face->refs[face->count++] = fallbacks[i].faces[f];
		}
	}
}

static eng_family *find_family(eng_theme *theme, eng_str name) {
	for (size_t i = 0; i < theme->family_count; i++) {
		if (eng_str_eq(theme->families[i].name, name)) {
			return &theme->families[i];
		}
	}
	return NULL;
}

void eng_theme_read_fonts(eng_theme_loader *l) {
	fallback *fallbacks = eng_arena_new_array(l->arena, MOST_FALLBACKS, fallback);
	size_t count = read_fallbacks(l, fallbacks), cap = 0;

	for (size_t i = 0; i < l->file_count; i++) {
		const eng_yaml *fonts = eng_yaml_find(l->files[i], "fonts");

		if (!fonts || !eng_theme_expect(l, fonts, ENG_YAML_MAPPING, "'fonts'")) {
			continue;
		}
		for (const eng_yaml *m = fonts->first; m; m = m->next) {
			eng_family *family = find_family(l->theme, m->key);

			if (!family) {
				l->theme->families = eng_arena_grow(l->arena, l->theme->families,
								    l->theme->family_count, &cap,
								    sizeof(eng_family));
				family = &l->theme->families[l->theme->family_count++];
			}
			memset(family, 0, sizeof(*family));
			read_family(l, m, fallbacks, count, family);
		}
	}
}
