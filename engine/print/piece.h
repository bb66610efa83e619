/* A mail piece: what of a part is printed on which sheets, what it weighs, what goes into the envelope. */
#ifndef ENG_PRINT_PIECE_H
#define ENG_PRINT_PIECE_H

#include "print/part.h"
#include "print/plan.h"

typedef struct eng_sheet {
	const eng_paper *paper;
	const eng_part_page *front, *back; /* NULL: blank */
} eng_sheet;

typedef struct eng_piece {
	uint64_t number;  /* in the assembly, from 1 */
	uint64_t counter; /* sheets of the pieces before it */
	const eng_part_file *part;
	eng_sheet *sheets; /* in the order of reading */
	size_t sheet_count;
	int64_t weight;               /* mg, all in all */
	const eng_envelope *envelope; /* NULL: the plan has none */
	unsigned envelope_number;     /* from 1; 0: none */
	unsigned feeders;             /* bit 0: station 1 */
	bool divert;
} eng_piece;

/* Arranges the open part. Everything in the arena. False after reporting print.unknown-paper or
 * print.no-envelope: the piece cannot be made. */
bool eng_piece_arrange(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
		       const eng_part_file *part, eng_piece *piece);
/* Sides that are printed or pass the printer as pages of the stream. */
size_t eng_piece_pages(const eng_print_plan *plan, const eng_piece *piece);
/* The sheet at a place in the order in which sheets are printed, from 1. */
const eng_sheet *eng_piece_sheet(const eng_print_plan *plan, const eng_piece *piece,
				 unsigned place);
eng_sheet_facts eng_piece_facts(const eng_print_plan *plan, const eng_piece *piece, unsigned place);

#endif
