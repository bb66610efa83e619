/* Marks are what Unicode calls so (general category M). Values of records are looked at as they are read, before
 * anybody normalizes or shapes them; Unicode's own bound for streams is 30 (UAX 15, Stream-Safe Text Format). */
#include "data/marks.h"

#include <unicode/uchar.h>

#include "base/scan.h"
#include "base/utf8.h"

static bool is_mark(uint32_t c) {
	return c >= 0x300 && (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

bool eng_marks_pile_up(eng_str text, size_t most) {
	size_t pile = 0;
	uint32_t c;

	if (text.n / 2 <= most) { /* nearly all values: a mark has two bytes at least */
		return false;
	}
	while (pile <= most && text.n) {
		size_t plain = eng_scan_ascii(text.s, text.n);

		if (plain) {
			text = eng_str_sub(text, plain, text.n);
			pile = 0;
		} else {
			pile = eng_utf8_next(&text, &c) && is_mark(c) ? pile + 1 : 0;
		}
	}
	return pile > most;
}
