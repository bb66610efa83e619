/* What a new release changes for the recipients of a job: how many, what, in which channel, with examples.
 * Fed with the same record as the one and the other library make it. */
#ifndef ENG_REVIEW_IMPACT_H
#define ENG_REVIEW_IMPACT_H

#include "engross-review.h"
#include "review/tour.h"
#include "review/word-diff.h"

#define ENG_IMPACT_EXAMPLES 3

typedef enum eng_impact_kind {
	ENG_IMPACT_STATE,   /* sent by the one and not by the other */
	ENG_IMPACT_CHANNEL, /* a channel more or less */
	ENG_IMPACT_WORDING,
	ENG_IMPACT_PAGES,    /* their number */
	ENG_IMPACT_SEGMENTS, /* their number or alphabet */
	ENG_IMPACT_LOOKS,    /* the same words on as many pages, painted otherwise */
	ENG_IMPACT_KINDS
} eng_impact_kind;

typedef struct eng_impact_example {
	uint64_t ordinal;
	const char *recipient, *text; /* "2 pages, 3 before"; NULL where runs tell it */
	const eng_diff_run *runs;
	size_t run_count;
} eng_impact_example;

typedef struct eng_impact_row {
	eng_impact_kind kind;
	const char *channel; /* NULL: of the record as a whole */
	uint64_t records;
	eng_impact_example examples[ENG_IMPACT_EXAMPLES];
	size_t example_count;
} eng_impact_row;

typedef struct eng_impact {
	eng_arena *arena; /* what is told lives here */
	uint64_t records, changed;
	eng_impact_row *rows; /* by kind, then by channel */
	size_t n, cap;
} eng_impact;

/* "wording", "pages", ... */
const char *eng_impact_kind_name(eng_impact_kind kind);
/* Compares what came of one record; the settings are those that made the stops. */
void eng_impact_add(eng_impact *impact, eng_ctx *ctx, const eng_setting *old_setting,
		    const eng_stop *old_stop, const eng_setting *new_setting,
		    const eng_stop *new_stop);
/* Prints it in the form asked for. */
void eng_impact_write(const eng_impact *impact, const eng_impact_options *options);

#endif
