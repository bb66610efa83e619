/* Pages become shapes that know the rows they change; then the rows that differ from the one above get
 * pixels; then the shapes are put on these, in order. */
#include <math.h>

#include "layout/deflate-rows.h"
#include "layout/flat-parts.h"
#include "layout/font.h"
#include "layout/layout.h"
#include "layout/png.h"

enum { PIXEL = ENG_OUTLINE_PIXEL, PAPER = 0xffffff };

typedef struct drawing {
	eng_flat flat;
	eng_arena *arena;
	eng_flat_masks *masks;
	double scale; /* pixels for 1/1000 pt */
	eng_flat_shape *shapes;
	size_t count, cap;
} drawing;

/* ---- shapes ---- */

static eng_flat_shape *add_shape(drawing *d, eng_flat_kind kind, eng_color color, int top,
				 int bottom) {
	eng_flat_shape *s;

	d->shapes = eng_arena_grow(d->arena, d->shapes, d->count, &d->cap, sizeof(*d->shapes));
	s = &d->shapes[d->count++];
	*s = (eng_flat_shape){ .kind = kind,
			       .color = color,
			       .top = top > 0 ? top : 0,
			       .bottom = bottom < d->flat.height ? bottom : d->flat.height };
	return s;
}

static void add_letters(drawing *d, const eng_glyph_run *run) {
	for (size_t i = 0; i < run->count; i++) {
		const eng_glyph *g = &run->glyphs[i];
		/* To the nearest quarter, and to the nearest pixel. */
		int x = (int)llround((double)(run->x + g->x) * d->scale * 4) * (PIXEL / 4);
		int y = (int)llround((double)(run->y + g->y) * d->scale);
		const eng_flat_mask *mask =
		    eng_flat_mask_find(d->masks, run->font, run->size, g->id, x, d->scale);

		if (mask->width > 0 && mask->height > 0) {
			int top = y + mask->y;
			eng_flat_shape *s =
			    add_shape(d, ENG_FLAT_LETTER, run->color, top, top + mask->height);

			s->as.letter.mask = mask;
			s->as.letter.x = (x >> 8) + mask->x;
			s->as.letter.y = top;
		}
	}
}

/* Of an upright rectangle, which is most of what charts have. */
static bool read_box(const drawing *d, const eng_path *path, int box[4]) {
	const eng_path_op *op = path->ops;
	size_t n = path->count;
	int x[4], y[4];

	if (n != 5 || op[0].verb != ENG_MOVE || op[4].verb != ENG_CLOSE) {
		return false;
	}
	for (int i = 0; i < 4; i++) {
		if (i > 0 && op[i].verb != ENG_LINE) {
			return false;
		}
		x[i] = eng_trace_fixed((double)op[i].x[0] * d->scale);
		y[i] = eng_trace_fixed((double)op[i].y[0] * d->scale);
	}
	if (!(x[0] == x[3] && x[1] == x[2] && y[0] == y[1] && y[2] == y[3]) &&
	    !(x[0] == x[1] && x[2] == x[3] && y[0] == y[3] && y[1] == y[2])) {
		return false;
	}
	box[0] = x[0] < x[2] ? x[0] : x[2];
	box[1] = y[0] < y[2] ? y[0] : y[2];
	box[2] = x[0] < x[2] ? x[2] : x[0];
	box[3] = y[0] < y[2] ? y[2] : y[0];
	return true;
}

static void add_outline(drawing *d, eng_outline *outline, eng_color color) {
	int top, bottom;

	eng_outline_rows(outline, &top, &bottom);
	add_shape(d, ENG_FLAT_OUTLINE, color, top, bottom)->as.outline = outline;
}

static void add_path(drawing *d, const eng_path *path) {
	eng_trace trace = { .arena = d->arena };
	eng_outline *outline;
	int box[4];
	bool upright = path->fill && read_box(d, path, box);

	if (upright) {
		eng_flat_shape *s = add_shape(d, ENG_FLAT_BOX, path->fill_color, box[1] >> 8,
					      (box[3] + PIXEL - 1) >> 8);

		memcpy(s->as.box, box, sizeof(box));
	}
	if (path->stroke || !upright) {
		eng_trace_path(&trace, path, d->scale);
	}
	if (path->fill && !upright) {
		outline = eng_arena_new(d->arena, eng_outline);
		*outline = (eng_outline){ .arena = d->arena, .even_odd = path->even_odd };
		eng_outline_fill(outline, &trace);
		add_outline(d, outline, path->fill_color);
	}
	if (path->stroke) {
		outline = eng_arena_new(d->arena, eng_outline);
		outline->arena = d->arena;
		eng_outline_stroke(outline, &trace, path, d->scale);
		add_outline(d, outline, path->stroke_color);
	}
}

/* ---- rows ---- */

/* Rows inside a box are alike; those of its soft edges and of everything else are not. */
static void mark_rows(const drawing *d, bool *differs) {
	for (size_t i = 0; i < d->count; i++) {
		const eng_flat_shape *s = &d->shapes[i];

		if (s->top >= s->bottom) {
			continue;
		}
		differs[s->bottom] = true;
		if (s->kind == ENG_FLAT_BOX) {
			differs[s->top] = differs[s->top + 1] = differs[s->bottom - 1] = true;
		} else {
			memset(differs + s->top, true, (size_t)(s->bottom - s->top));
		}
	}
}

static void make_rows(drawing *d) {
	eng_flat *flat = &d->flat;
	bool *differs = eng_arena_new_array(d->arena, (size_t)flat->height + 1, bool);

	mark_rows(d, differs);
	flat->rows = eng_arena_new_array(d->arena, (size_t)flat->height, uint8_t *);
	for (int y = 0; y < flat->height; y++) {
		flat->rows[y] = y > 0 && !differs[y]
				    ? flat->rows[y - 1]
				    : eng_arena_alloc(d->arena, (size_t)flat->width);
	}
}

/* ---- pages ---- */

bool eng_flat_suits(const eng_page *page) {
	for (size_t i = 0; i < page->count; i++) {
		const eng_item *item = &page->items[i];

		if (item->kind == ENG_ITEM_IMAGE ||
		    (item->kind == ENG_ITEM_PATH && item->as.path.gradient)) {
			return false;
		}
	}
	return page->annotation_count == 0;
}

static void draw(drawing *d, const eng_page *page, eng_buf *out) {
	eng_buf packed = { 0 };

	for (size_t i = 0; i < page->count; i++) {
		const eng_item *item = &page->items[i];

		if (item->kind == ENG_ITEM_RUN) {
			add_letters(d, &item->as.run);
		} else {
			add_path(d, &item->as.path);
		}
	}
	make_rows(d);
	for (size_t i = 0; i < d->count; i++) {
		eng_flat_dip(&d->flat, &d->shapes[i]);
	}
	for (size_t i = 0; i < d->count; i++) {
		eng_flat_put(&d->flat, &d->shapes[i]);
	}
	eng_deflate_rows(d->arena, d->flat.rows, d->flat.width, d->flat.height, &packed);
	eng_png_begin(out, d->flat.width, d->flat.height, d->flat.colors, d->flat.count);
	eng_png_end(out, packed.s, packed.n);
	eng_buf_finish(&packed);
}

bool eng_flat_paint(eng_ctx *ctx, eng_arena *scratch, eng_flat_masks *masks, const eng_page *page,
		    int ppi, eng_buf *out) {
	drawing d = { .arena = scratch, .masks = masks, .scale = ppi / 72000.0 };
	eng_arena_mark mark = eng_arena_tell(scratch);

	if (!eng_paint_size(ctx, page, ppi, &d.flat.width, &d.flat.height)) {
		return false;
	}
	d.flat.arena = scratch;
	d.flat.colors[d.flat.count++] = PAPER;
	eng_flat_masks_trim(masks);
	draw(&d, page, out);
	eng_arena_rewind(scratch, mark);
	return true;
}
