/* Facts are texts and numbers in slots of their own; the names of those that the job tells come last. */
#include "print/rule.h"

#include <stdlib.h>

#include "base/intern.h"
#include "expr/expr.h"

enum { OWN = 8, MOST_TOLD = 32 };

static const char *const own_names[OWN] = { "recipient", "name",        "country", "template",
					    "weight",    "weight-left", "sheets",  "documents" };

struct eng_rule_book {
	eng_names *names;
	eng_variable variables[OWN + MOST_TOLD];
	size_t count;
};

struct eng_rule {
	const eng_rule_book *book;
	eng_expr *expr;
	bool uses[MOST_TOLD]; /* of the facts that the job tells */
};

eng_rule_book *eng_rule_book_new(const eng_str *told, size_t count) {
	eng_rule_book *book = eng_malloc(sizeof(*book));

	*book = (eng_rule_book){ .names = eng_names_new() };
	for (size_t i = 0; i < OWN; i++) {
		book->variables[i] =
		    (eng_variable){ eng_str_from(own_names[i]), NULL, (unsigned)i };
	}
	book->count = OWN;
	for (size_t i = 0; i < count && i < MOST_TOLD; i++, book->count++) {
		book->variables[book->count] =
		    (eng_variable){ told[i], NULL, (unsigned)book->count };
	}
	return book;
}

void eng_rule_book_free(eng_rule_book *book) {
	if (book) {
		eng_names_free(book->names);
		free(book);
	}
}

/* Whether "$name" stands in the source, and not as the beginning of a longer name. */
static bool names_it(eng_str source, eng_str name) {
	for (size_t i = 0; i + name.n < source.n; i++) {
		eng_str rest = eng_str_sub(source, i + 1, source.n);
		char next = rest.n > name.n ? rest.s[name.n] : ' ';

		if (source.s[i] == '$' && eng_str_eq(eng_str_sub(rest, 0, name.n), name) &&
		    next != '-' && next != '_' && !(next >= 'a' && next <= 'z') &&
		    !(next >= '0' && next <= '9')) {
			return true;
		}
	}
	return false;
}

eng_rule *eng_rule_compile(eng_ctx *ctx, eng_arena *arena, eng_rule_book *book, eng_str source,
			   eng_loc where) {
	eng_rule *rule = eng_arena_new(arena, eng_rule);
	const eng_scope scope = { .names = book->names,
				  .variables = book->variables,
				  .variable_count = book->count,
				  .closed = true };

	rule->book = book;
	rule->expr = eng_expr_compile(ctx, arena, &scope, source, where);
	for (size_t i = OWN; i < book->count; i++) {
		rule->uses[i - OWN] = names_it(source, book->variables[i].name);
	}
	return rule->expr ? rule : NULL;
}

static eng_result text(eng_str text) {
	return (eng_result){ .kind = ENG_RESULT_TEXT, .as.text = text.s ? text : ENG_STR("") };
}

static eng_result number(int64_t coefficient, int scale) {
	return (eng_result){ .kind = ENG_RESULT_NUMBER, .as.number = { coefficient, scale } };
}

bool eng_rule_missing(eng_ctx *ctx, eng_str recipient, eng_str fact, eng_loc where) {
	return eng_fail(
	    ctx, "print.missing-fact", where,
	    "the run of recipient '%.*s' told no fact '%.*s', name it in the job's 'facts'",
	    ENG_STR_ARG(recipient), ENG_STR_ARG(fact));
}

static bool take_told(eng_ctx *ctx, const eng_rule *rule, const eng_rule_facts *facts,
		      eng_result *out) {
	for (size_t i = OWN; i < rule->book->count; i++) {
		eng_str told = facts->told[i - OWN];

		if (!told.s && rule->uses[i - OWN]) {
			return eng_rule_missing(ctx, facts->recipient,
						rule->book->variables[i].name,
						eng_expr_where(rule->expr));
		}
		out[i] = text(told);
	}
	return true;
}

bool eng_rule_test(eng_ctx *ctx, eng_arena *arena, const eng_rule *rule,
		   const eng_rule_facts *facts, bool *out) {
	eng_result values[OWN + MOST_TOLD] = {
		text(facts->recipient),
		text(facts->name),
		text(facts->country),
		text(facts->tmpl),
		number(facts->weight, 3),
		number(facts->weight_left, 3),
		number((int64_t)facts->sheets, 0),
		number((int64_t)facts->documents, 0),
	};
	uint64_t steps = 0;
	eng_eval eval = { .ctx = ctx, .arena = arena, .variables = values, .steps = &steps };

	return take_told(ctx, rule, facts, values) && eng_expr_test(&eval, rule->expr, out);
}
