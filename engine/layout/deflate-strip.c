/* Strips: what stamps on one line make of all the rows that they stand in is written once, as it stands in a
 * stream of rows that have nothing else. Of such a stream any rows from one to another are a stretch of bits. */
#include <assert.h>

#include "layout/deflate-parts.h"

enum {
	WORD_BITS = 56, /* so many come from one place of 64 that begins with a byte */
	NEVER = -1,
};

typedef struct strip_row {
	uint32_t from, to; /* bits, what repeats before them left out */
	int16_t told,
	    done; /* the first byte that is told, NEVER: none is; the one behind the last */
	uint32_t sum_a, sum_b; /* what the row adds to the sums of the row */
} strip_row;

struct eng_row_strip {
	int left, right, height; /* it has one row more, which makes zeros of the last */
	const strip_row *rows;
	const char *bits; /* and a word behind them */
	const eng_row_placed *items;
	size_t count;
};

static uint32_t sum_of(int64_t v) {
	return (uint32_t)((v % ENG_ROW_SUMS + ENG_ROW_SUMS) % ENG_ROW_SUMS);
}

static uint32_t bits_at(const eng_row_packer *p) {
	return (uint32_t)(p->bits.to - p->out->s) * 8 + p->bits.count;
}

static void write_row(eng_row_packer *p, uint8_t *row, const eng_row_placed *all, int y,
		      strip_row *r) {
	const eng_stamp_row *told = &all->stamp->rows[y];

	eng_row_begin(p, row, row);
	p->row_a = p->row_b = 0;
	r->told = NEVER;
	if (told->bits > 0) {
		r->told = (int16_t)(all->x + told->lead);
		r->done = (int16_t)(r->told + told->length);
		p->repeat += r->told - p->at;
		p->at = r->told;
		eng_row_put_gap(p);
		r->from = bits_at(p);
	}
	eng_row_add_stamps(p, all, 1, 0, y);
	r->to = bits_at(p);
	r->sum_a = sum_of(p->row_a);
	r->sum_b = sum_of(p->row_b);
	eng_row_close(p);
}

static void write_rows(eng_row_strip *strip, eng_arena *arena, const eng_row_packer *like,
		       const eng_row_placed *all) {
	const size_t before = 8, room = before + (size_t)like->width + ENG_ROW_MARGIN;
	strip_row *rows = eng_arena_new_array(arena, (size_t)strip->height + 1, strip_row);
	uint8_t *row = (uint8_t *)eng_arena_alloc(arena, room) + before;
	eng_row_packer p = *like;
	eng_buf out = { 0 };

	p.out = &out;
	p.bits = (eng_bits){ .to = eng_buf_reserve(&out, sizeof(uint64_t)) };
	p.repeat = 0;
	p.begun = true;
	for (int y = 0; y <= strip->height; y++) {
		write_row(&p, row, all, y, &rows[y]);
	}
	eng_row_make_room(&p, 2 * sizeof(uint64_t));
	eng_bits_flush(&p.bits);
	memset(p.bits.to + 1, 0, sizeof(uint64_t));
	out.n = (size_t)(p.bits.to - out.s) + 1 + sizeof(uint64_t);
	strip->bits = eng_arena_copy(arena, out.s, out.n);
	strip->rows = rows;
	eng_buf_finish(&out);
}

eng_row_strip *eng_row_strip_new(eng_arena *arena, const eng_row_packer *p,
				 const eng_row_placed *items, size_t count) {
	eng_row_strip *strip = eng_arena_new(arena, eng_row_strip);
	eng_row_placed *own = eng_arena_copy(arena, items, count * sizeof(*items)), all = own[0];

	strip->left = own[0].x;
	strip->right = own[count - 1].x + own[count - 1].stamp->width;
	strip->items = own;
	strip->count = count;
	for (size_t i = 0; i < count; i++) {
		int bottom = own[i].y + own[i].stamp->height;

		strip->height = bottom > strip->height ? bottom : strip->height;
	}
	if (count > 1) {
		eng_row_placed *inside = eng_arena_copy(arena, own, count * sizeof(*own));

		for (size_t i = 0; i < count; i++) {
			inside[i].x -= strip->left;
		}
		all.stamp = eng_row_stamp_join(arena, p, inside, count, strip->right - strip->left,
					       strip->height);
		all.y = 0;
	}
	write_rows(strip, arena, p, &all);
	return strip;
}

static uint64_t bits_from(const char *bits, uint32_t from) {
	return eng_scan_word(bits + from / 8) >> from % 8;
}

/* Bits from any place on: those that fill up a byte, then bytes, then the rest. */
static void put_stretch(eng_bits *to, const char *bits, uint32_t from, uint32_t end) {
	uint32_t n = 8 - to->count;

	if (end - from > WORD_BITS) {
		const char *s = bits + (from + n) / 8;
		const unsigned shift = (from + n) % 8;

		eng_bits_put(to, (uint32_t)bits_from(bits, from) & ((1U << n) - 1), n);
		from += n;
		for (n = (end - from) / WORD_BITS; n > 0; n--, s += WORD_BITS / 8) {
			uint64_t word = htole64(eng_scan_word(s) >> shift);

			memcpy(to->to, &word, sizeof(word));
			to->to += WORD_BITS / 8;
			from += WORD_BITS;
		}
	}
	if (from < end) {
		eng_bits_add(to, bits_from(bits, from) & (~(uint64_t)0 >> (64 - (end - from))),
			     end - from);
		eng_bits_flush(to);
	}
}

/* Adler-32 of the rows, each of which has sums that differ from those of the one above by what is known. */
static void add_sums(eng_row_packer *p, const strip_row *rows, int count) {
	uint64_t n = (uint64_t)p->width + 1, a = (uint64_t)p->row_a, b = (uint64_t)p->row_b;
	uint64_t all_a = p->sum_a, all_b = p->sum_b;

	for (int i = 0; i < count; i++) {
		a += rows[i].sum_a;
		b += rows[i].sum_b;
		all_b += n * all_a + b;
		all_a += a;
	}
	p->row_a = (int64_t)(a % ENG_ROW_SUMS);
	p->row_b = (int64_t)(b % ENG_ROW_SUMS);
	p->sum_a = (uint32_t)(all_a % ENG_ROW_SUMS);
	p->sum_b = (uint32_t)(all_b % ENG_ROW_SUMS);
}

static void put_pixels(const eng_row_strip *strip, uint8_t *row, int y) {
	for (size_t i = 0; i < strip->count; i++) {
		const eng_row_placed *at = &strip->items[i];
		int line = y - at->y;

		if (line >= 0) {
			line = line < at->stamp->height ? line : at->stamp->height;
			memcpy(row + at->x,
			       at->stamp->pixels + (size_t)line * (size_t)at->stamp->width,
			       (size_t)at->stamp->width);
		}
	}
}

/* Few bytes at the ends of a row are told as such. */
static bool fits(const eng_row_packer *p, const eng_row_strip *strip, const uint8_t *row) {
	int some = 0;

	for (int x = 0; strip->left < ENG_ROW_ABOVE && x < strip->left; x++) {
		some |= row[x];
	}
	for (int x = strip->right; p->width - strip->right < ENG_ROW_ABOVE && x < p->width; x++) {
		some |= row[x];
	}
	return p->begun && some == 0;
}

bool eng_row_add_strip(eng_row_packer *p, const eng_row_strip *strip, uint8_t *row, int from,
		       int to) {
	const strip_row *rows = strip->rows;
	int first = from, last = to;

	if (!fits(p, strip, row)) {
		return false;
	}
	assert(from >= 0 && to <= strip->height);
	p->row = row;
	while (first <= to && rows[first].told == NEVER) {
		first++;
	}
	p->repeat += (int64_t)(first - from) * (p->width + 1);
	if (first <= to) {
		while (rows[last].told == NEVER) {
			last--;
		}
		eng_row_make_room(p, (rows[last].to - rows[first].from) / 8 + sizeof(uint64_t) * 2);
		p->at = rows[first].told;
		p->repeat += p->at + 1;
		eng_row_put_gap(p);
		put_stretch(&p->bits, strip->bits, rows[first].from, rows[last].to);
		p->at = rows[last].done;
		put_pixels(strip, row, to);
		eng_row_close(p);
		p->repeat += (int64_t)(to - last) * (p->width + 1);
	}
	add_sums(p, rows + from, to + 1 - from);
	return true;
}
