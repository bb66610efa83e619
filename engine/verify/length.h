/* Numbers and lengths of CSS (CSS Values 4, 4 to 6). */
#ifndef ENG_VERIFY_LENGTH_H
#define ENG_VERIFY_LENGTH_H

#include "base/str.h"

/* A number, with sign and exponent, and what stands behind it: its unit. False: it begins with none. */
bool eng_css_number(eng_str text, double *number, eng_str *unit);
/* Pixels of a length, without a unit as it is; em, ex and % by base. One of a unit that readers measure by their
 * window, or of none that is known, is far below all others: nobody can say what becomes of words. False: no length. */
bool eng_css_pixels(eng_str text, double base, double *pixels);

#endif
