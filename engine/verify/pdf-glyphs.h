/* A font as a PDF file describes it (ISO 32000-1 9.6 to 9.10): widths, what codes say, and which glyph
 * of which embedded program they show. */
#ifndef ENG_VERIFY_PDF_GLYPHS_H
#define ENG_VERIFY_PDF_GLYPHS_H

#include "verify/pdf-source.h"

typedef struct eng_pdf_program eng_pdf_program; /* verify/pdf-program.h */

enum { ENG_PDF_SAID = 64, ENG_PDF_SIGNS = 128 };

/* Widths of codes from first on. */
typedef struct eng_pdf_widths {
	uint32_t first, last;
	const eng_pdf_value *values; /* one for each code; NULL: all the same */
	double width;
} eng_pdf_widths;

/* What a code came to when it was asked last, of this file. */
typedef struct eng_pdf_sign {
	uint32_t wide; /* code + 1 that width is of; 0: none */
	uint32_t good; /* code + 1 that was found to be what it says, in this language; 0: none */
	double width;
	eng_str text, language;
} eng_pdf_sign;

typedef struct eng_pdf_glyphs {
	unsigned id;            /* of the font's object; 0: direct */
	bool composite;         /* codes of two bytes, each its own CID */
	bool foreign;           /* of a kind that no file of ours has: not embedded, Type3, ... */
	eng_str name;           /* BaseFont without its tag */
	double default_width;   /* 1/1000 em */
	eng_pdf_widths *widths; /* ascending */
	size_t width_count;
	eng_pdf_saying *sayings; /* ascending, once read */
	size_t saying_count;
	uint32_t said[ENG_PDF_SAID];       /* by the end of a code: its place when asked last */
	eng_pdf_sign signs[ENG_PDF_SIGNS]; /* by the end of a code */
	bool unicode_known;
	const eng_pdf_value *unicode; /* reference to the ToUnicode stream */
	bool identity;                /* CIDs are glyph ids */
	eng_str gids;                 /* else two bytes for each CID, */
	const eng_pdf_value *map;     /* of this stream */
	unsigned program_id;          /* stream of the font program; 0: none */
	bool cff;
	eng_pdf_program *program; /* once asked for */
	bool numbered;            /* looked for among what is kept: */
	uint32_t number;          /* of what is kept of such a font; 0: nothing */
} eng_pdf_glyphs;

/* The font that a resource refers to. NULL after a finding. */
eng_pdf_glyphs *eng_pdf_glyphs_read(eng_pdf_source *source, const eng_pdf_value *font);
/* 1/1000 em, looked up. */
double eng_pdf_glyphs_find_width(const eng_pdf_glyphs *font, uint32_t code);
/* The same, at once when the code came lately. */
static inline double eng_pdf_glyphs_width(eng_pdf_glyphs *font, uint32_t code) {
	eng_pdf_sign *sign = &font->signs[code % ENG_PDF_SIGNS];

	if (sign->wide != code + 1) {
		sign->width = eng_pdf_glyphs_find_width(font, code);
		sign->wide = code + 1;
	}
	return sign->width;
}
/* What a code says; empty when the file does not tell. False after a finding. */
bool eng_pdf_glyphs_say(eng_pdf_source *source, eng_pdf_glyphs *font, uint32_t code, eng_str *text);
/* Glyph of the embedded program. */
uint32_t eng_pdf_glyphs_id(const eng_pdf_glyphs *font, uint32_t code);

#endif
