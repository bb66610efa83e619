/* State of the checker, shared by its two halves: types and names, and paths. Private to expr/. */
#ifndef ENG_EXPR_CHECK_H
#define ENG_EXPR_CHECK_H

#include "expr/ast.h"

typedef struct eng_checker {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_scope *scope;
	eng_str source;
	eng_loc where;
	unsigned predicates; /* how many stand around */
} eng_checker;

/* Declarations that a path may stand at. unchecked: nothing is known (a foreign record). */
typedef struct eng_decls {
	const eng_decl **items;
	size_t n, cap;
	bool unchecked;
} eng_decls;

eng_loc eng_checker_where(const eng_checker *checker, size_t offset);
const char *eng_checker_quote(const eng_checker *checker, const eng_ast *ast);
/* context: declarations of the current node; decls receives those of the result, when nodes. */
bool eng_checker_check(eng_checker *checker, eng_ast *ast, const eng_decls *context,
		       eng_decls *decls);
bool eng_checker_path(eng_checker *checker, eng_ast *ast, const eng_decls *context,
		      eng_decls *decls);
void eng_decls_add(eng_checker *checker, eng_decls *decls, const eng_decl *decl);
/* Sets type, declared and decl of the node from the declarations of its result. */
void eng_checker_nodes(eng_ast *ast, const eng_decls *decls);

#endif
