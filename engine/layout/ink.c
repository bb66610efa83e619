/* Lists of items with the few shapes that layout itself draws: rules, boxes, backgrounds. */
#include "layout/ink.h"

#include <string.h>

/* Control points of a quarter circle at 1000 radius: 1000 * 4/3 * (sqrt(2) - 1). */
#define ARC 552

static void enlarge(eng_arena *arena, eng_ink *ink, size_t cap) {
	eng_item *items = eng_arena_room(arena, cap, sizeof(*items));

	if (ink->count) {
		memcpy(items, ink->items, ink->count * sizeof(*items));
	}
	ink->items = items;
	ink->cap = cap;
}

void eng_ink_reserve(eng_arena *arena, eng_ink *ink, size_t more) {
	if (ink->count + more > ink->cap) {
		enlarge(arena, ink, ink->count + more);
	}
}

/* Kept in the array itself. */
struct eng_spare {
	eng_spare *next;
	size_t cap;
};

enum { SPARES_TRIED = 8 };

void eng_ink_lend(eng_arena *arena, eng_spare **spares, eng_ink *ink, size_t more) {
	eng_spare **link = spares;

	for (int i = 0; *link && i < SPARES_TRIED && ink->cap == 0; i++) {
		eng_spare *spare = *link;

		if (spare->cap >= more) {
			*link = spare->next;
			ink->cap = spare->cap;
			ink->items = (eng_item *)(void *)spare;
			return;
		}
		link = &spare->next;
	}
	eng_ink_reserve(arena, ink, more);
}

void eng_ink_give_back(eng_spare **spares, eng_ink *ink) {
	eng_spare *spare = (eng_spare *)(void *)ink->items;
	size_t cap = ink->cap;

	*ink = (eng_ink){ 0 };
	if (cap > 0) {
		*spare = (eng_spare){ *spares, cap };
		*spares = spare;
	}
}

eng_item *eng_ink_add(eng_arena *arena, eng_ink *ink, eng_item_kind kind, uint32_t structure,
		      const eng_node *node) {
	eng_item *item;

	if (ink->count == ink->cap) {
		enlarge(arena, ink, ink->cap ? 2 * ink->cap : 8);
	}
	item = &ink->items[ink->count++];
	*item = (eng_item){ .kind = kind, .structure = structure, .node = node };
	return item;
}

static eng_path_op op(eng_path_verb verb, eng_length x, eng_length y) {
	return (eng_path_op){ .verb = verb, .x = { x }, .y = { y } };
}

static eng_path_op curve(eng_length x0, eng_length y0, eng_length x1, eng_length y1, eng_length x2,
			 eng_length y2) {
	return (eng_path_op){ ENG_CURVE, { x0, x1, x2 }, { y0, y1, y2 } };
}

static eng_path *add_path(eng_arena *arena, eng_ink *ink, const eng_path_op *ops, size_t count) {
	eng_path *path = &eng_ink_add(arena, ink, ENG_ITEM_PATH, 0, NULL)->as.path;

	path->ops = eng_arena_copy(arena, ops, count * sizeof(*ops));
	path->count = count;
	return path;
}

static eng_path *add_rect(eng_arena *arena, eng_ink *ink, eng_rect b) {
	const eng_path_op ops[] = { op(ENG_MOVE, b.x, b.y), op(ENG_LINE, b.x + b.w, b.y),
				    op(ENG_LINE, b.x + b.w, b.y + b.h),
				    op(ENG_LINE, b.x, b.y + b.h), op(ENG_CLOSE, 0, 0) };

	return add_path(arena, ink, ops, 5);
}

static eng_path *add_rounded(eng_arena *arena, eng_ink *ink, eng_rect b, eng_length r) {
	eng_length x = b.x + b.w, y = b.y + b.h, k;

	r = r > b.w / 2 ? b.w / 2 : r;
	r = r > b.h / 2 ? b.h / 2 : r;
	k = r - r * ARC / 1000;
	if (r <= 0) {
		return add_rect(arena, ink, b);
	}
	{
		const eng_path_op ops[] = {
			op(ENG_MOVE, b.x + r, b.y),
			op(ENG_LINE, x - r, b.y),
			curve(x - k, b.y, x, b.y + k, x, b.y + r),
			op(ENG_LINE, x, y - r),
			curve(x, y - k, x - k, y, x - r, y),
			op(ENG_LINE, b.x + r, y),
			curve(b.x + k, y, b.x, y - k, b.x, y - r),
			op(ENG_LINE, b.x, b.y + r),
			curve(b.x, b.y + k, b.x + k, b.y, b.x + r, b.y),
			op(ENG_CLOSE, 0, 0),
		};

		return add_path(arena, ink, ops, sizeof(ops) / sizeof(ops[0]));
	}
}

void eng_ink_fill(eng_arena *arena, eng_ink *ink, eng_rect box, eng_color color) {
	eng_path *path;

	if (box.w <= 0 || box.h <= 0) {
		return;
	}
	path = add_rect(arena, ink, box);
	path->fill = true;
	path->fill_color = color;
}

void eng_ink_box(eng_arena *arena, eng_ink *ink, const eng_style *style, eng_rect b,
		 bool mirrored) {
	eng_length left = mirrored ? style->border_right : style->border_left;
	eng_length right = mirrored ? style->border_left : style->border_right;
	bool even = left == right && left == style->border_top && left == style->border_bottom;

	if (style->has_background || (even && left > 0)) {
		eng_path *path;
		eng_rect box = b;

		if (even) { /* the line runs inside the box */
			box = (eng_rect){ b.x + left / 2, b.y + left / 2, b.w - left, b.h - left };
		}
		path = add_rounded(arena, ink, box, style->radius);
		path->fill = style->has_background;
		path->fill_color = style->background;
		path->stroke = even && left > 0;
		path->stroke_color = style->border_color;
		path->line_width = left;
	}
	if (!even) {
		eng_length below = b.y + b.h - style->border_bottom;

		eng_ink_fill(arena, ink, (eng_rect){ b.x, b.y, b.w, style->border_top },
			     style->border_color);
		eng_ink_fill(arena, ink, (eng_rect){ b.x, below, b.w, style->border_bottom },
			     style->border_color);
		eng_ink_fill(arena, ink, (eng_rect){ b.x, b.y, left, b.h }, style->border_color);
		eng_ink_fill(arena, ink, (eng_rect){ b.x + b.w - right, b.y, right, b.h },
			     style->border_color);
	}
}

static void move_path(eng_path *path, eng_path_op *ops, eng_length dx, eng_length dy) {
	for (size_t i = 0; i < path->count; i++) {
		for (int k = 0; k < 3; k++) {
			ops[i].x[k] += dx;
			ops[i].y[k] += dy;
		}
	}
	if (path->gradient) {
		eng_gradient *g = (eng_gradient *)(uintptr_t)path->gradient;

		for (int k = 0; k < 3; k++) {
			g->x[k] += dx;
			g->y[k] += dy;
		}
	}
	path->ops = ops;
}

static void move_item(eng_item *item, eng_length dx, eng_length dy) {
	if (item->kind == ENG_ITEM_RUN) {
		item->as.run.x += dx;
		item->as.run.y += dy;
	} else if (item->kind == ENG_ITEM_IMAGE) {
		item->as.image.box.x += dx;
		item->as.image.box.y += dy;
	} else {
		move_path(&item->as.path, (eng_path_op *)(uintptr_t)item->as.path.ops, dx, dy);
	}
}

void eng_ink_move(eng_ink *ink, size_t item, size_t annotation, eng_length dx, eng_length dy) {
	for (; item < ink->count && (dx || dy); item++) {
		move_item(&ink->items[item], dx, dy);
	}
	for (; annotation < ink->annotation_count; annotation++) {
		ink->annotations[annotation].box.x += dx;
		ink->annotations[annotation].box.y += dy;
	}
}

static void copy_path(eng_arena *arena, eng_path *path) {
	path->ops = eng_arena_copy(arena, path->ops, path->count * sizeof(*path->ops));
	if (path->gradient) {
		path->gradient = eng_arena_copy(arena, path->gradient, sizeof(*path->gradient));
	}
}

void eng_ink_take(eng_arena *arena, eng_ink *ink, const eng_ink *from, eng_length dx,
		  eng_length dy) {
	size_t item = ink->count, annotation = ink->annotation_count, count = item + from->count;

	if (count > ink->cap) {
		enlarge(arena, ink, count > 2 * ink->cap ? count : 2 * ink->cap);
	}
	if (from->count) {
		memcpy(ink->items + item, from->items, from->count * sizeof(*from->items));
	}
	ink->count = count;
	for (size_t i = 0; i < from->annotation_count; i++) {
		ink->annotations = eng_arena_grow(arena, ink->annotations, ink->annotation_count,
						  &ink->annotation_cap, sizeof(*ink->annotations));
		ink->annotations[ink->annotation_count++] = from->annotations[i];
	}
	eng_ink_move(ink, item, annotation, dx, dy);
}

void eng_page_fill(eng_page *page, const eng_ink *ink) {
	page->items = ink->items;
	page->count = ink->count;
	page->cap = ink->cap;
	page->annotations = ink->annotations;
	page->annotation_count = ink->annotation_count;
	page->annotation_cap = ink->annotation_cap;
}

void eng_ink_copy(eng_arena *arena, eng_ink *ink, const eng_ink *from, eng_length dx,
		  eng_length dy) {
	size_t item = ink->count;

	eng_ink_append(arena, ink, from, dx, dy);
	for (; item < ink->count; item++) {
		eng_glyph_run *run = &ink->items[item].as.run;

		if (ink->items[item].kind == ENG_ITEM_RUN) {
			run->glyphs =
			    eng_arena_copy(arena, run->glyphs, run->count * sizeof(*run->glyphs));
			run->text = eng_str_copy(arena, run->text);
		}
	}
}

void eng_ink_append(eng_arena *arena, eng_ink *ink, const eng_ink *from, eng_length dx,
		    eng_length dy) {
	size_t item = ink->count, annotation = ink->annotation_count;

	eng_ink_take(arena, ink, from, 0, 0);
	for (size_t i = item; i < ink->count; i++) {
		if (ink->items[i].kind == ENG_ITEM_PATH) {
			copy_path(arena, &ink->items[i].as.path);
		}
	}
	eng_ink_move(ink, item, annotation, dx, dy);
}
