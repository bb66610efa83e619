/* Which runs of right-to-left wording read from left to right as one. */
#include "base/buf.h"
#include "compose/island.h"
#include "unit.h"

typedef struct expectation {
	const char *text, *islands; /* separated by '|' */
} expectation;

static const expectation expected[] = {
	{ "اتصل على الرقم +353 1 555 0100 أو اكتب", "+353 1 555 0100" },
	{ "الهاتف (0) 800 123 456.", "(0) 800 123 456" },
	{ "+47 55 50 14 00", "+47 55 50 14 00" },
	{ "12 Harbour Square", "12 Harbour Square" },
	{ "سجل 914 208 550 MVA في", "914 208 550 MVA" },
	{ "شارع 12 Main St (Unit 4)، دبي 9 8", "12 Main St (Unit 4)|9 8" },
	{ "رقم \xd9\xa0\xd9\xa8\xd9\xa0 \xd9\xa1\xd9\xa2 الآن",
	  "\xd9\xa0\xd9\xa8\xd9\xa0 \xd9\xa1\xd9\xa2" },
	{ "من 8 إلى 17 يوم", "" },
	{ "بين 10 - 20 و 5 / 6", "" },
	{ "Financial Services and Pensions", "" },
	{ "24/7 و D01", "" },
	{ "", "" },
};

static void test_islands(void) {
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		eng_str text = eng_str_from(expected[i].text);
		eng_buf found = { 0 };
		eng_island island;
		size_t at = 0;

		while (eng_island_find(text, at, &island)) {
			CHECK(island.from >= at && island.to > island.from && island.to <= text.n);
			eng_buf_cstr(&found, found.n ? "|" : "");
			eng_buf_str(&found, eng_str_sub(text, island.from, island.to));
			at = island.to;
		}
		CHECK_STR(eng_buf_view(&found), expected[i].islands);
		eng_buf_finish(&found);
	}
}

int main(void) {
	test_islands();
	return unit_done();
}
