/* A run's input: files in order, hashed before the run, records numbered through. */
#ifndef ENG_RUN_INPUT_H
#define ENG_RUN_INPUT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include "run/job.h"

typedef struct eng_input_file {
	const char *path;  /* what is opened */
	const char *name;  /* as the job named it; "-" for standard input */
	uint64_t bytes, records;
	const char *index; /* by which its records are found (run/indexes.h); NULL: none */
	bool broken;
	eng_hash hash;
} eng_input_file;

typedef struct eng_input {
	eng_input_file *files;
	size_t count;
	uint64_t bytes;    /* of all files */
	const char *spool; /* copy of standard input to remove afterwards; NULL: none */
} eng_input;

/* Hashes every file; standard input is copied to a file in the folder first, since it is read twice.
 * A file that cannot be opened is marked broken (it is a quarantine line, not a failure). */
bool eng_input_open(eng_ctx *ctx, eng_arena *arena, const eng_job *job, const char *folder,
		    eng_input *input);
void eng_input_close(eng_input *input);

#endif
