/* Records of every format: the first byte chooses it, the rest is the file. */
#include "data/source.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static const eng_format formats[] = { ENG_FORMAT_AUTO, ENG_FORMAT_XML, ENG_FORMAT_NDJSON,
					      ENG_FORMAT_JSON, ENG_FORMAT_CSV };
	eng_ctx ctx = fuzz_ctx();
	eng_source_options options = { .hash = true };
	eng_source_status status;
	eng_names *names;
	eng_arena arena;
	eng_source *source;
	eng_record record;

	if (size == 0 || size > 1 << 20) {
		return 0;
	}
	names = eng_names_new();
	eng_arena_init(&arena);
	options.format = formats[data[0] % 5];
	options.memory = fuzz_text(data + 1, size - 1);
	options.record = data[0] & 8 ? ENG_STR("r") : ENG_STR("");
	options.group_by = data[0] & 16 ? ENG_STR("a") : ENG_STR("");
	source = eng_source_open(&ctx, names, "fuzz", &options);
	assert(source || ctx.errors);
	do {
		unsigned long before = ctx.errors;

		eng_arena_reset(&arena);
		status = source ? eng_source_next(source, &arena, &record) : ENG_SOURCE_END;
		assert((status == ENG_SOURCE_RECORD || status == ENG_SOURCE_END) ||
		       ctx.errors > before);
	} while (status == ENG_SOURCE_RECORD || status == ENG_SOURCE_BAD);
	eng_source_close(source);
	eng_arena_finish(&arena);
	eng_names_free(names);
	return 0;
}
