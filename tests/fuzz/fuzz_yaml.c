/* YAML files of our own: themes, jobs, strings. */
#include "fuzz.h"
#include "markup/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	eng_ctx ctx = fuzz_ctx();
	eng_arena arena;

	eng_arena_init(&arena);
	if (size < 1 << 18) {
		const eng_yaml *root =
		    eng_yaml_parse(&ctx, &arena, "fuzz.yaml", fuzz_text(data, size));

		assert((root != NULL) == (ctx.errors == 0));
	}
	eng_arena_finish(&arena);
	return 0;
}
