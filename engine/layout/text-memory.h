/* Texts that were cut and shaped before, kept for the next document.
 *
 * The key is all that cutting, shaping and setting depend on: bytes, direction, and of each span its
 * place, fonts, features, size, leading, spacing, language and how it breaks. What merely rides on a span (node,
 * structure, colour, link) is not remembered. A text is remembered when it is set a second time, so
 * that names and amounts of one recipient take no room. Bounded; only a saving of time. */
#ifndef ENG_LAYOUT_TEXT_MEMORY_H
#define ENG_LAYOUT_TEXT_MEMORY_H

#include "layout/text.h"

typedef struct eng_text_memory eng_text_memory;

/* limit: how many texts are remembered, may be 0. What is remembered lives in the arena. */
eng_text_memory *eng_text_memory_new(eng_arena *arena, size_t limit);
void eng_text_memory_free(eng_text_memory *memory);
/* True when nothing more is taken in: forget it all before the next document. */
bool eng_text_memory_full(const eng_text_memory *memory);
void eng_text_memory_forget(eng_text_memory *memory);

eng_arena *eng_text_memory_arena(eng_text_memory *memory);

/* Fills in chunks and measures of a text of which bytes, spans and direction are set; false when it is
 * not remembered. */
bool eng_text_memory_find(eng_text_memory *memory, eng_text *text);
/* To be asked after a find in vain: the arena for the chunks of a text that is to be remembered, or
 * NULL for one that is not (yet). */
eng_arena *eng_text_memory_room(eng_text_memory *memory, const eng_text *text);
/* Remembers a text whose chunks, and all they point to, live in the arena that room gave. */
void eng_text_memory_add(eng_text_memory *memory, const eng_text *text);

#endif
