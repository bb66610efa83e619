/* Drawings repeat what stands above, or the pixel before: two distances are all that is looked for, so
 * that the codes of distances have a bit each. One block with codes of its own. */
#include "layout/deflate-rows.h"

#include <libdeflate.h>

#include "layout/deflate-block.h"

enum {
	LENGTH_MOST = ENG_DEFLATE_LONGEST,
	LENGTH_LEAST = ENG_DEFLATE_SHORTEST, /* of a run */
	ABOVE_LEAST = 6,                     /* of what stands above: its distance takes bits */
	ABOVE_ENOUGH = 24,                   /* no run is looked for then */
	SUM_BASE = 65521,
	TOKEN_MOST = 6,      /* bytes */
	TOKENS_MANY = 16384, /* of a usual drawing */
};

/* What is written: a byte, or REPEAT with the length of a repetition, of the row ABOVE or else of the
 * byte before. */
typedef uint16_t token;

enum { REPEAT = 0x8000, ABOVE = 0x4000, LENGTH = 0x1ff };

typedef struct packer {
	eng_arena *arena;
	token *tokens;
	size_t count, cap;
	eng_deflate_counts counts;
	uint32_t lengths[LENGTH_MOST + 1]; /* how often each is repeated */
	int stride, stride_code, stride_bits;
	int64_t repeat; /* bytes that repeat what is above them, not yet a token */
	eng_buf *out;
	eng_bits bits;         /* to out, which has room for all */
	uint32_t sum_a, sum_b; /* of Adler-32 */
} packer;

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
	p->counts.literals[byte]++;
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
		p->counts.distances[above ? p->stride_code : 0]++;
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

static inline uint64_t word_at(const uint8_t *s) {
	uint64_t word;

	memcpy(&word, s, sizeof(word));
	return le64toh(word);
}

/* Bytes from x on of which neither ABOVE_LEAST repeat what is above them nor LENGTH_LEAST the byte
 * before: the soft edges of letters. Returns where they end. */
static int add_bytes(packer *p, const uint8_t *row, const uint8_t *above, int width, int x) {
	const uint64_t six = 0xffffffffffff, three = 0xffffff;

	for (; x > 0 && x + 8 <= width; x++) {
		uint64_t here = word_at(row + x);

		if (((here ^ word_at(above + x)) & six) == 0 ||
		    ((here ^ word_at(row + x - 1)) & three) == 0) {
			break;
		}
		add_byte(p, row[x]);
	}
	return x;
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

/* The row behind its filter byte; above: NULL for the first, which is all looked at. */
static void add_row(packer *p, const uint8_t *row, const uint8_t *above, eng_row_span span,
		    int width) {
	if (above) {
		p->repeat += 1 + span.left;
	} else {
		add_byte(p, 0);
	}
	for (int x = span.left; x < span.right;) {
		x = above && p->repeat == 0 ? add_bytes(p, row, above, span.right, x) : x;
		x += x < span.right ? add_piece(p, row, above, span.right, x) : 0;
	}
	p->repeat += width - span.right;
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

static void read_rows(packer *p, uint8_t *const *rows, const eng_row_span *spans, int width,
		      int height) {
	bool wide = p->stride >= ABOVE_LEAST; /* a row is long enough to be repeated as a whole */
	int next;

	for (int y = 0; y < height; y = next) {
		eng_row_span span = spans && y ? spans[y] : (eng_row_span){ 0, width };

		for (next = y + 1; wide && next < height && rows[next] == rows[y]; next++) {}
		add_row(p, rows[y], y ? rows[y - 1] : NULL, span, width);
		p->repeat += (int64_t)(next - y - 1) * p->stride;
		add_sums(p, rows[y], width, next - y);
	}
	end_repeat(p, rows[height - 1], width);
	p->counts.literals[ENG_DEFLATE_END]++;
}

/* ---- the block ---- */

/* What stands for one token: a symbol with its extra bits. */
typedef struct word {
	uint64_t value;
	int bits;
} word;

static word word_of(const eng_huffman *h, int symbol, uint32_t rest, int extra) {
	return (word){ h->code[symbol] | (rest & ((1U << extra) - 1)) << h->bits[symbol],
		       h->bits[symbol] + extra };
}

/* Each length that is repeated, with the distance that its bits are followed by. */
static void spell_lengths(const packer *p, const eng_huffman *literal, word distance, word *words) {
	for (int n = LENGTH_LEAST; n <= LENGTH_MOST; n++) {
		if (p->lengths[n]) {
			int extra, symbol = eng_deflate_length(n, &extra);
			word w = word_of(literal, symbol, (uint32_t)(n - LENGTH_LEAST), extra);

			words[n] =
			    (word){ w.value | distance.value << w.bits, w.bits + distance.bits };
		}
	}
}

static void put_tokens(packer *p, const eng_huffman *literal, const eng_huffman *distance) {
	word above[LENGTH_MOST + 1] = { { 0 } }, before[LENGTH_MOST + 1] = { { 0 } };

	spell_lengths(p, literal,
		      word_of(distance, p->stride_code, (uint32_t)(p->stride - 1), p->stride_bits),
		      above);
	spell_lengths(p, literal, word_of(distance, 0, 0, 0), before);
	for (size_t i = 0; i < p->count; i++) {
		token t = p->tokens[i];

		if (t & REPEAT) {
			word w = (t & ABOVE ? above : before)[t & LENGTH];

			eng_bits_add(&p->bits, w.value, (unsigned)w.bits);
			eng_bits_flush(&p->bits);
		} else {
			eng_bits_put(&p->bits, literal->code[t], literal->bits[t]);
		}
	}
}

static void count_lengths(packer *p) {
	for (int n = LENGTH_LEAST; n <= LENGTH_MOST; n++) {
		int extra;

		p->counts.literals[eng_deflate_length(n, &extra)] += p->lengths[n];
	}
}

static void put_block(packer *p) {
	const eng_huffman *literal;
	eng_deflate_codes codes;

	p->bits.to = eng_buf_reserve(p->out, p->count * TOKEN_MOST + ENG_DEFLATE_HEAD);
	count_lengths(p);
	eng_deflate_codes_make(&codes, &p->counts);
	eng_deflate_begin(&p->bits, &codes);
	literal = &codes.literal;
	put_tokens(p, literal, &codes.distance);
	eng_bits_put(&p->bits, literal->code[ENG_DEFLATE_END], literal->bits[ENG_DEFLATE_END]);
	eng_bits_finish(&p->bits);
	p->out->n = (size_t)(p->bits.to - p->out->s);
}

void eng_deflate_rows(eng_arena *scratch, uint8_t *const *rows, const eng_row_span *spans,
		      int width, int height, eng_buf *out) {
	packer p = { .arena = scratch,
		     .tokens = eng_arena_new_array(scratch, TOKENS_MANY, token),
		     .cap = TOKENS_MANY,
		     .out = out,
		     .stride = width + 1,
		     .sum_a = 1 };
	uint32_t sum;

	p.stride_code = eng_deflate_distance(p.stride, &p.stride_bits);
	read_rows(&p, rows, spans, width, height);
	eng_buf_add(out, "\x78\x01", 2);
	put_block(&p);
	sum = p.sum_b << 16 | p.sum_a;
	for (int shift = 24; shift >= 0; shift -= 8) {
		eng_buf_char(out, (char)(sum >> shift));
	}
}
