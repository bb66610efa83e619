/* Repetitions are found greedily, by a table of the last place where five bytes stood; shorter ones save no
 * bits here. The table is small, so that it stays at hand: clearing it takes less than missing it does. */
#include "channels/common/pdf/deflate-quick.h"

#include <libdeflate.h>
#include <stdlib.h>

#include "base/arena.h"
#include "channels/common/pdf/deflate-codes.h"
#include "layout/deflate-block.h"

enum {
	TABLE_BITS = 13,
	WINDOW = 32768,
	LEAST = 5, /* bytes of a repetition that is looked for */
	TAIL = 3,  /* places in a repetition that go into the table: its last ones */
	READ = 8,  /* bytes that are read where five are looked at */
};

/* What is written for a byte, a length or a distance: a code, and bits behind it. */
typedef struct word {
	uint32_t value;
	uint8_t bits;
	uint8_t extra; /* bits of a distance that follow */
} word;

typedef struct codes {
	word bytes[256], lengths[ENG_DEFLATE_LONGEST + 1], end;
	word distances[ENG_DEFLATE_DISTANCES];
	char head[ENG_DEFLATE_HEAD]; /* of the block */
	size_t head_bytes;
	eng_bits rest; /* bits of the head behind those bytes */
} codes;

struct eng_quick {
	/* Place where five bytes of this hash stood, in its low bits: the window has half as many. */
	uint16_t last[1 << TABLE_BITS];
	codes kinds[ENG_QUICK_KINDS];
};

static word word_of(const eng_huffman *h, int symbol, int rest, int extra) {
	uint32_t below = (uint32_t)rest & ((1U << extra) - 1);

	return (word){ h->code[symbol] | below << h->bits[symbol],
		       (uint8_t)(h->bits[symbol] + extra), 0 };
}

/* Fills in the words of codes whose lengths are there. */
static void spell(codes *c, eng_deflate_codes *made) {
	int extra;

	eng_huffman_number(&made->literal, ENG_HUFFMAN_SYMBOLS);
	eng_huffman_number(&made->distance, ENG_DEFLATE_DISTANCES);
	for (int i = 0; i < 256; i++) {
		c->bytes[i] = word_of(&made->literal, i, 0, 0);
	}
	c->end = word_of(&made->literal, ENG_DEFLATE_END, 0, 0);
	for (int n = ENG_DEFLATE_SHORTEST; n <= ENG_DEFLATE_LONGEST; n++) {
		int symbol = eng_deflate_length(n, &extra);

		c->lengths[n] = word_of(&made->literal, symbol, n - ENG_DEFLATE_SHORTEST, extra);
	}
	for (int n = 1, symbol; n <= WINDOW; n += 1 << extra) {
		symbol = eng_deflate_distance(n, &extra);
		c->distances[symbol] = word_of(&made->distance, symbol, 0, 0);
		c->distances[symbol].extra = (uint8_t)extra;
	}
	c->rest = (eng_bits){ .to = c->head };
}

static void spell_stated(codes *c, const uint8_t *literals, const uint8_t *distances) {
	eng_deflate_codes made = { .literal = { .bits = { 0 } } };

	memcpy(made.literal.bits, literals, ENG_DEFLATE_LITERALS);
	memcpy(made.distance.bits, distances, ENG_DEFLATE_DISTANCES);
	spell(c, &made);
	eng_deflate_begin(&c->rest, &made);
	c->head_bytes = (size_t)(c->rest.to - c->head);
}

/* RFC 1951 3.2.6 */
static void spell_fixed(codes *c) {
	eng_deflate_codes made = { .literal = { .bits = { 0 } } };

	memset(made.literal.bits, 8, ENG_HUFFMAN_SYMBOLS);
	memset(made.literal.bits + 144, 9, 256 - 144);
	memset(made.literal.bits + 256, 7, 280 - 256);
	memset(made.distance.bits, 5, ENG_DEFLATE_DISTANCES);
	spell(c, &made);
	eng_bits_add(&c->rest, 1, 1); /* the last block */
	eng_bits_add(&c->rest, 1, 2); /* in these codes */
	c->head_bytes = 0;
}

eng_quick *eng_quick_new(void) {
	eng_quick *quick = eng_malloc(sizeof(*quick));

	memset(quick->last, 0, sizeof(quick->last));
	spell_stated(&quick->kinds[ENG_QUICK_CONTENT], eng_deflate_content_literals,
		     eng_deflate_content_distances);
	spell_stated(&quick->kinds[ENG_QUICK_DICTIONARIES], eng_deflate_object_literals,
		     eng_deflate_object_distances);
	spell_fixed(&quick->kinds[ENG_QUICK_ROWS]);
	return quick;
}

void eng_quick_free(eng_quick *quick) {
	free(quick);
}

static inline uint64_t five(const char *s) {
	uint64_t v;

	memcpy(&v, s, sizeof(v));
	return le64toh(v) << 24;
}

static inline uint16_t *entry(eng_quick *quick, uint64_t v) {
	return &quick->last[v * 0x9e3779b185ebca87u >> (64 - TABLE_BITS)];
}

/* How many bytes from a and b on are alike, at most n; five are. */
static inline size_t alike(const char *a, const char *b, size_t n) {
	size_t i = LEAST;

	for (; i + 8 <= n; i += 8) {
		uint64_t x, y;

		memcpy(&x, a + i, 8);
		memcpy(&y, b + i, 8);
		if (x != y) {
			return i + (size_t)__builtin_ctzll(le64toh(x ^ y)) / 8;
		}
	}
	while (i < n && a[i] == b[i]) {
		i++;
	}
	return i;
}

static inline void put_word(eng_bits *bits, word w) {
	eng_bits_add(bits, w.value, w.bits);
}

static inline void put_bytes(eng_bits *bits, const codes *c, const char *s, size_t n) {
	size_t i = 0;

	for (; i + 3 <= n; i += 3) {
		put_word(bits, c->bytes[(unsigned char)s[i]]);
		put_word(bits, c->bytes[(unsigned char)s[i + 1]]);
		put_word(bits, c->bytes[(unsigned char)s[i + 2]]);
		eng_bits_flush(bits);
	}
	for (; i < n; i++) {
		put_word(bits, c->bytes[(unsigned char)s[i]]);
		eng_bits_flush(bits);
	}
}

static inline void put_repeat(eng_bits *bits, const codes *c, size_t length, uint32_t distance) {
	int extra, symbol = eng_deflate_distance((int)distance, &extra);
	word w = c->distances[symbol];

	put_word(bits, c->lengths[length]);
	put_word(bits, w);
	eng_bits_add(bits, (distance - 1) & ((1u << extra) - 1), (unsigned)extra);
	eng_bits_flush(bits);
}

/* The bits are kept at hand: what is written might else be the place where they are. */
static eng_bits put_data(eng_quick *quick, const codes *c, eng_str data, eng_bits bits) {
	const char *s = data.s;
	size_t at = 0, pending = 0, to = data.n > READ ? data.n - READ : 0;

	while (at < to) {
		uint64_t v = five(s + at);
		uint16_t *e = entry(quick, v);
		size_t distance = (uint16_t)(at - *e), reach = at < WINDOW ? at : WINDOW;
		size_t length, most, end;

		*e = (uint16_t)at;
		if (distance - 1 >= reach || five(s + at - distance) != v) {
			at++;
			continue;
		}
		most = data.n - at < ENG_DEFLATE_LONGEST ? data.n - at : ENG_DEFLATE_LONGEST;
		length = alike(s + at, s + at - distance, most);
		put_bytes(&bits, c, s + pending, at - pending);
		put_repeat(&bits, c, length, (uint32_t)distance);
		at += length;
		end = at < to ? at : to;
		for (size_t i = at - TAIL; i < end; i++) {
			*entry(quick, five(s + i)) = (uint16_t)i;
		}
		pending = at;
	}
	put_bytes(&bits, c, s + pending, data.n - pending);
	put_word(&bits, c->end);
	eng_bits_flush(&bits);
	return bits;
}

void eng_quick_deflate(eng_quick *quick, eng_quick_kind kind, eng_str data, eng_buf *out) {
	const codes *c = &quick->kinds[kind];
	uint32_t sum = htobe32(libdeflate_adler32(1, data.n ? data.s : "", data.n));
	eng_bits bits = c->rest;

	memset(quick->last, 0, sizeof(quick->last));
	eng_buf_add(out, "\x78\x01", 2);
	/* At most 15 bits a byte: a repetition of five takes fewer. */
	bits.to = eng_buf_reserve(out, 2 * data.n + ENG_DEFLATE_HEAD);
	memcpy(bits.to, c->head, c->head_bytes);
	bits.to += c->head_bytes;
	bits = put_data(quick, c, data, bits);
	eng_bits_finish(&bits);
	out->n = (size_t)(bits.to - out->s);
	eng_buf_add(out, &sum, sizeof(sum));
}
