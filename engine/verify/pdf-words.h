/* Words from letters on pages: lines by their baselines, letters by their places, logical order of
 * right-to-left lines, and the comparison with what a claim says. */
#ifndef ENG_VERIFY_PDF_WORDS_H
#define ENG_VERIFY_PDF_WORDS_H

#include "verify/pdf-sight.h"

/* Stands in a line's text where a line ended without a space. */
#define ENG_PDF_SOFT '\x01'

/* A line of a paragraph. */
typedef struct eng_pdf_line {
	size_t page;
	double x0, x1, y, size;
	eng_str text; /* as it looks, left to right; spaces where there are gaps */
} eng_pdf_line;

/* Lines of the spots of stretches [from, to) with this role, all of one paragraph. */
eng_pdf_line *eng_pdf_lines_read(eng_pdf_sight *sight, size_t region, size_t from, size_t to,
				 eng_pdf_role role, size_t *count);
/* True for text with a right-to-left character. */
bool eng_pdf_is_rtl(eng_str text);
/* True for text that may have no ink: spaces and silent characters; letters of right-to-left ligatures when
 * they are spelled. */
bool eng_pdf_may_be_blank(eng_str text, bool spelled);
/* The paragraph's text as the lines say it. Where breaks of lines and directions leave a choice, it is
 * made so as to agree with what is expected, if that can be. rtl: paragraphs run from right to left, even those
 * without such letters. */
eng_str eng_pdf_paragraph_text(eng_arena *arena, const eng_pdf_line *lines, size_t n, bool rtl,
			       eng_str expected);
/* Whether the lines show the expected text by the bidirectional algorithm. */
bool eng_pdf_bidi_agrees(eng_arena *arena, const eng_pdf_line *lines, size_t n, eng_str expected);

/* Compares a region with its claim, adds what differs. */
void eng_pdf_words_check(eng_pdf_sight *sight, size_t region);

#endif
