/* What reads a finished stream for the check. Private to the check-*.c files. */
#ifndef ENG_PRINT_CHECK_READER_H
#define ENG_PRINT_CHECK_READER_H

#include "print/banner.h"
#include "print/check.h"
#include "print/likeness.h"
#include "print/package.h"
#include "print/writer.h"

typedef struct eng_check_reader {
	eng_print_check *check;
	eng_part_reader *parts;
	eng_package *packages;
	size_t package_count;
	/* The package whose parts are open, from 1; its pieces. */
	uint64_t package;
	eng_piece *pieces;
	size_t piece_count;
	const eng_piece_row *rows;
	const eng_mailing_row *mail; /* of the rows; NULL: none */
	size_t row_count;
	const eng_stream_row *totals;
	size_t total_count;
	/* The stream. */
	eng_str file;
	eng_arena arena; /* of what was read since it was opened last */
	size_t room;     /* bytes that may be there before it is opened anew */
	eng_findings findings;
	eng_pdf_inflater *inflater;
	eng_pdf_keeper *keeper;
	eng_pdf_source source;
	eng_pdf_road road;
	unsigned *pages,
	    *leaves; /* objects of the pages in order; the leaf that each should be of */
	size_t page_count, page_cap, leaf_at;
	size_t stream_banners; /* separation pages of the stream that the plan wants */
	eng_look look;
	eng_hasher *hasher; /* of the contents of the piece at hand */
	eng_likeness *here,
	    *there; /* of objects of the stream, and of the part that was asked last */
	const eng_part_file *asked;
} eng_check_reader;

/* A side of a sheet of a piece. */
typedef struct eng_check_side {
	const eng_piece *piece;
	const eng_piece_row *row;
	unsigned place; /* of the sheet in the order of printing, from 1 */
	bool back;
} eng_check_side;

/* Lets go of the memory of a stretch of the mapped file; what is read again comes from the file again. */
void eng_check_forget(eng_str bytes);
/* Objects that the stream cannot be read; always false. */
bool eng_check_unreadable(eng_check_reader *reader);
/* Opens the stream anew where much was read of it: all its values are gone then. False after objecting. */
bool eng_check_rest(eng_check_reader *reader);
/* The tree of document parts against the rows of this stream: every page in one piece, or on a separation sheet
 * where the plan has one. */
bool eng_check_tree(eng_check_reader *reader, const eng_piece_row *rows, size_t n);
/* Whether a separation stands before a piece of these rows of a stream, or, i being n, behind the last; *place: what
 * it tells, unless behind the last. */
bool eng_check_has_banner(const eng_check_reader *reader, const eng_piece_row *rows, size_t i,
			  size_t n, eng_banner_place *place);
/* The page at hand is this side of a piece: content, marks, window. */
void eng_check_side_of(eng_check_reader *reader, const eng_check_side *side);
/* The page at hand is a separation, or its blank back (NULL). */
void eng_check_banner(eng_check_reader *reader, const eng_banner *banner);
/* The control totals of the stream at hand against its rows, its pages and its bytes. */
void eng_check_totals(eng_check_reader *reader, const eng_piece_row *rows, size_t n);
/* Whether all parts of the runs are in the list of pieces or of rejects. */
void eng_check_balance(eng_check_reader *reader);

#endif
