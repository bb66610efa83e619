/* Slices: cutting, comparing, searching, and the nearest of several names. */
#include "unit.h"

int main(void) {
	eng_str rest = ENG_STR("  ab  c "), word;
	static const char *const names[] = { "customer", "account", "balance" };

	CHECK_STR(eng_str_trim(ENG_STR(" \t a b\r\n")), "a b");
	CHECK(eng_str_word(&rest, &word) && eng_str_eqc(word, "ab"));
	CHECK(eng_str_word(&rest, &word) && eng_str_eqc(word, "c"));
	CHECK(!eng_str_word(&rest, &word));
	rest = ENG_STR("a,,b");
	CHECK(eng_str_split(&rest, ',', &word) && eng_str_eqc(word, "a"));
	CHECK(eng_str_split(&rest, ',', &word) && word.n == 0);
	CHECK(eng_str_split(&rest, ',', &word) && eng_str_eqc(word, "b"));
	CHECK(!eng_str_split(&rest, ',', &word));
	CHECK_STR(eng_str_from(eng_str_nearest(ENG_STR("cusotmer"), names, 3)), "customer");
	CHECK(eng_str_nearest(ENG_STR("zzz"), names, 3) == NULL);
	CHECK(eng_str_index(ENG_STR("abcabc"), ENG_STR("ca")) == 2);
	CHECK(eng_str_cmp(ENG_STR("a"), ENG_STR("ab")) < 0);
	return unit_done();
}
