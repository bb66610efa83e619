/* A preview as a folder of static pages: what a browser opens from disk, without server and network. Data
 * stands in script files, since pages that are opened as files may not read others.
 *
 *     index.html  assets/  data/index.js  data/00000042.js  pages/00000042-1.svg  files/ */
#ifndef ENG_REVIEW_BOOK_H
#define ENG_REVIEW_BOOK_H

#include "markup/json-write.h"
#include "review/coverage.h"
#include "review/standing.h"
#include "review/tour.h"
#include "run/keep.h"

typedef struct eng_book {
	eng_ctx *ctx;
	eng_arena *arena; /* of the book: what the index says */
	const char *dir;
	const eng_setting *setting;
	eng_standings *standings;
	eng_approvers *approvers; /* who approved, for certificates; NULL before begin */
	bool draft, approved;
	eng_tour *before; /* of the content before, set and aimed as the book's own; NULL: none */
	bool changed;     /* the leaf in work differs from what it was */
	eng_coverage *coverage; /* of a proof book, whose records are the picks; else NULL */
	const eng_pick *picks;
	eng_buf index;             /* members of the array of recipients */
	size_t recipients, faulty; /* records shown; those that a run would not send */
} eng_book;

/* Makes the folders. False after reporting preview.exists, file.unwritable. */
bool eng_book_begin(eng_book *book);
/* Adds a record, whatever came of it. False after reporting. */
bool eng_book_add(eng_book *book, const eng_stop *stop);
/* Writes the index, what is looked up in the library, the assets, and index.html last. */
bool eng_book_end(eng_book *book);
void eng_book_finish(eng_book *book);

/* Writes a file below the folder. */
bool eng_book_file(const eng_book *book, eng_arena *arena, const char *name, eng_str bytes);

#endif
