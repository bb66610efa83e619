/* The GSM 7 bit default alphabet with its extension table (3GPP TS 23.038 6.2.1), the size of a message
 * in segments and its division into them (3GPP TS 23.040 9.2.3.24.1, 8 bit reference). */
#ifndef ENG_CHANNELS_SMS_GSM7_H
#define ENG_CHANNELS_SMS_GSM7_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Septets of a character: 1 of the base table, 2 of the extension table, 0 when GSM cannot say it. */
int eng_gsm7_septets(uint32_t c);
/* True when the whole text can be said in GSM. */
bool eng_gsm7_covers(eng_str text);

typedef struct eng_gsm7_size {
	bool ucs2;
	size_t units;    /* septets, or 16 bit units */
	size_t segments; /* at least 1 */
	size_t room;     /* units that so many segments can hold */
} eng_gsm7_size;

/* GSM when it covers the text, else UCS-2. One segment holds 160 septets or 70 units; of more than
 * one, each holds 153 or 67. No escape pair, no surrogate pair and no grapheme cluster is split
 * between segments (a cluster that is longer than a segment is, between its characters). */
eng_gsm7_size eng_gsm7_measure(eng_str text);
/* How many segments a message of these may be long at most: the room in units. */
size_t eng_gsm7_room(bool ucs2, size_t segments);
/* Takes the next segment of a message of several off *rest, *units of it told; false at the end. */
bool eng_gsm7_segment(eng_str *rest, bool ucs2, eng_str *segment, size_t *units);
/* Appends the user data in lower-case hex: an octet for each septet (0x1b before one of the extension
 * table), or UTF-16 big endian. The text must be covered. */
void eng_gsm7_hex(eng_str text, bool ucs2, eng_buf *out);

#endif
