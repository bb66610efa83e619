/* A row is the one above it, but for the spans of what is soft, begins or ended there. */
#include "layout/flat-band.h"

#include <limits.h>

enum {
	PIXEL = ENG_OUTLINE_PIXEL,
	APART = 8,    /* pixels; what is nearer is one span */
	CROWD = 1000, /* shapes; among more none is looked at alone */
};

static int least(int a, int b) {
	return a < b ? a : b;
}

static int most(int a, int b) {
	return a > b ? a : b;
}

/* ---- before the first ---- */

/* Between which rows others are where the line of letters is. */
static void look_around(const eng_flat_band *band, eng_flat_shape *line, size_t count) {
	int from = INT_MAX, to = INT_MIN;

	line->as.letters.stands = count <= CROWD;
	for (size_t i = 0; line->as.letters.stands && i < count; i++) {
		const eng_flat_shape *s = &band->shapes[i];
		int top = most(s->top, line->top), bottom = least(s->bottom, line->bottom);

		if (s != line && s->left < line->right && s->right > line->left && top <= bottom) {
			from = least(from, top);
			to = most(to, bottom);
		}
	}
	line->as.letters.from = from;
	line->as.letters.to = to;
}

/* Bands begin where a shape does, ends, or is cut off softly. */
static void mark_rows(bool *begins, const eng_flat_shape *s) {
	begins[s->top] = begins[s->bottom] = begins[s->bottom + 1] = true;
	if (s->kind == ENG_FLAT_BOX) {
		begins[s->top + 1] = true;
		begins[s->top + 2] |= s->as.box[1] % PIXEL != 0;
		begins[s->bottom - 1] |= s->as.box[3] % PIXEL != 0;
	}
}

void eng_flat_band_start(eng_flat_band *band, eng_arena *arena, eng_flat_shape *shapes,
			 size_t count, int width, int height) {
	*band = (eng_flat_band){ .arena = arena,
				 .shapes = shapes,
				 .width = width,
				 .height = height,
				 .first = eng_arena_new_array(arena, (size_t)height + 1, uint32_t),
				 .next = eng_arena_new_array(arena, count + 1, uint32_t),
				 .begins = eng_arena_new_array(arena, (size_t)height + 4, bool),
				 .near = eng_arena_new_array(arena, count + 1, uint32_t) };
	for (size_t i = count; i-- > 0;) {
		eng_flat_shape *s = &shapes[i];

		if (s->top >= s->bottom || s->left >= s->right) {
			continue;
		}
		band->next[i + 1] = band->first[s->top];
		band->first[s->top] = (uint32_t)i + 1;
		mark_rows(band->begins, s);
		if (s->kind == ENG_FLAT_LETTERS && s->as.letters.stands) {
			look_around(band, s, count);
		}
	}
	band->begins[1] = true;
}

/* ---- each ---- */

/* Drops what ended above the row before and lets in what begins in this; near stays in order. */
static void let_in(eng_flat_band *b, int y) {
	uint32_t *near = b->near;
	size_t kept = 0;

	for (size_t i = 0; i < b->near_count; i++) {
		near[kept] = near[i];
		kept += b->shapes[near[i] - 1].bottom >= y;
	}
	for (uint32_t i = b->first[y]; i; i = b->next[i]) {
		size_t to = kept++;

		for (; to > 0 && near[to - 1] > i; to--) {
			near[to] = near[to - 1];
		}
		near[to] = i;
	}
	b->near_count = kept;
}

/* Rows inside a box are alike but for soft edges; those of everything else are not. */
static bool changes(const eng_flat_shape *s, int y) {
	if (s->kind != ENG_FLAT_BOX) {
		return true;
	}
	return y == s->top || y == s->bottom || (y == s->top + 1 && s->as.box[1] % PIXEL) ||
	       (y == s->bottom - 1 && s->as.box[3] % PIXEL);
}

/* Whether it is a line of letters on paper that stood there in the row above. */
static bool stands_alone(const eng_flat_shape *s, int y) {
	return s->kind == ENG_FLAT_LETTERS && s->as.letters.stands && s->brush->ramp &&
	       (y < s->as.letters.from || y > s->as.letters.to);
}

/* One stretch for those from..to, and its own pixels. */
static void join(eng_flat_band *b, size_t from, size_t to, eng_row_span span) {
	for (size_t i = from; i < to; i++) {
		span.left = least(span.left, b->spans[i].span.left);
		span.right = most(span.right, b->spans[i].span.right);
	}
	memmove(b->spans + from + 1, b->spans + to, (b->span_count - to) * sizeof(*b->spans));
	b->span_count += from + 1 - to;
	b->spans[from] = (eng_flat_stretch){ span, NULL };
}

static bool is_near(const eng_flat_stretch *s, eng_row_span span) {
	return !s->alone && s->span.left <= span.right + APART &&
	       s->span.right + APART >= span.left;
}

/* Shapes mostly come from left to right. False: there is no room. */
static bool add_span(eng_flat_band *b, eng_row_span span, eng_flat_shape *alone) {
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
	if (from == to && b->span_count == ENG_FLAT_SPANS) {
		return false;
	}
	join(b, from, to, span);
	b->spans[from].alone = alone;
	return true;
}

/* What changes in the rows from y on: letters that stand alone first, so that nothing is joined over them.
 * Returns whether anything is painted. */
static bool find_spans(eng_flat_band *b, int y) {
	eng_flat_shape *painted[ENG_FLAT_SPANS];
	size_t n = 0;
	bool fit = y > 0;

	b->span_count = 0;
	for (size_t i = 0; fit && i < b->near_count; i++) {
		eng_flat_shape *s = &b->shapes[b->near[i] - 1];

		if (!changes(s, y)) {
			continue;
		}
		if (stands_alone(s, y)) {
			fit = add_span(b, (eng_row_span){ s->left, s->right }, s);
		} else if (n < ENG_FLAT_SPANS) {
			painted[n++] = s;
		} else {
			fit = false;
		}
	}
	for (size_t i = 0; fit && i < n; i++) {
		fit = add_span(b, (eng_row_span){ painted[i]->left, painted[i]->right }, NULL);
	}
	if (!fit) {
		b->span_count = 1;
		b->spans[0] = (eng_flat_stretch){ { 0, b->width }, NULL };
	}
	return !fit || n > 0;
}

static void add_piece(eng_flat_band *b, eng_flat_shape *shape, int left, int right) {
	if (left < right) {
		b->pieces = eng_arena_grow(b->arena, b->pieces, b->piece_count, &b->piece_cap,
					   sizeof(*b->pieces));
		b->pieces[b->piece_count++] = (eng_flat_piece){ shape, { left, right } };
	}
}

/* What is put there again: all that stands in a span that is painted. */
static void find_pieces(eng_flat_band *b, int y) {
	const eng_flat_stretch *painted[ENG_FLAT_SPANS];
	size_t n = 0;

	for (size_t k = 0; k < b->span_count; k++) {
		if (!b->spans[k].alone) {
			painted[n++] = &b->spans[k];
		}
	}
	for (size_t i = 0; i < b->near_count; i++) {
		eng_flat_shape *s = &b->shapes[b->near[i] - 1];

		for (size_t k = 0; s->bottom > y && k < n; k++) {
			add_piece(b, s, most(s->left, painted[k]->span.left),
				  least(s->right, painted[k]->span.right));
		}
	}
}

int eng_flat_band_find(eng_flat_band *b, int y) {
	int next = y + 1;

	while (next < b->height && !b->begins[next]) {
		next++;
	}
	let_in(b, y);
	b->piece_count = 0;
	if (find_spans(b, y)) {
		find_pieces(b, y);
	}
	return next;
}
