/* Dates as a language writes them: CLDR's four styles and ICU skeletons.
 *
 * A value prints as written: the formatter runs in UTC on the local clock of the value, and a
 * skeleton that names the zone runs in the fixed offset that the value carries. The proleptic
 * Gregorian calendar holds for all years. */
#include <unicode/ucal.h>
#include <unicode/udatpg.h>
#include <unicode/ustring.h>

#include "expr/locale_icu.h"

/* The texts of days lately asked for: statements repeat their dates. */
#define DAYS_KEPT 64

struct eng_date_formatter {
	UDateFormat *format;
	struct {
		int64_t day;
		char text[48];
		uint8_t n; /* 0: nothing kept */
	} days[DAYS_KEPT];
};

void eng_date_formatter_free(void *formatter) {
	eng_date_formatter *date = formatter;

	udat_close(date->format);
	g_free(date);
}

static bool style_of(eng_str style, UDateFormatStyle *out) {
	static const char *const names[] = { "short", "medium", "long", "full" };
	static const UDateFormatStyle styles[] = { UDAT_SHORT, UDAT_MEDIUM, UDAT_LONG, UDAT_FULL };
	size_t i;

	for (i = 0; i < 4; i++) {
		if (eng_str_eqc(style, names[i])) {
			*out = styles[i];
			return true;
		}
	}
	return false;
}

static bool skeleton_is_plain(eng_str skeleton) {
	size_t i;

	for (i = 0; i < skeleton.n; i++) {
		if (!strchr("GyYuQqMLwWdDFEecabBhHkKjJCmsSAzZOvVXx", skeleton.s[i]) ||
		    skeleton.s[i] == '\0') {
			return false;
		}
	}
	return skeleton.n > 0 && skeleton.n < 32;
}

static bool names_zone(eng_str skeleton) {
	size_t i;

	for (i = 0; i < skeleton.n; i++) {
		if (strchr("zZOvVXx", skeleton.s[i])) {
			return true;
		}
	}
	return false;
}

static UDateFormat *open_format(const eng_locale *locale, eng_arena *arena, eng_str style,
				const char *zone) {
	UErrorCode status = U_ZERO_ERROR;
	UDateTimePatternGenerator *generator;
	UDateFormatStyle date_style;
	UDateFormat *format;
	UChar pattern[128], zone_id[16];
	const UChar *units;
	char id[96];
	int32_t n;

	/* dates print as written: never in a country's other calendar, as CLDR would for SA or
	 * TH */
	snprintf(id, sizeof(id), "%s@calendar=gregorian", locale->id);
	u_charsToUChars(zone, zone_id, (int32_t)strlen(zone) + 1);
	if (style_of(style, &date_style)) {
		format = udat_open(UDAT_NONE, date_style, id, zone_id, -1, NULL, 0, &status);
	} else {
		generator = udatpg_open(id, &status);
		units = eng_locale_utf16(arena, style, &n);
		n = udatpg_getBestPattern(generator, units, n, pattern, 128, &status);
		udatpg_close(generator);
		if (U_FAILURE(status)) {
			return NULL;
		}
		format =
		    udat_open(UDAT_PATTERN, UDAT_PATTERN, id, zone_id, -1, pattern, n, &status);
	}
	if (U_FAILURE(status)) {
		udat_close(format);
		return NULL;
	}
	/* no Julian days before 1582 */
	ucal_setGregorianChange((UCalendar *)udat_getCalendar(format), -9e15, &status);
	return format;
}

static eng_date_formatter *find_formatter(const eng_locale *locale, eng_arena *arena, eng_str style,
					  const char *zone) {
	char key[64];
	eng_date_formatter *formatter;
	UDateFormat *format;

	snprintf(key, sizeof(key), "%.*s|%s", (int)style.n, style.s, zone);
	formatter = g_hash_table_lookup(locale->dates, key);
	if (formatter) {
		return formatter;
	}
	format = open_format(locale, arena, style, zone);
	if (!format) {
		return NULL;
	}
	if (g_hash_table_size(locale->dates) >= ENG_LOCALE_FORMATTERS) {
		g_hash_table_remove_all(locale->dates);
		memset(locale->recent->dates, 0, sizeof(locale->recent->dates));
	}
	formatter = g_new0(eng_date_formatter, 1);
	formatter->format = format;
	g_hash_table_insert(locale->dates, g_strdup(key), formatter);
	return formatter;
}

static bool run_format(UDateFormat *format, eng_arena *arena, double millis, eng_str *out) {
	UErrorCode status = U_ZERO_ERROR;
	UChar text[256];
	int32_t n = udat_format(format, millis, text, 256, NULL, &status);

	if (U_SUCCESS(status)) {
		*out = eng_locale_utf8(arena, text, n);
	}
	return U_SUCCESS(status);
}

static bool format_date(eng_date_formatter *formatter, eng_arena *arena, eng_date date, bool zoned,
			eng_str *out) {
	int64_t day = eng_date_days(date);
	size_t slot = (uint64_t)day % DAYS_KEPT;
	eng_date local = date;

	if (date.has_time) {
		local.offset = zoned ? date.offset : ENG_DATE_UNZONED;
		return run_format(formatter->format, arena,
				  (double)eng_date_seconds(local) * 1000.0 +
				      (double)(date.nanosecond / 1000000),
				  out);
	}
	if (formatter->days[slot].n > 0 && formatter->days[slot].day == day) {
		*out = eng_str_copy(
		    arena, (eng_str){ formatter->days[slot].text, formatter->days[slot].n });
		return true;
	}
	/* a zoned date without a time: its midnight in its own offset */
	if (!run_format(formatter->format, arena,
			(double)day * 86400000.0 - (zoned ? (double)date.offset * 60000.0 : 0.0),
			out)) {
		return false;
	}
	if (out->n > 0 && out->n < sizeof(formatter->days[slot].text)) {
		memcpy(formatter->days[slot].text, out->s, out->n);
		formatter->days[slot].n = (uint8_t)out->n;
		formatter->days[slot].day = day;
	}
	return true;
}

static eng_recent_date *recent_date(const eng_locale *locale, eng_str style) {
	size_t last = style.n ? style.n - 1 : 0;

	return &locale->recent->dates[(style.n + (style.n ? (unsigned char)style.s[last] : 0u)) %
				      ENG_LOCALE_RECENT];
}

/* The formatter of a style or skeleton; *zoned: it prints the zone. NULL after reporting. */
static eng_date_formatter *choose_formatter(eng_ctx *ctx, eng_arena *arena,
					    const eng_locale *locale, eng_loc where, eng_date date,
					    eng_str style, bool *zoned) {
	char iso[ENG_DATE_TEXT], zone[16] = "UTC";
	UDateFormatStyle ignored;
	eng_date_formatter *formatter;
	int offset = date.offset;

	*zoned = !style_of(style, &ignored);
	if (*zoned && !skeleton_is_plain(style)) {
		return eng_fail_null(
		    ctx, "expr.bad-format", where,
		    "'%s' is no date style: use short, medium, long, full or a skeleton "
		    "like 'yMMMM'",
		    eng_quote(arena, style));
	}
	*zoned = *zoned && names_zone(style);
	if (*zoned && date.offset == ENG_DATE_UNZONED) {
		return eng_fail_null(ctx, "expr.zoned", where,
				     "'%s' prints a zone, but %s has none", eng_quote(arena, style),
				     eng_date_format(date, iso).s);
	}
	if (*zoned) {
		snprintf(zone, sizeof(zone), "GMT%c%02d:%02d", offset < 0 ? '-' : '+',
			 abs(offset) / 60 % 24, abs(offset) % 60);
	}
	formatter = find_formatter(locale, arena, style, zone);
	if (!formatter) {
		eng_fail(ctx, "expr.bad-format", where, "ICU refuses the date format '%s'",
			 eng_quote(arena, style));
	} else if (!*zoned && style.n <= sizeof(((eng_recent_date *)0)->style)) {
		eng_recent_date *recent = recent_date(locale, style);

		memcpy(recent->style, style.s, style.n);
		recent->n = style.n;
		recent->formatter = formatter;
	}
	return formatter;
}

bool eng_locale_date(eng_ctx *ctx, eng_arena *arena, const eng_locale *locale, eng_loc where,
		     eng_date date, eng_str style, eng_value *out) {
	const eng_recent_date *recent = recent_date(locale, style);
	eng_date_formatter *formatter = recent->formatter;
	char iso[ENG_DATE_TEXT];
	bool zoned = false;

	memset(out, 0, sizeof(*out));
	if (!formatter || recent->n != style.n || memcmp(recent->style, style.s, style.n) != 0) {
		formatter = choose_formatter(ctx, arena, locale, where, date, style, &zoned);
	}
	if (!formatter) {
		return false;
	}
	if (!format_date(formatter, arena, date, zoned, &out->text)) {
		return eng_fail(ctx, "expr.bad-format", where, "ICU refuses the date format '%s'",
				eng_quote(arena, style));
	}
	out->kind = ENG_VALUE_DATE;
	out->date = date;
	out->raw = eng_str_copy(arena, eng_date_format(date, iso));
	out->formatted = true;
	return true;
}
