/* Header fields of a message (RFC 5322 2.2), encoded and folded by GMime. What is plain and short needs
 * neither and is written as it is: the bytes are the same. */
#ifndef ENG_CHANNELS_EMAIL_HEADER_H
#define ENG_CHANNELS_EMAIL_HEADER_H

#include "base/arena.h"
#include "base/buf.h"

/* "Name: text"; one line of UTF-8 without controls. */
void eng_header_text(eng_buf *out, eng_arena *arena, const char *name, eng_str text);
/* "Name: display <address>"; display may be empty. An address that is not ASCII stands there as it is, which
 * makes a message that servers need SMTPUTF8 for (RFC 6532 3.2). */
void eng_header_mailbox(eng_buf *out, eng_arena *arena, const char *name, eng_str display,
			eng_str address);

#endif
