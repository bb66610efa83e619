/* Text of others that reads as if it were part of a block: between its lines, in a gap of one, or behind
 * its last word.
 *
 * Only what surrounds a letter counts, not the box around the whole block, because a block may run through
 * columns. What covers letters is judged elsewhere (pdf-judge.c). */
#include "verify/pdf-sight.h"

#define SEEN    1.15 /* contrast below which nobody sees a letter */
#define OVERLAP 0.3  /* of the smaller height or width: on one line, or one above the other */
#define NEAR    0.4  /* em behind a line that still reads on */

/* The lines of a region on a page. */
typedef struct lines {
	const eng_pdf_shown **items;
	size_t n;
	uint32_t first; /* item */
	eng_pdf_box box;
} lines;

/* Notes stand apart from the words that they belong to. */
static lines lines_of(const eng_pdf_scene *scene, size_t region) {
	const eng_pdf_sight *sight = scene->sight;
	lines own = { .box = ENG_PDF_NOWHERE };

	own.items =
	    eng_arena_new_array(sight->source->arena, sight->show->n, const eng_pdf_shown *);
	for (uint32_t i = 0; i < sight->show->n; i++) {
		const eng_pdf_shown *item = &sight->show->items[i];

		if (scene->owner[i] != region + 1 || item->kind != ENG_PDF_TEXT ||
		    item->box.x1 < item->box.x0 ||
		    sight->regions[region].stretches[scene->stretch[i] - 1].role == ENG_PDF_NOTE) {
			continue;
		}
		own.first = own.n ? own.first : i;
		own.items[own.n++] = item;
		eng_pdf_box_join(&own.box, &item->box);
	}
	return own;
}

static bool overlaps(double a0, double a1, double b0, double b1) {
	double common = fmin(a1, b1) - fmax(a0, b0);

	return common > OVERLAP * fmin(a1 - a0, b1 - b0);
}

/* Whether a place beside a line is still in the column that the line stands in, or right behind it. */
static bool reads_on(const lines *own, const eng_pdf_shown *line, double x) {
	double reach = NEAR * fabs(line->size * line->matrix.d);
	double x0 = line->box.x0 - reach, x1 = line->box.x1 + reach;

	for (size_t i = 0; i < own->n; i++) {
		const eng_pdf_box *b = &own->items[i]->box;

		if (b->x0 < line->box.x1 && b->x1 > line->box.x0) {
			x0 = fmin(x0, b->x0);
			x1 = fmax(x1, b->x1);
		}
	}
	return x > x0 && x < x1;
}

static bool is_among(const lines *own, const eng_pdf_box *ink) {
	double x = (ink->x0 + ink->x1) / 2, y = (ink->y0 + ink->y1) / 2;
	bool left = false, right = false, above = false, below = false;

	for (size_t i = 0; i < own->n; i++) {
		const eng_pdf_box *b = &own->items[i]->box;

		if (overlaps(ink->y0, ink->y1, b->y0, b->y1)) {
			left |= b->x0 < x;
			right |= b->x1 > x;
			if (reads_on(own, own->items[i], x)) {
				return true;
			}
		} else if (overlaps(ink->x0, ink->x1, b->x0, b->x1)) {
			above |= b->y0 > y;
			below |= b->y1 < y;
		}
	}
	return (left && right) || (above && below);
}

static bool is_painted(const eng_pdf_shown *text) {
	return text->mode != 3 && text->mode != 7 && text->tint.alpha > 0;
}

/* A letter of the text that stands among the lines and can be seen. */
static bool intrudes(eng_pdf_sight *sight, uint32_t item, const lines *own) {
	const eng_pdf_shown *text = &sight->show->items[item];
	eng_pdf_letters letters = eng_pdf_letters_of(sight->source->arena, text);
	eng_pdf_program *program =
	    eng_pdf_programs_find(sight->programs, sight->source, text->font);
	eng_pdf_letter letter;
	bool bad;

	while (eng_pdf_letters_next(&letters, &letter, &bad)) {
		eng_pdf_spot spot;
		eng_pdf_box visible;
		double contrast;

		if (!eng_pdf_sight_place(text, &letter, program, &spot) || spot.blank) {
			continue;
		}
		visible = eng_pdf_box_common(&spot.ink, &text->clip);
		if (eng_pdf_box_area(&visible) <= 0 || !is_among(own, &visible)) {
			continue;
		}
		contrast = eng_pdf_ground_contrast(sight->show, item, &visible);
		if (contrast < 0 || contrast >= SEEN) {
			return true;
		}
	}
	return false;
}

static bool is_near(eng_pdf_sight *sight, eng_pdf_shown *text, const lines *own) {
	double reach = 2 * fabs(text->size * text->matrix.d) + 2;
	eng_pdf_box around = own->box;

	if (text->matrix.b == 0 && text->matrix.c == 0 &&
	    (text->matrix.f - reach > around.y1 || text->matrix.f + reach < around.y0)) {
		return false;
	}
	if (text->box.x1 < text->box.x0) {
		eng_pdf_sight_ink(sight, text);
	}
	around.x0 -= reach;
	around.x1 += reach;
	return eng_pdf_box_meets(&text->box, &around);
}

void eng_pdf_sight_between(eng_pdf_scene *scene, size_t region) {
	eng_pdf_sight *sight = scene->sight;
	eng_pdf_show *show = sight->show;
	lines own = lines_of(scene, region);
	bool draft = sight->source->out->draft_mark.n > 0;

	for (uint32_t i = 0; own.n && i < show->n; i++) {
		eng_pdf_shown *text = &show->items[i];

		if (text->kind != ENG_PDF_TEXT || scene->owner[i] == region + 1 ||
		    !is_painted(text) ||
		    (draft && i < own.first && eng_pdf_sight_is_draft_mark(sight, i))) {
			continue;
		}
		if (is_near(sight, text, &own) && intrudes(sight, i, &own)) {
			eng_pdf_sight_tell(sight, region, "verify.between",
					   "has another text between its words on page %zu",
					   scene->page + 1);
			return;
		}
	}
}
