/* HTML of messages, inside of their reader: each paragraph, heading, item or cell is a line, with what is
 * hidden in it.
 *
 * There are two roads to the lines. The strict one reads the form that our messages have and no other:
 * every element closed, none where programs would end another before it. It is what a run can afford
 * for each message. Whatever it does not take goes the other one, which is libxml2's. Both must say the
 * same of what both read. */
#ifndef ENG_VERIFY_HTML_H
#define ENG_VERIFY_HTML_H

#include "base/buf.h"
#include "verify/html-memo.h"
#include "verify/sheet.h"
#include "verify/surface.h"

/* The words of one place in a line. */
typedef struct eng_html_piece {
	size_t line;
	eng_html_place *place;
} eng_html_piece;

/* A page as a reader fills it. Zeroed but for the surface. */
typedef struct eng_html_page {
	eng_surface *surface; /* takes the lines; the arena of all */
	eng_html_style *styles;
	size_t style_count, style_cap;
	eng_sheet *sheet;      /* of the styles, once all is read */
	const char *torn;      /* an element of inline markup with nothing in it; NULL: none */
	bool loads;            /* brings in what nobody looked at */
	bool moved;            /* an element may be laid over others */
	bool outlook;          /* between comments that Outlook obeys */
	bool picture;          /* one without words stands in the line that is being read */
	eng_buf words;         /* of that line */
	eng_html_place **open; /* of these words */
	size_t open_n, open_cap;
	eng_html_piece *pieces; /* in the order of lines */
	size_t n, cap;
	uint64_t at; /* code points before the line */
} eng_html_page;

/* What a reader tells, in the order of the bytes. numbered: the element is <sup> with a number in it. */
void eng_html_page_enter(eng_html_page *page, eng_html_place *place, bool numbered);
void eng_html_page_leave(eng_html_page *page, const eng_html_place *place, bool numbered);
void eng_html_page_words(eng_html_page *page, eng_html_place *place, eng_str words);
void eng_html_page_comment(eng_html_page *page, eng_str text);
void eng_html_page_style(eng_html_page *page, eng_str css, const char *condition);
void eng_html_page_end(eng_html_page *page);
/* Frees what is not in the arena. */
void eng_html_page_finish(eng_html_page *page);
/* Sets how the line is seen, for eng_surface.inspect with the page as its user. */
void eng_html_page_inspect(eng_surface *surface, size_t line);

/* The two roads. False: it is not of the strict form, and what the page got is of no use; it is no HTML
 * at all. */
bool eng_html_read_strict(eng_html_memo *memo, eng_html_page *page, eng_str html);
bool eng_html_read_loose(eng_html_page *page, eng_str html);

/* Reads a page in UTF-8 into the surface (part and place set) and checks the claims on it. */
bool eng_verify_html(eng_html_memo *memo, eng_surface *surface, eng_str html,
		     const eng_claim *claims, size_t n, eng_findings *out);

#endif
