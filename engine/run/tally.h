/* What a run counts; run/balance.h says whether it balances. */
#ifndef ENG_RUN_TALLY_H
#define ENG_RUN_TALLY_H

#include "archive/manifest.h"
#include "run/job.h"
#include "run/workshop.h"

typedef struct eng_channel_tally {
	uint64_t artifacts, bytes, pages, segments;
} eng_channel_tally;

/* A total of the job over all records that were read, and over what became of them. */
typedef struct eng_total_tally {
	eng_decimal read, composed, quarantined, skipped;
	uint64_t missing; /* records without a value */
} eng_total_tally;

typedef enum eng_fate { ENG_FATE_COMPOSED, ENG_FATE_QUARANTINED, ENG_FATE_SKIPPED } eng_fate;

typedef struct eng_tally {
	uint64_t records, files, unreadable, composed, quarantined, skipped;
	uint64_t skipped_only, skipped_consent;
	eng_channel_tally channels[ENG_CHANNELS_MAX];
	eng_total_tally *totals; /* as the job's */
	size_t total_count;
} eng_tally;

void eng_tally_file(eng_tally *tally, int channel, const eng_artifact_file *file);
/* Counts the record and adds its totals (values[i] where present[i]). */
void eng_tally_record(eng_tally *tally, eng_fate fate, const eng_decimal *values,
		      const bool *present);
/* Adds what another tally of the same job counted. */
void eng_tally_add(eng_tally *tally, const eng_tally *part);
/* Whether so many errors among so many records and files stop a run of the job. */
bool eng_tally_over_limit(const eng_job *job, uint64_t errors, uint64_t tried);

#endif
