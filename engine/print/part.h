/* A print part: the pages of one recipient as the print channel made them in a run. Read by verify's own
 * reader of PDF files, never by the writer's tables. */
#ifndef ENG_PRINT_PART_H
#define ENG_PRINT_PART_H

#include "base/file.h"
#include "verify/pdf-book.h"

/* Where a part stands in the run. */
typedef struct eng_part_ref {
	unsigned run; /* among the runs that are assembled, from 0 */
	uint64_t ordinal, offset, bytes;
	bool packed;  /* in a file with others, at the offset */
	eng_str path; /* below the run's folder */
	eng_hash hash;
	eng_str recipient;
} eng_part_ref;

typedef struct eng_part_page {
	const eng_pdf_value *value;
	double width, height;  /* points */
	eng_str master, paper; /* paper empty: not said */
	bool has_address;
	double address[4]; /* x0, y0, x1, y1 in points from the lower left corner */
	const eng_pdf_value *background, *body; /* references; NULL: none */
} eng_part_page;

/* Where its address stands, from the upper left corner of the page. */
eng_rect eng_part_address(const eng_part_page *page);

typedef struct eng_part_fact {
	eng_str name, value;
} eng_part_fact;

typedef struct eng_part_file {
	const eng_part_ref *ref;
	eng_pdf_source source;
	eng_pdf_book book;
	eng_findings findings;
	eng_str bytes;
	eng_str postcode, delivery_point;                    /* empty: not said */
	eng_str recipient, name, country, tmpl, title, date; /* date: as PDF writes it */
	const eng_str *address;                              /* without the name */
	size_t address_lines;
	const eng_part_fact *facts; /* that the job told of the record */
	size_t fact_count;
	eng_part_page *pages;
	size_t page_count;
} eng_part_file;

/* Reads part after part, in bounded memory. */
typedef struct eng_part_reader eng_part_reader;

enum { ENG_PARTS_OPEN = 64 }; /* at most at a time */

/* runs: folders, borrowed. */
eng_part_reader *eng_part_reader_new(const char *const *runs);
void eng_part_reader_free(eng_part_reader *reader);
/* Closes all parts. */
void eng_part_close_all(eng_part_reader *reader);
/* The part, valid until all are closed; at most ENG_PARTS_OPEN. Its bytes must be those of the manifest. NULL
 * after reporting print.bad-part or file.*. */
eng_part_file *eng_part_open(eng_ctx *ctx, eng_part_reader *reader, const eng_part_ref *ref);
/* Arena of the open parts. */
eng_arena *eng_part_arena(eng_part_reader *reader);
/* A date as PDF writes it ("D:20261101...") as 2026-11-01, in the arena; NULL s when it is none. */
eng_str eng_part_day(eng_arena *arena, eng_str date);
/* What the job told of the record under this name; NULL s when it told nothing. */
eng_str eng_part_fact_find(const eng_part_file *part, eng_str name);

/* All parts of runs in the order of these and their manifests, in the arena. False after reporting
 * print.no-parts, print.bad-part or file.*. */
bool eng_part_list(eng_ctx *ctx, eng_arena *arena, const char *const *runs, size_t run_count,
		   eng_part_ref **refs, size_t *n);

#endif
