/* Joining shards into the run that they are parts of: `engross seal`. The result is, byte for byte, what one
 * process would have made of all chunks. */
#ifndef ENG_RUN_JOIN_H
#define ENG_RUN_JOIN_H

#include <stdio.h>

#include "engross.h"
#include "run/folder.h"
#include "run/job.h"
#include "run/journal.h"
#include "run/outcome.h"
#include "run/past.h"
#include "run/sealing.h"
#include "run/seen.h"
#include "run/tally.h"

/* One shard's folder. */
typedef struct eng_join_shard {
	eng_past past;
	const eng_json_node *shard; /* shard.json */
	unsigned number, count;
	eng_ending *endings;
	size_t ending_count;
	FILE *journal;
	int line;       /* of the journal, last read */
	eng_hash last;  /* of that line */
	eng_buf others; /* what the shard must be told */
} eng_join_shard;

typedef struct eng_join {
	const eng_seal_options *options;
	eng_ctx ctx;
	eng_arena arena, scratch;
	eng_join_shard *shards; /* in the order of their numbers */
	size_t count;
	const char *name, *out;
	eng_job job; /* what shard.json tells of it: totals, error limit, duplicates */
	eng_folder *folder;
	eng_journal *journal;
	eng_seen *seen;
	eng_tally tally;
	eng_seal seal;
	uint8_t seed[ENG_SEED_SIZE];
	eng_secret_key key;
	uint64_t ordinal, ends; /* records and broken files before the chunk */
	bool stopped;           /* by the error limit */
	size_t told;            /* findings for shards */
} eng_join;

/* Reads the reports of the folders given: all shards of one run, each once. False after reporting seal.*,
 * file.*, run.bad-report. */
bool eng_join_open(eng_join *join);
/* Whether all shards know of the same ends of files; else some are told of the first that they do not. */
bool eng_join_agree(eng_join *join);
/* Takes the artifacts of a chunk over: each is what its manifest line says, and no recipient came before. */
bool eng_join_artifacts(eng_join *join, eng_join_shard *part, const char *chunk_name,
			eng_str manifest);
/* Leaves in the shards' folders what they must be told. False after reporting seal.disagree or file.*. */
bool eng_join_tell(eng_join *join);
/* run.json of the joined run. */
void eng_join_report(eng_join *join, eng_buf *out);

#endif
