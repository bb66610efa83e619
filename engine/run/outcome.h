/* What came of a chunk: counts, hashes and the fate of each record, as a worker tells the process that
 * commits. It can be sent through a pipe to another process of the same program. */
#ifndef ENG_RUN_OUTCOME_H
#define ENG_RUN_OUTCOME_H

#include "base/hash.h"
#include "base/meter.h"
#include "run/tally.h"
#include "run/times.h"

/* What became of one record (or file) of the chunk, in its order. */
typedef struct eng_record_fate {
	uint64_t ordinal;
	eng_fate fate;
	bool file;          /* no record: a file that could not be read to its end */
	eng_hash recipient; /* of the id, when composed */
} eng_record_fate;

/* A file that ends, for reasons that only its readers see, before the record of that ordinal. */
typedef struct eng_ending {
	size_t file; /* among the inputs, from 0 */
	uint64_t ordinal;
} eng_ending;

typedef struct eng_outcome {
	eng_tally tally; /* of this chunk alone */
	eng_record_fate *fates;
	size_t count, room;
	eng_hash input, output;        /* of the records, of the artifacts */
	eng_hash manifest, quarantine; /* of the chunk's parts */
	bool failed;                   /* the system failed: nothing was made, notes say why */
	bool broke;    /* the record behind the last fate ends its file: notes say why */
	eng_buf notes; /* diagnostics of what was quarantined, for people (base/wire.h) */
	uint64_t spent[ENG_PHASES];
	eng_times times[ENG_CHANNELS_MAX];
} eng_outcome;

/* An outcome for totals of so many sums; zeroed before. */
void eng_outcome_init(eng_outcome *out, size_t total_count);
void eng_outcome_finish(eng_outcome *out);
/* Forgets what is in it, and keeps its memory. */
void eng_outcome_clear(eng_outcome *out);
void eng_outcome_add(eng_outcome *out, eng_record_fate fate);

/* The outcome as bytes, and back. */
void eng_outcome_write(const eng_outcome *out, eng_buf *wire);
bool eng_outcome_read(eng_outcome *out, eng_str wire);

#endif
