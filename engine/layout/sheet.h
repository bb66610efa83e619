/* Pages in the making: groups of slabs are set on them, and turned over when they are full. */
#ifndef ENG_LAYOUT_SHEET_H
#define ENG_LAYOUT_SHEET_H

#include "layout/flow.h"

/* Makes the flow the document's: it begins on the first page. False after reporting. */
bool eng_sheet_start(eng_flow *flow, eng_work *work);
/* Sets what is pending, ends the last page and gives it the last page's master. */
bool eng_sheet_finish(eng_flow *flow);
/* Sets a group of slabs: on this page, else on the next, else (taller than a page) as it comes. The
 * ink of rows is taken from them. */
bool eng_sheet_set_group(eng_flow *flow, eng_slab *slabs, size_t count);
/* Width of the narrowest body of a master and its variants for even and following pages; INT32_MAX when
 * the theme has none of them. */
eng_length eng_sheet_width(const eng_work *work, const char *name);
/* Height of an empty page's body, and what is left of this one behind all that was added. */
eng_length eng_sheet_height(const eng_flow *flow);
eng_length eng_sheet_room(const eng_flow *flow);
/* Space that what was added last wants behind itself. */
eng_length eng_sheet_after(const eng_flow *flow);

/* The page that is being filled; the end of its body above what footnotes stand there. */
eng_leaf *eng_sheet_leaf(const eng_flow *flow);
eng_length eng_sheet_bottom(const eng_flow *flow);
/* x of the flow's column on a page of the master: at the start side of the body. */
eng_length eng_sheet_column(const eng_flow *flow, const eng_master *master);

#endif
