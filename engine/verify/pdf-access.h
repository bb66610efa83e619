/* What a finished PDF file gives to people who cannot see it (ISO 14289-1), read from its bytes by libqpdf:
 * counted, not judged. */
#ifndef ENG_VERIFY_PDF_ACCESS_H
#define ENG_VERIFY_PDF_ACCESS_H

#include "base/arena.h"
#include "base/str.h"

typedef struct eng_pdf_access {
	eng_str language, title;      /* of the catalog, of the metadata; empty: none */
	bool title_shown;             /* in the window, instead of the name of the file */
	bool tagged;                  /* marked as tagged, with a structure tree */
	int part;                     /* of PDF/UA that it says to follow; 0: none */
	size_t pages, pages_told;     /* told: all pages whose content is in the structure */
	size_t headings, gaps;        /* gaps: headings that leave out a level */
	size_t figures, figures_told; /* told: with words in place of the picture */
	size_t tables, tables_told;   /* told: with header cells, each with its scope */
	size_t links, links_told;     /* told: annotations with words for them */
} eng_pdf_access;

/* password: empty for none. In the arena. NULL, or why the file cannot be read. */
const char *eng_pdf_access_read(eng_arena *arena, eng_str file, eng_str password,
				eng_pdf_access *out);

#endif
