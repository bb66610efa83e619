/* Themes: a letter looks as the input says. */
#include "fuzz-room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size > 1 << 18) {
		return 0;
	}
	fuzz_room_put("themes/fuzz.yaml", data, size);
	fuzz_room_make(fuzz_room_path("letter.xml"), "fuzz");
	return 0;
}
