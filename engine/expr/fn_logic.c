/* Truth values, and the functions that see what is missing: optional, first-of, exists, empty. */
#include "expr/function.h"

static bool fn_boolean(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		       eng_result *out) {
	(void)m, (void)call, (void)n;
	*out = args[0];
	return true;
}

static bool fn_not(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		   eng_result *out) {
	(void)m, (void)call, (void)n;
	eng_result_boolean(out, !args[0].as.boolean);
	return true;
}

static bool fn_true(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		    eng_result *out) {
	(void)m, (void)call, (void)args, (void)n;
	eng_result_boolean(out, true);
	return true;
}

static bool fn_false(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		     eng_result *out) {
	(void)m, (void)call, (void)args, (void)n;
	eng_result_boolean(out, false);
	return true;
}

static bool fn_exists(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		      eng_result *out) {
	(void)m, (void)call, (void)n;
	eng_result_boolean(out, eng_result_count(&args[0]) > 0);
	return true;
}

static bool fn_empty(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		     eng_result *out) {
	(void)m, (void)call, (void)n;
	eng_result_boolean(out, eng_result_count(&args[0]) == 0);
	return true;
}

static bool fn_optional(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			eng_result *out) {
	(void)args, (void)n;
	if (!eng_machine_lenient(m, call->items[0], out)) {
		return false;
	}
	if (!eng_result_is_missing(out)) {
		return true;
	}
	if (call->count > 1) {
		return eng_machine_eval(m, call->items[1], out);
	}
	memset(out, 0, sizeof(*out));
	out->kind = ENG_RESULT_MISSING;
	return true;
}

static bool fn_first_of(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			eng_result *out) {
	size_t i;

	(void)args, (void)n;
	for (i = 0; i < call->count; i++) {
		if (!eng_machine_lenient(m, call->items[i], out)) {
			return false;
		}
		if (!eng_result_is_missing(out)) {
			return true;
		}
	}
	eng_result_nothing(out);
	return true;
}

const eng_function eng_functions_logic[] = {
	{ "boolean", 1, 1, "b", 'b', ENG_MISSING_SEEN, false, fn_boolean,
	  "The value as a truth value; missing is false." },
	{ "not", 1, 1, "b", 'b', ENG_MISSING_SEEN, false, fn_not,
	  "The opposite; not() of missing is true." },
	{ "true", 0, 0, "", 'b', ENG_MISSING_ERROR, false, fn_true, "True." },
	{ "false", 0, 0, "", 'b', ENG_MISSING_ERROR, false, fn_false, "False." },
	{ "exists", 1, 1, "a", 'b', ENG_MISSING_SEEN, false, fn_exists,
	  "Whether there is anything." },
	{ "empty", 1, 1, "a", 'b', ENG_MISSING_SEEN, false, fn_empty, "Whether there is nothing." },
	{ "optional", 1, 2, "a", '*', ENG_MISSING_LAZY, false, fn_optional,
	  "The value, or the fallback, or nothing: absence is meant." },
	{ "first-of", 1, ENG_FUNCTION_ANY, "a", '*', ENG_MISSING_LAZY, false, fn_first_of,
	  "The first of its arguments that is not missing." },
	{ NULL },
};
