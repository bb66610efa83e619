/* Formatting by language and region: numbers, money, dates, plurals, collation, case, through ICU.
 * A locale object is made once per language and worker and is not shared between threads. */
#ifndef ENG_EXPR_LOCALE_H
#define ENG_EXPR_LOCALE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/value.h"
#include "expr/services.h"

/* language "de-CH"; region "CH" or empty (then the language's own). NULL after reporting
 * expr.bad-language. */
eng_locale *eng_locale_new(eng_ctx *ctx, const char *language, const char *region);
void eng_locale_free(eng_locale *locale);
const char *eng_locale_language(const eng_locale *locale);
bool eng_locale_is_rtl(const eng_locale *locale);

/* Currency digits of CLDR, excess non-zero digits refused; source: the digits as they are.
 * no_decimals: whole units only ("no-decimals" of a slot). All report expr.* at where. */
typedef enum eng_money_style {
	ENG_MONEY_STANDARD,
	ENG_MONEY_SOURCE,
	ENG_MONEY_NO_DECIMALS
} eng_money_style;
bool eng_locale_money(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
		      eng_decimal amount, eng_str currency, eng_money_style style, eng_value *out);
/* pattern: a CLDR number pattern ("#,##0.00"), or empty for the locale's own with the digits
 * given. */
bool eng_locale_number(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
		       eng_decimal number, eng_str pattern, eng_value *out);
/* Short, with at most two fraction digits, for axes: "2.5M", "1,2 Mio. €". currency empty: a number. */
bool eng_locale_compact(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
			eng_decimal number, eng_str currency, eng_value *out);
/* 6 is 6 %; fraction: 0.06 is 6 %. */
bool eng_locale_percent(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
			eng_decimal number, bool fraction, eng_value *out);
/* style: short, medium, long, full or an ICU skeleton ("yMMMM"). */
bool eng_locale_date(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
		     eng_date date, eng_str style, eng_value *out);
/* Orders by the locale's collation. */
int eng_locale_compare(const eng_locale *locale, eng_str a, eng_str b);
typedef enum eng_case { ENG_CASE_UPPER, ENG_CASE_LOWER, ENG_CASE_TITLE } eng_case;
eng_str eng_locale_case(eng_arena *arena, const eng_locale *locale, eng_str text, eng_case to);
/* Name of a country in capitals: in this language as written there, or in the country's own; both empty: in the
 * locale's. */
eng_str eng_locale_country(eng_arena *arena, const eng_locale *locale, eng_str country,
			   eng_str from, eng_str language);
/* Minutes east of UTC of an instant in a zone ("Europe/Berlin"); false when the zone is unknown. */
bool eng_locale_zone_offset(eng_str zone, int64_t seconds, int32_t *minutes);

#endif
