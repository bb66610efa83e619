/* The compiled form of an expression: a tree in the arena of its template. Private to expr/. */
#ifndef ENG_EXPR_AST_H
#define ENG_EXPR_AST_H

#include "expr/expr.h"
#include "expr/lexer.h"

typedef enum eng_axis {
	ENG_AXIS_CHILD,
	ENG_AXIS_ATTRIBUTE,
	ENG_AXIS_SELF,
	ENG_AXIS_PARENT,
	ENG_AXIS_DESCENDANT,
	ENG_AXIS_DESCENDANT_OR_SELF,
	ENG_AXIS_ANCESTOR,
	ENG_AXIS_ANCESTOR_OR_SELF,
	ENG_AXIS_FOLLOWING_SIBLING,
	ENG_AXIS_PRECEDING_SIBLING,
	ENG_AXIS_FOLLOWING,
	ENG_AXIS_PRECEDING,
} eng_axis;

typedef struct eng_ast eng_ast;

typedef struct eng_step {
	eng_axis axis;
	bool any_node;         /* node(): also attributes, on the self axis */
	bool any_space;        /* "*" and "*:name" */
	const eng_name *name;  /* NULL: any name */
	const eng_name *space; /* NULL: no namespace, unless any_space */
	eng_ast **predicates;
	size_t predicate_count;
	uint32_t from, to; /* bytes of the step without its predicates */
} eng_step;

typedef enum eng_ast_kind {
	ENG_AST_TEXT,
	ENG_AST_NUMBER,
	ENG_AST_VARIABLE,
	ENG_AST_PATH,     /* items[0], the start, or the current node or the record */
	ENG_AST_FILTER,   /* items[0] filtered by items[1..] */
	ENG_AST_SEQUENCE, /* (a, b, ...) */
	ENG_AST_UNION,
	ENG_AST_NEGATE,
	ENG_AST_ADD,
	ENG_AST_SUBTRACT,
	ENG_AST_MULTIPLY,
	ENG_AST_DIVIDE,
	ENG_AST_MODULO,
	ENG_AST_CONCAT,
	ENG_AST_EQUAL,
	ENG_AST_UNEQUAL,
	ENG_AST_LESS,
	ENG_AST_LESS_EQUAL,
	ENG_AST_GREATER,
	ENG_AST_GREATER_EQUAL,
	ENG_AST_AND,
	ENG_AST_OR,
	ENG_AST_IF,   /* items: test, then, else */
	ENG_AST_CALL, /* items: arguments */
} eng_ast_kind;

/* What is known of a value before it is there. */
typedef enum eng_static_kind {
	ENG_STATIC_ANY,
	ENG_STATIC_NODES,
	ENG_STATIC_TEXT,
	ENG_STATIC_NUMBER,
	ENG_STATIC_BOOLEAN,
	ENG_STATIC_DATE,
} eng_static_kind;

struct eng_function;

struct eng_ast {
	eng_ast_kind kind;
	uint32_t from, to; /* bytes of the source */
	eng_ast **items;
	size_t count;
	eng_str text; /* of a text, the name of a variable or a function */
	eng_decimal number;
	eng_step *steps;
	size_t step_count;
	bool absolute;   /* a path that starts at the record */
	bool plain;      /* a path of child steps with names only */
	unsigned slot;   /* of a variable */
	bool as_dates;   /* both sides of the comparison are declared dates */
	bool as_numbers; /* both sides are declared numbers */
	eng_static_kind type;
	eng_type declared;    /* of nodes; ENG_TYPES: unknown or mixed */
	const eng_decl *decl; /* of nodes, when there is exactly one */
	const struct eng_function *function;
};

struct eng_expr {
	eng_str source;
	eng_loc where;
	const eng_ast *root;
};

/* Parses the whole source; NULL after reporting expr.syntax, expr.unknown-function,
 * expr.unknown-prefix, expr.too-deep ... */
eng_ast *eng_ast_parse(eng_ctx *ctx, eng_arena *arena, const eng_scope *scope, eng_str source,
		       eng_loc where);
/* Checks the tree against the scope and fills slots, types and declarations. */
bool eng_ast_check(eng_ctx *ctx, eng_arena *arena, const eng_scope *scope, eng_str source,
		   eng_loc where, eng_ast *root);

#endif
