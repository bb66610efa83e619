/* What a page shows and where, seen by verify's interpreter of content streams: for clear zones, windows and
 * the reading of finished print streams. */
#ifndef ENG_PRINT_LOOK_H
#define ENG_PRINT_LOOK_H

#include "base/length.h"
#include "verify/pdf-show.h"

typedef struct eng_look {
	eng_pdf_show show;
	eng_pdf_source *source;
	double height; /* of the page, points */
} eng_look;

/* A zeroed look is empty. begin names the file that pages are of. */
void eng_look_begin(eng_look *look, eng_pdf_source *source);
void eng_look_finish(eng_look *look);
/* Looks at a page. False when it cannot be read: the source has the finding. */
bool eng_look_page(eng_look *look, const eng_pdf_value *page, double height);
/* The box of an item in points from the lower left corner; false: nothing is seen of it. */
bool eng_look_box(eng_look *look, size_t item, eng_pdf_box *box);
/* Whether anything is seen within an area of the sheet. from, to: only items [from, to). */
bool eng_look_any(eng_look *look, eng_rect area, size_t from, size_t to);
/* An area of the sheet in points from the lower left corner. */
eng_pdf_box eng_look_area(const eng_look *look, eng_rect area);

#endif
