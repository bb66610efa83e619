/* Lines of plain text by display columns: wide East Asian characters take two, marks none. */
#ifndef ENG_CHANNELS_COMMON_WRAP_H
#define ENG_CHANNELS_COMMON_WRAP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* In the text that is wrapped: a space between parts of one value, and a place inside it without one. Lines end
 * there only where they have no room for the value. Neither stands in documents, and neither is to be shown. */
#define ENG_WRAP_TIE  '\x1f'
#define ENG_WRAP_JOIN '\x1e'

/* Display columns of one line. */
int eng_wrap_width(eng_str text);
/* Splits at line feeds and, where a line is longer than columns, at spaces or where the script breaks
 * without them (UAX #14). What has no such place stays whole: words and URLs are never cut. Lines
 * are slices of text without the spaces around, but for isolates: one that goes on over lines is closed and
 * opened again on each. The array is in the arena. */
eng_str *eng_wrap_lines(eng_arena *arena, eng_str text, int columns, size_t *n);
/* Display columns of the widest line, without the spaces around it. */
int eng_wrap_widest(eng_str text);
/* Columns of the longest piece that cannot be broken, or is tied. */
int eng_wrap_longest(eng_arena *arena, eng_str text);
bool eng_wrap_is_tied(eng_str text);
/* The text without ties and joins, copied into the arena when it has any. */
eng_str eng_wrap_untied(eng_arena *arena, eng_str text);
/* Appends spaces, or any ASCII character; nothing for columns below 1. */
void eng_wrap_pad(eng_buf *out, int columns);
void eng_wrap_rule(eng_buf *out, char c, int columns);

#endif
