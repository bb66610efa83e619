/* # Engross: print
 *
 * What is done with the print parts of a finished run; the rules are those of engross.h. docs/print.md tells
 * the whole story. */
#ifndef ENGROSS_PRINT_H
#define ENGROSS_PRINT_H

#include "engross.h"

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#pragma GCC visibility push(default)
#endif

typedef struct eng_print_options {
	const char *const *runs; /* folders of finished runs with artifacts of channel print */
	size_t run_count;        /* several: letters of them may lie together */
	const char *plan;        /* a print plan */
	const char *out;         /* folder to be made */
	const char *only; /* a file with the numbers of the pieces to print again; NULL: all */
	unsigned long long serial; /* of the first piece, in codes of the post; 0: the plan's */
	FILE *summary;             /* NULL: none */
	bool json;                 /* summary and objections as lines of JSON */
	eng_notice_fn *message;
	void *user;
} eng_print_options;

/* Joins the parts into streams with their lists and tickets: 0 all, 1 some pieces were rejected with
 * reasons, 2 nothing was made, 4 system failure. */
eng_exit eng_print_assemble(const eng_print_options *options);

/* Reads the streams of the folder `out` back and checks them against run and plan: every page in its piece,
 * every mark, every window. Prints objections and a summary: 0 good, 1 objections, 2 nothing could be
 * checked. */
eng_exit eng_print_check_streams(const eng_print_options *options, bool *good);

/* Compares what an inserter logged (CSV: piece, status) with the pieces of a folder of streams, and writes
 * the list of those to be printed again: 0 all are done, 1 some are not, or were done twice, 2 usage. */
eng_exit eng_mail_reconcile(const eng_print_options *options, const char *log, const char *reprint);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif

#ifdef __cplusplus
}
#endif

#endif
