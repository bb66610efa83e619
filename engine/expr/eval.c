/* The evaluator: what each kind of node of the tree means.
 *
 * Knows operators that are no comparison; paths, comparisons and functions are next door. Counts
 * its steps, so that hostile data cannot make it run for ever. */
#include "expr/eval.h"

bool eng_machine_tick(eng_machine *m, uint64_t n) {
	eng_eval *eval = m->eval;

	if (!eval->steps) {
		return true;
	}
	*eval->steps += n;
	if (*eval->steps > eval->ctx->limits.steps) {
		return eng_fail(eval->ctx, "limit.steps", eval->where,
				"evaluation took more than %llu steps for this record",
				(unsigned long long)eval->ctx->limits.steps);
	}
	return true;
}

eng_loc eng_machine_where(const eng_machine *m, const eng_ast *ast) {
	return m->expr ? eng_lexer_where(m->expr->source, m->expr->where, ast->from)
		       : m->eval->where;
}

const char *eng_machine_quote(const eng_machine *m, const eng_ast *ast) {
	return eng_quote(m->eval->arena, m->expr ? eng_str_sub(m->expr->source, ast->from, ast->to)
						 : ENG_STR("value"));
}

bool eng_machine_lenient(eng_machine *m, const eng_ast *ast, eng_result *out) {
	bool lenient = m->lenient, ok;

	m->lenient = true;
	ok = eng_machine_eval(m, ast, out);
	m->lenient = lenient;
	return ok;
}

static bool variable(eng_machine *m, const eng_ast *ast, eng_result *out) {
	*out = m->eval->variables[ast->slot];
	return true;
}

static bool logic(eng_machine *m, const eng_ast *ast, eng_result *out) {
	bool left, right = false;

	if (!eng_machine_test(m, ast->items[0], &left)) {
		return false;
	}
	if (left == (ast->kind == ENG_AST_OR)) {
		eng_result_boolean(out, left);
		return true;
	}
	if (!eng_machine_test(m, ast->items[1], &right)) {
		return false;
	}
	eng_result_boolean(out, right);
	return true;
}

static bool choose(eng_machine *m, const eng_ast *ast, eng_result *out) {
	bool test;

	return eng_machine_test(m, ast->items[0], &test) &&
	       eng_machine_eval(m, ast->items[test ? 1 : 2], out);
}

bool eng_machine_concat(eng_machine *m, const eng_ast *ast, eng_result *out) {
	eng_result sides[2];
	eng_str texts[2];
	char *text;

	if (!eng_machine_eval(m, ast->items[0], &sides[0]) ||
	    !eng_machine_eval(m, ast->items[1], &sides[1])) {
		return false;
	}
	for (size_t i = 0; i < 2; i++) {
		eng_have have = eng_machine_text(m, ast->items[i], &sides[i], &texts[i]);

		if (have != ENG_HAVE_VALUE) {
			eng_result_nothing(out);
			return have == ENG_HAVE_NOTHING;
		}
	}
	if (texts[0].n + texts[1].n > m->eval->ctx->limits.token_bytes) {
		return eng_fail(m->eval->ctx, "limit.token-bytes", eng_machine_where(m, ast),
				"a text has more bytes than %zu", m->eval->ctx->limits.token_bytes);
	}
	text = eng_arena_alloc(m->eval->arena, texts[0].n + texts[1].n + 1);
	memcpy(text, texts[0].s, texts[0].n);
	memcpy(text + texts[0].n, texts[1].s, texts[1].n);
	eng_result_text(out, (eng_str){ text, texts[0].n + texts[1].n });
	return eng_machine_tick(m, out->as.text.n / 64);
}

bool eng_machine_union(eng_machine *m, const eng_ast *ast, eng_result *out) {
	eng_nodes nodes = { 0 };
	size_t i, k;

	for (i = 0; i < ast->count; i++) {
		if (!eng_machine_lenient(m, ast->items[i], out)) {
			return false;
		}
		if (out->kind != ENG_RESULT_NODES && out->kind != ENG_RESULT_MISSING) {
			return eng_fail(m->eval->ctx, "expr.not-nodes",
					eng_machine_where(m, ast->items[i]),
					"'%s' is a value, '|' joins paths only",
					eng_machine_quote(m, ast->items[i]));
		}
		for (k = 0; out->kind == ENG_RESULT_NODES && k < out->as.nodes.n; k++) {
			eng_nodes_add(m, &nodes, out->as.nodes.items[k]);
		}
	}
	eng_nodes_normalise(&nodes);
	eng_result_nothing(out);
	out->as.nodes.items = nodes.items;
	out->as.nodes.n = nodes.n;
	out->from = nodes.n == 1 ? nodes.items[0] : NULL;
	return eng_machine_tick(m, nodes.n);
}

/* Parts of a sequence may be missing: they add nothing. */
bool eng_machine_sequence(eng_machine *m, const eng_ast *ast, eng_result *out) {
	eng_result *parts = eng_arena_new_array(m->eval->arena, ast->count, eng_result);
	size_t i, k, n = 0, at = 0;
	bool nodes = true;

	for (i = 0; i < ast->count; i++) {
		if (!eng_machine_lenient(m, ast->items[i], &parts[i])) {
			return false;
		}
		n += eng_result_count(&parts[i]);
		nodes = nodes &&
			(parts[i].kind == ENG_RESULT_NODES || parts[i].kind == ENG_RESULT_MISSING);
	}
	eng_result_nothing(out);
	if (nodes) {
		out->as.nodes.items = eng_arena_new_array(m->eval->arena, n, const eng_field *);
		out->as.nodes.n = n;
	} else {
		out->kind = ENG_RESULT_SEQUENCE;
		out->as.sequence.items = eng_arena_new_array(m->eval->arena, n, eng_result);
		out->as.sequence.n = n;
	}
	for (i = 0; i < ast->count; i++) {
		for (k = 0; k < eng_result_count(&parts[i]); k++, at++) {
			if (nodes) {
				out->as.nodes.items[at] = parts[i].as.nodes.items[k];
			} else {
				eng_result_item(&parts[i], k, &out->as.sequence.items[at]);
			}
		}
	}
	return eng_machine_tick(m, n);
}

bool eng_machine_eval(eng_machine *m, const eng_ast *ast, eng_result *out) {
	switch (ast->kind) {
	case ENG_AST_PATH:
		return eng_machine_path(m, ast, out);
	case ENG_AST_TEXT:
		eng_result_text(out, ast->text);
		return true;
	case ENG_AST_NUMBER:
		eng_result_number(out, ast->number);
		return true;
	case ENG_AST_VARIABLE:
		return variable(m, ast, out);
	default:
		break;
	}
	if (!eng_machine_tick(m, 1)) {
		return false;
	}
	switch (ast->kind) {
	case ENG_AST_FILTER:
		return eng_machine_filter(m, ast, out);
	case ENG_AST_SEQUENCE:
		return eng_machine_sequence(m, ast, out);
	case ENG_AST_UNION:
		return eng_machine_union(m, ast, out);
	case ENG_AST_CONCAT:
		return eng_machine_concat(m, ast, out);
	case ENG_AST_AND:
	case ENG_AST_OR:
		return logic(m, ast, out);
	case ENG_AST_IF:
		return choose(m, ast, out);
	case ENG_AST_CALL:
		return eng_machine_call(m, ast, out);
	case ENG_AST_EQUAL:
	case ENG_AST_UNEQUAL:
	case ENG_AST_LESS:
	case ENG_AST_LESS_EQUAL:
	case ENG_AST_GREATER:
	case ENG_AST_GREATER_EQUAL:
		return eng_machine_compare(m, ast, out);
	default:
		return eng_machine_arithmetic(m, ast, out);
	}
}
