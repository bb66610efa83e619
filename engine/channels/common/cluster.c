/* The rules of UAX #29 (GB3 to GB13, with GB9c of Unicode 15.1) around one place; properties come from
 * ICU. Asking at a few places is cheaper than an iterator over the whole text. */
#include "channels/common/cluster.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/utf8.h"

static bool is_hangul(int property) {
	return property == U_GCB_L || property == U_GCB_V || property == U_GCB_T ||
	       property == U_GCB_LV || property == U_GCB_LVT;
}

static int break_property(uint32_t c) {
	return u_getIntPropertyValue((UChar32)c, UCHAR_GRAPHEME_CLUSTER_BREAK);
}

/* Takes the last code point off *text; false when it is empty. */
static bool before(eng_str *text, uint32_t *c) {
	size_t at = text->n;

	if (at == 0) {
		return false;
	}
	do {
		at--;
	} while (at > 0 && ((unsigned char)text->s[at] & 0xc0) == 0x80);
	if (!eng_utf8_decode(text->s + at, text->n - at, c)) {
		*c = 0xfffd;
	}
	text->n = at;
	return true;
}

/* GB6 to GB8: the letters of a Hangul syllable. */
static bool hangul_joins(int left, int right) {
	switch (left) {
	case U_GCB_L:
		return right != U_GCB_T && is_hangul(right);
	case U_GCB_LV:
	case U_GCB_V:
		return right == U_GCB_V || right == U_GCB_T;
	case U_GCB_LVT:
	case U_GCB_T:
		return right == U_GCB_T;
	default:
		return false;
	}
}

/* GB11: a pictograph, extenders, a joiner, the place. text ends before the joiner. */
static bool pictograph_joins(eng_str text) {
	uint32_t c;

	while (before(&text, &c)) {
		if (break_property(c) != U_GCB_EXTEND) {
			return u_hasBinaryProperty((UChar32)c, UCHAR_EXTENDED_PICTOGRAPHIC);
		}
	}
	return false;
}

/* GB12, GB13: flags are pairs. text ends before the indicator left of the place. */
static bool indicator_joins(eng_str text) {
	bool paired = true;
	uint32_t c;

	while (before(&text, &c) && break_property(c) == U_GCB_REGIONAL_INDICATOR) {
		paired = !paired;
	}
	return paired;
}

/* GB9c: consonants that a virama binds, in the scripts that set them as one sign. text ends before the
 * place. */
static bool conjunct_joins(eng_str text, uint32_t right) {
	static const UScriptCode scripts[] = { USCRIPT_DEVANAGARI, USCRIPT_BENGALI,
					       USCRIPT_GUJARATI,   USCRIPT_ORIYA,
					       USCRIPT_TELUGU,     USCRIPT_MALAYALAM };
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script = uscript_getScript((UChar32)right, &status);
	bool conjoining = false, bound = false;
	uint32_t c;

	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		conjoining |= scripts[i] == script;
	}
	while (conjoining && before(&text, &c)) {
		int category = u_getIntPropertyValue((UChar32)c, UCHAR_INDIC_SYLLABIC_CATEGORY);
		int property = break_property(c);

		if (category == U_INSC_VIRAMA) {
			bound = true;
		} else if (property != U_GCB_EXTEND && property != U_GCB_ZWJ) {
			return bound && category == U_INSC_CONSONANT;
		}
	}
	return false;
}

static bool is_consonant(uint32_t c) {
	return u_getIntPropertyValue((UChar32)c, UCHAR_INDIC_SYLLABIC_CATEGORY) == U_INSC_CONSONANT;
}

static bool is_break(int property) {
	return property == U_GCB_CONTROL || property == U_GCB_CR || property == U_GCB_LF;
}

bool eng_cluster_joins(eng_str text, size_t at) {
	eng_str head = eng_str_sub(text, 0, at);
	uint32_t left_c, right_c;
	int left, right;

	if (at >= text.n || !before(&head, &left_c) ||
	    !eng_utf8_decode(text.s + at, text.n - at, &right_c)) {
		return false;
	}
	if (left_c < 0x300 && right_c < 0x300 && left_c != '\r') {
		return false; /* nearly every place: nothing below joins anything */
	}
	left = break_property(left_c);
	right = break_property(right_c);
	if (is_break(left) || is_break(right)) {
		return left == U_GCB_CR && right == U_GCB_LF;
	}
	if (right == U_GCB_EXTEND || right == U_GCB_ZWJ || right == U_GCB_SPACING_MARK ||
	    left == U_GCB_PREPEND || hangul_joins(left, right)) {
		return true;
	}
	if ((left == U_GCB_EXTEND || left == U_GCB_ZWJ) && is_consonant(right_c)) {
		return conjunct_joins(eng_str_sub(text, 0, at), right_c);
	}
	if (left == U_GCB_ZWJ) {
		return u_hasBinaryProperty((UChar32)right_c, UCHAR_EXTENDED_PICTOGRAPHIC) &&
		       pictograph_joins(head);
	}
	return left == U_GCB_REGIONAL_INDICATOR && right == left && indicator_joins(head);
}
