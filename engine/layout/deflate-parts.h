/* Shared by the files of rows and stamps: what is compared, and what is written for it. */
#ifndef ENG_LAYOUT_DEFLATE_PARTS_H
#define ENG_LAYOUT_DEFLATE_PARTS_H

#include "base/scan.h"
#include "layout/deflate-rows.h"

enum {
	ENG_ROW_RUN = 3,      /* the shortest repetition of the byte before */
	ENG_ROW_ABOVE = 6,    /* of what stands above: its distance takes bits */
	ENG_ROW_PIECE = 48,   /* bytes that are looked at together */
	ENG_ROW_SUMS = 65521, /* Adler-32 counts modulo this */
	ENG_ROW_TIMES = 3,    /* longest repetitions that are written together */
};

/* What is written for a byte, a length or a distance. */
typedef struct eng_row_word {
	uint32_t value, bits;
} eng_row_word;

struct eng_row_codes {
	eng_huffman literal;
	eng_row_word bytes[256], lengths[ENG_DEFLATE_LONGEST + 1], end;
	/* Of the last stream: its width, what is written for distances, and its first bits. */
	int width;
	eng_row_word above, before;
	struct {
		uint64_t value;
		unsigned bits;
	} longest[ENG_ROW_TIMES + 1]; /* so many of the row above */
	char head[ENG_DEFLATE_HEAD];
	size_t head_bytes;
	eng_bits bits;
};

/* What is under way, at hand while a span is added. */
typedef struct eng_row_state {
	const eng_row_codes *codes;
	eng_bits bits;
	int64_t repeat; /* bytes that repeat what is above them, not yet written */
} eng_row_state;

static inline void eng_row_put_word(eng_bits *bits, eng_row_word w) {
	eng_bits_add(bits, w.value, w.bits);
}

static inline void eng_row_put_bytes(eng_bits *bits, const eng_row_word *words, const uint8_t *s,
				     int n) {
	int i = 0;

	for (; i + 3 <= n; i += 3) {
		eng_row_put_word(bits, words[s[i]]);
		eng_row_put_word(bits, words[s[i + 1]]);
		eng_row_put_word(bits, words[s[i + 2]]);
		eng_bits_flush(bits);
	}
	for (; i < n; i++) {
		eng_row_put_word(bits, words[s[i]]);
		eng_bits_flush(bits);
	}
}

/* A repetition of a length that there is a symbol for. */
static inline void eng_row_put_repeat(eng_bits *bits, eng_row_word length, eng_row_word distance) {
	eng_row_put_word(bits, length);
	eng_row_put_word(bits, distance);
	eng_bits_flush(bits);
}

/* What repeats the row above, of any length; a rest that is too short is left to the last piece but one. */
static inline void eng_row_put_above(eng_bits *bits, const eng_row_codes *codes, int64_t n) {
	while (n >= ENG_DEFLATE_LONGEST + ENG_DEFLATE_SHORTEST) {
		int64_t times = (n - ENG_DEFLATE_SHORTEST) / ENG_DEFLATE_LONGEST;

		times = times < ENG_ROW_TIMES ? times : ENG_ROW_TIMES;
		eng_bits_add(bits, codes->longest[times].value, codes->longest[times].bits);
		eng_bits_flush(bits);
		n -= times * ENG_DEFLATE_LONGEST;
	}
	if (n > ENG_DEFLATE_LONGEST) {
		int now = ENG_DEFLATE_LONGEST - ENG_DEFLATE_SHORTEST + 1;

		eng_row_put_repeat(bits, codes->lengths[now], codes->above);
		n -= now;
	}
	eng_row_put_repeat(bits, codes->lengths[n], codes->above);
}

/* What is known of some bytes: a bit each. */
typedef struct eng_row_piece {
	const uint8_t *s;
	int n;
	uint64_t up, run;         /* like the byte above, like the one before */
	uint64_t up_many, run_on; /* and so are enough behind it */
} eng_row_piece;

/* above: NULL for what repeats none. Before the first byte stands one that is not looked at by itself. */
static inline void eng_row_compare(eng_row_piece *c, const uint8_t *above) {
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
static inline int eng_row_ones(uint64_t bits) {
	return __builtin_ctzll(~bits);
}

/* What repeats the row above up to the byte at s, when it cannot go on. */
static inline void eng_row_end_repeat(eng_row_state *st, const uint8_t *s) {
	if (st->repeat >= ENG_ROW_ABOVE) {
		eng_row_put_above(&st->bits, st->codes, st->repeat);
	} else {
		eng_row_put_bytes(&st->bits, st->codes->bytes, s - st->repeat, (int)st->repeat);
	}
	st->repeat = 0;
}

static inline void eng_row_add_piece(eng_row_state *st, const eng_row_piece *c) {
	for (int x = 0; x < c->n;) {
		int up = eng_row_ones(c->up >> x), n;

		if (up >= ENG_ROW_ABOVE || (up > 0 && st->repeat > 0)) {
			st->repeat += up;
			x += up;
			continue;
		}
		if (st->repeat > 0) {
			eng_row_end_repeat(st, c->s + x);
		}
		n = eng_row_ones(c->run >> x);
		if (n >= ENG_ROW_RUN) {
			eng_row_put_repeat(&st->bits, st->codes->lengths[n], st->codes->before);
		} else {
			uint64_t stops = (c->up_many | c->run_on) >> x;

			n = stops ? __builtin_ctzll(stops) : c->n - x;
			eng_row_put_bytes(&st->bits, st->codes->bytes, c->s + x, n);
		}
		x += n;
	}
}

/* A row of a stamp: lead bytes are as those above, then length bytes are told by so many bits of words. */
typedef struct eng_stamp_row {
	uint16_t lead, length;
	uint32_t words, bits;
	int32_t sum_a, sum_b; /* what it adds to the sums of a row that ends with it */
} eng_stamp_row;

struct eng_row_stamp {
	int width, height;
	const uint8_t *pixels; /* a row of zeros behind them */
	const eng_stamp_row *rows;
	const uint64_t *words;
};

/* What repeats the row above up to where the row is told; a few bytes are told again. */
static inline void eng_row_put_gap(eng_row_packer *p) {
	if (p->repeat < ENG_ROW_ABOVE) {
		eng_row_put_bytes(&p->bits, p->codes->bytes, p->row + p->at - p->repeat,
				  (int)p->repeat);
	} else {
		eng_row_put_above(&p->bits, p->codes, p->repeat);
	}
	p->repeat = 0;
}

/* Room for rows of so many bytes or fewer, and what repeats before them. */
void eng_row_make_room(eng_row_packer *p, size_t bytes);
/* Tells the rest of the row, which is as above. */
void eng_row_close(eng_row_packer *p);

/* So many bits of words, the last of them filled up with zeros; fewer than 8 wait before and behind. */
static inline void eng_row_put_words(eng_bits *bits, const uint64_t *words, uint32_t n) {
	const unsigned count = bits->count, last = n % 64 + count;
	uint64_t low;

	for (; n > 0; n = n < 64 ? 0 : n - 64, words++) {
		low = htole64(bits->pending | *words << count);
		memcpy(bits->to, &low, sizeof(low));
		bits->pending = *words >> 1 >> (63 - count);
		if (n >= 64) {
			bits->to += sizeof(low);
			continue;
		}
		bits->pending = last < 64 ? le64toh(low) >> (last & ~7u) : bits->pending;
		bits->to += last >> 3;
		bits->count = last & 7;
	}
}

#endif
