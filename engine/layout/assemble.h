/* From leaves to pages: what stands around the body, the order of structure, the accounts. */
#ifndef ENG_LAYOUT_ASSEMBLE_H
#define ENG_LAYOUT_ASSEMBLE_H

#include "layout/flow.h"

/* Elements [first, last) of work->structure that stand before or behind the body's. */
typedef struct eng_region {
	uint32_t first, last;
	bool front;
} eng_region;

/* True for a part of the last page, or legal text, that no master of the theme has a frame for: it ends
 * the body. */
bool eng_part_ends_body(const eng_work *work, const eng_part *part);
/* Makes the pages of all leaves: backgrounds, parts, address, marks. regions gets the structure of
 * parts that are content and not only running. False after reporting layout.overflow. */
bool eng_parts_place(eng_work *work, const eng_flow *flow, eng_layout *layout, GArray *regions);
/* Puts the structure into reading order, finds pages and boxes of its elements, makes the outline. */
void eng_structure_finish(eng_work *work, uint32_t body_end, const GArray *regions,
			  eng_layout *layout);
/* Compares what stands on the pages with what the document says. False after reporting layout.lost. */
bool eng_account_check(eng_work *work, const eng_layout *layout);

#endif
