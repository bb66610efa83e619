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

/* ASCII that takes part in no rule of UAX 14 but "break after spaces": a bit for each of letters, digits and
 * . , ; : & @, which is most of all text. */
static bool unassuming(unsigned char c) {
	static const uint64_t bits[2] = { UINT64_C(0x0FFF504000000000),
					  UINT64_C(0x07FFFFFE07FFFFFF) };

	return c < 128 && bits[c >> 6] >> (c & 63) & 1;
}

static bool is_digit(unsigned char c) {
	return c >= '0' && c <= '9';
}

static unsigned char byte_at(eng_str bytes, size_t i) {
	return i < bytes.n ? (unsigned char)bytes.s[i] : 0;
}

/* True at a minus (U+2212) that stands before a digit or a currency sign: part of a number. */
static bool is_signed(eng_str bytes, size_t i) {
	unsigned char after = byte_at(bytes, i + 3);

	return byte_at(bytes, i) == 0xE2 && byte_at(bytes, i + 1) == 0x88 &&
	       byte_at(bytes, i + 2) == 0x92 &&
	       (is_digit(after) || after == '$' ||
		(after == 0xC2 && byte_at(bytes, i + 4) == 0xA3) ||
		(after == 0xE2 && byte_at(bytes, i + 4) == 0x82));
}

size_t eng_breaks_harmless(eng_str bytes, size_t i) {
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
	if (c == '\'' && letter_or_digit(before) && letter_or_digit(next)) {
		return 1; /* an apostrophe inside a word */
	}
	if (c == 0xC3 && next != 0x97 && next != 0xB7) {
		return 2; /* U+00C0..00FF less the signs for times and divided by: letters */
	}
	if (c == 0xC4 || c == 0xC5) {
		return 2; /* U+0100..017F: letters all */
	}
	if (c == 0xC2 && (next == 0xA0 || next == 0xA3)) {
		return 2; /* no-break space, pound */
	}
	last = byte_at(bytes, i + 2);
	if (c == 0xE2 && ((next == 0x80 && last == 0xAF) || (next == 0x82 && last == 0xAC) ||
			  is_signed(bytes, i))) {
		return 3; /* narrow no-break space, euro, minus of a number */
	}
	if (c == 0xE2 && next == 0x80 && last == 0x99 && letter_or_digit(before) &&
	    letter_or_digit(byte_at(bytes, i + 3))) {
		return 3; /* an apostrophe inside a word */
	}
	return 0;
}

/* True at a space beside a figure, or behind a figure with a full stop. */
static bool is_beside_number(eng_str bytes, size_t i) {
	return i > 0 && (is_digit(byte_at(bytes, i - 1)) || is_digit(byte_at(bytes, i + 1)) ||
			 (bytes.s[i - 1] == '.' && i > 1 && is_digit(byte_at(bytes, i - 2))));
}

/* Marks breaks when the text is so plain that spaces are the only places: each space stands before a
 * letter or digit, or at the end. *numbers: some space stands beside a figure. */
static eng_breaks plain(eng_str bytes, uint8_t *at, bool *numbers) {
	size_t n, count = 0;

	for (size_t i = 0; i < bytes.n; i += n) {
		unsigned char c = (unsigned char)bytes.s[i], next;

		n = 1;
		if (unassuming(c)) {
			continue;
		}
		if (c == ' ') {
			next = byte_at(bytes, i + 1);
			if (!letter_or_digit(next) && (next < 0xC3 || next > 0xC5) &&
			    i + 1 < bytes.n) {
				return (eng_breaks){ 0 };
			}
			at[i + 1] = ENG_BREAK_ALLOWED;
			*numbers |= is_beside_number(bytes, i);
			count++;
		} else if (c == '\n') {
			at[i + 1] = ENG_BREAK_MUST;
			count++;
		} else {
			n = eng_breaks_harmless(bytes, i);
			if (n == 0) {
				return (eng_breaks){ 0 };
			}
		}
	}
	at[bytes.n] = 0;
	return (eng_breaks){ true, count };
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

/* Symbols of units that stay with the number before them; words that stay with the number behind. */
static const char *const units[] = {
	"kWh",
	"MWh",
	"Wh",
	"kW",
	"MW",
	"W",
	"kVA",
	"V",
	"A",
	"km",
	"m",
	"cm",
	"mm",
	"ha",
	"kg",
	"g",
	"mg",
	"t",
	"l",
	"h",
	"min",
	"s",
	"GB",
	"MB",
	"kB",
	"%",
	"px",
	"pt",
	"km/h",
	"EUR",
	"USD",
	"GBP",
	"CHF",
	"Mio.",
	"Mrd.",
	"Uhr",
	"a.m.",
	"p.m.",
	"am",
	"pm",
	"m\xC2\xB2",
	"m\xC2\xB3",
	("\xC2\xB0"
	 "C"),
	"\xE2\x82\xAC",
	"\xC2\xA3",
	"$",
	"\xE2\x80\xB0",
};
static const char *const openers[] = {
	"Nr.",          "No.", "no.", "Art.",      "art.",      "Abs.",     "S.",
	"p.",           "pp.", "ch.", "Kap.",      "Ziff.",     "Tel.",     "EUR",
	"USD",          "GBP", "CHF", "n\xC2\xB0", "N\xC2\xB0", "\xC2\xA7", "\xC2\xA7\xC2\xA7",
	"\xE2\x84\x96",
};
/* Months by their first letters: "12. Mai 2026", "1 November", "3 de marzo" and their like. */
static const char *const months[] = {
	"Jan",
	"Feb",
	"M\xC3\xA4r",
	"Mar",
	"Apr",
	"Mai",
	"May",
	"Jun",
	"Jul",
	"Aug",
	"Sep",
	"Okt",
	"Oct",
	"Nov",
	"Dez",
	"Dec",
	"janv",
	"f\xC3\xA9vr",
	"mars",
	"avr",
	"mai",
	"juin",
	"juil",
	"ao\xC3\xBBt",
	"sept",
	"oct",
	"nov",
	("d\xC3\xA9"
	 "c"),
	"gen",
	"feb",
	"mar",
	"apr",
	"mag",
	"giu",
	"lug",
	"ago",
	"set",
	"ott",
	"dic",
	"ene",
	"abr",
	"may",
	"jun",
	"jul",
};

/* word is not empty. */
static bool is_one_of(eng_str word, const char *const *list, size_t n) {
	for (size_t i = 0; i < n; i++) {
		if (*list[i] == *word.s && eng_str_eqc(word, list[i])) {
			return true;
		}
	}
	return false;
}

static bool begins_month(eng_str word) {
	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		if (*months[i] == *word.s && eng_str_starts(word, months[i])) {
			return true;
		}
	}
	return false;
}

/* The word that ends before byte at, or begins there, without the punctuation around it. */
static eng_str word_beside(eng_str bytes, size_t at, bool before) {
	size_t from = at, to = at;

	while (before && from > 0 && bytes.s[from - 1] != ' ' && at - from < 24) {
		from--;
	}
	while (!before && to < bytes.n && bytes.s[to] != ' ' && to - at < 24) {
		to++;
	}
	while (before && from < to && bytes.s[from] == '(') {
		from++;
	}
	return eng_str_sub(bytes, from, to);
}

static eng_str without_comma(eng_str word) {
	while (word.n > 1 && memchr(",;:)", word.s[word.n - 1], 4)) {
		word.n--;
	}
	return word;
}

/* A day: one or two figures, with the full stop that makes them "12th" in some languages. */
static bool is_day(eng_str word) {
	size_t n = 0;

	while (n < word.n && is_digit((unsigned char)word.s[n])) {
		n++;
	}
	return n >= 1 && n <= 2 && (n == word.n || (n + 1 == word.n && word.s[n] == '.'));
}

/* What belongs together around the space before byte at: a number and its unit, a day and its month, an
 * abbreviation and its number. */
static bool belongs(eng_str bytes, size_t at) {
	eng_str left = word_beside(bytes, at - 1, true), right = word_beside(bytes, at, false),
		word;
	bool number_before = left.n > 0 && is_digit(byte_at(left, left.n - 1));

	if (left.n == 0 || right.n == 0) {
		return false;
	}
	word = without_comma(right);
	if (number_before && (is_one_of(word, units, sizeof(units) / sizeof(units[0])) ||
			      (word.n > 1 && word.s[word.n - 1] == '.' &&
			       is_one_of(eng_str_sub(word, 0, word.n - 1), units,
					 sizeof(units) / sizeof(units[0]))))) {
		return true;
	}
	if (is_digit(byte_at(right, 0))) {
		return is_one_of(left, openers, sizeof(openers) / sizeof(openers[0])) ||
		       (begins_month(left) && is_day(word));
	}
	return is_day(left) && begins_month(right);
}

/* Only spaces beside a figure are looked at. */
static void hold_numbers(eng_str bytes, uint8_t *at) {
	for (size_t i = 1; i + 1 < bytes.n; i++) {
		if (bytes.s[i] == ' ' && at[i + 1] == ENG_BREAK_ALLOWED &&
		    is_beside_number(bytes, i) && belongs(bytes, i + 1)) {
			at[i + 1] = ENG_BREAK_NONE;
		}
	}
}

/* UAX 14 would end a line between a minus and the currency sign of the same amount. */
static void hold_signs(eng_str bytes, uint8_t *at) {
	for (size_t i = 0; i + 3 < bytes.n; i++) {
		if (is_signed(bytes, i)) {
			at[i + 3] = ENG_BREAK_NONE;
		}
	}
}

eng_breaks eng_breaks_find(eng_arena *arena, eng_str bytes, eng_str lang, uint8_t *at) {
	bool numbers = false;
	eng_breaks found = plain(bytes, at, &numbers);
	PangoLogAttr *attrs;
	size_t i = 0;
	int n;

	if (found.plain) {
		if (numbers) {
			hold_numbers(bytes, at);
		}
		return found;
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
	hold_numbers(bytes, at);
	hold_signs(bytes, at);
	return found;
}
