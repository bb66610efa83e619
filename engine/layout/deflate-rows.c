/* Drawings repeat what stands above, or the pixel before: two distances are all that is looked for, so
 * that their codes have a bit each. Bytes are compared sixteen at a time, and what was found is a bit a byte:
 * repetitions are runs of such bits. One block, one pass, in codes that were made beforehand. */
#include "layout/deflate-rows.h"

#include <libdeflate.h>

#include "base/arena.h"
#include "base/scan.h"
#include "layout/deflate-rows-codes.h"

enum {
	RUN_LEAST = 3,
	ABOVE_LEAST = 6, /* of what stands above: its distance takes bits */
	SUM_BASE = 65521,
	SYMBOL_BITS = 15,
	REPEAT_BYTES = 6, /* a repetition takes fewer: length, distance and their extra bits */
	PIECE = 48,       /* bytes that are looked at together */
};

/* What is written for a byte or a length. */
typedef struct word {
	uint32_t value;
	uint32_t bits;
} word;

struct eng_row_codes {
	eng_huffman literal;
	word bytes[256], lengths[ENG_DEFLATE_LONGEST + 1], end;
};

static word word_of(const eng_huffman *h, int symbol, int rest, int extra) {
	uint32_t below = (uint32_t)rest & ((1U << extra) - 1);

	return (word){ h->code[symbol] | below << h->bits[symbol],
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

/* ---- words ---- */

static inline void put_word(eng_bits *bits, word w) {
	eng_bits_add(bits, w.value, w.bits);
}

static inline void put_bytes(eng_bits *bits, const word *words, const uint8_t *s, int n) {
	int i = 0;

	for (; i + 3 <= n; i += 3) {
		put_word(bits, words[s[i]]);
		put_word(bits, words[s[i + 1]]);
		put_word(bits, words[s[i + 2]]);
		eng_bits_flush(bits);
	}
	for (; i < n; i++) {
		put_word(bits, words[s[i]]);
		eng_bits_flush(bits);
	}
}

/* A repetition of a length that there is a symbol for. */
static inline void put_repeat(eng_bits *bits, word length, word distance) {
	put_word(bits, length);
	put_word(bits, distance);
	eng_bits_flush(bits);
}

/* A repetition of any length; a rest that is too short is left to the last piece but one. */
static inline void put_repeats(eng_bits *bits, const word *lengths, int64_t n, word distance) {
	for (; n >= ENG_DEFLATE_LONGEST + ENG_DEFLATE_SHORTEST; n -= ENG_DEFLATE_LONGEST) {
		put_repeat(bits, lengths[ENG_DEFLATE_LONGEST], distance);
	}
	if (n > ENG_DEFLATE_LONGEST) {
		int now = ENG_DEFLATE_LONGEST - ENG_DEFLATE_SHORTEST + 1;

		put_repeat(bits, lengths[now], distance);
		n -= now;
	}
	put_repeat(bits, lengths[n], distance);
}

/* ---- pieces ---- */

/* What is known of some bytes: a bit each. */
typedef struct piece {
	const uint8_t *s;
	int n;
	uint64_t up, run;         /* like the byte above, like the one before */
	uint64_t up_many, run_on; /* and so are enough behind it */
} piece;

/* above: NULL for what repeats none. Before the first byte stands one that is not looked at by itself. */
static void compare(piece *c, const uint8_t *above) {
	uint64_t up = 0, run = 0, all = ((uint64_t)1 << c->n) - 1;

	for (int i = 0; i < c->n; i += 16) {
		up |= above ? eng_scan_alike(c->s + i, above + i) << i : 0;
		run |= eng_scan_alike(c->s + i, c->s + i - 1) << i;
	}
	c->up = up & all;
	c->run = run & all;
	up = c->up & c->up >> 1;
	c->up_many = up & up >> 2 & up >> 4;
	c->run_on = c->run & c->run >> 1 & c->run >> 2;
}

/* How many of the lowest bits are set, of which there are fewer than 64. */
static inline int ones(uint64_t bits) {
	return __builtin_ctzll(~bits);
}

/* What is under way, at hand while a span is added. */
typedef struct state {
	const eng_row_codes *codes;
	eng_bits bits;
	int64_t repeat;
	word above, before;
} state;

/* What repeats the row above up to the byte at s, when it cannot go on. */
static inline void end_repeat(state *st, const uint8_t *s) {
	if (st->repeat >= ABOVE_LEAST) {
		put_repeats(&st->bits, st->codes->lengths, st->repeat, st->above);
	} else {
		put_bytes(&st->bits, st->codes->bytes, s - st->repeat, (int)st->repeat);
	}
	st->repeat = 0;
}

static inline void add_piece(state *st, const piece *c) {
	for (int x = 0; x < c->n;) {
		int up = ones(c->up >> x), n;

		if (up >= ABOVE_LEAST || (up > 0 && st->repeat > 0)) {
			st->repeat += up;
			x += up;
			continue;
		}
		if (st->repeat > 0) {
			end_repeat(st, c->s + x);
		}
		n = ones(c->run >> x);
		if (n >= RUN_LEAST) {
			put_repeat(&st->bits, st->codes->lengths[n], st->before);
		} else {
			uint64_t stops = (c->up_many | c->run_on) >> x;

			n = stops ? __builtin_ctzll(stops) : c->n - x;
			put_bytes(&st->bits, st->codes->bytes, c->s + x, n);
		}
		x += n;
	}
}

/* ---- rows ---- */

static state take_up(const eng_row_packer *p) {
	return (state){ .codes = p->codes,
			.bits = p->bits,
			.repeat = p->repeat,
			.above = { p->above, p->above_bits },
			.before = { 0, p->before_bits } };
}

static void lay_down(eng_row_packer *p, const state *st) {
	p->bits = st->bits;
	p->repeat = st->repeat;
}

static inline void add_span(state *st, const uint8_t *row, const uint8_t *above,
			    eng_row_span span) {
	for (int x = span.left; x < span.right; x += PIECE) {
		piece c = { .s = row + x, .n = span.right - x < PIECE ? span.right - x : PIECE };

		compare(&c, above ? above + x : NULL);
		add_piece(st, &c);
	}
}

/* Adler-32 of times rows that are alike: their sums are an arithmetic series. */
static void add_sums(eng_row_packer *p, int times) {
	uint64_t n = (uint64_t)p->width + 1, k = (uint64_t)times, a = p->row_a, b = p->row_b;

	p->sum_b = (uint32_t)((p->sum_b + k * n * p->sum_a + k * b + n * a * (k * (k - 1) / 2)) %
			      SUM_BASE);
	p->sum_a = (uint32_t)((p->sum_a + k * a) % SUM_BASE);
}

/* Room for a row of bytes, and what repeats before it. */
static void make_room(eng_row_packer *p, size_t bytes) {
	size_t repeats = (size_t)(p->repeat / (ENG_DEFLATE_LONGEST - ENG_DEFLATE_SHORTEST)) + 2;

	p->out->n = (size_t)(p->bits.to - p->out->s);
	p->bits.to = eng_buf_reserve(p->out, bytes * SYMBOL_BITS / 8 + repeats * REPEAT_BYTES +
						 sizeof(uint64_t));
}

void eng_row_start(eng_row_packer *p, const eng_row_codes *codes, int width, eng_buf *out) {
	eng_deflate_codes stated = { .literal = codes->literal };
	int extra, symbol = eng_deflate_distance(width + 1, &extra);
	word above;

	*p = (eng_row_packer){ .codes = codes, .out = out, .width = width, .sum_a = 1 };
	stated.distance.bits[0] = stated.distance.bits[symbol] = 1;
	eng_huffman_number(&stated.distance, ENG_DEFLATE_DISTANCES);
	above = word_of(&stated.distance, symbol, width, extra);
	p->above = above.value;
	p->above_bits = above.bits;
	p->before_bits = stated.distance.bits[0];
	eng_buf_add(out, "\x78\x01", 2);
	p->bits.to = eng_buf_reserve(out, ENG_DEFLATE_HEAD);
	eng_deflate_begin(&p->bits, &stated);
}

void eng_row_add(eng_row_packer *p, const uint8_t *row, const uint8_t *above,
		 const eng_row_span *spans, size_t n) {
	const eng_row_span all = { 0, p->width };
	uint32_t own = libdeflate_adler32(0, row, (size_t)p->width);
	int at = -1; /* behind what is written: the filter byte stands before the row */
	state st;

	make_room(p, (size_t)p->width + 1);
	st = take_up(p);
	if (!p->begun) {
		p->begun = true;
		put_bytes(&st.bits, st.codes->bytes, row - 1, 1);
		above = NULL;
		spans = &all;
		n = 1;
		at = 0;
	}
	for (size_t i = 0; i < n; i++) {
		st.repeat += spans[i].left - at;
		add_span(&st, row, above, spans[i]);
		at = spans[i].right;
	}
	st.repeat += p->width - at;
	if (st.repeat < ABOVE_LEAST) { /* as bytes, which are still at hand */
		end_repeat(&st, row + p->width);
	}
	lay_down(p, &st);
	p->row_a = own & 0xffff;
	p->row_b = own >> 16;
	add_sums(p, 1);
}

void eng_row_again(eng_row_packer *p, const uint8_t *row, int times) {
	int64_t n = (int64_t)times * (p->width + 1);

	if (p->repeat + n >= ABOVE_LEAST) {
		p->repeat += n;
	} else {
		make_room(p, (size_t)n);
		for (int i = 0; i < times; i++) {
			put_bytes(&p->bits, p->codes->bytes, row - 1, p->width + 1);
		}
	}
	add_sums(p, times);
}

void eng_row_finish(eng_row_packer *p) {
	uint32_t sum = htobe32(p->sum_b << 16 | p->sum_a);
	state st;

	make_room(p, 1);
	st = take_up(p);
	if (st.repeat > 0) {
		end_repeat(&st, NULL);
	}
	put_word(&st.bits, st.codes->end);
	eng_bits_flush(&st.bits);
	eng_bits_finish(&st.bits);
	p->out->n = (size_t)(st.bits.to - p->out->s);
	eng_buf_add(p->out, &sum, sizeof(sum));
}
