/* Keeping data values from disturbing the direction of the text around them (UAX #9). */
#ifndef ENG_CHANNELS_COMMON_BIDI_H
#define ENG_CHANNELS_COMMON_BIDI_H

#include "base/arena.h"
#include "base/buf.h"
#include "document/node.h"

/* True when first bytes say that nothing in it goes from right to left, nor is a control of that: letters of
 * Latin, Greek and Cyrillic, signs from U+2080 to U+2FFF. It is balanced, and mixed in no text from left to right. */
bool eng_bidi_is_simple(eng_str text);
/* True when the text holds characters that would reorder in, or be reordered by, a paragraph of this
 * direction: it then wants an isolate. */
bool eng_bidi_is_mixed(eng_str text, bool rtl);
/* True when the value of the TEXT node wants an isolate in a paragraph of this direction. */
bool eng_bidi_isolates(const eng_node *text, bool rtl);
/* The text with its own marks balanced: closers without an opener are dropped and open embeddings,
 * overrides and isolates are closed, so that nothing leaks out. Copied only when it differs. */
eng_str eng_bidi_balance(eng_arena *arena, eng_str text);
/* True when the first strong character is of the other direction than the paragraph, or there is
 * none in a right-to-left one: a plain text reader would then guess wrong. */
bool eng_bidi_wants_mark(eng_str text, bool rtl);

#endif
