/* Blocks: the letter shows a locked block of this wording. */
#include "fuzz-room.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size > 1 << 18) {
		return 0;
	}
	fuzz_room_put("blocks/fuzz/1.en.xml", data, size);
	fuzz_room_make(fuzz_room_path("block.xml"), NULL);
	return 0;
}
