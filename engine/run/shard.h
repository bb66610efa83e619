/* Shards: every so manieth chunk of a run, made by a process of its own, perhaps on another machine, in a
 * folder of its own. `engross seal` joins them (run/join.h).
 *
 * What depends on more than one chunk, a shard cannot know: that a recipient was composed by another, or that
 * a file ended in another's chunk. Sealing finds it and leaves it in the shard's folder, one JSON object a
 * line, all hashes in hexadecimal; `--resume` of the shard then makes anew what depends on it:
 *
 *     {"ordinal":333,"file":2}            file 2 (from 0) ends before that ordinal
 *     {"ordinal":120,"recipient":"..."}   the recipient with that hash was composed before that ordinal */
#ifndef ENG_RUN_SHARD_H
#define ENG_RUN_SHARD_H

#include "run/batch.h"

#define ENG_SHARD_FILE   "shard.json" /* the shard's report; a folder without it is not finished */
#define ENG_SHARD_FORMAT "engross-shard-1"
#define ENG_OTHERS_FILE  "others.ndjson" /* what sealing found in other shards */

/* Takes "2/3" from the options. False after reporting usage.shard. */
bool eng_shard_take(eng_batch *batch);
/* Name of the run's folder, or of this shard of it. */
const char *eng_shard_folder(eng_batch *batch);
/* The report of a finished shard. False after reporting file.* or run.bad-report. */
bool eng_shard_past(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_past *past);
/* Opens a finished shard again when others found something since. *opened false: they did not. False after
 * reporting. */
bool eng_shard_reopen(eng_batch *batch, const char *path, bool *opened);
/* Tells dealer and batch what others found, before anything is dealt. Nothing for a whole run. */
bool eng_shard_hear(eng_batch *batch, eng_dealer *dealer);
/* Writes the report and finishes the folder. */
eng_exit eng_shard_close(eng_batch *batch);

#endif
