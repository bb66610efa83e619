/* Directions of characters come from ICU. */
#include "channels/common/bidi.h"

#include <unicode/uchar.h>

#include "base/scan.h"
#include "base/utf8.h"

#define LRE       0x202a
#define RLE       0x202b
#define PDF       0x202c
#define RLO       0x202e
#define LRI       0x2066
#define FSI       0x2068
#define PDI       0x2069
#define DEPTH_MAX 125 /* UAX #9 max_depth */

static bool is_rtl(UCharDirection d) {
	return d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC || d == U_ARABIC_NUMBER;
}

static bool is_control(uint32_t c) {
	return (c >= LRE && c <= RLO) || (c >= LRI && c <= PDI);
}

bool eng_bidi_is_simple(eng_str text) {
	for (size_t i = eng_scan_ascii(text.s, text.n); i < text.n; i++) {
		unsigned char c = (unsigned char)text.s[i];

		if (c >= 0xd6 &&
		    !(c == 0xe2 && i + 1 < text.n && (unsigned char)text.s[i + 1] >= 0x82)) {
			return false;
		}
		i += c < 0xc0 ? eng_scan_ascii(text.s + i + 1, text.n - i - 1) : 0;
	}
	return true;
}

bool eng_bidi_is_mixed(eng_str text, bool rtl) {
	uint32_t c;

	if (!rtl && eng_bidi_is_simple(text)) {
		return false;
	}
	/* ASCII is neutral or left to right */
	while (rtl ? eng_utf8_next(&text, &c) : eng_utf8_next_wide(&text, &c)) {
		UCharDirection d = u_charDirection((UChar32)c);

		if (is_control(c) ||
		    (rtl ? d == U_LEFT_TO_RIGHT || d == U_EUROPEAN_NUMBER : is_rtl(d))) {
			return true;
		}
	}
	return false;
}

bool eng_bidi_isolates(const eng_node *text, bool rtl) {
	if (!text->island && eng_node_from(text)->origin != ENG_ORIGIN_DATA &&
	    eng_node_from(text)->origin != ENG_ORIGIN_SLOT) {
		return false;
	}
	return eng_bidi_is_mixed(text->as.text.value.text, rtl);
}

static bool has_control(eng_str text) {
	uint32_t c;

	while (eng_utf8_next_wide(&text, &c)) {
		if (is_control(c)) {
			return true;
		}
	}
	return false;
}

eng_str eng_bidi_balance(eng_arena *arena, eng_str text) {
	eng_buf out = { 0 };
	eng_str rest = text, copy;
	uint32_t open[DEPTH_MAX], c;
	size_t depth = 0;

	if (eng_bidi_is_simple(text) || !has_control(text)) {
		return text;
	}
	while (eng_utf8_next(&rest, &c)) {
		if (c == PDF || c == PDI) {
			if (depth == 0 || open[depth - 1] != c) {
				continue;
			}
			depth--;
		} else if (is_control(c)) {
			if (depth == DEPTH_MAX) {
				continue;
			}
			open[depth++] = c >= LRI ? PDI : PDF;
		}
		eng_buf_utf8(&out, c);
	}
	while (depth > 0) {
		eng_buf_utf8(&out, open[--depth]);
	}
	copy = eng_str_copy(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return copy;
}

static bool is_letter(unsigned char c) {
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

bool eng_bidi_wants_mark(eng_str text, bool rtl) {
	uint32_t c;
	int isolates = 0;

	/* Of ASCII, letters alone have a direction; columns begin with spaces, dates with figures. */
	while (text.n && (unsigned char)*text.s < 0x80 && !is_letter((unsigned char)*text.s)) {
		text = (eng_str){ text.s + 1, text.n - 1 };
	}
	while (eng_utf8_next(&text, &c)) {
		UCharDirection d = c >= 0x80                     ? u_charDirection((UChar32)c)
				   : is_letter((unsigned char)c) ? U_LEFT_TO_RIGHT
								 : U_OTHER_NEUTRAL;

		if (c >= LRI && c <= FSI) {
			isolates++;
		} else if (c == PDI && isolates > 0) {
			isolates--;
		} else if (isolates == 0 && d == U_LEFT_TO_RIGHT) {
			return rtl;
		} else if (isolates == 0 && (d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC)) {
			return !rtl;
		}
	}
	return rtl;
}
