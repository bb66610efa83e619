/* Reading colours; what is seen of those that let the ground through. */
#include "verify/color.h"

#include <glib.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static bool is_hex(char c) {
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* "#" and its digits. */
static bool read_hex(eng_str text, eng_color *color) {
	size_t n = 1;

	while (n < text.n && is_hex(text.s[n])) {
		n++;
	}
	return eng_color_parse(eng_str_sub(text, 0, n), color);
}

/* "rgb(1, 2, 3)", "rgba(1 2 3 / 50%)": numbers in the order in which they stand. */
static bool read_rgb(eng_str text, eng_color *color) {
	double parts[4] = { 0, 0, 0, 1 };
	size_t n = 0, i = 4;

	while (i < text.n && text.s[i] != ')' && n < 4) {
		double whole = 0, scale = 1;
		bool any = false, point = false;

		for (; i < text.n && (g_ascii_isdigit(text.s[i]) || text.s[i] == '.'); i++) {
			if (text.s[i] == '.') {
				point = true;
			} else {
				any = true;
				whole = whole * 10 + (text.s[i] - '0');
				scale *= point ? 10 : 1;
			}
		}
		if (any) {
			bool percent = i < text.n && text.s[i] == '%';

			parts[n] = whole / scale * (percent ? (n < 3 ? 2.55 : 0.01) : 1);
			n++;
		} else {
			i++;
		}
	}
	*color = (eng_color){ (uint8_t)fmin(parts[0], 255), (uint8_t)fmin(parts[1], 255),
			      (uint8_t)fmin(parts[2], 255), (uint8_t)(fmin(parts[3], 1) * 255) };
	return n >= 3;
}

static bool read_word(eng_str word, eng_color *color) {
	static const struct {
		const char *name;
		eng_color color;
	} known[] = {
		{ "transparent", { 0, 0, 0, 0 } },
		{ "white", { 255, 255, 255, 255 } },
		{ "black", { 0, 0, 0, 255 } },
		{ "red", { 255, 0, 0, 255 } },
		{ "green", { 0, 128, 0, 255 } },
		{ "blue", { 0, 0, 255, 255 } },
		{ "yellow", { 255, 255, 0, 255 } },
		{ "gray", { 128, 128, 128, 255 } },
		{ "grey", { 128, 128, 128, 255 } },
		{ "silver", { 192, 192, 192, 255 } },
		{ "snow", { 255, 250, 250, 255 } },
		{ "ivory", { 255, 255, 240, 255 } },
		{ "whitesmoke", { 245, 245, 245, 255 } },
		{ "lightgray", { 211, 211, 211, 255 } },
		{ "lightgrey", { 211, 211, 211, 255 } },
		{ "ghostwhite", { 248, 248, 255, 255 } },
		{ "aliceblue", { 240, 248, 255, 255 } },
		{ "gainsboro", { 220, 220, 220, 255 } },
		{ "navy", { 0, 0, 128, 255 } },
		{ "beige", { 245, 245, 220, 255 } },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (word.n == strlen(known[i].name) &&
		    strncasecmp(word.s, known[i].name, word.n) == 0) {
			*color = known[i].color;
			return true;
		}
	}
	return false;
}

bool eng_css_color_read(eng_str text, eng_color *color) {
	eng_str word;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '#') {
			return read_hex(eng_str_sub(text, i, text.n), color);
		}
		if (i + 4 < text.n && strncasecmp(text.s + i, "rgb", 3) == 0) {
			return read_rgb(eng_str_sub(text, i, text.n), color);
		}
	}
	while (eng_str_word(&text, &word)) {
		if (read_word(word, color)) {
			return true;
		}
	}
	return false;
}

eng_color eng_css_color_over(eng_color c, eng_color g) {
	int a = c.a, rest = 255 - c.a;

	return (eng_color){ (uint8_t)((c.r * a + g.r * rest) / 255),
			    (uint8_t)((c.g * a + g.g * rest) / 255),
			    (uint8_t)((c.b * a + g.b * rest) / 255), 255 };
}
