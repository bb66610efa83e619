/* The words of sheet codes: a text with fields in braces, because no two workflows want the same. */
#include "print/machine.h"

#include "base/buf.h"
#include "base/diag.h"

/* A digit that finds any single wrong character and most that changed places: values in base 36, weighted 3
 * and 1 from the right, complement to ten. What is no letter or digit counts nothing. */
static char check_digit(eng_str text) {
	unsigned sum = 0, weight = 3;

	for (size_t i = text.n; i-- > 0;) {
		char c = text.s[i];
		unsigned value = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
				 : c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A') + 10
				 : c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') + 10
							: 0;

		sum += value * weight;
		weight = 4 - weight;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

/* name and width of "{piece:6}"; false for anything else. */
static bool read_field(eng_str *rest, eng_str *name, unsigned *width) {
	size_t end = eng_str_index(*rest, ENG_STR("}"));
	eng_str inside = eng_str_sub(*rest, 1, end);
	size_t colon = eng_str_index(inside, ENG_STR(":"));

	*width = 0;
	*name = eng_str_sub(inside, 0, colon);
	for (size_t i = colon + 1; i < inside.n; i++) {
		if (inside.s[i] < '0' || inside.s[i] > '9' || *width > 9) {
			return false;
		}
		*width = *width * 10 + (unsigned)(inside.s[i] - '0');
	}
	if (end == rest->n) {
		return false;
	}
	*rest = eng_str_sub(*rest, end + 1, rest->n);
	return true;
}

typedef struct field {
	const char *name;
	uint64_t value;
	bool hex;
} field;

static bool put_number(eng_buf *out, const field *f, unsigned width) {
	size_t before = out->n;

	eng_buf_printf(out, f->hex ? "%0*llX" : "%0*llu", (int)width, (unsigned long long)f->value);
	return width == 0 || out->n - before == width;
}

static bool put_field(eng_buf *out, eng_str name, unsigned width, const eng_sheet_facts *f) {
	const field fields[] = {
		{ "piece", f->piece, false },       { "set", (f->piece - 1) % 10, false },
		{ "sheet", f->sheet, false },       { "sheets", f->sheets, false },
		{ "count", f->counter + 1, false }, { "feeders", f->feeders, true },
		{ "envelope", f->envelope, false }, { "divert", f->divert, false },
		{ "share", f->share, false },       { "shares", f->shares, false },
		{ "page", f->page, false },         { "pages", f->pages, false },
	};

	if (eng_str_eqc(name, "job")) {
		eng_buf_str(out, f->job);
		return width == 0 || f->job.n == width;
	}
	if (eng_str_eqc(name, "check")) {
		eng_buf_char(out, check_digit(eng_buf_view(out)));
		return width == 0;
	}
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (eng_str_eqc(name, fields[i].name)) {
			return put_number(out, &fields[i], width);
		}
	}
	return false;
}

eng_str eng_machine_value(eng_ctx *ctx, eng_arena *arena, const eng_code_spec *code,
			  const eng_sheet_facts *facts) {
	eng_str rest = code->value, name, text = { 0 };
	eng_buf out = { 0 };
	unsigned width;
	bool ok = true;

	while (ok && rest.n) {
		if (rest.s[0] != '{') {
			eng_buf_char(&out, rest.s[0]);
			rest = eng_str_sub(rest, 1, rest.n);
		} else {
			ok =
			    read_field(&rest, &name, &width) && put_field(&out, name, width, facts);
		}
	}
	if (ok) {
		text = eng_str_copy(arena, eng_buf_view(&out));
	} else {
		eng_fail(
		    ctx, "print.code-value", code->where,
		    "'%s' cannot be said of sheet %u of %u of piece %llu: a field is not known "
		    "or has not the digits that it states",
		    eng_quote(arena, code->value), facts->sheet, facts->sheets,
		    (unsigned long long)facts->piece);
	}
	eng_buf_finish(&out);
	return text;
}
