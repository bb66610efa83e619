/* Numbers, money and percentages as a language writes them.
 *
 * Decimal text goes to ICU as it is, never through a double. Nothing is rounded here: digits that a
 * format would drop are an error, so that rounding is always written in a template. */
#include <unicode/ucurr.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "expr/locale_icu.h"

static UNumberFormatter *formatter(const eng_locale *locale, const char *skeleton) {
	UNumberFormatter *format = g_hash_table_lookup(locale->numbers, skeleton);
	UErrorCode status = U_ZERO_ERROR;
	UChar units[128];
	size_t n = strlen(skeleton);

	if (format || n >= 128) {
		return format;
	}
	u_charsToUChars(skeleton, units, (int32_t)n);
	format = unumf_openForSkeletonAndLocale(units, (int32_t)n, locale->id, &status);
	if (U_FAILURE(status)) {
		unumf_close(format);
		return NULL;
	}
	if (g_hash_table_size(locale->numbers) >= ENG_LOCALE_FORMATTERS) {
		g_hash_table_remove_all(locale->numbers);
	}
	g_hash_table_insert(locale->numbers, g_strdup(skeleton), format);
	return format;
}

bool eng_locale_skeleton(const eng_locale *locale, const char *skeleton, eng_str decimal) {
	UNumberFormatter *format = formatter(locale, skeleton);
	UErrorCode status = U_ZERO_ERROR;

	if (!format) {
		return false;
	}
	unumf_formatDecimal(format, decimal.s, (int32_t)decimal.n, locale->formatted, &status);
	return U_SUCCESS(status);
}

eng_str eng_locale_formatted(const eng_locale *locale, eng_arena *arena) {
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

static bool excess(eng_ctx *ctx, eng_loc where, eng_decimal number, const char *wanted) {
	char text[ENG_DECIMAL_TEXT];

	return eng_fail(ctx, "expr.excess-digits", where,
			"%s has more digits than %s prints; round it, or say 'source'",
			eng_decimal_format(number, text).s, wanted);
}

/* Formats with exactly digits fraction digits; skeleton is what stands before the precision. */
static bool format_digits(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
			  const char *skeleton, eng_decimal number, int digits, eng_value *out) {
	static const char zeros[] = "0000000000000000000000000000000000";
	char text[ENG_DECIMAL_TEXT], whole[128];
	eng_decimal exact;

	if (digits > 34 || !eng_decimal_round(number, digits, ENG_ROUND_DOWN, &exact)) {
		return eng_fail(ctx, "expr.overflow", where, "number has more than 34 digits");
	}
	if (eng_decimal_cmp(exact, number) != 0) {
		return excess(ctx, where, number, skeleton[0] ? skeleton : "the format");
	}
	snprintf(whole, sizeof(whole), "%s rounding-mode-unnecessary %s%.*s", skeleton,
		 digits ? "." : "precision-integer", digits, zeros);
	out->raw = eng_str_copy(arena, eng_decimal_format(exact, text));
	if (!eng_locale_skeleton(locale, whole[0] == ' ' ? whole + 1 : whole, out->raw)) {
		return eng_fail(ctx, "expr.bad-format", where, "ICU refuses the format '%s'",
				whole);
	}
	out->text = eng_locale_formatted(locale, arena);
	out->number = exact;
	out->formatted = true;
	return true;
}

static bool currency_digits(eng_ctx *ctx, eng_loc where, eng_str currency, int *digits) {
	UErrorCode status = U_ZERO_ERROR;
	UChar code[4] = { 0 };
	char text[4] = { 0 };
	size_t i;

	for (i = 0; i < currency.n && i < 3; i++) {
		text[i] = currency.s[i];
		code[i] = (UChar)(unsigned char)text[i];
	}
	if (currency.n != 3 || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3 ||
	    !ucurr_isAvailable(code, -9e15, 9e15, &status)) {
		return eng_fail(
		    ctx, "expr.bad-currency", where, "'%.*s' is no ISO 4217 currency like 'EUR'",
		    (int)(currency.n < 40 ? currency.n : 40), currency.n ? currency.s : "");
	}
	*digits = ucurr_getDefaultFractionDigits(code, &status);
	return true;
}

bool eng_locale_money(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
		      eng_decimal amount, eng_str currency, eng_money_style style, eng_value *out) {
	char skeleton[32];
	int digits = 0;

	memset(out, 0, sizeof(*out));
	currency = eng_str_trim(currency);
	if (!currency_digits(ctx, where, currency, &digits)) {
		return false;
	}
	if (style != ENG_MONEY_STANDARD) {
		digits = style == ENG_MONEY_SOURCE ? amount.scale : 0;
	}
	snprintf(skeleton, sizeof(skeleton), "currency/%.3s", currency.s);
	out->kind = ENG_VALUE_MONEY;
	out->currency = eng_str_copy(arena, currency);
	return format_digits(ctx, arena, locale, where, skeleton, amount, digits, out);
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
