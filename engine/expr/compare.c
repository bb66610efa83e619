/* Comparisons (XPath 1.0 3.4) and arithmetic, exact.
 *
 * Comparing is existential over nodes and sequences, so comparing with missing is always false.
 * Dates compare as dates when one side is a date or both are declared so; fields declared as
 * numbers compare as numbers. "<" on what is neither two numbers nor two dates is an error. */
#include "expr/eval.h"

static bool holds(eng_ast_kind kind, int order) {
	switch (kind) {
	case ENG_AST_EQUAL:
		return order == 0;
	case ENG_AST_UNEQUAL:
		return order != 0;
	case ENG_AST_LESS:
		return order < 0;
	case ENG_AST_LESS_EQUAL:
		return order <= 0;
	case ENG_AST_GREATER:
		return order > 0;
	default:
		return order >= 0;
	}
}

static bool is_equality(eng_ast_kind kind) {
	return kind == ENG_AST_EQUAL || kind == ENG_AST_UNEQUAL;
}

static bool is_date(const eng_result *item) {
	return item->kind == ENG_RESULT_DATE ||
	       (item->kind == ENG_RESULT_VALUE && item->as.value.kind == ENG_VALUE_DATE);
}

static bool is_number(const eng_result *item) {
	return item->kind == ENG_RESULT_NUMBER ||
	       (item->kind == ENG_RESULT_VALUE && (item->as.value.kind == ENG_VALUE_NUMBER ||
						   item->as.value.kind == ENG_VALUE_MONEY ||
						   item->as.value.kind == ENG_VALUE_PERCENT));
}

/* One comparison on its way: the parts it names and how far the pairs agree. */
typedef struct pair {
	eng_machine *m;
	const eng_ast *left_ast, *right_ast;
	const eng_result *left, *right;
} pair;

static eng_have order_dates(const pair *p, int *order) {
	eng_date a, b;
	eng_have have = eng_machine_date(p->m, p->left_ast, p->left, &a);

	if (have == ENG_HAVE_VALUE) {
		have = eng_machine_date(p->m, p->right_ast, p->right, &b);
	}
	if (have != ENG_HAVE_VALUE) {
		return have;
	}
	if (!eng_date_cmp(a, b, order)) {
		eng_fail(
		    p->m->eval->ctx, "expr.zoned", eng_machine_where(p->m, p->left_ast),
		    "'%s' and '%s' cannot be compared: one has a time zone, the other has none",
		    eng_machine_quote(p->m, p->left_ast), eng_machine_quote(p->m, p->right_ast));
		return ENG_HAVE_ERROR;
	}
	return ENG_HAVE_VALUE;
}

static eng_have order_numbers(const pair *p, int *order) {
	eng_decimal a, b;
	eng_have have = eng_machine_number(p->m, p->left_ast, p->left, &a);

	if (have == ENG_HAVE_VALUE) {
		have = eng_machine_number(p->m, p->right_ast, p->right, &b);
	}
	if (have == ENG_HAVE_VALUE) {
		*order = eng_decimal_cmp(a, b);
	}
	return have;
}

static eng_have order_texts(const pair *p, int *order) {
	eng_str a, b;
	eng_have have = eng_machine_text(p->m, p->left_ast, p->left, &a);

	if (have == ENG_HAVE_VALUE) {
		have = eng_machine_text(p->m, p->right_ast, p->right, &b);
	}
	if (have == ENG_HAVE_VALUE) {
		*order = eng_str_eq(a, b) ? 0 : 1;
	}
	return have;
}

/* Both texts are dates and not both are numbers: "20261101" stays a number. */
static bool look_like_dates(const pair *p) {
	eng_str a, b;
	eng_decimal number;
	eng_date date;

	if (is_number(p->left) || is_number(p->right)) {
		return false;
	}
	if (eng_machine_text(p->m, p->left_ast, p->left, &a) != ENG_HAVE_VALUE ||
	    eng_machine_text(p->m, p->right_ast, p->right, &b) != ENG_HAVE_VALUE) {
		return false;
	}
	return !eng_decimal_parse(a, false, &number) && eng_date_parse(a, &date) &&
	       eng_date_parse(b, &date);
}

/* Runs in lenient mode: nothing means that an item is missing. */
static eng_have order_pair(const pair *p, const eng_ast *ast, int *order) {
	if (is_date(p->left) || is_date(p->right) || ast->as_dates) {
		return order_dates(p, order);
	}
	if (is_number(p->left) || is_number(p->right) || ast->as_numbers) {
		return order_numbers(p, order);
	}
	if (is_equality(ast->kind)) {
		return order_texts(p, order);
	}
	return look_like_dates(p) ? order_dates(p, order) : order_numbers(p, order);
}

static bool compare_booleans(eng_machine *m, const eng_ast *ast, const eng_result *left,
			     const eng_result *right, eng_result *out) {
	bool a, b;

	if (eng_result_is_missing(left) || eng_result_is_missing(right)) {
		eng_result_boolean(out, false);
		return true;
	}
	if (!eng_machine_boolean(m, ast->items[0], left, &a) ||
	    !eng_machine_boolean(m, ast->items[1], right, &b)) {
		return false;
	}
	eng_result_boolean(out, holds(ast->kind, (int)a - (int)b));
	return true;
}

static bool compare_items(eng_machine *m, const eng_ast *ast, const eng_result *left,
			  const eng_result *right, bool *found) {
	size_t i, k, n = eng_result_count(left), count = eng_result_count(right);
	eng_result a, b;
	pair p = { m, ast->items[0], ast->items[1], &a, &b };
	eng_have have;
	int order = 0;

	*found = false;
	for (i = 0; i < n && !*found; i++) {
		eng_result_item(left, i, &a);
		for (k = 0; k < count && !*found; k++) {
			eng_result_item(right, k, &b);
			have = order_pair(&p, ast, &order);
			if (have == ENG_HAVE_ERROR || !eng_machine_tick(m, 1)) {
				return false;
			}
			*found = have == ENG_HAVE_VALUE && holds(ast->kind, order);
		}
	}
	return true;
}

bool eng_machine_compare(eng_machine *m, const eng_ast *ast, eng_result *out) {
	eng_result left, right;
	bool found, ok, lenient = m->lenient;

	if (!eng_machine_lenient(m, ast->items[0], &left) ||
	    !eng_machine_lenient(m, ast->items[1], &right)) {
		return false;
	}
	if (left.kind == ENG_RESULT_BOOLEAN || right.kind == ENG_RESULT_BOOLEAN) {
		return compare_booleans(m, ast, &left, &right, out);
	}
	m->lenient = true;
	ok = compare_items(m, ast, &left, &right, &found);
	m->lenient = lenient;
	eng_result_boolean(out, found);
	return ok;
}

bool eng_machine_order(eng_machine *m, const eng_ast *ast, const eng_result *a, const eng_result *b,
		       int *order) {
	pair p = { m, ast, ast, a, b };
	bool dates = is_date(a) || is_date(b) || ast->declared == ENG_TYPE_DATE ||
		     ast->declared == ENG_TYPE_DATETIME || look_like_dates(&p);

	return (dates ? order_dates(&p, order) : order_numbers(&p, order)) == ENG_HAVE_VALUE;
}

static bool overflow(eng_machine *m, const eng_ast *ast) {
	return eng_fail(m->eval->ctx, "expr.overflow", eng_machine_where(m, ast),
			"'%s' needs more than 34 digits", eng_machine_quote(m, ast));
}

static bool divide(eng_machine *m, const eng_ast *ast, eng_decimal a, eng_decimal b,
		   eng_decimal *out) {
	bool ok;

	if (eng_decimal_sign(b) == 0) {
		eng_fail(m->eval->ctx, "expr.division-by-zero", eng_machine_where(m, ast),
			 "'%s' divides by zero", eng_machine_quote(m, ast));
		return eng_machine_note(m, m->node);
	}
	ok = ast->kind == ENG_AST_DIVIDE ? eng_decimal_div(a, b, out) : eng_decimal_mod(a, b, out);
	return ok || overflow(m, ast);
}

static bool operate(eng_machine *m, const eng_ast *ast, eng_decimal a, eng_decimal b,
		    eng_decimal *out) {
	switch (ast->kind) {
	case ENG_AST_ADD:
		return eng_decimal_add(a, b, out) || overflow(m, ast);
	case ENG_AST_SUBTRACT:
		return eng_decimal_sub(a, b, out) || overflow(m, ast);
	case ENG_AST_MULTIPLY:
		return eng_decimal_mul(a, b, out) || overflow(m, ast);
	case ENG_AST_NEGATE:
		*out = eng_decimal_negate(a);
		return true;
	default:
		return divide(m, ast, a, b, out);
	}
}

bool eng_machine_arithmetic(eng_machine *m, const eng_ast *ast, eng_result *out) {
	eng_decimal operands[2] = { eng_decimal_from_int(0), eng_decimal_from_int(0) }, number;
	eng_result result;
	bool missing = false;
	size_t i;

	for (i = 0; i < ast->count; i++) {
		if (!eng_machine_eval(m, ast->items[i], &result)) {
			return false;
		}
		switch (eng_machine_number(m, ast->items[i], &result, &operands[i])) {
		case ENG_HAVE_ERROR:
			return false;
		case ENG_HAVE_NOTHING:
			missing = true;
			break;
		case ENG_HAVE_VALUE:
			break;
		}
	}
	if (missing) {
		eng_result_nothing(out);
		return true;
	}
	if (!operate(m, ast, operands[0], operands[1], &number)) {
		return false;
	}
	eng_result_number(out, number);
	return true;
}
