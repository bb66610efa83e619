/* Parts: what each chunk has added to manifest and quarantine, as files of its own until the run is whole.
 *
 * The journal has the hash of each part, and of its own lines. What is joined, and later sealed, is held against
 * both: a part that somebody changed after its chunk was committed is told, not sealed. */
#ifndef ENG_RUN_PARTS_H
#define ENG_RUN_PARTS_H

#include "run/journal.h"

/* Joins the parts of the first so many chunks, in their order, into manifest.ndjson and quarantine.ndjson of the
 * folder. The journal is synced, and has a line for each of them. Fails with run.changed for a part and
 * run.bad-journal for a line that is not as this run wrote it. */
bool eng_parts_join(eng_ctx *ctx, const char *folder, const eng_journal *journal, unsigned chunks);

#endif
