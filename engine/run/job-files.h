/* The files of records that a job names. */
#ifndef ENG_RUN_JOB_FILES_H
#define ENG_RUN_JOB_FILES_H

#include "base/arena.h"
#include "base/diag.h"
#include "markup/yaml.h"

/* Expands names and patterns, relative to the job's folder, in their order; those of one pattern by their bytes.
 * False after reporting what a pattern does not find. */
bool eng_job_expand(eng_ctx *ctx, eng_arena *arena, const char *folder, const eng_yaml *value,
		    const char *const **files, size_t *count);

#endif
