/* Numbers, money and percentages as a language writes them.
 *
 * Decimal text goes to ICU as it is, never through a double. Nothing is rounded here: digits that a
 * format would drop are an error, so that rounding is always written in a template. */
#include <unicode/ucurr.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "expr/locale_icu.h"
#include "expr/locale_shape.h"

/* A format is learnt as a shape when it was used so often: cold formats are not worth it. */
#define USES_TO_LEARN 16

typedef struct eng_number_format {
	UNumberFormatter *icu;
	eng_number_shape shape;
	eng_arena arena; /* of the shape */
	unsigned uses;
} number_format;

void eng_number_format_free(void *format) {
	number_format *number = format;

	unumf_close(number->icu);
	eng_arena_finish(&number->arena);
	g_free(number);
}

static number_format *find_format(const eng_locale *locale, const char *skeleton) {
	number_format *format = g_hash_table_lookup(locale->numbers, skeleton);
	UErrorCode status = U_ZERO_ERROR;
	UNumberFormatter *icu;
	UChar units[128];
	size_t n = strlen(skeleton);

	if (format || n >= 128) {
		return format;
	}
	u_charsToUChars(skeleton, units, (int32_t)n);
	icu = unumf_openForSkeletonAndLocale(units, (int32_t)n, locale->id, &status);
	if (U_FAILURE(status)) {
		unumf_close(icu);
		return NULL;
	}
	if (g_hash_table_size(locale->numbers) >= ENG_LOCALE_FORMATTERS) {
		g_hash_table_remove_all(locale->numbers);
		memset(locale->recent->numbers, 0, sizeof(locale->recent->numbers));
	}
	format = g_new0(number_format, 1);
	format->icu = icu;
	eng_arena_init(&format->arena);
	g_hash_table_insert(locale->numbers, g_strdup(skeleton), format);
	return format;
}

static bool run_format(const eng_locale *locale, const number_format *format, eng_str decimal) {
	UErrorCode status = U_ZERO_ERROR;

	unumf_formatDecimal(format->icu, decimal.s, (int32_t)decimal.n, locale->formatted, &status);
	return U_SUCCESS(status);
}

bool eng_locale_skeleton(const eng_locale *locale, const char *skeleton, eng_str decimal) {
	const number_format *format = find_format(locale, skeleton);

	return format && run_format(locale, format, decimal);
}

/* The text of locale->formatted as UTF-8. */
static eng_str formatted_text(const eng_locale *locale, eng_arena *arena) {
	UErrorCode status = U_ZERO_ERROR;
	UChar few[96], *units = few;
	int32_t n = unumf_resultToString(locale->formatted, few, 96, &status);

	if (status == U_BUFFER_OVERFLOW_ERROR) {
		status = U_ZERO_ERROR;
		units = eng_arena_array(arena, (size_t)n + 1, sizeof(UChar));
		unumf_resultToString(locale->formatted, units, n + 1, &status);
	}
	return U_SUCCESS(status) ? eng_locale_utf8(arena, units, n) : ENG_STR("");
}

typedef struct prober {
	const eng_locale *locale;
	number_format *format;
} prober;

static bool probe(void *user, eng_str decimal, eng_str *out) {
	prober *p = user;

	if (!run_format(p->locale, p->format, decimal)) {
		return false;
	}
	*out = formatted_text(p->locale, &p->format->arena);
	return true;
}

/* "currency/EUR rounding-mode-unnecessary .00" */
static void make_skeleton(char out[128], const char *start, int digits) {
	static const char mode[] = "rounding-mode-unnecessary ", integer[] = "precision-integer";
	size_t n = strlen(start);

	memcpy(out, start, n);
	if (n > 0) {
		out[n++] = ' ';
	}
	memcpy(out + n, mode, sizeof(mode) - 1);
	n += sizeof(mode) - 1;
	if (digits == 0) {
		memcpy(out + n, integer, sizeof(integer));
		return;
	}
	out[n++] = '.';
	memset(out + n, '0', (size_t)digits);
	out[n + (size_t)digits] = '\0';
}

/* The formatter for so many fraction digits; start is what stands before the precision. */
static number_format *find_digits(const eng_locale *locale, const char *start, int digits) {
	unsigned hash = (unsigned)digits;
	eng_recent_number *recent;
	char skeleton[128];

	for (const char *p = start; *p; p++) {
		hash = hash * 31 + (unsigned char)*p;
	}
	recent = &locale->recent->numbers[hash % ENG_LOCALE_RECENT];
	if (!recent->format || recent->digits != digits || strcmp(recent->start, start) != 0) {
		number_format *format;

		make_skeleton(skeleton, start, digits);
		format = find_format(locale, skeleton);
		*recent = (eng_recent_number){ .digits = digits, .format = format };
		snprintf(recent->start, sizeof(recent->start), "%s", start);
	}
	return recent->format;
}

/* Through the shape when it is proved, else through ICU: the bytes are the same. */
static bool write_number(const eng_locale *locale, eng_arena *arena, number_format *format,
			 int digits, eng_str decimal, eng_str *out) {
	prober p = { locale, format };

	if (!format) {
		return false;
	}
	if (format->uses < USES_TO_LEARN && ++format->uses == USES_TO_LEARN) {
		eng_number_shape_learn(&format->shape, &format->arena, digits, probe, &p);
	}
	if (format->shape.usable) {
		*out = eng_number_shape_write(&format->shape, arena, decimal);
		return true;
	}
	if (!run_format(locale, format, decimal)) {
		return false;
	}
	*out = formatted_text(locale, arena);
	return true;
}

static bool excess(eng_ctx *ctx, eng_loc where, eng_decimal number, const char *wanted) {
	char text[ENG_DECIMAL_TEXT];

	return eng_fail(ctx, "expr.excess-digits", where,
			"%s has more digits than %s prints; round it, or say 'source'",
			eng_decimal_format(number, text).s, wanted);
}

/* Formats with exactly digits fraction digits; start is what stands before the precision. */
static bool format_digits(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
			  const char *start, eng_decimal number, int digits, eng_value *out) {
	char text[ENG_DECIMAL_TEXT];
	eng_decimal exact = number;

	if (digits > 34 || (digits != number.scale &&
			    !eng_decimal_round(number, digits, ENG_ROUND_DOWN, &exact))) {
		return eng_fail(ctx, "expr.overflow", where, "number has more than 34 digits");
	}
	if (digits < number.scale && eng_decimal_cmp(exact, number) != 0) {
		return excess(ctx, where, number,
			      eng_str_starts(eng_str_from(start), "currency/") ? start + 9
									       : "the format");
	}
	out->raw = eng_str_copy(arena, eng_decimal_format(exact, text));
	if (!write_number(locale, arena, find_digits(locale, start, digits), digits, out->raw,
			  &out->text)) {
		return eng_fail(ctx, "expr.bad-format", where,
				"ICU refuses the format '%s' with %d digits", start, digits);
	}
	out->number = exact;
	out->formatted = true;
	return true;
}

/* CLDR's digits of a currency; negative when there is no such currency. */
static int find_currency(const eng_locale *locale, eng_str currency) {
	UErrorCode status = U_ZERO_ERROR;
	UChar code[4] = { 0 };
	int key = 0, digits;
	gpointer known;
	size_t i;

	if (currency.n != 3) {
		return -1;
	}
	for (i = 0; i < 3; i++) {
		if (currency.s[i] < 'A' || currency.s[i] > 'Z') {
			return -1;
		}
		code[i] = (UChar)currency.s[i];
		key = key * 26 + (currency.s[i] - 'A');
	}
	if (g_hash_table_lookup_extended(locale->currencies, GINT_TO_POINTER(key), NULL, &known)) {
		return GPOINTER_TO_INT(known);
	}
	digits = ucurr_isAvailable(code, -9e15, 9e15, &status)
		     ? ucurr_getDefaultFractionDigits(code, &status)
		     : -1;
	if (U_FAILURE(status)) {
		/* An unknown code is no failure: the list could not be loaded, and never is again. */
		eng_oom();
	}
	g_hash_table_insert(locale->currencies, GINT_TO_POINTER(key), GINT_TO_POINTER(digits));
	return digits;
}

bool eng_locale_money(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
		      eng_decimal amount, eng_str currency, eng_money_style style, eng_value *out) {
	char start[] = "currency/XXX";
	int digits;

	memset(out, 0, sizeof(*out));
	currency = eng_str_trim(currency);
	digits = find_currency(locale, currency);
	if (digits < 0) {
		return eng_fail(ctx, "expr.bad-currency", where,
				"'%s' is no ISO 4217 currency like 'EUR'",
				eng_quote(arena, currency));
	}
	if (style != ENG_MONEY_STANDARD) {
		digits = style == ENG_MONEY_SOURCE ? amount.scale : 0;
	}
	memcpy(start + 9, currency.s, 3);
	out->kind = ENG_VALUE_MONEY;
	out->currency = currency;
	return format_digits(ctx, arena, locale, where, start, amount, digits, out);
}

bool eng_locale_percent(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
			eng_decimal number, bool fraction, eng_value *out) {
	memset(out, 0, sizeof(*out));
	out->kind = ENG_VALUE_PERCENT;
	if (fraction) {
		if (!eng_decimal_mul(number, eng_decimal_from_int(100), &number)) {
			return eng_fail(ctx, "expr.overflow", where,
					"number has more than 34 digits");
		}
		/* 0.0600 is 6.00 %: two of the digits went before the point */
		if (!eng_decimal_round(number, number.scale > 2 ? number.scale - 2 : 0,
				       ENG_ROUND_DOWN, &number)) {
			return eng_fail(ctx, "expr.overflow", where,
					"number has more than 34 digits");
		}
	}
	return format_digits(ctx, arena, locale, where, "percent", number, number.scale, out);
}

bool eng_locale_compact(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
			eng_decimal number, eng_str currency, eng_value *out) {
	char text[ENG_DECIMAL_TEXT], skeleton[64];
	number_format *format;

	memset(out, 0, sizeof(*out));
	out->kind = currency.n ? ENG_VALUE_MONEY : ENG_VALUE_NUMBER;
	out->currency = currency;
	out->number = number;
	out->formatted = true;
	out->raw = eng_str_copy(arena, eng_decimal_format(number, text));
	snprintf(skeleton, sizeof(skeleton), "compact-short%s%.3s .##",
		 currency.n ? " currency/" : "", currency.n ? currency.s : "");
	format = find_format(locale, skeleton);
	if (!format || !run_format(locale, format, out->raw)) {
		return eng_fail(ctx, "expr.bad-format", where, "ICU refuses the format '%s'",
				skeleton);
	}
	out->text = formatted_text(locale, arena);
	return true;
}

/* Patterns of plain digits only: what would scale, round or name a currency has its own
 * function. */
static bool pattern_is_plain(eng_str pattern) {
	bool quoted = false, digits = false;
	size_t i;

	for (i = 0; i < pattern.n; i++) {
		unsigned char c = (unsigned char)pattern.s[i];

		quoted = c == '\'' ? !quoted : quoted;
		digits = digits || (!quoted && (c == '0' || c == '#'));
		if (!quoted && (strchr("123456789@E%*", c) || c == '\0')) {
			return false;
		}
	}
	return digits && eng_str_index(pattern, ENG_STR("\xC2\xA4")) == pattern.n &&
	       eng_str_index(pattern, ENG_STR("\xE2\x80\xB0")) == pattern.n && pattern.n < 64;
}

static UNumberFormat *pattern_format(const eng_locale *locale, eng_arena *arena, eng_str pattern) {
	char *key = eng_str_dup(arena, pattern);
	UNumberFormat *format = g_hash_table_lookup(locale->patterns, key);
	UErrorCode status = U_ZERO_ERROR;
	const UChar *units;
	int32_t n;

	if (format) {
		return format;
	}
	units = eng_locale_utf16(arena, pattern, &n);
	format = unum_open(UNUM_PATTERN_DECIMAL, units, n, locale->id, NULL, &status);
	if (U_FAILURE(status)) {
		unum_close(format);
		return NULL;
	}
	unum_setAttribute(format, UNUM_ROUNDING_MODE, UNUM_ROUND_UNNECESSARY);
	if (g_hash_table_size(locale->patterns) >= ENG_LOCALE_FORMATTERS) {
		g_hash_table_remove_all(locale->patterns);
	}
	g_hash_table_insert(locale->patterns, g_strdup(key), format);
	return format;
}

bool eng_locale_number(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
		       eng_decimal number, eng_str pattern, eng_value *out) {
	UErrorCode status = U_ZERO_ERROR;
	char text[ENG_DECIMAL_TEXT];
	UNumberFormat *format;
	eng_decimal exact;
	UChar units[256];
	int32_t n;

	memset(out, 0, sizeof(*out));
	out->kind = ENG_VALUE_NUMBER;
	if (pattern.n == 0) {
		return format_digits(ctx, arena, locale, where, "", number, number.scale, out);
	}
	format = pattern_is_plain(pattern) ? pattern_format(locale, arena, pattern) : NULL;
	if (!format) {
		return eng_fail(ctx, "expr.bad-pattern", where,
				"'%s' is no number pattern like '#,##0.00'",
				eng_quote(arena, pattern));
	}
	if (!eng_decimal_round(number, unum_getAttribute(format, UNUM_MAX_FRACTION_DIGITS),
			       ENG_ROUND_DOWN, &exact) ||
	    eng_decimal_cmp(exact, number) != 0) {
		return excess(ctx, where, number, eng_quote(arena, pattern));
	}
	out->raw = eng_str_copy(arena, eng_decimal_format(number, text));
	n = unum_formatDecimal(format, out->raw.s, (int32_t)out->raw.n, units, 256, NULL, &status);
	if (U_FAILURE(status)) {
		return eng_fail(ctx, "expr.bad-format", where, "ICU refuses to format %s: %s", text,
				u_errorName(status));
	}
	out->text = eng_locale_utf8(arena, units, n);
	out->number = number;
	out->formatted = true;
	return true;
}
