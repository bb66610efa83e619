/* Tokens of an expression. Whether "and" or "*" is a name or an operator is the parser's business:
 * it knows what may stand where. */
#ifndef ENG_EXPR_LEXER_H
#define ENG_EXPR_LEXER_H

#include <stdint.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "base/str.h"

typedef enum eng_token_kind {
	ENG_TOKEN_END,
	ENG_TOKEN_NAME,    /* NCName: text */
	ENG_TOKEN_LITERAL, /* text, doubled quotes resolved */
	ENG_TOKEN_NUMBER,
	ENG_TOKEN_PUNCT, /* one of ( ) [ ] , @ . .. / // :: : $ * | || + - = != < <= > >= */
} eng_token_kind;

typedef struct eng_token {
	eng_token_kind kind;
	uint32_t from, to; /* bytes of the source */
	eng_str text;      /* of a name, a literal (resolved), or the punctuation itself */
	eng_decimal number;
	bool spaced; /* white space stands before it */
} eng_token;

typedef struct eng_lexer {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_str source;
	eng_loc where; /* of the first byte of source */
	size_t at;
} eng_lexer;

/* The place of a byte of source, which starts at where: lines by LF, columns in code points. */
eng_loc eng_lexer_where(eng_str source, eng_loc where, size_t offset);
/* Reads the next token; false after reporting expr.syntax. */
bool eng_lexer_next(eng_lexer *lexer, eng_token *token);

#endif
