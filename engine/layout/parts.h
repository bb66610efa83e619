/* The parts of a document on its pages. */
#ifndef ENG_LAYOUT_PARTS_H
#define ENG_LAYOUT_PARTS_H

#include "layout/assemble.h"

typedef struct eng_parts {
	eng_work *work;
	size_t page_count;
	GArray *regions;  /* of eng_region; the caller's */
	GArray *stamps;   /* parts that say the same on every page, laid out once for a frame */
	bool *seen;       /* parts that appeared as content */
	bool *locked;     /* parts that hold locked wording */
	GArray *stands;   /* of eng_part_stand */
	eng_arena *arena; /* of what stays; work->arena may be that of one page */
} eng_parts;

/* Begins with the first page; what stays goes into the arena that work has now. */
void eng_parts_init(eng_parts *p, eng_work *work, size_t page_count, GArray *regions);
/* Places the parts of a page that are read before the body (front), or those behind it. False after
 * reporting. */
bool eng_parts_place(eng_parts *p, const eng_master *master, size_t page, bool front, eng_ink *ink);
/* Every part has a frame on a page that is there, or ends the body. False after reporting layout.no-frame. */
bool eng_parts_check(const eng_parts *p);
/* Gives layout the places of parts with locked wording. */
void eng_parts_finish(eng_parts *p, eng_layout *layout);

#endif
