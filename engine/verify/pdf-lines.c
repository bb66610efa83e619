/* Lines from spots. The order on the page counts, not the order in the file: letters of a line are
 * sorted by place, and a space is where one is seen. */
#include "verify/pdf-words.h"

#include <stdlib.h>

#include <unicode/uchar.h>

#include "base/buf.h"
#include "base/utf8.h"

/* In em of the larger letter. */
#define SAME_LINE  0.5  /* baselines apart */
#define WIDE_GAP   0.2  /* looks like a space */
#define NARROW_GAP 0.06 /* does not look like one, even if there is a space */
#define OVERLAP    0.4  /* letters on top of each other */

typedef struct letter {
	const eng_pdf_spot *spot;
	eng_str text;
	double key, x, end; /* key: sorting place */
	size_t order;
	bool group; /* words with ActualText, one letter for all their glyphs */
	bool mark, space;
} letter;

typedef struct gathering {
	eng_arena *arena;
	eng_pdf_line *lines;
	size_t n, cap;
	letter *letters; /* of the line that is being gathered */
	size_t count, letter_cap;
} gathering;

/* Up to U+057F, which is most text: nothing in it is written from the right. */
static bool is_early(eng_str text) {
	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.s[i] >= 0xd6) {
			return false;
		}
	}
	return true;
}

bool eng_pdf_is_rtl(eng_str text) {
	uint32_t c;

	if (is_early(text)) {
		return false;
	}
	while (eng_utf8_next(&text, &c)) {
		UCharDirection d = c < 0x590 ? U_LEFT_TO_RIGHT : u_charDirection((UChar32)c);
		if (d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC) {
			return true;
		}
	}
	return false;
}

static bool is_mark(eng_str text) {
	uint32_t c;

	if (!text.n || !eng_utf8_next(&text, &c) || c < 0x300) {
		return false;
	}
	return (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

static bool is_space(eng_str text) {
	uint32_t c;

	return text.n && eng_utf8_next(&text, &c) && !text.n && u_isUWhiteSpace((UChar32)c);
}

bool eng_pdf_may_be_blank(eng_str text, bool spelled) {
	uint32_t c;

	if (spelled) {
		return eng_pdf_is_rtl(text);
	}
	while (eng_utf8_next(&text, &c)) {
		if (!u_isUWhiteSpace((UChar32)c) &&
		    !u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
			return false;
		}
	}
	return true;
}

/* One character of ASCII: no mark, and read from left to right. */
static bool is_plain(eng_str text) {
	return text.n == 1 && (unsigned char)text.s[0] < 128;
}

static int by_place(const void *a, const void *b) {
	const letter *x = a, *y = b;

	if (x->key != y->key) {
		return x->key < y->key ? -1 : 1;
	}
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Most letters already stand in their order. */
static void sort(letter *l, size_t n) {
	for (size_t i = 1; i < n; i++) {
		if (by_place(&l[i - 1], &l[i]) > 0) {
			qsort(l, n, sizeof(*l), by_place);
			return;
		}
	}
}

/* How far a place is from where a letter stands. */
static double off(const letter *l, double x) {
	return x < l->x ? l->x - x : x > l->end ? x - l->end : 0;
}

/* The letter before a mark that it stands with in a line with right-to-left runs, or NULL: one that is read
 * from left to right, and nearer than a right-to-left letter behind. */
static const letter *former(const letter *l, size_t i, size_t n) {
	size_t before = i, behind = i + 1;

	while (before > 0 && l[before].mark) {
		before--;
	}
	while (behind < n && l[behind].mark) {
		behind++;
	}
	if (l[before].mark || is_space(l[before].text) || eng_pdf_is_rtl(l[before].text)) {
		return NULL;
	}
	return behind == n || !eng_pdf_is_rtl(l[behind].text) ||
		       off(&l[before], l[i].x) < off(&l[behind], l[i].x)
		   ? &l[before]
		   : NULL;
}

/* Marks and letters without a width stand with their neighbour: the one before, in right-to-left runs
 * the one behind. */
static void set_keys(letter *l, size_t n) {
	bool rtl = false;

	for (size_t i = 0; i < n; i++) {
		bool plain = is_plain(l[i].text);

		rtl |= !plain && eng_pdf_is_rtl(l[i].text);
		l[i].order = i;
		l[i].key = l[i].x;
		l[i].mark = !l[i].group && ((!plain && is_mark(l[i].text)) ||
					    l[i].end - l[i].x < 0.02 * l[i].spot->size);
	}
	for (size_t i = 1; i < n && !rtl; i++) {
		l[i].key = l[i].mark ? l[i - 1].key : l[i].key;
	}
	for (size_t i = n; rtl && i-- > 0;) {
		const letter *with = l[i].mark ? former(l, i, n) : NULL;
		bool follows = i + 1 < n && l[i].mark;

		l[i].key = with ? with->x : follows ? l[i + 1].key : l[i].key;
	}
}

/* The letters of a group in the order in which they look: turned round when they read so. */
static void put_text(eng_buf *out, const letter *l) {
	uint32_t codes[256];
	eng_str rest = l->text;
	size_t n = 0;

	if (!l->group || !eng_pdf_is_rtl(l->text)) {
		eng_buf_str(out, l->text);
		return;
	}
	while (n < 256 && eng_utf8_next(&rest, &codes[n])) {
		n++;
	}
	while (n-- > 0) {
		eng_buf_utf8(out, codes[n]);
	}
}

static void end_line(gathering *g) {
	eng_pdf_line *line;
	eng_buf text = { 0 };
	double pen = 0;
	bool space = false;

	if (!g->count) {
		return;
	}
	set_keys(g->letters, g->count);
	sort(g->letters, g->count);
	line = &g->lines[g->n - 1];
	for (size_t i = 0; i < g->count; i++) {
		const letter *l = &g->letters[i];
		double em = l->spot->size, gap = (l->mark ? l->key : l->x) - pen;

		if (l->space) {
			space = true;
			continue;
		}
		if (text.n) {
			if ((gap > WIDE_GAP * em && !l->mark) || (space && gap > NARROW_GAP * em)) {
				eng_buf_char(&text, ' ');
			} else if (gap < -OVERLAP * em && !l->group && !l->mark) {
				eng_buf_cstr(&text, "\xef\xbf\xbd"); /* cannot be read */
			}
		}
		if (is_plain(l->text)) {
			eng_buf_char(&text, l->text.s[0]);
		} else {
			put_text(&text, l);
		}
		pen = l->mark && pen > l->end ? pen : l->end;
		space = false;
		line->x0 = l->x < line->x0 ? l->x : line->x0;
		line->x1 = l->end > line->x1 ? l->end : line->x1;
	}
	if (space) {
		eng_buf_char(&text, ' ');
	}
	line->text = eng_str_copy(g->arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	g->count = 0;
}

static void add_letter(gathering *g, const eng_pdf_spot *spot, size_t page) {
	eng_pdf_line *line = g->n ? &g->lines[g->n - 1] : NULL;
	letter *l;

	if (!line || line->page != page ||
	    (spot->y != line->y &&
	     fabs(spot->y - line->y) > SAME_LINE * fmax(spot->size, line->size))) {
		end_line(g);
		g->lines = eng_arena_grow(g->arena, g->lines, g->n, &g->cap, sizeof(*g->lines));
		line = &g->lines[g->n++];
		*line = (eng_pdf_line){ page, 1e9, -1e9, spot->y, spot->size, { 0 } };
	}
	if (spot->group && g->count && g->letters[g->count - 1].group && !spot->text.n) {
		l = &g->letters[g->count - 1]; /* another glyph of the same words */
		l->x = fmin(l->x, spot->x);
		l->end = fmax(l->end, spot->end);
		return;
	}
	if (g->count == g->letter_cap) {
		g->letters = eng_arena_grow(g->arena, g->letters, g->count, &g->letter_cap,
					    sizeof(*g->letters));
	}
	g->letters[g->count++] = (letter){ .spot = spot,
					   .text = spot->text,
					   .x = spot->x,
					   .end = spot->end,
					   .group = spot->group != 0,
					   .space = spot->blank && is_space(spot->text) };
}

eng_pdf_line *eng_pdf_lines_read(eng_pdf_sight *sight, size_t region, size_t from, size_t to,
				 eng_pdf_role role, size_t *count) {
	gathering g = { .arena = sight->source->arena };

	for (size_t i = from; i < to; i++) {
		const eng_pdf_stretch *s = &sight->regions[region].stretches[i];

		for (size_t k = 0; s->role == role && k < s->spot_count; k++) {
			add_letter(&g, &sight->spots[s->spots + k], s->page);
		}
	}
	end_line(&g);
	*count = g.n;
	return g.lines;
}
