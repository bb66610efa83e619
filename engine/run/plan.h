/* Which channels a recipient gets, and why. */
#ifndef ENG_RUN_PLAN_H
#define ENG_RUN_PLAN_H

#include "expr/expr.h"
#include "run/job.h"
#include "run/workshop.h"

/* The job's expressions (consent, totals), compiled against the vocabulary. */
typedef struct eng_plan {
	const eng_job *job;
	eng_expr **consents; /* as job->consents */
	eng_expr **totals;   /* as job->totals */
	eng_expr **passwords;
	eng_expr **facts;
	eng_locale *locale;  /* of expressions that stand in a job: English */
	const eng_services *services;
} eng_plan;

/* Fails with expr.* at the job file's place. The plan lives in the arena but for its locale. */
eng_plan *eng_plan_new(eng_ctx *ctx, eng_arena *arena, const eng_job *job, eng_workshop *shop);
void eng_plan_free(eng_plan *plan);

/* Why the channel cannot reach the recipient ("no e-mail address"); NULL when it can. */
const char *eng_plan_obstacle(const eng_recipient *recipient, int channel);
/* Fills work->artifacts with channel and reason. None at all (work->count 0) means that consent leaves
 * no channel: *skipped then says why. False after reporting (run.no-address, run.unknown-preference). */
bool eng_plan_choose(eng_ctx *ctx, const eng_plan *plan, eng_arena *arena, const eng_record *record,
		     const eng_document *document, eng_work *work, const char **skipped);
/* Tells the document what the job has to say of its record: what opens its PDF, and the facts for print.
 * False after reporting: the record has no value for the password, and no file goes out open by mistake. */
bool eng_plan_tell(eng_ctx *ctx, const eng_plan *plan, eng_arena *arena, const eng_record *record,
		   eng_document *document);
/* The record's value of a total of the job; *present false when it is missing. */
bool eng_plan_total(eng_ctx *ctx, const eng_plan *plan, eng_arena *arena, const eng_record *record,
		    size_t total, eng_decimal *value, bool *present);

#endif
