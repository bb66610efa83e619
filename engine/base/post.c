/* Postcodes against the shapes of a country: only letters and digits count, spaces and hyphens are the
 * country's. Letters before the first digit, as in LV-1010, may be absent. */
#include "base/post.h"

#include <string.h>

#include "base/buf.h"

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
	return c >= 'A' && c <= 'Z';
}

static bool fits(char shape, char c) {
	return shape == '#'   ? is_digit(c)
	       : shape == '@' ? is_letter(c)
	       : shape == '*' ? is_digit(c) || is_letter(c)
			      : shape == c;
}

eng_str eng_post_digits(eng_arena *arena, eng_str postcode) {
	char *out = eng_arena_alloc(arena, postcode.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < postcode.n; i++) {
		char c = postcode.s[i];

		c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
		if (is_digit(c) || is_letter(c)) {
			out[n++] = c;
		}
	}
	return (eng_str){ out, n };
}

static bool is_mark(char shape) {
	return shape == ' ' || shape == '-';
}

/* Letters of the shape that stand for themselves at its begin. */
static size_t prefix_of(eng_str shape) {
	size_t n = 0;

	while (n < shape.n && is_letter(shape.s[n])) {
		n++;
	}
	return n;
}

/* Whether the characters are the shape's, from the given places on. */
static bool match(eng_str shape, size_t from, eng_str chars, eng_buf *out) {
	size_t at = 0;

	eng_buf_clear(out);
	eng_buf_add(out, shape.s, from);
	for (size_t i = from; i < shape.n; i++) {
		if (is_mark(shape.s[i])) {
			eng_buf_char(out, shape.s[i]);
		} else if (at < chars.n && fits(shape.s[i], chars.s[at])) {
			eng_buf_char(out, chars.s[at++]);
		} else {
			return false;
		}
	}
	return at == chars.n;
}

eng_str eng_post_code(eng_arena *arena, const eng_post *post, eng_str text) {
	eng_str chars = eng_post_digits(arena, text), found = { 0 }, shape;
	eng_str shapes = eng_str_from(post->postcodes ? post->postcodes : "");
	eng_buf out = { 0 };

	/* Other signs than those between the parts of a postcode are no postcode: "68100;68200". */
	for (size_t i = 0; i < text.n; i++) {
		if (strchr(" -", text.s[i]) == NULL &&
		    eng_post_digits(arena, eng_str_sub(text, i, i + 1)).n == 0) {
			return found;
		}
	}
	while (!found.s && chars.n && eng_str_split(&shapes, '|', &shape)) {
		size_t prefix = prefix_of(shape);

		if (match(shape, 0, chars, &out) || (prefix && match(shape, prefix, chars, &out))) {
			found = eng_str_copy(arena, eng_buf_view(&out));
		}
	}
	eng_buf_finish(&out);
	return found;
}
