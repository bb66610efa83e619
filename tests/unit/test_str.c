/* Slices: cutting, comparing, searching, and the nearest of several names. */
#include "unit.h"

#include "base/mix.h"

/* Each byte, at every length around a block of lanes, is part of the hash; so is the length. */
static void check_mix(void) {
	char bytes[80] = { 0 };

	for (size_t n = 0; n <= sizeof(bytes); n++) {
		uint64_t plain = eng_mix_hash((eng_str){ bytes, n });

		CHECK(n == 0 || plain != eng_mix_hash((eng_str){ bytes, n - 1 }));
		for (size_t i = 0; i < n; i++) {
			bytes[i] = 1;
			CHECK(eng_mix_hash((eng_str){ bytes, n }) != plain);
			bytes[i] = 0;
		}
	}
	CHECK(eng_mix_hash(ENG_STR("the same on every machine, byte by byte")) ==
	      0x2c8ad4114c7ccdc6u);
}

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
	check_mix();
	return unit_done();
}
