/* Patterns that say where words may be divided (Liang's algorithm), in the files of libhyphen.
 *
 * Words come as small letters in UTF-8, without anything around them. */
#ifndef ENG_LAYOUT_PATTERNS_H
#define ENG_LAYOUT_PATTERNS_H

#include "base/arena.h"
#include "base/str.h"

typedef struct eng_patterns eng_patterns;

/* Reads a dictionary's bytes, which must outlive it, in whatever character set it says it has. NULL
 * without a report when it is none. */
eng_patterns *eng_patterns_new(eng_str dictionary);
void eng_patterns_free(eng_patterns *patterns);

enum { ENG_PATTERNS_WORD = 256 }; /* bytes of the longest word */

/* Marks at[i] where the word may be divided before byte i, with the dictionary's own room at both
 * ends; at has ENG_PATTERNS_WORD zeroed places. Divisions that would change the spelling are left
 * out. */
void eng_patterns_divide(const eng_patterns *patterns, eng_str word, bool *at);

#endif
