/* All that must be right before the first record: the job, the gate it goes by, the workshop that makes
 * its artifacts, the plan that chooses channels. */
#ifndef ENG_RUN_SETTING_H
#define ENG_RUN_SETTING_H

#include "compliance/gate.h"
#include "run/plan.h"

typedef struct eng_setting_options {
	const char *job;      /* path */
	const char *run_date; /* NULL: the job's */
	const char *out;      /* NULL: the job's output folder */
	const char *library;  /* NULL: the job's */
	const char *records;  /* a file; NULL: the job's */
	bool draft;           /* artifacts are marked */
	eng_trace *trace;     /* NULL: nobody asks */
	eng_trail *trail;
} eng_setting_options;

typedef struct eng_setting {
	eng_job *job;
	eng_gate *gate; /* NULL: nothing is asked of approvals */
	eng_workshop *shop;
	eng_plan *plan;
} eng_setting;

/* Loads the job and lets the options override it. False after reporting job.*, usage.run-date. */
bool eng_setting_load(eng_ctx *ctx, eng_arena *arena, const eng_setting_options *options,
		      eng_setting *setting);
/* Opens the workshop under setting->gate, which the context is then guarded by, and the plan. */
bool eng_setting_open(eng_ctx *ctx, eng_arena *arena, const eng_setting_options *options,
		      eng_setting *setting);
/* Closes plan, workshop and gate. */
void eng_setting_close(eng_setting *setting);

#endif
