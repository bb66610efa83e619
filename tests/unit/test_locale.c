/* Formatting by language: fixed examples of CLDR, and random amounts in many languages judged by
 * ICU's older formatters and by their digits one by one. */
#include <unicode/uchar.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "expr_fixture.h"
#include "unit.h"

#include "base/buf.h"
#include "base/utf8.h"

typedef struct row {
	const char *language, *region, *expr, *expected;
} row;

static const row rows[] = {
	{ "de", "", "format-money(-1234.5, 'EUR')", "-1.234,50\xC2\xA0\xE2\x82\xAC" },
	{ "de-CH", "", "format-money(1234.5, 'CHF')",
	  "CHF\xC2\xA0"
	  "1\xE2\x80\x99"
	  "234.50" },
	{ "de", "CH", "format-money(1234.5, 'CHF')",
	  "CHF\xC2\xA0"
	  "1\xE2\x80\x99"
	  "234.50" },
	{ "de", "AT", "format-money(1234.5, 'EUR')",
	  "\xE2\x82\xAC\xC2\xA0"
	  "1.234,50" },
	{ "fr", "", "format-money(1234567.89, 'EUR')",
	  "1\xE2\x80\xAF"
	  "234\xE2\x80\xAF"
	  "567,89\xC2\xA0\xE2\x82\xAC" },
	{ "hi", "", "format-money(1234567.89, 'INR')",
	  "\xE2\x82\xB9"
	  "12,34,567.89" },
	{ "ja", "", "format-money(1234, 'JPY')",
	  "\xEF\xBF\xA5"
	  "1,234" },
	{ "pl", "", "format-money(1234.5, 'PLN')", "1234,50\xC2\xA0z\xC5\x82" },
	{ "es", "", "format-number(1234.5)", "1234,5" },
	{ "es", "", "format-number(12345.5)", "12.345,5" },
	{ "ru", "", "format-date('2026-11-01', 'long')",
	  "1 \xD0\xBD\xD0\xBE\xD1\x8F\xD0\xB1\xD1\x80\xD1\x8F 2026\xE2\x80\xAF\xD0\xB3." },
	{ "de", "", "format-date('2026-11-01', 'long')", "1. November 2026" },
	{ "de", "", "format-date('2026-11-01', 'short')", "01.11.26" },
	{ "de-CH", "", "format-date('2026-11-01', 'full')", "Sonntag, 1. November 2026" },
	{ "ja", "", "format-date('2026-11-01', 'long')",
	  "2026\xE5\xB9\xB4"
	  "11\xE6\x9C\x88"
	  "1\xE6\x97\xA5" },
	{ "de", "", "format-percent(6.5)", "6,5\xC2\xA0%" },
	{ "ar", "EG", "format-number(12)", "\xD9\xA1\xD9\xA2" },
	{ "ar", "AE", "format-number(12)", "12" },
	{ "tr", "", "upper('i')", "\xC4\xB0" },
	{ "tr", "", "lower('I')", "\xC4\xB1" },
	{ "nl", "", "title-case('ijsland')", "IJsland" },
	{ "el", "", "upper('\xCE\xAC\xCF\x83')", "\xCE\x91\xCE\xA3" },
	{ "en", "GB", "format-date('2026-11-01', 'short')", "01/11/2026" },
	{ "en", "US-CA", "format-date('2026-11-01', 'short')", "11/1/26" },
	{ "en", "", "format-date('1500-02-28', 'yyyyMMdd')", "02/28/1500" },
	{ "en", "", "format-date('2026-11-01T06:00:00+02:00', 'yMdHmZZZZ')",
	  "11/1/2026, 06:00 GMT+02:00" },
	{ "en", "", "format-date('2026-11-01Z', 'yMdZZZZ')", "11/1/2026, GMT" },
	{ "en", "", "format-date('2026-11-01+09:00', 'yMd')", "11/1/2026" },
};

static void test_rows(fixture *f) {
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const row *r = &rows[i];
		eng_locale *locale = eng_locale_new(&f->ctx, r->language, r->region);

		CHECK(locale != NULL);
		f->eval.locale = locale;
		unit_check_str(eng_str_printf(&f->arena, "%s %s %s: %.*s", r->language, r->region,
					      r->expr,
					      ENG_STR_ARG(fixture_value(f, eng_str_from(r->expr)))),
			       eng_arena_printf(&f->arena, "%s %s %s: %s", r->language, r->region,
						r->expr, r->expected),
			       __FILE__, __LINE__);
		f->eval.locale = f->locale;
		eng_locale_free(locale);
	}
}

static uint64_t state = 42;

static unsigned below(unsigned n) {
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)((state >> 33) % n);
}

static eng_decimal random_decimal(int scale) {
	eng_int128 value = 0;
	int digits = (int)below(24), i;

	for (i = 0; i <= digits; i++) {
		value = value * 10 + below(10);
	}
	return (eng_decimal){ below(3) ? value : -value, scale };
}

/* The digits of a text, whatever the language writes them with. */
static eng_str digits_of(fixture *f, eng_str text) {
	eng_buf buf = { 0 };
	eng_str out;
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		if (u_charDigitValue((UChar32)c) >= 0) {
			eng_buf_char(&buf, (char)('0' + u_charDigitValue((UChar32)c)));
		}
	}
	out = eng_str_copy(&f->arena, eng_buf_view(&buf));
	eng_buf_finish(&buf);
	return out;
}

/* What ICU's formatter of the older kind says. */
static eng_str judge(fixture *f, UNumberFormat *format, eng_str decimal) {
	UErrorCode status = U_ZERO_ERROR;
	UChar text[256];
	char out[800] = "";
	int32_t n;

	n = unum_formatDecimal(format, decimal.s, (int32_t)decimal.n, text, 256, NULL, &status);
	u_strToUTF8(out, sizeof(out), NULL, text, n, &status);
	return eng_str_printf(&f->arena, "%s", U_SUCCESS(status) ? out : u_errorName(status));
}

static void judge_money(fixture *f, const eng_locale *locale, const char *id,
			const char *currency) {
	UErrorCode status = U_ZERO_ERROR;
	UChar code[4] = { 0 };
	UNumberFormat *format;
	eng_money_style style;
	eng_decimal amount;
	eng_value value;
	int digits, i;

	u_charsToUChars(currency, code, 3);
	format = unum_open(UNUM_CURRENCY, NULL, 0, id, NULL, &status);
	unum_setTextAttribute(format, UNUM_CURRENCY_CODE, code, 3, &status);
	unum_setAttribute(format, UNUM_MINIMUM_GROUPING_DIGITS, UNUM_MINIMUM_GROUPING_DIGITS_AUTO);
	digits = unum_getAttribute(format, UNUM_MIN_FRACTION_DIGITS);
	for (i = 0; i < 60; i++) {
		style = below(4) ? ENG_MONEY_STANDARD : ENG_MONEY_SOURCE;
		amount = random_decimal(style == ENG_MONEY_SOURCE ? (int)below(6) : digits);
		if (style == ENG_MONEY_SOURCE) {
			unum_setAttribute(format, UNUM_MIN_FRACTION_DIGITS, amount.scale);
			unum_setAttribute(format, UNUM_MAX_FRACTION_DIGITS, amount.scale);
		} else {
			unum_setAttribute(format, UNUM_MIN_FRACTION_DIGITS, digits);
			unum_setAttribute(format, UNUM_MAX_FRACTION_DIGITS, digits);
		}
		CHECK(eng_locale_money(&f->ctx, &f->arena, locale, (eng_loc){ 0 }, amount,
				       eng_str_from(currency), style, &value));
		CHECK_STR(value.text, judge(f, format, value.raw).s);
		CHECK_STR(digits_of(f, value.text), digits_of(f, value.raw).s);
	}
	unum_close(format);
}

static void judge_number(fixture *f, const eng_locale *locale, const char *id) {
	UErrorCode status = U_ZERO_ERROR;
	UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, id, NULL, &status);
	eng_decimal number;
	eng_value value;
	int i;

	unum_setAttribute(format, UNUM_MINIMUM_GROUPING_DIGITS, UNUM_MINIMUM_GROUPING_DIGITS_AUTO);
	for (i = 0; i < 60; i++) {
		number = random_decimal((int)below(9));
		unum_setAttribute(format, UNUM_MIN_FRACTION_DIGITS, number.scale);
		unum_setAttribute(format, UNUM_MAX_FRACTION_DIGITS, number.scale);
		CHECK(eng_locale_number(&f->ctx, &f->arena, locale, (eng_loc){ 0 }, number,
					ENG_STR(""), &value));
		CHECK_STR(value.text, judge(f, format, value.raw).s);
	}
	unum_close(format);
}

static void test_judged(fixture *f) {
	static const char *const languages[] = { "en", "de",    "de_CH", "de_AT", "fr",    "fr_CH",
						 "it", "es",    "pt_PT", "pl",    "ru",    "ja",
						 "hi", "bn_BD", "ar",    "ar_EG", "ar_MA", "he",
						 "fa", "sv",    "en_IN", "th",    "nl",    "lt",
						 "mr", "my",    "ur_PK", "es_MX", "zh_CN", "bg" };
	static const char *const currencies[] = { "EUR", "USD", "JPY", "CHF", "KWD", "INR",
						  "HUF", "SEK", "CLF", "AED", "PTE", "XAF" };
	char tag[16];
	size_t i, k;

	for (i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
		eng_locale *locale;

		snprintf(tag, sizeof(tag), "%s", languages[i]);
		if (tag[2] == '_') {
			tag[2] = '-';
		}
		locale = eng_locale_new(&f->ctx, tag, "");
		for (k = 0; k < sizeof(currencies) / sizeof(currencies[0]); k++) {
			judge_money(f, locale, languages[i], currencies[k]);
		}
		judge_number(f, locale, languages[i]);
		eng_locale_free(locale);
		eng_arena_reset(&f->arena);
	}
}

static void test_order(fixture *f) {
	eng_locale *sv = eng_locale_new(&f->ctx, "sv", ""), *de = eng_locale_new(&f->ctx, "de", "");

	CHECK(eng_locale_compare(sv, ENG_STR("z"), ENG_STR("\xC3\xB6")) < 0);
	CHECK(eng_locale_compare(de, ENG_STR("z"), ENG_STR("\xC3\xB6")) > 0);
	CHECK(eng_locale_compare(de, ENG_STR(""), ENG_STR("a")) < 0);
	CHECK(eng_locale_compare(de, ENG_STR("a"), ENG_STR("B")) < 0);
	eng_locale_free(sv);
	eng_locale_free(de);
}

static void test_languages(fixture *f) {
	static const char *const bad[] = { "", "xx", "english", "de-", "d", "de_CH_x!", "-", "1" };
	eng_locale *locale;
	int32_t minutes;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		locale = eng_locale_new(&f->ctx, bad[i], "");
		CHECK(locale == NULL);
		eng_locale_free(locale);
	}
	CHECK(eng_locale_new(&f->ctx, "de", "Q") == NULL);
	locale = eng_locale_new(&f->ctx, "ar", "EG");
	CHECK(eng_locale_is_rtl(locale) && strcmp(eng_locale_language(locale), "ar") == 0);
	eng_locale_free(locale);
	CHECK(!eng_locale_is_rtl(f->locale));
	CHECK(eng_locale_zone_offset(ENG_STR("Europe/Berlin"), 1782864000, &minutes) &&
	      minutes == 120);
	CHECK(eng_locale_zone_offset(ENG_STR("Asia/Kolkata"), 0, &minutes) && minutes == 330);
	CHECK(!eng_locale_zone_offset(ENG_STR("Europe/Nowhere"), 0, &minutes));
	CHECK(!eng_locale_zone_offset(ENG_STR(""), 0, &minutes));
}

int main(void) {
	fixture f;

	fixture_init(&f, "en-US");
	f.record.file = "none";
	test_rows(&f);
	test_order(&f);
	test_languages(&f);
	f.ctx.report = NULL;
	test_judged(&f);
	fixture_finish(&f);
	return unit_done();
}
