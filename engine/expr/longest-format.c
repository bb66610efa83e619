/* The longest print of formatted values and phrases: the real formatters, fed with the largest numbers and
 * with days of every month. */
#include "expr/longest.h"

#include "base/utf8.h"
#include "base/value.h"
#include "expr/message_parts.h"

static const eng_loc nowhere = { 0 };

/* 999.. of so many digits. */
static eng_decimal largest(int digits) {
	char text[40] = "";
	eng_decimal out = { 0 };

	text[0] = '-';
	for (int i = 0; i < (digits > 0 ? digits : 1) && i < 30; i++) {
		text[i + 1] = '9';
		text[i + 2] = 0;
	}
	eng_decimal_parse(eng_str_from(text), false, &out);
	return out;
}

/* The print of a value that came from a number or date; the field's share is all of it. */
static eng_longest printed(eng_longest_scope *s, eng_longest from, const eng_value *value) {
	from.text = eng_value_plain(s->arena, value->text);
	from.share = from.field ? eng_utf8_length(from.text) : 0;
	from.items = 1;
	return from;
}

static eng_longest money_in(eng_longest_scope *s, eng_longest number, const char *currency,
			    eng_money_style style) {
	eng_value value;

	if (!eng_locale_money(s->ctx, s->arena, s->locale, nowhere, largest(number.digits),
			      eng_str_from(currency), style, &value)) {
		return number;
	}
	return printed(s, number, &value);
}

eng_longest eng_longest_money(eng_longest_scope *s, eng_longest number, eng_str currency,
			      eng_money_style style) {
	/* Currencies of data: those whose signs and codes are longest, three digits among them. */
	static const char *const some[] = { "CHF", "USD", "GBP", "SEK", "AED", "KWD" };
	eng_longest out;

	if (currency.n) {
		return money_in(s, number, eng_str_dup(s->arena, currency), style);
	}
	out = money_in(s, number, "EUR", style);
	for (size_t i = 0; i < sizeof(some) / sizeof(some[0]); i++) {
		out = eng_longest_either(s, out, money_in(s, number, some[i], style));
	}
	return out;
}

eng_longest eng_longest_number(eng_longest_scope *s, eng_longest number, eng_str pattern) {
	eng_value value;

	if (!eng_locale_number(s->ctx, s->arena, s->locale, nowhere, largest(number.digits),
			       pattern.n ? pattern : ENG_STR("#,##0.00"), &value)) {
		return number;
	}
	return printed(s, number, &value);
}

eng_longest eng_longest_percent(eng_longest_scope *s, eng_longest number) {
	eng_longest out = eng_longest_number(s, number, ENG_STR("#,##0.00"));

	return eng_longest_join(s, out, eng_longest_words(ENG_STR(" %")));
}

eng_longest eng_longest_date(eng_longest_scope *s, eng_longest date, eng_str style) {
	eng_longest out = { .items = 1 };

	for (int month = 1; month <= 12; month++) {
		for (int day = 22; day <= 28; day++) {
			eng_date when = { .year = 2026, .month = month, .day = day };
			eng_value value;

			if (!eng_locale_date(s->ctx, s->arena, s->locale, nowhere, when, style,
					     &value)) {
				return date;
			}
			out = eng_longest_either(s, out, printed(s, date, &value));
		}
	}
	return out;
}

typedef struct setting {
	eng_longest_scope *scope;
	const eng_message *message;
	const eng_str *names;
	const eng_longest *arguments;
	size_t n;
} setting;

static eng_longest phrase(const setting *t, const eng_phrase *p);

static eng_longest argument(const setting *t, const eng_phrase_part *part) {
	eng_str name = t->message->names[part->argument];

	for (size_t i = 0; i < t->n; i++) {
		if (eng_str_eq(t->names[i], name)) {
			return t->arguments[i];
		}
	}
	return (eng_longest){ .items = 1 };
}

static eng_longest cases(const setting *t, const eng_phrase_part *part) {
	eng_longest out = { .items = 1 };

	for (size_t i = 0; i < part->case_count; i++) {
		out = eng_longest_either(t->scope, out, phrase(t, &part->cases[i].phrase));
	}
	return out;
}

static eng_longest part_of(const setting *t, const eng_phrase_part *part) {
	switch (part->kind) {
	case ENG_PHRASE_TEXT:
		return eng_longest_words(part->text);
	case ENG_PHRASE_ARGUMENT:
		return argument(t, part);
	case ENG_PHRASE_NUMBER:
		return eng_longest_number(t->scope, argument(t, part), ENG_STR(""));
	case ENG_PHRASE_DATE:
		return eng_longest_date(t->scope, argument(t, part),
					part->text.n ? part->text : ENG_STR("medium"));
	case ENG_PHRASE_HASH:
		return eng_longest_number(t->scope, (eng_longest){ .digits = 6, .items = 1 },
					  ENG_STR("#,##0"));
	case ENG_PHRASE_PLURAL:
	case ENG_PHRASE_ORDINAL:
	case ENG_PHRASE_SELECT:
		return cases(t, part);
	case ENG_PHRASE_STRONG_START:
	case ENG_PHRASE_STRONG_END:
	case ENG_PHRASE_LINK_START:
	case ENG_PHRASE_LINK_END:
		break;
	}
	return (eng_longest){ .items = 1 };
}

static eng_longest phrase(const setting *t, const eng_phrase *p) {
	eng_longest out = { .items = 1 };

	for (size_t i = 0; i < p->n; i++) {
		out = eng_longest_join(t->scope, out, part_of(t, &p->parts[i]));
	}
	return out;
}

eng_longest eng_longest_phrase(eng_longest_scope *s, const eng_message *message,
			       const eng_str *names, const eng_longest *arguments, size_t n) {
	setting t = { s, message, names, arguments, n };

	return phrase(&t, &message->phrase);
}
