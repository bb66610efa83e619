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

/* The words of letters. word is to be a text of its own. Find gives false for a word that is not
 * remembered; add may be called after that only, and keeps a copy. */
bool eng_word_memory_find(eng_word_memory *memory, const eng_word *word, hb_language_t lang,
			  eng_shaped *out);
void eng_word_memory_add(eng_word_memory *memory, const eng_word *word, hb_language_t lang,
			 eng_shaped *shaped);

/* The same for words with digits; what is found is copied into the arena. */
bool eng_word_memory_recall(eng_word_memory *memory, eng_arena *arena, const eng_word *word,
			    hb_language_t lang, eng_shaped *out);
void eng_word_memory_note(eng_word_memory *memory, const eng_word *word, hb_language_t lang,
			  const eng_shaped *shaped);

#endif
