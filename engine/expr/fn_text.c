/* Functions on text: XPath 1.0 4.2 and string-join(). Characters are code points. */
#include "expr/function.h"

#include "base/buf.h"
#include "base/utf8.h"

static bool keep(eng_machine *m, eng_buf *buf, eng_result *out) {
	eng_result_text(out, eng_str_copy(m->eval->arena, eng_buf_view(buf)));
	eng_buf_finish(buf);
	return eng_machine_tick(m, out->as.text.n / 64);
}

static bool fn_string(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		      eng_result *out) {
	(void)m, (void)call, (void)n;
	*out = args[0];
	return true;
}

/* Appends a text that a function makes longer and longer: data could fill any memory with it. */
static bool append(eng_machine *m, const eng_ast *call, eng_buf *buf, eng_str text) {
	if (buf->n + text.n > m->eval->ctx->limits.token_bytes) {
		return eng_fail(m->eval->ctx, "limit.token-bytes", eng_machine_where(m, call),
				"a text has more bytes than %zu", m->eval->ctx->limits.token_bytes);
	}
	eng_buf_str(buf, text);
	return true;
}

static bool fn_concat(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		      eng_result *out) {
	eng_buf buf = { 0 };
	bool ok = true;

	for (size_t i = 0; i < n && ok; i++) {
		ok = append(m, call, &buf, args[i].as.text);
	}
	return keep(m, &buf, out) && ok;
}

static bool fn_starts_with(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			   eng_result *out) {
	eng_str text = args[0].as.text, start = args[1].as.text;

	(void)m, (void)call, (void)n;
	eng_result_boolean(out,
			   text.n >= start.n && eng_str_eq(eng_str_sub(text, 0, start.n), start));
	return true;
}

static bool fn_ends_with(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			 eng_result *out) {
	eng_str text = args[0].as.text, end = args[1].as.text;

	(void)m, (void)call, (void)n;
	eng_result_boolean(out, text.n >= end.n &&
				    eng_str_eq(eng_str_sub(text, text.n - end.n, text.n), end));
	return true;
}

/* Where needle starts in text, or text.n; counts the work of the search. */
static bool find(eng_machine *m, eng_str text, eng_str needle, size_t *at) {
	*at = eng_str_index(text, needle);
	return eng_machine_tick(m, text.n / 8 + (*at * needle.n) / 4096);
}

static bool fn_contains(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			eng_result *out) {
	eng_str text = args[0].as.text, needle = args[1].as.text;
	size_t at;

	(void)call, (void)n;
	if (!find(m, text, needle, &at)) {
		return false;
	}
	eng_result_boolean(out, needle.n == 0 || at < text.n);
	return true;
}

static bool fn_substring_before(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
				eng_result *out) {
	eng_str text = args[0].as.text, needle = args[1].as.text;
	size_t at;

	(void)call, (void)n;
	if (!find(m, text, needle, &at)) {
		return false;
	}
	eng_result_text(out,
			needle.n == 0 || at == text.n ? ENG_STR("") : eng_str_sub(text, 0, at));
	return true;
}

static bool fn_substring_after(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			       eng_result *out) {
	eng_str text = args[0].as.text, needle = args[1].as.text;
	size_t at;

	(void)call, (void)n;
	if (!find(m, text, needle, &at)) {
		return false;
	}
	if (needle.n == 0) {
		eng_result_text(out, text);
	} else {
		eng_result_text(out, at == text.n ? ENG_STR("")
						  : eng_str_sub(text, at + needle.n, text.n));
	}
	return true;
}

/* XPath rounds a tie towards positive infinity here. */
static bool round_position(eng_decimal in, eng_decimal *out) {
	static const eng_decimal half = { 5, 1 };
	eng_decimal sum;

	return eng_decimal_add(in, half, &sum) && eng_decimal_round(sum, 0, ENG_ROUND_FLOOR, out);
}

/* Characters at positions p with from <= p < to, both rounded as XPath says. */
static bool fn_substring(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			 eng_result *out) {
	eng_str rest = args[0].as.text, text = rest, before;
	eng_decimal from, length, to, p;
	size_t start = 0, end = text.n;
	int64_t i = 0;
	uint32_t c;
	bool started = false, ok;

	ok = round_position(args[1].as.number, &from);
	if (ok && n > 2) {
		ok = round_position(args[2].as.number, &length) &&
		     eng_decimal_add(from, length, &to);
	}
	if (!ok) {
		return eng_fail(m->eval->ctx, "expr.overflow", eng_machine_where(m, call),
				"'%s' counts too far", eng_machine_quote(m, call));
	}
	for (before = rest; eng_utf8_next(&rest, &c); before = rest) {
		p = eng_decimal_from_int(++i);
		if (n > 2 && eng_decimal_cmp(p, to) >= 0) {
			end = (size_t)(before.s - text.s);
			break;
		}
		if (!started && eng_decimal_cmp(p, from) >= 0) {
			started = true;
			start = (size_t)(before.s - text.s);
		}
	}
	eng_result_text(out, started && start < end ? eng_str_sub(text, start, end) : ENG_STR(""));
	return eng_machine_tick(m, (uint64_t)i / 16);
}

static bool fn_string_length(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			     eng_result *out) {
	(void)call, (void)n;
	eng_result_number(out, eng_decimal_from_int((int64_t)eng_utf8_length(args[0].as.text)));
	return eng_machine_tick(m, args[0].as.text.n / 64);
}

static bool fn_normalize_space(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			       eng_result *out) {
	eng_str rest = args[0].as.text, word;
	eng_buf buf = { 0 };

	(void)call, (void)n;
	while (eng_str_word(&rest, &word)) {
		if (buf.n > 0) {
			eng_buf_char(&buf, ' ');
		}
		eng_buf_str(&buf, word);
	}
	return keep(m, &buf, out);
}

/* Index of the first occurrence of c among the characters; SIZE_MAX when absent. */
static size_t character_index(eng_str list, uint32_t c) {
	uint32_t other;
	size_t i;

	for (i = 0; eng_utf8_next(&list, &other); i++) {
		if (other == c) {
			return i;
		}
	}
	return SIZE_MAX;
}

static bool fn_translate(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			 eng_result *out) {
	eng_str rest = args[0].as.text, to;
	eng_buf buf = { 0 };
	uint32_t c, other = 0;
	size_t index, i;

	(void)call, (void)n;
	if (!eng_machine_tick(m, (rest.n * (args[1].as.text.n + 1)) / 64)) {
		return false;
	}
	while (eng_utf8_next(&rest, &c)) {
		index = character_index(args[1].as.text, c);
		if (index == SIZE_MAX) {
			eng_buf_utf8(&buf, c);
			continue;
		}
		to = args[2].as.text;
		for (i = 0; i <= index && eng_utf8_next(&to, &other); i++) {}
		if (i == index + 1) {
			eng_buf_utf8(&buf, other);
		}
	}
	return keep(m, &buf, out);
}

static bool fn_string_join(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			   eng_result *out) {
	eng_str between = n > 1 ? args[1].as.text : ENG_STR(""), text;
	eng_buf buf = { 0 };
	eng_result item;
	size_t i, count = 0;
	bool lenient = m->lenient, ok = true;
	eng_have have;

	m->lenient = true;
	for (i = 0; i < eng_result_count(&args[0]) && ok; i++) {
		eng_result_item(&args[0], i, &item);
		have = eng_machine_text(m, call->items[0], &item, &text);
		ok = have != ENG_HAVE_ERROR;
		if (have == ENG_HAVE_VALUE) {
			ok = append(m, call, &buf, count++ > 0 ? between : ENG_STR("")) &&
			     append(m, call, &buf, text);
		}
	}
	m->lenient = lenient;
	return keep(m, &buf, out) && ok;
}

const eng_function eng_functions_text[] = {
	{ "string", 0, 1, "t", 't', ENG_MISSING_ERROR, true, fn_string, "The value as text." },
	{ "concat", 2, ENG_FUNCTION_ANY, "t", 't', ENG_MISSING_ERROR, false, fn_concat,
	  "All texts, one behind the other." },
	{ "starts-with", 2, 2, "t", 'b', ENG_MISSING_ERROR, false, fn_starts_with,
	  "Whether the first text starts with the second." },
	{ "ends-with", 2, 2, "t", 'b', ENG_MISSING_ERROR, false, fn_ends_with,
	  "Whether the first text ends with the second." },
	{ "contains", 2, 2, "t", 'b', ENG_MISSING_ERROR, false, fn_contains,
	  "Whether the second text occurs in the first." },
	{ "substring-before", 2, 2, "t", 't', ENG_MISSING_ERROR, false, fn_substring_before,
	  "What stands before the first occurrence, empty when there is none." },
	{ "substring-after", 2, 2, "t", 't', ENG_MISSING_ERROR, false, fn_substring_after,
	  "What stands behind the first occurrence, empty when there is none." },
	{ "substring", 2, 3, "tnn", 't', ENG_MISSING_ERROR, false, fn_substring,
	  "Characters from a position on, perhaps only so many." },
	{ "string-length", 0, 1, "t", 'n', ENG_MISSING_ERROR, true, fn_string_length,
	  "Number of characters." },
	{ "normalize-space", 0, 1, "t", 't', ENG_MISSING_ERROR, true, fn_normalize_space,
	  "Trimmed, with single spaces." },
	{ "translate", 3, 3, "t", 't', ENG_MISSING_ERROR, false, fn_translate,
	  "Characters replaced one by one, or dropped." },
	{ "string-join", 1, 2, "at", 't', ENG_MISSING_SEEN, false, fn_string_join,
	  "All items as one text with a separator; missing ones are left out." },
	{ NULL },
};
