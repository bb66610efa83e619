/* JSON of the mobile channel, of both profiles, and lines of short messages, with one claim. The first byte
 * says which. */
#include "fuzz.h"
#include "verify/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static const eng_claim claim = { .id = ENG_STR_INIT("b"),
					 .language = ENG_STR_INIT("en"),
					 .version = 1,
					 .occurrence = 1,
					 .text = ENG_STR_INIT("Aa b") };
	eng_findings found = { 0 };
	eng_arena arena;
	eng_str bytes;
	bool good;

	if (size == 0 || size > 1 << 18) {
		return 0;
	}
	bytes = fuzz_text(data + 1, size - 1);
	eng_arena_init(&arena);
	found.arena = &arena;
	good = data[0] & 1 ? eng_verify_sms(&arena, bytes, &claim, 1, &found)
			   : eng_verify_mobile(&arena, bytes, &claim, 1, &found);
	assert(good == (found.n == 0));
	eng_arena_finish(&arena);
	return 0;
}
