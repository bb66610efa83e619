/* How a recipient leaves: the address that mail programs offer beside the sender's name, and the link
 * that promotion must have. */
#ifndef ENG_CHANNELS_EMAIL_UNSUBSCRIBE_H
#define ENG_CHANNELS_EMAIL_UNSUBSCRIBE_H

#include "channels/email/html.h"

typedef struct eng_unsubscribe {
	eng_str url;    /* empty: the message says none */
	bool one_click; /* the address takes a POST without a question (RFC 8058) */
} eng_unsubscribe;

/* The recipient's own address, which takes one click, else the theme's. False after reporting
 * email.bad-unsubscribe: one click needs https, and the header must fit in a line. */
bool eng_unsubscribe_find(eng_ctx *ctx, eng_arena *arena, const eng_document *doc,
			  const eng_theme *theme, eng_unsubscribe *out);
/* The theme's address alone, once per theme. */
bool eng_unsubscribe_check_theme(eng_ctx *ctx, eng_arena *arena, const eng_theme *theme);
/* Of purpose "marketing": the address must be there and be linked to in the HTML, or
 * email.no-unsubscribe is reported. */
bool eng_unsubscribe_is_shown(eng_html *h, const eng_unsubscribe *unsubscribe);

#endif
