/* Messages taken apart (RFC 5322, RFC 2045, RFC 2046) as far as somebody reads them: the plain text and
 * the HTML.
 *
 * As with HTML there are two roads: a strict one for the form that our messages have, which a run can
 * afford for each of them, and GMime for all others. Both must say the same of what both read. */
#ifndef ENG_VERIFY_MIME_H
#define ENG_VERIFY_MIME_H

#include "base/arena.h"
#include "base/str.h"

typedef struct eng_mime_texts {
	/* Of plain text and of HTML that is not attached: how many parts, and what the first says, decoded
	 * and up to the first NUL; whether it is UTF-8 is not known. */
	int count[2];
	eng_str texts[2];
} eng_mime_texts;

enum { ENG_MIME_DEPTH = 8, ENG_MIME_PARTS = 64 }; /* what is beyond is not looked at */

/* False: it is not of the strict form; it is no message at all. */
bool eng_mime_read_strict(eng_arena *arena, eng_str bytes, eng_mime_texts *out);
bool eng_mime_read_loose(eng_arena *arena, eng_str bytes, eng_mime_texts *out);

#endif
