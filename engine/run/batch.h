/* The inside of a run, shared by the files that make it up. */
#ifndef ENG_RUN_BATCH_H
#define ENG_RUN_BATCH_H

#include "engross.h"
#include "run/chunk.h"
#include "run/folder.h"
#include "run/input.h"
#include "run/journal.h"
#include "run/keep.h"
#include "run/plan.h"
#include "run/production.h"
#include "run/progress.h"
#include "run/retry.h"
#include "run/sealing.h"
#include "run/seen.h"
#include "run/setting.h"
#include "run/stage.h"
#include "run/tally.h"
#include "run/timings.h"

#define ENG_WORKERS_NONE (-1) /* no worker: the process itself composes */

#define ENG_SHARDS_MAX 100000

/* Every so manieth chunk; count 0: all of them. */
typedef struct eng_shard {
	unsigned number, count; /* from 1 */
} eng_shard;

/* What the dealer saw of the whole input. */
typedef struct eng_dealt {
	unsigned chunks;
	uint64_t records;
	eng_ending *ends;
	size_t end_count;
} eng_dealt;

typedef struct eng_batch {
	const eng_run_options *options;
	eng_ctx ctx; /* tells the user */
	eng_arena arena, scratch;
	eng_retry *retry; /* NULL: the run takes all records */
	eng_setting setting;
	eng_job *job;   /* these four: of the setting */
	eng_gate *gate; /* NULL: a draft */
	eng_workshop *shop;
	eng_plan *plan;
	eng_input input;
	eng_folder *folder;
	eng_journal *journal;
	eng_hash fingerprint;
	eng_seal seal;
	eng_buf kept;                /* of the content, as the run began (run/keep.h) */
	uint8_t seed[ENG_SEED_SIZE]; /* of its salts */
	eng_secret_key key;          /* that signs its seal */
	bool signs;
	const char *name; /* of the run's folder */
	eng_shard shard;
	uint64_t heard; /* findings of other shards that are taken into account */
	uint64_t redo;  /* from the chunk of that ordinal on, for others found something */
	eng_dealt dealt;
	eng_tally tally;    /* of what is committed */
	unsigned committed; /* chunks */
	int workers;        /* 0: one a processor */
	eng_progress_state progress;
	eng_timings timings; /* of runs that ask for them */
	eng_times times[ENG_CHANNELS_MAX];
	eng_seen *seen;                     /* recipients composed; NULL: duplicates allowed */
	uint64_t told;                      /* quarantined records whose diagnostics were shown */
	bool stopped, interrupted;          /* error limit; signal */
	uint64_t stop_errors, stop_records; /* where the limit was met */
} eng_batch;

void eng_batch_tell(const eng_batch *batch, const eng_diag *diag);
/* Works through all records. False after reporting a system failure. */
bool eng_batch_records(eng_batch *batch);
/* Counts what came of the chunk, in whose order it is its turn. */
void eng_batch_count(eng_batch *batch, const eng_chunk *chunk, const eng_outcome *out);
/* Takes in the outcome of the next chunk: counts it, places its files and enters it in the journal. */
bool eng_batch_commit(eng_batch *batch, const eng_chunk *chunk);
/* run.json, indented. */
void eng_batch_report(eng_batch *batch, eng_buf *out);
/* The closing lines for people. */
void eng_batch_summary(eng_batch *batch, FILE *out);

#endif
