/* Evidence files: all that shows, without the run and without a network, that one artifact went out in a
 * sealed run with the locked words that its certificate names. */
#ifndef ENG_RUN_EVIDENCE_H
#define ENG_RUN_EVIDENCE_H

#include "run/check.h"

#define ENG_EVIDENCE_FORMAT "engross-evidence-1"

/* Checks an evidence file. False after reporting that it cannot be read as one. */
bool eng_check_evidence(eng_check *c, const char *path);

#endif
