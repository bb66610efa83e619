/* Slots of blocks: what a form may be filled with. The block decides; the template gives raw data.
 * Patterns are regular expressions of XML Schema, always anchored, matched without backtracking. */
#include <libxml/xmlregexp.h>
#include <string.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "content/block.h"

static bool is_word_byte(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || (unsigned char)c >= 0x80;
}

static bool is_letter(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* What a phone or mail program would make a link of: "//", "www.", "@", or "name.name" with a last
 * label of letters. A lock would rather refuse "St.Gallen" than let "evil.example" through. */
static bool looks_like_url(eng_str text) {
	if (eng_str_index(text, ENG_STR("//")) < text.n ||
	    eng_str_index(text, ENG_STR("@")) < text.n) {
		return true;
	}
	for (size_t i = 1; i + 2 < text.n; i++) {
		if (text.s[i] == '.' && is_word_byte(text.s[i - 1]) && is_letter(text.s[i + 1]) &&
		    is_letter(text.s[i + 2])) {
			return true;
		}
	}
	return false;
}

static bool accepts_text(const eng_block_slot *slot, eng_str value, const char **why) {
	eng_str rest = value;
	uint32_t c;

	while (eng_utf8_next(&rest, &c)) {
		if (eng_utf8_is_control(c) || c == '\n' || c == '\r' || c == '\t') {
			*why = "one line of plain text";
			return false;
		}
	}
	if (slot->max_length && eng_utf8_length(value) > (size_t)slot->max_length) {
		*why = "no longer than the block's max-length";
		return false;
	}
	if (!slot->urls && looks_like_url(value)) {
		*why = "text without a web or mail address";
		return false;
	}
	if (slot->matcher) {
		char *copy = eng_malloc(value.n + 1);
		int match;

		memcpy(copy, value.s, value.n);
		copy[value.n] = 0;
		match = xmlRegexpExec(slot->matcher, (const xmlChar *)copy);
		free(copy);
		if (match != 1) {
			*why = "text that matches the block's pattern";
			return false;
		}
	}
	return true;
}

bool eng_block_slot_accepts(const eng_block_slot *slot, eng_str value, const char **why) {
	eng_decimal d;
	eng_date date;

	switch (slot->type) {
	case ENG_SLOT_MONEY:
		*why = "an amount";
		return eng_decimal_parse(value, false, &d);
	case ENG_SLOT_PERCENT:
	case ENG_SLOT_NUMBER:
		*why = "a number";
		return eng_decimal_parse(value, false, &d);
	case ENG_SLOT_INTEGER:
		*why = "a whole number";
		return eng_decimal_parse(value, false, &d) && eng_decimal_is_integer(d);
	case ENG_SLOT_DATE:
		*why = "a date";
		return eng_date_parse(value, &date);
	case ENG_SLOT_CURRENCY:
		*why = "a currency code of three capital letters";
		for (size_t i = 0; i < value.n; i++) {
			if (value.s[i] < 'A' || value.s[i] > 'Z') {
				return false;
			}
		}
		return value.n == 3;
	case ENG_SLOT_TEXT:
		return accepts_text(slot, value, why);
	}
	return false;
}
