/* The words by which users and jobs say what previews show. */
#include "base/decimal.h"
#include "channels/channel.h"

enum { PPI_LEAST = 24, PPI_MOST = 1200 };

static bool take_ppi(eng_preview *preview, eng_str word) {
	eng_decimal number;
	int64_t n;

	if (!eng_str_ends(word, "ppi") ||
	    !eng_decimal_parse(eng_str_sub(word, 0, word.n - 3), false, &number) ||
	    !eng_decimal_to_int64(number, &n) || n < PPI_LEAST || n > PPI_MOST) {
		return false;
	}
	preview->ppi = (int)n;
	return true;
}

bool eng_preview_take(eng_preview *preview, eng_str word) {
	const struct {
		const char *word;
		bool *flag;
	} flags[] = { { "png", &preview->png },
		      { "svg", &preview->svg },
		      { "locked", &preview->locked },
		      { "data", &preview->data } };

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (eng_str_eqc(word, flags[i].word)) {
			*flags[i].flag = true;
			return true;
		}
	}
	return take_ppi(preview, word);
}
