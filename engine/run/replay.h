/* Making records of a finished run again, from what the run kept, and comparing. Inside of eng_replay. */
#ifndef ENG_RUN_REPLAY_H
#define ENG_RUN_REPLAY_H

#include "run/check.h"
#include "run/input.h"
#include "run/job.h"
#include "run/lines.h"
#include "run/worker.h"

typedef struct eng_replay {
	const eng_replay_options *options;
	eng_verify_options told; /* how objections are told */
	eng_check check;         /* of the run: its context tells, its arena holds all that stays */
	const char *room;        /* folder of what is unpacked and made; NULL: none yet */
	const eng_json_node *report; /* run.json */
	eng_hash fingerprint;
	eng_guard guard; /* looks at fonts, lets everything through */
	eng_job *job;
	eng_input input;
	eng_workshop *shop;
	eng_plan *plan;
	eng_worker worker;
	uint64_t *ordinals; /* of the records asked for */
	size_t ordinal_count, ordinal_cap;
	eng_arena sealed_arena; /* of the line in hand */
	eng_lines manifest;
	const eng_json_node *sealed; /* the line in hand; NULL: no more */
	int64_t ordinal;             /* its */
	char channel[64];
	unsigned file; /* which of its record and channel, from 0 */
	uint64_t same, differ, lost, more;
} eng_replay_work;

/* Unpacks the library and the job that the run kept, reads run.json, and opens all that makes records. False
 * after reporting or objecting: nothing can be made. */
bool eng_replay_open(eng_replay_work *r);
void eng_replay_close(eng_replay_work *r);
/* Whether a line of the manifest is asked for. */
bool eng_replay_wants(const eng_replay_work *r, const eng_json_node *line);
/* Takes the first line of the manifest in hand. False after reporting. */
bool eng_replay_begin(eng_replay_work *r);
/* Compares what the worker made of a chunk with the lines in hand, up to the chunk's last record. */
void eng_replay_compare(eng_replay_work *r, unsigned chunk, uint64_t last);
/* What is left in hand was not made. */
void eng_replay_end(eng_replay_work *r);

#endif
