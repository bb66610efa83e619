/* Whether a reader of HTML sees what stands in an element: the part of CSS that can hide, shrink, colour
 * or move words, over inline styles, old attributes and rules of style sheets.
 *
 * A rule inside of @media (and any other condition) may or may not apply, so each condition is looked at
 * by itself: what one of them hides counts as hidden. What is not understood counts as applying. */
#ifndef ENG_VERIFY_STYLE_H
#define ENG_VERIFY_STYLE_H

#include "base/arena.h"
#include "base/str.h"

typedef struct eng_sheet eng_sheet;           /* the rules of a document, in an arena */
typedef struct eng_html_place eng_html_place; /* verify/html-tag.h */

eng_sheet *eng_sheet_new(eng_arena *arena);
/* Adds the rules of a style sheet. condition: under which all of it applies; NULL: always. */
void eng_sheet_add(eng_sheet *sheet, eng_str css, const char *condition);
/* True when a sheet brings in what cannot be looked at: other sheets, or fonts. */
bool eng_sheet_loads(const eng_sheet *sheet);
/* True when a rule takes elements from their places, under whatever condition: they may cover others. */
bool eng_sheet_moves(const eng_sheet *sheet);

/* What a reader of the words at a place sees. */
typedef struct eng_look {
	const char *hidden;    /* why not; NULL: they are seen */
	double pixels;         /* size of the letters */
	int contrast;          /* thousandths; 0: not known */
	int lightest, boldest; /* weights, over all conditions: 400 regular, 700 bold */
} eng_look;

/* Worked out once for a place; what it says of why is in the arena of the sheet, to which nothing is
 * added afterwards. */
eng_look eng_sheet_look(const eng_sheet *sheet, eng_html_place *place);

#endif
