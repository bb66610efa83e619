/* What a theme says of the channels that are not pages: e-mail, SMS, the app. Part of theme.h. */
#ifndef ENG_THEME_CHANNELS_H
#define ENG_THEME_CHANNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/length.h"
#include "base/str.h"

typedef struct eng_email_style {
	eng_str from_name, from_address, reply_to;
	eng_str unsubscribe;    /* List-Unsubscribe URL, or empty */
	bool one_click;         /* RFC 8058 */
	int width;              /* px */
	bool dark;              /* designed dark mode: the d_ colours count */
	eng_str *above, *below; /* parts shown above and below the body, in order */
	size_t above_count, below_count;
	eng_color page, card, text, muted, accent, on_accent, line;               /* light */
	eng_color d_page, d_card, d_text, d_muted, d_accent, d_on_accent, d_line; /* dark */
	eng_str font, heading_font;          /* CSS font stacks */
	int size, headline, radius, padding; /* px */
	eng_str logo;                        /* image below images/, or empty; alt in logo_alt */
	eng_str logo_alt;
	int logo_width; /* px */
} eng_email_style;

typedef enum eng_sender_kind {
	ENG_SENDER_NAME,   /* up to 11 letters, digits and spaces, a letter among them */
	ENG_SENDER_CODE,   /* 3 to 8 digits */
	ENG_SENDER_NUMBER, /* international: '+' and 7 to 15 digits */
} eng_sender_kind;

typedef struct eng_sms_style {
	eng_str sender, prefix;
	eng_sender_kind sender_kind;
	int max_segments;
	bool transliterate; /* ICU, outside locked text only */
	bool smart; /* typographic quotes and dashes to their GSM relatives, outside locked text */
} eng_sms_style;

typedef struct eng_token {
	eng_str name, light, dark;
} eng_token;

typedef enum eng_mobile_profile {
	ENG_MOBILE_COMPONENTS, /* engross-mobile-1: typed components */
	ENG_MOBILE_ADAPTIVE,   /* engross-adaptive-1: an Adaptive Card 1.5 */
} eng_mobile_profile;

typedef struct eng_mobile_style {
	eng_token *tokens;
	size_t token_count;
	int profile; /* eng_mobile_profile */
} eng_mobile_style;

#endif
