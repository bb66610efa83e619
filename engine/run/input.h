/* A run's input: files in order, hashed before the run, records numbered through. */
#ifndef ENG_RUN_INPUT_H
#define ENG_RUN_INPUT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include "data/index.h"
#include "run/job.h"

typedef struct eng_input_file {
	const char *path; /* what is opened */
	const char *name; /* as the job named it; "-" for standard input */
	uint64_t bytes, records;
	const eng_index *index; /* by which its records are found (run/indexes.h); NULL: none */
	bool broken;
	int error; /* errno, when it could not be read before the run: it is not tried again; 0: it could */
	bool hashed; /* or its hash is that of the index, by which it is checked as it is read */
	eng_hash hash;
} eng_input_file;

typedef struct eng_input {
	eng_input_file *files;
	size_t count;
	uint64_t bytes;        /* of all files */
	eng_input_file *piped; /* standard input; NULL: it is not asked for */
	const char *spool;     /* copy of it to remove afterwards; NULL: none, or the run's folder keeps it */
} eng_input;

/* Standard input, in the folder of a run that is not finished. */
#define ENG_INPUT_FILE "standard-input"

/* The job's files, of which nothing is read yet. */
void eng_input_list(eng_arena *arena, const eng_job *job, eng_input *input);
/* Hashes every file that is not hashed; standard input is copied to a file in the folder first, since it is read
 * twice. A file that cannot be opened is marked broken (it is a quarantine line, not a failure). */
bool eng_input_read(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_input *input);
/* Both. */
bool eng_input_open(eng_ctx *ctx, eng_arena *arena, const eng_job *job, const char *folder,
		    eng_input *input);
/* Puts the copy of standard input into the folder of the run, where it stays until that is finished: it can be
 * resumed when whoever sent the records is gone. */
bool eng_input_keep(eng_ctx *ctx, eng_arena *arena, const char *partial, eng_input *input);
/* Takes the copy that a run kept for standard input, which was empty. */
bool eng_input_take(eng_ctx *ctx, const char *path, eng_input *input);
/* Removes the copy of standard input that no run keeps. */
void eng_input_close(eng_input *input);

#endif
