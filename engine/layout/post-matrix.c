/* Data Matrix ECC 200 (ISO/IEC 16022) in the four sizes of posts, in the one encodation that each of them asks
 * for: libzint chooses encodations by itself, and posts want C40 or Base 256 from the first word to the last. */
#include "layout/post-matrix.h"

#include <stdint.h>

enum { MOST_WORDS = 128, LATCH_C40 = 230, LATCH_BYTES = 231, UNLATCH = 254, PAD = 129 };

typedef struct size {
	int rows, columns, down, across; /* modules; regions */
	int words, checks;
} size;

static const size sizes[] = {
	[ENG_POST_24] = { 24, 24, 1, 1, 36, 24 },
	[ENG_POST_26] = { 26, 26, 1, 1, 44, 28 },
	[ENG_POST_32] = { 32, 32, 2, 2, 62, 36 },
	[ENG_POST_16_48] = { 16, 48, 1, 2, 49, 28 },
};

/* ---- words ---- */

static uint8_t c40(char c) {
	return (uint8_t)(c == ' ' ? 3 : c <= '9' ? c - '0' + 4 : c - 'A' + 14);
}

/* Three characters are two words; a last one alone is ASCII behind the unlatching. */
static int put_c40(eng_str text, uint8_t *words) {
	int n = 0;
	size_t i = 0;

	words[n++] = LATCH_C40;
	for (; i + 3 <= text.n; i += 3) {
		int value =
		    1600 * c40(text.s[i]) + 40 * c40(text.s[i + 1]) + c40(text.s[i + 2]) + 1;

		words[n++] = (uint8_t)(value / 256);
		words[n++] = (uint8_t)(value % 256);
	}
	words[n++] = UNLATCH;
	for (; i < text.n; i++) {
		words[n++] = (uint8_t)(text.s[i] + 1);
	}
	return n;
}

static uint8_t scattered(int value, int position) {
	return (uint8_t)((value + 149 * position % 255 + 1) & 0xff);
}

static int put_bytes(eng_str text, uint8_t *words) {
	int n = 0;

	words[n++] = LATCH_BYTES;
	words[n] = scattered((int)text.n, n + 1);
	n++;
	for (size_t i = 0; i < text.n; i++, n++) {
		words[n] = scattered((uint8_t)text.s[i], n + 1);
	}
	return n;
}

static void pad(uint8_t *words, int n, int all) {
	if (n < all) {
		words[n++] = PAD;
	}
	for (; n < all; n++) {
		int value = PAD + 149 * (n + 1) % 253 + 1;

		words[n] = (uint8_t)(value > 254 ? value - 254 : value);
	}
}

/* Product in the field of 256 elements over x^8 + x^5 + x^3 + x^2 + 1. */
static uint8_t times(unsigned a, unsigned b) {
	unsigned product = 0;

	for (; b; b >>= 1, a = a & 0x80 ? (a << 1) ^ 0x12d : a << 1) {
		product ^= b & 1 ? a : 0;
	}
	return (uint8_t)product;
}

/* Reed-Solomon: the remainder by the polynomial whose roots are 2, 4, 8 ... */
static void add_checks(uint8_t *words, const size *s) {
	uint8_t generator[MOST_WORDS] = { 1 }, *rest = words + s->words;
	unsigned root = 1;

	for (int i = 1; i <= s->checks; i++) {
		root = times(root, 2);
		for (int k = i; k > 0; k--) {
			generator[k] = (uint8_t)(generator[k] ^ times(generator[k - 1], root));
		}
	}
	for (int i = 0; i < s->words; i++) {
		uint8_t head = words[i] ^ rest[0];

		for (int k = 0; k < s->checks; k++) {
			uint8_t next = k + 1 < s->checks ? rest[k + 1] : 0;

			rest[k] = next ^ times(head, generator[k + 1]);
		}
	}
}

/* ---- where their bits stand (annex F) ---- */

typedef struct map {
	int rows, columns; /* without the borders of regions */
	const uint8_t *words;
	uint8_t *cells; /* 0: free, 2: paper, 3: ink */
} map;

static void put(map *m, int row, int column, int word, int bit) {
	if (row < 0) {
		row += m->rows;
		column += 4 - (m->rows + 4) % 8;
	}
	if (column < 0) {
		column += m->columns;
		row += 4 - (m->columns + 4) % 8;
	}
	m->cells[row * m->columns + column] = (uint8_t)(2 | (m->words[word] >> (7 - bit) & 1));
}

static void put_utah(map *m, int row, int column, int word) {
	static const int8_t at[8][2] = { { -2, -2 }, { -2, -1 }, { -1, -2 }, { -1, -1 },
					 { -1, 0 },  { 0, -2 },  { 0, -1 },  { 0, 0 } };

	for (int i = 0; i < 8; i++) {
		put(m, row + at[i][0], column + at[i][1], word, i);
	}
}

/* The four words that lie in corners: rows and columns, counted from the far edge where negative. */
static void put_corner(map *m, int which, int word) {
	static const int8_t at[4][8][2] = {
		{ { -1, 0 },
		  { -1, 1 },
		  { -1, 2 },
		  { 0, -2 },
		  { 0, -1 },
		  { 1, -1 },
		  { 2, -1 },
		  { 3, -1 } },
		{ { -3, 0 },
		  { -2, 0 },
		  { -1, 0 },
		  { 0, -4 },
		  { 0, -3 },
		  { 0, -2 },
		  { 0, -1 },
		  { 1, -1 } },
		{ { -3, 0 },
		  { -2, 0 },
		  { -1, 0 },
		  { 0, -2 },
		  { 0, -1 },
		  { 1, -1 },
		  { 2, -1 },
		  { 3, -1 } },
		{ { -1, 0 },
		  { -1, -1 },
		  { 0, -3 },
		  { 0, -2 },
		  { 0, -1 },
		  { 1, -3 },
		  { 1, -2 },
		  { 1, -1 } },
	};

	for (int i = 0; i < 8; i++) {
		int row = at[which][i][0], column = at[which][i][1];

		put(m, row < 0 ? row + m->rows : row, column < 0 ? column + m->columns : column,
		    word, i);
	}
}

static bool is_free(const map *m, int row, int column) {
	return row >= 0 && row < m->rows && column >= 0 && column < m->columns &&
	       !m->cells[row * m->columns + column];
}

static int corner_at(const map *m, int row, int column) {
	if (row == m->rows && column == 0) {
		return 0;
	}
	if (row == m->rows - 2 && column == 0 && (m->columns % 4 || m->columns % 8 == 4)) {
		return m->columns % 4 ? 1 : 2;
	}
	return row == m->rows + 4 && column == 2 && m->columns % 8 == 0 ? 3 : -1;
}

/* Up to the right, then down to the left, until all is laid. */
static void lay(map *m) {
	int row = 4, column = 0, word = 0;

	do {
		int corner = corner_at(m, row, column);

		if (corner >= 0) {
			put_corner(m, corner, word++);
		}
		for (; row >= 0 && column < m->columns; row -= 2, column += 2) {
			if (row < m->rows && column >= 0 && is_free(m, row, column)) {
				put_utah(m, row, column, word++);
			}
		}
		row += 1;
		column += 3;
		for (; row < m->rows && column >= 0; row += 2, column -= 2) {
			if (row >= 0 && column < m->columns && is_free(m, row, column)) {
				put_utah(m, row, column, word++);
			}
		}
		row += 3;
		column += 1;
	} while (row < m->rows || column < m->columns);
	if (is_free(m, m->rows - 1, m->columns - 1)) {
		m->cells[m->rows * m->columns - 1] = 3;
		m->cells[(m->rows - 1) * m->columns - 2] = 3;
	}
}

/* Each region has a solid edge at the left and below, and a dotted one above and at the right. */
static void frame(const size *s, const map *m, bool *dark) {
	int high = s->rows / s->down, wide = s->columns / s->across;

	for (int row = 0; row < s->rows; row++) {
		for (int column = 0; column < s->columns; column++) {
			int r = row % high, c = column % wide;
			int at = (row - 1 - 2 * (row / high)) * m->columns + column - 1 -
				 2 * (column / wide);

			dark[row * s->columns + column] = c == 0          ? true
							  : r == high - 1 ? true
							  : r == 0        ? c % 2 == 0
							  : c == wide - 1 ? r % 2 == 1
									  : m->cells[at] == 3;
		}
	}
}

bool eng_post_matrix_make(eng_arena *arena, eng_post_size which, eng_str text, bool bytes,
			  bool **dark, int *rows, int *columns) {
	const size *s = &sizes[which];
	uint8_t words[MOST_WORDS + 64] = { 0 };
	map m = { s->rows - 2 * s->down, s->columns - 2 * s->across, words, NULL };
	int n;

	if (text.n > 90) {
		return false;
	}
	n = bytes ? put_bytes(text, words) : put_c40(text, words);
	if (n > s->words) {
		return false;
	}
	pad(words, n, s->words);
	add_checks(words, s);
	m.cells = eng_arena_new_array(arena, (size_t)(m.rows * m.columns), uint8_t);
	lay(&m);
	*dark = eng_arena_new_array(arena, (size_t)(s->rows * s->columns), bool);
	frame(s, &m, *dark);
	*rows = s->rows;
	*columns = s->columns;
	return true;
}
