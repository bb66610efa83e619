/* Words of our own on sheets (numbers of a package, separation pages) as outlines of a font: nothing is
 * embedded, and the same words are the same bytes in each stream. */
#ifndef ENG_PRINT_LETTERING_H
#define ENG_PRINT_LETTERING_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/length.h"

typedef struct eng_lettering eng_lettering;

/* A font file. NULL after reporting print.bad-font at the place where a plan names it. */
eng_lettering *eng_lettering_open(eng_ctx *ctx, const char *path, eng_loc where);
void eng_lettering_close(eng_lettering *lettering);
/* How wide a line is, from the origin of its first letter to behind the last. */
eng_length eng_lettering_width(const eng_lettering *lettering, eng_str text, eng_length size);
/* Appends a line as filled outlines on a page of this height; x from the left, y from the top to the
 * baseline. */
void eng_lettering_draw(const eng_lettering *lettering, eng_str text, eng_length size, eng_length x,
			eng_length y, eng_length page_height, eng_buf *out);
/* What such a line may cover: all of a letter's height above and below the baseline. */
eng_rect eng_lettering_box(const eng_lettering *lettering, eng_str text, eng_length size,
			   eng_length x, eng_length y);

#endif
