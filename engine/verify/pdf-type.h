/* Type as it looks on pages: the height of an x, and how bold strokes are, both measured on outlines, since
 * names and descriptors of fonts can say anything. */
#ifndef ENG_VERIFY_PDF_TYPE_H
#define ENG_VERIFY_PDF_TYPE_H

#include <ft2build.h>
#include FT_OUTLINE_H

#include "base/str.h"

/* What a letter's height tells. */
typedef enum eng_pdf_height {
	ENG_PDF_NO_HEIGHT,    /* punctuation, marks, scripts without small letters */
	ENG_PDF_X_HEIGHT,     /* it ends where an x does */
	ENG_PDF_LETTER_HEIGHT /* at least as high as an x */
} eng_pdf_height;

eng_pdf_height eng_pdf_height_of(eng_str text);
/* Area that an outline encloses and the length of its contours, in its own units. Twice the one by the
 * other is how wide its strokes are. */
void eng_pdf_outline_sum(const FT_Outline *outline, double *area, double *length);

#endif
