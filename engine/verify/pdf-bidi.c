/* Lines with right-to-left characters: the expected text is put in visual order, line by line, by ICU's
 * bidirectional algorithm (Unicode standard annex 9), and must look like the line.
 *
 * Values in a wording are isolated on the page, but nothing tells where they are in the expected text.
 * So there are a few ways to isolate, one of which must fit all lines of the paragraph. */
#include <string.h>

#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/utf8.h"
#include "verify/pdf-words.h"

enum { FSI = 0x2068, PDI = 0x2069, MOST_TEXT = 1 << 16 };

typedef struct letters {
	UChar32 *c;
	size_t n;
} letters;

static bool is_silent(UChar32 c) {
	return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

/* Of a pair of brackets the opening one stands for both: they are mirrored, or not, by the font. */
static UChar32 folded(UChar32 c) {
	UChar32 mirror = u_charMirror(c);

	return mirror < c ? mirror : c;
}

static bool is_mark(UChar32 c) {
	return c >= 0x300 && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

/* Marks between two letters by their numbers: a font sets vowels and doubling in an order of its own. */
static void order_marks(letters *l) {
	for (size_t i = 1; i < l->n; i++) {
		UChar32 c = l->c[i];
		size_t at = i;

		if (!is_mark(c)) {
			continue;
		}
		for (; at > 0 && is_mark(l->c[at - 1]) && l->c[at - 1] > c; at--) {
			l->c[at] = l->c[at - 1];
		}
		l->c[at] = c;
	}
}

/* Without silent characters, runs of white space as one space, none at the edges. */
static letters plain(eng_arena *arena, const UChar *text, int32_t n) {
	letters out = { eng_arena_new_array(arena, (size_t)n + 1, UChar32), 0 };
	bool space = false;

	for (int32_t i = 0; i < n;) {
		UChar32 c;

		U16_NEXT(text, i, n, c);
		if (u_isUWhiteSpace(c) || c == ENG_PDF_SOFT) {
			space = out.n > 0;
		} else if (!is_silent(c)) {
			if (space) {
				out.c[out.n++] = ' ';
			}
			space = false;
			out.c[out.n++] = folded(c);
		}
	}
	order_marks(&out);
	return out;
}

static UChar *wide(eng_arena *arena, eng_str text, int32_t *n) {
	UChar *out = eng_arena_new_array(arena, text.n + 1, UChar);
	UErrorCode status = U_ZERO_ERROR;

	u_strFromUTF8WithSub(out, (int32_t)text.n + 1, n, text.s ? text.s : "", (int32_t)text.n,
			     0xfffd, NULL, &status);
	return out;
}

static size_t dark_letters(const letters *l) {
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		n += l->c[i] != ' ';
	}
	return n;
}

/* The end of the part of text that has so many letters which are neither spaces nor silent. */
static int32_t after(const UChar *text, int32_t from, int32_t n, size_t dark) {
	int32_t i = from;

	while (i < n && dark) {
		UChar32 c;

		U16_NEXT(text, i, n, c);
		dark -= !u_isUWhiteSpace(c) && !is_silent(c);
	}
	while (i < n && (text[i] == PDI || U16_IS_TRAIL(text[i]))) {
		i++;
	}
	return i;
}

static bool is_rtl(UChar32 c) {
	UCharDirection d = u_charDirection(c);

	return d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC;
}

/* Ways to isolate stretches without right-to-left letters. */
enum {
	AS_IS,
	STRETCHES, /* from a letter or digit to the last one */
	WORDS,
	ENDED, /* with the stop behind the last one: "Ltd." */
	LEFT,  /* without the last sign behind it: "Ltd.", and the stop of the sentence */
	MIXED, /* values of two words, and more: that begin with right-to-left letters */
	TURNED = MIXED + 4, /* that begin with others */
	WAYS = TURNED + 4
};

#define OTHER_SCRIPTS 0x590 /* from here on signs may be those of the sentence around */

static bool breaks_stretch(UChar32 c, int way) {
	return is_rtl(c) || (way == WORDS && u_isUWhiteSpace(c));
}

/* What a stretch may begin and end with. */
static bool is_core(UChar32 c) {
	return u_isalnum(c) || c == '%' || u_charType(c) == U_CURRENCY_SYMBOL;
}

/* The end of so many words from i on, without the signs behind the last one. */
static int32_t words_end(const UChar *text, int32_t n, int32_t i, int words) {
	int32_t last = i;

	while (i < n) {
		int32_t next = i;
		UChar32 c;

		U16_NEXT(text, next, n, c);
		words -= u_isUWhiteSpace(c);
		if (words == 0) {
			break;
		}
		last = is_core(c) || is_mark(c) ? next : last;
		i = next;
	}
	return last;
}

/* Where a value that begins at i and is to be isolated ends; i: none begins there. */
static int32_t value_end(const UChar *text, int32_t n, int32_t i, int way) {
	UChar32 c;

	U16_GET(text, 0, i, n, c);
	if (is_rtl(c) != (way < TURNED) || !is_core(c) ||
	    (i > 0 && !u_isUWhiteSpace(text[i - 1]))) {
		return i;
	}
	return words_end(text, n, i, (way - MIXED) % 4 + 2);
}

static int32_t stretch_end(const UChar *text, int32_t n, int32_t i, int way) {
	int32_t end = i, last = i, before = i;

	while (end < n) { /* from a letter or digit to the last one */
		int32_t next = end;
		UChar32 c;

		U16_NEXT(text, next, n, c);
		if (breaks_stretch(c, way)) {
			break;
		}
		end = next;
		if (is_core(c) || (is_mark(c) && last > i) ||
		    (way >= ENDED && last > i && c < OTHER_SCRIPTS && !u_isUWhiteSpace(c))) {
			before = last;
			last = end;
		}
		if (last == i && c != '+' && c != '#' && c != '(') {
			break;
		}
	}
	return way == LEFT && before > i ? before : last;
}

static UChar *isolated(eng_arena *arena, const UChar *text, int32_t n, int way, int32_t *count) {
	UChar *out = eng_arena_new_array(arena, (size_t)n * 3 + 2, UChar);
	int32_t o = 0;

	for (int32_t i = 0; i < n;) {
		int32_t last =
		    way >= MIXED ? value_end(text, n, i, way) : stretch_end(text, n, i, way);

		if (way != AS_IS && last > i) {
			out[o++] = FSI;
			u_memcpy(out + o, text + i, last - i);
			o += last - i;
			out[o++] = PDI;
			i = last;
		} else {
			out[o++] = text[i++];
		}
	}
	*count = o;
	return out;
}

static bool same(const letters *a, const letters *b) {
	return a->n == b->n && memcmp(a->c, b->c, a->n * sizeof(*a->c)) == 0;
}

static bool line_agrees(eng_arena *arena, UBiDi *para, UBiDi *line, int32_t from, int32_t to,
			const letters *seen) {
	int32_t room = (to - from) * 2 + 1, n;
	UChar *visual = eng_arena_new_array(arena, (size_t)room, UChar);
	UErrorCode status = U_ZERO_ERROR;
	letters expected;

	ubidi_setLine(para, from, to, line, &status);
	n = ubidi_writeReordered(line, visual, room, UBIDI_REMOVE_BIDI_CONTROLS, &status);
	if (U_FAILURE(status)) {
		return false;
	}
	expected = plain(arena, visual, n);
	return same(&expected, seen);
}

static bool way_agrees(eng_arena *arena, UBiDi *para, UBiDi *line, const UChar *text, int32_t n,
		       const letters *seen, size_t lines) {
	int32_t at = 0;
	bool any = false; /* no words at all agree with nothing */

	for (size_t i = 0; i < lines; i++) {
		size_t dark = dark_letters(&seen[i]);
		int32_t end = i + 1 == lines ? n : after(text, at, n, dark);

		if (dark && !line_agrees(arena, para, line, at, end, &seen[i])) {
			return false;
		}
		at = dark ? end : at;
		any |= dark > 0;
	}
	return any;
}

bool eng_pdf_bidi_agrees(eng_arena *arena, const eng_pdf_line *lines, size_t n, eng_str expected) {
	letters *seen = eng_arena_new_array(arena, n, letters);
	UBiDi *para = ubidi_open(), *line = ubidi_open();
	int32_t length, count;
	UChar *text = wide(arena, expected, &length);
	bool agrees = false;

	for (size_t i = 0; i < n; i++) {
		UChar *look = wide(arena, lines[i].text, &count);

		seen[i] = plain(arena, look, count);
	}
	for (int way = 0; way < WAYS && !agrees && expected.n < MOST_TEXT; way++) {
		UChar *tried = isolated(arena, text, length, way, &count);

		for (UBiDiLevel level = 2; level-- > 0 && !agrees;) {
			UErrorCode status = U_ZERO_ERROR;

			ubidi_setPara(para, tried, count, level, NULL, &status);
			agrees = U_SUCCESS(status) &&
				 way_agrees(arena, para, line, tried, count, seen, n);
		}
	}
	ubidi_close(line);
	ubidi_close(para);
	return agrees;
}
