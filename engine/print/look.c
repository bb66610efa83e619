/* White things are not seen. Boxes of words are those of their letters' advances, from 0.22 em below the
 * baseline to 0.75 em above: more than most letters have, and none of ours has more. */
#include "print/look.h"

void eng_look_begin(eng_look *look, eng_pdf_source *source) {
	look->source = source;
	eng_pdf_show_begin(&look->show, source);
}

void eng_look_finish(eng_look *look) {
	eng_pdf_show_finish(&look->show);
}

bool eng_look_page(eng_look *look, const eng_pdf_value *page, double height) {
	look->height = height;
	return eng_pdf_show_page(&look->show, page);
}

static bool is_white(const eng_pdf_tint *t) {
	return !t->unknown && (t->alpha == 0 || (t->r > 0.999 && t->g > 0.999 && t->b > 0.999));
}

static bool overlap(const eng_pdf_box *a, const eng_pdf_box *b) {
	return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

static eng_pdf_box letter_box(const eng_pdf_shown *text, const eng_pdf_letter *letter) {
	return eng_pdf_box_moved(&text->matrix, letter->x, -0.22 * text->size,
				 letter->x + letter->width, 0.75 * text->size);
}

/* Spaces are not seen. */
static eng_pdf_box text_box(eng_look *look, const eng_pdf_shown *text) {
	eng_pdf_letters letters = eng_pdf_letters_of(look->source->arena, text);
	eng_pdf_box all = ENG_PDF_NOWHERE;
	eng_pdf_letter letter;
	eng_str say;
	bool bad;

	while (eng_pdf_letters_next(&letters, &letter, &bad)) {
		eng_pdf_box box = letter_box(text, &letter);

		if (eng_pdf_glyphs_say(look->source, text->font, letter.code, &say) && say.n &&
		    eng_str_blank(say)) {
			continue;
		}
		eng_pdf_box_add(&all, box.x0, box.y0);
		eng_pdf_box_add(&all, box.x1, box.y1);
	}
	return all;
}

bool eng_look_box(eng_look *look, size_t index, eng_pdf_box *box) {
	eng_pdf_shown *item = &look->show.items[index];

	if (is_white(&item->tint) && item->kind != ENG_PDF_PICTURE) {
		return false;
	}
	if (item->kind == ENG_PDF_TEXT) {
		*box = text_box(look, item);
		return item->mode != 3 && box->x1 > box->x0;
	}
	*box =
	    item->clip.x1 > item->clip.x0 ? eng_pdf_box_common(&item->box, &item->clip) : item->box;
	return box->x1 >= box->x0 && box->y1 >= box->y0;
}

eng_pdf_box eng_look_area(const eng_look *look, eng_rect area) {
	double x = (double)area.x / 1000, y = look->height - (double)area.y / 1000;

	return (eng_pdf_box){ x, y - (double)area.h / 1000, x + (double)area.w / 1000, y };
}

bool eng_look_any(eng_look *look, eng_rect area, size_t from, size_t to) {
	eng_pdf_box zone = eng_look_area(look, area), box;

	for (size_t i = from; i < to && i < look->show.n; i++) {
		if (eng_look_box(look, i, &box) && overlap(&zone, &box)) {
			return true;
		}
	}
	return false;
}
