/* A language and region as ICU objects: opening, collation, case, time zones, plural categories.
 *
 * Knows CLDR through ICU's C API and keeps what is costly to make. Refuses languages that CLDR does
 * not know. Number and date formats live next door. */
#include "expr/locale.h"

#include <unicode/ucal.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "expr/locale_icu.h"

static void free_pattern(gpointer format) {
	unum_close(format);
}

/* "de-CH" and a region that wins over the language's own: "de_CH". */
static char *locale_id(const char *language, const char *region) {
	char id[ULOC_FULLNAME_CAPACITY], lang[ULOC_LANG_CAPACITY], script[ULOC_SCRIPT_CAPACITY];
	char country[ULOC_COUNTRY_CAPACITY];
	UErrorCode status = U_ZERO_ERROR;
	int32_t parsed = 0;

	uloc_forLanguageTag(language, id, sizeof(id), &parsed, &status);
	if (U_FAILURE(status) || (size_t)parsed != strlen(language) || id[0] == '\0') {
		return NULL;
	}
	uloc_getLanguage(id, lang, sizeof(lang), &status);
	uloc_getScript(id, script, sizeof(script), &status);
	uloc_getCountry(id, country, sizeof(country), &status);
	if (U_FAILURE(status) || uloc_getISO3Language(id)[0] == '\0') {
		return NULL;
	}
	if (region && region[0] != '\0') {
		if (strlen(region) < 2) {
			return NULL;
		}
		/* of a subdivision such as US-CA the country counts */
		g_strlcpy(country, region, strchr(region, '-') ? 3 : sizeof(country));
	}
	return g_strconcat(lang, script[0] ? "_" : "", script, country[0] ? "_" : "", country,
			   NULL);
}

eng_locale *eng_locale_new(eng_ctx *ctx, const char *language, const char *region) {
	char *id = locale_id(language, region);
	UErrorCode status = U_ZERO_ERROR;
	eng_locale *locale;

	if (!id) {
		return eng_fail_null(ctx, "expr.bad-language", (eng_loc){ 0 },
				     "'%s' is no known language like 'de' or 'de-CH'", language);
	}
	locale = g_new0(eng_locale, 1);
	locale->language = g_strdup(language);
	locale->id = id;
	locale->rtl = uloc_isRightToLeft(id);
	locale->formatted = unumf_openResult(&status);
	locale->numbers =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, eng_number_format_free);
	locale->patterns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_pattern);
	locale->dates =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, eng_date_formatter_free);
	locale->currencies = g_hash_table_new(NULL, NULL);
	locale->recent = g_new0(eng_recent, 1);
	locale->collator = ucol_open(id, &status);
	locale->cardinal = uplrules_openForType(id, UPLURAL_TYPE_CARDINAL, &status);
	locale->ordinal = uplrules_openForType(id, UPLURAL_TYPE_ORDINAL, &status);
	if (U_FAILURE(status)) {
		eng_locale_free(locale);
		return eng_fail_null(ctx, "expr.bad-language", (eng_loc){ 0 },
				     "no locale data for '%s': %s", language, u_errorName(status));
	}
	return locale;
}

void eng_locale_free(eng_locale *locale) {
	if (!locale) {
		return;
	}
	g_hash_table_destroy(locale->numbers);
	g_hash_table_destroy(locale->patterns);
	g_hash_table_destroy(locale->dates);
	g_hash_table_destroy(locale->currencies);
	unumf_closeResult(locale->formatted);
	ucol_close(locale->collator);
	uplrules_close(locale->cardinal);
	uplrules_close(locale->ordinal);
	g_free(locale->recent);
	g_free(locale->language);
	g_free(locale->id);
	g_free(locale);
}

const char *eng_locale_language(const eng_locale *locale) {
	return locale->language;
}

bool eng_locale_is_rtl(const eng_locale *locale) {
	return locale->rtl;
}

eng_str eng_locale_utf8(eng_arena *arena, const UChar *text, int32_t n) {
	UErrorCode status = U_ZERO_ERROR;
	int32_t size = 0;
	char *out;

	out = eng_arena_alloc(arena, (size_t)n * 3 + 1);
	u_strToUTF8WithSub(out, n * 3 + 1, &size, text, n, 0xFFFD, NULL, &status);
	return (eng_str){ out, (size_t)size };
}

const UChar *eng_locale_utf16(eng_arena *arena, eng_str text, int32_t *n) {
	UErrorCode status = U_ZERO_ERROR;
	size_t units = text.n < INT32_MAX / 2 ? text.n : INT32_MAX / 2;
	UChar *out = eng_arena_array(arena, units + 1, sizeof(UChar));

	u_strFromUTF8WithSub(out, (int32_t)units + 1, n, text.n ? text.s : "", (int32_t)units,
			     0xFFFD, NULL, &status);
	return out;
}

int eng_locale_compare(const eng_locale *locale, eng_str a, eng_str b) {
	UErrorCode status = U_ZERO_ERROR;
	int order = ucol_strcollUTF8(locale->collator, a.n ? a.s : "", (int32_t)a.n, b.n ? b.s : "",
				     (int32_t)b.n, &status);

	return order;
}

eng_str eng_locale_case(eng_arena *arena, const eng_locale *locale, eng_str text, eng_case to) {
	UErrorCode status = U_ZERO_ERROR;
	int32_t n, room;
	const UChar *in = eng_locale_utf16(arena, text, &n);
	UChar *out;

	room = n * 3 + 8; /* no letter grows to more than three */
	out = eng_arena_array(arena, (size_t)room, sizeof(UChar));
	if (to == ENG_CASE_UPPER) {
		n = u_strToUpper(out, room, in, n, locale->id, &status);
	} else if (to == ENG_CASE_LOWER) {
		n = u_strToLower(out, room, in, n, locale->id, &status);
	} else {
		n = u_strToTitle(out, room, in, n, NULL, locale->id, &status);
	}
	return U_FAILURE(status) ? text : eng_locale_utf8(arena, out, n);
}

/* The tongue of a country is the first that CLDR names for it. */
eng_str eng_locale_country(eng_arena *arena, const eng_locale *locale, eng_str country,
			   eng_str from, eng_str language) {
	UErrorCode status = U_ZERO_ERROR;
	const char *of = eng_arena_printf(arena, "und_%.*s", ENG_STR_ARG(country));
	char tongue[ULOC_FULLNAME_CAPACITY] = "";
	UChar name[256], capital[512];
	int32_t n;

	if (language.n == 0 && from.n) {
		uloc_addLikelySubtags(eng_arena_printf(arena, "und_%.*s", ENG_STR_ARG(from)),
				      tongue, sizeof(tongue), &status);
	} else if (from.n) {
		snprintf(tongue, sizeof(tongue), "%.*s_%.*s", ENG_STR_ARG(language),
			 ENG_STR_ARG(from));
	} else {
		snprintf(tongue, sizeof(tongue), "%s", locale->id);
	}
	n = uloc_getDisplayCountry(of, tongue, name, 256, &status);
	n = u_strToUpper(capital, 512, name, n, tongue, &status);
	return U_FAILURE(status) ? country : eng_locale_utf8(arena, capital, n);
}

bool eng_locale_zone_offset(eng_str zone, int64_t seconds, int32_t *minutes) {
	UErrorCode status = U_ZERO_ERROR;
	UChar id[64], canonical[64];
	UBool is_system = 0;
	UCalendar *calendar;
	int32_t n = 0;

	if (zone.n == 0 || zone.n > 60) {
		return false;
	}
	u_strFromUTF8(id, 64, &n, zone.s, (int32_t)zone.n, &status);
	ucal_getCanonicalTimeZoneID(id, n, canonical, 64, &is_system, &status);
	if (U_FAILURE(status) || !is_system) {
		return false;
	}
	calendar = ucal_open(id, n, "en_US", UCAL_GREGORIAN, &status);
	ucal_setMillis(calendar, (double)seconds * 1000.0, &status);
	*minutes = (ucal_get(calendar, UCAL_ZONE_OFFSET, &status) +
		    ucal_get(calendar, UCAL_DST_OFFSET, &status)) /
		   60000;
	ucal_close(calendar);
	return U_SUCCESS(status);
}

const char *eng_locale_plural(const eng_locale *locale, eng_decimal number, bool ordinal) {
	static const char *const names[] = { "zero", "one", "two", "few", "many" };
	char text[ENG_DECIMAL_TEXT], category[16], skeleton[64];
	UErrorCode status = U_ZERO_ERROR;
	UChar keyword[16];
	int32_t n;
	size_t i;

	/* with the digits that the value has: rules look at visible fraction digits */
	snprintf(skeleton, sizeof(skeleton), "%s%.*s", number.scale ? "." : "precision-integer",
		 number.scale < 34 ? number.scale : 34, "0000000000000000000000000000000000");
	if (!eng_locale_skeleton(locale, skeleton, eng_decimal_format(number, text))) {
		return "other";
	}
	n = uplrules_selectFormatted(ordinal ? locale->ordinal : locale->cardinal,
				     locale->formatted, keyword, 16, &status);
	if (U_FAILURE(status) || n >= 16) {
		return "other";
	}
	u_UCharsToChars(keyword, category, n);
	category[n] = '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(category, names[i]) == 0) {
			return names[i];
		}
	}
	return "other";
}
