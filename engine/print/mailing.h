/* Trays and bundles: where the pieces of a mailing lie, and the lists that tell it. Pieces come in their order;
 * those that are not printed again keep their place. */
#ifndef ENG_PRINT_MAILING_H
#define ENG_PRINT_MAILING_H

#include "print/piece.h"
#include "print/postal.h"

typedef struct eng_mailing eng_mailing;

/* Opens mailing.csv, trays.csv and quarantine.csv in a folder; all of it is about plans with `postal`. NULL after
 * reporting file.unwritable. */
eng_mailing *eng_mailing_open(eng_ctx *ctx, const eng_print_plan *plan, const char *dir);
void eng_mailing_free(eng_mailing *mailing);
/* Says where the next piece lies: its group, tray and bundle. Of each piece, in their order. */
void eng_mailing_place(eng_mailing *mailing, eng_arena *arena, eng_piece *piece);
/* The piece that was placed last is printed. False after reporting. */
bool eng_mailing_print(eng_mailing *mailing, eng_arena *arena, const eng_piece *piece);
/* A letter that cannot be delivered. */
void eng_mailing_set_aside(eng_mailing *mailing, const eng_part_file *part, const char *code,
			   const char *reason);
uint64_t eng_mailing_trays(const eng_mailing *mailing);
/* False after reporting file.unwritable. */
bool eng_mailing_end(eng_mailing *mailing);

/* A line of mailing.csv, read back. */
typedef struct eng_mailing_row {
	uint64_t piece, tray, bundle, serial;
	eng_str country, postcode, group;
} eng_mailing_row;

bool eng_mailing_read(eng_ctx *ctx, eng_arena *arena, const char *dir, eng_mailing_row **rows,
		      size_t *n);

#endif
