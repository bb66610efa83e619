/* Boxes, edges and lines. A path is seen by its edges: where none passes, everything has one colour. */
#include "verify/pdf-among.h"

#define OVERLAP 0.3  /* of the smaller height or width: on one line, or one above the other */
#define NEAR    0.4  /* em behind a line that still reads on */
#define EDGE    0.25 /* pt by which neighbours may touch */
/* Em of a line's own size. */
#define ASCENT  0.75
#define DESCENT 0.2
#define THIN    0.15 /* a rule is no thicker */
#define SHORT   0.8  /* and no shorter: a dash is */
#define TALL    3.0  /* an upright one, which could be a letter */

static double em_of(const eng_pdf_shown *line) {
	return fabs(line->size * line->matrix.d);
}

/* Notes stand apart from the words that they belong to. */
static bool is_line(const eng_pdf_scene *scene, size_t region, uint32_t item, bool notes) {
	const eng_pdf_shown *text = &scene->sight->show->items[item];
	const eng_pdf_region *r = &scene->sight->regions[region];

	return scene->owner[item] == region + 1 && text->kind == ENG_PDF_TEXT &&
	       text->box.x1 >= text->box.x0 &&
	       (r->stretches[scene->stretch[item] - 1].role == ENG_PDF_NOTE) == notes;
}

eng_pdf_among eng_pdf_among_of(const eng_pdf_scene *scene, size_t region, bool notes) {
	const eng_pdf_sight *sight = scene->sight;
	eng_pdf_among among = { .box = ENG_PDF_NOWHERE,
				.apart = sight->regions[region].running,
				.pictures = sight->claims[sight->regions[region].claim].pictures };

	among.lines =
	    eng_arena_new_array(sight->source->arena, sight->show->n, const eng_pdf_shown *);
	for (uint32_t i = 0; i < sight->show->n; i++) {
		if (is_line(scene, region, i, notes)) {
			among.first = among.n ? among.first : i;
			among.lines[among.n++] = &sight->show->items[i];
			eng_pdf_box_join(&among.box, &sight->show->items[i].box);
		}
	}
	return among;
}

static bool overlaps(double a0, double a1, double b0, double b1) {
	double common = fmin(a1, b1) - fmax(a0, b0);

	return common > OVERLAP * fmin(a1 - a0, b1 - b0);
}

/* From where to where one reads on in a line: the column that it stands in, and right behind it. */
static void reach_of(const eng_pdf_among *among, const eng_pdf_shown *line, double *x0,
		     double *x1) {
	double reach = among->apart ? 0 : NEAR * em_of(line);

	*x0 = line->box.x0 - reach;
	*x1 = line->box.x1 + reach;
	for (size_t i = 0; i < among->n && !among->apart; i++) {
		const eng_pdf_box *b = &among->lines[i]->box;

		if (b->x0 < line->box.x1 && b->x1 > line->box.x0) {
			*x0 = fmin(*x0, b->x0);
			*x1 = fmax(*x1, b->x1);
		}
	}
}

static bool reads_on(const eng_pdf_among *among, const eng_pdf_shown *line, double x) {
	double x0, x1;

	reach_of(among, line, &x0, &x1);
	return x > x0 && x < x1;
}

bool eng_pdf_among_letter(const eng_pdf_among *among, const eng_pdf_box *ink) {
	double x = (ink->x0 + ink->x1) / 2, y = (ink->y0 + ink->y1) / 2;
	bool left = false, right = false, above = false, below = false;

	for (size_t i = 0; i < among->n; i++) {
		const eng_pdf_box *b = &among->lines[i]->box;

		if (overlaps(ink->y0, ink->y1, b->y0, b->y1)) {
			left |= b->x0 < x;
			right |= b->x1 > x;
			if (reads_on(among, among->lines[i], x)) {
				return true;
			}
		} else if (overlaps(ink->x0, ink->x1, b->x0, b->x1)) {
			above |= b->y0 > y;
			below |= b->y1 < y;
		}
	}
	return (left && right) || (above && below);
}

/* ---- fields ---- */

/* The line with its gaps, and the room up to the next line above in its column. Of a block with pictures of its own
 * only the line. */
static eng_pdf_box field_of(const eng_pdf_among *among, const eng_pdf_shown *line) {
	double y = line->matrix.f, em = em_of(line), above = 1e9;
	eng_pdf_box field = { 0, fmin(line->box.y0, y - DESCENT * em), 0,
			      fmax(line->box.y1, y + ASCENT * em) };

	reach_of(among, line, &field.x0, &field.x1);
	for (size_t i = 0; i < among->n && !among->pictures; i++) {
		const eng_pdf_box *b = &among->lines[i]->box;

		if (b->y0 > field.y1 && b->y0 < above &&
		    overlaps(field.x0, field.x1, b->x0, b->x1)) {
			above = b->y0;
		}
	}
	field.y1 = above < 1e9 ? above : field.y1;
	return field;
}

static void find_fields(eng_pdf_among *among, const eng_pdf_sight *sight) {
	if (among->fields) {
		return;
	}
	among->fields = eng_arena_new_array(sight->source->arena, among->n, eng_pdf_box);
	for (size_t i = 0; i < among->n; i++) {
		among->fields[i] = field_of(among, among->lines[i]);
	}
}

/* The inside of a field, as far as an item can be seen there. */
static eng_pdf_box inside_of(const eng_pdf_box *field, const eng_pdf_box *visible) {
	eng_pdf_box inner = { field->x0 + EDGE, field->y0 + EDGE, field->x1 - EDGE,
			      field->y1 - EDGE };

	return eng_pdf_box_common(&inner, visible);
}

static bool is_empty(const eng_pdf_box *box) {
	return box->x1 <= box->x0 || box->y1 <= box->y0;
}

bool eng_pdf_among_box(eng_pdf_among *among, const eng_pdf_sight *sight, const eng_pdf_box *box,
		       eng_pdf_box *common) {
	if (!eng_pdf_box_meets(box, &among->box)) {
		return false;
	}
	find_fields(among, sight);
	for (size_t i = 0; i < among->n; i++) {
		*common = inside_of(&among->fields[i], box);
		if (!is_empty(common)) {
			return true;
		}
	}
	return false;
}

/* ---- paths ---- */

/* Whether the line from a to b passes through a box (Liang and Barsky); *part: what of it does. */
static bool passes(double ax, double ay, double bx, double by, const eng_pdf_box *box,
		   eng_pdf_box *part) {
	const double d[4] = { ax - bx, bx - ax, ay - by, by - ay };
	const double q[4] = { ax - box->x0, box->x1 - ax, ay - box->y0, box->y1 - ay };
	double from = 0, to = 1;

	for (int i = 0; i < 4; i++) {
		if (d[i] == 0 && q[i] < 0) {
			return false;
		}
		if (d[i] < 0) {
			from = fmax(from, q[i] / d[i]);
		} else if (d[i] > 0) {
			to = fmin(to, q[i] / d[i]);
		}
	}
	*part = ENG_PDF_NOWHERE;
	eng_pdf_box_add(part, ax + from * (bx - ax), ay + from * (by - ay));
	eng_pdf_box_add(part, ax + to * (bx - ax), ay + to * (by - ay));
	return from < to;
}

/* A rule below or between lines, or an upright one between columns: too long to be read as a sign, and not where
 * letters stand. */
static bool is_rule(const eng_pdf_among *among, const eng_pdf_box *box) {
	double width = box->x1 - box->x0, height = box->y1 - box->y0;

	for (size_t i = 0; i < among->n; i++) {
		const eng_pdf_box *f = &among->fields[i];
		const eng_pdf_shown *line = among->lines[i];
		double em = em_of(line), y = line->matrix.f;

		if (!eng_pdf_box_meets(f, box)) {
			continue;
		}
		if (width <= THIN * em && height >= TALL * em) {
			continue;
		}
		if (height > THIN * em || width < SHORT * em ||
		    (box->y1 > y + EDGE && box->y0 < y + ASCENT * em)) {
			return false;
		}
	}
	return true;
}

static bool edges_pass(const eng_pdf_shown *item, const eng_pdf_box *inner, eng_pdf_box *part) {
	const eng_pdf_point *start = item->points;

	for (size_t i = 0; i < item->point_count; i++) {
		const eng_pdf_point *p = &item->points[i], *next = p + 1;

		start = p->begins ? p : start;
		next = i + 1 == item->point_count || next->begins ? start : next;
		if (passes(p->x, p->y, next->x, next->y, inner, part)) {
			return true;
		}
	}
	return false;
}

static bool sides_pass(const eng_pdf_box *b, const eng_pdf_box *inner, eng_pdf_box *part) {
	return passes(b->x0, b->y0, b->x1, b->y0, inner, part) ||
	       passes(b->x1, b->y0, b->x1, b->y1, inner, part) ||
	       passes(b->x1, b->y1, b->x0, b->y1, inner, part) ||
	       passes(b->x0, b->y1, b->x0, b->y0, inner, part);
}

bool eng_pdf_among_path(eng_pdf_among *among, const eng_pdf_sight *sight, const eng_pdf_shown *item,
			eng_pdf_box *common) {
	eng_pdf_box visible = eng_pdf_box_common(&item->box, &item->clip);
	double half = item->kind == ENG_PDF_STROKE ? item->size : 0;

	if (!eng_pdf_box_meets(&visible, &among->box)) {
		return false;
	}
	find_fields(among, sight);
	if (is_rule(among, &visible)) {
		return false;
	}
	for (size_t i = 0; i < among->n; i++) {
		eng_pdf_box inner = inside_of(&among->fields[i], &item->clip);

		inner = (eng_pdf_box){ inner.x0 - half, inner.y0 - half, inner.x1 + half,
				       inner.y1 + half };
		if (!is_empty(&inner) &&
		    (item->flags & ENG_PDF_RECTANGLE ? sides_pass(&visible, &inner, common)
						     : edges_pass(item, &inner, common))) {
			return true;
		}
	}
	return false;
}
