/* What changed from one text to another, word by word. */
#ifndef ENG_REVIEW_WORD_DIFF_H
#define ENG_REVIEW_WORD_DIFF_H

#include "base/arena.h"
#include "base/str.h"

typedef enum eng_change { ENG_CHANGE_SAME, ENG_CHANGE_REMOVED, ENG_CHANGE_ADDED } eng_change;

/* Words of one fate in a row, joined by spaces. */
typedef struct eng_diff_run {
	eng_change change;
	eng_str text;
} eng_diff_run;

const char *eng_change_name(eng_change change);
/* The runs from the one text to the other, in the arena; white space does not count. Texts that have next to
 * nothing in common are told as one removed and one added. */
const eng_diff_run *eng_diff_words(eng_arena *arena, eng_str from, eng_str to, size_t *n);

#endif
