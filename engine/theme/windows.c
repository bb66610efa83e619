/* The windows of envelopes by name: where the recipient's lines are seen, and nothing is cut.
 *
 * Each box is the place of the lines themselves: the field of the standard without its return line and
 * notes, and 5 mm (1/8 inch) in from the field's left edge, since the sheet has play in its envelope. DIN
 * 5008: lines begin 25 mm from the left edge of the sheet. */
#include "theme/loader.h"

/* In tenths of a millimetre from the left and top edges of the sheet; of windows at the right, left is
 * measured from the right edge of the sheet to the left edge of the box. */
typedef struct window {
	const char *name;
	bool at_right;
	int left, top, width, height;
} window;

static const window windows[] = {
	{ "din-5008-a", false, 250, 447, 800, 273 }, /* field 20, 27, 85 x 45 */
	{ "din-5008-b", false, 250, 627, 800, 273 }, /* field 20, 45, 85 x 45 */
	{ "c6-c5", false, 250, 627, 660, 273 },      /* the same, as far as it shows in a C6/C5 */
	{ "swiss-left", false, 250, 405, 900, 350 }, /* field 20, 35.5, 100 x 45 */
	{ "swiss-right", true, 930, 500, 800, 350 }, /* field 8 from the right, 45, 90 x 45 */
	{ "nf", true, 1050, 400, 900, 350 },         /* field 10 from the right, 35, 100 x 45 */
	{ "us-9", false, 206, 587, 1080, 222 }, /* window 4.5 x 1.125 inches of a #9 or double */
	{ "us-10", false, 222, 635, 889, 170 }, /* what always shows of the window of a #10 */
};

enum { WINDOWS = sizeof(windows) / sizeof(windows[0]) };

static eng_length tenths(int n) {
	return (eng_length)n * 72000 / 254;
}

bool eng_theme_window(eng_theme_loader *l, const eng_yaml *value, const eng_master *master,
		      eng_rect *out) {
	const char *names[WINDOWS], *near;

	for (size_t i = 0; i < WINDOWS; i++) {
		const window *w = &windows[i];

		names[i] = w->name;
		if (value->kind == ENG_YAML_SCALAR && eng_str_eqc(value->text, w->name)) {
			eng_length left = tenths(w->left);

			*out = (eng_rect){ w->at_right ? master->width - left : left,
					   tenths(w->top), tenths(w->width), tenths(w->height) };
			return (out->x >= 0 && out->x + out->w <= master->width &&
				out->y + out->h <= master->height) ||
			       eng_theme_fault(l, "theme.box", value->where,
					       "window '%s' does not lie on the page", w->name);
		}
	}
	near = value->kind == ENG_YAML_SCALAR ? eng_str_nearest(value->text, names, WINDOWS) : NULL;
	return eng_theme_fault(
	    l, "theme.bad-value", value->where,
	    near ? "unknown window '%s', did you mean '%s'?"
		 : "unknown window '%s', should be din-5008-a, din-5008-b, c6-c5, "
		   "swiss-left, swiss-right, nf, us-9 or us-10",
	    eng_quote(l->arena, value->text), near);
}
