/* What a run keeps of its making: the job and every file of content as they were, with the decisions
 * that let them through. From it evidence is made and the run made again, whatever the library has become.
 *
 * content.ndjson: the job's line, then a line a file in the order of paths. Fonts are not kept: run.json
 * has their hashes. Format: schemas/kept-1.schema.json. */
#ifndef ENG_RUN_KEEP_H
#define ENG_RUN_KEEP_H

#include "base/buf.h"
#include "compliance/gate.h"
#include "content/library.h"
#include "run/job.h"

/* Appends all lines. gate NULL: a draft, of which nobody decided anything. Fails with file.*,
 * run.content-changed. */
bool eng_keep_content(eng_ctx *ctx, const eng_job *job, const eng_library *library,
		      const eng_gate *gate, eng_buf *out);

/* Who approved a file, as certificates say it, looked up by the path's address: in one run each path of the
 * library is one string. */
typedef struct eng_approvers eng_approvers;

/* gate NULL: nobody approves a draft. The gate outlives it. */
eng_approvers *eng_approvers_new(const eng_gate *gate);
void eng_approvers_free(eng_approvers *approvers);
/* A JSON array; empty for a draft, and when there is nobody to ask (NULL). */
eng_str eng_approvers_find(eng_approvers *approvers, eng_str path);

#endif
