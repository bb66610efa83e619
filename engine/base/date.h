/* Civil dates and times of the proleptic Gregorian calendar, as written: no clock, no time zones but
 * the offset that a value carries (ISO 8601 / XML Schema 1.1 date, dateTime, time). */
#ifndef ENG_BASE_DATE_H
#define ENG_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define ENG_DATE_UNZONED INT32_MIN

typedef struct eng_date {
	int32_t year;        /* 1 .. 9999 */
	uint8_t month, day;  /* from 1 */
	bool has_time;
	uint8_t hour, minute, second;
	uint32_t nanosecond;
	int32_t offset;      /* minutes east of UTC, or ENG_DATE_UNZONED */
} eng_date;

#define ENG_DATE_TEXT 48

/* "2026-11-01", "2026-11-01Z", "2026-11-01T06:00:00+01:00", fraction digits up to 9; surrounding
 * space allowed. False (no diagnostic) for anything else, 30 February included. */
bool eng_date_parse(eng_str text, eng_date *out);
/* By a source pattern of letters yyyy yy MM dd HH mm ss and literal characters ("yyyyMMdd",
 * "dd.MM.yyyy"); yy means 2000-2099. */
bool eng_date_parse_pattern(eng_str text, eng_str pattern, eng_date *out);
/* ISO form, with time and offset when present. */
eng_str eng_date_format(eng_date d, char out[ENG_DATE_TEXT]);

/* Days since 1970-01-01 of the calendar date, ignoring time and offset. */
int64_t eng_date_days(eng_date d);
eng_date eng_date_from_days(int64_t days);
/* Instant in seconds since 1970-01-01T00:00:00 (UTC if zoned, local if not). */
int64_t eng_date_seconds(eng_date d);
eng_date eng_date_from_seconds(int64_t seconds, int32_t offset);
/* Adds months, clamping the day to the month's end (31 January + 1 month = 28 or 29 February);
 * false when the year leaves 1..9999. */
bool eng_date_add_months(eng_date d, int64_t months, eng_date *out);
bool eng_date_add_days(eng_date d, int64_t days, eng_date *out);
/* -1, 0, 1. Both must be zoned or both unzoned: false otherwise. */
bool eng_date_cmp(eng_date a, eng_date b, int *order);
int eng_date_days_in_month(int year, int month);
/* 1 Monday .. 7 Sunday (ISO 8601). */
int eng_date_weekday(eng_date d);

#endif
