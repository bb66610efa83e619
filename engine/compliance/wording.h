/* Finding forbidden wording in what a reader reads. */
#ifndef ENG_COMPLIANCE_WORDING_H
#define ENG_COMPLIANCE_WORDING_H

#include "base/arena.h"
#include "base/str.h"

/* Whether the text says the words: in letters of any case, with any white space, hyphens and invisible
 * characters between and inside of them, and with no letter or digit next to their ends. Both UTF-8. */
bool eng_wording_says(eng_arena *arena, eng_str text, eng_str words);
/* Whether there is anything to find in words: a letter or a digit. */
bool eng_wording_is_some(eng_str words);

#endif
