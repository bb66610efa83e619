/* Functions about nodes and their place: XPath 1.0 4.1, running-sum() and lang(). */
#include "expr/function.h"

static bool fn_position(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			eng_result *out) {
	(void)call, (void)args, (void)n;
	eng_result_number(out, eng_decimal_from_int((int64_t)m->position));
	return true;
}

static bool fn_last(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		    eng_result *out) {
	(void)call, (void)args, (void)n;
	eng_result_number(out, eng_decimal_from_int((int64_t)m->last));
	return true;
}

static bool fn_count(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		     eng_result *out) {
	(void)m, (void)call, (void)n;
	eng_result_number(out, eng_decimal_from_int((int64_t)eng_result_count(&args[0])));
	return true;
}

/* The first field of the argument; NULL when there is none. */
static const eng_field *first_field(const eng_result *arg) {
	return arg->kind == ENG_RESULT_NODES && arg->as.nodes.n > 0 ? arg->as.nodes.items[0] : NULL;
}

static bool fn_name(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		    eng_result *out) {
	const eng_field *field = first_field(&args[0]);

	(void)m, (void)call, (void)n;
	eng_result_text(out, field ? field->name->text : ENG_STR(""));
	return true;
}

static bool fn_namespace_uri(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			     eng_result *out) {
	const eng_field *field = first_field(&args[0]);

	(void)m, (void)call, (void)n;
	eng_result_text(out, field && field->space ? field->space->text : ENG_STR(""));
	return true;
}

/* "de" fits de, de-CH and DE. */
static bool language_fits(eng_str wanted, eng_str is) {
	size_t i;

	for (i = 0; i < wanted.n; i++) {
		int a = (unsigned char)wanted.s[i], b = i < is.n ? (unsigned char)is.s[i] : 0;

		a += a >= 'A' && a <= 'Z' ? 'a' - 'A' : 0;
		b += b >= 'A' && b <= 'Z' ? 'a' - 'A' : 0;
		if (a != b) {
			return false;
		}
	}
	return is.n == wanted.n || is.s[wanted.n] == '-';
}

static bool fn_lang(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		    eng_result *out) {
	static const eng_str xml = ENG_STR_INIT("http://www.w3.org/XML/1998/namespace");
	const eng_field *field, *attribute;

	(void)call, (void)n;
	eng_result_boolean(out, false);
	for (field = m->node; field; field = field->parent) {
		for (attribute = field->attributes; attribute; attribute = attribute->next) {
			if (attribute->space && eng_str_eq(attribute->space->text, xml) &&
			    eng_str_eqc(attribute->name->text, "lang")) {
				out->as.boolean = language_fits(args[0].as.text, attribute->text);
				return true;
			}
		}
	}
	return true;
}

/* The sums so far of one running-sum() over the rows of one list. */
typedef struct memo memo;

struct memo {
	memo *next;
	const eng_ast *call;
	eng_decimal *sums; /* sums[i]: start and the first i rows */
	size_t done;
};

static memo *find_memo(eng_machine *m, const eng_ast *call) {
	eng_rows *rows = m->eval->rows;
	memo *found;

	for (found = rows->memo; found; found = found->next) {
		if (found->call == call) {
			return found;
		}
	}
	found = eng_arena_new(m->eval->arena, memo);
	found->sums = eng_arena_new_array(m->eval->arena, rows->n + 1, eng_decimal);
	found->call = call;
	found->next = rows->memo;
	rows->memo = found;
	return found;
}

/* One number in the context of a row. */
static eng_have row_number(eng_machine *m, const eng_ast *ast, size_t row, eng_decimal *out) {
	eng_machine inner = *m;
	eng_result result;

	inner.node = m->eval->rows->items[row];
	inner.position = row + 1;
	inner.last = m->eval->rows->n;
	if (!eng_machine_eval(&inner, ast, &result)) {
		return ENG_HAVE_ERROR;
	}
	return eng_machine_number(&inner, ast, &result, out);
}

/* Linear over a whole table: each row is added once, and rows may be asked in any order. */
static eng_have running_sum(eng_machine *m, const eng_ast *call, size_t position,
			    eng_decimal *out) {
	memo *sums = find_memo(m, call);
	eng_decimal amount = eng_decimal_from_int(0);
	eng_have have;

	if (sums->done == 0) {
		have = call->count > 1 ? row_number(m, call->items[1], 0, &amount) : ENG_HAVE_VALUE;
		if (have != ENG_HAVE_VALUE) {
			return have;
		}
		sums->sums[0] = amount;
		sums->done = 1;
	}
	for (; sums->done <= position; sums->done++) {
		have = row_number(m, call->items[0], sums->done - 1, &amount);
		if (have != ENG_HAVE_VALUE) {
			return have;
		}
		if (!eng_decimal_add(sums->sums[sums->done - 1], amount, &sums->sums[sums->done])) {
			eng_fail(m->eval->ctx, "expr.overflow", eng_machine_where(m, call),
				 "'%s' needs more than 34 digits", eng_machine_quote(m, call));
			return ENG_HAVE_ERROR;
		}
	}
	*out = sums->sums[position];
	return ENG_HAVE_VALUE;
}

static bool fn_running_sum(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			   eng_result *out) {
	const eng_rows *rows = m->eval->rows;
	eng_decimal sum;

	(void)args, (void)n;
	if (!rows || m->position < 1 || m->position > rows->n) {
		return eng_fail(m->eval->ctx, "expr.no-list", eng_machine_where(m, call),
				"'%s' needs the rows of a table or for-each around it",
				eng_machine_quote(m, call));
	}
	switch (running_sum(m, call, m->position, &sum)) {
	case ENG_HAVE_ERROR:
		return false;
	case ENG_HAVE_NOTHING:
		eng_result_nothing(out);
		return true;
	case ENG_HAVE_VALUE:
		break;
	}
	eng_result_number(out, sum);
	return true;
}

const eng_function eng_functions_node[] = {
	{ "position", 0, 0, "", 'n', ENG_MISSING_ERROR, false, fn_position,
	  "Place of the current node in the list, from 1." },
	{ "last", 0, 0, "", 'n', ENG_MISSING_ERROR, false, fn_last,
	  "Number of nodes in the list." },
	{ "count", 1, 1, "a", 'n', ENG_MISSING_SEEN, false, fn_count,
	  "How many fields or items there are; missing ones do not count." },
	{ "name", 0, 1, "N", 't', ENG_MISSING_SEEN, true, fn_name,
	  "Name of the first field, without prefix." },
	{ "local-name", 0, 1, "N", 't', ENG_MISSING_SEEN, true, fn_name,
	  "Name of the first field, without prefix." },
	{ "namespace-uri", 0, 1, "N", 't', ENG_MISSING_SEEN, true, fn_namespace_uri,
	  "Namespace of the first field, or empty." },
	{ "lang", 1, 1, "t", 'b', ENG_MISSING_ERROR, false, fn_lang,
	  "Whether xml:lang around the current node says that language." },
	{ "running-sum", 1, 2, "n", 'n', ENG_MISSING_LAZY, false, fn_running_sum,
	  "Sum of an amount over the rows down to this one, from a start." },
	{ NULL },
};
