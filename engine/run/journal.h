/* The journal of a run: one line per chunk, each with the hash of the line before. A line is written
 * after the chunk's files are on the disk: one sync of the file system serves all chunks that were
 * placed since the last, and happens at most five times a second. */
#ifndef ENG_RUN_JOURNAL_H
#define ENG_RUN_JOURNAL_H

#include "base/diag.h"
#include "base/hash.h"

typedef struct eng_journal eng_journal;

/* Opens dir/journal.ndjson, whose last line has that hash; all zero: there is none yet. NULL after
 * reporting. */
eng_journal *eng_journal_open(eng_ctx *ctx, const char *dir, eng_hash last);
/* Lines that were not synced never happened. */
void eng_journal_free(eng_journal *journal);

/* Takes the line of a placed chunk (an object without a line feed and without "previous", which is
 * added here), in the order of chunks, and syncs when it is time. */
bool eng_journal_add(eng_ctx *ctx, eng_journal *journal, eng_str line);
/* Syncs what has waited long enough. */
bool eng_journal_tick(eng_ctx *ctx, eng_journal *journal);
/* Syncs what waits. */
bool eng_journal_sync(eng_ctx *ctx, eng_journal *journal);
/* Hash of the line that was added last; all zero: there is none. */
eng_hash eng_journal_last(const eng_journal *journal);

#endif
