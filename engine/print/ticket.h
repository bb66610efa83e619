/* The job ticket of a print stream: XJDF 2.1 (CIP4), for the printer's workflow. */
#ifndef ENG_PRINT_TICKET_H
#define ENG_PRINT_TICKET_H

#include "print/list.h"

/* Writes NAME.xjdf beside NAME.pdf. False after reporting file.unwritable. */
bool eng_ticket_write(eng_ctx *ctx, eng_arena *arena, const char *dir, const eng_print_plan *plan,
		      const eng_stream_totals *totals);

#endif
