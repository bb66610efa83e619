/* Reconciling: what a run counted against itself, and against manifest and quarantine as they stand written. */
#ifndef ENG_RUN_BALANCE_H
#define ENG_RUN_BALANCE_H

#include "engross.h"
#include "run/tally.h"

/* Records = composed + quarantined + skipped; each total of the job likewise; and the folder's manifest and
 * quarantine, counted again, say the same: ENG_EXIT_OK. After reporting: ENG_EXIT_UNBALANCED when they do not
 * (run.unbalanced, for each thing that differs), ENG_EXIT_SYSTEM when they cannot be read. */
eng_exit eng_balance_check(eng_ctx *ctx, const eng_tally *tally, const eng_job *job,
			   const char *folder);

#endif
