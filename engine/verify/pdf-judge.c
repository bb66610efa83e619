/* What hides a text or makes it hard to read: judged letter by letter against all that the page
 * shows. */
#include "verify/pdf-sight.h"
#include "verify/pdf-type.h"

#include <string.h>

/* What counts as readable where a block asks for nothing of its own. */
#define LEAST_SIZE     4.5 /* pt */
#define LEAST_CONTRAST 3.0

#define SLACK 0.5 /* pt that ink may stand out of a page or a clip: rounding, and thin hooks */

typedef struct judging {
	eng_pdf_scene *scene;
	eng_pdf_sight *sight;
	size_t region;
	uint32_t item;
	eng_pdf_shown *text;
	const eng_pdf_spot *spots;
	size_t n;
	eng_pdf_box ink;
} judging;

#define tell(j, code, ...) eng_pdf_sight_tell((j)->sight, (j)->region, (code), __VA_ARGS__)

static void judge_paint(judging *j) {
	const eng_pdf_shown *t = j->text;

	if (t->mode == 3 || t->mode >= 4) {
		tell(j, "verify.hidden", "is in a text that is not painted (render mode %d)",
		     t->mode);
	} else if (t->mode == 1) {
		tell(j, "verify.hidden", "is in a text of outlines only (render mode 1)");
	}
	if (t->tint.alpha <= 0) {
		tell(j, "verify.hidden", "is in a text that is painted with alpha 0");
	}
	if (t->flags & ENG_PDF_MASKED) {
		tell(j, "verify.hidden", "is in a text that is painted through a soft mask");
	}
	if (t->flags & ENG_PDF_BLENDED) {
		tell(j, "verify.hidden", "is in a text that is blended with what lies below");
	}
	if (t->flags & ENG_PDF_LAYERED) {
		tell(j, "verify.hidden", "is in a layer that can be switched off");
	}
	if (t->flags & ENG_PDF_INSIDE) {
		tell(j, "verify.structure", "is in a form that other places may show too");
	}
	for (uint32_t s = t->sequence; s; s = j->sight->show->sequences[s - 1].outer) {
		if (j->sight->show->sequences[s - 1].layered) {
			tell(j, "verify.hidden", "is in a layer that can be switched off");
		}
		if (j->sight->show->sequences[s - 1].artifact &&
		    !j->sight->regions[j->region].running) {
			tell(j, "verify.structure", "is in an artifact, which is not read out");
		}
	}
}

static void judge_place(judging *j) {
	const eng_pdf_leaf *page = &j->sight->book->pages[j->scene->page];
	const eng_pdf_shown *t = j->text;
	const eng_pdf_matrix *m = &t->matrix;
	double stretch = m->d != 0 ? m->a * t->scale / m->d : 0;

	if (!eng_pdf_box_holds(&page->visible, &j->ink, SLACK)) {
		tell(j, "verify.off-page", "does not stand within page %zu", j->scene->page + 1);
	}
	if (t->flags & ENG_PDF_SHAPED_CLIP || !eng_pdf_box_holds(&t->clip, &j->ink, SLACK)) {
		tell(j, "verify.clipped", "is cut by a clip on page %zu", j->scene->page + 1);
	}
	if (page->rotate != 0 || m->b != 0 || m->c != 0 || m->a * t->size <= 0 ||
	    m->d * t->size <= 0 || t->scale <= 0) {
		tell(j, "verify.turned", "is turned or mirrored on page %zu", j->scene->page + 1);
	} else if (stretch < 0.8 || stretch > 1.25) {
		tell(j, "verify.turned", "is squeezed or widened to %.0f %% on page %zu",
		     stretch * 100, j->scene->page + 1);
	}
	if (page->scaled) {
		tell(j, "verify.turned", "stands on page %zu, which has a scale of its own",
		     j->scene->page + 1);
	}
}

/* A thin line below the letters, in their colour: an underline, which hides nothing. */
static bool is_underline(const judging *j, const eng_pdf_shown *over, const eng_pdf_spot *spot) {
	const eng_pdf_tint *a = &over->tint, *b = &j->text->tint;

	return over->kind != ENG_PDF_PICTURE && !a->unknown &&
	       over->box.y1 - over->box.y0 < 0.15 * spot->size && over->box.y1 < spot->y &&
	       fabs(a->r - b->r) + fabs(a->g - b->g) + fabs(a->b - b->b) < 0.02;
}

/* Whether something painted later lies on a letter. */
static bool lies_on(const judging *j, const eng_pdf_shown *over, const eng_pdf_box *visible,
		    const eng_pdf_spot *spot) {
	eng_pdf_box common = eng_pdf_box_common(visible, &spot->ink);
	double area = eng_pdf_box_area(&common), own = eng_pdf_box_area(&spot->ink);

	if (area <= 0.02 * own || is_underline(j, over, spot)) {
		return false;
	}
	if (over->kind != ENG_PDF_AREA || over->flags & ENG_PDF_RECTANGLE) {
		return true;
	}
	for (int i = 0; i < 25; i++) {
		if (eng_pdf_area_holds(over, common.x0 + (common.x1 - common.x0) * (i % 5) / 4,
				       common.y0 + (common.y1 - common.y0) * (i / 5) / 4)) {
			return true;
		}
	}
	return false;
}

/* Another's text on a letter or a letter on it: more than edges that touch. */
static bool collides(const eng_pdf_box *other, const eng_pdf_spot *spot) {
	eng_pdf_box common = eng_pdf_box_common(other, &spot->ink);
	double area = eng_pdf_box_area(&common), own = eng_pdf_box_area(&spot->ink);
	double its = eng_pdf_box_area(other);

	return area > 0.15 * (own < its ? own : its);
}

static const char *thing(const eng_pdf_shown *over) {
	return over->kind == ENG_PDF_PICTURE ? "an image"
	       : over->kind == ENG_PDF_TEXT  ? "another text"
	       : over->kind == ENG_PDF_AREA  ? "an area"
					     : "a line";
}

/* A text that stands lines away from a box; no font of ours reaches that far. */
static bool is_away(const eng_pdf_shown *text, const eng_pdf_box *box) {
	double reach = 2 * text->size * fabs(text->matrix.d) + 2;

	return text->matrix.b == 0 && text->matrix.c == 0 &&
	       (text->matrix.f - reach > box->y1 || text->matrix.f + reach < box->y0);
}

/* What is away from all texts of regions is away from each. */
void eng_pdf_sight_gather(eng_pdf_scene *scene) {
	const eng_pdf_show *show = scene->sight->show;
	eng_pdf_box all = ENG_PDF_NOWHERE;

	for (uint32_t i = 0; i < show->n; i++) {
		if (scene->owner[i] && show->items[i].kind == ENG_PDF_TEXT) {
			eng_pdf_box_join(&all, &show->items[i].box);
		}
	}
	scene->near = eng_arena_room(scene->sight->source->arena, show->n, sizeof(*scene->near));
	for (uint32_t i = 0; i < show->n; i++) {
		const eng_pdf_shown *item = &show->items[i];
		eng_pdf_box visible = eng_pdf_box_common(&item->box, &item->clip);

		if (item->kind == ENG_PDF_TEXT ? !is_away(item, &all)
					       : eng_pdf_box_meets(&visible, &all)) {
			scene->near[scene->near_count++] = i;
		}
	}
}

static void judge_cover(judging *j, uint32_t index) {
	eng_pdf_shown *over = &j->sight->show->items[index];
	eng_pdf_box visible;

	if (over->kind == ENG_PDF_TEXT) {
		if (is_away(over, &j->ink)) {
			return;
		}
		if (over->box.x1 < over->box.x0) {
			eng_pdf_sight_ink(j->sight, over);
		}
	}
	visible = eng_pdf_box_common(&over->box, &over->clip);
	if (over->tint.alpha <= 0 || !eng_pdf_box_meets(&visible, &j->ink)) {
		return;
	}
	for (size_t i = 0; i < j->n; i++) {
		const eng_pdf_spot *s = &j->spots[i];

		if (s->blank || !eng_pdf_box_meets(&visible, &s->ink)) {
			continue;
		}
		if (over->kind == ENG_PDF_TEXT ? collides(&visible, s)
					       : lies_on(j, over, &visible, s)) {
			tell(j, "verify.covered", "is covered by %s on page %zu", thing(over),
			     j->scene->page + 1);
			return;
		}
	}
}

static void judge_covers(judging *j) {
	const eng_pdf_show *show = j->sight->show;
	bool draft = j->sight->source->out->draft_mark.n > 0;

	for (size_t k = 0; k < j->scene->near_count; k++) {
		uint32_t i = j->scene->near[k];
		bool text = show->items[i].kind == ENG_PDF_TEXT;

		if (text && i < j->item && draft && eng_pdf_sight_is_draft_mark(j->sight, i)) {
			continue;
		}
		if (text ? j->scene->owner[i] != j->region + 1 : i > j->item) {
			judge_cover(j, i);
		}
	}
}

static void judge_ground(judging *j) {
	const eng_claim *claim = &j->sight->claims[j->sight->regions[j->region].claim];
	eng_pdf_measure *m = &j->sight->measures[j->region];
	double asked = claim->contrast ? claim->contrast / 1000.0 : LEAST_CONTRAST;
	double c = eng_pdf_ground_contrast(j->sight->show, j->item, &j->ink);

	if (c < 0) {
		tell(j, "verify.contrast",
		     "stands on a ground or in a colour that cannot be measured, on page %zu",
		     j->scene->page + 1);
		return;
	}
	m->contrast = m->contrast == 0 || c < m->contrast ? c : m->contrast;
	if (c < asked - 0.005) {
		tell(j, "verify.contrast",
		     "has a contrast of %.2f to its ground on page %zu, at least %.1f is needed", c,
		     j->scene->page + 1, asked);
	}
}

static void least(double *to, double value) {
	*to = *to == 0 || value < *to ? value : *to;
}

/* Whether a height above the baseline is the least so far of any kind of letter. */
static bool is_least(const eng_pdf_measure *m, double height) {
	return m->x_height == 0 || m->height == 0 || height < m->x_height || height < m->height;
}

static void judge_height(eng_pdf_measure *m, const eng_pdf_spot *s) {
	switch (s->height ? (eng_pdf_height)(s->height - 1) : eng_pdf_height_of(s->text)) {
	case ENG_PDF_X_HEIGHT:
		least(&m->x_height, s->ink.y1 - s->y);
		break;
	case ENG_PDF_LETTER_HEIGHT:
		least(&m->height, s->ink.y1 - s->y);
		break;
	case ENG_PDF_NO_HEIGHT:
		break;
	}
}

static void judge_size(judging *j) {
	const eng_claim *claim = &j->sight->claims[j->sight->regions[j->region].claim];
	eng_pdf_measure *m = &j->sight->measures[j->region];
	double asked = claim->min_size ? (double)claim->min_size / 1000 : LEAST_SIZE;

	for (size_t i = 0; i < j->n; i++) {
		const eng_pdf_spot *s = &j->spots[i];

		if (s->blank) {
			continue;
		}
		least(&m->size, s->size);
		if (is_least(m, s->ink.y1 - s->y)) {
			judge_height(m, s);
		}
		if (s->size < asked - 0.005) {
			tell(j, "verify.too-small",
			     "is set in %.2f pt, at least %.2f pt are needed", s->size, asked);
		}
	}
}

void eng_pdf_sight_judge(eng_pdf_scene *scene, uint32_t item, size_t from, size_t to) {
	eng_pdf_sight *sight = scene->sight;
	judging j = { .scene = scene,
		      .sight = sight,
		      .region = scene->owner[item] - 1,
		      .item = item,
		      .text = &sight->show->items[item],
		      .spots = sight->spots ? sight->spots + from : NULL,
		      .n = to - from };
	const eng_pdf_stretch *s = &sight->regions[j.region].stretches[scene->stretch[item] - 1];

	j.ink = j.text->box;
	if (j.ink.x1 < j.ink.x0 || s->role == ENG_PDF_LABEL) { /* nothing but spaces */
		return;
	}
	if (s->role == ENG_PDF_WORDS && scene->page == sight->regions[j.region].first_page) {
		eng_pdf_box_join(&sight->measures[j.region].box, &j.ink);
	}
	judge_paint(&j);
	judge_place(&j);
	judge_covers(&j);
	judge_ground(&j);
	if (s->role == ENG_PDF_WORDS) {
		judge_size(&j);
	}
}
