/* Ink: items and links gathered at positions of their own, to be moved onto a page as a whole. */
#ifndef ENG_LAYOUT_INK_H
#define ENG_LAYOUT_INK_H

#include "layout/page.h"
#include "layout/text.h"

typedef struct eng_ink {
	eng_item *items;
	size_t count, cap;
	eng_annotation *annotations;
	size_t annotation_count, annotation_cap;
} eng_ink;

/* Makes room for more items at once. */
void eng_ink_reserve(eng_arena *arena, eng_ink *ink, size_t more);
/* The new item, zeroed but for kind, structure and node. */
eng_item *eng_ink_add(eng_arena *arena, eng_ink *ink, eng_item_kind kind, uint32_t structure,
		      const eng_node *node);
/* A filled rectangle, an artifact. Nothing when it has no area. */
void eng_ink_fill(eng_arena *arena, eng_ink *ink, eng_rect box, eng_color color);
/* Background, border and radius of a style around the box (which includes padding). mirrored: start
 * is right. */
void eng_ink_box(eng_arena *arena, eng_ink *ink, const eng_style *style, eng_rect box,
		 bool mirrored);
/* Moves what stands from the item and annotation index given on. */
void eng_ink_move(eng_ink *ink, size_t item, size_t annotation, eng_length dx, eng_length dy);
/* Appends a copy of from, moved; paths are copied. */
void eng_ink_append(eng_arena *arena, eng_ink *ink, const eng_ink *from, eng_length dx,
		    eng_length dy);

/* The same without copying: from is not to be used any more. */
void eng_ink_take(eng_arena *arena, eng_ink *ink, const eng_ink *from, eng_length dx,
		  eng_length dy);

/* The same with copies of glyphs and text too: from and all that it was made of may go. */
void eng_ink_copy(eng_arena *arena, eng_ink *ink, const eng_ink *from, eng_length dx,
		  eng_length dy);

/* What is on the page becomes the ink's. */
void eng_page_fill(eng_page *page, const eng_ink *ink);

/* Arrays of items that nobody looks at any more, to be used again. */
typedef struct eng_spare eng_spare;

/* As eng_ink_reserve for an empty ink, with a spare array when there is one large enough. */
void eng_ink_lend(eng_arena *arena, eng_spare **spares, eng_ink *ink, size_t more);
/* Makes the ink's array a spare one; the ink is empty afterwards. */
void eng_ink_give_back(eng_spare **spares, eng_ink *ink);

#endif
