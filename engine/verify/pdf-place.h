/* Matrices and boxes of PDF space: points, y upwards (ISO 32000-1 8.3). */
#ifndef ENG_VERIFY_PDF_PLACE_H
#define ENG_VERIFY_PDF_PLACE_H

#include <math.h>
#include <stdbool.h>

typedef struct eng_pdf_matrix {
	double a, b, c, d, e, f;
} eng_pdf_matrix;

/* Empty when x1 <= x0 or y1 <= y0. */
typedef struct eng_pdf_box {
	double x0, y0, x1, y1;
} eng_pdf_box;

#define ENG_PDF_IDENTITY ((eng_pdf_matrix){ 1, 0, 0, 1, 0, 0 })
#define ENG_PDF_NOWHERE  ((eng_pdf_box){ 1e9, 1e9, -1e9, -1e9 })

/* First m, then n. */
static inline eng_pdf_matrix eng_pdf_matrix_times(const eng_pdf_matrix *m,
						  const eng_pdf_matrix *n) {
	return (
	    eng_pdf_matrix){ m->a * n->a + m->b * n->c,        m->a * n->b + m->b * n->d,
			     m->c * n->a + m->d * n->c,        m->c * n->b + m->d * n->d,
			     m->e * n->a + m->f * n->c + n->e, m->e * n->b + m->f * n->d + n->f };
}

static inline void eng_pdf_matrix_apply(const eng_pdf_matrix *m, double x, double y, double *to_x,
					double *to_y) {
	*to_x = m->a * x + m->c * y + m->e;
	*to_y = m->b * x + m->d * y + m->f;
}

static inline void eng_pdf_box_add(eng_pdf_box *box, double x, double y) {
	box->x0 = x < box->x0 ? x : box->x0;
	box->y0 = y < box->y0 ? y : box->y0;
	box->x1 = x > box->x1 ? x : box->x1;
	box->y1 = y > box->y1 ? y : box->y1;
}

/* The upright box around a box that is moved. */
static inline eng_pdf_box eng_pdf_box_moved(const eng_pdf_matrix *m, double x0, double y0,
					    double x1, double y1) {
	eng_pdf_box box = ENG_PDF_NOWHERE;
	double x, y;

	if (m->b == 0 && m->c == 0) { /* upright: two corners tell */
		double ax = m->a * x0 + m->e, bx = m->a * x1 + m->e;
		double ay = m->d * y0 + m->f, by = m->d * y1 + m->f;

		return (eng_pdf_box){ ax < bx ? ax : bx, ay < by ? ay : by, ax > bx ? ax : bx,
				      ay > by ? ay : by };
	}
	eng_pdf_matrix_apply(m, x0, y0, &x, &y);
	eng_pdf_box_add(&box, x, y);
	eng_pdf_matrix_apply(m, x1, y0, &x, &y);
	eng_pdf_box_add(&box, x, y);
	eng_pdf_matrix_apply(m, x0, y1, &x, &y);
	eng_pdf_box_add(&box, x, y);
	eng_pdf_matrix_apply(m, x1, y1, &x, &y);
	eng_pdf_box_add(&box, x, y);
	return box;
}

static inline eng_pdf_box eng_pdf_box_common(const eng_pdf_box *a, const eng_pdf_box *b) {
	return (eng_pdf_box){ a->x0 > b->x0 ? a->x0 : b->x0, a->y0 > b->y0 ? a->y0 : b->y0,
			      a->x1 < b->x1 ? a->x1 : b->x1, a->y1 < b->y1 ? a->y1 : b->y1 };
}

static inline bool eng_pdf_box_meets(const eng_pdf_box *a, const eng_pdf_box *b) {
	return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

static inline bool eng_pdf_box_holds(const eng_pdf_box *outer, const eng_pdf_box *inner,
				     double slack) {
	return inner->x0 >= outer->x0 - slack && inner->x1 <= outer->x1 + slack &&
	       inner->y0 >= outer->y0 - slack && inner->y1 <= outer->y1 + slack;
}

static inline void eng_pdf_box_join(eng_pdf_box *box, const eng_pdf_box *other) {
	box->x0 = other->x0 < box->x0 ? other->x0 : box->x0;
	box->y0 = other->y0 < box->y0 ? other->y0 : box->y0;
	box->x1 = other->x1 > box->x1 ? other->x1 : box->x1;
	box->y1 = other->y1 > box->y1 ? other->y1 : box->y1;
}

static inline double eng_pdf_box_area(const eng_pdf_box *box) {
	double w = box->x1 - box->x0, h = box->y1 - box->y0;

	return w > 0 && h > 0 ? w * h : 0;
}

/* The length by which a matrix scales, on average. */
static inline double eng_pdf_matrix_scale(const eng_pdf_matrix *m) {
	return sqrt(fabs(m->a * m->d - m->b * m->c));
}

#endif
