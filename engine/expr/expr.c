/* The way in: compiling a source text and asking it for a result, nodes, a truth value, a printed
 * value or a number, each with the missing rules of that place. */
#include "expr/expr.h"

#include "expr/eval.h"

eng_expr *eng_expr_compile(eng_ctx *ctx, eng_arena *arena, const eng_scope *scope, eng_str source,
			   eng_loc where) {
	eng_expr *expr;
	eng_ast *root;

	if (source.n > UINT32_MAX / 2) {
		return eng_fail_null(ctx, "limit.token-bytes", where, "expression too long");
	}
	source = eng_str_copy(arena, source);
	root = eng_ast_parse(ctx, arena, scope, source, where);
	if (!root || !eng_ast_check(ctx, arena, scope, source, where, root)) {
		return NULL;
	}
	expr = eng_arena_new(arena, eng_expr);
	expr->source = source;
	expr->where = where;
	expr->root = root;
	return expr;
}

eng_str eng_expr_source(const eng_expr *expr) {
	return expr->source;
}

eng_loc eng_expr_where(const eng_expr *expr) {
	return expr->where;
}

const eng_decl *eng_expr_decl(const eng_expr *expr) {
	return expr->root->decl;
}

eng_str eng_expr_phrase(const eng_expr *expr) {
	const eng_ast *root = expr->root;

	if (root->kind == ENG_AST_CALL && eng_str_eqc(root->text, "t")) {
		return root->items[0]->text;
	}
	return (eng_str){ "", 0 };
}

static eng_machine machine(eng_eval *eval, const eng_expr *expr, bool lenient) {
	eval->where = expr->where;
	return (eng_machine){ eval, expr, eval->node, eval->position, eval->last, lenient };
}

bool eng_expr_select(eng_eval *eval, const eng_expr *expr, eng_result *out) {
	eng_machine m = machine(eval, expr, true);

	return eng_machine_eval(&m, expr->root, out);
}

bool eng_expr_nodes(eng_eval *eval, const eng_expr *expr, const eng_field ***items, size_t *n) {
	eng_machine m = machine(eval, expr, true);
	eng_result result;

	if (!eng_machine_eval(&m, expr->root, &result)) {
		return false;
	}
	*items = NULL;
	*n = 0;
	if (result.kind == ENG_RESULT_MISSING) {
		return true;
	}
	if (result.kind != ENG_RESULT_NODES) {
		return eng_fail(eval->ctx, "expr.not-nodes", expr->where,
				"'%s' gives a value, fields to go through are needed",
				eng_quote(eval->arena, expr->source));
	}
	*items = result.as.nodes.items;
	*n = result.as.nodes.n;
	return true;
}

bool eng_expr_test(eng_eval *eval, const eng_expr *expr, bool *out) {
	eng_machine m = machine(eval, expr, true);

	return eng_machine_test(&m, expr->root, out);
}

/* The one printed value of a result. */
static bool print(eng_machine *m, const eng_ast *ast, const eng_result *result, eng_value *out,
		  const eng_field **from, bool *present) {
	eng_result item;

	memset(out, 0, sizeof(*out));
	*present = false;
	if (result->kind == ENG_RESULT_MISSING) {
		return true;
	}
	if (eng_machine_single(m, ast, result, &item) != ENG_HAVE_VALUE) {
		return false;
	}
	*present = true;
	*from = item.kind == ENG_RESULT_NODES ? item.as.nodes.items[0] : item.from;
	if (item.kind == ENG_RESULT_VALUE) {
		*out = item.as.value;
		return true;
	}
	if (eng_machine_text(m, ast, &item, &out->text) != ENG_HAVE_VALUE) {
		return false;
	}
	out->raw = out->text;
	if (item.kind == ENG_RESULT_NUMBER) {
		out->kind = ENG_VALUE_NUMBER;
		out->number = item.as.number;
	} else if (item.kind == ENG_RESULT_DATE) {
		out->kind = ENG_VALUE_DATE;
		out->date = item.as.date;
	}
	return true;
}

bool eng_expr_value(eng_eval *eval, const eng_expr *expr, eng_value *out, const eng_field **from,
		    bool *present) {
	eng_machine m = machine(eval, expr, false);
	const eng_field *ignored;
	eng_result result;

	from = from ? from : &ignored;
	*from = NULL;
	return eng_machine_eval(&m, expr->root, &result) &&
	       print(&m, expr->root, &result, out, from, present);
}

bool eng_expr_number(eng_eval *eval, const eng_expr *expr, eng_decimal *out, bool *present) {
	eng_machine m = machine(eval, expr, false);
	eng_result result;

	*present = false;
	if (!eng_machine_eval(&m, expr->root, &result)) {
		return false;
	}
	if (result.kind == ENG_RESULT_MISSING) {
		return true;
	}
	*present = true;
	return eng_machine_number(&m, expr->root, &result, out) == ENG_HAVE_VALUE;
}

bool eng_result_value(eng_eval *eval, const eng_result *result, eng_value *out, bool *present) {
	static const eng_ast whole = { .declared = ENG_TYPES };
	eng_machine m = { eval, NULL, eval->node, eval->position, eval->last, false };
	const eng_field *from;

	return print(&m, &whole, result, out, &from, present);
}
