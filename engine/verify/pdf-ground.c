/* On what ground a text stands: areas painted before it, down to the paper. Contrast as WCAG 2.2
 * defines it. */
#include "verify/pdf-sight.h"

enum { LAYERS = 16 };

typedef struct colour {
	double r, g, b;
} colour;

/* Crossings of a ray to the right (8.5.3.3). */
bool eng_pdf_area_holds(const eng_pdf_shown *area, double x, double y) {
	const eng_pdf_point *p = area->points, *start = p;
	int winding = 0;

	if (area->flags & ENG_PDF_RECTANGLE) {
		return x >= area->box.x0 && x <= area->box.x1 && y >= area->box.y0 &&
		       y <= area->box.y1;
	}
	for (size_t i = 0; i < area->point_count; i++) {
		bool last = i + 1 == area->point_count || p[i + 1].begins;
		const eng_pdf_point *a, *b;

		start = p[i].begins ? &p[i] : start;
		a = &p[i];
		b = last ? start : &p[i + 1];
		if ((a->y <= y) != (b->y <= y) &&
		    x < a->x + (y - a->y) / (b->y - a->y) * (b->x - a->x)) {
			winding += a->y <= y ? 1 : -1;
		}
	}
	return area->flags & ENG_PDF_EVEN_ODD ? winding & 1 : winding != 0;
}

/* How many of nine points of a box an area covers. */
static int coverage(const eng_pdf_shown *area, const eng_pdf_box *box) {
	eng_pdf_box visible = eng_pdf_box_common(&area->box, &area->clip);
	int covered = 0;

	for (int i = 0; i < 9; i++) {
		double x = box->x0 + (box->x1 - box->x0) * (i % 3) / 2;
		double y = box->y0 + (box->y1 - box->y0) * (i / 3) / 2;

		covered += x >= visible.x0 && x <= visible.x1 && y >= visible.y0 &&
			   y <= visible.y1 && eng_pdf_area_holds(area, x, y);
	}
	return covered;
}

static colour mixed(colour below, const eng_pdf_tint *above) {
	double a = above->alpha;

	return (colour){ below.r * (1 - a) + above->r * a, below.g * (1 - a) + above->g * a,
			 below.b * (1 - a) + above->b * a };
}

static double linear(double v) {
	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double luminance(colour c) {
	return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

static double contrast(colour a, colour b) {
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

static bool is_ground(const eng_pdf_shown *below, const eng_pdf_box *box) {
	eng_pdf_box visible;

	if (below->kind == ENG_PDF_STROKE || below->kind == ENG_PDF_TEXT ||
	    below->tint.alpha <= 0) {
		return false;
	}
	visible = eng_pdf_box_common(&below->box, &below->clip);
	return eng_pdf_box_meets(&visible, box);
}

double eng_pdf_ground_contrast(const eng_pdf_show *show, uint32_t item, const eng_pdf_box *box) {
	const eng_pdf_shown *text = &show->items[item], *layers[LAYERS];
	colour grounds[LAYERS + 1] = { { 1, 1, 1 } };
	size_t n = 0, count = 1;
	double lowest = 1e9;

	if (text->tint.unknown) {
		return -1;
	}
	for (uint32_t i = item; i-- > 0 && n < LAYERS;) {
		const eng_pdf_shown *below = &show->items[i];

		if (!is_ground(below, box)) {
			continue;
		}
		if (below->tint.unknown ||
		    below->flags & (ENG_PDF_SHAPED_CLIP | ENG_PDF_MASKED | ENG_PDF_BLENDED)) {
			return -1;
		}
		layers[n++] = below;
		if (below->tint.alpha == 1 && coverage(below, box) == 9) {
			break;
		}
	}
	while (n-- >
	       0) { /* upwards: a layer that covers all changes every ground, others add one */
		int covered = coverage(layers[n], box);
		size_t before = count;

		for (size_t i = 0; i < before && covered; i++) {
			colour c = mixed(grounds[i], &layers[n]->tint);

			if (covered == 9) {
				grounds[i] = c;
			} else if (i == 0) {
				grounds[count++] = c;
			}
		}
		if (covered == 9 && layers[n]->tint.alpha == 1) {
			count = 1;
		}
	}
	for (size_t i = 0; i < count; i++) {
		double c = contrast(mixed(grounds[i], &text->tint), grounds[i]);

		lowest = c < lowest ? c : lowest;
	}
	return lowest;
}
