/* The words by which users and jobs say what readers of encrypted PDF files may do. */
#include "channels/channel.h"

/* Readers for the blind are always allowed (ISO 14289-1 7.16). */
enum { FOR_THE_BLIND = 1u << 9 };

/* Bits of ISO 32000-2 table 22. */
static const struct {
	const char *word;
	unsigned bits;
} words[] = {
	{ "print", 1u << 2 | 1u << 11 },
	{ "change", 1u << 3 | 1u << 10 },
	{ "copy", 1u << 4 },
	{ "annotate", 1u << 5 },
	{ "fill", 1u << 8 },
};

void eng_pdf_allow_usual(eng_pdf_options *options) {
	eng_pdf_allow_nothing(options);
	eng_pdf_allow(options, ENG_STR("print"));
	eng_pdf_allow(options, ENG_STR("copy"));
	eng_pdf_allow(options, ENG_STR("fill"));
}

void eng_pdf_allow_nothing(eng_pdf_options *options) {
	options->allow = FOR_THE_BLIND;
}

bool eng_pdf_allow(eng_pdf_options *options, eng_str word) {
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (eng_str_eqc(word, words[i].word)) {
			options->allow |= words[i].bits;
			return true;
		}
	}
	return false;
}
