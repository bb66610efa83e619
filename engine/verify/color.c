/* Reading colours; what is seen of those that let the ground through. */
#include "verify/color.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "verify/length.h"

/* "rgb(1, 2, 3)", "rgba(1,2,3,.5)": nothing that is worked out, and no other way of writing it, which some readers
 * drop. */
static bool read_rgb(eng_str text, eng_color *color) {
	double parts[4] = { 0, 0, 0, 1 };
	size_t open = eng_str_index(text, ENG_STR("(")), n = 0;
	eng_str rest = eng_str_sub(text, open + 1, text.n - 1), part;

	if (open == text.n || text.s[text.n - 1] != ')') {
		return false;
	}
	while (eng_str_split(&rest, ',', &part)) {
		eng_str unit;

		part = eng_str_trim(part);
		if (n == 4 || !eng_css_number(part, &parts[n], &unit) || unit.n ||
		    part.s[part.n - 1] == '.' || parts[n] < 0) {
			return false;
		}
		n++;
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
	text = eng_str_trim(text);
	if (text.n > 4 && (strncasecmp(text.s, "rgb(", 4) == 0 ||
			   (text.n > 5 && strncasecmp(text.s, "rgba(", 5) == 0))) {
		return read_rgb(text, color);
	}
	return eng_color_parse(text, color) || read_word(text, color);
}

eng_color eng_css_color_over(eng_color c, eng_color g) {
	int a = c.a, rest = 255 - c.a;

	return (eng_color){ (uint8_t)((c.r * a + g.r * rest) / 255),
			    (uint8_t)((c.g * a + g.g * rest) / 255),
			    (uint8_t)((c.b * a + g.b * rest) / 255), 255 };
}
