/* Pages and structure of a PDF file (ISO 32000-1 7.7.3, 14.7), as far as locked wording needs them. */
#ifndef ENG_VERIFY_PDF_BOOK_H
#define ENG_VERIFY_PDF_BOOK_H

#include "verify/pdf-place.h"
#include "verify/pdf-source.h"

typedef struct eng_pdf_leaf {
	unsigned id;
	const eng_pdf_value *value;
	eng_pdf_box visible; /* crop box within the media box */
	int rotate;
	bool scaled;                  /* by UserUnit */
	const eng_pdf_value *parents; /* its entry in the parent tree; NULL until asked for */
} eng_pdf_leaf;

typedef struct eng_pdf_book {
	eng_pdf_source *source;
	const eng_pdf_value *catalog, *structure;
	unsigned structure_id;
	eng_pdf_leaf *pages;
	size_t page_count, page_cap;
} eng_pdf_book;

/* Pages of the tree in order; each once. False after a finding. */
bool eng_pdf_book_open(eng_pdf_book *book, eng_pdf_source *source);
/* Index of a page; SIZE_MAX when it is none. */
size_t eng_pdf_book_page(const eng_pdf_book *book, const eng_pdf_value *reference);
/* The reference under an identifier in the tree of identifiers; a null value when there is none. */
const eng_pdf_value *eng_pdf_book_named(eng_pdf_book *book, eng_str identifier);
/* The element that owns a marked-content sequence of a page by the parent tree; 0: none. */
unsigned eng_pdf_book_owner(eng_pdf_book *book, size_t page, int32_t mcid);

/* What a region is made of. */
typedef enum eng_pdf_role {
	ENG_PDF_WORDS,  /* of the wording */
	ENG_PDF_LABEL,  /* the number or bullet of a list's item */
	ENG_PDF_MARK,   /* the number of a note */
	ENG_PDF_NOTE,   /* words of a footnote */
	ENG_PDF_FIGURE, /* a picture's alternative text */
	ENG_PDF_ROLES
} eng_pdf_role;

/* A marked-content sequence of a region, in the order of the structure. */
typedef struct eng_pdf_stretch {
	eng_pdf_role role;
	size_t page;
	int32_t mcid;             /* -1: none, text stands in alt */
	uint32_t paragraph;       /* counts up; equal in one paragraph */
	eng_str alt;              /* of a figure */
	size_t spots, spot_count; /* what the page shows of it (verify/pdf-sight.h) */
} eng_pdf_stretch;

typedef struct eng_pdf_region {
	size_t claim;
	eng_pdf_stretch *stretches;
	size_t n, cap;
	size_t first_page, last_page;
	bool running; /* artifacts of one page, without a place in the structure */
} eng_pdf_region;

/* The stretches of a claim's element. False after a finding. *absent: there is no such element, and
 * nothing was found wrong yet. */
bool eng_pdf_region_find(eng_pdf_book *book, const eng_claim *claims, size_t claim,
			 eng_pdf_region *region, bool *absent);

#endif
