/* Outlines are walked as chords, which is within a hundredth of what curves measure. */
#include "verify/pdf-type.h"

#include <math.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/utf8.h"

enum { CHORDS = 8 };

/* Small letters of Latin, Greek and Cyrillic without anything above. */
static bool is_low(uint32_t c) {
	static const uint16_t greek[] = { 0x3b1, 0x3b5, 0x3b9, 0x3ba, 0x3bd, 0x3bf, 0x3c0,
					  0x3c1, 0x3c2, 0x3c3, 0x3c4, 0x3c5, 0x3c9 };

	if (c < 0x80) {
		return c && strchr("acegmnopqrsuvwxyz", (int)c) != NULL;
	}
	for (size_t i = 0; i < sizeof(greek) / sizeof(greek[0]); i++) {
		if (greek[i] == c) {
			return true;
		}
	}
	return c >= 0x430 && c <= 0x44f && c != 0x431 && c != 0x439 && c != 0x444;
}

eng_pdf_height eng_pdf_height_of(eng_str text) {
	uint32_t c = 0;
	size_t n = text.n ? (size_t)eng_utf8_decode(text.s, text.n, &c) : 0;

	if (n == 0 || n < text.n) {
		return ENG_PDF_NO_HEIGHT; /* ligatures reach anywhere */
	}
	if (is_low(c)) {
		return ENG_PDF_X_HEIGHT;
	}
	switch (u_charType((UChar32)c)) {
	case U_UPPERCASE_LETTER:
	case U_LOWERCASE_LETTER:
	case U_TITLECASE_LETTER:
	case U_DECIMAL_DIGIT_NUMBER:
		return ENG_PDF_LETTER_HEIGHT;
	default:
		return ENG_PDF_NO_HEIGHT;
	}
}

typedef struct walk {
	double x, y, area, length;
} walk;

static void go(walk *w, double x, double y) {
	w->area += (w->x * y - x * w->y) / 2;
	w->length += hypot(x - w->x, y - w->y);
	w->x = x;
	w->y = y;
}

static int move_to(const FT_Vector *to, void *user) {
	walk *w = user;

	w->x = (double)to->x;
	w->y = (double)to->y;
	return 0;
}

static int line_to(const FT_Vector *to, void *user) {
	go(user, (double)to->x, (double)to->y);
	return 0;
}

static int cubic_to(const FT_Vector *a, const FT_Vector *b, const FT_Vector *to, void *user) {
	walk *w = user;
	double x = w->x, y = w->y;

	for (int i = 1; i <= CHORDS; i++) {
		double t = (double)i / CHORDS, u = 1 - t;
		double k0 = u * u * u, k1 = 3 * u * u * t, k2 = 3 * u * t * t, k3 = t * t * t;

		go(w, k0 * x + k1 * (double)a->x + k2 * (double)b->x + k3 * (double)to->x,
		   k0 * y + k1 * (double)a->y + k2 * (double)b->y + k3 * (double)to->y);
	}
	return 0;
}

static int conic_to(const FT_Vector *a, const FT_Vector *to, void *user) {
	walk *w = user;
	double x = w->x, y = w->y;

	for (int i = 1; i <= CHORDS; i++) {
		double t = (double)i / CHORDS, u = 1 - t;

		go(w, u * u * x + 2 * u * t * (double)a->x + t * t * (double)to->x,
		   u * u * y + 2 * u * t * (double)a->y + t * t * (double)to->y);
	}
	return 0;
}

void eng_pdf_outline_sum(const FT_Outline *outline, double *area, double *length) {
	static const FT_Outline_Funcs funcs = { move_to, line_to, conic_to, cubic_to, 0, 0 };
	walk w = { 0 };

	*area = *length = 0;
	if (FT_Outline_Decompose((FT_Outline *)outline, &funcs, &w) == 0) {
		*area = fabs(w.area);
		*length = w.length;
	}
}
