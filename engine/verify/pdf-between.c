/* Text of others that reads as if it were part of a block: between its lines, in a gap of one, or behind
 * its last word; and paths, pictures and annotations there, which may be painted letters or strike words out.
 *
 * What covers letters is judged elsewhere (pdf-judge.c). */
#include "verify/pdf-among.h"

#define SEEN 1.15 /* contrast below which nobody sees a letter */

static bool is_painted(const eng_pdf_shown *text) {
	return text->mode != 3 && text->mode != 7 && text->tint.alpha > 0;
}

/* A letter of the text that stands among the lines and can be seen. */
static bool intrudes(eng_pdf_sight *sight, uint32_t item, const eng_pdf_among *own) {
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
		if (eng_pdf_box_area(&visible) <= 0 || !eng_pdf_among_letter(own, &visible)) {
			continue;
		}
		contrast = eng_pdf_ground_contrast(sight->show, item, &visible);
		if (contrast < 0 || contrast >= SEEN) {
			return true;
		}
	}
	return false;
}

static bool is_near(eng_pdf_sight *sight, eng_pdf_shown *text, const eng_pdf_among *own) {
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

static void judge_texts(eng_pdf_scene *scene, size_t region, const eng_pdf_among *own) {
	eng_pdf_sight *sight = scene->sight;
	bool draft = sight->source->out->draft_mark.n > 0;

	for (uint32_t i = 0; i < sight->show->n; i++) {
		eng_pdf_shown *text = &sight->show->items[i];

		if (text->kind != ENG_PDF_TEXT || scene->owner[i] == region + 1 ||
		    !is_painted(text) ||
		    (draft && i < own->first && eng_pdf_sight_is_draft_mark(sight, i))) {
			continue;
		}
		if (is_near(sight, text, own) && intrudes(sight, i, own)) {
			eng_pdf_sight_tell(sight, region, "verify.between",
					   "has another text between its words on page %zu",
					   scene->page + 1);
			return;
		}
	}
}

/* Whether an area, a stroke or a picture, be it the region's own, shows anything among the lines. */
static bool is_mark(eng_pdf_sight *sight, uint32_t index, eng_pdf_among *own) {
	const eng_pdf_shown *item = &sight->show->items[index];
	eng_pdf_box visible = eng_pdf_box_common(&item->box, &item->clip), common;
	double contrast;

	if (item->tint.alpha <= 0 ||
	    !(item->kind == ENG_PDF_PICTURE ? eng_pdf_among_box(own, sight, &visible, &common)
					    : eng_pdf_among_path(own, sight, item, &common))) {
		return false;
	}
	contrast = eng_pdf_ground_contrast(sight->show, index, &common);
	return contrast < 0 || contrast >= SEEN;
}

static void judge_marks(eng_pdf_scene *scene, size_t region, eng_pdf_among *own) {
	static const char *const names[] = { [ENG_PDF_AREA] = "an area",
					     [ENG_PDF_STROKE] = "a line",
					     [ENG_PDF_PICTURE] = "an image" };
	eng_pdf_show *show = scene->sight->show;

	for (uint32_t i = 0; i < show->n; i++) {
		if (show->items[i].kind != ENG_PDF_TEXT && is_mark(scene->sight, i, own)) {
			eng_pdf_sight_tell(scene->sight, region, "verify.between",
					   "has %s between its words on page %zu",
					   names[show->items[i].kind], scene->page + 1);
			return;
		}
	}
}

void eng_pdf_sight_between(eng_pdf_scene *scene, size_t region) {
	for (int notes = 0; notes < 2; notes++) {
		eng_pdf_among own = eng_pdf_among_of(scene, region, notes > 0);

		if (own.n) {
			judge_texts(scene, region, &own);
			judge_marks(scene, region, &own);
		}
	}
}

bool eng_pdf_sight_annotated(eng_pdf_scene *scene, size_t region, const eng_pdf_box *box) {
	eng_pdf_box common;

	for (int notes = 0; notes < 2; notes++) {
		eng_pdf_among own = eng_pdf_among_of(scene, region, notes > 0);

		if (own.n && eng_pdf_among_box(&own, scene->sight, box, &common)) {
			return true;
		}
	}
	return false;
}
