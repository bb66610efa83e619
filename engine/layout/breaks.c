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

static bool is_digit(unsigned char c) {
	return c >= '0' && c <= '9';
}

static unsigned char byte_at(eng_str bytes, size_t i) {
	return i < bytes.n ? (unsigned char)bytes.s[i] : 0;
}

/* Length of a character that may stand at i without allowing or forbidding a break there beyond what
 * its neighbours do; 0 when the full rules are needed. */
static size_t harmless(eng_str bytes, size_t i) {
	unsigned char c = byte_at(bytes, i), next = byte_at(bytes, i + 1), last;
	unsigned char before = i > 0 ? byte_at(bytes, i - 1) : 0;

	if (unassuming(c)) {
		return 1;
	}
	if ((c == '-' || c == '/') && is_digit(before) && is_digit(next)) {
		return 1; /* LB25: dates and numbers */
	}
	if (c == '%' && is_digit(before)) {
		return 1;
	}
	if (c == 0xC3 && next != 0x97 && next != 0xB7) {
		return 2; /* U+00C0..00FF less the signs for times and divided by: letters */
	}
	if (c == 0xC2 && (next == 0xA0 || next == 0xA3)) {
		return 2; /* no-break space, pound */
	}
	last = byte_at(bytes, i + 2);
	if (c == 0xE2 && ((next == 0x80 && last == 0xAF) || (next == 0x82 && last == 0xAC) ||
			  (next == 0x88 && last == 0x92 && is_digit(byte_at(bytes, i + 3))))) {
		return 3; /* narrow no-break space, euro, minus before a digit */
	}
	if (c == 0xE2 && next == 0x80 && last == 0x99 && letter_or_digit(before) &&
	    letter_or_digit(byte_at(bytes, i + 3))) {
		return 3; /* an apostrophe inside a word */
	}
	return 0;
}

/* Marks breaks and returns true when the text is so plain that spaces are the only places: each
 * space stands before a letter or digit. */
static bool plain(eng_str bytes, uint8_t *at) {
	size_t n;

	for (size_t i = 0; i < bytes.n; i += n) {
		unsigned char next = byte_at(bytes, i + 1);

		if (bytes.s[i] == ' ') {
			if (!letter_or_digit(next) && next != 0xC3) {
				return false;
			}
			at[i + 1] = ENG_BREAK_ALLOWED;
			n = 1;
		} else {
			n = harmless(bytes, i);
			if (n == 0) {
				return false;
			}
		}
	}
	at[bytes.n] = 0;
	return true;
}

/* "e-mail", "X-ray": a single letter does not end a line with its hyphen. */
static void hold_single_letters(eng_str bytes, uint8_t *at) {
	for (size_t i = 1; i + 1 < bytes.n; i++) {
		bool starts = i == 1 || bytes.s[i - 2] == ' ' || bytes.s[i - 2] == '(';

		if (bytes.s[i] == '-' && starts && letter_or_digit(byte_at(bytes, i - 1)) &&
		    at[i + 1] == ENG_BREAK_ALLOWED && bytes.s[i + 1] != ' ') {
			at[i + 1] = ENG_BREAK_NONE;
		}
	}
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
	hold_single_letters(bytes, at);
}
