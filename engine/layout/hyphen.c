/* Dictionaries of libhyphen's kind, and which words are divided at all.
 *
 * Knows languages, files and letters; refuses to know lines. A dictionary's bytes are in the
 * fingerprint when it is opened, and it is read only when a word is asked for, since reading a large
 * one takes longer than laying out a letter. */
#include "layout/hyphen.h"

#include <glib.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "layout/patterns.h"

enum { LEFT = 2, RIGHT = 3, LEAST = LEFT + RIGHT, MOST = 60, DICTIONARY_BYTES = 32 << 20 };

typedef struct dictionary {
	eng_str lang; /* as the template names it */
	eng_str bytes;
	eng_patterns *patterns; /* NULL: not read yet */
	bool broken;
} dictionary;

struct eng_hyphens {
	eng_arena arena;
	dictionary *list;
	size_t count;
};

/* Languages whose scripts are not divided with hyphens, or not by dictionaries of this kind. */
static bool is_written_without(eng_str base) {
	static const char *const languages[] = {
		"am", "ar", "bn", "dv", "fa", "gu", "he", "hi", "hy", "ja", "ka",
		"km", "kn", "ko", "lo", "ml", "mr", "my", "ne", "or", "pa", "ps",
		"sd", "si", "ta", "te", "th", "ti", "ug", "ur", "vi", "yi", "zh",
	};

	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
		if (eng_str_eqc(base, languages[i])) {
			return true;
		}
	}
	return false;
}

static eng_str base_of(eng_str lang) {
	return eng_str_sub(lang, 0, eng_str_index(lang, ENG_STR("-")));
}

static const char *existing(eng_arena *arena, const char *folder, const char *name) {
	const char *path = eng_path_join(arena, folder, name);

	return eng_file_exists(path) ? path : NULL;
}

/* Any region's dictionary of the language: the first by name. False after reporting. */
static bool any_region(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_str base,
		       const char **path) {
	const char *prefix = eng_arena_printf(arena, "hyph_%.*s_", ENG_STR_ARG(base));
	const char *const *names;
	size_t n;

	if (!eng_file_is_dir(folder)) {
		return true;
	}
	if (!eng_file_list(ctx, arena, folder, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		if (g_str_has_prefix(names[i], prefix) && g_str_has_suffix(names[i], ".dic")) {
			*path = eng_path_join(arena, folder, names[i]);
			return true;
		}
	}
	return true;
}

/* *path stays NULL when the folder has none. False after reporting. */
static bool find_file(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_str lang,
		      const char **path) {
	eng_str base = base_of(lang), rest = lang, part, region = { 0 };

	while (eng_str_split(&rest, '-', &part)) {
		region = part.n == 2 && part.s != lang.s ? part : region;
	}
	if (region.n) {
		*path = existing(arena, folder,
				 eng_arena_printf(arena, "hyph_%.*s_%.*s.dic", ENG_STR_ARG(base),
						  ENG_STR_ARG(region)));
	}
	if (!*path) {
		*path = existing(arena, folder,
				 eng_arena_printf(arena, "hyph_%.*s.dic", ENG_STR_ARG(base)));
	}
	return *path || any_region(ctx, arena, folder, base, path);
}

static bool open_one(eng_ctx *ctx, eng_hyphens *h, const char *folders, eng_str lang,
		     eng_loc where) {
	dictionary *d = &h->list[h->count];
	eng_str rest = eng_str_from(folders), folder;
	const char *path = NULL;

	*d = (dictionary){ .lang = eng_str_copy(&h->arena, lang) };
	if (is_written_without(base_of(lang))) {
		return true;
	}
	while (!path && eng_str_split(&rest, ':', &folder)) {
		if (!find_file(ctx, &h->arena, eng_str_dup(&h->arena, folder), lang, &path)) {
			return false;
		}
	}
	if (!path) {
		eng_warn(ctx, "layout.no-hyphenation", where,
			 "no dictionary hyph_%.*s.dic in '%s', words of '%.*s' are not divided",
			 ENG_STR_ARG(base_of(lang)), folders, ENG_STR_ARG(lang));
		return true;
	}
	if (!eng_file_read(ctx, &h->arena, path, DICTIONARY_BYTES, &d->bytes)) {
		return false;
	}
	h->count++;
	return true;
}

eng_hyphens *eng_hyphens_open(eng_ctx *ctx, const char *folders, const eng_str *languages,
			      size_t count, eng_loc where) {
	eng_hyphens *h = eng_malloc(sizeof(*h));

	*h = (eng_hyphens){ 0 };
	eng_arena_init(&h->arena);
	h->list = eng_arena_new_array(&h->arena, count, dictionary);
	for (size_t i = 0; i < count; i++) {
		if (!open_one(ctx, h, folders, languages[i], where)) {
			eng_hyphens_free(h);
			return NULL;
		}
	}
	return h;
}

void eng_hyphens_free(eng_hyphens *hyphens) {
	if (!hyphens) {
		return;
	}
	for (size_t i = 0; i < hyphens->count; i++) {
		eng_patterns_free(hyphens->list[i].patterns);
	}
	eng_arena_finish(&hyphens->arena);
	free(hyphens);
}

void eng_hyphens_identify(const eng_hyphens *hyphens, eng_hasher *hasher) {
	for (size_t i = 0; i < hyphens->count; i++) {
		eng_hasher_field(hasher, hyphens->list[i].lang);
		eng_hasher_field(hasher, hyphens->list[i].bytes);
	}
}

static dictionary *find(eng_hyphens *h, eng_str lang) {
	eng_str base = base_of(lang);
	dictionary *found = NULL;

	for (size_t i = 0; h && i < h->count; i++) {
		dictionary *d = &h->list[i];

		if (eng_str_eq(d->lang, lang)) {
			found = d;
			break;
		}
		found = !found && eng_str_eq(base_of(d->lang), base) ? d : found;
	}
	if (found && !found->patterns && !found->broken) {
		found->patterns = eng_patterns_new(found->bytes);
		found->broken = !found->patterns;
	}
	return found && !found->broken ? found : NULL;
}

/* A word in small letters, with the byte in the text that each character begins at. */
typedef struct letters {
	uint32_t c[MOST];
	uint16_t at[MOST + 1];
	size_t n;
} letters;

static bool is_divided_script(uint32_t c) {
	GUnicodeScript script = g_unichar_get_script(c);

	return script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_GREEK ||
	       script == G_UNICODE_SCRIPT_CYRILLIC;
}

/* Takes the letters of the word, which may stand between punctuation. False for what is no plain word:
 * an acronym, an address, a number, or two words in one. */
static bool take_letters(eng_str word, letters *w) {
	bool ended = false;
	size_t at = 0;

	w->n = 0;
	while (at < word.n) {
		uint32_t c;
		size_t k = eng_utf8_decode(word.s + at, word.n - at, &c);

		if (g_unichar_isalpha(c)) {
			if (ended || w->n == MOST || !is_divided_script(c) ||
			    (w->n > 0 && g_unichar_isupper(c))) {
				return false;
			}
			w->at[w->n] = (uint16_t)at;
			w->c[w->n++] = g_unichar_tolower(c);
		} else if (c == 0x2019 || c == '\'') {
			w->n = 0; /* l'assurance, dell'anno: what stands before is too short */
		} else if (c == 0xAD || c == '@' || c == '/' || c == '_' || g_unichar_isdigit(c) ||
			   g_unichar_ismark(c)) {
			return false;
		} else {
			ended = w->n > 0;
		}
		at += k ? k : 1;
		w->at[w->n] = (uint16_t)at;
	}
	return w->n >= LEAST;
}

/* The letters as UTF-8, and at which byte of it each begins. */
static eng_str encode(const letters *w, char *out, size_t *starts) {
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		starts[i] = n;
		n += eng_utf8_encode(w->c[i], out + n);
	}
	return (eng_str){ out, n };
}

size_t eng_hyphens_points(eng_hyphens *hyphens, eng_str lang, eng_str word, uint8_t *at) {
	dictionary *d;
	char bytes[4 * MOST];
	bool points[ENG_PATTERNS_WORD] = { false };
	size_t starts[MOST], n = 0;
	letters w;

	if (word.n >= ENG_HYPHEN_BYTES || !take_letters(word, &w) ||
	    (d = find(hyphens, lang)) == NULL) {
		return 0;
	}
	eng_patterns_divide(d->patterns, encode(&w, bytes, starts), points);
	for (size_t i = LEFT; i + RIGHT <= w.n; i++) {
		at[w.at[i]] = points[starts[i]];
		n += points[starts[i]];
	}
	return n;
}
