/* Sets phrases: chooses the cases of plurals and selects by the values of the arguments, and
 * formats numbers and dates by the locale.
 *
 * Arguments must match the names of the pattern exactly: what is missing or left over is an error,
 * also when this value of a plural would not print it. */
#include "expr/locale_icu.h"
#include "expr/message.h"
#include "expr/message_parts.h"

#include "base/buf.h"

typedef struct setter {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_message *message;
	const eng_locale *locale;
	const eng_argument *arguments;
	const size_t *order; /* names of the pattern to arguments given */
	eng_loc where;
	eng_message_part *parts;
	size_t n, cap;
} setter;

static void add(setter *s, eng_message_part_kind kind, eng_str text, size_t argument) {
	eng_message_part *last = s->n > 0 ? &s->parts[s->n - 1] : NULL;

	if (kind == ENG_MESSAGE_TEXT && last && last->kind == ENG_MESSAGE_TEXT) {
		last->text = eng_str_printf(s->arena, "%.*s%.*s", ENG_STR_ARG(last->text),
					    ENG_STR_ARG(text));
		return;
	}
	s->parts = eng_arena_grow(s->arena, s->parts, s->n, &s->cap, sizeof(*s->parts));
	s->parts[s->n++] = (eng_message_part){ kind, text, argument };
}

static bool bad_argument(setter *s, const eng_argument *argument, const char *wanted) {
	return eng_fail(s->ctx, "strings.argument", s->where,
			"argument '%s' of phrase '%s' is '%s', %s is needed",
			eng_quote(s->arena, argument->name),
			eng_quote(s->arena, s->message->pattern),
			eng_quote(s->arena, argument->value.text), wanted);
}

static bool number_of(setter *s, const eng_argument *argument, eng_decimal *out) {
	const eng_value *value = &argument->value;

	if (value->kind == ENG_VALUE_NUMBER || value->kind == ENG_VALUE_MONEY ||
	    value->kind == ENG_VALUE_PERCENT) {
		*out = value->number;
		return true;
	}
	return eng_decimal_parse(value->text, false, out) || bad_argument(s, argument, "a number");
}

static bool set_number(setter *s, const eng_phrase_part *part) {
	size_t given = s->order[part->argument];
	eng_decimal number;
	eng_value value;
	bool ok;

	if (!number_of(s, &s->arguments[given], &number)) {
		return false;
	}
	if (eng_str_eqc(part->text, "percent")) { /* as ICU has it: 0.06 is 6 % */
		ok =
		    eng_locale_percent(s->ctx, s->arena, s->locale, s->where, number, true, &value);
	} else {
		ok = eng_locale_number(
		    s->ctx, s->arena, s->locale, s->where, number,
		    eng_str_eqc(part->text, "integer") ? ENG_STR("#,##0") : part->text, &value);
	}
	if (ok) {
		add(s, ENG_MESSAGE_TEXT, value.text, 0);
	}
	return ok;
}

static bool set_date(setter *s, const eng_phrase_part *part) {
	size_t given = s->order[part->argument];
	const eng_argument *argument = &s->arguments[given];
	eng_str style = part->text;
	eng_date date = argument->value.date;
	eng_value value;

	if (argument->value.kind != ENG_VALUE_DATE &&
	    !eng_date_parse(argument->value.text, &date)) {
		return bad_argument(s, argument, "a date");
	}
	if (eng_str_starts(style, "::")) {
		style = eng_str_sub(style, 2, style.n);
	}
	if (!eng_locale_date(s->ctx, s->arena, s->locale, s->where, date,
			     style.n ? style : ENG_STR("medium"), &value)) {
		return false;
	}
	add(s, ENG_MESSAGE_TEXT, value.text, 0);
	return true;
}

static const eng_phrase_case *find_case(const eng_phrase_part *part, eng_str keyword) {
	const eng_phrase_case *other = NULL;
	size_t i;

	for (i = 0; i < part->case_count; i++) {
		if (part->cases[i].keyword.n > 0 && eng_str_eq(part->cases[i].keyword, keyword)) {
			return &part->cases[i];
		}
		if (eng_str_eqc(part->cases[i].keyword, "other")) {
			other = &part->cases[i];
		}
	}
	return other;
}

/* The number of the plural around: what # prints. */
typedef struct hash {
	bool set;
	eng_decimal number;
} hash;

static bool set_phrase(setter *s, const eng_phrase *phrase, hash around);

static bool set_plural(setter *s, const eng_phrase_part *part) {
	const eng_argument *argument = &s->arguments[s->order[part->argument]];
	const eng_phrase_case *found = NULL;
	hash inner = { .set = true };
	eng_decimal number;
	size_t i;

	if (!number_of(s, argument, &number)) {
		return false;
	}
	for (i = 0; i < part->case_count && !found; i++) {
		if (part->cases[i].keyword.n == 0 &&
		    eng_decimal_cmp(part->cases[i].number, number) == 0) {
			found = &part->cases[i];
		}
	}
	if (!eng_decimal_sub(number, part->offset, &inner.number)) {
		return bad_argument(s, argument, "a smaller number");
	}
	if (!found) {
		found = find_case(
		    part, eng_str_from(eng_locale_plural(s->locale, inner.number,
							 part->kind == ENG_PHRASE_ORDINAL)));
	}
	return set_phrase(s, &found->phrase, inner);
}

static bool set_hash(setter *s, hash around) {
	eng_value value;

	if (!eng_locale_number(s->ctx, s->arena, s->locale, s->where, around.number, ENG_STR(""),
			       &value)) {
		return false;
	}
	add(s, ENG_MESSAGE_TEXT, value.text, 0);
	return true;
}

static bool set_part(setter *s, const eng_phrase_part *part, hash around) {
	size_t given;

	switch (part->kind) {
	case ENG_PHRASE_TEXT:
		add(s, ENG_MESSAGE_TEXT, part->text, 0);
		return true;
	case ENG_PHRASE_ARGUMENT:
		given = s->order[part->argument];
		add(s, ENG_MESSAGE_ARGUMENT, s->arguments[given].value.text, given);
		return true;
	case ENG_PHRASE_NUMBER:
		return set_number(s, part);
	case ENG_PHRASE_DATE:
		return set_date(s, part);
	case ENG_PHRASE_HASH:
		return set_hash(s, around);
	case ENG_PHRASE_PLURAL:
	case ENG_PHRASE_ORDINAL:
		return set_plural(s, part);
	case ENG_PHRASE_SELECT:
		given = s->order[part->argument];
		return set_phrase(
		    s, &find_case(part, eng_str_trim(s->arguments[given].value.text))->phrase,
		    around);
	default:
		add(s,
		    (eng_message_part_kind)(ENG_MESSAGE_STRONG_START +
					    (part->kind - ENG_PHRASE_STRONG_START)),
		    ENG_STR(""), 0);
		return true;
	}
}

static bool set_phrase(setter *s, const eng_phrase *phrase, hash around) {
	size_t i;

	for (i = 0; i < phrase->n; i++) {
		if (!set_part(s, &phrase->parts[i], around)) {
			return false;
		}
	}
	return true;
}

/* Maps the names of the pattern to the arguments given; both ways complete. */
static bool match_arguments(setter *s, size_t *order, size_t n) {
	const eng_message *message = s->message;
	bool *used = eng_arena_new_array(s->arena, n, bool), ok = true;
	size_t i, k;

	for (i = 0; i < message->name_count; i++) {
		for (k = 0; k < n && !eng_str_eq(s->arguments[k].name, message->names[i]); k++) {}
		if (k == n) {
			ok = eng_fail(s->ctx, "strings.argument", s->where,
				      "phrase '%s' needs the argument '%s'",
				      eng_quote(s->arena, message->pattern),
				      eng_quote(s->arena, message->names[i]));
			continue;
		}
		order[i] = k;
		used[k] = true;
	}
	for (k = 0; k < n; k++) {
		if (!used[k]) {
			ok = eng_fail(s->ctx, "strings.argument", s->where,
				      "phrase '%s' has no argument '%s'",
				      eng_quote(s->arena, message->pattern),
				      eng_quote(s->arena, s->arguments[k].name));
		}
	}
	return ok;
}

bool eng_message_format(eng_ctx *ctx, eng_arena *arena, const eng_message *message,
			const eng_locale *locale, const eng_argument *arguments, size_t n,
			eng_loc where, const eng_message_part **parts, size_t *part_count) {
	size_t *order = eng_arena_new_array(arena, message->name_count + 1, size_t);
	setter s = { ctx, arena, message, locale, arguments, order, where, NULL, 0, 0 };
	hash none = { 0 };

	if (!match_arguments(&s, order, n) || !set_phrase(&s, &message->phrase, none)) {
		return false;
	}
	*parts = s.parts;
	*part_count = s.n;
	return true;
}
