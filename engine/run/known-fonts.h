/* The fonts that PDF files of a run may be set in, for the reader that compares letters with them. */
#ifndef ENG_RUN_KNOWN_FONTS_H
#define ENG_RUN_KNOWN_FONTS_H

#include "layout/layout.h"
#include "verify/pdf-program.h"

/* All fonts of the press, whose bytes are borrowed. */
eng_pdf_fonts eng_known_fonts_of(eng_arena *arena, const eng_press *press);
/* Those that a finished run (a folder) names in its report and that are at hand: found in the folders
 * (separated by ':') by name, with the same hash. None for a run that made no pages, or says nothing of
 * its fonts, as drafts do. The list and the files are in the arena. */
eng_pdf_fonts eng_known_fonts_find(eng_arena *arena, const char *run, const char *folders);

#endif
