/* Check digits of account numbers and payment references. */
#ifndef ENG_BASE_CHECK_H
#define ENG_BASE_CHECK_H

#include <stdbool.h>

#include "base/str.h"

/* ISO 7064 MOD 97-10 as IBANs (ISO 13616-1) and creditor references (ISO 11649) use it: the first four
 * characters moved to the end, letters read as 10 to 35. Digits and capital letters only, at least
 * five; spaces are skipped. False too for anything else. */
bool eng_check_mod97(eng_str text);
/* Modulo 10, recursive, of Swiss payment references: the last digit checks the others. Digits only;
 * spaces are skipped. */
bool eng_check_mod10(eng_str text);

#endif
