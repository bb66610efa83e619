/* Font programs embedded in PDF files, read by FreeType: where the ink of a glyph is, and whether it is
 * the glyph that the known font has under the same number.
 *
 * A worker keeps the programs it has read, by their bytes: the same subset is embedded in most files of
 * a run. What is kept never changes an answer. */
#ifndef ENG_VERIFY_PDF_PROGRAM_H
#define ENG_VERIFY_PDF_PROGRAM_H

#include "verify/pdf-glyphs.h"
#include "verify/pdf-place.h"

/* A font that the run may use: the file's bytes, which must live as long as the programs. */
typedef struct eng_pdf_known {
	eng_str name; /* PostScript name */
	eng_str file;
	int index; /* in a collection */
} eng_pdf_known;

/* What is known of fonts; the list must live as long as the programs, too. */
typedef struct eng_pdf_fonts {
	const eng_pdf_known *items;
	size_t n;
	bool all; /* no other font may be used; else the shapes of others are not compared */
} eng_pdf_fonts;

typedef struct eng_pdf_programs eng_pdf_programs;

/* No fonts may be known: shapes are then not compared with anything. */
eng_pdf_programs *eng_pdf_programs_new(eng_pdf_fonts known);
void eng_pdf_programs_free(eng_pdf_programs *programs);
/* To be called between files: forgets programs when there are too many. */
void eng_pdf_programs_trim(eng_pdf_programs *programs);
/* The program of a font, in font->program from then on. NULL, silently, when it has none that can be
 * read. */
eng_pdf_program *eng_pdf_programs_find(eng_pdf_programs *programs, eng_pdf_source *source,
				       eng_pdf_glyphs *font);
/* Of the program alone among all that were ever read by this worker. */
uint64_t eng_pdf_program_serial(const eng_pdf_program *program);
/* The box of a glyph's ink in em; *blank when it has none. False when there is no such glyph. */
bool eng_pdf_program_ink(eng_pdf_program *program, uint32_t glyph, eng_pdf_box *box, bool *blank);

/* Area and length of a glyph's outline in em (verify/pdf-type.h). False when it has none. */
bool eng_pdf_program_stroke(eng_pdf_program *program, uint32_t glyph, double *area, double *length);

/* Whether a glyph is what the known font of that name has under its number, and shows the text: shaped by
 * HarfBuzz in this language, the text must come to that glyph. text empty: only its shape is asked for.
 * UNKNOWN: nothing is known of that font, STRANGE: all fonts are known, and none has this name. */
typedef enum eng_pdf_likeness {
	ENG_PDF_UNKNOWN,
	ENG_PDF_SAME,
	ENG_PDF_STRANGE,  /* a font that the run does not have */
	ENG_PDF_RESHAPED, /* another outline under this number */
	ENG_PDF_MISTOLD   /* the glyph of another text */
} eng_pdf_likeness;
eng_pdf_likeness eng_pdf_program_compare(eng_pdf_programs *programs, eng_pdf_program *program,
					 eng_str name, uint32_t glyph, eng_str text,
					 eng_str language);

#endif
