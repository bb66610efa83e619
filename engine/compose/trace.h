/* Which way composing went: every test, list and fragment, with the words that came of it. Kept for those
 * who explain a document or count what records exercise; a run asks for nothing. */
#ifndef ENG_COMPOSE_TRACE_H
#define ENG_COMPOSE_TRACE_H

#include "base/diag.h"
#include "expr/expr.h"

typedef enum eng_turn_kind {
	ENG_TURN_IF,
	ENG_TURN_WHEN,
	ENG_TURN_OTHERWISE,
	ENG_TURN_LIST,    /* rows of a for-each, table or chart */
	ENG_TURN_INCLUDE, /* a fragment */
} eng_turn_kind;

typedef struct eng_turn {
	eng_turn_kind kind;
	eng_loc where;               /* the element; of a list its expression */
	eng_str source;              /* the expression as written; the id of a fragment */
	bool taken;                  /* of a test: what it gave */
	size_t rows;                 /* of a list */
	const eng_reading *readings; /* of a test: what it read */
	size_t reading_count;
	uint32_t first, last; /* TEXT nodes made below it, by their ordinals; none: last < first */
} eng_turn;

/* In the arena of the record; begins anew with each document. In order of entering. */
typedef struct eng_trace {
	eng_turn *turns;
	size_t n, cap;
} eng_trace;

const char *eng_turn_kind_name(eng_turn_kind kind); /* "if", "for-each", ... */

#endif
