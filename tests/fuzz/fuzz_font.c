/* Fonts: a letter is set, its glyphs subset and the file read back, in the font that the input is. */
#include "fuzz-room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size > 1 << 18) {
		return 0;
	}
	fuzz_room_put("fonts/fuzz.ttf", data, size);
	fuzz_room_make(fuzz_room_path("font.xml"), "font");
	return 0;
}
