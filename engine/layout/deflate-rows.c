/* Drawings repeat what stands above, or the pixel before: two distances are all that is looked for, so
 * that their codes have a bit each. Bytes are compared sixteen at a time, and what was found is a bit a byte:
 * repetitions are runs of such bits. One block, one pass, in codes that were made beforehand. */
#include "layout/deflate-rows.h"

#include <assert.h>
#include <libdeflate.h>

#include "base/arena.h"
#include "layout/deflate-parts.h"
#include "layout/deflate-rows-codes.h"

enum {
	SYMBOL_BITS = 15,
	REPEAT_BYTES = 6, /* a repetition takes fewer: length, distance and their extra bits */
};

static eng_row_word word_of(const eng_huffman *h, int symbol, int rest, int extra) {
	uint32_t below = (uint32_t)rest & ((1U << extra) - 1);

	return (eng_row_word){ h->code[symbol] | below << h->bits[symbol],
			       (uint32_t)(h->bits[symbol] + extra) };
}

eng_row_codes *eng_row_codes_new(void) {
	eng_row_codes *c = eng_malloc(sizeof(*c));

	memset(c, 0, sizeof(*c));
	memcpy(c->literal.bits, eng_deflate_row_literals, ENG_DEFLATE_LITERALS);
	eng_huffman_number(&c->literal, ENG_HUFFMAN_SYMBOLS);
	for (int i = 0; i < 256; i++) {
		c->bytes[i] = word_of(&c->literal, i, 0, 0);
	}
	for (int n = ENG_DEFLATE_SHORTEST; n <= ENG_DEFLATE_LONGEST; n++) {
		int extra, symbol = eng_deflate_length(n, &extra);

		c->lengths[n] = word_of(&c->literal, symbol, n - ENG_DEFLATE_SHORTEST, extra);
	}
	c->end = word_of(&c->literal, ENG_DEFLATE_END, 0, 0);
	return c;
}

void eng_row_codes_free(eng_row_codes *codes) {
	free(codes);
}

static eng_row_state take_up(const eng_row_packer *p) {
	return (eng_row_state){ .codes = p->codes, .bits = p->bits, .repeat = p->repeat };
}

static void lay_down(eng_row_packer *p, const eng_row_state *st) {
	p->bits = st->bits;
	p->repeat = st->repeat;
}

/* Adler-32 of times rows that are alike: their sums are an arithmetic series. */
static void add_sums(eng_row_packer *p, int times) {
	uint64_t n = (uint64_t)p->width + 1, k = (uint64_t)times, a = (uint64_t)p->row_a,
		 b = (uint64_t)p->row_b;

	p->sum_b = (uint32_t)((p->sum_b + k * n * p->sum_a + k * b + n * a * (k * (k - 1) / 2)) %
			      ENG_ROW_SUMS);
	p->sum_a = (uint32_t)((p->sum_a + k * a) % ENG_ROW_SUMS);
}

void eng_row_make_room(eng_row_packer *p, size_t bytes) {
	size_t repeats = (size_t)(p->repeat / (ENG_DEFLATE_LONGEST - ENG_DEFLATE_SHORTEST)) + 2;

	p->out->n = (size_t)(p->bits.to - p->out->s);
	p->bits.to = eng_buf_reserve(p->out, bytes * SYMBOL_BITS / 8 + repeats * REPEAT_BYTES +
						 sizeof(uint64_t));
}

/* Two distances are all there are: a bit each. */
static void make_head(eng_row_codes *c, int width) {
	eng_deflate_codes stated = { .literal = c->literal };
	int extra, symbol = eng_deflate_distance(width + 1, &extra);
	unsigned bits;
	uint64_t one;

	stated.distance.bits[0] = stated.distance.bits[symbol] = 1;
	eng_huffman_number(&stated.distance, ENG_DEFLATE_DISTANCES);
	c->width = width;
	c->above = word_of(&stated.distance, symbol, width, extra);
	c->before = word_of(&stated.distance, 0, 0, 0);
	one = c->lengths[ENG_DEFLATE_LONGEST].value | (uint64_t)c->above.value
							  << c->lengths[ENG_DEFLATE_LONGEST].bits;
	bits = c->lengths[ENG_DEFLATE_LONGEST].bits + c->above.bits;
	assert(bits * ENG_ROW_TIMES <= 56);
	for (unsigned i = 1; i <= ENG_ROW_TIMES; i++) {
		c->longest[i].value = c->longest[i - 1].value << bits | one;
		c->longest[i].bits = i * bits;
	}
	memcpy(c->head, "\x78\x01", 2);
	c->bits = (eng_bits){ .to = c->head + 2 };
	eng_deflate_begin(&c->bits, &stated);
	c->head_bytes = (size_t)(c->bits.to - c->head);
}

void eng_row_start(eng_row_packer *p, eng_row_codes *codes, int width, eng_buf *out) {
	if (codes->width != width) {
		make_head(codes, width);
	}
	*p = (eng_row_packer){
		.codes = codes, .out = out, .bits = codes->bits, .width = width, .sum_a = 1
	};
	eng_buf_add(out, codes->head, codes->head_bytes);
	p->bits.to = eng_buf_reserve(out, sizeof(uint64_t));
}

void eng_row_begin(eng_row_packer *p, uint8_t *row, const uint8_t *above) {
	eng_row_make_room(p, (size_t)p->width + 1);
	p->row = row;
	p->above_row = p->begun ? above : NULL;
	p->at = -1; /* the filter byte stands before the row */
	if (!p->begun) {
		eng_row_state st = take_up(p);

		eng_row_put_bytes(&st.bits, st.codes->bytes, row - 1, 1);
		lay_down(p, &st);
		p->at = 0;
		p->begun = true;
	}
}

/* What a stretch of a row adds to the sums of the row, or takes off. */
static void add_stretch(eng_row_packer *p, const uint8_t *row, eng_row_span span, int64_t sign) {
	uint32_t own = libdeflate_adler32(0, row + span.left, (size_t)(span.right - span.left));
	int64_t a = own & 0xffff, b = own >> 16;

	p->row_a += sign * a;
	p->row_b += sign * (b + a * (p->width - span.right));
}

void eng_row_add(eng_row_packer *p, eng_row_span span) {
	eng_row_state st = take_up(p);
	const uint8_t *above = p->above_row;

	assert(span.left >= p->at);
	st.repeat += span.left - p->at;
	for (int x = span.left; x < span.right; x += ENG_ROW_PIECE) {
		int n = span.right - x < ENG_ROW_PIECE ? span.right - x : ENG_ROW_PIECE;
		eng_row_piece c = { .s = p->row + x, .n = n };

		eng_row_compare(&c, above ? above + x : NULL);
		eng_row_add_piece(&st, &c);
	}
	lay_down(p, &st);
	p->at = span.right;
	add_stretch(p, p->row, span, 1);
	if (above) {
		add_stretch(p, above, span, -1);
	}
}

/* Without a call: letters have a few bytes in a row. */
static inline void copy_bytes(uint8_t *to, const uint8_t *from, size_t n) {
	for (; n >= 16; n -= 16, to += 16, from += 16) {
		memcpy(to, from, 16);
	}
	if (n >= 8) {
		memcpy(to, from, 8);
		memcpy(to + n - 8, from + n - 8, 8);
		return;
	}
	for (; n > 0; n--) {
		*to++ = *from++;
	}
}

static void add_stamp(eng_row_packer *p, const eng_row_stamp *stamp, int line, int x) {
	const eng_stamp_row *r = &stamp->rows[line];
	const uint8_t *pixels = stamp->pixels + (size_t)line * (size_t)stamp->width;
	const uint64_t *words = stamp->words + r->words;
	eng_bits bits;

	assert(x + r->lead >= p->at);
	p->row_a += r->sum_a;
	p->row_b += r->sum_b + (int64_t)r->sum_a * (p->width - x - stamp->width);
	p->repeat += x + r->lead - p->at;
	p->at = x + r->lead;
	if (r->bits == 0) {
		return;
	}
	copy_bytes(p->row + p->at, pixels + r->lead, r->length);
	eng_row_put_gap(p); /* between two letters there are few bytes */
	bits = p->bits;
	eng_row_put_words(&bits, words, r->bits);
	p->bits = bits;
	p->at += r->length;
	/* The next row of each is asked for soon, and seldom still at hand from the picture before. */
	__builtin_prefetch(pixels + stamp->width);
	__builtin_prefetch(words + (r->bits + 63) / 64);
}

void eng_row_add_stamps(eng_row_packer *p, const eng_row_placed *items, size_t count, int x,
			int y) {
	for (size_t i = 0; i < count; i++) {
		int line = y - items[i].y;

		if (line >= 0 && line <= items[i].stamp->height) {
			add_stamp(p, items[i].stamp, line, x + items[i].x);
		}
	}
}

void eng_row_close(eng_row_packer *p) {
	p->repeat += p->width - p->at;
	if (p->repeat > 0 && p->repeat < ENG_ROW_ABOVE) { /* as bytes, which are still at hand */
		eng_row_state st = take_up(p);

		eng_row_end_repeat(&st, p->row + p->width);
		lay_down(p, &st);
	}
}

void eng_row_end(eng_row_packer *p) {
	eng_row_close(p);
	p->row_a = (p->row_a % ENG_ROW_SUMS + ENG_ROW_SUMS) % ENG_ROW_SUMS;
	p->row_b = (p->row_b % ENG_ROW_SUMS + ENG_ROW_SUMS) % ENG_ROW_SUMS;
	add_sums(p, 1);
}

void eng_row_again(eng_row_packer *p, int times) {
	int64_t n = (int64_t)times * (p->width + 1);

	if (p->repeat + n >= ENG_ROW_ABOVE) {
		p->repeat += n;
	} else {
		eng_row_make_room(p, (size_t)n);
		for (int i = 0; i < times; i++) {
			eng_row_put_bytes(&p->bits, p->codes->bytes, p->row - 1, p->width + 1);
		}
	}
	add_sums(p, times);
}

void eng_row_finish(eng_row_packer *p) {
	uint32_t sum = htobe32(p->sum_b << 16 | p->sum_a);
	eng_row_state st;

	eng_row_make_room(p, 1);
	st = take_up(p);
	if (st.repeat > 0) {
		eng_row_end_repeat(&st, NULL);
	}
	eng_row_put_word(&st.bits, st.codes->end);
	eng_bits_flush(&st.bits);
	eng_bits_finish(&st.bits);
	p->out->n = (size_t)(st.bits.to - p->out->s);
	eng_buf_add(p->out, &sum, sizeof(sum));
}
