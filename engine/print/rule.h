/* Rules of a print plan: expressions (docs/expressions.md) over what is known of a piece, as variables. They
 * read no record; what the job told of it is among the variables. */
#ifndef ENG_PRINT_RULE_H
#define ENG_PRINT_RULE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/* What is known of a piece, or of a document alone. */
typedef struct eng_rule_facts {
	eng_str recipient, name, country, tmpl;
	int64_t weight, weight_left; /* mg; left: what the envelope would still take */
	size_t sheets, documents;
	const eng_str *told; /* in the order of the book's names; NULL s: the job told none */
} eng_rule_facts;

/* Names that rules may use: $recipient, $name, $country, $template, $weight, $weight-left (grams), $sheets,
 * $documents, and what the job tells. */
typedef struct eng_rule_book eng_rule_book;
typedef struct eng_rule eng_rule;

eng_rule_book *eng_rule_book_new(const eng_str *told, size_t count);
void eng_rule_book_free(eng_rule_book *book);
/* NULL after reporting expr.*. In the arena; the book must outlive it. */
eng_rule *eng_rule_compile(eng_ctx *ctx, eng_arena *arena, eng_rule_book *book, eng_str source,
			   eng_loc where);
/* False after reporting expr.* or print.missing-fact: the rule needs what the job did not tell. */
bool eng_rule_test(eng_ctx *ctx, eng_arena *arena, const eng_rule *rule,
		   const eng_rule_facts *facts, bool *out);
/* Tells of a fact that the job did not tell (print.missing-fact); always false. */
bool eng_rule_missing(eng_ctx *ctx, eng_str recipient, eng_str fact, eng_loc where);

#endif
