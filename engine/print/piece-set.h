/* A list of pieces that are printed again: their numbers, and, where the list says it, the hash that their pages
 * had. */
#ifndef ENG_PRINT_PIECE_SET_H
#define ENG_PRINT_PIECE_SET_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"

typedef struct eng_piece_set eng_piece_set;

/* Reads a file with a number a line; a field behind it that is a hash is that of its pages (content-sha256 in
 * pieces.csv), all else is not looked at. False after reporting print.bad-list or file.unreadable. */
bool eng_piece_set_read(eng_ctx *ctx, eng_arena *arena, const char *path, eng_piece_set **set);
bool eng_piece_set_has(const eng_piece_set *set, uint64_t number);
/* A piece of the set was printed, with pages of this hash. False after reporting print.reprint-differs: these
 * are not the pages that it had. */
bool eng_piece_set_print(eng_ctx *ctx, eng_piece_set *set, uint64_t number,
			 const eng_hash *content);
/* Whether all of them were printed; false after reporting print.no-piece. */
bool eng_piece_set_done(eng_ctx *ctx, const eng_piece_set *set);

#endif
