/* What the inserter says it did, against the list of pieces. */
#ifndef ENG_PRINT_RECONCILE_H
#define ENG_PRINT_RECONCILE_H

#include <stdio.h>

#include "base/diag.h"

typedef struct eng_reconciliation {
	uint64_t pieces, inserted, diverted, damaged, missing; /* pieces = the sum of the others */
	uint64_t doubled, unknown; /* lines of the log beyond: inserted twice, of no piece */
} eng_reconciliation;

/* Compares the pieces of a folder of streams with a log: CSV with the columns piece and status, which is
 * inserted, diverted (both: done) or damaged; the last line about a piece counts, but for pieces that are
 * inserted twice. Writes to: the numbers of the pieces to be printed again, damaged or missing, for
 * `--only`; out: NULL, or what is told line by line. False after reporting print.bad-list or file.*. */
bool eng_reconcile(eng_ctx *ctx, const char *dir, const char *log, const char *to, FILE *out,
		   eng_reconciliation *result);

#endif
