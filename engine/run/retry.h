/* Retrying: a run over the records that another run quarantined, under the ordinals that they had there.
 * Its artifacts join those of the other: no recipient gets anything twice. */
#ifndef ENG_RUN_RETRY_H
#define ENG_RUN_RETRY_H

#include "run/dealer.h"
#include "run/past.h"
#include "run/seen.h"

typedef struct eng_retry {
	eng_past parent;
	eng_past first;     /* the run over all records: the parent, or what that retried in turn */
	uint64_t *ordinals; /* quarantined, ascending */
	size_t count;
	eng_hash quarantine; /* of its quarantine.ndjson */
	eng_hash seal;       /* of its seal.json */
} eng_retry;

/* Reads what the run in the folder quarantined. NULL after reporting run.not-retriable, run.bad-report,
 * run.unsealed, file.*. */
eng_retry *eng_retry_open(eng_ctx *ctx, eng_arena *arena, const char *folder, const eng_job *job,
			  bool draft);
/* Whether no other run beside it in the folder (but the one of that name) retried the same. False after
 * reporting run.retried. */
bool eng_retry_is_first(eng_ctx *ctx, const eng_retry *retry, const char *folder, const char *name);
/* Whether the input still has the records that the run read, so that ordinals name the same: of each
 * chunk without quarantined records by their hash, of the others by their number. The dealer is one over
 * the whole input, and spent afterwards. False after reporting run.changed, input.unreadable. */
bool eng_retry_check(eng_ctx *ctx, const eng_retry *retry, eng_dealer *dealer);
/* Makes the dealer end files where the run could not read on. */
bool eng_retry_expect(eng_ctx *ctx, const eng_retry *retry, eng_dealer *dealer);
/* Adds everybody for whom the run, and those that it retries itself, composed something. */
bool eng_retry_recipients(eng_ctx *ctx, const eng_retry *retry, eng_seen *seen);

#endif
