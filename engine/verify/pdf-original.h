/* The fonts that a run may use, as files: the outlines they have, and which glyphs their own tables give a
 * text. What a PDF file embeds and says is compared with them. */
#ifndef ENG_VERIFY_PDF_ORIGINAL_H
#define ENG_VERIFY_PDF_ORIGINAL_H

#include <ft2build.h>
#include FT_FREETYPE_H

#include "verify/pdf-program.h"

typedef struct eng_pdf_original eng_pdf_original;
typedef struct eng_pdf_originals eng_pdf_originals;

eng_pdf_originals *eng_pdf_originals_new(const eng_pdf_known *known, size_t n);
void eng_pdf_originals_free(eng_pdf_originals *originals);
/* By PostScript name; NULL when there is none. */
eng_pdf_original *eng_pdf_originals_find(eng_pdf_originals *originals, eng_str name);
eng_str eng_pdf_original_name(const eng_pdf_original *original);
/* Whether the outline that face has loaded, unscaled, is that of this glyph. */
bool eng_pdf_original_draws(eng_pdf_original *original, uint32_t glyph, FT_Face face);
/* Whether the text, alone or joined to neighbours, is set with this one glyph in a language (BCP 47;
 * empty: none). Of right-to-left texts
 * only what is certainly another letter is refused: a ligature there says its first letter alone. */
bool eng_pdf_original_says(eng_pdf_original *original, uint32_t glyph, eng_str text,
			   eng_str language);

#endif
