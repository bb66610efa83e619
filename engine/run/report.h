/* run.json, and the parts of it that others write, too. */
#ifndef ENG_RUN_REPORT_H
#define ENG_RUN_REPORT_H

#include "markup/json-write.h"
#include "run/batch.h"

void eng_report_hash(eng_json_writer *w, const char *key, const eng_hash *hash);
/* Members up to the content: what the run was and what it counted. */
void eng_report_members(eng_batch *batch, eng_json_writer *w);
/* The member "observed": the only one that the clock decides. */
void eng_report_observed(eng_batch *batch, eng_json_writer *w);
/* The members counts and channels, totals, seal. */
void eng_report_counts(eng_json_writer *w, const eng_tally *tally);
void eng_report_totals(eng_json_writer *w, const eng_job *job, const eng_tally *tally);
void eng_report_seal(eng_json_writer *w, const eng_seal *seal);
/* The lines for people that say what a tally counted. */
void eng_report_summary(const eng_tally *tally, FILE *out);

#endif
