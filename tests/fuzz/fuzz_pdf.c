/* Finished PDF files: both roads of the reader, with one claim. The first byte says which road; files of
 * the strict road are kept small enough for many runs a second. */
#include "fuzz.h"
#include "verify/pdf-reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static const eng_claim claim = { .id = { "b", 1 },
					 .language = { "en", 2 },
					 .version = 1,
					 .occurrence = 1,
					 .text = { "Aa b", 4 } };
	static eng_pdf_reader *reader;
	eng_findings found = { 0 };
	eng_arena arena;
	bool good;

	if (size == 0 || size > 1 << 18) {
		return 0;
	}
	if (!reader) {
		reader = eng_pdf_reader_new((eng_pdf_fonts){ 0 });
	}
	eng_arena_init(&arena);
	found.arena = &arena;
	good = eng_pdf_reader_check(reader, data[0] & 1 ? ENG_PDF_QPDF : ENG_PDF_STRICT,
				    fuzz_text(data + 1, size - 1), (eng_str){ 0 }, 0, &claim, 1,
				    &found);
	assert(good == (found.n == 0));
	eng_arena_finish(&arena);
	return 0;
}
