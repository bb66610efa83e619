/* The footnotes of pages in the making. */
#ifndef ENG_LAYOUT_FEET_H
#define ENG_LAYOUT_FEET_H

#include "layout/flow.h"

/* Height that the footnotes of the slabs would add to this page, with the rule if they are its first. */
eng_length eng_feet_height(const eng_flow *flow, const eng_slab *slabs, size_t count);
/* True when a slab stands here though its footnotes cannot: they would not fit on any page, so they may
 * as well begin on this one. */
bool eng_feet_begin(const eng_flow *flow, const eng_slab *slab);
/* The footnotes of a slab that was set; those that find no room wait for the next page. They are linked to those
 * that wait already. */
void eng_feet_add(eng_flow *flow, eng_foot *feet);
/* Notes that are longer than their page go on at the foot of this one. False after reporting layout.overflow. */
bool eng_feet_resume(eng_flow *flow);
/* Puts the footnotes of a leaf whose master is settled at the foot of its body; once. */
void eng_feet_place(eng_flow *flow, eng_leaf *leaf);

#endif
