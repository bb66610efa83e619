/* Transfer encodings of RFC 2045, ready for the wire: lines of at most 76 characters that end in CRLF. */
#ifndef ENG_CHANNELS_EMAIL_ENCODE_H
#define ENG_CHANNELS_EMAIL_ENCODE_H

#include "base/buf.h"

/* Quoted-printable of text with LF line ends (6.7). */
void eng_encode_quoted(eng_buf *out, eng_str text);
/* Base64 of bytes (6.8). */
void eng_encode_base64(eng_buf *out, eng_str bytes);
/* Base64 of text with LF line ends: they are sent as CRLF. */
void eng_encode_base64_text(eng_buf *out, eng_str text);

#endif
