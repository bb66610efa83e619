/* What no message may leave without: sizes that clients show whole, locked wording in both parts,
 * colours that can be read. Each fails with what would help. */
#ifndef ENG_CHANNELS_EMAIL_GATE_H
#define ENG_CHANNELS_EMAIL_GATE_H

#include "channels/email/html.h"

/* Once per theme: email.contrast for text below 4.5 to 1 in light, in dark and when a client inverts
 * by force; email.too-large for styles that Gmail would drop. */
bool eng_gate_theme(eng_ctx *ctx, const eng_theme *theme, const eng_style_sizes *sizes);
/* The contrast alone (contrast.c). */
bool eng_gate_contrast(eng_ctx *ctx, const eng_theme *theme);
/* email.too-large with the largest elements. Sorts h->elements. */
bool eng_gate_size(eng_html *h);
/* Reads each locked block back from the finished HTML (entities decoded, what is hidden left out) and
 * from the text part, in which the blocks stand there; email.block-altered when one lacks a word of it. */
bool eng_gate_locked(eng_html *h, eng_str text, const eng_spans *blocks);

#endif
