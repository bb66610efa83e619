/* Calls: finds the row of a function, evaluates and converts its arguments by the row's letters,
 * and applies its missing policy. The functions themselves live in fn_*.c, one group a file. */
#include "expr/function.h"

static const eng_function *const groups[] = {
	eng_functions_node,   eng_functions_text,     eng_functions_number,
	eng_functions_logic,  eng_functions_sequence, eng_functions_date,
	eng_functions_format, eng_functions_address,  eng_functions_lookup,
};

const eng_function *eng_function_at(size_t index) {
	const eng_function *row;
	size_t g;

	for (g = 0; g < sizeof(groups) / sizeof(groups[0]); g++) {
		for (row = groups[g]; row->name; row++) {
			if (index-- == 0) {
				return row;
			}
		}
	}
	return NULL;
}

const eng_function *eng_function_find(eng_str name) {
	const eng_function *row;
	size_t i;

	for (i = 0; (row = eng_function_at(i)); i++) {
		if (eng_str_eqc(name, row->name)) {
			return row;
		}
	}
	return NULL;
}

const char *eng_function_nearest(eng_str name) {
	const char *names[128];
	const eng_function *row;
	size_t n;

	for (n = 0; n < 128 && (row = eng_function_at(n)); n++) {
		names[n] = row->name;
	}
	return eng_str_nearest(name, names, n);
}

static char letter(const eng_function *function, size_t index) {
	size_t n = strlen(function->params);

	return n == 0 ? 'a' : function->params[index < n ? index : n - 1];
}

static eng_have require_nodes(eng_machine *m, const eng_ast *ast, const eng_result *arg) {
	if (arg->kind == ENG_RESULT_NODES || arg->kind == ENG_RESULT_MISSING) {
		return ENG_HAVE_VALUE;
	}
	eng_fail(m->eval->ctx, "expr.not-nodes", eng_machine_where(m, ast),
		 "'%s' is a value, a path is needed", eng_machine_quote(m, ast));
	return ENG_HAVE_ERROR;
}

/* Converts one argument in place to what its letter asks for. */
static eng_have convert(eng_machine *m, const eng_ast *ast, char want, eng_result *arg) {
	eng_have have = ENG_HAVE_VALUE;
	const eng_field *from = arg->from;
	union {
		eng_str text;
		eng_decimal number;
		eng_date date;
		bool boolean;
	} to;

	switch (want) {
	case 't':
	case 'l':
		have = eng_machine_text(m, ast, arg, &to.text);
		if (have == ENG_HAVE_VALUE) {
			eng_result_text(arg, to.text);
		}
		break;
	case 'n':
		have = eng_machine_number(m, ast, arg, &to.number);
		if (have == ENG_HAVE_VALUE) {
			eng_result_number(arg, to.number);
		}
		break;
	case 'd':
		have = eng_machine_date(m, ast, arg, &to.date);
		if (have == ENG_HAVE_VALUE) {
			eng_result_date(arg, to.date);
		}
		break;
	case 'b':
		if (!eng_machine_boolean(m, ast, arg, &to.boolean)) {
			return ENG_HAVE_ERROR;
		}
		eng_result_boolean(arg, to.boolean);
		break;
	case 'N':
		return require_nodes(m, ast, arg);
	default:
		return ENG_HAVE_VALUE;
	}
	if (have == ENG_HAVE_VALUE) {
		arg->from = from;
	}
	return have;
}

/* Evaluates and converts all arguments; NOTHING when one is missing and that makes the call so. */
static eng_have arguments(eng_machine *m, const eng_ast *ast, eng_result *args) {
	const eng_function *function = ast->function;
	bool lenient = m->lenient, nothing = false;
	eng_have have = ENG_HAVE_VALUE;
	size_t i;

	for (i = 0; i < ast->count && have != ENG_HAVE_ERROR; i++) {
		m->lenient =
		    lenient || function->missing == ENG_MISSING_SEEN || letter(function, i) == 'b';
		have = eng_machine_eval(m, ast->items[i], &args[i])
			   ? convert(m, ast->items[i], letter(function, i), &args[i])
			   : ENG_HAVE_ERROR;
		nothing = nothing || have == ENG_HAVE_NOTHING;
	}
	m->lenient = lenient;
	if (have == ENG_HAVE_ERROR) {
		return have;
	}
	return nothing && function->missing == ENG_MISSING_ERROR ? ENG_HAVE_NOTHING
								 : ENG_HAVE_VALUE;
}

/* string(), number(), normalize-space() ... on the current node. */
static eng_have current(eng_machine *m, const eng_ast *ast, eng_result *arg) {
	if (!m->node) {
		eng_fail(m->eval->ctx, "expr.no-context", eng_machine_where(m, ast),
			 "'%s' has no current node here", eng_machine_quote(m, ast));
		return ENG_HAVE_ERROR;
	}
	eng_result_nothing(arg);
	arg->as.nodes.items = eng_arena_new(m->eval->arena, const eng_field *);
	arg->as.nodes.items[0] = m->node;
	arg->as.nodes.n = 1;
	return convert(m, ast, letter(ast->function, 0), arg);
}

bool eng_machine_call(eng_machine *m, const eng_ast *ast, eng_result *out) {
	const eng_function *function = ast->function;
	eng_result few[4], *args = few;
	size_t n = ast->count;
	eng_have have;

	if (function->missing == ENG_MISSING_LAZY) {
		return function->call(m, ast, NULL, 0, out);
	}
	if (n > 4) {
		args = eng_arena_new_array(m->eval->arena, n, eng_result);
	}
	if (n == 0 && function->current) {
		n = 1;
		have = current(m, ast, args);
	} else {
		have = arguments(m, ast, args);
	}
	if (have == ENG_HAVE_ERROR) {
		return false;
	}
	if (have == ENG_HAVE_NOTHING) {
		eng_result_nothing(out);
		return true;
	}
	return function->call(m, ast, args, n, out);
}
