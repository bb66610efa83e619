/* The job ticket of a print stream: XJDF 2.1 (CIP4), for the printer's workflow. */
#ifndef ENG_PRINT_TICKET_H
#define ENG_PRINT_TICKET_H

#include "print/plan.h"

typedef struct eng_ticket {
	const eng_print_plan *plan;
	const char *stream; /* file name */
	uint64_t pieces, sheets, pages;
} eng_ticket;

/* Writes NAME.xjdf beside NAME.pdf. False after reporting file.unwritable. */
bool eng_ticket_write(eng_ctx *ctx, eng_arena *arena, const char *dir, const eng_ticket *ticket);

#endif
