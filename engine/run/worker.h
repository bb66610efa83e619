/* One worker: makes a chunk's artifacts from its records, in a staging folder, with the chunk's parts
 * of manifest and quarantine. What it makes of a record depends on nothing that came before, but for
 * the recipients that it is told to refuse. */
#ifndef ENG_RUN_WORKER_H
#define ENG_RUN_WORKER_H

#include <glib.h>

#include "archive/manifest.h"
#include "engross.h"
#include "run/input.h"
#include "run/outcome.h"
#include "run/plan.h"
#include "run/stage.h"
#include "run/timings.h"

typedef struct eng_worker {
	const eng_run_options *options;
	const eng_job *job;
	eng_workshop *shop;
	eng_plan *plan;
	eng_stage *stage;
	eng_ctx ctx;         /* collects what is told about a record */
	eng_diag_list diags; /* in an arena that no pass rewinds */
	eng_arena notes, record;
	eng_work work;
	eng_timings timings;
	eng_decimal *values; /* of the record's totals */
	bool *present;
	GHashTable *recipients; /* keys of those composed in this chunk or before; NULL: not kept */
	/* the open chunk */
	eng_buf manifest, quarantine;
	eng_hasher *input, *output;
	eng_outcome out;
} eng_worker;

/* What is given outlives the worker, which writes below the folder partial. */
bool eng_worker_init(eng_ctx *ctx, eng_worker *worker, const eng_run_options *options,
		     const eng_job *job, eng_workshop *shop, eng_plan *plan, const char *partial);
void eng_worker_finish(eng_worker *worker);

/* Begins a chunk: its outcome is empty. */
bool eng_worker_open(eng_worker *worker, unsigned chunk);
/* Readies context and arena for the next record, which is read with them. */
void eng_worker_clear(eng_worker *worker);
/* Makes a record read since, or quarantines it (raw NULL: it could not be read). False: the system
 * failed, and worker->diags says why. */
bool eng_worker_take(eng_worker *worker, const eng_input_file *file, eng_record *raw,
		     uint64_t ordinal);
/* Quarantines a file for what was told since eng_worker_clear. */
void eng_worker_take_file(eng_worker *worker, const eng_input_file *file);
/* Ends the chunk: its files and parts stand in the stage. False as above. */
bool eng_worker_close(eng_worker *worker);

/* The 64 bits by which a recipient is known. */
uint64_t eng_recipient_key(eng_str id);

#endif
