/* Envelope privacy: reads finished print streams back and proves that every page is where it belongs.
 *
 * Asked are the streams, their list, the plan, and the parts that the run sealed; nothing that the assembly
 * had in memory. */
#ifndef ENG_PRINT_CHECK_H
#define ENG_PRINT_CHECK_H

#include <stdio.h>

#include "print/look.h"
#include "print/mailing.h"
#include "print/plan.h"
#include "print/postal.h"
#include "print/rows.h"
#include "verify/pdf-source.h"

typedef struct eng_print_check {
	eng_ctx *ctx;
	eng_arena arena; /* of the check */
	const char *dir; /* of the streams */
	const eng_print_plan *plan;
	FILE *out; /* objections go here; NULL: nowhere */
	bool json; /* each as a line of JSON */
	uint64_t streams, pages, pieces, objections;
	const char *stream; /* being read */
	size_t page;        /* from 1; 0: none in particular */
} eng_print_check;

/* Tells an objection; always false. */
bool eng_print_object(eng_print_check *check, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Checks a folder of streams against the run and the plan that they were made from. False after reporting
 * when it could not be done; objections are counted. */
bool eng_print_check_all(eng_print_check *check, const char *const *runs, size_t run_count);

/* What a sheet must tell, by the list. */
typedef struct eng_sheet_claim {
	const eng_piece_row *row;
	eng_sheet_facts facts;
} eng_sheet_claim;

/* The bars and codes of the page that was looked at. */
void eng_print_check_marks(eng_print_check *check, eng_look *look, const eng_sheet_claim *claim);
/* Trays, serial numbers and pieces of the mailing; its rows are those of the pieces, NULL where there is nothing
 * to compare. False after reporting when it cannot be read. */
bool eng_print_check_mailing(eng_print_check *check, const eng_piece_row *rows, size_t n,
			     const eng_mailing_row **mail);
/* Where the mailing sends a piece against its part. */
void eng_print_check_delivery(eng_print_check *check, eng_arena *arena, const eng_part_file *part,
			      const eng_mailing_row *row);
/* The codes of the post on the page that was looked at, cell by cell. */
void eng_print_check_postal(eng_print_check *check, eng_look *look, const eng_postal_mark *marks,
			    size_t n, uint64_t piece);
/* Whether a code is seen wherever the sheet lies, or never; false after reporting print.window. */
bool eng_print_window_suits(eng_ctx *ctx, const eng_envelope *envelope, const eng_postal_mark *mark,
			    eng_length width);
/* What shows in the window of the envelope; address: box on the page in points, folded: the sheet's width and
 * the height of the panel that faces the window. */
void eng_print_check_window(eng_print_check *check, eng_look *look, const eng_envelope *envelope,
			    eng_rect address, eng_length width, const eng_postal_mark *marks,
			    size_t mark_count);

#endif
