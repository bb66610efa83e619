/* Pages become shapes that know the rows and pixels they change. Then the canvas is painted row by row: a
 * row is the one above it, but for the span where some shape begins, ends or is soft; there, the shapes
 * are put on paper again, in order. */
#include <math.h>

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

static int within(int v, int most) {
	return v < 0 ? 0 : v > most ? most : v;
}

static eng_flat_shape *add_shape(drawing *d, eng_flat_kind kind, eng_color color, int top,
				 int bottom, int left, int right) {
	eng_flat_shape *s;

	d->shapes = eng_arena_grow(d->arena, d->shapes, d->count, &d->cap, sizeof(*d->shapes));
	s = &d->shapes[d->count++];
	*s = (eng_flat_shape){ .kind = kind,
			       .color = color,
			       .top = within(top, d->flat.height),
			       .bottom = within(bottom, d->flat.height),
			       .left = within(left, d->flat.width),
			       .right = within(right, d->flat.width) };
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
			int top = y + mask->y, left = (x >> 8) + mask->x;
			eng_flat_shape *s = add_shape(d, ENG_FLAT_LETTER, run->color, top,
						      top + mask->height, left, left + mask->width);

			s->as.letter.mask = mask;
			s->as.letter.x = left;
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
	int top, bottom, left, right;

	eng_outline_rows(outline, &top, &bottom);
	eng_outline_columns(outline, &left, &right);
	add_shape(d, ENG_FLAT_OUTLINE, color, top, bottom, left, right)->as.outline.outline =
	    outline;
}

static void add_path(drawing *d, const eng_path *path) {
	eng_trace trace = { .arena = d->arena };
	eng_outline *outline;
	int box[4];
	bool upright = path->fill && read_box(d, path, box);

	if (upright) {
		eng_flat_shape *s =
		    add_shape(d, ENG_FLAT_BOX, path->fill_color, box[1] >> 8,
			      (box[3] + PIXEL - 1) >> 8, box[0] >> 8, (box[2] + PIXEL - 1) >> 8);

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

static void widen(eng_row_span *span, const eng_flat_shape *s) {
	span->left = s->left < span->left ? s->left : span->left;
	span->right = s->right > span->right ? s->right : span->right;
}

/* Rows inside a box are alike; those of its soft edges and of everything else are not. */
static void mark_rows(drawing *d) {
	eng_row_span *spans = d->flat.spans;

	for (int y = 0; y <= d->flat.height; y++) {
		spans[y] = (eng_row_span){ d->flat.width, 0 };
	}
	for (size_t i = 0; i < d->count; i++) {
		const eng_flat_shape *s = &d->shapes[i];

		if (s->top >= s->bottom) {
			continue;
		}
		widen(&spans[s->bottom], s);
		if (s->kind == ENG_FLAT_BOX) {
			widen(&spans[s->top], s);
			widen(&spans[s->top + 1], s);
			widen(&spans[s->bottom - 1], s);
			continue;
		}
		for (int y = s->top; y < s->bottom; y++) {
			widen(&spans[y], s);
		}
	}
	spans[0] = (eng_row_span){ 0, d->flat.width };
}

/* The shapes that begin in each row, each row's as a chain in order. Index + 1; 0 ends. */
typedef struct beginnings {
	uint32_t *first, *next;
} beginnings;

static beginnings sort_by_row(const drawing *d) {
	beginnings b = { eng_arena_new_array(d->arena, (size_t)d->flat.height + 1, uint32_t),
			 eng_arena_new_array(d->arena, d->count + 1, uint32_t) };

	for (size_t i = d->count; i-- > 0;) {
		uint32_t *first = &b.first[d->shapes[i].top];

		b.next[i + 1] = *first;
		*first = (uint32_t)i + 1;
	}
	return b;
}

/* Drops what ended above the row and lets in what begins in it; active stays in the order of painting. */
static size_t let_in(const drawing *d, const beginnings *b, uint32_t *active, size_t n, int y) {
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (d->shapes[active[i] - 1].bottom > y) {
			active[kept++] = active[i];
		}
	}
	for (uint32_t i = b->first[y]; i; i = b->next[i]) {
		size_t at = kept++;

		for (; at > 0 && active[at - 1] > i; at--) {
			active[at] = active[at - 1];
		}
		active[at] = i;
	}
	return kept;
}

static void paint_row(drawing *d, const uint32_t *active, size_t n, int y) {
	eng_flat *flat = &d->flat;
	eng_row_span span = flat->spans[y];

	if (y == 0) {
		flat->rows[y] = eng_arena_alloc(d->arena, (size_t)flat->width);
	} else {
		flat->rows[y] = eng_arena_copy(d->arena, flat->rows[y - 1], (size_t)flat->width);
		memset(flat->rows[y] + span.left, 0, (size_t)(span.right - span.left));
	}
	for (size_t i = 0; i < n; i++) {
		eng_flat_shape *s = &d->shapes[active[i] - 1];

		if (s->left < span.right && s->right > span.left && s->bottom > y) {
			eng_flat_put(flat, s, y);
		}
	}
}

static void paint_rows(drawing *d) {
	eng_flat *flat = &d->flat;
	uint32_t *active = eng_arena_new_array(d->arena, d->count + 1, uint32_t);
	beginnings b = sort_by_row(d);
	size_t n = 0;

	for (int y = 0; y < flat->height; y++) {
		if (flat->spans[y].left < flat->spans[y].right) {
			n = let_in(d, &b, active, n, y);
			paint_row(d, active, n, y);
		} else {
			flat->rows[y] = flat->rows[y - 1];
		}
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
	for (size_t i = 0; i < d->count; i++) {
		eng_flat_dip(&d->flat, &d->shapes[i]);
	}
	d->flat.rows = eng_arena_new_array(d->arena, (size_t)d->flat.height, uint8_t *);
	d->flat.spans = eng_arena_new_array(d->arena, (size_t)d->flat.height + 1, eng_row_span);
	mark_rows(d);
	paint_rows(d);
	eng_deflate_rows(d->arena, d->flat.rows, d->flat.spans, d->flat.width, d->flat.height,
			 &packed);
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
