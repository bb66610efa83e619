/* Only letters and digits are compared, so that breaks of lines, hyphens and invisible characters between
 * them cannot hide a wording; what stands at its ends must not go on. */
#include "compliance/wording.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

/* A text as its letters and digits, folded. */
typedef struct letters {
	uint32_t *items;
	bool *begins; /* a word: something else stood before it */
	size_t n;
	bool ends; /* the text ends a word */
} letters;

/* Marks belong to their letter. */
static bool counts(uint32_t c) {
	return u_isalnum((UChar32)c) || u_charType((UChar32)c) == U_NON_SPACING_MARK ||
	       u_charType((UChar32)c) == U_COMBINING_SPACING_MARK;
}

/* Stands inside of a word that is divided at the end of a line, or shows nothing at all. */
static bool divides(uint32_t c) {
	return u_charType((UChar32)c) == U_FORMAT_CHAR || c == 0xad;
}

static letters letters_of(eng_arena *arena, eng_str text) {
	letters out = { eng_arena_new_array(arena, text.n + 1, uint32_t),
			eng_arena_new_array(arena, text.n + 1, bool), 0, true };
	bool begins = true;
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		if (counts(c)) {
			out.begins[out.n] = begins;
			out.items[out.n++] = (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
			begins = false;
		} else if (!divides(c)) {
			begins = true;
		}
	}
	return out;
}

bool eng_wording_is_some(eng_str words) {
	uint32_t c;

	while (eng_utf8_next(&words, &c)) {
		if (counts(c)) {
			return true;
		}
	}
	return false;
}

bool eng_wording_says(eng_arena *arena, eng_str text, eng_str words) {
	eng_arena_mark mark = eng_arena_tell(arena);
	letters all = letters_of(arena, text), some = letters_of(arena, words);
	bool found = false;

	for (size_t i = 0; some.n && !found && i + some.n <= all.n; i++) {
		size_t k = 0;

		while (all.begins[i] && k < some.n && all.items[i + k] == some.items[k]) {
			k++;
		}
		found = k == some.n && (i + k == all.n || all.begins[i + k]);
	}
	eng_arena_rewind(arena, mark);
	return found;
}
