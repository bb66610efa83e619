/* From the parts of a run to print streams, with the lists and tickets that go with them.
 *
 * Leaves in the folder: NAME-0001.pdf ..., pieces.csv, pieces.xml, rejects.csv, totals.json and a ticket a
 * stream. The folder appears when all is complete. */
#ifndef ENG_PRINT_ASSEMBLE_H
#define ENG_PRINT_ASSEMBLE_H

#include "base/diag.h"
#include "print/list.h"

typedef struct eng_assembly_options {
	const char *const *runs; /* folders of finished runs */
	size_t run_count;
	const char *plan, *out; /* file, folder that is not there yet */
	const char *only; /* a file with numbers of pieces, one a line; NULL: all. The others are
			   * counted, so that these are what they were */
	uint64_t serial;  /* of the first piece, in codes of the post; 0: the plan's */
} eng_assembly_options;

/* False after reporting; totals are set otherwise. Pieces that cannot be made are rejects with their
 * reason and no failure. */
bool eng_assemble(eng_ctx *ctx, const eng_assembly_options *options, eng_print_totals *totals);

#endif
