/* Lengths of the codes of deflate that eng_quick writes in: how often each symbol comes in pages and in
 * other objects, taken of the samples by tests/bench/codes. */
#ifndef ENG_CHANNELS_COMMON_PDF_DEFLATE_CODES_H
#define ENG_CHANNELS_COMMON_PDF_DEFLATE_CODES_H

#include "layout/deflate-block.h"

extern const uint8_t eng_deflate_content_literals[ENG_DEFLATE_LITERALS];
extern const uint8_t eng_deflate_content_distances[ENG_DEFLATE_DISTANCES];
extern const uint8_t eng_deflate_object_literals[ENG_DEFLATE_LITERALS];
extern const uint8_t eng_deflate_object_distances[ENG_DEFLATE_DISTANCES];

#endif
