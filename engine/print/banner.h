/* Separation pages: sheets for people at the printer, before, between and behind the pieces of a stream. They
 * carry no marks, so a machine that meets one stops or lays it out. */
#ifndef ENG_PRINT_BANNER_H
#define ENG_PRINT_BANNER_H

#include "base/arena.h"
#include "base/buf.h"
#include "print/plan.h"

typedef enum eng_banner_kind {
	ENG_BANNER_BEGIN,
	ENG_BANNER_BETWEEN,
	ENG_BANNER_END
} eng_banner_kind;

/* Where pieces go, as far as the plan has separations by it; empty, 0: that is not told. */
typedef struct eng_banner_place {
	eng_str country, group;
	uint64_t tray;
} eng_banner_place;

/* What a separation page tells. Numbers are those of the assembly. */
typedef struct eng_banner {
	eng_banner_kind kind;
	eng_str stream, date;              /* name of the file; as PDF writes it */
	eng_banner_place place;            /* what follows; empty: nothing in particular */
	uint64_t first_piece, first_sheet; /* that follow; of the end page: of the whole stream */
	uint64_t last_piece, last_sheet;   /* of the end page */
	uint64_t last_tray;                /* of the end page; its place has the first one */
	uint64_t pieces, sheets, pages,
	    banners; /* of the end page: in the stream, itself among the last two */
} eng_banner;

/* Whether one stands before a piece that goes there, with so many before it in the stream, the last of them
 * going elsewhere. */
bool eng_banner_between(const eng_print_plan *plan, uint64_t pieces, const eng_banner_place *before,
			const eng_banner_place *next);
/* What separations tell of a place. */
eng_banner_place eng_banner_told(const eng_print_plan *plan, eng_banner_place place);
/* Size of the sheets. */
eng_rect eng_banner_sheet(void);
/* Appends the operators of the page. */
void eng_banner_draw(const eng_print_plan *plan, const eng_banner *banner, eng_buf *out);

#endif
