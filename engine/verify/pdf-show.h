/* What a page shows, in the order in which it is painted: an interpreter of content streams (ISO 32000-1
 * 8, 9, 14.6) that keeps texts, painted areas and pictures with the graphics state they had.
 *
 * Texts are kept as the bytes of their operands and looked into only where somebody asks, because
 * locked wording is a small part of most documents. Nothing is drawn. */
#ifndef ENG_VERIFY_PDF_SHOW_H
#define ENG_VERIFY_PDF_SHOW_H

#include "verify/pdf-glyphs.h"
#include "verify/pdf-place.h"

typedef enum eng_pdf_shown_kind {
	ENG_PDF_TEXT,
	ENG_PDF_AREA,   /* a filled path */
	ENG_PDF_STROKE, /* a stroked path */
	ENG_PDF_PICTURE /* an image or a shading */
} eng_pdf_shown_kind;

enum {
	ENG_PDF_SHAPED_CLIP = 1, /* under a clip that is no upright rectangle */
	ENG_PDF_MASKED = 2,      /* under a soft mask */
	ENG_PDF_BLENDED = 4,     /* with another blend mode than Normal */
	ENG_PDF_LAYERED = 8,     /* in optional content */
	ENG_PDF_RECTANGLE = 16,  /* an area that is its box, or a stroke around it */
	ENG_PDF_EVEN_ODD = 32,
	ENG_PDF_INSIDE = 64 /* inside of a form */
};

typedef struct eng_pdf_tint {
	double r, g, b, alpha; /* 0 to 1 */
	bool unknown;          /* a pattern, or a colour space that is not understood */
} eng_pdf_tint;

/* A marked-content sequence. */
typedef struct eng_pdf_sequence {
	uint32_t outer; /* index + 1; 0: none */
	int32_t mcid;   /* -1: none */
	bool artifact, running, watermark, layered, spoken;
	eng_str actual; /* ActualText, of a spoken sequence */
} eng_pdf_sequence;

typedef struct eng_pdf_point {
	double x, y;
	bool begins; /* a contour */
} eng_pdf_point;

typedef struct eng_pdf_shown {
	eng_pdf_shown_kind kind;
	unsigned flags;
	uint32_t sequence; /* innermost, index + 1; 0: none */
	eng_pdf_tint tint; /* that it is painted with */
	eng_pdf_box box;   /* on the page; of texts only once measured */
	eng_pdf_box clip;
	/* Of texts. */
	eng_pdf_matrix matrix; /* from text space, rise included, to the page */
	eng_pdf_glyphs *font;
	double size, letter_space, word_space, scale; /* scale: 1 is natural width; size of strokes:
						       * half of their width */
	int mode;
	eng_str operand; /* a string, or the inside of an array when array is set */
	bool array;
	/* Of areas and strokes that are no rectangle. */
	const eng_pdf_point *points;
	size_t point_count;
} eng_pdf_shown;

typedef struct eng_pdf_show {
	eng_pdf_source *source;
	eng_pdf_shown *items; /* on the heap, kept for the next page */
	size_t n, cap;
	eng_pdf_sequence *sequences;
	size_t sequence_count, sequence_cap;
	uint64_t steps;                  /* operators that may still come, of the whole file */
	struct eng_pdf_font_slot *fonts; /* of the file, by object */
	size_t font_count, font_cap;
} eng_pdf_show;

/* A zeroed show is empty; begin names the file. */
void eng_pdf_show_begin(eng_pdf_show *show, eng_pdf_source *source);
void eng_pdf_show_finish(eng_pdf_show *show);
/* Interprets the page of this dictionary in place of what was there. False after a finding. */
bool eng_pdf_show_page(eng_pdf_show *show, const eng_pdf_value *page);
/* MCID of the sequence that an item stands in; -1: none. */
int32_t eng_pdf_show_mcid(const eng_pdf_show *show, const eng_pdf_shown *item);

/* The letters of a text one by one. x is where a letter begins in text space (before matrix), width its
 * advance without spacing. */
typedef struct eng_pdf_letter {
	uint32_t code;
	double x, width;
} eng_pdf_letter;

typedef struct eng_pdf_letters {
	const eng_pdf_shown *text;
	eng_pdf_scan scan;
	eng_str string; /* what is left of the current one */
	double x;
} eng_pdf_letters;

eng_pdf_letters eng_pdf_letters_of(eng_arena *arena, const eng_pdf_shown *text);
/* False at the end; *bad when the operand is damaged. */
bool eng_pdf_letters_next(eng_pdf_letters *letters, eng_pdf_letter *letter, bool *bad);

#endif
