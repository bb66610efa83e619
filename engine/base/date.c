/* Civil calendar arithmetic on day numbers; algorithms from the definition of the Gregorian calendar
 * (400-year cycles of 146,097 days), no library clock. */
#include "base/date.h"

#define CYCLE_DAYS  146097
#define EPOCH_SHIFT 719468 /* days from 0000-03-01 to 1970-01-01 */

static bool is_leap(int year) {
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int eng_date_days_in_month(int year, int month) {
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Takes exactly n digits. */
static bool take_number(eng_str *s, size_t n, uint32_t *out) {
	uint32_t v = 0;

	if (s->n < n) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		if (s->s[i] < '0' || s->s[i] > '9') {
			return false;
		}
		v = v * 10 + (uint32_t)(s->s[i] - '0');
	}
	*s = eng_str_sub(*s, n, s->n);
	*out = v;
	return true;
}

static bool take_char(eng_str *s, char c) {
	if (s->n == 0 || s->s[0] != c) {
		return false;
	}
	*s = eng_str_sub(*s, 1, s->n);
	return true;
}

static bool is_valid(const eng_date *d) {
	return d->year >= 1 && d->year <= 9999 && d->month >= 1 && d->month <= 12 && d->day >= 1 &&
	       d->day <= eng_date_days_in_month(d->year, d->month) && d->hour <= 23 &&
	       d->minute <= 59 && d->second <= 59;
}

static bool take_time(eng_str *s, eng_date *d) {
	uint32_t hour, minute, second = 0;

	if (!take_number(s, 2, &hour) || !take_char(s, ':') || !take_number(s, 2, &minute)) {
		return false;
	}
	if (take_char(s, ':')) {
		if (!take_number(s, 2, &second)) {
			return false;
		}
		if (take_char(s, '.')) {
			uint32_t digit, scale = 100000000;
			bool any = false;

			while (take_number(s, 1, &digit)) {
				d->nanosecond += digit * scale;
				scale /= 10;
				any = true;
			}
			if (!any) {
				return false;
			}
		}
	}
	if (hour > 23 || minute > 59 || second > 59) {
		return false;
	}
	d->has_time = true;
	d->hour = (uint8_t)hour;
	d->minute = (uint8_t)minute;
	d->second = (uint8_t)second;
	return true;
}

static bool take_offset(eng_str *s, eng_date *d) {
	uint32_t hour, minute;
	bool negative;

	if (s->n == 0) {
		return true;
	}
	if (take_char(s, 'Z')) {
		d->offset = 0;
		return true;
	}
	negative = s->s[0] == '-';
	if (!take_char(s, '+') && !take_char(s, '-')) {
		return false;
	}
	if (!take_number(s, 2, &hour)) {
		return false;
	}
	take_char(s, ':');
	if (!take_number(s, 2, &minute) || hour > 14 || minute > 59) {
		return false;
	}
	d->offset = (int32_t)(hour * 60 + minute) * (negative ? -1 : 1);
	return true;
}

bool eng_date_parse(eng_str text, eng_date *out) {
	eng_str s = eng_str_trim(text);
	eng_date d = { .offset = ENG_DATE_UNZONED };
	uint32_t year, month, day;

	if (!take_number(&s, 4, &year) || !take_char(&s, '-') || !take_number(&s, 2, &month) ||
	    !take_char(&s, '-') || !take_number(&s, 2, &day) || month > 12 || day > 31) {
		return false;
	}
	d.year = (int32_t)year;
	d.month = (uint8_t)month;
	d.day = (uint8_t)day;
	if (take_char(&s, 'T') && !take_time(&s, &d)) {
		return false;
	}
	if (!take_offset(&s, &d) || s.n || !is_valid(&d)) {
		return false;
	}
	*out = d;
	return true;
}

bool eng_date_parse_pattern(eng_str text, eng_str pattern, eng_date *out) {
	eng_str s = eng_str_trim(text);
	eng_date d = { .year = 1, .month = 1, .day = 1, .offset = ENG_DATE_UNZONED };
	size_t i = 0;

	while (i < pattern.n) {
		char c = pattern.s[i];
		size_t run = 1;
		uint32_t v;

		while (i + run < pattern.n && pattern.s[i + run] == c) {
			run++;
		}
		i += run;
		if (c != 'y' && c != 'M' && c != 'd' && c != 'H' && c != 'm' && c != 's') {
			while (run--) {
				if (!take_char(&s, c)) {
					return false;
				}
			}
			continue;
		}
		if (!take_number(&s, run, &v) || v > 9999) {
			return false;
		}
		d.has_time |= c == 'H';
		if (c == 'y') {
			d.year = (int32_t)(run == 2 ? 2000 + v : v);
		} else if (v > 99) {
			return false;
		} else {
			*(c == 'M'   ? &d.month
			  : c == 'd' ? &d.day
			  : c == 'H' ? &d.hour
			  : c == 'm' ? &d.minute
				     : &d.second) = (uint8_t)v;
		}
	}
	if (s.n || !is_valid(&d)) {
		return false;
	}
	*out = d;
	return true;
}

static char *two_digits(char *out, unsigned value) {
	out[0] = (char)('0' + value / 10 % 10);
	out[1] = (char)('0' + value % 10);
	return out + 2;
}

/* "2026-11-01", by hand: every date of every record is written so. */
static int format_day(eng_date d, char *out) {
	char *p = two_digits(two_digits(out, (unsigned)d.year / 100), (unsigned)d.year % 100);

	*p++ = '-';
	p = two_digits(p, d.month);
	*p++ = '-';
	p = two_digits(p, d.day);
	*p = '\0';
	return (int)(p - out);
}

/* ".25" of a second, without the zeros at the end. */
static char *put_fraction(char *p, unsigned nanoseconds) {
	*p++ = '.';
	for (unsigned unit = 100000000; nanoseconds; unit /= 10) {
		*p++ = (char)('0' + nanoseconds / unit);
		nanoseconds %= unit;
	}
	return p;
}

eng_str eng_date_format(eng_date d, char out[ENG_DATE_TEXT]) {
	char *p = out + format_day(d, out);

	if (d.has_time) {
		*p++ = 'T';
		p = two_digits(p, d.hour);
		*p++ = ':';
		p = two_digits(p, d.minute);
		*p++ = ':';
		p = two_digits(p, d.second);
		p = d.nanosecond ? put_fraction(p, (unsigned)d.nanosecond) : p;
	}
	if (d.offset == 0) {
		*p++ = 'Z';
	} else if (d.offset != ENG_DATE_UNZONED) {
		unsigned minutes = (unsigned)(d.offset < 0 ? -d.offset : d.offset);

		*p++ = d.offset < 0 ? '-' : '+';
		p = two_digits(p, minutes / 60);
		*p++ = ':';
		p = two_digits(p, minutes % 60);
	}
	*p = '\0';
	return (eng_str){ out, (size_t)(p - out) };
}

/* Years are counted from March, so that the leap day is the last of its year. */
int64_t eng_date_days(eng_date d) {
	int64_t year = d.year - (d.month <= 2);
	int64_t cycle = (year >= 0 ? year : year - 399) / 400;
	int64_t in_cycle = year - cycle * 400;
	int64_t in_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return cycle * CYCLE_DAYS + in_cycle * 365 + in_cycle / 4 - in_cycle / 100 + in_year -
	       EPOCH_SHIFT;
}

eng_date eng_date_from_days(int64_t days) {
	int64_t shifted = days + EPOCH_SHIFT;
	int64_t cycle = (shifted >= 0 ? shifted : shifted - (CYCLE_DAYS - 1)) / CYCLE_DAYS;
	int64_t day = shifted - cycle * CYCLE_DAYS;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t in_year = day - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153;

	return (eng_date){
		.year = (int32_t)(year + cycle * 400 + (month >= 10)),
		.month = (uint8_t)(month < 10 ? month + 3 : month - 9),
		.day = (uint8_t)(in_year - (153 * month + 2) / 5 + 1),
		.offset = ENG_DATE_UNZONED,
	};
}

int64_t eng_date_seconds(eng_date d) {
	int64_t seconds = eng_date_days(d) * 86400 + d.hour * 3600 + d.minute * 60 + d.second;

	return d.offset == ENG_DATE_UNZONED ? seconds : seconds - (int64_t)d.offset * 60;
}

eng_date eng_date_from_seconds(int64_t seconds, int32_t offset) {
	int64_t local = offset == ENG_DATE_UNZONED ? seconds : seconds + (int64_t)offset * 60;
	int64_t days = (local >= 0 ? local : local - 86399) / 86400;
	int64_t rest = local - days * 86400;
	eng_date d = eng_date_from_days(days);

	d.has_time = true;
	d.hour = (uint8_t)(rest / 3600);
	d.minute = (uint8_t)(rest / 60 % 60);
	d.second = (uint8_t)(rest % 60);
	d.offset = offset;
	return d;
}

bool eng_date_add_months(eng_date d, int64_t months, eng_date *out) {
	int64_t total;
	int last;

	if (months < -200000 || months > 200000) {
		return false;
	}
	total = (int64_t)d.year * 12 + d.month - 1 + months;
	if (total < 12 || total >= 120000) {
		return false;
	}
	d.year = (int32_t)(total / 12);
	d.month = (uint8_t)(total % 12 + 1);
	last = eng_date_days_in_month(d.year, d.month);
	if (d.day > last) {
		d.day = (uint8_t)last;
	}
	*out = d;
	return true;
}

bool eng_date_add_days(eng_date d, int64_t days, eng_date *out) {
	eng_date moved;

	if (days < -4000000 || days > 4000000) {
		return false;
	}
	moved = eng_date_from_days(eng_date_days(d) + days);
	if (moved.year < 1 || moved.year > 9999) {
		return false;
	}
	d.year = moved.year;
	d.month = moved.month;
	d.day = moved.day;
	*out = d;
	return true;
}

bool eng_date_cmp(eng_date a, eng_date b, int *order) {
	int64_t x, y;

	if ((a.offset == ENG_DATE_UNZONED) != (b.offset == ENG_DATE_UNZONED)) {
		return false;
	}
	x = eng_date_seconds(a);
	y = eng_date_seconds(b);
	*order = x != y ? (x > y) - (x < y)
			: (a.nanosecond > b.nanosecond) - (a.nanosecond < b.nanosecond);
	return true;
}

int eng_date_weekday(eng_date d) {
	int64_t day = (eng_date_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(day < 0 ? day + 7 : day) + 1;
}
