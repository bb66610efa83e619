/* Whether labels and the values beside them fit on phones. Clients bring fonts of their own: widths are
 * those of Arial at 15 px, rounded up. */
#ifndef ENG_CHANNELS_EMAIL_FIT_H
#define ENG_CHANNELS_EMAIL_FIT_H

#include "base/str.h"

/* A list of facts: zeroed before the first. */
typedef struct eng_fit {
	int label; /* px of the longest word of all labels */
	int value; /* px of what is longest among the values and not to be broken */
} eng_fit;

/* px of one line of text. */
int eng_fit_line(eng_str text);
/* px of the longest piece between spaces and hyphens; a piece that no phone has room for may be broken
 * anywhere, and counts as a short one. */
int eng_fit_piece(eng_str text);
void eng_fit_add(eng_fit *fit, eng_str label, int value);
/* True when the label stays on one line beside these values on all phones. */
bool eng_fit_whole(const eng_fit *fit, eng_str label);
/* Class names, with a space before the first, of a list whose values go below their labels on narrow
 * (fn) or on all phones (fw). */
const char *eng_fit_class(const eng_fit *fit);

#endif
