/* What an expression read: its paths and variables one by one, with what each gave. Asked for when a
 * document is explained, never when one is made: nothing here can fail or be told. */
#include <string.h>

#include "base/buf.h"
#include "expr/eval.h"

#define VALUES 3 /* that are shown of a path; the rest is counted */

typedef struct reader {
	eng_eval eval;
	const eng_expr *expr;
	eng_reading *items;
	size_t n, cap;
} reader;

static bool is_known(const reader *r, eng_str source) {
	for (size_t i = 0; i < r->n; i++) {
		if (eng_str_eq(r->items[i].source, source)) {
			return true;
		}
	}
	return false;
}

static void add_value(eng_buf *out, eng_str text, size_t index) {
	if (index < VALUES) {
		eng_buf_cstr(out, index ? ", " : "");
		eng_buf_str(out, eng_str_trim(text));
	}
}

static void tell_nodes(reader *r, const eng_result *result, eng_reading *out, eng_buf *text) {
	size_t n = 0;

	for (size_t i = 0; i < result->as.nodes.n; i++) {
		const eng_field *field = result->as.nodes.items[i];

		if (eng_field_is_missing(field)) {
			continue;
		}
		out->from = out->from ? out->from : field;
		/* A group has no value of its own; that it is there is what counts. */
		add_value(text,
			  field->first ? field->name->text : eng_field_string(field, r->eval.arena),
			  n++);
	}
	if (n > VALUES) {
		eng_buf_printf(text, " and %zu more", n - VALUES);
	}
	out->missing = n == 0;
}

static void tell(reader *r, const eng_result *result, eng_reading *out) {
	eng_buf text = { 0 };
	eng_value value;
	bool present = false;

	if (result->kind == ENG_RESULT_NODES) {
		tell_nodes(r, result, out, &text);
	} else {
		out->missing = result->kind == ENG_RESULT_MISSING ||
			       !eng_result_value(&r->eval, result, &value, &present) || !present;
		if (!out->missing) {
			eng_buf_str(&text, value.text);
			out->from = result->from;
		}
	}
	out->value = eng_str_copy(r->eval.arena, eng_buf_view(&text));
	eng_buf_finish(&text);
}

static void read_part(reader *r, const eng_ast *ast) {
	eng_machine m = { &r->eval, r->expr, r->eval.node, r->eval.position, r->eval.last, true };
	eng_str source = eng_str_sub(r->expr->source, ast->from, ast->to);
	eng_result result;

	if (is_known(r, source) || !eng_machine_lenient(&m, ast, &result)) {
		return;
	}
	r->items = eng_arena_grow(r->eval.arena, r->items, r->n, &r->cap, sizeof(*r->items));
	r->items[r->n] = (eng_reading){ .source = source };
	tell(r, &result, &r->items[r->n++]);
}

/* What stands in predicates is about other nodes: the path around them is told as one. */
static void walk(reader *r, const eng_ast *ast) {
	if (ast->kind == ENG_AST_PATH || ast->kind == ENG_AST_FILTER ||
	    ast->kind == ENG_AST_VARIABLE) {
		read_part(r, ast);
		return;
	}
	for (size_t i = 0; i < ast->count; i++) {
		walk(r, ast->items[i]);
	}
}

const eng_reading *eng_expr_readings(const eng_eval *eval, const eng_expr *expr, size_t *n) {
	eng_ctx quiet;
	uint64_t steps = 0;
	reader r = { .eval = *eval, .expr = expr };

	eng_ctx_init(&quiet, NULL, NULL);
	quiet.limits = eval->ctx->limits;
	r.eval.ctx = &quiet;
	r.eval.steps = &steps;
	walk(&r, expr->root);
	*n = r.n;
	return r.items;
}
