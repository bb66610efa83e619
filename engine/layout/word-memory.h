/* Words that were shaped before, so that HarfBuzz is asked once for each.
 *
 * The key is all that shaping a word of a simple script depends on: font, script, direction, language,
 * features and bytes. Words of letters are remembered until there are too many of them; words with
 * digits, of which there is no end, only until a later one takes their place. */
#ifndef ENG_LAYOUT_WORD_MEMORY_H
#define ENG_LAYOUT_WORD_MEMORY_H

#include "layout/shape.h"

typedef struct eng_word_memory eng_word_memory;

/* limit: how many words of letters are remembered, at most ENG_WORD_LIMIT. Their glyphs live in the
 * arena. */
enum { ENG_WORD_LIMIT = 10000 };
eng_word_memory *eng_word_memory_new(eng_arena *arena, size_t limit);
void eng_word_memory_free(eng_word_memory *memory);
/* True when no more words of letters are taken in: forget them all before the next document. */
bool eng_word_memory_full(const eng_word_memory *memory);
void eng_word_memory_forget(eng_word_memory *memory);

/* What many words share. */
typedef struct eng_word_key {
	const eng_font *font;
	hb_language_t lang;
	hb_script_t script;
	unsigned features;
	uint32_t seed; /* eng_word_seed of the others */
} eng_word_key;

uint32_t eng_word_seed(const eng_word_key *key);

/* The words of letters, each shaped as a text of its own from left to right. Find gives false for a word
 * that is not remembered; add may be called after that only, and keeps a copy. */
bool eng_word_memory_find(eng_word_memory *memory, const eng_word_key *key, eng_str word,
			  eng_shaped *out);
void eng_word_memory_add(eng_word_memory *memory, const eng_word_key *key, eng_str word,
			 eng_shaped *shaped);

/* The same for words with digits; what is found is copied into the arena. */
bool eng_word_memory_recall(eng_word_memory *memory, eng_arena *arena, const eng_word_key *key,
			    eng_str word, eng_shaped *out);
void eng_word_memory_note(eng_word_memory *memory, const eng_word_key *key, eng_str word,
			  const eng_shaped *shaped);

#endif
