/* run.json of a finished run, read back. */
#ifndef ENG_RUN_PAST_H
#define ENG_RUN_PAST_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include "markup/json-write.h"
#include "verify/tree.h"

#define ENG_REPORT_FILE "run.json"

typedef struct eng_past {
	const char *folder, *name;
	const eng_json_node *report; /* all of it */
	eng_str job, run_date;
	eng_hash fingerprint;
	bool draft;
	uint64_t records, composed, quarantined, skipped, unreadable;
	eng_str retry; /* name of the run whose quarantine it retried; empty: none */
} eng_past;

/* Reads folder/run.json into the arena. False after reporting file.*, limit.* or run.bad-report. */
bool eng_past_read(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_past *past);
/* The same of a report that stands in another file, such as a shard's. path is for messages. */
bool eng_past_take(eng_ctx *ctx, const char *path, const eng_json_node *report, eng_past *past);
/* A number of the report, such as its member "artifacts" of "channels/pdf"; 0 when there is none. */
uint64_t eng_past_count(const eng_json_node *object, const char *key);
/* Writes a value of the report as it was. */
void eng_past_write(eng_json_writer *w, const eng_json_node *value);
/* The file's hash is the one that the run's seal has under the name. False after reporting run.unsealed. */
bool eng_past_is_sealed(eng_ctx *ctx, eng_arena *arena, const eng_past *past, const char *member,
			eng_str bytes);

#endif
