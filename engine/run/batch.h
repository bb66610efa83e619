/* The inside of a run, shared by the files that make it up. */
#ifndef ENG_RUN_BATCH_H
#define ENG_RUN_BATCH_H

#include <glib.h>

#include "engross.h"
#include "run/folder.h"
#include "run/input.h"
#include "run/journal.h"
#include "run/plan.h"
#include "run/progress.h"
#include "run/stage.h"
#include "run/tally.h"
#include "run/timings.h"

#define ENG_BATCH_STAGE "stage" /* folder of the one worker */

/* The chunk that is being made. */
typedef struct eng_chunk {
	unsigned index;
	uint64_t first, records, bytes;
	uint64_t composed, quarantined, skipped;
	eng_buf manifest, quarantine;
	eng_hasher *input, *output;
} eng_chunk;

typedef struct eng_batch {
	const eng_run_options *options;
	eng_ctx ctx;         /* tells the user, or collects while a record is worked on */
	eng_diag_list diags; /* of the record, in an arena that no pass rewinds */
	eng_arena notes;
	eng_arena arena, record; /* run, record */
	eng_job *job;
	eng_workshop *shop;
	eng_plan *plan;
	eng_input input;
	eng_folder *folder;
	eng_stage *stage;
	eng_journal *journal;
	eng_hash fingerprint;
	const char *name; /* of the run's folder */
	eng_tally tally;
	eng_chunk chunk;
	eng_work work;
	eng_progress_state progress;
	eng_timings timings;    /* of runs that ask for them */
	GHashTable *recipients; /* 64-bit keys of ids seen; NULL: duplicates allowed */
	eng_decimal *values;    /* of the record's totals */
	bool *present;
	uint64_t told;                     /* quarantined records whose diagnostics were shown */
	bool stopped, failed, interrupted; /* error limit; system; signal */
} eng_batch;

/* Works through all records. False after reporting a system failure. */
bool eng_batch_records(eng_batch *batch);
/* run.json, indented. */
void eng_batch_report(eng_batch *batch, eng_buf *out);
/* The closing lines for people. */
void eng_batch_summary(eng_batch *batch, FILE *out);

#endif
