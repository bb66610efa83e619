/* Estimates of widths. Knows how wide letters are on average; not fonts, which no message can know. */
#include "channels/email/fit.h"

#include <string.h>

#include "base/utf8.h"
#include "channels/common/wrap.h"

enum {
	NARROWEST = 257, /* px inside a box at 320 px, where facts are of 14 px */
	USUAL = 295,     /* px inside a box at 375 px */
	GAP = 12,        /* between a label and its value */
	BROKEN = 90      /* what a piece that may break anywhere wants */
};

/* Tenths of a px of a character at 15 px. */
static int advance(uint32_t c) {
	switch (c) {
	case 'i':
	case 'j':
	case 'l':
	case '.':
	case ',':
	case ':':
	case ';':
	case '\'':
	case '|':
	case '!':
		return 40;
	case 'f':
	case 't':
	case 'r':
	case 'I':
	case '-':
	case '(':
	case ')':
	case '/':
	case ' ':
	case 0xA0:
	case 0x202F:
		return 52;
	case 'm':
	case 'w':
	case 'M':
	case 'W':
	case '@':
	case '%':
		return 130;
	case '&':
	case '+':
		return 106;
	default:
		return c >= 0x80 ? 95 : c >= 'A' && c <= 'Z' ? 106 : 84;
	}
}

int eng_fit_line(eng_str text) {
	int tenths = 0;

	while (text.n) {
		eng_str rest = text;
		uint32_t c;
		int columns;

		eng_utf8_next(&rest, &c);
		columns = c < 0x80 ? 1 : eng_wrap_width(eng_str_sub(text, 0, text.n - rest.n));
		tenths += columns > 1 ? 155 : columns * advance(c);
		text = rest;
	}
	return (tenths + 9) / 10;
}

static int longest(eng_str text, const char *breaks) {
	int most = 0;

	for (size_t from = 0, i = 0; i <= text.n; i++) {
		if (i == text.n || strchr(breaks, text.s[i])) {
			int px = eng_fit_line(eng_str_sub(text, from, i < text.n ? i + 1 : i));

			most = px > most ? px : most;
			from = i + 1;
		}
	}
	return most;
}

int eng_fit_piece(eng_str text) {
	int px = longest(text, " -\n");

	return px <= NARROWEST ? px : BROKEN;
}

void eng_fit_add(eng_fit *fit, eng_str label, int value) {
	int px = longest(label, " ");

	fit->label = px > fit->label ? px : fit->label;
	fit->value = value > fit->value ? value : fit->value;
}

bool eng_fit_whole(const eng_fit *fit, eng_str label) {
	return eng_fit_line(label) + GAP + fit->value <= NARROWEST;
}

const char *eng_fit_class(const eng_fit *fit) {
	int px = fit->label + GAP + fit->value;

	return px <= NARROWEST ? "" : px <= USUAL ? " fn" : " fn fw";
}
