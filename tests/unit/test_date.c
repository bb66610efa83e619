/* Dates and times: what is read, what is refused, calendars and offsets. */
#include "unit.h"

#include "base/date.h"

static eng_date date(const char *s) {
	eng_date d = { 0 };

	CHECK(eng_date_parse(eng_str_from(s), &d));
	return d;
}

static void check(eng_date d, const char *expected) {
	char text[ENG_DATE_TEXT];

	CHECK_STR(eng_date_format(d, text), expected);
}

int main(void) {
	static const char *const good[] = { "2026-11-01",
					    "2024-02-29",
					    "0001-01-01",
					    "9999-12-31Z",
					    "2026-11-01T06:00:00+01:00",
					    "2026-11-01T23:59:59.125Z" };
	static const char *const bad[] = {
		"2026-02-29", "2026-13-01",          "2026-00-10",  "26-01-01",
		"",           "2026-11-01T24:00:00", "2026-11-01X", "2026-11-01T06:00:00.",
		"20261101",   "2026-11-01+15:00"
	};
	eng_date d;
	int order;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		check(date(good[i]), good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK(!eng_date_parse(eng_str_from(bad[i]), &d));
	}
	for (int64_t day = -719162; day < 2932896; day += 97) {
		CHECK(eng_date_days(eng_date_from_days(day)) == day);
	}
	CHECK(eng_date_days(date("1970-01-01")) == 0);
	CHECK(eng_date_days(date("2000-03-01")) == 11017);
	CHECK(eng_date_weekday(date("2026-11-21")) == 6);
	CHECK(eng_date_weekday(date("1969-12-31")) == 3);
	CHECK(eng_date_add_months(date("2026-01-31"), 1, &d));
	check(d, "2026-02-28");
	CHECK(eng_date_add_months(date("2024-02-29"), -12, &d));
	check(d, "2023-02-28");
	CHECK(!eng_date_add_months(date("9999-12-01"), 1, &d));
	CHECK(eng_date_add_days(date("2026-12-31"), 1, &d));
	check(d, "2027-01-01");
	CHECK(
	    eng_date_cmp(date("2026-11-01T06:00:00+01:00"), date("2026-11-01T05:00:00Z"), &order));
	CHECK(order == 0);
	CHECK(!eng_date_cmp(date("2026-11-01"), date("2026-11-01Z"), &order));
	CHECK(eng_date_seconds(date("2026-11-01T00:00:00Z")) == 1793491200);
	CHECK(eng_date_parse_pattern(ENG_STR("20261101"), ENG_STR("yyyyMMdd"), &d));
	check(d, "2026-11-01");
	CHECK(eng_date_parse_pattern(ENG_STR("01.11.26"), ENG_STR("dd.MM.yy"), &d));
	check(d, "2026-11-01");
	CHECK(!eng_date_parse_pattern(ENG_STR("31.02.2026"), ENG_STR("dd.MM.yyyy"), &d));
	return unit_done();
}
