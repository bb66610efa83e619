/* One worker: makes a chunk's artifacts from its records, in a staging folder, with the chunk's parts
 * of manifest and quarantine. What it makes of a record depends on nothing that came before, but for
 * the recipients that it is told to refuse. */
#ifndef ENG_RUN_WORKER_H
#define ENG_RUN_WORKER_H

#include "archive/manifest.h"
#include "base/hash-set.h"
#include "run/chunk.h"
#include "run/input.h"
#include "run/outcome.h"
#include "run/plan.h"
#include "run/stage.h"
#include "run/timings.h"

/* Where a worker stands, in memory that it shares with those who watch it. */
typedef struct eng_worker_mark {
	volatile uint64_t ordinal; /* + 1 of the record in work; 0: none */
	volatile uint64_t beat;    /* changes with every record */
} eng_worker_mark;

typedef struct eng_worker_options {
	const eng_job *job;
	eng_workshop *shop;
	eng_plan *plan;
	const eng_input *input;
	const eng_gate *gate; /* NULL: a draft, or a run that is made again */
	const char *only;    /* recipient ids, comma separated; NULL: all */
	const char *partial; /* folder of the run */
	bool lone; /* records stand for themselves: one that breaks its file is one in quarantine */
	bool timings;
} eng_worker_options;

typedef struct eng_worker {
	eng_worker_options options;
	const eng_job *job;
	eng_workshop *shop;
	eng_plan *plan;
	eng_worker_mark *mark;
	eng_stage *stage;
	eng_ctx ctx;         /* collects what is told about a record */
	eng_diag_list diags; /* in an arena that no pass rewinds */
	eng_arena notes, record;
	eng_arena fields; /* of the record, until its document is made */
	eng_work work;
	eng_approvers *approvers;
	eng_timings timings;
	eng_decimal *values; /* of the record's totals */
	bool *present;
	eng_hash_set recipients; /* composed in this chunk, and those to refuse */
	eng_worker_mark own;     /* while nobody watches */
	/* the open chunk */
	eng_buf manifest, quarantine;
	eng_hasher *input, *output;
	eng_outcome out;
} eng_worker;

/* What the options hold outlives the worker. False after reporting. */
bool eng_worker_init(eng_ctx *ctx, eng_worker *worker, const eng_worker_options *options);
void eng_worker_finish(eng_worker *worker);

/* Makes a chunk as eng_chunk_write sent it; worker->out is what came of it. A large message is freed as
 * soon as its last record is read. */
void eng_worker_run(eng_worker *worker, eng_buf *chunk);

#endif
