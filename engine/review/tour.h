/* A tour of a job's records: each is composed, rendered and read back as a run would do it, in memory, one
 * after the other. Nothing is written, and nothing stops at a record that cannot be made. */
#ifndef ENG_REVIEW_TOUR_H
#define ENG_REVIEW_TOUR_H

#include "run/input.h"
#include "run/setting.h"

typedef struct eng_tour_options {
	const char *job, *run_date; /* run_date NULL: the job's */
	const char *library;        /* NULL: the job's */
	const char *records;        /* a file; NULL: the job's */
	const char *only;           /* recipient ids, comma separated; NULL: all */
	uint64_t limit;             /* stops made at most; 0: no limit */
	bool draft;                 /* artifacts are marked */
	bool approved;              /* only what is approved under trust; else trust may be NULL */
	const char *trust;          /* file of the root's public key */
} eng_tour_options;

/* What came of a record; everything lives until the next one. */
typedef struct eng_stop {
	uint64_t ordinal;
	const char *file;             /* as the job names it */
	const eng_record *source;     /* as read; NULL: it could not be */
	const eng_record *record;     /* of the vocabulary; NULL: it was refused */
	const eng_document *document; /* NULL: it could not be composed */
	const eng_work *work;         /* count 0: no channel, see skipped */
	const char *skipped;          /* why consent leaves no channel; NULL: it does not */
	bool good;                    /* a run would send it */
	const eng_diag *diags;        /* all that was told about it */
	size_t diag_count;
	const eng_trace *trace;
	const eng_trail *trail;
	eng_arena *arena; /* of the record, for whoever looks at it */
} eng_stop;

typedef struct eng_tour eng_tour;

/* NULL after reporting what a run would report before its first record. */
eng_tour *eng_tour_open(eng_ctx *ctx, const eng_tour_options *options);
void eng_tour_close(eng_tour *tour);
const eng_setting *eng_tour_setting(const eng_tour *tour);
/* What of a record is done from now on: mask its confidential fields first; a survey (eng_work); ordinals,
 * sorted: only these records, NULL: all that the options want. Borrowed. */
typedef struct eng_tour_aim {
	bool mask, survey;
	const uint64_t *ordinals;
	size_t ordinal_count;
} eng_tour_aim;

void eng_tour_set(eng_tour *tour, const eng_tour_aim *aim);
typedef enum eng_tour_status {
	ENG_TOUR_STOP, /* *stop is the next record that is wanted, until the next call */
	ENG_TOUR_END,
	ENG_TOUR_BROKEN, /* a file cannot be read, which was reported */
} eng_tour_status;

eng_tour_status eng_tour_next(eng_tour *tour, const eng_stop **stop);
/* Renders the stop of a survey as a run would; it is not good any more when that fails. */
void eng_tour_render(eng_tour *tour);
/* Back to the first record. */
void eng_tour_restart(eng_tour *tour);
/* Restarts and calls visit with each record that is wanted, in order; its false ends the tour. False when that
 * happened, or after reporting that a file cannot be read. */
typedef bool eng_visit_fn(void *user, const eng_stop *stop);
bool eng_tour_go(eng_tour *tour, eng_visit_fn *visit, void *user);

#endif
