/* # Engross: previews and reviews
 *
 * What people look at before anything goes out; the rules are those of engross.h. docs/preview.md tells the
 * whole story. */
#ifndef ENGROSS_REVIEW_H
#define ENGROSS_REVIEW_H

#include "engross.h"

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

/* ## Previews: every channel side by side, before anything goes out (docs/preview.md) */

typedef struct eng_preview_options {
	const char *job, *out; /* path of the job file; folder to make, which must not be there */
	const char *run_date;  /* NULL: the job's */
	const char *only;      /* recipient ids, comma separated; NULL: all */
	unsigned long long limit; /* records at most; 0: all */
	bool proof_book;       /* of all records the few that show everything, masked */
	const char *against;   /* what it was before, as old_release of eng_impact_options; NULL: nothing */
	const char *trust;     /* the root's public key: shows how approvals stand; NULL: nothing about them */
	bool draft;            /* with trust: also what is not approved yet, and every artifact marked DRAFT;
				* without it always so */
	eng_notice_fn *message;
	void *user; /* of the message function */
	FILE *summary; /* what was shown, and where; NULL: none */
} eng_preview_options;

/* Writes static pages with the records of a job as a run would send them. ENG_EXIT_QUARANTINED: some
 * would not be sent; the pages say why. */
eng_exit eng_preview_write(const eng_preview_options *options);

typedef struct eng_review_options {
	eng_preview_options preview; /* out and draft are not asked; summary: where the address is told */
	const char *listen;          /* address on this machine; NULL: "127.0.0.1:8080" */
	const char *date;            /* of decisions */
	const volatile int *stop;    /* set from a signal handler */
} eng_review_options;

/* Serves the pages of a preview, as drafts, until stopped; decisions are signed in the browser. */
eng_exit eng_review(const eng_review_options *options);

typedef enum eng_impact_form { ENG_IMPACT_TABLE, ENG_IMPACT_JSON, ENG_IMPACT_HTML } eng_impact_form;

typedef struct eng_impact_options {
	const char *job;         /* path of the job file: channels, maps, run date, records */
	const char *old_release; /* "LIBRARY/releases/TEMPLATE/N.txt", whose files are those of the library
				  * or were kept with it; the folder of a run; that of a library */
	const char *new_release; /* the same; NULL: the job's library as it is */
	const char *records;     /* a file instead of the job's; NULL: the job's */
	const char *run_date;    /* NULL: the job's */
	unsigned long long limit; /* records at most; 0: all */
	eng_impact_form form;
	FILE *out;
	eng_notice_fn *message;
	void *user; /* of the message function */
} eng_impact_options;

/* Composes every record with both and prints what changes, for how many, with examples.
 * ENG_EXIT_QUARANTINED: something does. */
eng_exit eng_impact_tell(const eng_impact_options *options);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
