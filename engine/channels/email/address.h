/* Addresses and header text: what may stand in the head of a message. */
#ifndef ENG_CHANNELS_EMAIL_ADDRESS_H
#define ENG_CHANNELS_EMAIL_ADDRESS_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/* The mailbox in the form that goes on the wire: dot-atom local part, domain in ASCII (an
 * international one by UTS #46), at most 64 and 255 bytes (RFC 5321 4.5.3.1). utf8: the local part may
 * have letters of any script, which stay as they are (RFC 6532). False after reporting
 * email.bad-address; whose: "recipient", "theme's from". */
bool eng_address_check(eng_ctx *ctx, eng_arena *arena, eng_str address, bool utf8,
		       const char *whose, eng_loc where, eng_str *out);
/* Domain of a checked address. */
eng_str eng_address_domain(eng_str address);
/* Text for a header on one line: line feeds are spaces. False after reporting email.bad-header when
 * it holds any other control character: no data opens a header of its own. */
bool eng_address_header(eng_ctx *ctx, eng_arena *arena, eng_str text, const char *header,
			eng_loc where, eng_str *out);
/* The text for a header that MIME tools encode where it is not ASCII: where it looks like an encoded
 * word itself ("=?") or has no space to fold at, all of it as encoded words (RFC 2047), so that no
 * reader decodes what is data. */
eng_str eng_address_words(eng_arena *arena, eng_str text);
/* Text as encoded words of at most 75 bytes (RFC 2047 2); between them white space that readers leave out. */
eng_str eng_address_encoded(eng_arena *arena, eng_str text, const char *between);

#endif
