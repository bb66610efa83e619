/* Declarations of CSS that cannot take words from sight, and those that lay an element over its neighbours. */
#ifndef ENG_VERIFY_HARMLESS_H
#define ENG_VERIFY_HARMLESS_H

#include "base/str.h"

/* Whether a property that verify/style.c does not follow leaves words as they are, with this value. */
bool eng_css_is_harmless(eng_str name, eng_str text);
/* Whether all programs end the strings, brackets and comments of a sheet, or of a style attribute, at the same places
 * as the small readers here do: there is no escape, and nothing in them that could end a declaration or a rule. */
bool eng_css_is_plain(eng_str css, bool sheet);
/* Whether declarations, as in a style attribute, take an element from its place, so that it may cover another. */
bool eng_css_moves(eng_str body);

#endif
