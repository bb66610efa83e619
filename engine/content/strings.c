/* Loading and finding phrases. Patterns are compiled when first asked for: a catalogue holds more
 * than one template needs. */
#include "content/strings.h"

#include <glib.h>

#include "base/file.h"
#include "content/library-file.h"
#include "markup/yaml.h"

typedef struct phrase {
	eng_str key, pattern;
	eng_loc where;
	const eng_message *message;
	bool faulty, used;
} phrase;

typedef struct language {
	eng_str name;
	GHashTable *phrases; /* const char * -> phrase *; keys live in the arena */
	phrase **items;      /* in the order written */
	size_t n, cap;
	bool missing; /* no file */
} language;

struct eng_strings {
	eng_library *library;
	language **languages;
	size_t n, cap;
};

eng_strings *eng_strings_new(eng_library *library) {
	eng_strings *strings = eng_arena_new(eng_library_arena(library), eng_strings);

	strings->library = library;
	return strings;
}

void eng_strings_free(eng_strings *strings) {
	for (size_t i = 0; strings && i < strings->n; i++) {
		g_hash_table_destroy(strings->languages[i]->phrases);
	}
}

static language *find_language(const eng_strings *strings, eng_str name) {
	for (size_t i = 0; i < strings->n; i++) {
		if (eng_str_eq(strings->languages[i]->name, name)) {
			return strings->languages[i];
		}
	}
	return NULL;
}

/* Takes the last subtag off: "de-CH" becomes "de"; false when there is none. */
static bool shorten(eng_str *language_tag) {
	size_t n = language_tag->n;

	while (n > 0 && language_tag->s[n - 1] != '-') {
		n--;
	}
	if (n < 2) {
		return false;
	}
	language_tag->n = n - 1;
	return true;
}

static bool add_phrase(eng_ctx *ctx, eng_arena *arena, language *lang, const eng_yaml *member) {
	phrase *p;

	if (member->kind != ENG_YAML_SCALAR) {
		return eng_fail(ctx, "strings.bad-file", eng_yaml_where(member),
				"key '%s' holds a %s, the strings are a flat mapping of key to "
				"text",
				eng_quote(arena, member->key), eng_yaml_kind_name(member->kind));
	}
	p = eng_arena_new(arena, phrase);
	p->key = eng_str_copy(arena, member->key);
	p->pattern = member->text;
	p->where = member->where;
	g_hash_table_insert(lang->phrases, (gpointer)p->key.s, p);
	lang->items = eng_arena_grow(arena, lang->items, lang->n, &lang->cap, sizeof(*lang->items));
	lang->items[lang->n++] = p;
	return true;
}

static bool read_language(eng_ctx *ctx, eng_strings *strings, language *lang) {
	eng_arena *arena = eng_library_arena(strings->library);
	const char *path = eng_arena_printf(arena, "strings/%.*s.yaml", ENG_STR_ARG(lang->name));
	const char *full = eng_path_join(arena, eng_library_path(strings->library), path);
	eng_yaml *root;
	eng_str bytes;
	bool good = true;

	if (!eng_file_exists(full)) {
		lang->missing = true;
		return true;
	}
	root = eng_yaml_load(ctx, arena, full, &bytes);
	if (!root || !eng_library_note_file(ctx, strings->library, eng_str_from(path),
					    eng_hash_of(bytes.s, bytes.n))) {
		return false;
	}
	if (root->kind != ENG_YAML_MAPPING) {
		return eng_fail(ctx, "strings.bad-file", root->where,
				"a strings file is a mapping of key to text");
	}
	for (const eng_yaml *member = root->first; member; member = member->next) {
		good = add_phrase(ctx, arena, lang, member) && good;
	}
	return good;
}

static bool load_one(eng_ctx *ctx, eng_strings *strings, eng_str name, bool *found) {
	eng_arena *arena = eng_library_arena(strings->library);
	language *lang = find_language(strings, name);
	bool good = true;

	if (!lang) {
		lang = eng_arena_new(arena, language);
		lang->name = eng_str_copy(arena, name);
		lang->phrases = g_hash_table_new(g_str_hash, g_str_equal);
		strings->languages = eng_arena_grow(arena, strings->languages, strings->n,
						    &strings->cap, sizeof(*strings->languages));
		strings->languages[strings->n++] = lang;
		good = read_language(ctx, strings, lang);
	}
	*found = *found || !lang->missing;
	return good;
}

bool eng_strings_load(eng_ctx *ctx, eng_strings *strings, eng_str name, eng_loc where) {
	eng_str tag = name;
	bool found = false, good = true;

	do {
		good = load_one(ctx, strings, tag, &found) && good;
	} while (shorten(&tag));
	if (good && !found) {
		return eng_fail(ctx, "strings.no-language", where,
				"no strings/%.*s.yaml in the library", ENG_STR_ARG(name));
	}
	return good;
}

static phrase *find_phrase(const language *lang, eng_str key) {
	char name[256];

	if (!lang || key.n >= sizeof(name)) {
		return NULL;
	}
	memcpy(name, key.s, key.n);
	name[key.n] = 0;
	return g_hash_table_lookup(lang->phrases, name);
}

const eng_message *eng_strings_find(eng_ctx *ctx, eng_strings *strings, eng_str key, eng_str name) {
	eng_arena *arena = eng_library_arena(strings->library);
	eng_ctx quiet = { .quiet = true };
	eng_str tag = name;

	do {
		language *lang = find_language(strings, tag);
		phrase *p = find_phrase(lang, key);

		if (!p) {
			continue;
		}
		p->used = true;
		if (!p->message && !p->faulty) {
			p->message = eng_message_new(ctx ? ctx : &quiet, arena, p->pattern,
						     lang->name.s, p->where);
			p->faulty = !p->message;
		}
		return p->message;
	} while (shorten(&tag));
	return NULL;
}

bool eng_strings_has(const eng_strings *strings, eng_str key, const char **nearest) {
	eng_arena scratch;
	const char **names;
	size_t n = 0, total = 0;

	*nearest = NULL;
	for (size_t i = 0; i < strings->n; i++) {
		total += strings->languages[i]->n;
		if (find_phrase(strings->languages[i], key)) {
			return true;
		}
	}
	eng_arena_init(&scratch);
	names = eng_arena_new_array(&scratch, total, const char *);
	for (size_t i = 0; i < strings->n; i++) {
		for (size_t k = 0; k < strings->languages[i]->n; k++) {
			names[n++] = strings->languages[i]->items[k]->key.s;
		}
	}
	*nearest = eng_str_nearest(key, names, n);
	eng_arena_finish(&scratch);
	return false;
}

void eng_strings_unused(eng_ctx *ctx, const eng_strings *strings) {
	for (size_t i = 0; i < strings->n; i++) {
		const language *lang = strings->languages[i];

		for (size_t k = 0; k < lang->n; k++) {
			const phrase *p = lang->items[k];

			if (!p->used && !eng_str_starts(p->key, "engross.")) {
				eng_warn(ctx, "strings.unused", p->where,
					 "phrase '%.*s' is never used", ENG_STR_ARG(p->key));
			}
		}
	}
}
