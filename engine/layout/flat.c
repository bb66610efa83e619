/* Pages become shapes that know the rows and pixels they change. Then the canvas is painted in bands of
 * rows in which no shape begins or ends: a row is the one above it, but for the spans of what is soft,
 * begins or ended there; in these, the shapes are put on paper again, in order. */
#include <limits.h>
#include <math.h>

#include "layout/flat-parts.h"
#include "layout/font.h"
#include "layout/layout.h"
#include "layout/png.h"

enum {
	PIXEL = ENG_OUTLINE_PIXEL,
	PAPER = 0xffffff,
	SPANS = 64,   /* of a row at most; what is more is joined */
	APART = 8,    /* pixels; what is nearer is one span */
	HAIRLINE = 4, /* pixels; what is thinner is one */
	STAMP = 256,  /* pixels; a wider letter is painted */
	CROWD = 64,   /* shapes; among more none is looked at alone */
};

/* A shape that is put on again in the rows of a band, and between which pixels. */
typedef struct piece {
	eng_flat_shape *shape;
	eng_row_span span;
} piece;

/* What of a row may differ from the one above: pixels that are painted and compared, or a line of letters
 * that stands alone on paper. */
typedef struct stretch {
	eng_row_span span;
	const eng_flat_shape *alone; /* NULL: painted */
} stretch;

/* Rows in which the same shapes change. */
typedef struct band {
	uint32_t
	    *near; /* shapes in these rows or ended just above, in order of painting; index + 1 */
	size_t near_count;
	stretch spans[SPANS]; /* from left to right, apart from each other */
	size_t span_count;
	piece *pieces;
	size_t piece_count, piece_cap;
} band;

typedef struct drawing {
	eng_flat flat;
	eng_arena *arena;
	eng_flat_masks *masks;
	double scale; /* pixels for 1/1000 pt */
	eng_flat_shape *shapes;
	size_t count, cap;
	band band;
	uint8_t *row, *above; /* of places in the palette */
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

static int least(int a, int b) {
	return a < b ? a : b;
}

static int most(int a, int b) {
	return a > b ? a : b;
}

static void add_letters(drawing *d, const eng_glyph_run *run) {
	eng_flat_letter *letters = eng_arena_room(d->arena, run->count, sizeof(*letters));
	int top = INT_MAX, bottom = INT_MIN, left = INT_MAX, right = INT_MIN;
	bool apart = true;
	size_t count = 0;

	for (size_t i = 0; i < run->count; i++) {
		const eng_glyph *g = &run->glyphs[i];
		/* To the nearest quarter, and to the nearest pixel. */
		int x = (int)llround((double)(run->x + g->x) * d->scale * 4) * (PIXEL / 4);
		int y = (int)llround((double)(run->y + g->y) * d->scale);
		eng_flat_mask *mask =
		    eng_flat_mask_find(d->masks, run->font, run->size, g->id, x, d->scale);

		if (mask->width > 0 && mask->height > 0) {
			eng_flat_letter l = { mask, (x >> 8) + mask->x, y + mask->y, NULL };

			letters[count++] = l;
			apart &= l.x >= most(right, 0) && mask->width <= STAMP;
			top = least(top, l.y);
			bottom = most(bottom, l.y + mask->height);
			left = least(left, l.x);
			right = most(right, l.x + mask->width);
		}
	}
	if (count > 0) {
		eng_flat_shape *s =
		    add_shape(d, ENG_FLAT_LETTERS, run->color, top, bottom, left, right);

		s->as.letters.items = letters;
		s->as.letters.count = count;
		s->as.letters.apart = apart && right <= d->flat.width;
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

/* ---- bands ---- */

/* The shapes that begin in each row, each row's as a chain in order. Index + 1; 0 ends. */
typedef struct beginnings {
	uint32_t *first, *next;
	bool *bands; /* whether a band begins in a row */
} beginnings;

static beginnings sort_by_row(const drawing *d) {
	size_t height = (size_t)d->flat.height;
	beginnings b = { eng_arena_new_array(d->arena, height + 1, uint32_t),
			 eng_arena_new_array(d->arena, d->count + 1, uint32_t),
			 eng_arena_new_array(d->arena, height + 4, bool) };

	for (size_t i = d->count; i-- > 0;) {
		const eng_flat_shape *s = &d->shapes[i];

		if (s->top >= s->bottom || s->left >= s->right) {
			continue;
		}
		b.next[i + 1] = b.first[s->top];
		b.first[s->top] = (uint32_t)i + 1;
		b.bands[s->top] = b.bands[s->bottom] = b.bands[s->bottom + 1] = true;
		if (s->kind == ENG_FLAT_BOX) {
			b.bands[s->top + 1] = b.bands[s->top + 2] = b.bands[s->bottom - 1] = true;
		}
	}
	b.bands[1] = true;
	return b;
}

/* Drops what ended above the row before and lets in what begins in this; near stays in order. */
static void let_in(const drawing *d, const beginnings *b, band *at, int y) {
	uint32_t *near = at->near;
	size_t kept = 0;

	for (size_t i = 0; i < at->near_count; i++) {
		if (d->shapes[near[i] - 1].bottom >= y) {
			near[kept++] = near[i];
		}
	}
	for (uint32_t i = b->first[y]; i; i = b->next[i]) {
		size_t to = kept++;

		for (; to > 0 && near[to - 1] > i; to--) {
			near[to] = near[to - 1];
		}
		near[to] = i;
	}
	at->near_count = kept;
}

/* Rows inside a box are alike but for soft edges; those of everything else are not. */
static bool changes(const eng_flat_shape *s, int y) {
	if (s->kind != ENG_FLAT_BOX) {
		return true;
	}
	return y == s->top || y == s->bottom || (y == s->top + 1 && s->as.box[1] % PIXEL) ||
	       (y == s->bottom - 1 && s->as.box[3] % PIXEL);
}

/* One stretch for those from..to, and its own pixels. */
static void join(band *b, size_t from, size_t to, eng_row_span span) {
	for (size_t i = from; i < to; i++) {
		span.left = least(span.left, b->spans[i].span.left);
		span.right = most(span.right, b->spans[i].span.right);
	}
	memmove(b->spans + from + 1, b->spans + to, (b->span_count - to) * sizeof(*b->spans));
	b->span_count += from + 1 - to;
	b->spans[from] = (stretch){ span, NULL };
}

static bool is_near(const stretch *s, eng_row_span span) {
	return !s->alone && s->span.left <= span.right + APART &&
	       s->span.right + APART >= span.left;
}

/* Shapes mostly come from left to right. False: there is no room. */
static bool add_span(band *b, eng_row_span span, const eng_flat_shape *alone) {
	size_t to = b->span_count, from;

	while (to > 0 && b->spans[to - 1].span.left >= span.right) {
		to--;
	}
	from = to;
	while (!alone && to < b->span_count && is_near(&b->spans[to], span)) {
		to++;
	}
	while (!alone && from > 0 && is_near(&b->spans[from - 1], span)) {
		from--;
	}
	if (from == to && b->span_count == SPANS) {
		return false;
	}
	join(b, from, to, span);
	b->spans[from].alone = alone;
	return true;
}

/* Whether the line of letters stands on paper, and stood there in the row above. */
static bool stands_alone(const drawing *d, const eng_flat_shape *s) {
	const band *b = &d->band;

	if (s->kind != ENG_FLAT_LETTERS || !s->as.letters.apart || !s->brush->ramp ||
	    b->near_count > CROWD) {
		return false;
	}
	for (size_t i = 0; i < b->near_count; i++) {
		const eng_flat_shape *o = &d->shapes[b->near[i] - 1];

		if (o != s && o->left < s->right && o->right > s->left) {
			return false;
		}
	}
	return true;
}

/* What changes in the rows from y on: letters that stand alone first, so that nothing is joined over them. */
static void find_spans(drawing *d, int y) {
	band *b = &d->band;
	bool fit = y > 0;

	b->span_count = 0;
	for (int alone = 1; alone >= 0; alone--) {
		for (size_t i = 0; fit && i < b->near_count; i++) {
			const eng_flat_shape *s = &d->shapes[b->near[i] - 1];

			if (changes(s, y) && stands_alone(d, s) == alone) {
				fit = add_span(b, (eng_row_span){ s->left, s->right },
					       alone ? s : NULL);
			}
		}
	}
	if (!fit) {
		b->span_count = 1;
		b->spans[0] = (stretch){ { 0, d->flat.width }, NULL };
	}
}

static void add_piece(drawing *d, eng_flat_shape *shape, int left, int right) {
	band *b = &d->band;

	if (left < right) {
		b->pieces = eng_arena_grow(d->arena, b->pieces, b->piece_count, &b->piece_cap,
					   sizeof(*b->pieces));
		b->pieces[b->piece_count++] = (piece){ shape, { left, right } };
	}
}

/* What is put there again: all that stands in a span, where it is painted. */
static void find_pieces(drawing *d, int y) {
	band *b = &d->band;

	b->piece_count = 0;
	for (size_t i = 0; i < b->near_count; i++) {
		eng_flat_shape *s = &d->shapes[b->near[i] - 1];

		for (size_t k = 0; s->bottom > y && k < b->span_count; k++) {
			if (!b->spans[k].alone) {
				add_piece(d, s, most(s->left, b->spans[k].span.left),
					  least(s->right, b->spans[k].span.right));
			}
		}
	}
}

static void add_line(drawing *d, const eng_flat_shape *line, int y) {
	for (size_t i = 0; i < line->as.letters.count; i++) {
		const eng_flat_letter *l = &line->as.letters.items[i];

		if (y >= l->y && y <= l->y + l->mask->height) {
			eng_row_stamp_add(&d->packer, l->stamp, y - l->y, l->x);
		}
	}
}

static void paint_row(drawing *d, int y) {
	const band *b = &d->band;
	uint8_t *row = d->row;

	memcpy(row, d->above, (size_t)d->flat.width);
	for (size_t i = 0; i < b->span_count; i++) {
		eng_row_span span = b->spans[i].span;

		if (!b->spans[i].alone) {
			memset(row + span.left, 0, (size_t)(span.right - span.left));
		}
	}
	for (size_t i = 0; i < b->piece_count; i++) {
		eng_flat_put(&d->flat, b->pieces[i].shape, y, row, b->pieces[i].span);
	}
	eng_row_begin(&d->packer, row, d->above);
	for (size_t i = 0; i < b->span_count; i++) {
		if (b->spans[i].alone) {
			add_line(d, b->spans[i].alone, y);
		} else {
			eng_row_add(&d->packer, b->spans[i].span);
		}
	}
	eng_row_end(&d->packer);
	d->row = d->above;
	d->above = row;
}

static void paint_rows(drawing *d) {
	const size_t before = 8, room = before + (size_t)d->flat.width + ENG_ROW_MARGIN;
	beginnings b = sort_by_row(d);

	d->row = (uint8_t *)eng_arena_alloc(d->arena, room) + before;
	d->above = (uint8_t *)eng_arena_alloc(d->arena, room) + before;
	d->band.near = eng_arena_new_array(d->arena, d->count + 1, uint32_t);
	for (int y = 0, next; y < d->flat.height; y = next) {
		for (next = y + 1; next < d->flat.height && !b.bands[next]; next++) {}
		let_in(d, &b, &d->band, y);
		find_spans(d, y);
		find_pieces(d, y);
		if (d->band.span_count == 0) {
			eng_row_again(&d->packer, next - y);
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

static void find_stamps(drawing *d, const eng_flat_shape *s) {
	if (s->kind == ENG_FLAT_LETTERS && s->as.letters.apart && s->brush->ramp) {
		for (size_t i = 0; i < s->as.letters.count; i++) {
			eng_flat_letter *l = &s->as.letters.items[i];

			l->stamp =
			    eng_flat_stamp_find(d->masks, l->mask, s->brush->ramp, &d->packer);
		}
	}
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
	eng_row_start(&d->packer, eng_flat_row_codes(d->masks), d->flat.width, &packed);
	for (size_t i = 0; i < d->count; i++) {
		eng_flat_dip(&d->flat, &d->shapes[i]);
		find_stamps(d, &d->shapes[i]);
	}
	paint_rows(d);
	eng_row_finish(&d->packer);
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
