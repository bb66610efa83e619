/* The indexes of a run's input: made for a job, found beside its files, and held against them. */
#ifndef ENG_RUN_INDEXES_H
#define ENG_RUN_INDEXES_H

#include "run/input.h"
#include "run/workshop.h"

/* Sets the index of every file that has one beside it. False after reporting index.stale, index.damaged: it was
 * made of other data or for other settings, and is no index of this file. */
bool eng_indexes_find(eng_ctx *ctx, eng_arena *arena, const eng_job *job, eng_workshop *shop,
		      eng_input *input);
/* For a shard, before its input is read: files with an index are not read as a whole. Each shard checks a stretch of
 * the blocks here and those that it reads later, so that all together have looked at each byte; sealing demands
 * that all went by the same indexes. False after reporting index.stale, index.damaged, or, with ctx->unreadable,
 * a failure of the system. */
bool eng_indexes_share(eng_ctx *ctx, eng_arena *arena, const eng_job *job, eng_workshop *shop,
		       unsigned part, unsigned parts, eng_input *input);

#endif
