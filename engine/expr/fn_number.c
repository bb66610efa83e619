/* Functions on numbers: XPath 1.0 4.4, round() with a written mode, min, max, avg, abs. All
 * exact. */
#include "expr/function.h"

static bool overflow(eng_machine *m, const eng_ast *call) {
	return eng_fail(m->eval->ctx, "expr.overflow", eng_machine_where(m, call),
			"'%s' needs more than 34 digits", eng_machine_quote(m, call));
}

static bool fn_number(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		      eng_result *out) {
	(void)m, (void)call, (void)n;
	*out = args[0];
	return true;
}

/* Adds all items up; missing ones add nothing. */
static bool total(eng_machine *m, const eng_ast *call, const eng_result *arg, eng_decimal *sum,
		  size_t *count) {
	eng_decimal number;
	eng_result item;
	eng_have have;
	size_t i, n = eng_result_count(arg);

	*sum = eng_decimal_from_int(0);
	*count = 0;
	for (i = 0; i < n; i++) {
		eng_result_item(arg, i, &item);
		have = eng_machine_number(m, call->items[0], &item, &number);
		if (have == ENG_HAVE_ERROR) {
			return false;
		}
		if (have == ENG_HAVE_VALUE) {
			if (!eng_decimal_add(*sum, number, sum)) {
				return overflow(m, call);
			}
			(*count)++;
		}
	}
	return eng_machine_tick(m, n);
}

static bool fn_sum(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		   eng_result *out) {
	bool lenient = m->lenient, ok;
	eng_decimal sum;
	size_t count;

	(void)n;
	m->lenient = true;
	ok = total(m, call, &args[0], &sum, &count);
	m->lenient = lenient;
	eng_result_number(out, sum);
	return ok;
}

static bool none(eng_machine *m, const eng_ast *call, const eng_result *arg, eng_result *out) {
	eng_result_nothing(out);
	return eng_machine_missing(m, call->items[0], arg) != ENG_HAVE_ERROR;
}

static bool fn_avg(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		   eng_result *out) {
	bool lenient = m->lenient, ok;
	eng_decimal sum, mean;
	size_t count;

	(void)n;
	m->lenient = true;
	ok = total(m, call, &args[0], &sum, &count);
	m->lenient = lenient;
	if (!ok || count == 0) {
		return ok && none(m, call, &args[0], out);
	}
	if (!eng_decimal_div(sum, eng_decimal_from_int((int64_t)count), &mean)) {
		return overflow(m, call);
	}
	eng_result_number(out, mean);
	return true;
}

/* The extreme item: a number, or a date when all are dates. */
static bool extreme(eng_machine *m, const eng_ast *call, const eng_result *arg, int sign,
		    eng_result *out) {
	eng_result item, best;
	eng_decimal number;
	size_t i, count = 0, n = eng_result_count(arg);
	bool exponent;
	eng_str text;
	int order = 0;

	for (i = 0; i < n; i++) {
		eng_result_item(arg, i, &item);
		if (eng_result_is_missing(&item)) {
			continue;
		}
		if (count++ == 0) {
			best = item;
			continue;
		}
		if (!eng_machine_order(m, call->items[0], &item, &best, &order)) {
			return false;
		}
		best = order * sign > 0 ? item : best;
	}
	if (count == 0) {
		return none(m, call, arg, out);
	}
	if (count == 1 && !eng_machine_order(m, call->items[0], &best, &best, &order)) {
		return false; /* a single item must be a number or a date too */
	}
	*out = best;
	exponent = best.kind == ENG_RESULT_NODES && best.as.nodes.items[0]->number;
	if ((best.kind == ENG_RESULT_NODES || best.kind == ENG_RESULT_TEXT) &&
	    eng_machine_text(m, call->items[0], &best, &text) == ENG_HAVE_VALUE &&
	    eng_decimal_parse(text, exponent, &number)) {
		eng_result_number(out, number);
		out->from = best.from;
	}
	return eng_machine_tick(m, n);
}

static bool fn_min(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		   eng_result *out) {
	(void)n;
	return extreme(m, call, &args[0], -1, out);
}

static bool fn_max(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		   eng_result *out) {
	(void)n;
	return extreme(m, call, &args[0], 1, out);
}

static bool to_scale(eng_machine *m, const eng_ast *call, const eng_result *arg, int scale,
		     eng_rounding mode, eng_result *out) {
	eng_decimal number;

	if (!eng_decimal_round(arg->as.number, scale, mode, &number)) {
		return overflow(m, call);
	}
	eng_result_number(out, number);
	return true;
}

static bool fn_floor(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		     eng_result *out) {
	(void)n;
	return to_scale(m, call, &args[0], 0, ENG_ROUND_FLOOR, out);
}

static bool fn_ceiling(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		       eng_result *out) {
	(void)n;
	return to_scale(m, call, &args[0], 0, ENG_ROUND_CEILING, out);
}

static bool fn_round(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		     eng_result *out) {
	static const char *const names[] = { "half-up", "half-even", "down", "up" };
	static const eng_rounding modes[] = { ENG_ROUND_HALF_UP, ENG_ROUND_HALF_EVEN,
					      ENG_ROUND_DOWN, ENG_ROUND_UP };
	int64_t scale = 0;
	size_t i = 0;

	if (n > 1 &&
	    (!eng_decimal_to_int64(args[1].as.number, &scale) || scale < -34 || scale > 34)) {
		return eng_fail(m->eval->ctx, "expr.bad-argument",
				eng_machine_where(m, call->items[1]),
				"round() needs a whole number of digits from -34 to 34");
	}
	for (i = 0; n > 2 && i < 4 && !eng_str_eqc(args[2].as.text, names[i]); i++) {}
	if (i == 4) {
		return eng_fail(m->eval->ctx, "expr.bad-argument",
				eng_machine_where(m, call->items[2]),
				"round() knows 'half-up', 'half-even', 'down' and 'up'");
	}
	return to_scale(m, call, &args[0], (int)scale, modes[i], out);
}

static bool fn_abs(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		   eng_result *out) {
	(void)m, (void)call, (void)n;
	eng_result_number(out, eng_decimal_abs(args[0].as.number));
	return true;
}

const eng_function eng_functions_number[] = {
	{ "number", 0, 1, "n", 'n', ENG_MISSING_ERROR, true, fn_number, "The value as a number." },
	{ "sum", 1, 1, "a", 'n', ENG_MISSING_SEEN, false, fn_sum,
	  "Sum of all items, 0 when there is none." },
	{ "avg", 1, 1, "a", 'n', ENG_MISSING_SEEN, false, fn_avg,
	  "Mean of all items, missing when there is none." },
	{ "min", 1, 1, "a", 'a', ENG_MISSING_SEEN, false, fn_min,
	  "The smallest number or the first date, missing when there is none." },
	{ "max", 1, 1, "a", 'a', ENG_MISSING_SEEN, false, fn_max,
	  "The largest number or the last date, missing when there is none." },
	{ "floor", 1, 1, "n", 'n', ENG_MISSING_ERROR, false, fn_floor,
	  "The whole number at or below." },
	{ "ceiling", 1, 1, "n", 'n', ENG_MISSING_ERROR, false, fn_ceiling,
	  "The whole number at or above." },
	{ "round", 1, 3, "nnt", 'n', ENG_MISSING_ERROR, false, fn_round,
	  "Rounded to so many digits, a tie away from zero unless a mode is given." },
	{ "abs", 1, 1, "n", 'n', ENG_MISSING_ERROR, false, fn_abs, "Without its sign." },
	{ NULL },
};
