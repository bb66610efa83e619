/* Values that are read as one. Knows what a value is by how it was formatted, and what an identifier looks
 * like; not how wide anything is, nor how a channel keeps words together. */
#include "document/whole.h"

#include <string.h>

/* One value of the data with figures and hyphens. */
static bool is_identifier(const eng_node *text, eng_str value) {
	eng_origin origin = text->as.text.from.origin;
	bool figure = false;

	if ((origin != ENG_ORIGIN_DATA && origin != ENG_ORIGIN_SLOT) || value.n < 3 ||
	    !memchr(value.s + 1, '-', value.n - 2)) {
		return false;
	}
	for (size_t i = 0; i < value.n; i++) {
		char c = value.s[i];
		bool digit = c >= '0' && c <= '9', letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		bool inside = i > 0 && i + 1 < value.n;

		if (!digit && !letter && !(inside && (c == '-' || c == '.' || c == '/'))) {
			return false;
		}
		figure |= digit;
	}
	return figure;
}

/* Readers of HTML end lines behind any hyphen inside a word, and between ideographs (U+3000 and up); columns with marks
 * of direction, 0xE2 0x80 0x8E and 0x8F, they make as narrow as if lines ended there. */
static bool has_break(eng_str value) {
	for (size_t i = 1; i < value.n; i++) {
		unsigned char c = (unsigned char)value.s[i];

		if (c == ' ' || c == '-' || (c >= 0xE3 && c <= 0xED) ||
		    (c == 0x80 && i + 1 < value.n && (value.s[i + 1] & 0xFE) == 0x8E)) {
			return true;
		}
	}
	return false;
}

eng_whole eng_whole_of(const eng_node *text) {
	const eng_answer *value = &text->as.text.value;

	if (!value->formatted || value->kind == ENG_VALUE_TEXT) {
		return is_identifier(text, value->text) ? ENG_WHOLE_IDENTIFIER : ENG_WHOLE_NOT;
	}
	if (!has_break(value->text)) {
		return ENG_WHOLE_NOT;
	}
	return value->kind == ENG_VALUE_IBAN ? ENG_WHOLE_GROUPS : ENG_WHOLE_FORMATTED;
}
