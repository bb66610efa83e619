/* What PNG files are made of (ISO/IEC 15948). */
#ifndef ENG_LAYOUT_PNG_H
#define ENG_LAYOUT_PNG_H

#include "base/buf.h"

/* Appends signature, header and, with colours (0xRRGGBB), the palette: 8 bits a place in it; without
 * colours 8 bits each of red, green and blue. */
void eng_png_begin(eng_buf *out, int width, int height, const uint32_t *colors, int count);
/* Appends the packed rows and the end. */
void eng_png_end(eng_buf *out, const void *packed, size_t n);

#endif
