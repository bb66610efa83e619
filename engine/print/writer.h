/* Pieces on their way into streams: sides with their offset, marks and codes; a new stream where the plan parts
 * them. */
#ifndef ENG_PRINT_WRITER_H
#define ENG_PRINT_WRITER_H

#include "print/list.h"
#include "print/stream.h"

typedef struct eng_print_writer eng_print_writer;

/* dir: where streams and tickets go. parts: whose arena is used while a piece is written. list: is told of each
 * stream. totals are counted. */
eng_print_writer *eng_print_writer_new(eng_ctx *ctx, const eng_print_plan *plan, const char *dir,
				       eng_part_reader *parts, eng_piece_list *list,
				       eng_print_totals *totals);
void eng_print_writer_free(eng_print_writer *writer);
/* Writes a piece whose parts are open, and says where. False after reporting. */
bool eng_print_writer_piece(eng_print_writer *writer, const eng_piece *piece,
			    eng_piece_place *place);
/* Ends the last stream. False after reporting. */
bool eng_print_writer_end(eng_print_writer *writer);

/* What stands before a page's own content: where the sheet begins for the printer, and for a carrier the
 * window through which only its address is seen. */
void eng_print_opening(eng_buf *out, const eng_print_plan *plan, const eng_sheet *sheet, bool back);
/* The number of a page in its package as the plan wants it, empty when it gets none; in the arena. NULL s after
 * reporting print.code-value. */
eng_str eng_print_number(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
			 const eng_piece *piece, unsigned place, bool back);
/* Its operators. */
void eng_print_number_draw(const eng_print_plan *plan, eng_str number, double page_height,
			   eng_buf *out);

#endif
