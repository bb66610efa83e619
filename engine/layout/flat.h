/* Flat drawings: pages of few colours, such as charts, painted for each message as PNG.
 *
 * The price of a picture goes with what is drawn, not with its area: pixels are places in a palette,
 * only rows that differ from the row above are kept, letters are masks that a worker keeps, and the
 * deflate stream repeats rows without looking at them. */
#ifndef ENG_LAYOUT_FLAT_H
#define ENG_LAYOUT_FLAT_H

#include "base/buf.h"
#include "base/diag.h"
#include "layout/page.h"

/* Masks of letters, kept by a worker; they never influence bytes. */
typedef struct eng_flat_masks eng_flat_masks;

eng_flat_masks *eng_flat_masks_new(void);
void eng_flat_masks_free(eng_flat_masks *masks);

/* True when the page has nothing but letters and shapes of one colour each. */
bool eng_flat_suits(const eng_page *page);
/* Appends the page, which suits, on white at pixels per inch as PNG with a palette of at most 256
 * colours; what the masks keep is of fonts of one press. False after reporting limit.pixels. */
bool eng_flat_paint(eng_ctx *ctx, eng_arena *scratch, eng_flat_masks *masks, const eng_page *page,
		    int ppi, eng_buf *out);

#endif
