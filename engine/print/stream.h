/* A print stream: pages of many pieces in one PDF file, after PDF/VT-1 over PDF/X-4 (ISO 16612-2, ISO
 * 15930-7). Written page by page; what grows is a reference a page and one a piece. */
#ifndef ENG_PRINT_STREAM_H
#define ENG_PRINT_STREAM_H

#include "print/plan.h"
#include "print/spool.h"

typedef struct eng_print_stream eng_print_stream;

/* What a page is of. */
typedef struct eng_stream_document {
	const void *key; /* the same for all its pages, another for others' */
	uint64_t ordinal;
	eng_str recipient, tmpl;
} eng_stream_document;

/* A page: objects of the spool. 0: none. */
typedef struct eng_stream_page {
	double width, height; /* points */
	unsigned resources;
	unsigned contents[4]; /* in the order they are painted */
	const eng_paper *paper;
	eng_stream_document document;
} eng_stream_page;

/* What is said of a piece in its document part. */
typedef struct eng_stream_piece {
	uint64_t number, ordinal; /* number: in the assembly, from 1 */
	eng_str recipient, name, tmpl;
	unsigned sheets;
	int64_t weight; /* mg */
	eng_str envelope;
} eng_stream_piece;

/* Begins a stream. job: what the piece numbers are of; date: as PDF writes it. NULL after reporting. */
eng_print_stream *eng_print_stream_open(eng_ctx *ctx, const eng_print_plan *plan, const char *path,
					eng_str job, eng_str date);
void eng_print_stream_free(eng_print_stream *stream);
eng_spool *eng_print_stream_spool(eng_print_stream *stream);
/* Begins a piece; its pages follow. */
bool eng_print_stream_piece(eng_print_stream *stream, const eng_stream_piece *piece);
/* Begins a part of pages that belong to no piece. */
bool eng_print_stream_banner(eng_print_stream *stream, const char *kind);
bool eng_print_stream_page(eng_print_stream *stream, const eng_stream_page *page);
size_t eng_print_stream_pages(const eng_print_stream *stream);
/* Ends the last piece and the file. False after reporting. */
bool eng_print_stream_end(eng_print_stream *stream);

#endif
