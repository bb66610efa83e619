/* Which version of a block is in force where, in which language and when, with the gaps: what a run
 * would otherwise meet one record at a time. */
#ifndef ENG_CONTENT_MATRIX_H
#define ENG_CONTENT_MATRIX_H

#include "content/block.h"

/* A stretch of time; both days belong to it. */
typedef struct eng_matrix_span {
	const eng_block_version *version; /* NULL: nothing is in force */
	eng_date from, to;                /* to: year 0 for no end */
} eng_matrix_span;

typedef struct eng_matrix_row {
	eng_str jurisdiction; /* empty: all that are not named */
	eng_str language;
	eng_matrix_span *spans; /* by time, without holes from the first version on; none: the
				   language is missing here */
	size_t count;
} eng_matrix_row;

typedef struct eng_matrix {
	const eng_block *block;
	eng_matrix_row *rows; /* every jurisdiction with every language, sorted */
	size_t count;
} eng_matrix;

void eng_matrix_make(eng_arena *arena, const eng_block *block, eng_matrix *out);
/* The same versions over the same time. */
bool eng_matrix_row_eq(const eng_matrix_row *a, const eng_matrix_row *b);

#endif
