/* Data into HTML, by context. Nothing reaches the message's HTML but through these. */
#ifndef ENG_CHANNELS_EMAIL_ESCAPE_H
#define ENG_CHANNELS_EMAIL_ESCAPE_H

#include "base/buf.h"

/* Text between tags: & < > as entities; controls and ill-formed bytes become U+FFFD. */
void eng_escape_text(eng_buf *out, eng_str text);
/* A value between double quotes: the same, and both quotes; line feeds become spaces. */
void eng_escape_attribute(eng_buf *out, eng_str text);
/* An allowed URL (eng_url_is_allowed) between double quotes. */
void eng_escape_url(eng_buf *out, eng_str url);
/* Text inside an MSO conditional comment: as text, and no run of hyphens that could end it. */
void eng_escape_comment(eng_buf *out, eng_str text);

#endif
