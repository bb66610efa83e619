/* Phrases: MessageFormat patterns with two arguments. */
#include "expr/locale.h"
#include "expr/message.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	eng_ctx ctx = fuzz_ctx();
	eng_arena arena;
	const eng_message *message;
	const eng_argument arguments[] = {
		{ ENG_STR_INIT("name"),
		  { .text = ENG_STR_INIT("Ann"), .raw = ENG_STR_INIT("Ann") } },
		{ ENG_STR_INIT("n"),
		  { .kind = ENG_VALUE_NUMBER,
		    .text = ENG_STR_INIT("5"),
		    .raw = ENG_STR_INIT("5"),
		    .number = { 5, 0 } } },
	};

	eng_arena_init(&arena);
	message = size < 4096 ? eng_message_new(&ctx, &arena, fuzz_text(data, size), "pl",
						(eng_loc){ "fuzz", 1, 1 })
			      : NULL;
	if (message) {
		eng_locale *locale = eng_locale_new(&ctx, "pl", "PL");
		const eng_message_part *parts;
		size_t n;
		unsigned long before = ctx.errors;
		bool good = eng_message_format(&ctx, &arena, message, locale, arguments, 2,
					       (eng_loc){ "fuzz", 1, 1 }, &parts, &n);

		assert(good == (ctx.errors == before));
		eng_locale_free(locale);
	}
	eng_arena_finish(&arena);
	return 0;
}
