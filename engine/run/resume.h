/* Taking up an interrupted run where its journal ends. */
#ifndef ENG_RUN_RESUME_H
#define ENG_RUN_RESUME_H

#include "run/batch.h"
#include "run/dealer.h"

/* Reads the journal of the partial folder, drops a torn last line and everything that no line stands
 * for, and counts what is committed; the dealer then stands behind it. Fails with run.bad-journal, or
 * run.changed: the input or the folder is not what the journal says. */
bool eng_batch_resume(eng_batch *batch, eng_dealer *dealer);

#endif
