/* Paragraphs from lines, and their comparison with the claim. */
#include "verify/pdf-words.h"

#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "compliance/canonical.h"

enum { LONGEST_LABEL = 8, LONGEST_MARK = 4 };

/* The code point that ends before, or begins at, a byte; 0 at the edges. */
static uint32_t code_before(eng_str text, size_t at) {
	size_t from = at;
	uint32_t c = 0;

	while (from > 0 && ((unsigned char)text.s[from - 1] & 0xc0) == 0x80) {
		from--;
	}
	from -= from > 0;
	return at && eng_utf8_decode(text.s + from, text.n - from, &c) ? c : 0;
}

static uint32_t code_at(eng_str text, size_t at) {
	uint32_t c = 0;

	return at < text.n && eng_utf8_decode(text.s + at, text.n - at, &c) ? c : 0;
}

/* Letters between which lines may end although no space stands there: ideographs, kana, and the scripts
 * that write no spaces. */
static bool needs_no_space(uint32_t c) {
	switch (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK)) {
	case U_LB_IDEOGRAPHIC:
	case U_LB_CONDITIONAL_JAPANESE_STARTER:
	case U_LB_NONSTARTER:
	case U_LB_COMPLEX_CONTEXT:
	case U_LB_H2:
	case U_LB_H3:
		return true;
	default:
		return false;
	}
}

/* Whether a line may end at a byte of the text where there is no space (Unicode standard annex 14). */
static bool may_break(eng_arena *arena, eng_str text, size_t at) {
	UErrorCode status = U_ZERO_ERROR;
	UChar *wide = eng_arena_new_array(arena, text.n + 1, UChar);
	int32_t n, unit;
	UBreakIterator *lines;
	bool good;

	if (needs_no_space(code_before(text, at)) || needs_no_space(code_at(text, at))) {
		return true;
	}
	u_strFromUTF8(wide, (int32_t)text.n + 1, &n, text.s, (int32_t)text.n, &status);
	u_strFromUTF8(NULL, 0, &unit, text.s, (int32_t)at, &(UErrorCode){ U_ZERO_ERROR });
	lines = ubrk_open(UBRK_LINE, "en", wide, n, &status);
	good = U_SUCCESS(status) && ubrk_isBoundary(lines, unit);
	ubrk_close(lines);
	return good;
}

/* Soft ends of lines become spaces, or nothing where the expected text has no space and a line may
 * end. */
static eng_str resolved(eng_arena *arena, eng_str read, eng_str expected) {
	char *out = eng_arena_alloc(arena, read.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < read.n; i++) {
		if (read.s[i] != ENG_PDF_SOFT) {
			out[n++] = read.s[i];
		} else if (!(n < expected.n && expected.s[n] != ' ' &&
			     memcmp(out, expected.s, n) == 0 && may_break(arena, expected, n))) {
			out[n++] = ' ';
		}
	}
	return eng_canonical_text(arena, (eng_str){ out, n });
}

eng_str eng_pdf_paragraph_text(eng_arena *arena, const eng_pdf_line *lines, size_t n, bool rtl,
			       eng_str expected) {
	eng_buf joined = { 0 };
	eng_str read;

	for (size_t i = 0; i < n; i++) {
		bool space = joined.n == 0 || joined.s[joined.n - 1] == ' ' ||
			     eng_str_starts(lines[i].text, " ");

		if (!space) {
			eng_buf_char(&joined, ENG_PDF_SOFT);
		}
		eng_buf_str(&joined, lines[i].text);
	}
	read = eng_canonical_text(arena, eng_str_copy(arena, eng_buf_view(&joined)));
	if (read.n && (rtl || eng_pdf_is_rtl(read) || eng_pdf_is_rtl(expected)) &&
	    eng_pdf_bidi_agrees(arena, lines, n, expected)) {
		read = expected;
	}
	eng_buf_finish(&joined);
	return memchr(read.n ? read.s : "", ENG_PDF_SOFT, read.n) ? resolved(arena, read, expected)
								  : read;
}

/* Lines go down the page, on to the next column or page; the next cell of a row stands beside. */
static bool in_order(const eng_pdf_line *before, const eng_pdf_line *line) {
	if (line->page != before->page) {
		return line->page > before->page;
	}
	return line->y < before->y + 0.1 * line->size || line->x0 >= before->x1 - 0.1 ||
	       line->x1 <= before->x0 + 0.1;
}

/* The end of the stretches that make up a paragraph together with the one at from. */
static size_t paragraph_end(const eng_pdf_region *region, size_t from) {
	size_t to = from + 1;

	while (to < region->n &&
	       region->stretches[to].paragraph == region->stretches[from].paragraph) {
		to++;
	}
	return to;
}

typedef struct comparing {
	eng_pdf_sight *sight;
	size_t region;
	eng_buf read;
	eng_str rest; /* of what is expected */
	eng_pdf_line last;
	bool begun;
} comparing;

static void add_paragraph(comparing *c, eng_str text) {
	eng_str used;

	if (eng_str_blank(text)) {
		return;
	}
	eng_str_split(&c->rest, '\n', &used);
	if (c->read.n) {
		eng_buf_char(&c->read, '\n');
	}
	eng_buf_str(&c->read, text);
}

/* The next paragraph of what is expected. */
static eng_str coming(const comparing *c) {
	eng_str rest = c->rest, first = { 0 };

	return rest.s && eng_str_split(&rest, '\n', &first) ? first : (eng_str){ 0 };
}

static void read_lines(comparing *c, size_t from, size_t to, eng_pdf_role role) {
	eng_pdf_sight *sight = c->sight;
	size_t n;
	eng_pdf_line *lines = eng_pdf_lines_read(sight, c->region, from, to, role, &n);

	for (size_t i = 0; i < n; i++) {
		if (eng_str_blank(lines[i].text)) {
			continue;
		}
		if (c->begun && !in_order(&c->last, &lines[i])) {
			eng_pdf_sight_tell(sight, c->region, "verify.order",
					   "does not read from top to bottom on page %zu",
					   lines[i].page + 1);
		}
		c->last = lines[i];
		c->begun = true;
	}
	add_paragraph(c, eng_pdf_paragraph_text(
			     sight->source->arena, lines, n,
			     eng_claim_is_rtl(&sight->claims[sight->regions[c->region].claim]),
			     coming(c)));
}

static void read_words(comparing *c) {
	const eng_pdf_region *region = &c->sight->regions[c->region];

	for (size_t from = 0, to; from < region->n; from = to) {
		to = paragraph_end(region, from);
		if (region->stretches[from].role == ENG_PDF_FIGURE) {
			add_paragraph(c, eng_canonical_text(c->sight->source->arena,
							    region->stretches[from].alt));
		} else {
			read_lines(c, from, to, ENG_PDF_WORDS);
		}
	}
}

/* What is no wording must be as short as a number or bullet is. */
static void check_labels(eng_pdf_sight *sight, size_t region) {
	for (size_t i = 0; i < sight->regions[region].n; i++) {
		eng_pdf_role role = sight->regions[region].stretches[i].role;
		size_t n, letters = 0;
		eng_pdf_line *lines;

		if (role != ENG_PDF_LABEL && role != ENG_PDF_MARK) {
			continue;
		}
		lines = eng_pdf_lines_read(sight, region, i, i + 1, role, &n);
		for (size_t k = 0; k < n; k++) {
			letters += eng_utf8_length(eng_str_trim(lines[k].text));
		}
		if (letters > (role == ENG_PDF_LABEL ? LONGEST_LABEL : LONGEST_MARK)) {
			eng_pdf_sight_tell(sight, region, "verify.text-differs",
					   "has words where only a number stands: '%.*s'",
					   ENG_STR_ARG(lines[0].text));
		}
	}
}

/* A note begins with its number. */
static eng_str without_number(eng_str text) {
	size_t n = 0;

	while (n < text.n && n < LONGEST_MARK && text.s[n] >= '0' && text.s[n] <= '9') {
		n++;
	}
	return n ? eng_str_trim(eng_str_sub(text, n, text.n)) : text;
}

static void check_notes(eng_pdf_sight *sight, size_t region) {
	const eng_pdf_region *r = &sight->regions[region];
	eng_str notes = sight->claims[r->claim].notes;
	eng_arena *arena = sight->source->arena;
	eng_buf read = { 0 };

	for (size_t from = 0, to; from < r->n; from = to) {
		eng_str rest = notes.n ? eng_str_sub(notes, read.n + (read.n > 0), notes.n) : notes;
		eng_str expected = { 0 };
		eng_pdf_line *lines;
		eng_str text;
		size_t n;

		to = from + 1;
		if (r->stretches[from].role != ENG_PDF_NOTE) {
			continue;
		}
		while (to < r->n && r->stretches[to].role == ENG_PDF_NOTE) {
			to++;
		}
		eng_str_split(&rest, '\n', &expected);
		lines = eng_pdf_lines_read(sight, region, from, to, ENG_PDF_NOTE, &n);
		text = without_number(eng_pdf_paragraph_text(
		    arena, lines, n, eng_claim_is_rtl(&sight->claims[r->claim]), expected));
		if (read.n) {
			eng_buf_char(&read, '\n');
		}
		eng_buf_str(&read, text);
	}
	if (!eng_str_eq(eng_buf_view(&read), notes)) {
		eng_pdf_sight_tell(sight, region, "verify.text-differs",
				   "has other footnotes than approved: '%.*s'",
				   read.n < 200 ? (int)read.n : 200, read.s ? read.s : "");
	}
	eng_buf_finish(&read);
}

void eng_pdf_words_check(eng_pdf_sight *sight, size_t region) {
	size_t claim = sight->regions[region].claim;
	comparing c = { .sight = sight, .region = region, .rest = sight->claims[claim].text };

	read_words(&c);
	eng_findings_compare(sight->source->out, sight->claims, claim,
			     eng_str_copy(sight->source->arena, eng_buf_view(&c.read)),
			     "the pdf file");
	eng_buf_finish(&c.read);
	check_labels(sight, region);
	check_notes(sight, region);
}
