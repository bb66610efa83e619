/* Codes that posts read: Intelligent Mail, KIX, Mailmark and PREMIUMADRESS, in the sizes that the posts ask for.
 * Knows no page: cells of ink from the upper left corner on. */
#ifndef ENG_LAYOUT_POST_SYMBOL_H
#define ENG_LAYOUT_POST_SYMBOL_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/length.h"

typedef struct eng_post_symbol {
	int columns, rows;
	bool *dark; /* row by row */
	bool bars;  /* of four states: three rows, ascender, tracker and descender */
	eng_length pitch, module, reach; /* reach: of bars above and below their middle */
	eng_length width, height;
	eng_length clear_x, clear_y; /* what must be blank beside it, above and below */
} eng_post_symbol;

/* Whether a post reads codes of this name: usps-imb, kix, mailmark-4-state, mailmark-2d,
 * mailmark-2d-wide, premiumadress. */
bool eng_post_symbol_known(eng_str name);
/* False after reporting layout.post-code: the value (docs/print.md) cannot be such a code. All in the arena. */
bool eng_post_symbol_make(eng_ctx *ctx, eng_arena *arena, eng_str name, eng_str value,
			  eng_loc where, eng_post_symbol *out);
eng_rect eng_post_symbol_cell(const eng_post_symbol *symbol, int row, int column);
/* The next rectangle of ink, from which 0 on; false behind the last. */
bool eng_post_symbol_next(const eng_post_symbol *symbol, int *at, eng_rect *box);

/* The words of a code, checked as far as the post tells what they may be; the bytes to be encoded. Private to
 * the symbols. */
bool eng_post_words(eng_ctx *ctx, eng_arena *arena, eng_str name, eng_str value, eng_loc where,
		    eng_str *out);

#endif
