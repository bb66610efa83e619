/* Barcodes as paths: QR, Data Matrix, Code 128 and the others of ISO/IEC by libzint. */
#ifndef ENG_LAYOUT_SYMBOL_H
#define ENG_LAYOUT_SYMBOL_H

#include "layout/ink.h"

typedef enum eng_symbol_form { ENG_SYMBOL_MATRIX, ENG_SYMBOL_LINEAR } eng_symbol_form;

/* Draws the symbol black on white with its quiet zone at 0, 0 into ink. size: the side of a matrix
 * symbol (without its quiet zone never smaller than 0.35 mm a module), or the height of bars; width
 * is the room there is. where is for messages. False after reporting layout.barcode. */
bool eng_symbol_draw(eng_ctx *ctx, eng_arena *arena, eng_str symbology, eng_str value,
		     eng_length size, eng_length width, eng_loc where, eng_ink *ink, eng_rect *box);
/* Draws a QR code of error correction M at 0, 0 as a square of exactly this side, without a quiet zone
 * and on no ground of its own. False after reporting layout.barcode. */
bool eng_symbol_fill(eng_ctx *ctx, eng_arena *arena, eng_str value, eng_length side, eng_loc where,
		     eng_ink *ink);
/* True when the engine knows the symbology; *form may be NULL. */
bool eng_symbol_known(eng_str symbology, eng_symbol_form *form);

#endif
