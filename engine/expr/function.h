/* The table of functions: one row per function, one file per group. Private to expr/ and to the
 * test that compares it with docs/expressions.md. */
#ifndef ENG_EXPR_FUNCTION_H
#define ENG_EXPR_FUNCTION_H

#include "expr/eval.h"

typedef bool eng_function_fn(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			     eng_result *out);

/* What becomes of a missing argument. */
typedef enum eng_missing {
	ENG_MISSING_ERROR, /* expr.missing; where missing is allowed, the whole call is missing */
	ENG_MISSING_SEEN,  /* the function sees it: exists, count, sum, string-join */
	ENG_MISSING_LAZY,  /* the function evaluates its arguments itself: optional, first-of */
} eng_missing;

/* Letters of parameters and results: t text, n number, d date, b boolean, N nodes, a anything,
 * l literal text. The last parameter letter repeats. */
typedef struct eng_function {
	const char *name;
	unsigned min, max; /* arguments */
	const char *params;
	char result;
	eng_missing missing;
	bool current; /* without arguments the current node is the argument */
	eng_function_fn *call;
	const char *doc;
} eng_function;

#define ENG_FUNCTION_ANY 255 /* as max: no bound */

/* NULL when there is none. */
const eng_function *eng_function_find(eng_str name);
const char *eng_function_nearest(eng_str name);
/* All functions, group by group; NULL behind the last. */
const eng_function *eng_function_at(size_t index);

/* The groups, each ended by a row without a name. */
extern const eng_function eng_functions_node[];
extern const eng_function eng_functions_text[];
extern const eng_function eng_functions_number[];
extern const eng_function eng_functions_logic[];
extern const eng_function eng_functions_sequence[];
extern const eng_function eng_functions_date[];
extern const eng_function eng_functions_format[];
extern const eng_function eng_functions_address[];
extern const eng_function eng_functions_lookup[];

#endif
