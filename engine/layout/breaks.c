/* Break opportunities of a text.
 *
 * Plain words of alphabetic scripts break at spaces, which needs no table; anything else (hyphens,
 * CJK, Thai, quotes beside spaces ...) is Pango's: UAX 14 with its tailorings by language and
 * libthai's dictionary. */
#include <pango/pango.h>
#include <string.h>

#include "layout/text.h"

static bool letter_or_digit(unsigned char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* ASCII that takes part in no rule of UAX 14 but "break after spaces". */
static bool unassuming(unsigned char c) {
	return letter_or_digit(c) || c == '.' || c == ',' || c == ';' || c == ':' || c == '&' ||
	       c == '@';
}

/* Marks breaks and returns true when the text is so plain that spaces are the only places: each
 * space stands before a letter or digit and behind no opening bracket. */
static bool plain(eng_str bytes, uint8_t *at) {
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.s[i];

		if (c == ' ') {
			unsigned char next = i + 1 < bytes.n ? (unsigned char)bytes.s[i + 1] : 'x';

			if (next == ' ' || (!letter_or_digit(next) && next != 0xC3)) {
				return false;
			}
			at[i + 1] = ENG_BREAK_ALLOWED;
		} else if (c == 0xC3 && i + 1 < bytes.n && (unsigned char)bytes.s[i + 1] != 0x97 &&
			   (unsigned char)bytes.s[i + 1] != 0xB7) {
			i++; /* U+00C0..00FF less the signs for times and divided by: letters */
		} else if (!unassuming(c)) {
			return false;
		}
	}
	at[bytes.n] = 0;
	return true;
}

void eng_breaks_find(eng_arena *arena, eng_str bytes, eng_str lang, uint8_t *at) {
	PangoLogAttr *attrs;
	size_t i = 0;
	int n;

	if (plain(bytes, at)) {
		return;
	}
	memset(at, 0, bytes.n + 1);
	n = (int)g_utf8_strlen(bytes.s, (gssize)bytes.n);
	attrs = eng_arena_new_array(arena, (size_t)n + 1, PangoLogAttr);
	pango_get_log_attrs(bytes.s, (int)bytes.n, -1,
			    pango_language_from_string(lang.n ? eng_str_dup(arena, lang) : "und"),
			    attrs, n + 1);
	for (int k = 0; k <= n && i <= bytes.n; k++) {
		if (attrs[k].is_mandatory_break && k > 0) {
			at[i] = ENG_BREAK_MUST;
		} else if (attrs[k].is_line_break && k > 0) {
			at[i] = ENG_BREAK_ALLOWED;
		}
		i += i < bytes.n ? (size_t)(g_utf8_next_char(bytes.s + i) - (bytes.s + i)) : 1;
	}
	at[bytes.n] = 0;
}
