/* Drawings repeat what stands above, or the pixel before: two distances are all that is looked for, so
 * that the codes of distances have a bit each. One block with codes of its own. */
#include "layout/deflate-rows.h"

#include <endian.h>
#include <libdeflate.h>
#include <string.h>

#include "layout/huffman.h"

enum {
	LENGTH_MOST = 258,
	LENGTH_LEAST = 3,  /* of a run */
	ABOVE_LEAST = 6,   /* of what stands above: its distance takes bits */
	ABOVE_ENOUGH = 24, /* no run is looked for then */
	END = 256,
	LITERALS = 286,
	DISTANCES = 30,
	LENGTHS = 19, /* symbols for the lengths of codes */
	SUM_BASE = 65521,
	TOKEN_MOST = 6,     /* bytes */
	TOKENS_MANY = 8192, /* of a usual drawing */
	CODES_MOST = 1024,
};

/* What is written: a byte, or REPEAT with the length of a repetition, of the row ABOVE or else of the
 * byte before. */
typedef uint16_t token;

enum { REPEAT = 0x8000, ABOVE = 0x4000, LENGTH = 0x1ff };

typedef struct packer {
	eng_arena *arena;
	token *tokens;
	size_t count, cap;
	uint32_t literals[LITERALS], distances[DISTANCES];
	uint32_t lengths[LENGTH_MOST + 1]; /* how often each is repeated */
	int stride, stride_code, stride_bits;
	int64_t repeat; /* bytes that repeat what is above them, not yet a token */
	eng_buf *out;
	char *to; /* in out, which has room for all */
	uint64_t pending;
	int pending_bits;
	uint32_t sum_a, sum_b; /* of Adler-32 */
} packer;

/* ---- symbols (RFC 1951 3.2.5) ---- */

static int log2_of(int v) {
	return 31 - __builtin_clz((unsigned)v);
}

static int length_symbol(int length, int *extra) {
	int v = length - LENGTH_LEAST;

	*extra = length == LENGTH_MOST || v < 8 ? 0 : log2_of(v) - 2;
	if (length == LENGTH_MOST) {
		return 285;
	}
	return v < 8 ? 257 + v : 261 + 4 * *extra + (v >> *extra & 3);
}

static int distance_symbol(int distance, int *extra) {
	int v = distance - 1;

	*extra = v < 4 ? 0 : log2_of(v) - 1;
	return v < 4 ? v : 2 * (*extra + 1) + (v >> *extra & 1);
}

/* ---- tokens ---- */

static inline void add_token(packer *p, token t) {
	if (p->count == p->cap) {
		p->tokens =
		    eng_arena_grow(p->arena, p->tokens, p->count, &p->cap, sizeof(*p->tokens));
	}
	p->tokens[p->count++] = t;
}

static inline void add_byte(packer *p, uint8_t byte) {
	add_token(p, byte);
	p->literals[byte]++;
}

/* A repetition of any length; a rest that is too short is left to the last piece but one. */
static void add_repeat(packer *p, int64_t n, int above) {
	while (n > 0) {
		int now = n > LENGTH_MOST ? LENGTH_MOST : (int)n;

		if (n > LENGTH_MOST && n < LENGTH_MOST + LENGTH_LEAST) {
			now -= LENGTH_LEAST - 1;
		}
		add_token(p, (token)(REPEAT | above | now));
		p->lengths[now]++;
		p->distances[above ? p->stride_code : 0]++;
		n -= now;
	}
}

/* How many bytes from a and b on are alike, at most n; the first are. */
static int alike(const uint8_t *a, const uint8_t *b, int n) {
	int i = 1;

	for (; i + 8 <= n; i += 8) {
		uint64_t x, y;

		memcpy(&x, a + i, 8);
		memcpy(&y, b + i, 8);
		if (x != y) {
			return i + __builtin_ctzll(le64toh(x ^ y)) / 8;
		}
	}
	while (i < n && a[i] == b[i]) {
		i++;
	}
	return i;
}

/* What repeats the row above up to x, when it cannot go on. */
static void end_repeat(packer *p, const uint8_t *row, int x) {
	if (p->repeat >= ABOVE_LEAST) {
		add_repeat(p, p->repeat, ABOVE);
	} else {
		for (int i = x - (int)p->repeat; i < x; i++) {
			add_byte(p, i < 0 ? 0 : row[i]);
		}
	}
	p->repeat = 0;
}

/* Takes some bytes from x on; returns how many. */
static int add_piece(packer *p, const uint8_t *row, const uint8_t *above, int width, int x) {
	int up = 0, run = 0;

	if (above && row[x] == above[x]) {
		up = alike(row + x, above + x, width - x);
	}

	if (up > 0 && (p->repeat > 0 || up >= ABOVE_ENOUGH)) {
		p->repeat += up;
		return up;
	}
	if (p->repeat > 0) {
		end_repeat(p, row, x);
	}
	if (x > 0 && row[x] == row[x - 1]) {
		run = alike(row + x, row + x - 1, width - x);
	}
	if (run >= LENGTH_LEAST && run >= up) {
		add_repeat(p, run, 0);
		return run;
	}
	if (up >= ABOVE_LEAST) {
		p->repeat = up;
		return up;
	}
	add_byte(p, row[x]);
	return 1;
}

/* The row behind its filter byte; above: NULL for the first. */
static void add_row(packer *p, const uint8_t *row, const uint8_t *above, int width) {
	if (above) {
		p->repeat++;
	} else {
		add_byte(p, 0);
	}
	for (int x = 0; x < width;) {
		x += add_piece(p, row, above, width, x);
	}
	if (p->repeat < ABOVE_LEAST) { /* as bytes, which are still at hand */
		end_repeat(p, row, width);
	}
}

/* Adler-32 of times rows that are alike: their sums are an arithmetic series. */
static void add_sums(packer *p, const uint8_t *row, int width, int times) {
	uint32_t own = libdeflate_adler32(0, row, (size_t)width);
	uint64_t n = (uint64_t)p->stride, k = (uint64_t)times, a = own & 0xffff, b = own >> 16;

	p->sum_b = (uint32_t)((p->sum_b + k * n * p->sum_a + k * b + n * a * (k * (k - 1) / 2)) %
			      SUM_BASE);
	p->sum_a = (uint32_t)((p->sum_a + k * a) % SUM_BASE);
}

static void read_rows(packer *p, uint8_t *const *rows, int width, int height) {
	bool wide = p->stride >= ABOVE_LEAST; /* a row is long enough to be repeated as a whole */
	int next;

	for (int y = 0; y < height; y = next) {
		for (next = y + 1; wide && next < height && rows[next] == rows[y]; next++) {}
		add_row(p, rows[y], y ? rows[y - 1] : NULL, width);
		p->repeat += (int64_t)(next - y - 1) * p->stride;
		add_sums(p, rows[y], width, next - y);
	}
	end_repeat(p, rows[height - 1], width);
	p->literals[END]++;
}

/* ---- bits ---- */

static inline void put(packer *p, uint32_t value, int bits) {
	p->pending |= (uint64_t)value << p->pending_bits;
	p->pending_bits += bits;
	if (p->pending_bits >= 32) {
		uint32_t low = htole32((uint32_t)p->pending);

		memcpy(p->to, &low, sizeof(low));
		p->to += sizeof(low);
		p->pending >>= 32;
		p->pending_bits -= 32;
	}
}

static inline void put_symbol(packer *p, const eng_huffman *h, int symbol) {
	put(p, h->code[symbol], h->bits[symbol]);
}

static void put_last_bits(packer *p) {
	for (; p->pending_bits > 0; p->pending_bits -= 8, p->pending >>= 8) {
		*p->to++ = (char)p->pending;
	}
	p->pending_bits = 0;
}

/* ---- the block ---- */

/* The lengths of both codes as one list, zeros in runs (symbols 17 and 18, RFC 1951 3.2.7). */
typedef struct lengths {
	uint8_t symbol[LITERALS + DISTANCES], extra[LITERALS + DISTANCES];
	size_t count;
	uint32_t counts[LENGTHS];
} lengths;

static void add_length(lengths *l, int symbol, size_t extra) {
	l->symbol[l->count] = (uint8_t)symbol;
	l->extra[l->count++] = (uint8_t)extra;
	l->counts[symbol]++;
}

static void add_lengths(lengths *l, const uint8_t *bits, size_t n) {
	for (size_t i = 0; i < n;) {
		size_t zeros = 0;

		while (i + zeros < n && bits[i + zeros] == 0 && zeros < 138) {
			zeros++;
		}
		if (zeros < 3) {
			add_length(l, bits[i++], 0);
		} else {
			add_length(l, zeros < 11 ? 17 : 18, zeros - (zeros < 11 ? 3 : 11));
			i += zeros;
		}
	}
}

static size_t used_of(const eng_huffman *h, size_t n) {
	while (h->bits[n - 1] == 0) {
		n--;
	}
	return n;
}

static void put_codes(packer *p, const eng_huffman *literal, const eng_huffman *distance) {
	static const uint8_t order[LENGTHS] = { 16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
						11, 4,  12, 3, 13, 2, 14, 1, 15 };
	size_t literals = used_of(literal, LITERALS), distances = used_of(distance, DISTANCES);
	size_t n = LENGTHS;
	lengths l = { .count = 0 };
	eng_huffman own;

	add_lengths(&l, literal->bits, literals);
	add_lengths(&l, distance->bits, distances);
	eng_huffman_make(&own, l.counts, LENGTHS, 7);
	while (n > 4 && own.bits[order[n - 1]] == 0) {
		n--;
	}
	put(p, (uint32_t)(literals - 257), 5);
	put(p, (uint32_t)(distances - 1), 5);
	put(p, (uint32_t)(n - 4), 4);
	for (size_t i = 0; i < n; i++) {
		put(p, own.bits[order[i]], 3);
	}
	for (size_t i = 0; i < l.count; i++) {
		put_symbol(p, &own, l.symbol[i]);
		put(p, l.extra[i], l.symbol[i] == 18 ? 7 : l.symbol[i] == 17 ? 3 : 0);
	}
}

/* What stands for one token: a symbol with its extra bits. */
typedef struct word {
	uint32_t value;
	int bits;
} word;

static word word_of(const eng_huffman *h, int symbol, uint32_t rest, int extra) {
	return (word){ h->code[symbol] | (rest & ((1U << extra) - 1)) << h->bits[symbol],
		       h->bits[symbol] + extra };
}

/* Of each length that is repeated. */
static void spell_lengths(const packer *p, const eng_huffman *literal, word *words) {
	for (int n = LENGTH_LEAST; n <= LENGTH_MOST; n++) {
		if (p->lengths[n]) {
			int extra, symbol = length_symbol(n, &extra);

			words[n] = word_of(literal, symbol, (uint32_t)(n - LENGTH_LEAST), extra);
		}
	}
}

static void put_tokens(packer *p, const eng_huffman *literal, const eng_huffman *distance) {
	word above = word_of(distance, p->stride_code, (uint32_t)(p->stride - 1), p->stride_bits);
	word before = word_of(distance, 0, 0, 0), repeats[LENGTH_MOST + 1] = { { 0 } };

	spell_lengths(p, literal, repeats);
	for (size_t i = 0; i < p->count; i++) {
		token t = p->tokens[i];

		if (t & REPEAT) {
			word length = repeats[t & LENGTH], from = t & ABOVE ? above : before;

			put(p, length.value, length.bits);
			put(p, from.value, from.bits);
		} else {
			put_symbol(p, literal, t);
		}
	}
}

static void count_lengths(packer *p) {
	for (int n = LENGTH_LEAST; n <= LENGTH_MOST; n++) {
		int extra;

		p->literals[length_symbol(n, &extra)] += p->lengths[n];
	}
}

static void put_block(packer *p) {
	eng_huffman literal, distance;

	p->to = eng_buf_reserve(p->out, p->count * TOKEN_MOST + CODES_MOST);
	count_lengths(p);
	eng_huffman_make(&literal, p->literals, LITERALS, 15);
	eng_huffman_make(&distance, p->distances, DISTANCES, 15);
	put(p, 1, 1); /* the last block */
	put(p, 2, 2); /* with codes of its own */
	put_codes(p, &literal, &distance);
	put_tokens(p, &literal, &distance);
	put_symbol(p, &literal, END);
	put_last_bits(p);
	p->out->n = (size_t)(p->to - p->out->s);
}

void eng_deflate_rows(eng_arena *scratch, uint8_t *const *rows, int width, int height,
		      eng_buf *out) {
	packer p = { .arena = scratch,
		     .tokens = eng_arena_new_array(scratch, TOKENS_MANY, token),
		     .cap = TOKENS_MANY,
		     .out = out,
		     .stride = width + 1,
		     .sum_a = 1 };
	uint32_t sum;

	p.stride_code = distance_symbol(p.stride, &p.stride_bits);
	read_rows(&p, rows, width, height);
	eng_buf_add(out, "\x78\x01", 2);
	put_block(&p);
	sum = p.sum_b << 16 | p.sum_a;
	for (int shift = 24; shift >= 0; shift -= 8) {
		eng_buf_char(out, (char)(sum >> shift));
	}
}
