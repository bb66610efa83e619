/* Images of a library: the first byte chooses PNG, JPEG or SVG. */
#include "fuzz.h"
#include "layout/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	eng_ctx ctx = fuzz_ctx();
	eng_loc where = { "fuzz", 1, 1 };
	eng_image image = { 0 };
	eng_arena arena;
	bool good;

	if (size == 0 || size > 1 << 18) {
		return 0;
	}
	eng_arena_init(&arena);
	image.path = ENG_STR("fuzz");
	image.bytes = eng_str_copy(&arena, fuzz_text(data + 1, size - 1));
	image.format = (eng_image_format)(data[0] % 3);
	good = image.format == ENG_IMAGE_PNG    ? eng_image_read_png(&ctx, &arena, &image, where)
	       : image.format == ENG_IMAGE_JPEG ? eng_image_read_jpeg(&ctx, &arena, &image, where)
						: eng_image_read_svg(&ctx, &arena, &image);
	assert(good == (ctx.errors == 0));
	eng_arena_finish(&arena);
	return 0;
}
