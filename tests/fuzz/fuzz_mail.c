/* Finished messages: the strict reader and the one of libraries, as in tests/mail-roads, and the claims on
 * what they read. The first byte chooses: HTML alone by the strict road, a message by both, or all that a run
 * does with a message. */
#include "base/utf8.h"
#include "fuzz.h"
#include "verify/html.h"
#include "verify/mime.h"
#include "verify/reader.h"

static void read_html(eng_html_memo *memo, eng_arena *arena, eng_str html) {
	eng_surface surface = { .arena = arena };
	eng_html_page page = { .surface = &surface };

	if (eng_utf8_valid(html) == html.n) {
		eng_html_read_strict(memo, &page, html);
		eng_html_page_finish(&page);
	}
}

/* What the strict road takes is what GMime sees. */
static void read_parts(eng_arena *arena, eng_str bytes) {
	eng_mime_texts strict, loose;

	if (!eng_mime_read_strict(arena, bytes, &strict)) {
		return;
	}
	assert(eng_mime_read_loose(arena, bytes, &loose));
	for (int i = 0; i < 2; i++) {
		assert(strict.count[i] == loose.count[i]);
		assert(eng_str_eq(strict.texts[i], loose.texts[i]));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static const eng_claim claim = { .id = ENG_STR_INIT("b"),
					 .language = ENG_STR_INIT("en"),
					 .version = 1,
					 .occurrence = 1,
					 .text = ENG_STR_INIT("Aa b") };
	static eng_html_memo *memo;
	eng_findings found = { 0 };
	eng_arena arena;
	eng_str bytes;

	if (size == 0 || size > 1 << 18) {
		return 0;
	}
	memo = memo ? memo : eng_html_memo_new();
	bytes = fuzz_text(data + 1, size - 1);
	eng_arena_init(&arena);
	found.arena = &arena;
	eng_html_memo_trim(memo);
	switch (data[0] % 3) {
	case 0:
		read_html(memo, &arena, bytes);
		break;
	case 1:
		read_parts(&arena, bytes);
		break;
	default:
		assert(eng_verify_mail(memo, &arena, bytes, &claim, 1, &found) == (found.n == 0));
	}
	eng_arena_finish(&arena);
	return 0;
}
