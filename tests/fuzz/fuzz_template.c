/* Whole templates: compiled, and a letter composed, laid out and written in every channel. */
#include "fuzz-room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size > 1 << 18) {
		return 0;
	}
	fuzz_room_make(fuzz_room_put("fuzz.xml", data, size), NULL);
	return 0;
}
