/* Looking at many bytes at once finds what looking at each finds: every byte at every place of texts of every
 * length up to some blocks, the same byte and others behind it. */
#include <stdlib.h>

#include "unit.h"

#include "base/scan.h"

enum { LONGEST = 41, BLOCK = 16 };

#ifdef __SSE2__
static const bool markup_is_looked_for = true;
#else
static const bool markup_is_looked_for;
#endif

typedef bool kind(unsigned char c);
typedef size_t scan(const char *s, size_t n);

static bool is_wide(unsigned char c) {
	return c >= 0x80;
}

static bool is_unprintable(unsigned char c) {
	return c < 0x20 || c >= 0x7f;
}

static bool is_quoted(unsigned char c) {
	return c < 0x20 || c == '"' || c == '\\';
}

static bool is_quoted_or_wide(unsigned char c) {
	return is_quoted(c) || is_wide(c);
}

static bool is_coded(unsigned char c) {
	return is_unprintable(c) || c == '=';
}

static bool is_mark(unsigned char c) {
	return is_unprintable(c) || strchr("\"&'-<>", c);
}

static size_t low(const char *s, size_t n) {
	return eng_scan_low(s, n, ' ');
}

static bool is_low(unsigned char c) {
	return c < ' ';
}

static size_t quoted(const char *s, size_t n) {
	return eng_scan_quoted(s, n, 0);
}

static size_t quoted_or_wide(const char *s, size_t n) {
	return eng_scan_quoted(s, n, ENG_SCAN_TOPS);
}

static const struct {
	scan *scan;
	kind *stops;
} scans[] = {
	{ eng_scan_ascii, is_wide }, { eng_scan_printable, is_unprintable }, { low, is_low },
	{ quoted, is_quoted },       { quoted_or_wide, is_quoted_or_wide },
};

static size_t first_of(const char *s, size_t n, kind *stops) {
	size_t i = 0;

	while (i < n && !stops((unsigned char)s[i])) {
		i++;
	}
	return i;
}

static size_t count_of(const char *s, size_t n, kind *counted) {
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		count += counted((unsigned char)s[i]);
	}
	return count;
}

/* In memory of its own size, so that a byte too far is seen. */
static void check_scans(const char *s, size_t n) {
	char *text = malloc(n ? n : 1);
	bool good = text;

	if (good && n) {
		memcpy(text, s, n);
	}
	for (size_t k = 0; good && k < sizeof(scans) / sizeof(scans[0]); k++) {
		good = scans[k].scan(text, n) == first_of(text, n, scans[k].stops);
	}
	CHECK(good && eng_scan_count_wide(text, n) == count_of(text, n, is_wide));
	free(text);
}

static void check_texts(void) {
	char text[LONGEST];

	for (size_t n = 0; n <= LONGEST; n++) {
		memset(text, 'a', n);
		check_scans(text, n);
		for (size_t at = 0; at < n; at++) {
			for (int c = 0; c < 256; c++) {
				memset(text, 'a', n);
				text[at] = (char)c;
				check_scans(text, n);
				memset(text + at, c, n - at);
				check_scans(text, n);
			}
		}
	}
}

/* The lowest bit that is set: of the first byte of the kind. */
static bool is_first(uint64_t bits, const char *block, kind *stops) {
	size_t first = first_of(block, BLOCK, stops);

	return first == BLOCK ? bits == 0
			      : bits && (size_t)__builtin_ctzll(bits) == first && !(bits >> BLOCK);
}

static uint64_t bits_of(const char *block, const char *other) {
	uint64_t bits = 0;

	for (size_t i = 0; i < BLOCK; i++) {
		bits |= (uint64_t)(block[i] == other[i]) << i;
	}
	return bits;
}

static void check_blocks(void) {
	char block[BLOCK], same[BLOCK], other[BLOCK];

	for (int c = 0; c < 256; c++) {
		for (size_t at = 0; at < BLOCK * BLOCK; at++) {
			memset(block, 'a', BLOCK);
			memset(same, c, BLOCK);
			memset(other, 'b', BLOCK);
			block[at % BLOCK] = block[at / BLOCK] = (char)c;
			other[at % BLOCK] = (char)c;
			CHECK(is_first(eng_scan_wide(block), block, is_wide));
			CHECK(is_first(eng_scan_odd(block, '=', ' '), block, is_coded));
			CHECK(!markup_is_looked_for ||
			      is_first(eng_scan_markup(block), block, is_mark));
			CHECK(eng_scan_same(block, (char)c) == bits_of(block, same));
			CHECK(eng_scan_alike(block, other) == bits_of(block, other));
		}
	}
}

int main(void) {
	check_texts();
	check_blocks();
	return unit_done();
}
