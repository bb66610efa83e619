/* The lists that go with print streams: a line a piece in CSV and XML, rejects with their reasons, totals. */
#ifndef ENG_PRINT_LIST_H
#define ENG_PRINT_LIST_H

#include "base/buf.h"
#include "print/piece.h"

typedef struct eng_print_totals {
	uint64_t parts, taken, rejects;      /* in the runs; parts = taken + rejects */
	uint64_t packages, pieces, left_out; /* left_out: pieces that --only does not name */
	uint64_t sheets, pages, printed;     /* pages of streams; of these not blank */
	uint64_t quarantined, trays;         /* quarantined: rejects that cannot be delivered */
	uint64_t streams, diverted;
	uint64_t banners; /* sheets of separation; their pages are among those of streams */
	int64_t weight;   /* mg */
} eng_print_totals;

/* Where a piece is printed, and what its pages are. */
typedef struct eng_piece_place {
	const char *stream;
	uint64_t first_page; /* in the stream, from 1 */
	size_t pages;
	eng_hash content; /* over the contents of its pages, blank ones too */
} eng_piece_place;

/* Folders of the runs that parts are of. */
typedef struct eng_runs {
	const char *const *folders;
	size_t n;
} eng_runs;

typedef struct eng_piece_list eng_piece_list;

/* Opens the lists in a folder. NULL after reporting file.unwritable. */
eng_piece_list *eng_piece_list_open(eng_ctx *ctx, const eng_print_plan *plan, const char *dir,
				    const eng_runs *runs);
void eng_piece_list_free(eng_piece_list *list);
void eng_piece_list_add(eng_piece_list *list, const eng_piece *piece, const eng_piece_place *place);
void eng_piece_list_reject(eng_piece_list *list, const eng_part_ref *ref, const char *code,
			   const char *reason);
/* Control totals of a stream. */
typedef struct eng_stream_totals {
	eng_str stream;
	uint64_t pieces, sheets, pages, banners; /* sheets: of pieces */
	uint64_t first_piece, last_piece, first_sheet, last_sheet;
	uint64_t first_tray, last_tray; /* of the post; 0: none */
	int64_t weight;                 /* mg */
	eng_hash hash;                  /* of the file */
} eng_stream_totals;

/* A stream that is complete. */
void eng_piece_list_stream(eng_piece_list *list, const eng_stream_totals *totals);
/* Ends the lists and writes the totals. False after reporting file.unwritable. */
bool eng_piece_list_end(eng_piece_list *list, const eng_print_totals *totals);

#endif
