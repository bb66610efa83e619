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
bool eng_pages_place(eng_work *work, const eng_flow *flow, eng_layout *layout, GArray *regions);
/* The master's picture, below everything; the recipient in its address window, whose structure goes to regions;
 * its marks. False after reporting image.* or layout.overflow. */
bool eng_paper_background(const eng_work *work, const eng_master *master, eng_ink *ink);
bool eng_paper_address(eng_work *work, const eng_master *master, eng_ink *ink, GArray *regions);
void eng_paper_marks(const eng_work *work, const eng_master *master, eng_ink *ink);
/* Notes the first pages and the boxes of the elements that stand on a page; before indexes change. */
void eng_structure_see(eng_work *work, const eng_page *page, size_t index);
/* Puts the structure into reading order, makes the outline. */
void eng_structure_finish(eng_work *work, uint32_t body_end, const GArray *regions,
			  eng_layout *layout);

/* Counts what stands on pages, compares it with what the document says. The check is false after
 * reporting layout.lost. */
void eng_account_start(eng_work *work);
void eng_account_finish(eng_work *work);
void eng_account_add(eng_work *work, const eng_page *page);
bool eng_account_check(eng_work *work);
/* Reports content of a page beyond its edges (layout.outside); the check is false then. */
void eng_account_edges(eng_work *work, const eng_page *page, size_t index);

/* Finds where on the page the mark of a draft is not covered by what the leaf holds, while it holds it. */
void eng_draft_find(const eng_work *work, eng_leaf *leaf);
/* Places the mark there; nothing unless the document is a draft. */
bool eng_draft_place(eng_work *work, const eng_leaf *leaf, eng_ink *ink);

/* A page that is kept is finished: drops empty places, counts and notes what stands on it. */
void eng_hand_keep(eng_work *work, size_t index, eng_page *page);
/* The body of a leaf goes to the taker (or nowhere, in a pass before the last), and its memory back. */
bool eng_hand_body(eng_work *work, size_t index, eng_leaf *leaf);
bool eng_hand_around(eng_work *work, size_t index, eng_page *before, eng_page *behind);

#endif
