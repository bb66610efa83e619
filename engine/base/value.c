/* Values: names of kinds, and the plain forms that SMS and comparisons use. */
#include "base/value.h"

#include "base/buf.h"
#include "base/utf8.h"

const char *eng_value_kind_name(eng_value_kind kind) {
	static const char *const names[] = { "text", "number", "money", "percent",
					     "date", "iban",   "phone", "masked" };

	return names[kind];
}

static bool is_mark(uint32_t c) {
	return c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x2066 && c <= 0x2069);
}

static bool is_wide_space(uint32_t c) {
	return c == 0xa0 || c == 0x202f || c == 0x2009;
}

eng_answer eng_answer_of(const eng_value *value) {
	eng_answer answer = { .text = value->text,
			      .raw = value->raw,
			      .kind = value->kind,
			      .formatted = value->formatted };

	if (value->kind == ENG_VALUE_MONEY && value->currency.n < sizeof(answer.currency)) {
		memcpy(answer.currency, value->currency.s, value->currency.n);
	}
	return answer;
}

eng_str eng_value_plain(eng_arena *arena, eng_str text) {
	eng_str rest = text, out;
	eng_buf buf = { 0 };
	bool differs = false;
	uint32_t c;

	while (eng_utf8_next(&rest, &c)) {
		differs |= is_mark(c) || is_wide_space(c) || c == 0x2212;
	}
	if (!differs) {
		return text;
	}
	rest = text;
	while (eng_utf8_next(&rest, &c)) {
		if (!is_mark(c)) {
			eng_buf_utf8(&buf, is_wide_space(c) ? ' ' : c == 0x2212 ? '-' : c);
		}
	}
	out = eng_str_copy(arena, eng_buf_view(&buf));
	eng_buf_finish(&buf);
	return out;
}
