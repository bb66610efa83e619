/* The readers of finished artifacts, one a format. Each gets the bytes and what they are claimed to
 * carry; all allocate in the arena; false when something was found wrong and added to out. */
#ifndef ENG_VERIFY_READER_H
#define ENG_VERIFY_READER_H

#include "verify/html-memo.h"
#include "verify/surface.h"

/* Plain text in UTF-8. */
bool eng_verify_text(eng_arena *arena, eng_str bytes, const eng_claim *claims, size_t n,
		     eng_findings *out);
/* A line of short messages (schemas/sms-1.schema.json): the text and what its parts carry as octets. */
bool eng_verify_sms(eng_arena *arena, eng_str bytes, const eng_claim *claims, size_t n,
		    eng_findings *out);
/* JSON for apps (schemas/mobile-1.schema.json, adaptive-1.schema.json). */
bool eng_verify_mobile(eng_arena *arena, eng_str bytes, const eng_claim *claims, size_t n,
		       eng_findings *out);
/* A message (RFC 5322): every claim must stand in its HTML and in its text part. */
bool eng_verify_mail(eng_html_memo *memo, eng_arena *arena, eng_str bytes, const eng_claim *claims,
		     size_t n, eng_findings *out);

/* Adds the lines of a text to a surface. */
void eng_surface_read_text(eng_surface *surface, eng_str text);

#endif
