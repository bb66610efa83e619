/* The lines of locked wording on a page, and what lies among them: between two lines, in a gap of one, or where
 * its reader's eye goes next. Only lines count, not the box around all, because a block may run through columns. */
#ifndef ENG_VERIFY_PDF_AMONG_H
#define ENG_VERIFY_PDF_AMONG_H

#include "verify/pdf-sight.h"

typedef struct eng_pdf_among {
	const eng_pdf_shown **lines; /* texts of the region */
	size_t n;
	uint32_t first; /* item that is the first of them */
	eng_pdf_box box;
	eng_pdf_box *fields; /* of each line: it, and the room up to the line above */
	bool apart;          /* what stands beside a line is not read with it */
	bool pictures;       /* the block has some of its own between its lines */
} eng_pdf_among;

/* The words of the region on the page or, for notes, those of its footnotes. Their boxes must be known. */
eng_pdf_among eng_pdf_among_of(const eng_pdf_scene *scene, size_t region, bool notes);
/* Whether a letter with this ink stands among the lines. */
bool eng_pdf_among_letter(const eng_pdf_among *among, const eng_pdf_box *ink);
/* Whether a box reaches among them, and where first. */
bool eng_pdf_among_box(eng_pdf_among *among, const eng_pdf_sight *sight, const eng_pdf_box *box,
		       eng_pdf_box *common);
/* The same of what a path paints: its edges, but not a ground that holds whole lines, nor rules that part or
 * underline them. item: an area or a stroke. */
bool eng_pdf_among_path(eng_pdf_among *among, const eng_pdf_sight *sight, const eng_pdf_shown *item,
			eng_pdf_box *common);

#endif
