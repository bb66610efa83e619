/* A line of the journal, read back. */
#ifndef ENG_RUN_JOURNAL_LINE_H
#define ENG_RUN_JOURNAL_LINE_H

#include "run/job.h"
#include "run/outcome.h"

typedef struct eng_journal_line {
	uint64_t chunk, first;
	eng_hash previous;
	uint64_t stop_errors, stop_records; /* where the error limit was met; 0: it was not */
	eng_outcome out;                    /* tally and hashes */
	eng_ending *endings;
	size_t ending_count;
} eng_journal_line;

/* Fills a line, whose totals are the job's; NULL: they are not read. False after reporting: it is none
 * that was written here. */
bool eng_journal_line_read(eng_ctx *ctx, const char *file, int number, eng_str text,
			   const eng_job *job, eng_journal_line *line);
void eng_journal_line_finish(eng_journal_line *line);

#endif
