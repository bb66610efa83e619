/* Decimals against values worked out by hand; tests/oracles/decimals.py compares with Python. */
#include "unit.h"

#include "base/decimal.h"

static eng_decimal dec(const char *s) {
	eng_decimal d = { 0 };

	CHECK(eng_decimal_parse(eng_str_from(s), true, &d));
	return d;
}

static void check(bool ok, eng_decimal d, const char *expected) {
	char text[ENG_DECIMAL_TEXT];

	CHECK(ok == (expected != NULL));
	if (ok && expected) {
		CHECK_STR(eng_decimal_format(d, text), expected);
	}
}

typedef bool operation(eng_decimal, eng_decimal, eng_decimal *);

static const struct {
	operation *op;
	const char *a, *b, *expected;
} table[] = {
	{ eng_decimal_add, "0.1", "0.2", "0.3" },
	{ eng_decimal_add, "84.20", "-84.2", "0.00" },
	{ eng_decimal_add, "9999999999999999999999999999999999", "1", NULL },
	{ eng_decimal_add, "1e33", "0.0", "1000000000000000000000000000000000" },
	{ eng_decimal_sub, "1", "1.005", "-0.005" },
	{ eng_decimal_mul, "-1.10", "1.1", "-1.210" },
	{ eng_decimal_mul, "99999999999999999999", "99999999999999999999", NULL },
	{ eng_decimal_mul, "1.0000000000000000000000000000", "2.0000000", "2" },
	{ eng_decimal_div, "1", "3", "0.3333333333333333333333333333333333" },
	{ eng_decimal_div, "2", "3", "0.6666666666666666666666666666666667" },
	{ eng_decimal_div, "1", "8", "0.125" },
	{ eng_decimal_div, "100", "4", "25" },
	{ eng_decimal_div, "1", "0", NULL },
	{ eng_decimal_div, "-7", "2", "-3.5" },
	{ eng_decimal_mod, "-5", "2", "-1" },
	{ eng_decimal_mod, "5.5", "-2", "1.5" },
	{ eng_decimal_mod, "5", "0", NULL },
};

static void rounding(void) {
	static const struct {
		const char *value;
		int scale;
		eng_rounding mode;
		const char *expected;
	} rows[] = {
		{ "2.5", 0, ENG_ROUND_HALF_UP, "3" },	 { "2.5", 0, ENG_ROUND_HALF_EVEN, "2" },
		{ "-2.5", 0, ENG_ROUND_HALF_UP, "-3" },	 { "-2.5", 0, ENG_ROUND_CEILING, "-2" },
		{ "-2.1", 0, ENG_ROUND_FLOOR, "-3" },	 { "1.005", 2, ENG_ROUND_HALF_UP, "1.01" },
		{ "1.004", 2, ENG_ROUND_UP, "1.01" },	 { "1.009", 2, ENG_ROUND_DOWN, "1.00" },
		{ "1250", -2, ENG_ROUND_HALF_UP, "1300" }, { "7", 2, ENG_ROUND_HALF_UP, "7.00" },
		{ "0.0000000000000000000000000000000001", 2, ENG_ROUND_UP, "0.01" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		eng_decimal d;
		bool ok = eng_decimal_round(dec(rows[i].value), rows[i].scale, rows[i].mode, &d);

		check(ok, d, rows[i].expected);
	}
}

int main(void) {
	static const char *const bad[] = { "",    " ",	"-",   ".",   "1.2.3", "1,2", "0x1",
					   "1e",  "e5", "NaN", "INF", "1 2",   "--1", "+-1",
					   "12345678901234567890123456789012345" };
	eng_decimal d;
	int64_t n;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		bool ok = table[i].op(dec(table[i].a), dec(table[i].b), &d);

		check(ok, d, table[i].expected);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK(!eng_decimal_parse(eng_str_from(bad[i]), false, &d));
	}
	rounding();
	check(true, dec(" -0.50 "), "-0.50");
	check(true, dec(".5"), "0.5");
	check(true, dec("5."), "5");
	check(true, dec("-0"), "0");
	check(true, dec("1.5e3"), "1500");
	check(true, dec("15E-4"), "0.0015");
	check(true, eng_decimal_reduce(dec("100.00")), "100");
	CHECK(!eng_decimal_parse(ENG_STR("1e5"), false, &d));
	CHECK(eng_decimal_cmp(dec("84.20"), dec("84.2")) == 0);
	CHECK(eng_decimal_cmp(dec("1e33"), dec("0.0000000000000000000000000000000001")) > 0);
	CHECK(eng_decimal_cmp(dec("-1e33"), dec("-0.0000000000000000000000000000000001")) < 0);
	CHECK(eng_decimal_to_int64(dec("12.00"), &n) && n == 12);
	CHECK(!eng_decimal_to_int64(dec("12.5"), &n));
	return unit_done();
}
