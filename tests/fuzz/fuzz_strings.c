/* Strings: the letter says the phrases of this catalogue. */
#include "fuzz-room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size > 1 << 18) {
		return 0;
	}
	fuzz_room_put("strings/en.yaml", data, size);
	fuzz_room_make(fuzz_room_path("strings.xml"), NULL);
	return 0;
}
