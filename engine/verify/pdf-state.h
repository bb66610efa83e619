/* The state of the interpreter, which its parts share: pdf-show.c (sequences, resources, XObjects),
 * pdf-text.c (text), pdf-ink.c (paths, colours, graphics state). */
#ifndef ENG_VERIFY_PDF_STATE_H
#define ENG_VERIFY_PDF_STATE_H

#include "verify/pdf-show.h"

enum { ENG_PDF_OPERANDS = 64, ENG_PDF_DEEPEST = 64 };

typedef struct eng_pdf_graphics {
	eng_pdf_matrix ctm;
	eng_pdf_box clip;
	eng_pdf_tint fill, stroke;
	unsigned flags;
	double line_width;
	eng_pdf_glyphs *font;
	double size, letter_space, word_space, scale, leading, rise;
	int mode;
} eng_pdf_graphics;

typedef struct eng_pdf_interpreter {
	eng_pdf_show *show;
	eng_pdf_source *source;
	const eng_pdf_value *resources;
	eng_pdf_graphics now;
	int depth, form_depth;
	uint32_t sequence; /* innermost + 1 */
	int count;         /* of operands */
	/* Text. */
	eng_pdf_matrix text, line;
	size_t pending; /* item + 1 whose advance has not been added to text; 0: none */
	/* The path so far, on the page. */
	eng_pdf_point *points; /* on the heap */
	size_t point_count, point_cap;
	double x, y, start_x, start_y; /* current point and start of its contour, user space */
	eng_pdf_box path;
	unsigned rects, others; /* rectangles and other segments in it */
	int clip_pending;       /* 'W', or '*' for even-odd */
	/* Not zeroed: what was not written is not read. */
	eng_pdf_graphics saved[ENG_PDF_DEEPEST];
	eng_pdf_value operands[ENG_PDF_OPERANDS];
} eng_pdf_interpreter;

/* The operand so many from the end, 1 is the last; a null value when there are not so many. */
const eng_pdf_value *eng_pdf_operand(const eng_pdf_interpreter *in, int from_end);
/* The last n operands as numbers. False when they are not there. */
bool eng_pdf_operands(eng_pdf_interpreter *in, int n, double *out);
/* A new item in the current state. */
eng_pdf_shown *eng_pdf_show_add(eng_pdf_interpreter *in, eng_pdf_shown_kind kind);
/* A resource: the value that stands there, a reference as such. */
const eng_pdf_value *eng_pdf_resource(eng_pdf_interpreter *in, const char *kind, eng_str name);
/* The font of a resource, read once for the file. NULL after a finding. */
eng_pdf_glyphs *eng_pdf_show_font(eng_pdf_interpreter *in, eng_str name);

/* Operators by group: *known is set when the operator is one of theirs; false when its operands are
 * wrong, or after a finding. */
bool eng_pdf_text_operator(eng_pdf_interpreter *in, uint32_t op, bool *known);
bool eng_pdf_path_operator(eng_pdf_interpreter *in, uint32_t op, bool *known);
bool eng_pdf_state_operator(eng_pdf_interpreter *in, uint32_t op, bool *known);

/* An operator's letters as one number. */
#define ENG_PDF_OP1(a)       ((uint32_t)(unsigned char)(a))
#define ENG_PDF_OP2(a, b)    (ENG_PDF_OP1(a) << 8 | (unsigned char)(b))
#define ENG_PDF_OP3(a, b, c) (ENG_PDF_OP2(a, b) << 8 | (unsigned char)(c))

#endif
