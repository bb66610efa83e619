/* Functions that format for the reader and keep the raw value: dates, money, numbers, percentages,
 * IBANs, phone numbers, masks; and letter case by language. */
#include "expr/function.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "expr/locale.h"

static void keep(eng_result *out, const eng_result *arg, const eng_value *value) {
	const eng_field *from = arg->from;

	memset(out, 0, sizeof(*out));
	out->kind = ENG_RESULT_VALUE;
	out->as.value = *value;
	out->from = from;
}

static bool bad(eng_machine *m, const eng_ast *ast, const char *message) {
	return eng_fail(m->eval->ctx, "expr.bad-argument", eng_machine_where(m, ast), "'%s' %s",
			eng_machine_quote(m, ast), message);
}

static bool note(eng_machine *m, const eng_result *arg, bool ok) {
	return ok || eng_machine_note(m, arg->from);
}

static bool fn_format_date(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			   eng_result *out) {
	eng_eval *eval = m->eval;
	eng_value value;

	if (!note(m, &args[0],
		  eng_locale_date(eval->ctx, eval->arena, eval->locale, eng_machine_where(m, call),
				  args[0].as.date, n > 1 ? args[1].as.text : ENG_STR("medium"),
				  &value))) {
		return false;
	}
	keep(out, &args[0], &value);
	return eng_machine_tick(m, 4);
}

static bool fn_format_money(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			    eng_result *out) {
	eng_money_style style = ENG_MONEY_STANDARD;
	eng_eval *eval = m->eval;
	eng_value value;

	if (n > 2 && eng_str_eqc(args[2].as.text, "source")) {
		style = ENG_MONEY_SOURCE;
	} else if (n > 2 && eng_str_eqc(args[2].as.text, "no-decimals")) {
		style = ENG_MONEY_NO_DECIMALS;
	} else if (n > 2) {
		return bad(m, call->items[2], "is no style, use 'source' or 'no-decimals'");
	}
	if (!note(m, &args[0],
		  eng_locale_money(eval->ctx, eval->arena, eval->locale, eng_machine_where(m, call),
				   args[0].as.number, args[1].as.text, style, &value))) {
		return false;
	}
	keep(out, &args[0], &value);
	return eng_machine_tick(m, 4);
}

static bool fn_format_number(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			     eng_result *out) {
	eng_eval *eval = m->eval;
	eng_value value;

	if (!note(m, &args[0],
		  eng_locale_number(eval->ctx, eval->arena, eval->locale,
				    eng_machine_where(m, call), args[0].as.number,
				    n > 1 ? args[1].as.text : ENG_STR(""), &value))) {
		return false;
	}
	keep(out, &args[0], &value);
	return eng_machine_tick(m, 4);
}

static bool fn_format_percent(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			      eng_result *out) {
	eng_eval *eval = m->eval;
	eng_value value;

	if (n > 1 && !eng_str_eqc(args[1].as.text, "fraction")) {
		return bad(m, call->items[1], "is no style, use 'fraction'");
	}
	if (!note(m, &args[0],
		  eng_locale_percent(eval->ctx, eval->arena, eval->locale,
				     eng_machine_where(m, call), args[0].as.number, n > 1,
				     &value))) {
		return false;
	}
	keep(out, &args[0], &value);
	return eng_machine_tick(m, 4);
}

/* The text without white space, letters as they are. */
static eng_str squeeze(eng_machine *m, eng_str text) {
	char *out = eng_arena_alloc(m->eval->arena, text.n + 1);
	size_t i, n = 0;

	for (i = 0; i < text.n; i++) {
		if (!strchr(" \t\r\n", text.s[i]) || text.s[i] == '\0') {
			out[n++] = text.s[i];
		}
	}
	return (eng_str){ out, n };
}

static bool fn_format_iban(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			   eng_result *out) {
	eng_value value = { .kind = ENG_VALUE_IBAN, .formatted = true };
	const char *why = NULL;
	char *text;
	size_t i, at = 0;

	(void)n;
	value.raw = squeeze(m, args[0].as.text);
	if (!eng_type_accepts(ENG_TYPE_IBAN, value.raw, false, &why)) {
		return note(m, &args[0], bad(m, call->items[0], "is no valid IBAN"));
	}
	text = eng_arena_alloc(m->eval->arena, value.raw.n + value.raw.n / 4 + 2);
	for (i = 0; i < value.raw.n; i++) {
		if (i > 0 && i % 4 == 0) {
			text[at++] = ' ';
		}
		text[at++] = value.raw.s[i];
	}
	value.text = (eng_str){ text, at };
	keep(out, &args[0], &value);
	return true;
}

/* Digits of the country calling code (ITU-T E.164): 1 and 7 have one, these have two, others
 * three. */
static size_t calling_code(eng_str digits) {
	static const char two[] =
	    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 "
	    "55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
	size_t i;

	if (digits.n < 4 || digits.s[0] == '1' || digits.s[0] == '7') {
		return 1;
	}
	for (i = 0; two[i] != '\0'; i += 3) {
		if (memcmp(two + i, digits.s, 2) == 0) {
			return 2;
		}
	}
	return 3;
}

/* "+41 441 234 567": groups of three, four at the end rather than one alone. */
static void group_phone(eng_buf *buf, eng_str digits) {
	size_t i, code = calling_code(digits), left, group;

	eng_buf_char(buf, '+');
	eng_buf_add(buf, digits.s, code);
	for (i = code; i < digits.n; i += group) {
		left = digits.n - i;
		group = left == 4 || (code == 1 && digits.s[0] == '1' && left == 4) ? 4 : 3;
		group = left < group ? left : left == 2 || left == 4 ? left : group;
		eng_buf_char(buf, ' ');
		eng_buf_add(buf, digits.s + i, group);
	}
}

/* A digit that is dialled at home alone: such a number stays as written, and is none of its digits. */
#define AT_HOME "(0)"

static bool fn_format_phone(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			    eng_result *out) {
	eng_value value = { .kind = ENG_VALUE_PHONE, .formatted = true };
	eng_str text = eng_str_trim(args[0].as.text);
	eng_buf digits = { 0 }, grouped = { 0 };
	size_t i, at_home = text.n;

	(void)n;
	if (eng_str_starts(text, "+")) {
		at_home = eng_str_index(text, ENG_STR(AT_HOME));
	}
	for (i = 0; i < text.n; i++) {
		if (i == at_home) {
			i += strlen(AT_HOME) - 1;
		} else if (text.s[i] >= '0' && text.s[i] <= '9') {
			eng_buf_char(&digits, text.s[i]);
		} else if (!strchr(" ()-./+", text.s[i]) || (text.s[i] == '+' && i > 0)) {
			eng_buf_finish(&digits);
			return note(m, &args[0], bad(m, call->items[0], "is no phone number"));
		}
	}
	if (digits.n < 3) {
		eng_buf_finish(&digits);
		return note(m, &args[0], bad(m, call->items[0], "is no phone number"));
	}
	value.raw = eng_str_copy(m->eval->arena, eng_buf_view(&digits));
	value.text = text; /* a national number stays as its country writes it */
	if (text.s[0] == '+') {
		value.raw = eng_str_printf(m->eval->arena, "+%.*s", ENG_STR_ARG(value.raw));
	}
	if (text.s[0] == '+' && at_home == text.n) {
		group_phone(&grouped, eng_buf_view(&digits));
		value.text = eng_str_copy(m->eval->arena, eng_buf_view(&grouped));
	}
	eng_buf_finish(&digits);
	eng_buf_finish(&grouped);
	keep(out, &args[0], &value);
	return true;
}

static bool is_separator(uint32_t c) {
	return c == ' ' || c == '-' || c == '/' || c == '.' || c == 0xA0 || c == 0x202F;
}

/* Separators stay and do not count; at least half of the characters are hidden. */
static bool fn_mask(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		    eng_result *out) {
	eng_value value = { .kind = ENG_VALUE_MASKED, .formatted = true };
	eng_str rest = args[0].as.text, count = rest;
	eng_buf buf = { 0 };
	int64_t kept;
	size_t total = 0, seen = 0;
	uint32_t c;

	(void)n;
	if (!eng_decimal_to_int64(args[1].as.number, &kept) || kept < 0) {
		return bad(m, call->items[1], "is no number of characters to keep");
	}
	while (eng_utf8_next(&count, &c)) {
		total += !is_separator(c);
	}
	kept = kept > (int64_t)(total / 2) ? (int64_t)(total / 2) : kept;
	while (eng_utf8_next(&rest, &c)) {
		seen += !is_separator(c);
		eng_buf_utf8(&buf, is_separator(c) || seen > total - (size_t)kept ? c : '*');
	}
	value.text = eng_str_copy(m->eval->arena, eng_buf_view(&buf));
	eng_buf_finish(&buf);
	keep(out, &args[0], &value);
	return true;
}

static bool change_case(eng_machine *m, const eng_result *arg, eng_case to, eng_result *out) {
	eng_result_text(out, eng_locale_case(m->eval->arena, m->eval->locale, arg->as.text, to));
	out->from = arg->from;
	return eng_machine_tick(m, out->as.text.n / 64);
}

static bool fn_upper(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		     eng_result *out) {
	(void)call, (void)n;
	return change_case(m, &args[0], ENG_CASE_UPPER, out);
}

static bool fn_lower(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		     eng_result *out) {
	(void)call, (void)n;
	return change_case(m, &args[0], ENG_CASE_LOWER, out);
}

static bool fn_title_case(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			  eng_result *out) {
	(void)call, (void)n;
	return change_case(m, &args[0], ENG_CASE_TITLE, out);
}

const eng_function eng_functions_format[] = {
	{ "format-date", 1, 2, "dt", 'a', ENG_MISSING_ERROR, false, fn_format_date,
	  "A date as the language writes it, by style or skeleton." },
	{ "format-money", 2, 3, "ntt", 'a', ENG_MISSING_ERROR, false, fn_format_money,
	  "An amount with its currency, with the digits of the currency." },
	{ "format-number", 1, 2, "nt", 'a', ENG_MISSING_ERROR, false, fn_format_number,
	  "A number as the language writes it, with its own digits or by pattern." },
	{ "format-percent", 1, 2, "nt", 'a', ENG_MISSING_ERROR, false, fn_format_percent,
	  "A percentage; 6 is 6 %, and 0.06 is too with 'fraction'." },
	{ "format-iban", 1, 1, "t", 'a', ENG_MISSING_ERROR, false, fn_format_iban,
	  "An IBAN in groups of four." },
	{ "format-phone", 1, 1, "t", 'a', ENG_MISSING_ERROR, false, fn_format_phone,
	  "An international number in groups; a national one stays as written." },
	{ "mask", 2, 2, "tn", 'a', ENG_MISSING_ERROR, false, fn_mask,
	  "All characters but the last ones as '*'." },
	{ "upper", 1, 1, "t", 't', ENG_MISSING_ERROR, false, fn_upper, "In capital letters." },
	{ "lower", 1, 1, "t", 't', ENG_MISSING_ERROR, false, fn_lower, "In small letters." },
	{ "title-case", 1, 1, "t", 't', ENG_MISSING_ERROR, false, fn_title_case,
	  "Each word with a capital letter." },
	{ NULL },
};
