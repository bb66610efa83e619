/* Makes stamps: the rows of a small picture are compared and written once, as a stream of their own that
 * nobody reads, and what was written is kept. */
#include <libdeflate.h>

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

/* How many bytes from the first, or back from the last, are as those above. */
static int lead_of(const uint8_t *row, const uint8_t *above, int width) {
	int n = 0;

	for (; n < width; n += 16) {
		uint64_t other = ~eng_scan_alike(row + n, above + n) & 0xffff;

		if (other) {
			n += __builtin_ctzll(other);
			break;
		}
	}
	return n < width ? n : width;
}

static int tail_of(const uint8_t *row, const uint8_t *above, int width) {
	int end = width;

	while (end > 0 && row[end - 1] == above[end - 1]) {
		end--;
	}
	return width - end;
}

static void keep_bits(maker *m, eng_bits *bits, eng_stamp_row *r) {
	const char *s = m->written.s;

	eng_bits_flush(bits);
	r->bits = (uint32_t)(bits->to - s) * 8 + bits->count;
	r->words = (uint32_t)m->count;
	for (uint32_t at = 0; at < r->bits; at += 64) {
		uint32_t n = r->bits - at < 64 ? r->bits - at : 64;

		m->words = eng_arena_grow(m->arena, m->words, m->count, &m->cap, sizeof(*m->words));
		m->words[m->count++] = eng_scan_word(s + at / 8) & (~(uint64_t)0 >> (64 - n));
	}
}

/* What stands before the first byte is another's business: no run begins there. */
static void write_row(maker *m, const uint8_t *row, const uint8_t *above, eng_stamp_row *r) {
	eng_row_state st = { .codes = m->packer->codes };

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
	uint32_t now = libdeflate_adler32(0, row, (size_t)m->width);
	uint32_t before = libdeflate_adler32(0, above, (size_t)m->width);
	int lead = lead_of(row, above, m->width);

	r->lead = (uint16_t)lead;
	r->length =
	    (uint16_t)(m->width - lead - tail_of(row + lead, above + lead, m->width - lead));
	r->sum_a = (int32_t)(now & 0xffff) - (int32_t)(before & 0xffff);
	r->sum_b = (int32_t)(now >> 16) - (int32_t)(before >> 16);
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
	*stamp = (eng_row_stamp){ width, height, all, rows, m.words };
	eng_buf_finish(&m.written);
	return stamp;
}

/* The first item that tells anything in a row; count: none does. */
static size_t first_told(const eng_row_placed *items, size_t count, int y) {
	size_t i = 0;

	for (; i < count; i++) {
		int line = y - items[i].y;

		if (line >= 0 && line <= items[i].stamp->height &&
		    items[i].stamp->rows[line].bits > 0) {
			break;
		}
	}
	return i;
}

/* A row of the items as a packer writes it that has come to the first byte told. */
static void join_row(maker *m, const eng_row_placed *items, size_t count, int y, uint8_t *row,
		     eng_stamp_row *r) {
	size_t first = first_told(items, count, y);
	eng_row_packer p = *m->packer;

	if (first == count) {
		r->lead = (uint16_t)m->width;
		return;
	}
	items += first;
	eng_buf_clear(&m->written);
	p.bits = (eng_bits){ .to = eng_buf_reserve(&m->written,
						   (size_t)m->width * SYMBOL_BYTES + MARGIN) };
	p.width = m->width;
	p.row = row;
	p.at = items->x + items->stamp->rows[y - items->y].lead;
	p.repeat = p.row_a = p.row_b = 0;
	r->lead = (uint16_t)p.at;
	eng_row_add_stamps(&p, items, count - first, 0, y);
	r->length = (uint16_t)(p.at - p.repeat - r->lead);
	r->sum_a = (int32_t)(p.row_a % ENG_ROW_SUMS);
	r->sum_b = (int32_t)(p.row_b % ENG_ROW_SUMS);
	keep_bits(m, &p.bits, r);
}

eng_row_stamp *eng_row_stamp_join(eng_arena *arena, const eng_row_packer *p,
				  const eng_row_placed *items, size_t count, int width,
				  int height) {
	maker m = { .packer = p, .arena = arena, .width = width };
	eng_row_stamp *stamp = eng_arena_new(arena, eng_row_stamp);
	eng_stamp_row *rows = eng_arena_new_array(arena, (size_t)height + 1, eng_stamp_row);
	size_t size = (size_t)width * ((size_t)height + 1);
	uint8_t *all = eng_arena_alloc(arena, size + MARGIN);

	for (int y = 0; y <= height; y++) {
		uint8_t *row = all + (ptrdiff_t)y * width;

		if (y > 0) {
			memcpy(row, row - width, (size_t)width);
		}
		join_row(&m, items, count, y, row, &rows[y]);
	}
	*stamp = (eng_row_stamp){ width, height, all, rows, m.words };
	eng_buf_finish(&m.written);
	return stamp;
}
