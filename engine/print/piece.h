/* A mail piece: what of its documents is printed on which sheets, what it weighs, what goes into the envelope.
 * A package that no envelope takes at once becomes several pieces. */
#ifndef ENG_PRINT_PIECE_H
#define ENG_PRINT_PIECE_H

#include "print/part.h"
#include "print/plan.h"

typedef struct eng_sheet {
	eng_part_file *part;
	const eng_paper *paper;
	const eng_part_page *front, *back; /* NULL: blank */
	unsigned first; /* its front's number among the pages of the package, from 1 */
	bool carrier; /* shows the address of a further envelope; its page stands in another, too */
} eng_sheet;

typedef struct eng_piece {
	uint64_t number;           /* in the assembly, from 1 */
	uint64_t counter;          /* sheets of the pieces before it */
	uint64_t package;          /* which, from 1 */
	unsigned share, shares;    /* envelope x of y of the package */
	const eng_part_file *part; /* whose address it shows */
	eng_part_file **documents; /* of which it has sheets, in order; first its carrier's */
	size_t document_count;
	unsigned package_pages; /* of the whole package */
	eng_sheet *sheets;      /* in the order of reading */
	size_t sheet_count;
	int64_t weight;               /* mg, all in all */
	eng_length thickness;         /* of what lies in it, folded */
	eng_length inserts;           /* of these alone */
	const eng_envelope *envelope; /* NULL: the plan has none */
	unsigned envelope_number;     /* from 1; 0: none */
	unsigned feeders;             /* bit 0: station 1 */
	bool divert;
	/* Where the mailing lays it. */
	eng_str group;         /* empty: none */
	uint64_t tray, bundle; /* from 1; 0: none */
} eng_piece;

/* Arranges the open parts of a package. Everything in the arena; numbers and counters are the caller's. False
 * after reporting print.unknown-paper, print.no-envelope or what rules report: it cannot be made. */
bool eng_piece_arrange(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
		       eng_part_file *const *parts, size_t n, eng_piece **pieces, size_t *count);
/* Sides that are printed or pass the printer as pages of the stream. */
size_t eng_piece_pages(const eng_print_plan *plan, const eng_piece *piece);
/* The sheet at a place in the order in which sheets are printed, from 1. */
const eng_sheet *eng_piece_sheet(const eng_print_plan *plan, const eng_piece *piece,
				 unsigned place);
eng_sheet_facts eng_piece_facts(const eng_print_plan *plan, const eng_piece *piece, unsigned place);

#endif
