/* One column: where the next slab goes, and the boxes that are open around it. */
#ifndef ENG_LAYOUT_CANVAS_H
#define ENG_LAYOUT_CANVAS_H

#include "layout/flow.h"

/* Starts at the top of a column; box keeps its open boxes. */
void eng_canvas_start(eng_canvas *canvas, eng_arena *arena, eng_ink *under, eng_ink *ink,
		      eng_length x, eng_length top);
/* The end of these slabs when they would be set next: y. Changes nothing. */
eng_length eng_canvas_measure(const eng_canvas *canvas, const eng_slab *slabs, size_t count);
/* Sets the slab; returns the y of its top. */
eng_length eng_canvas_set(eng_work *work, eng_canvas *canvas, const eng_slab *slab);
/* Draws what is seen of the open boxes down to y (a page ends inside them), and takes them up again
 * at the top of another column. */
void eng_canvas_suspend(eng_work *work, eng_canvas *canvas);
void eng_canvas_resume(eng_canvas *canvas);

#endif
