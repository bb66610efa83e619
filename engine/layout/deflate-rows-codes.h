/* Lengths of the codes of deflate that eng_row_packer writes in: how often each symbol comes in the charts
 * of the samples, taken by tests/bench/codes. */
#ifndef ENG_LAYOUT_DEFLATE_ROWS_CODES_H
#define ENG_LAYOUT_DEFLATE_ROWS_CODES_H

#include "layout/deflate-block.h"

extern const uint8_t eng_deflate_row_literals[ENG_DEFLATE_LITERALS];

#endif
