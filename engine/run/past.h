/* run.json of a finished run, read back as far as others ask for it. */
#ifndef ENG_RUN_PAST_H
#define ENG_RUN_PAST_H

#include "base/arena.h"
#include "base/diag.h"

typedef struct eng_past {
	uint64_t quarantined, unreadable;
} eng_past;

/* Reads folder/run.json. False after reporting. */
bool eng_past_read(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_past *past);

#endif
