/* The slip of a Swiss QR-bill at the foot of a page: 210 x 105 mm, receipt and payment part. */
#ifndef ENG_LAYOUT_SLIP_H
#define ENG_LAYOUT_SLIP_H

#include "layout/flow.h"

#define ENG_SLIP_WIDTH  ENG_MM(210)
#define ENG_SLIP_HEIGHT ENG_MM(105)

/* Adds the slip of a payment with a bill to the flow; the page that it comes to stand on gives up its
 * foot. False after reporting. */
bool eng_slip_lay(eng_flow *flow, const eng_node *node);
/* What is drawn and not written: separation lines with scissors, marks of a blank box at x, y. */
void eng_slip_lines(eng_arena *arena, eng_ink *ink, eng_length width);
void eng_slip_blank(eng_arena *arena, eng_ink *ink, eng_rect box);
/* The Swiss cross, 7 x 7 mm around the middle x, y of the code; part of its figure. */
void eng_slip_cross(eng_arena *arena, eng_ink *ink, eng_length x, eng_length y);
/* The page master when a slip stands at its foot: the body is shorter, what stands below it moves up,
 * marks beside the slip are left out. NULL after reporting: the page is too small. */
const eng_master *eng_slip_master(eng_work *work, const eng_master *master, const eng_node *node);

#endif
