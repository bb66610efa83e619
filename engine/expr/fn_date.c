/* Functions on dates: run-date, date-add, days-between, in-zone, and the parts year, month, day.
 *
 * Dates stay as written. Only in-zone() moves a value to another offset; it needs one that has an
 * offset to start from. */
#include "expr/function.h"

#include "expr/locale.h"

static bool bad(eng_machine *m, const eng_ast *ast, const char *message) {
	return eng_fail(m->eval->ctx, "expr.bad-argument", eng_machine_where(m, ast), "'%s' %s",
			eng_machine_quote(m, ast), message);
}

static bool fn_run_date(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			eng_result *out) {
	(void)call, (void)args, (void)n;
	eng_result_date(out, m->eval->run_date);
	return true;
}

/* A duration: months first, then days, as XML Schema adds them. */
typedef struct duration {
	int64_t months, days;
} duration;

/* "P1Y2M10D", "P2W", "-P1M"; no time part. */
static bool parse_duration(eng_str text, duration *out) {
	int64_t sign = 1, number;
	size_t i = 0, parts = 0, digits;
	int last = -1, order;
	const char *unit;

	memset(out, 0, sizeof(*out));
	text = eng_str_trim(text);
	if (i < text.n && text.s[i] == '-') {
		sign = -1;
		i++;
	}
	if (i >= text.n || text.s[i++] != 'P') {
		return false;
	}
	for (; i < text.n; parts++, i++) {
		for (number = 0, digits = 0; i < text.n && text.s[i] >= '0' && text.s[i] <= '9';
		     i++) {
			number = number * 10 + (text.s[i] - '0');
			if (++digits > 7) {
				return false;
			}
		}
		unit = i < text.n && text.s[i] != '\0' ? strchr("YMWD", text.s[i]) : NULL;
		order = unit ? (int)(unit - "YMWD") : -1;
		if (digits == 0 || !unit) {
			return false;
		}
		order = *unit == 'Y' ? 0 : *unit == 'M' ? 1 : *unit == 'W' ? 2 : 3;
		if (order <= last) {
			return false;
		}
		last = order;
		out->months += sign * number * (*unit == 'Y' ? 12 : *unit == 'M' ? 1 : 0);
		out->days += sign * number * (*unit == 'W' ? 7 : *unit == 'D' ? 1 : 0);
	}
	return parts > 0;
}

static bool unit_duration(eng_machine *m, const eng_ast *call, const eng_result *args,
			  duration *out) {
	static const char *const units[] = { "days", "weeks", "months", "years" };
	static const int64_t days[] = { 1, 7, 0, 0 }, months[] = { 0, 0, 1, 12 };
	eng_decimal number;
	int64_t count;
	eng_str text = args[1].as.text;
	size_t i;

	for (i = 0; i < 4 && !eng_str_eqc(args[2].as.text, units[i]); i++) {}
	if (i == 4) {
		return bad(m, call->items[2],
			   "is no unit, use 'days', 'weeks', 'months' or 'years'");
	}
	if (!eng_decimal_parse(text, false, &number) || !eng_decimal_to_int64(number, &count) ||
	    count > 9999999 || count < -9999999) {
		return bad(m, call->items[1], "is not a whole number of units");
	}
	out->days = count * days[i];
	out->months = count * months[i];
	return true;
}

static bool fn_date_add(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			eng_result *out) {
	duration span = { 0, 0 };
	eng_date date = args[0].as.date;

	if (n == 2 && !parse_duration(args[1].as.text, &span)) {
		return bad(m, call->items[1], "is no duration like 'P1M', 'P14D' or '-P1Y'");
	}
	if (n == 3 && !unit_duration(m, call, args, &span)) {
		return false;
	}
	if (!eng_date_add_months(date, span.months, &date) ||
	    !eng_date_add_days(date, span.days, &date)) {
		return bad(m, call, "leaves the years 1 to 9999");
	}
	eng_result_date(out, date);
	return true;
}

static bool fn_days_between(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			    eng_result *out) {
	(void)m, (void)call, (void)n;
	eng_result_number(out, eng_decimal_from_int(eng_date_days(args[1].as.date) -
						    eng_date_days(args[0].as.date)));
	return true;
}

static bool fn_in_zone(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		       eng_result *out) {
	eng_date date = args[0].as.date, moved;
	int64_t seconds;
	int32_t offset;

	(void)n;
	if (date.offset == ENG_DATE_UNZONED || !date.has_time) {
		eng_fail(m->eval->ctx, "expr.zoned", eng_machine_where(m, call->items[0]),
			 "'%s' has no time with an offset, so it cannot be moved to a zone",
			 eng_machine_quote(m, call->items[0]));
		return eng_machine_note(m, args[0].from);
	}
	seconds = eng_date_seconds(date);
	if (!eng_locale_zone_offset(args[1].as.text, seconds, &offset)) {
		return bad(m, call->items[1], "is no known time zone like 'Europe/Berlin'");
	}
	moved = eng_date_from_seconds(seconds, offset);
	if (moved.year < 1 || moved.year > 9999) {
		return bad(m, call, "leaves the years 1 to 9999");
	}
	moved.nanosecond = date.nanosecond;
	eng_result_date(out, moved);
	return true;
}

static bool fn_year(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		    eng_result *out) {
	(void)m, (void)call, (void)n;
	eng_result_number(out, eng_decimal_from_int(args[0].as.date.year));
	return true;
}

static bool fn_month(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		     eng_result *out) {
	(void)m, (void)call, (void)n;
	eng_result_number(out, eng_decimal_from_int(args[0].as.date.month));
	return true;
}

static bool fn_day(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
		   eng_result *out) {
	(void)m, (void)call, (void)n;
	eng_result_number(out, eng_decimal_from_int(args[0].as.date.day));
	return true;
}

const eng_function eng_functions_date[] = {
	{ "run-date", 0, 0, "", 'd', ENG_MISSING_ERROR, false, fn_run_date,
	  "The date of the run." },
	{ "date-add", 2, 3, "dtt", 'd', ENG_MISSING_ERROR, false, fn_date_add,
	  "A date moved by a duration, clamped to the end of the month." },
	{ "days-between", 2, 2, "d", 'n', ENG_MISSING_ERROR, false, fn_days_between,
	  "Calendar days from the first date to the second." },
	{ "in-zone", 2, 2, "dt", 'd', ENG_MISSING_ERROR, false, fn_in_zone,
	  "The same instant as clocks show it in a time zone." },
	{ "year", 1, 1, "d", 'n', ENG_MISSING_ERROR, false, fn_year, "The year of a date." },
	{ "month", 1, 1, "d", 'n', ENG_MISSING_ERROR, false, fn_month, "The month of a date." },
	{ "day", 1, 1, "d", 'n', ENG_MISSING_ERROR, false, fn_day, "The day of a date." },
	{ NULL },
};
