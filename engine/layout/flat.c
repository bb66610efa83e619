/* Pages become shapes that know the rows and pixels they change. Then the canvas is painted band by band: in
 * the spans that change, the shapes are put on paper again, in order. */
#include "layout/flat-band.h"
#include "layout/layout.h"
#include "layout/png.h"

enum {
	PIXEL = ENG_OUTLINE_PIXEL,
	PAPER = 0xffffff,
	HAIRLINE = 4,     /* pixels; what is thinner is one */
	LINE_WIDTH = 900, /* pixels; a line of letters that is larger is painted */
	LINE_HEIGHT = 120,
	PACKED_MOST = 1 << 20, /* bytes of packed rows that a worker keeps room for */
};

typedef struct drawing {
	eng_flat flat;
	eng_arena *arena;
	eng_flat_masks *masks;
	double scale; /* pixels for 1/1000 pt */
	eng_flat_shape *shapes;
	size_t count, cap;
	eng_flat_band band;
	uint8_t *row;   /* of places in the palette */
	uint8_t *above; /* what was in its spans before */
	eng_row_packer packer;
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
	int x = 0, y = 0;
	eng_flat_line *line = eng_flat_line_find(d->masks, d->arena, run, d->scale, &x, &y);
	eng_flat_shape *s;

	if (line->count == 0) {
		return;
	}
	s = add_shape(d, ENG_FLAT_LETTERS, run->color, y + line->top, y + line->bottom,
		      x + line->left, x + line->right);
	s->as.letters.line = line;
	s->as.letters.x = x;
	s->as.letters.y = y;
	s->as.letters.stands =
	    line->apart && x + line->left >= 0 && x + line->right <= d->flat.width &&
	    line->right - line->left <= LINE_WIDTH && line->bottom - line->top <= LINE_HEIGHT;
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
		x[i] = i > 0 && op[i].x[0] == op[i - 1].x[0]
			   ? x[i - 1]
			   : eng_trace_fixed((double)op[i].x[0] * d->scale);
		y[i] = i > 0 && op[i].y[0] == op[i - 1].y[0]
			   ? y[i - 1]
			   : eng_trace_fixed((double)op[i].y[0] * d->scale);
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

/* Puts edges on whole pixels, where they are sharp: hairlines keep their width before their place, so that
 * all are as wide, and what is thinner than a pixel stays as faint as it is. */
static void sharpen(int *from, int *to) {
	int size = *to - *from;

	if (size < PIXEL) {
		return;
	}
	*from = (*from + PIXEL / 2) & -PIXEL;
	*to = size < HAIRLINE * PIXEL ? *from + ((size + PIXEL * 3 / 4) & -PIXEL)
				      : (*to + PIXEL / 2) & -PIXEL;
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
		eng_flat_shape *s;

		sharpen(&box[0], &box[2]);
		sharpen(&box[1], &box[3]);
		s = add_shape(d, ENG_FLAT_BOX, path->fill_color, box[1] >> 8,
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

static void paint_span(drawing *d, eng_row_span span) {
	size_t n = (size_t)(span.right - span.left);

	memcpy(d->above + span.left, d->row + span.left, n);
	memset(d->row + span.left, 0, n);
}

static void add_line(drawing *d, eng_flat_shape *s, int y) {
	const eng_flat_line *line = s->as.letters.line;

	if (!s->as.letters.stamps) {
		eng_flat_line_stamps(d->masks, d->arena, s, &d->packer);
	}
	eng_row_add_stamps(&d->packer, s->as.letters.stamps, s->as.letters.count,
			   s->as.letters.x + line->left, y - s->as.letters.y - line->top);
}

static void paint_row(drawing *d, int y) {
	const eng_flat_band *b = &d->band;

	for (size_t i = 0; i < b->span_count; i++) {
		if (!b->spans[i].alone) {
			paint_span(d, b->spans[i].span);
		}
	}
	for (size_t i = 0; i < b->piece_count; i++) {
		eng_flat_put(&d->flat, b->pieces[i].shape, y, d->row, b->pieces[i].span);
	}
	eng_row_begin(&d->packer, d->row, d->above);
	for (size_t i = 0; i < b->span_count; i++) {
		if (b->spans[i].alone) {
			add_line(d, b->spans[i].alone, y);
		} else {
			eng_row_add(&d->packer, b->spans[i].span);
		}
	}
	eng_row_end(&d->packer);
}

/* Rows in which nothing changes but what lines of one strip do. */
static bool paint_strip(drawing *d, int y, int next) {
	const eng_flat_stretch *spans = d->band.spans;
	const eng_flat_shape *first = spans->alone;

	if (!first || !first->as.letters.strip) {
		return false;
	}
	for (size_t i = 1; i < d->band.span_count; i++) {
		const eng_flat_shape *s = spans[i].alone;

		if (!s || s->as.letters.strip != first->as.letters.strip ||
		    s->as.letters.strip_top != first->as.letters.strip_top) {
			return false;
		}
	}
	return eng_row_add_strip(&d->packer, first->as.letters.strip, d->row,
				 y - first->as.letters.strip_top,
				 next - 1 - first->as.letters.strip_top);
}

static void paint_rows(drawing *d) {
	const size_t before = 8, room = before + (size_t)d->flat.width + ENG_ROW_MARGIN;

	d->row = (uint8_t *)eng_arena_alloc(d->arena, room) + before;
	d->above = (uint8_t *)eng_arena_alloc(d->arena, room) + before;
	eng_flat_band_start(&d->band, d->arena, d->shapes, d->count, d->flat.width, d->flat.height);
	eng_flat_strips_find(d->masks, d->arena, d->shapes, d->count, &d->packer);
	for (int y = 0, next; y < d->flat.height; y = next) {
		next = eng_flat_band_find(&d->band, y);
		if (d->band.span_count == 0) {
			eng_row_again(&d->packer, next - y);
			continue;
		}
		if (paint_strip(d, y, next)) {
			continue;
		}
		for (int at = y; at < next; at++) {
			paint_row(d, at);
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
	eng_buf *packed = &d->masks->packed;

	for (size_t i = 0; i < page->count; i++) {
		const eng_item *item = &page->items[i];

		if (item->kind == ENG_ITEM_RUN) {
			add_letters(d, &item->as.run);
		} else {
			add_path(d, &item->as.path);
		}
	}
	eng_buf_clear(packed);
	eng_row_start(&d->packer, eng_flat_row_codes(d->masks), d->flat.width, packed);
	for (size_t i = 0; i < d->count; i++) {
		eng_flat_dip(&d->flat, &d->shapes[i]);
	}
	paint_rows(d);
	eng_row_finish(&d->packer);
	eng_png_begin(out, d->flat.width, d->flat.height, d->flat.colors, d->flat.count);
	eng_png_end(out, packed->s, packed->n);
	if (packed->cap > PACKED_MOST) {
		eng_buf_finish(packed);
	}
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
