/* Which font of a face shows a character.
 *
 * Knows scripts and the theme's order of fallbacks; refuses to look at neighbours: whoever splits
 * text into runs keeps marks with their bases. Scripts are Unicode's (UAX 24). */
#include "layout/press.h"

static eng_script_class han_class(eng_str language) {
	if (eng_str_starts(language, "ja")) {
		return ENG_SCRIPT_HAN_JAPANESE;
	}
	if (eng_str_starts(language, "ko")) {
		return ENG_SCRIPT_HANGUL;
	}
	if (eng_str_starts(language, "zh-Hant") || eng_str_eqc(language, "zh-TW") ||
	    eng_str_eqc(language, "zh-HK") || eng_str_eqc(language, "zh-MO")) {
		return ENG_SCRIPT_HAN_TRADITIONAL;
	}
	if (eng_str_starts(language, "zh")) {
		return ENG_SCRIPT_HAN_SIMPLIFIED;
	}
	/* Japanese forms cover most Chinese text readably, the reverse does not hold. */
	return ENG_SCRIPT_HAN_JAPANESE;
}

/* The theme's class of a script in a language. */
static eng_script_class script_class_of(hb_script_t script, eng_str language) {
	switch ((int)script) {
	case HB_SCRIPT_ARABIC:
		return ENG_SCRIPT_ARABIC;
	case HB_SCRIPT_HEBREW:
		return ENG_SCRIPT_HEBREW;
	case HB_SCRIPT_DEVANAGARI:
		return ENG_SCRIPT_DEVANAGARI;
	case HB_SCRIPT_THAI:
		return ENG_SCRIPT_THAI;
	case HB_SCRIPT_HANGUL:
		return ENG_SCRIPT_HANGUL;
	case HB_SCRIPT_HIRAGANA:
	case HB_SCRIPT_KATAKANA:
		return ENG_SCRIPT_HAN_JAPANESE;
	case HB_SCRIPT_HAN:
		return han_class(language);
	case HB_SCRIPT_BOPOMOFO:
		return ENG_SCRIPT_HAN_TRADITIONAL;
	case HB_SCRIPT_LATIN:
	case HB_SCRIPT_GREEK:
	case HB_SCRIPT_CYRILLIC:
	case HB_SCRIPT_COMMON:
	case HB_SCRIPT_INHERITED:
	case HB_SCRIPT_UNKNOWN:
		return ENG_SCRIPT_DEFAULT;
	default:
		return ENG_SCRIPT_OTHER;
	}
}

static bool is_han(eng_script_class class) {
	return class == ENG_SCRIPT_HAN_JAPANESE || class == ENG_SCRIPT_HAN_SIMPLIFIED ||
	       class == ENG_SCRIPT_HAN_TRADITIONAL || class == ENG_SCRIPT_HANGUL;
}

/* Common characters whose Chinese and Japanese form fills a whole square. */
static bool is_wide_in_han(uint32_t c) {
	return c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201c || c == 0x201d ||
	       c == 0x2026;
}

static const eng_font *first_of(const eng_typeface *face, eng_script_class class, uint32_t c) {
	for (size_t i = 0; i < face->count; i++) {
		if (face->scripts[i] == class && eng_font_has(face->fonts[i], c)) {
			return face->fonts[i];
		}
	}
	return NULL;
}

const eng_font *eng_press_font_for(const eng_press *press, const eng_typeface *face, uint32_t c,
				   hb_script_t script, eng_str language) {
	hb_script_t own = hb_unicode_script(hb_unicode_funcs_get_default(), c);
	bool common = own == HB_SCRIPT_COMMON || own == HB_SCRIPT_INHERITED;
	eng_script_class class = script_class_of(common ? script : own, language);
	bool face_first = common && !(is_han(class) && is_wide_in_han(c));
	const eng_font *font = NULL;

	(void)press;
	if (face_first && eng_font_has(face->fonts[0], c)) {
		return face->fonts[0];
	}
	if (class != ENG_SCRIPT_DEFAULT) {
		font = first_of(face, class, c);
	}
	if (!font) {
		font = first_of(face, ENG_SCRIPT_DEFAULT, c);
	}
	if (!font) {
		font = first_of(face, ENG_SCRIPT_OTHER, c);
	}
	for (size_t i = 0; !font && i < face->count; i++) {
		font = eng_font_has(face->fonts[i], c) ? face->fonts[i] : NULL;
	}
	return font;
}

const eng_typeface *eng_press_face(const eng_press *press, const eng_family *family, bool bold,
				   bool italic) {
	size_t index = (size_t)(family - press->theme->families);

	return &press->faces[index * 4 + (bold ? 1 : 0) + (italic ? 2 : 0)];
}
