/* Makes stamps: the rows of a small picture are compared and written once, as a stream of their own that
 * nobody reads, and what was written is kept. */
#include "layout/deflate-parts.h"

enum {
	MARGIN = 64, /* bytes around the pixels that are read along with them */
	SYMBOL_BYTES = 8,
};

typedef struct maker {
	const eng_row_packer *packer;
	eng_arena *arena;
	int width;
	uint8_t *row;    /* one, with a byte before it and a margin */
	eng_buf written; /* of it */
	uint64_t *words;
	size_t count, cap;
} maker;

static int lead_of(const uint8_t *row, const uint8_t *above, int width) {
	int n = 0;

	while (n < width && row[n] == above[n]) {
		n++;
	}
	return n;
}

static void keep_bits(maker *m, const eng_bits *bits, eng_stamp_row *r) {
	const char *s = m->written.s;

	r->bits = (uint32_t)(bits->to - s) * 8 + bits->count;
	r->words = (uint32_t)m->count;
	for (uint32_t at = 0; at < r->bits; at += ENG_STAMP_WORD) {
		uint32_t n = r->bits - at < ENG_STAMP_WORD ? r->bits - at : ENG_STAMP_WORD;

		m->words = eng_arena_grow(m->arena, m->words, m->count, &m->cap, sizeof(*m->words));
		m->words[m->count++] = eng_scan_word(s + at / 8) & (((uint64_t)1 << n) - 1);
	}
}

/* What stands before the first byte is another's business: no run begins there. */
static void write_row(maker *m, const uint8_t *row, const uint8_t *above, eng_stamp_row *r) {
	const eng_row_packer *p = m->packer;
	eng_row_state st = { .codes = p->codes,
			     .above = { p->above, p->above_bits },
			     .before = { 0, p->before_bits } };

	memcpy(m->row, row + r->lead, r->length);
	m->row[-1] = (uint8_t)~m->row[0];
	eng_buf_clear(&m->written);
	st.bits.to = eng_buf_reserve(&m->written, (size_t)r->length * SYMBOL_BYTES + MARGIN);
	for (int x = 0; x < r->length; x += ENG_ROW_PIECE) {
		int n = r->length - x < ENG_ROW_PIECE ? r->length - x : ENG_ROW_PIECE;
		eng_row_piece c = { .s = m->row + x, .n = n };

		eng_row_compare(&c, above + r->lead + x);
		eng_row_add_piece(&st, &c);
	}
	keep_bits(m, &st.bits, r);
}

static void measure(const maker *m, const uint8_t *row, const uint8_t *above, eng_stamp_row *r) {
	int end = m->width;

	r->lead = (uint16_t)lead_of(row, above, m->width);
	while (end > r->lead && row[end - 1] == above[end - 1]) {
		end--;
	}
	r->length = (uint16_t)(end - r->lead);
	for (int x = 0; x < m->width; x++) {
		r->sum_a += row[x] - above[x];
		r->sum_b += (row[x] - above[x]) * (m->width - x);
	}
}

eng_row_stamp *eng_row_stamp_new(eng_arena *arena, const eng_row_packer *p, const uint8_t *pixels,
				 int width, int height) {
	maker m = { .packer = p, .arena = arena, .width = width };
	size_t size = (size_t)width * (size_t)height;
	eng_row_stamp *stamp = eng_arena_new(arena, eng_row_stamp);
	eng_stamp_row *rows = eng_arena_new_array(arena, (size_t)height + 1, eng_stamp_row);
	uint8_t *room = eng_arena_alloc(arena, (size_t)width * 2 + size + 2 * MARGIN);
	uint8_t *all = room + MARGIN + width; /* zeros above and below */

	m.row = (uint8_t *)eng_arena_alloc(arena, (size_t)width + MARGIN + 1) + 1;
	memcpy(all, pixels, size);
	for (int y = 0; y <= height; y++) {
		uint8_t *row = all + (ptrdiff_t)y * width;

		measure(&m, row, row - width, &rows[y]);
		if (rows[y].length > 0) {
			write_row(&m, row, row - width, &rows[y]);
		}
	}
	*stamp = (eng_row_stamp){ width, all, rows, m.words };
	eng_buf_finish(&m.written);
	return stamp;
}
