/* In which order letters are printed. */
#ifndef ENG_PRINT_ORDER_H
#define ENG_PRINT_ORDER_H

#include "print/part.h"
#include "print/plan.h"

/* Puts parts in the plan's order: of the run, or by group, country and postcode. False after reporting. */
bool eng_order_parts(eng_ctx *ctx, eng_arena *arena, eng_part_reader *reader,
		     const eng_print_plan *plan, eng_part_ref *refs, size_t n);
/* The postcode among the lines of an address, as written; empty when none is seen. */
eng_str eng_postcode_find(const eng_str *lines, size_t n);

#endif
