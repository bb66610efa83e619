/* The evaluator's state and the rules that turn results into values. Private to expr/.
 *
 * Two modes: strict, where turning missing into a value is an error, and lenient (inside
 * optional(), tests, predicates, comparisons and select), where a computation on missing is itself
 * missing. */
#ifndef ENG_EXPR_EVAL_H
#define ENG_EXPR_EVAL_H

#include "expr/ast.h"

typedef struct eng_machine {
	eng_eval *eval;
	const eng_expr *expr;
	const eng_field *node; /* current node; NULL: none */
	size_t position, last;
	bool lenient;
} eng_machine;

/* Evaluates a node of the tree. */
bool eng_machine_eval(eng_machine *m, const eng_ast *ast, eng_result *out);
/* The same with missing allowed. */
bool eng_machine_lenient(eng_machine *m, const eng_ast *ast, eng_result *out);
/* Counts work; false after reporting limit.steps. */
bool eng_machine_tick(eng_machine *m, uint64_t n);
eng_loc eng_machine_where(const eng_machine *m, const eng_ast *ast);
/* The source of the node, quoted for a message. */
const char *eng_machine_quote(const eng_machine *m, const eng_ast *ast);
/* Fails with code at the node; data fields get a note with their place. Returns false. */
bool eng_machine_note(const eng_machine *m, const eng_field *field);

typedef enum eng_have { ENG_HAVE_ERROR, ENG_HAVE_NOTHING, ENG_HAVE_VALUE } eng_have;

bool eng_result_is_missing(const eng_result *result);
/* Nothing: an empty set of nodes, which is what a lenient computation on missing gives. */
void eng_result_nothing(eng_result *out);
void eng_result_text(eng_result *out, eng_str text);
void eng_result_number(eng_result *out, eng_decimal number);
void eng_result_boolean(eng_result *out, bool boolean);
void eng_result_date(eng_result *out, eng_date date);

/* What to do with missing here: nothing when lenient, else expr.missing. */
eng_have eng_machine_missing(eng_machine *m, const eng_ast *ast, const eng_result *result);
/* The one item of a result; more is expr.many-values. item may be the result itself. */
eng_have eng_machine_single(eng_machine *m, const eng_ast *ast, const eng_result *result,
			    eng_result *item);
eng_have eng_machine_text(eng_machine *m, const eng_ast *ast, const eng_result *result,
			  eng_str *out);
/* Not a number is expr.not-a-number with a note at the data. */
eng_have eng_machine_number(eng_machine *m, const eng_ast *ast, const eng_result *result,
			    eng_decimal *out);
eng_have eng_machine_date(eng_machine *m, const eng_ast *ast, const eng_result *result,
			  eng_date *out);
/* Effective boolean value; missing is false. A field declared boolean counts by its content. */
bool eng_machine_boolean(eng_machine *m, const eng_ast *ast, const eng_result *result, bool *out);
/* The same, of a part that is evaluated leniently first. */
bool eng_machine_test(eng_machine *m, const eng_ast *ast, bool *out);

/* A growing set of fields in the arena of the record. */
typedef struct eng_nodes {
	const eng_field **items;
	size_t n, cap;
} eng_nodes;

void eng_nodes_add(eng_machine *m, eng_nodes *nodes, const eng_field *field);
/* Document order without duplicates. */
void eng_nodes_normalise(eng_nodes *nodes);

bool eng_machine_path(eng_machine *m, const eng_ast *ast, eng_result *out);
bool eng_machine_filter(eng_machine *m, const eng_ast *ast, eng_result *out);
bool eng_machine_compare(eng_machine *m, const eng_ast *ast, eng_result *out);
bool eng_machine_arithmetic(eng_machine *m, const eng_ast *ast, eng_result *out);
bool eng_machine_call(eng_machine *m, const eng_ast *ast, eng_result *out);
/* a || b, and the text of any number of parts. */
bool eng_machine_concat(eng_machine *m, const eng_ast *ast, eng_result *out);
/* (a, b, ...): nodes in the order written, or a sequence of items. */
bool eng_machine_sequence(eng_machine *m, const eng_ast *ast, eng_result *out);
bool eng_machine_union(eng_machine *m, const eng_ast *ast, eng_result *out);

/* Items of any result one by one, for existential comparison and for aggregates. */
size_t eng_result_count(const eng_result *result);
void eng_result_item(const eng_result *result, size_t index, eng_result *item);
/* Order of two single items of any kind that can be ordered: numbers, dates, texts that are one of
 * these. *comparable false after reporting. */
bool eng_machine_order(eng_machine *m, const eng_ast *ast, const eng_result *a, const eng_result *b,
		       int *order);

#endif
