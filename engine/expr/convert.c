/* From results to values: what is missing, what is too many, and how text becomes a number, a date
 * or a truth value.
 *
 * Knows the missing rules of the language and nothing of syntax. Every error names the part of the
 * expression that asked, and has a note at the place in the data that answered. */
#include "expr/eval.h"

static bool field_is_blank(const eng_field *field) {
	return field->nil || (!field->first && eng_str_blank(field->text));
}

bool eng_result_is_missing(const eng_result *result) {
	switch (result->kind) {
	case ENG_RESULT_MISSING:
		return true;
	case ENG_RESULT_NODES:
		return result->as.nodes.n == 0 ||
		       (result->as.nodes.n == 1 && field_is_blank(result->as.nodes.items[0]));
	case ENG_RESULT_SEQUENCE:
		return result->as.sequence.n == 0 ||
		       (result->as.sequence.n == 1 &&
			eng_result_is_missing(&result->as.sequence.items[0]));
	default:
		return false;
	}
}

void eng_result_nothing(eng_result *out) {
	memset(out, 0, sizeof(*out));
	out->kind = ENG_RESULT_NODES;
}

void eng_result_text(eng_result *out, eng_str text) {
	memset(out, 0, sizeof(*out));
	out->kind = ENG_RESULT_TEXT;
	out->as.text = text;
}

void eng_result_number(eng_result *out, eng_decimal number) {
	memset(out, 0, sizeof(*out));
	out->kind = ENG_RESULT_NUMBER;
	out->as.number = number;
}

void eng_result_boolean(eng_result *out, bool boolean) {
	memset(out, 0, sizeof(*out));
	out->kind = ENG_RESULT_BOOLEAN;
	out->as.boolean = boolean;
}

void eng_result_date(eng_result *out, eng_date date) {
	memset(out, 0, sizeof(*out));
	out->kind = ENG_RESULT_DATE;
	out->as.date = date;
}

bool eng_machine_note(const eng_machine *m, const eng_field *field) {
	eng_eval *eval = m->eval;

	if (field && eval->record) {
		eng_note(eval->ctx, eng_field_where(field, eval->record), "the data is here: '%s'",
			 eng_field_path(field, eval->record, eval->arena));
	}
	return false;
}

eng_have eng_machine_missing(eng_machine *m, const eng_ast *ast, const eng_result *result) {
	const eng_field *place = m->node;

	if (m->lenient) {
		return ENG_HAVE_NOTHING;
	}
	if (result->kind == ENG_RESULT_NODES && result->as.nodes.n > 0) {
		place = result->as.nodes.items[0];
	}
	eng_fail(m->eval->ctx, "expr.missing", eng_machine_where(m, ast),
		 "'%s' is missing; if it may be, write optional(...)", eng_machine_quote(m, ast));
	eng_machine_note(m, place);
	return ENG_HAVE_ERROR;
}

eng_have eng_machine_single(eng_machine *m, const eng_ast *ast, const eng_result *result,
			    eng_result *item) {
	size_t n = eng_result_count(result);

	if (eng_result_is_missing(result)) {
		return eng_machine_missing(m, ast, result);
	}
	if (n > 1) {
		eng_fail(m->eval->ctx, "expr.many-values", eng_machine_where(m, ast),
			 "'%s' selects %zu values where one is needed, write [1] or string-join()",
			 eng_machine_quote(m, ast), n);
		if (result->kind == ENG_RESULT_NODES) {
			eng_machine_note(m, result->as.nodes.items[1]);
		}
		return ENG_HAVE_ERROR;
	}
	eng_result_item(result, 0, item);
	return ENG_HAVE_VALUE;
}

static eng_str number_text(eng_machine *m, eng_decimal number) {
	char text[ENG_DECIMAL_TEXT];

	return eng_str_copy(m->eval->arena, eng_decimal_format(eng_decimal_reduce(number), text));
}

/* The text of a path to one field that says something, which most results are; false: look closer. */
static bool field_text(const eng_result *result, eng_str *out) {
	const eng_field *field;

	if (result->kind != ENG_RESULT_NODES || result->as.nodes.n != 1) {
		return false;
	}
	field = result->as.nodes.items[0];
	*out = field->text;
	return !field->first && !field->nil && !eng_str_blank(field->text);
}

eng_have eng_machine_text(eng_machine *m, const eng_ast *ast, const eng_result *result,
			  eng_str *out) {
	eng_result item;
	eng_have have;
	char date[ENG_DATE_TEXT];

	if (field_text(result, out)) {
		return ENG_HAVE_VALUE;
	}
	have = eng_machine_single(m, ast, result, &item);
	if (have != ENG_HAVE_VALUE) {
		return have;
	}
	switch (item.kind) {
	case ENG_RESULT_NODES:
		*out = eng_field_string(item.as.nodes.items[0], m->eval->arena);
		return eng_str_blank(*out) ? eng_machine_missing(m, ast, &item) : ENG_HAVE_VALUE;
	case ENG_RESULT_TEXT:
		*out = item.as.text;
		break;
	case ENG_RESULT_NUMBER:
		*out = number_text(m, item.as.number);
		break;
	case ENG_RESULT_BOOLEAN:
		*out = item.as.boolean ? ENG_STR("true") : ENG_STR("false");
		break;
	case ENG_RESULT_DATE:
		*out = eng_str_copy(m->eval->arena, eng_date_format(item.as.date, date));
		break;
	default:
		*out = item.as.value.text;
		break;
	}
	return ENG_HAVE_VALUE;
}

static eng_have wrong(eng_machine *m, const eng_ast *ast, const eng_result *item, const char *code,
		      const char *wanted) {
	eng_str text = { "", 0 };

	m->lenient = true; /* the text is only for the message */
	eng_machine_text(m, ast, item, &text);
	eng_fail(m->eval->ctx, code, eng_machine_where(m, ast), "'%s' of '%s' is not %s",
		 eng_quote(m->eval->arena, text), eng_machine_quote(m, ast), wanted);
	eng_machine_note(m, item->kind == ENG_RESULT_NODES ? item->as.nodes.items[0] : item->from);
	return ENG_HAVE_ERROR;
}

eng_have eng_machine_number(eng_machine *m, const eng_ast *ast, const eng_result *result,
			    eng_decimal *out) {
	eng_result item;
	eng_have have;
	eng_str text;
	bool exponent = false;

	if (result->kind == ENG_RESULT_NUMBER) {
		*out = result->as.number;
		return ENG_HAVE_VALUE;
	}
	if (field_text(result, &text) &&
	    eng_decimal_parse(text, result->as.nodes.items[0]->number, out)) {
		return ENG_HAVE_VALUE;
	}
	have = eng_machine_single(m, ast, result, &item);
	if (have != ENG_HAVE_VALUE) {
		return have;
	}
	if (item.kind == ENG_RESULT_NUMBER) {
		*out = item.as.number;
		return ENG_HAVE_VALUE;
	}
	if (item.kind == ENG_RESULT_BOOLEAN) {
		*out = eng_decimal_from_int(item.as.boolean);
		return ENG_HAVE_VALUE;
	}
	if (item.kind == ENG_RESULT_VALUE &&
	    (item.as.value.kind == ENG_VALUE_NUMBER || item.as.value.kind == ENG_VALUE_MONEY ||
	     item.as.value.kind == ENG_VALUE_PERCENT)) {
		*out = item.as.value.number;
		return ENG_HAVE_VALUE;
	}
	have = eng_machine_text(m, ast, &item, &text);
	if (have != ENG_HAVE_VALUE) {
		return have;
	}
	exponent = item.kind == ENG_RESULT_NODES && item.as.nodes.items[0]->number;
	if (item.kind == ENG_RESULT_DATE || !eng_decimal_parse(text, exponent, out)) {
		return wrong(m, ast, &item, "expr.not-a-number", "a number");
	}
	return ENG_HAVE_VALUE;
}

eng_have eng_machine_date(eng_machine *m, const eng_ast *ast, const eng_result *result,
			  eng_date *out) {
	eng_result item;
	eng_have have;
	eng_str text;

	if (field_text(result, &text) && eng_date_parse(text, out)) {
		return ENG_HAVE_VALUE;
	}
	have = eng_machine_single(m, ast, result, &item);
	if (have != ENG_HAVE_VALUE) {
		return have;
	}
	if (item.kind == ENG_RESULT_DATE) {
		*out = item.as.date;
		return ENG_HAVE_VALUE;
	}
	if (item.kind == ENG_RESULT_VALUE && item.as.value.kind == ENG_VALUE_DATE) {
		*out = item.as.value.date;
		return ENG_HAVE_VALUE;
	}
	have = eng_machine_text(m, ast, &item, &text);
	if (have != ENG_HAVE_VALUE) {
		return have;
	}
	if ((item.kind != ENG_RESULT_NODES && item.kind != ENG_RESULT_TEXT) ||
	    !eng_date_parse(text, out)) {
		return wrong(m, ast, &item, "expr.not-a-date", "a date like 2026-11-30");
	}
	return ENG_HAVE_VALUE;
}

/* A field declared boolean: its content decides, not its presence. */
static bool boolean_field(eng_machine *m, const eng_ast *ast, const eng_result *result, bool *out) {
	eng_str text;

	switch (eng_machine_text(m, ast, result, &text)) {
	case ENG_HAVE_ERROR:
		return false;
	case ENG_HAVE_NOTHING:
		*out = false;
		return true;
	case ENG_HAVE_VALUE:
		break;
	}
	text = eng_str_trim(text);
	*out = eng_str_eqc(text, "true") || eng_str_eqc(text, "1");
	if (!*out && !eng_str_eqc(text, "false") && !eng_str_eqc(text, "0")) {
		return wrong(m, ast, result, "expr.not-a-boolean", "true or false") ==
		       ENG_HAVE_VALUE;
	}
	return true;
}

bool eng_machine_boolean(eng_machine *m, const eng_ast *ast, const eng_result *result, bool *out) {
	eng_result item;
	bool lenient = m->lenient, ok = true;

	m->lenient = true;
	if (eng_result_is_missing(result) && result->kind != ENG_RESULT_NODES) {
		*out = false;
	} else if (result->kind == ENG_RESULT_SEQUENCE && result->as.sequence.n == 1) {
		eng_result_item(result, 0, &item);
		ok = eng_machine_boolean(m, ast, &item, out);
	} else if (result->kind == ENG_RESULT_NODES && ast->declared == ENG_TYPE_BOOLEAN) {
		ok = boolean_field(m, ast, result, out);
	} else if (result->kind == ENG_RESULT_NODES) {
		*out = result->as.nodes.n > 0;
	} else if (result->kind == ENG_RESULT_TEXT) {
		*out = result->as.text.n > 0;
	} else if (result->kind == ENG_RESULT_NUMBER) {
		*out = eng_decimal_sign(result->as.number) != 0;
	} else if (result->kind == ENG_RESULT_BOOLEAN) {
		*out = result->as.boolean;
	} else {
		*out = true; /* a date, a formatted value, several items */
	}
	m->lenient = lenient;
	return ok;
}

bool eng_machine_test(eng_machine *m, const eng_ast *ast, bool *out) {
	eng_result result;

	return eng_machine_lenient(m, ast, &result) && eng_machine_boolean(m, ast, &result, out);
}

size_t eng_result_count(const eng_result *result) {
	switch (result->kind) {
	case ENG_RESULT_MISSING:
		return 0;
	case ENG_RESULT_NODES:
		return result->as.nodes.n;
	case ENG_RESULT_SEQUENCE:
		return result->as.sequence.n;
	default:
		return 1;
	}
}

void eng_result_item(const eng_result *result, size_t index, eng_result *item) {
	if (result->kind == ENG_RESULT_NODES) {
		memset(item, 0, sizeof(*item));
		item->kind = ENG_RESULT_NODES;
		item->as.nodes.items = result->as.nodes.items + index;
		item->as.nodes.n = 1;
		item->from = result->as.nodes.items[index];
	} else if (result->kind == ENG_RESULT_SEQUENCE) {
		*item = result->as.sequence.items[index];
	} else {
		*item = *result;
	}
}
