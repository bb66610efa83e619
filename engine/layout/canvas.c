/* Setting slabs below each other in one column.
 *
 * Backgrounds of boxes are painted below everything else of the page, outer boxes before inner ones: places
 * are kept for them when a box opens and filled when it closes or the page ends. */
#include "layout/canvas.h"

enum { BOX_ITEMS = 5 }; /* at most: a background and four borders */

typedef struct cursor {
	eng_length y, after;
	bool flush;
} cursor;

/* Moves the cursor over a slab; returns the y of its top. */
static eng_length advance(cursor *at, const eng_slab *slab) {
	eng_length gap = slab->before > at->after ? slab->before : at->after;
	eng_length top;

	if (slab->kind == ENG_SLAB_BREAK || slab->kind == ENG_SLAB_SLIP) {
		return at->y;
	}
	if (slab->kind == ENG_SLAB_TABLE_END) { /* takes no place, but bears the table's space */
		at->after = slab->after > at->after ? slab->after : at->after;
		return at->y;
	}
	if (slab->kind == ENG_SLAB_CLOSE) {
		gap = 0; /* what the last one wants after itself is taken up by the padding */
	}
	top = at->y + (at->flush ? 0 : gap);
	at->y = top + slab->height;
	at->after = slab->after;
	at->flush = slab->kind == ENG_SLAB_OPEN;
	return top;
}

void eng_canvas_start(eng_canvas *canvas, eng_arena *arena, eng_ink *under, eng_ink *ink,
		      eng_length x, eng_length top) {
	canvas->arena = arena;
	canvas->under = under;
	canvas->ink = ink;
	canvas->x = x;
	canvas->top = canvas->y = top;
	canvas->after = 0;
	canvas->flush = canvas->empty = true;
}

eng_length eng_canvas_measure(const eng_canvas *canvas, const eng_slab *slabs, size_t count) {
	cursor at = { canvas->y, canvas->after, canvas->flush };

	for (size_t i = 0; i < count; i++) {
		advance(&at, &slabs[i]);
	}
	return at.y;
}

/* Keeps places for a box whose height is not known yet. */
static void reserve(eng_canvas *canvas, eng_box *box) {
	box->slot = canvas->under->count;
	for (int i = 0; i < BOX_ITEMS; i++) {
		eng_ink_add(canvas->arena, canvas->under, ENG_ITEM_PATH, 0, NULL);
	}
}

/* A frame all around is closed on each page; a rule above belongs to the box's beginning alone, one
 * below to its end. */
static bool is_framed(const eng_style *style) {
	return style->border_top && style->border_bottom && style->border_left &&
	       style->border_right;
}

static void draw_box(eng_work *work, eng_canvas *canvas, const eng_box *box, bool ends) {
	eng_ink ink = { 0 };
	eng_rect rect = { canvas->x + box->x, box->top, box->width, canvas->y - box->top };
	eng_style style = *box->style;

	if (!is_framed(&style)) {
		style.border_top = box->resumed ? 0 : style.border_top;
		style.border_bottom = ends ? style.border_bottom : 0;
	}
	eng_ink_box(canvas->arena, &ink, &style, rect, work->doc->rtl);
	for (size_t i = 0; i < ink.count && i < BOX_ITEMS; i++) {
		canvas->under->items[box->slot + i] = ink.items[i];
	}
}

/* Ground goes below all text of the page, where grounds follow each other: text that nothing comes between
 * is one text object of a file. */
static void put_ink(eng_canvas *canvas, const eng_slab *slab, eng_length top) {
	void (*put)(eng_arena *, eng_ink *, const eng_ink *, eng_length, eng_length) =
	    slab->lease       ? eng_ink_copy
	    : canvas->consume ? eng_ink_take
			      : eng_ink_append;
	eng_ink ground = { .items = slab->ink.items, .count = slab->ground }, rest = slab->ink;

	if (ground.count) {
		rest.items += ground.count;
		rest.count -= ground.count;
		put(canvas->arena, canvas->under, &ground, canvas->x, top);
	}
	put(canvas->arena, canvas->ink, &rest, canvas->x, top);
}

eng_length eng_canvas_set(eng_work *work, eng_canvas *canvas, const eng_slab *slab) {
	cursor at = { canvas->y, canvas->after, canvas->flush };
	eng_length top = advance(&at, slab);

	canvas->y = at.y;
	canvas->after = at.after;
	canvas->flush = at.flush;
	canvas->empty = false;
	if (slab->kind == ENG_SLAB_OPEN) {
		eng_box box = { slab->style, slab->x, slab->width, top, 0, false };

		reserve(canvas, &box);
		g_array_append_val(canvas->boxes, box);
	} else if (slab->kind == ENG_SLAB_CLOSE) {
		draw_box(work, canvas,
			 &g_array_index(canvas->boxes, eng_box, canvas->boxes->len - 1), true);
		g_array_set_size(canvas->boxes, canvas->boxes->len - 1);
	} else if (slab->kind == ENG_SLAB_INK && canvas->ink) {
		put_ink(canvas, slab, top);
	}
	return top;
}

void eng_canvas_suspend(eng_work *work, eng_canvas *canvas) {
	for (guint i = 0; i < canvas->boxes->len; i++) {
		draw_box(work, canvas, &g_array_index(canvas->boxes, eng_box, i), false);
	}
}

void eng_canvas_resume(eng_canvas *canvas) {
	for (guint i = 0; i < canvas->boxes->len; i++) {
		eng_box *box = &g_array_index(canvas->boxes, eng_box, i);

		box->top = canvas->y;
		box->resumed = true;
		reserve(canvas, box);
	}
	if (canvas->boxes->len > 0) {
		const eng_style *inner =
		    g_array_index(canvas->boxes, eng_box, canvas->boxes->len - 1).style;

		/* The text does not begin at the very edge of its background. */
		if (is_framed(inner)) {
			canvas->y += inner->border_top + inner->pad_top;
		} else if (inner->has_background) {
			canvas->y += inner->pad_top;
		}
	}
}
