/* run.json of a finished run, read back as far as others ask for it. */
#ifndef ENG_RUN_PAST_H
#define ENG_RUN_PAST_H

#include "base/arena.h"
#include "base/diag.h"
#include "run/tally.h"

typedef struct eng_past_file {
	eng_str name;
	eng_str sha256;
	uint64_t records;
} eng_past_file;

typedef struct eng_past {
	eng_str job, run_date, template_id, version, fingerprint, finished, retry_of;
	bool draft;
	eng_tally tally; /* without totals */
	uint64_t milliseconds;
	eng_past_file *files;
	size_t file_count, file_room;
} eng_past;

/* Reads folder/run.json; strings live in the arena. False after reporting. */
bool eng_past_read(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_past *past);

#endif
