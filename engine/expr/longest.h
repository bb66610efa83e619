/* How long an expression can print at most: reckoned from the vocabulary's maxima instead of from data.
 *
 * The answer is an example of the longest text, made by the real formatters from the largest values that
 * fields may have. Letters of data stand as 'x': which alphabet data brings is not known here. */
#ifndef ENG_EXPR_LONGEST_H
#define ENG_EXPR_LONGEST_H

#include "expr/expr.h"
#include "expr/locale.h"
#include "expr/message.h"

typedef struct eng_longest {
	eng_str text;
	const eng_decl *field; /* the field that adds most of it; NULL: none does */
	size_t share;          /* code points that it adds */
	int digits;            /* of a number: digits before the point; 0: it is none */
	size_t items; /* of fields: how many there may be; 0: no maximum, else at least 1 */
} eng_longest;

/* Compares two examples: what counts is the caller's. */
typedef size_t eng_longest_cost(eng_str text);

typedef struct eng_longest_scope {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_locale *locale;
	const eng_services *services;
	const eng_longest *variables; /* by slot */
	eng_longest_cost *cost;
	const eng_decl *open_field; /* set to the first field that has no maximum; else NULL */
	eng_str open_source; /* set to the first expression that cannot be reckoned; else empty */
} eng_longest_scope;

eng_longest eng_longest_value(eng_longest_scope *scope, const eng_expr *expr);
/* A phrase with the longest case of each plural and select. arguments by name. */
eng_longest eng_longest_phrase(eng_longest_scope *scope, const eng_message *message,
			       const eng_str *names, const eng_longest *arguments, size_t n);
/* One behind the other, and the one that costs more. */
eng_longest eng_longest_join(eng_longest_scope *scope, eng_longest a, eng_longest b);
eng_longest eng_longest_either(eng_longest_scope *scope, eng_longest a, eng_longest b);
eng_longest eng_longest_words(eng_str text);
/* Values of the kinds that blocks and expressions format. currency empty: any. */
eng_longest eng_longest_money(eng_longest_scope *scope, eng_longest number, eng_str currency,
			      eng_money_style style);
eng_longest eng_longest_number(eng_longest_scope *scope, eng_longest number, eng_str pattern);
eng_longest eng_longest_percent(eng_longest_scope *scope, eng_longest number);
eng_longest eng_longest_date(eng_longest_scope *scope, eng_longest date, eng_str style);

#endif
