/* The tables: one row of sizes for ASCII, one list of the codes that differ from Unicode's. */
#include "channels/sms/gsm7.h"

#include "base/utf8.h"
#include "channels/common/cluster.h"

#define ESCAPE 0x1b

/* Septets of the characters of ASCII. */
static const uint8_t ascii[128] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0, 0, /* LF, FF, CR */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* space to / */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* 0 to ? */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* @ to O */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 1, /* P to _: [ \ ] ^ */
	0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* ` to o */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 0, /* p to DEL: { | } ~ */
};

typedef struct code {
	uint16_t c;
	uint8_t septets, code; /* of two septets: the one behind the escape */
} code;

/* Characters whose code is not their code point, ascending. */
static const code codes[] = {
	{ '\f', 2, 0x0a },   { '$', 1, 0x02 },    { '@', 1, 0x00 },    { '[', 2, 0x3c },
	{ '\\', 2, 0x2f },   { ']', 2, 0x3e },    { '^', 2, 0x14 },    { '_', 1, 0x11 },
	{ '{', 2, 0x28 },    { '|', 2, 0x40 },    { '}', 2, 0x29 },    { '~', 2, 0x3d },
	{ 0x00a1, 1, 0x40 }, { 0x00a3, 1, 0x01 }, { 0x00a4, 1, 0x24 }, { 0x00a5, 1, 0x03 },
	{ 0x00a7, 1, 0x5f }, { 0x00bf, 1, 0x60 }, { 0x00c4, 1, 0x5b }, { 0x00c5, 1, 0x0e },
	{ 0x00c6, 1, 0x1c }, { 0x00c7, 1, 0x09 }, { 0x00c9, 1, 0x1f }, { 0x00d1, 1, 0x5d },
	{ 0x00d6, 1, 0x5c }, { 0x00d8, 1, 0x0b }, { 0x00dc, 1, 0x5e }, { 0x00df, 1, 0x1e },
	{ 0x00e0, 1, 0x7f }, { 0x00e4, 1, 0x7b }, { 0x00e5, 1, 0x0f }, { 0x00e6, 1, 0x1d },
	{ 0x00e8, 1, 0x04 }, { 0x00e9, 1, 0x05 }, { 0x00ec, 1, 0x07 }, { 0x00f1, 1, 0x7d },
	{ 0x00f2, 1, 0x08 }, { 0x00f6, 1, 0x7c }, { 0x00f8, 1, 0x0c }, { 0x00f9, 1, 0x06 },
	{ 0x00fc, 1, 0x7e }, { 0x0393, 1, 0x13 }, { 0x0394, 1, 0x10 }, { 0x0398, 1, 0x19 },
	{ 0x039b, 1, 0x14 }, { 0x039e, 1, 0x1a }, { 0x03a0, 1, 0x16 }, { 0x03a3, 1, 0x18 },
	{ 0x03a6, 1, 0x12 }, { 0x03a8, 1, 0x17 }, { 0x03a9, 1, 0x15 }, { 0x20ac, 2, 0x65 },
};

static const code *code_of(uint32_t c) {
	size_t from = 0, to = sizeof(codes) / sizeof(codes[0]);

	while (from < to) {
		size_t middle = (from + to) / 2;

		if (codes[middle].c == c) {
			return &codes[middle];
		}
		if (codes[middle].c < c) {
			from = middle + 1;
		} else {
			to = middle;
		}
	}
	return NULL;
}

int eng_gsm7_septets(uint32_t c) {
	const code *found;

	if (c < 0x80) {
		return ascii[c];
	}
	found = code_of(c);
	return found ? found->septets : 0;
}

bool eng_gsm7_covers(eng_str text) {
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		if (eng_gsm7_septets(c) == 0) {
			return false;
		}
	}
	return true;
}

size_t eng_gsm7_room(bool ucs2, size_t segments) {
	if (segments <= 1) {
		return ucs2 ? 70 : 160;
	}
	return segments * (ucs2 ? 67 : 153);
}

static size_t units_of(uint32_t c, bool ucs2) {
	return ucs2 ? (c > 0xffff ? 2 : 1) : (size_t)eng_gsm7_septets(c);
}

bool eng_gsm7_segment(eng_str *rest, bool ucs2, eng_str *segment, size_t *units) {
	size_t each = ucs2 ? 67 : 153, cut;
	eng_str behind = *rest, scan;
	uint32_t c;

	*units = 0;
	while (behind.n) {
		size_t more;

		scan = behind;
		eng_utf8_next(&scan, &c);
		more = units_of(c, ucs2);
		if (*units + more > each) {
			break;
		}
		*units += more;
		behind = scan;
	}
	cut = rest->n - behind.n;
	if (ucs2 && eng_cluster_joins(*rest, cut)) {
		size_t at = cut;

		while (at > 0 && (eng_cluster_joins(*rest, at) ||
				  ((unsigned char)rest->s[at] & 0xc0) == 0x80)) {
			at--;
		}
		cut = at > 0 ? at : cut;
		*units = 0;
		for (scan = eng_str_sub(*rest, 0, cut); eng_utf8_next(&scan, &c);) {
			*units += units_of(c, ucs2);
		}
	}
	*segment = eng_str_sub(*rest, 0, cut);
	*rest = eng_str_sub(*rest, cut, rest->n);
	return cut > 0;
}

eng_gsm7_size eng_gsm7_measure(eng_str text) {
	eng_gsm7_size size = { .segments = 1 };
	eng_str rest = text, segment;
	size_t wide = 0, each;
	uint32_t c;

	while (eng_utf8_next(&rest, &c)) {
		size_t septets = (size_t)eng_gsm7_septets(c);

		size.ucs2 |= septets == 0;
		size.units += septets;
		wide += c > 0xffff ? 2 : 1;
	}
	size.units = size.ucs2 ? wide : size.units;
	if (size.units > eng_gsm7_room(size.ucs2, 1)) {
		size.segments = 0;
		for (rest = text; eng_gsm7_segment(&rest, size.ucs2, &segment, &each);) {
			size.segments++;
		}
	}
	size.room = eng_gsm7_room(size.ucs2, size.segments);
	return size;
}

static void add_octet(eng_buf *out, unsigned octet) {
	static const char digits[] = "0123456789abcdef";

	eng_buf_char(out, digits[octet >> 4 & 15]);
	eng_buf_char(out, digits[octet & 15]);
}

static void add_unit(eng_buf *out, uint32_t unit) {
	add_octet(out, unit >> 8);
	add_octet(out, unit & 0xff);
}

void eng_gsm7_hex(eng_str text, bool ucs2, eng_buf *out) {
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		const code *found = ucs2 ? NULL : code_of(c);

		if (ucs2 && c > 0xffff) {
			add_unit(out, 0xd7c0 + (c >> 10));
			add_unit(out, 0xdc00 | (c & 0x3ff));
		} else if (ucs2) {
			add_unit(out, c);
		} else if (found) {
			if (found->septets == 2) {
				add_octet(out, ESCAPE);
			}
			add_octet(out, found->code);
		} else {
			add_octet(out, c);
		}
	}
}
