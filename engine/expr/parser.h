/* State of the parser, shared by its two halves: operators and calls, and paths. Private to
 * expr/. */
#ifndef ENG_EXPR_PARSER_H
#define ENG_EXPR_PARSER_H

#include "expr/ast.h"
#include "expr/lexer.h"

typedef struct eng_parser {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_scope *scope;
	eng_str source;
	eng_loc where;
	const eng_token *tokens; /* the last is ENG_TOKEN_END */
	size_t at;
	int depth;
} eng_parser;

const eng_token *eng_parser_peek(const eng_parser *parser, size_t ahead);
bool eng_parser_is(const eng_parser *parser, size_t ahead, const char *punct);
/* Takes the punctuation when it is next. */
bool eng_parser_accept(eng_parser *parser, const char *punct);
/* Takes the punctuation or reports expr.syntax. */
bool eng_parser_expect(eng_parser *parser, const char *punct, const char *what);
/* Reports expr.syntax at the next token: "message, found 'token'". */
bool eng_parser_unexpected(eng_parser *parser, const char *message);
eng_loc eng_parser_where(const eng_parser *parser, size_t offset);

eng_ast *eng_parser_node(eng_parser *parser, eng_ast_kind kind, uint32_t from);
void eng_parser_add(eng_parser *parser, eng_ast *node, eng_ast *item);

/* A whole expression, down to the first token that cannot continue it. */
eng_ast *eng_parser_expr(eng_parser *parser);
/* A primary expression that is not a path: literal, number, variable, call, parentheses. */
eng_ast *eng_parser_primary(eng_parser *parser);
bool eng_parser_at_primary(const eng_parser *parser);
/* A path, or a primary expression with predicates and steps behind it. */
eng_ast *eng_parser_path(eng_parser *parser);

#endif
