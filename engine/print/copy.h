/* Objects of parts on their way into a stream: each distinct one is written once, whichever parts have it.
 * Follows references down from resources and contents; knows nothing of pages. */
#ifndef ENG_PRINT_COPY_H
#define ENG_PRINT_COPY_H

#include "print/part.h"
#include "print/spool.h"

typedef struct eng_copier {
	eng_ctx *ctx;
	eng_spool *spool;
	eng_pdf_source *source; /* of the part */
	eng_arena *arena;       /* of the part */
	unsigned *ids;          /* by object of the part: object of the spool; 0: not copied */
	size_t id_count;
	int depth;
} eng_copier;

eng_copier eng_copier_of(eng_ctx *ctx, eng_spool *spool, eng_part_file *part, eng_arena *arena);
/* The object of the spool that stands for what the value refers to, or is; 0 after reporting. */
unsigned eng_copier_object(eng_copier *copier, const eng_pdf_value *value);

#endif
