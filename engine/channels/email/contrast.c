/* Text on its ground in each look that a client may give a message: as designed, dark as designed, and
 * dark by force, which authors cannot turn off. Two kinds of force are simulated: Outlook's, which
 * moves lightness (CIELAB) from 0..100 to 100..21, and the plain inversion of lightness (HSL) that
 * others come close to. */
#include "channels/email/gate.h"

#include <math.h>

#define NEED    4500   /* WCAG 2.1 success criterion 1.4.3, thousandths */
#define DARKEST 21.247 /* L* of #333333, Outlook's darkest ground */

typedef enum look { LOOK_LIGHT, LOOK_DARK, LOOK_OUTLOOK, LOOK_INVERTED, LOOKS } look;

static double linear(uint8_t v) {
	double s = v / 255.0;

	return s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4);
}

static uint8_t gamma_of(double v) {
	double s = v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055;

	return (uint8_t)(s <= 0 ? 0 : s >= 1 ? 255 : s * 255 + 0.5);
}

static double lab_f(double t) {
	return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

static double lab_f_inverse(double t) {
	return t > 0.206893 ? t * t * t : (t - 16.0 / 116) / 7.787;
}

/* sRGB to CIELAB (D65), the lightness moved, and back. */
static eng_color outlook(eng_color c) {
	double r = linear(c.r), g = linear(c.g), b = linear(c.b);
	double x = lab_f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
	double y = lab_f(0.2126 * r + 0.7152 * g + 0.0722 * b);
	double z = lab_f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
	double lightness = 116 * y - 16, fy;

	lightness = (100 - lightness) * ((100 - DARKEST) / 100) + DARKEST;
	fy = (lightness + 16) / 116;
	x = 0.95047 * lab_f_inverse(fy + (x - y));
	z = 1.08883 * lab_f_inverse(fy - (y - z));
	y = lab_f_inverse(fy);
	return (eng_color){ gamma_of(3.2406 * x - 1.5372 * y - 0.4986 * z),
			    gamma_of(-0.9689 * x + 1.8758 * y + 0.0415 * z),
			    gamma_of(0.0557 * x - 0.2040 * y + 1.0570 * z), 255 };
}

/* The same hue and chroma at the opposite lightness. */
static eng_color inverted(eng_color c) {
	int most = c.r > c.g ? c.r : c.g, least = c.r < c.g ? c.r : c.g, shift;

	most = c.b > most ? c.b : most;
	least = c.b < least ? c.b : least;
	shift = 255 - most - least;
	return (eng_color){ (uint8_t)(c.r + shift), (uint8_t)(c.g + shift), (uint8_t)(c.b + shift),
			    255 };
}

typedef struct pair {
	const char *what;
	eng_color ink, ground;
} pair;

#define PAIRS 8

static void pairs_of(const eng_email_style *e, bool dark, pair out[PAIRS]) {
	eng_color text = dark ? e->d_text : e->text, muted = dark ? e->d_muted : e->muted;
	eng_color accent = dark ? e->d_accent : e->accent;
	eng_color on_accent = dark ? e->d_on_accent : e->on_accent;
	eng_color card = dark ? e->d_card : e->card, page = dark ? e->d_page : e->page;
	const pair pairs[PAIRS] = {
		{ "'text' on 'card'", text, card },
		{ "'text' on 'page'", text, page },
		{ "'muted' on 'card'", muted, card },
		{ "'muted' on 'page'", muted, page },
		{ "'accent' on 'card'", accent, card },
		{ "'accent' on 'page'", accent, page },
		{ "'on-accent' on 'accent'", on_accent, accent },
		{ "the mark of drafts", { 0x3a, 0x2c, 0x00, 255 }, { 0xff, 0xe9, 0xa8, 255 } },
	};

	memcpy(out, pairs, sizeof(pairs));
}

bool eng_gate_contrast(eng_ctx *ctx, const eng_theme *theme) {
	static const char *const names[LOOKS] = { "light", "dark", "dark by force (Outlook's way)",
						  "dark by force (inverted)" };
	bool good = true;

	for (look way = LOOK_LIGHT; way < LOOKS; way++) {
		pair pairs[PAIRS];

		pairs_of(&theme->email, way == LOOK_DARK && theme->email.dark, pairs);
		for (size_t i = 0; i < PAIRS; i++) {
			eng_color ink = pairs[i].ink, ground = pairs[i].ground;
			int ratio;

			ink = way == LOOK_OUTLOOK ? outlook(ink) : ink;
			ink = way == LOOK_INVERTED ? inverted(ink) : ink;
			ground = way == LOOK_OUTLOOK ? outlook(ground) : ground;
			ground = way == LOOK_INVERTED ? inverted(ground) : ground;
			ratio = eng_color_contrast(ink, ground);
			if (ratio < NEED) {
				good = eng_fail(
				    ctx, "email.contrast", (eng_loc){ theme->path.s, 0, 0 },
				    "%s has a contrast of %d.%d to 1 in messages in "
				    "%s, at least 4.5 to 1 can be read",
				    pairs[i].what, ratio / 1000, ratio % 1000 / 100, names[way]);
			}
		}
	}
	return good;
}
