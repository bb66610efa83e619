/* The register of serial numbers in codes of the post: posts want that none comes again for some weeks. A file
 * that all plans of a sender may share (`postal: serials` in a plan), a line an assembly. */
#ifndef ENG_PRINT_SERIALS_H
#define ENG_PRINT_SERIALS_H

#include "base/hash.h"
#include "print/part.h"
#include "print/plan.h"

/* Serial numbers that an assembly gives out. */
typedef struct eng_serial_range {
	uint64_t first, last;
	eng_str date;     /* of the run, as PDF writes it */
	eng_hash mailing; /* of plan and parts: who prints the same again takes the same numbers */
} eng_serial_range;

/* Whether the plan keeps a register, and gives out numbers. */
bool eng_serials_kept(const eng_print_plan *plan);
/* Writes the range into the register, unless the same mailing has it already; look: only looks whether it could.
 * False after reporting print.serial-used (a number was given to other letters too short a time ago),
 * print.bad-list or file.*. */
bool eng_serials_take(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
		      const eng_serial_range *range, bool look);

#endif
