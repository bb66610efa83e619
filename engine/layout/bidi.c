/* Bidi levels of a text (UAX 9) by FriBidi, with isolates that exist only here.
 *
 * Each isolating span is wrapped in FSI and PDI in the character array that FriBidi sees; the text
 * itself keeps its bytes. Reordering of lines is line.c's. */
#include <fribidi.h>
#include <string.h>

#include "base/scan.h"
#include "base/utf8.h"
#include "layout/text.h"

/* True at one of U+200E, 200F, 202A..202E and 2066..2069, whose first byte is 0xE2. */
static bool is_mark(const char *s) {
	unsigned char second = (unsigned char)s[1], third = (unsigned char)s[2];

	return second == 0x80 ? third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE)
			      : second == 0x81 && third >= 0xA6 && third <= 0xA9;
}

/* True when the text can hold a right-to-left character or a mark of direction: all of them are at
 * or above U+0590, so in UTF-8 they begin with 0xD6 or more. */
static bool may_be_mixed(eng_str bytes) {
	for (size_t i = eng_scan_ascii(bytes.s, bytes.n); i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.s[i];

		if (c >= 0xD6 && c < 0xE1) {
			return true; /* Hebrew, Arabic, Syriac and neighbours; Indic scripts too */
		}
		if (c == 0xE2 && i + 2 < bytes.n && is_mark(bytes.s + i)) {
			return true;
		}
		if (c == 0xEF || c >= 0xF0) {
			return true; /* presentation forms, old scripts */
		}
	}
	return false;
}

/* Characters with FSI and PDI around isolating spans; where[i] is the byte of character i, or -1. */
static FriBidiStrIndex collect(eng_str bytes, const eng_span *spans, size_t count,
			       FriBidiChar *chars, int32_t *where) {
	FriBidiStrIndex n = 0;

	for (size_t s = 0; s < count; s++) {
		size_t i = spans[s].start;

		if (spans[s].isolate) {
			where[n] = -1;
			chars[n++] = FRIBIDI_CHAR_FSI;
		}
		while (i < spans[s].end) {
			uint32_t c;
			size_t k = eng_utf8_decode(bytes.s + i, spans[s].end - i, &c);

			where[n] = (int32_t)i;
			chars[n++] = k ? c : 0xFFFD;
			i += k ? k : 1;
		}
		if (spans[s].isolate) {
			where[n] = -1;
			chars[n++] = FRIBIDI_CHAR_PDI;
		}
	}
	return n;
}

bool eng_bidi_levels(eng_arena *arena, eng_str bytes, const eng_span *spans, size_t count, bool rtl,
		     uint8_t *levels) {
	FriBidiParType base = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
	size_t room = bytes.n + 2 * count;
	bool mixed = false;
	FriBidiStrIndex n;
	FriBidiChar *chars;
	FriBidiCharType *types;
	FriBidiBracketType *brackets;
	FriBidiLevel *found;
	int32_t *where;

	if (!rtl && !may_be_mixed(bytes)) {
		return false;
	}
	memset(levels, rtl ? 1 : 0, bytes.n);
	chars = eng_arena_new_array(arena, room, FriBidiChar);
	where = eng_arena_new_array(arena, room, int32_t);
	n = collect(bytes, spans, count, chars, where);
	types = eng_arena_new_array(arena, (size_t)n, FriBidiCharType);
	brackets = eng_arena_new_array(arena, (size_t)n, FriBidiBracketType);
	found = eng_arena_new_array(arena, (size_t)n, FriBidiLevel);
	fribidi_get_bidi_types(chars, n, types);
	fribidi_get_bracket_types(chars, n, types, brackets);
	/* FriBidi fails only out of memory; then levels stay at the base. */
	if (!fribidi_get_par_embedding_levels_ex(types, brackets, n, &base, found)) {
		eng_oom();
	}
	for (FriBidiStrIndex i = 0; i < n; i++) {
		if (where[i] >= 0) {
			levels[where[i]] = (uint8_t)found[i];
			mixed |= found[i] != (rtl ? 1 : 0);
		}
	}
	return mixed;
}
