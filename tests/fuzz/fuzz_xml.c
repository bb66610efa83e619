/* XML files of our own: templates, fragments, blocks, vocabularies, maps. */
#include "fuzz.h"
#include "markup/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	eng_ctx ctx = fuzz_ctx();
	eng_arena arena;

	eng_arena_init(&arena);
	if (size < 1 << 18) {
		const eng_xml_node *root =
		    eng_xml_parse(&ctx, &arena, "fuzz.xml", fuzz_text(data, size));

		assert((root != NULL) == (ctx.errors == 0));
	}
	eng_arena_finish(&arena);
	return 0;
}
