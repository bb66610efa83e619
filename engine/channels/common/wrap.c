/* ICU tells the break opportunities, but only of text that has characters of scripts without spaces:
 * elsewhere its places inside URLs, dates and hyphenated ids would cut what a reader copies. */
#include "channels/common/wrap.h"

#include <glib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include "base/scan.h"
#include "base/utf8.h"

typedef struct lines {
	eng_arena *arena;
	eng_str *items;
	size_t n, cap;
} lines;

/* Letters of Latin, Greek and Cyrillic, and signs such as a euro or a dash: what is neither wide nor without
 * width. */
static bool is_narrow(uint32_t c) {
	return (c >= 0xa0 && c < 0x300 && c != 0xad) || (c >= 0x370 && c < 0x483) ||
	       (c >= 0x2010 && c < 0x2028) || (c >= 0x20a0 && c < 0x20c0);
}

/* Kana and the usual ideographs. */
static bool is_wide(uint32_t c) {
	return (c >= 0x4e00 && c < 0xa000) || (c >= 0x3041 && c < 0x3097) ||
	       (c >= 0x30a1 && c < 0x3100);
}

/* Takes a character off the text; returns its columns. */
static int take_char(eng_str *text) {
	uint32_t c;

	eng_utf8_next(text, &c);
	/* ASCII is nearly all there is: GLib searches tables for each character. */
	if (c < 0x80) {
		return (c >= 0x20 && c < 0x7f) || c == ENG_WRAP_TIE;
	}
	if (is_narrow(c)) {
		return 1;
	}
	if (is_wide(c)) {
		return 2;
	}
	return g_unichar_iszerowidth(c) || eng_utf8_is_control(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

int eng_wrap_width(eng_str text) {
	size_t plain = eng_scan_printable(text.s, text.n);
	int width = (int)plain;

	while (plain < text.n) {
		text = (eng_str){ text.s + plain, text.n - plain };
		width += take_char(&text);
		plain = eng_scan_printable(text.s, text.n);
		width += (int)plain;
	}
	return width;
}

/* Bytes of the text that fit in the columns. */
static size_t fitting(eng_str text, int columns) {
	size_t n = 0;

	while (n < text.n && columns >= 0) {
		size_t room = (size_t)columns < text.n - n ? (size_t)columns : text.n - n;
		size_t plain = eng_scan_printable(text.s + n, room);
		eng_str rest = eng_str_sub(text, n += plain, text.n);

		columns -= (int)plain;
		if (rest.n) {
			columns -= take_char(&rest);
			n = columns < 0 ? n : text.n - rest.n;
		}
	}
	return n;
}

void eng_wrap_pad(eng_buf *out, int columns) {
	eng_wrap_rule(out, ' ', columns);
}

void eng_wrap_rule(eng_buf *out, char c, int columns) {
	if (columns > 0) {
		memset(eng_buf_reserve(out, (size_t)columns), c, (size_t)columns);
		out->n += (size_t)columns;
		out->s[out->n] = '\0';
	}
}

/* True for characters of scripts that break between letters. */
static bool breaks_inside(uint32_t c) {
	if (c < 0xe00) {
		return false;
	}
	switch (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK)) {
	case U_LB_IDEOGRAPHIC:
	case U_LB_COMPLEX_CONTEXT:
	case U_LB_NONSTARTER:
	case U_LB_CONDITIONAL_JAPANESE_STARTER:
	case U_LB_CLOSE_PUNCTUATION:
		return true;
	default:
		return false;
	}
}

static bool needs_icu(eng_str text) {
	uint32_t c;

	for (size_t i = eng_scan_ascii(text.s, text.n); i < text.n; i++) {
		if ((unsigned char)text.s[i] >= 0xe0) { /* U+0800 or above */
			eng_str rest = eng_str_sub(text, i, text.n);

			if (eng_utf8_next(&rest, &c) && breaks_inside(c)) {
				return true;
			}
		}
	}
	return false;
}

static uint32_t last_char(eng_str text) {
	size_t at = text.n;
	uint32_t c = 0;

	while (at > 0 && ((unsigned char)text.s[--at] & 0xc0) == 0x80) {}
	if (text.n) {
		eng_str tail = eng_str_sub(text, at, text.n);

		eng_utf8_next(&tail, &c);
	}
	return c;
}

static uint32_t first_char(eng_str text) {
	uint32_t c = 0;

	eng_utf8_next(&text, &c);
	return c;
}

static bool is_tie(uint32_t c) {
	return c == ENG_WRAP_TIE || c == ENG_WRAP_JOIN;
}

bool eng_wrap_is_tied(eng_str text) {
	return memchr(text.s, ENG_WRAP_TIE, text.n) || memchr(text.s, ENG_WRAP_JOIN, text.n);
}

eng_str eng_wrap_untied(eng_arena *arena, eng_str text) {
	char *copy;
	size_t n = 0;

	if (text.n == 0 || !eng_wrap_is_tied(text)) {
		return text;
	}
	copy = eng_arena_alloc(arena, text.n);
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] != ENG_WRAP_JOIN) {
			copy[n++] = text.s[i] == ENG_WRAP_TIE ? ' ' : text.s[i];
		}
	}
	return (eng_str){ copy, n };
}

static void add(lines *out, eng_str piece) {
	out->items = eng_arena_grow(out->arena, out->items, out->n, &out->cap, sizeof(eng_str));
	out->items[out->n++] = piece;
}

static void pieces_by_space(eng_str text, lines *out) {
	size_t from = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == ' ' && i + 1 < text.n && text.s[i + 1] != ' ') {
			add(out, eng_str_sub(text, from, i + 1));
			from = i + 1;
		}
	}
	add(out, eng_str_sub(text, from, text.n));
}

static bool pieces_by_icu(eng_str text, lines *out) {
	UErrorCode status = U_ZERO_ERROR;
	UText *utext = utext_openUTF8(NULL, text.s, (int64_t)text.n, &status);
	UBreakIterator *breaks = ubrk_open(UBRK_LINE, "", NULL, 0, &status);
	size_t from = 0;

	ubrk_setUText(breaks, utext, &status);
	if (U_FAILURE(status)) {
		ubrk_close(breaks);
		utext_close(utext);
		return false;
	}
	for (int32_t at = ubrk_next(breaks); at != UBRK_DONE; at = ubrk_next(breaks)) {
		size_t to = (size_t)at;
		uint32_t before = last_char(eng_str_sub(text, 0, to));
		uint32_t behind = first_char(eng_str_sub(text, to, text.n));

		if (to == text.n || before == ' ' ||
		    (!is_tie(before) && !is_tie(behind) &&
		     (breaks_inside(before) || breaks_inside(behind)))) {
			add(out, eng_str_sub(text, from, to));
			from = to;
		}
	}
	ubrk_close(breaks);
	utext_close(utext);
	return true;
}

/* Pieces that stay whole, each with the spaces behind it. */
static void pieces(eng_str text, lines *out) {
	if (!needs_icu(text) || !pieces_by_icu(text, out)) {
		pieces_by_space(text, out);
	}
}

static bool is_gap(char c) {
	return c == ' ' || c == ENG_WRAP_TIE;
}

/* Where a line ends that begins with what does not fit: inside a value, else behind the word. */
static size_t end_inside(eng_str text, size_t fitting) {
	const char *tie = memrchr(text.s, ENG_WRAP_TIE, fitting + 1);
	size_t n = tie ? (size_t)(tie - text.s) : fitting;

	while (n < text.n && !is_gap(text.s[n])) {
		n++;
	}
	return n;
}

/* Bytes of the first line of a text that breaks at spaces only; of what fits are so many. */
static size_t line_of(eng_str text, size_t fitting) {
	const char *space;

	if (fitting == text.n || text.s[fitting] == ' ') {
		return fitting;
	}
	space = memrchr(text.s, ' ', fitting);
	return space ? (size_t)(space - text.s) : end_inside(text, fitting);
}

static void wrap_words(lines *out, eng_str text, int columns) {
	do {
		size_t n = line_of(text, fitting(text, columns));

		add(out, eng_str_trim(eng_str_sub(text, 0, n)));
		while (n < text.n && is_gap(text.s[n])) {
			n++;
		}
		text = eng_str_sub(text, n, text.n);
	} while (text.n);
}

static bool have_room(const lines *parts, int columns) {
	for (size_t i = 0; i < parts->n; i++) {
		if (eng_wrap_width(eng_str_trim(parts->items[i])) > columns) {
			return false;
		}
	}
	return true;
}

static void wrap_line(lines *out, eng_str text, int columns) {
	lines parts = { .arena = out->arena };
	size_t from = 0, to = 0;
	int width = 0;

	if (!needs_icu(text) || eng_wrap_width(text) <= columns || !pieces_by_icu(text, &parts)) {
		wrap_words(out, text, columns);
		return;
	}
	if (eng_wrap_is_tied(text) && !have_room(&parts, columns)) {
		wrap_line(out, eng_wrap_untied(out->arena, text), columns);
		return;
	}
	for (size_t i = 0; i < parts.n; i++) {
		int whole = eng_wrap_width(parts.items[i]);
		int bare = eng_wrap_width(eng_str_trim(parts.items[i]));

		if (width > 0 && width + bare > columns) {
			add(out, eng_str_trim(eng_str_sub(text, from, to)));
			from = to;
			width = 0;
		}
		width += whole;
		to += parts.items[i].n;
	}
	add(out, eng_str_trim(eng_str_sub(text, from, to)));
}

#define OPEN_MAX 8 /* isolates that are carried over a line end */

/* Follows the isolates (U+2066 to U+2069, E2 81 A6 to A9) of one line; open holds their last bytes. */
static int follow(eng_str line, char open[OPEN_MAX], int depth) {
	for (size_t i = 0; i + 2 < line.n; i++) {
		unsigned char last = (unsigned char)line.s[i + 2];

		if (line.s[i] != '\xe2' || line.s[i + 1] != '\x81' || last < 0xa6 || last > 0xa9) {
			continue;
		}
		if (last != 0xa9 && depth < OPEN_MAX) {
			open[depth++] = (char)last;
		} else if (last == 0xa9 && depth > 0) {
			depth--;
		}
	}
	return depth;
}

/* A line of plain text is a paragraph to a reader: an isolate that goes on is closed at its end and
 * opened again on the next (UAX #9 P1, X8). */
static void carry_isolates(lines *out) {
	char open[OPEN_MAX];
	int depth = 0;

	for (size_t i = 0; i < out->n; i++) {
		int before = depth;
		eng_buf line = { 0 };

		for (int k = 0; k < before; k++) {
			eng_buf_add(&line, "\xe2\x81", 2);
			eng_buf_char(&line, open[k]);
		}
		depth = follow(out->items[i], open, depth);
		if (before || depth) {
			eng_buf_str(&line, out->items[i]);
			for (int k = 0; k < depth; k++) {
				eng_buf_cstr(&line, "\xe2\x81\xa9");
			}
			out->items[i] = eng_str_copy(out->arena, eng_buf_view(&line));
		}
		eng_buf_finish(&line);
	}
}

eng_str *eng_wrap_lines(eng_arena *arena, eng_str text, int columns, size_t *n) {
	lines out = { .arena = arena };
	eng_str rest = text, line;

	if (!rest.s) {
		rest.s = "";
	}
	/* Most cells are a line that fits, whatever its letters: none is wider than it has bytes. */
	if (text.n && columns > 0 && text.n <= (size_t)columns && !memchr(text.s, '\n', text.n)) {
		out.items = eng_arena_new(arena, eng_str);
		*out.items = eng_str_trim(text);
		*n = 1;
		return out.items;
	}
	while (eng_str_split(&rest, '\n', &line)) {
		wrap_line(&out, line, columns);
	}
	if (out.n > 1 && eng_scan_ascii(text.s, text.n) < text.n) {
		carry_isolates(&out);
	}
	*n = out.n;
	return out.items;
}

int eng_wrap_widest(eng_str text) {
	eng_str line;
	int widest = 0;

	if (eng_scan_all_printable(text.s, text.n)) { /* which a line feed is not */
		return (int)eng_str_trim(text).n;
	}
	while (eng_str_split(&text, '\n', &line)) {
		int width = eng_wrap_width(eng_str_trim(line));

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* The same for text in which every byte is a column. */
static int longest_word(eng_str text) {
	int longest = 0, word = 0;

	for (size_t i = 0; i < text.n; i++) {
		word = text.s[i] == ' ' ? 0 : word + 1;
		longest = word > longest ? word : longest;
	}
	return longest;
}

int eng_wrap_longest(eng_arena *arena, eng_str text) {
	lines parts = { .arena = arena };
	eng_str rest = text, line;
	int longest = 0;

	if (eng_scan_all_printable(text.s, text.n)) {
		return longest_word(text);
	}
	while (eng_str_split(&rest, '\n', &line)) {
		parts.n = 0;
		pieces(line, &parts);
		for (size_t i = 0; i < parts.n; i++) {
			int width = eng_wrap_width(eng_str_trim(parts.items[i]));

			longest = width > longest ? width : longest;
		}
	}
	return longest;
}
