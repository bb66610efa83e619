/* What messages of a run have in common: start tags, places and style sheets, read once.
 *
 * A worker keeps them by all of their bytes, with what readers see there. What is kept never changes an
 * answer: it depends on those bytes alone. */
#ifndef ENG_VERIFY_HTML_MEMO_H
#define ENG_VERIFY_HTML_MEMO_H

#include "verify/html-tag.h"

typedef struct eng_html_memo eng_html_memo;

/* The text of a style sheet. */
typedef struct eng_html_style {
	eng_str css;
	const char *condition; /* under which all of it applies; NULL: always */
} eng_html_style;

eng_html_memo *eng_html_memo_new(void);
void eng_html_memo_free(eng_html_memo *memo);
/* To be called between messages, as what is kept is borrowed by the one being read: forgets all when it
 * is too much. */
void eng_html_memo_trim(eng_html_memo *memo);
/* True when one message alone brought too much to be kept. */
bool eng_html_memo_is_full(const eng_html_memo *memo);

/* The tag with these bytes between "<" and ">" (eng_html_tag_read); NULL: it is not plainly written.
 * The caller sets form when it is 0. */
eng_html_tag *eng_html_memo_tag(eng_html_memo *memo, eng_str source);
/* The sheet of these styles. */
eng_sheet *eng_html_memo_sheet(eng_html_memo *memo, const eng_html_style *styles, size_t n);
/* The place that a tag makes inside of another, or, when that is NULL, at the root of pages with the
 * sheet. NULL: it is not known; then it may be added. */
eng_html_place *eng_html_memo_find(eng_html_memo *memo, const eng_sheet *sheet,
				   const eng_html_place *parent, const eng_html_tag *tag);
eng_html_place *eng_html_memo_add(eng_html_memo *memo, const eng_sheet *sheet,
				  eng_html_place *parent, const eng_html_tag *tag);

#endif
