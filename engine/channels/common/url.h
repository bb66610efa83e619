/* Which addresses a message may link to. */
#ifndef ENG_CHANNELS_COMMON_URL_H
#define ENG_CHANNELS_COMMON_URL_H

#include "base/diag.h"
#include "base/str.h"

/* True for an absolute https, http, mailto or tel URL of printable ASCII without spaces, quotes and
 * angle brackets (RFC 3986); nothing else ever becomes a link. */
bool eng_url_is_allowed(eng_str url);
/* The same, reporting channel.bad-url. */
bool eng_url_check(eng_ctx *ctx, eng_arena *arena, eng_str url, eng_loc where);
/* What a reader would call the address: without "mailto:" and "tel:". */
eng_str eng_url_shown(eng_str url);
/* True when the words tell a reader the whole address; the scheme, "www.", a slash at the end and what stands
 * behind "?" of a mailto may be left out. */
bool eng_url_is_said(eng_str url, eng_str words);

#endif
