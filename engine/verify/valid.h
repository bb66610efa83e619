/* Which declarations of CSS readers take. */
#ifndef ENG_VERIFY_VALID_H
#define ENG_VERIFY_VALID_H

#include "base/str.h"

/* False for a value that readers may drop, so that what was declared before it holds; true for all properties but those
 * that verify/style.c follows, and for colours, which verify/color.h reads. */
bool eng_css_is_valid(eng_str name, eng_str text);
/* Whether all readers take the selectors of a rule, and of all of them know without a look at the page's state or at
 * attributes what they select. */
bool eng_css_is_sure(eng_str selectors);

#endif
