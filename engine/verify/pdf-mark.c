/* The mark of drafts, which may lie below locked words: told by what it is and says, never by its looks
 * alone (ISO 32000-1 14.8.2.2). A draft must bear it on every page, large, seen, and not all painted over. */
#include "verify/pdf-sight.h"

#include "base/utf8.h"

#define LEAST_CONTRAST 1.15
#define LEAST_SIZE     47.5 /* pt, unless the mark is as wide as the page has room for */
#define LEAST_WIDTH    0.5  /* of the page */

/* What the mark is known by: nothing of its phrase is said twice, or left out. */
typedef struct reading {
	eng_pdf_sight *sight;
	eng_buf said;
	uint32_t spoken; /* sequence whose ActualText was taken last, index + 1 */
	bool bad;
} reading;

static bool is_pale(const eng_pdf_tint *tint) {
	return !tint->unknown && tint->r > 0.75 && tint->g > 0.75 && tint->b > 0.75;
}

/* Fills spoken: the sequence whose ActualText speaks for the text, index + 1, 0: none. */
static bool is_watermark(const eng_pdf_show *show, const eng_pdf_shown *text, uint32_t *spoken) {
	bool found = false;

	*spoken = 0;
	for (uint32_t s = text->sequence; s; s = show->sequences[s - 1].outer) {
		found |= show->sequences[s - 1].watermark;
		*spoken = show->sequences[s - 1].spoken ? s : *spoken;
	}
	return found;
}

static void read_letters(reading *r, const eng_pdf_shown *text) {
	eng_pdf_source *source = r->sight->source;
	eng_pdf_letters letters = eng_pdf_letters_of(source->arena, text);
	eng_pdf_letter letter;
	eng_str says;

	while (!r->bad && eng_pdf_letters_next(&letters, &letter, &r->bad)) {
		if (eng_pdf_glyphs_say(source, text->font, letter.code, &says)) {
			eng_buf_str(&r->said, says);
		} else {
			r->bad = true;
		}
	}
}

static void read_watermarks(reading *r) {
	const eng_pdf_show *show = r->sight->show;

	for (uint32_t i = 0; i < show->n && !r->bad; i++) {
		const eng_pdf_shown *text = &show->items[i];
		uint32_t spoken;

		if (text->kind != ENG_PDF_TEXT || !is_watermark(show, text, &spoken)) {
			continue;
		}
		if (!spoken) {
			read_letters(r, text);
		} else if (spoken != r->spoken) {
			eng_buf_str(&r->said, show->sequences[spoken - 1].actual);
		}
		r->spoken = spoken;
	}
}

static size_t count(eng_str text, uint32_t wanted) {
	size_t n = 0;
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		n += c == wanted;
	}
	return n;
}

/* The same letters: the file has them in the order in which they stand, which scripts differ in. */
static bool same_letters(eng_str a, eng_str b) {
	eng_str rest = a;
	uint32_t c;

	if (a.n != b.n) {
		return false;
	}
	while (eng_utf8_next(&rest, &c)) {
		if (count(a, c) != count(b, c)) {
			return false;
		}
	}
	return true;
}

bool eng_pdf_sight_is_draft_mark(eng_pdf_sight *sight, uint32_t item) {
	const eng_pdf_shown *text = &sight->show->items[item];
	eng_str phrase = sight->source->out->draft_mark;
	reading r = { .sight = sight };
	uint32_t spoken;
	bool same;

	if (phrase.n == 0 || !is_pale(&text->tint) || !is_watermark(sight->show, text, &spoken)) {
		return false;
	}
	read_watermarks(&r);
	same = !r.bad && same_letters(eng_buf_view(&r.said), phrase);
	eng_buf_finish(&r.said);
	return same;
}

/* ---- whether it is there ---- */

/* What of the mark is seen on a page. */
typedef struct marking {
	eng_pdf_sight *sight;
	const eng_pdf_leaf *page;
	eng_pdf_box box; /* of its letters */
	double size;     /* of the smallest */
	size_t points, seen;
} marking;

/* Whether what is painted later leaves a point of the item as it is. */
static bool is_open(const eng_pdf_show *show, uint32_t item, double x, double y) {
	for (uint32_t i = item + 1; i < show->n; i++) {
		const eng_pdf_shown *over = &show->items[i];
		eng_pdf_box visible = eng_pdf_box_common(&over->box, &over->clip);

		if ((over->kind == ENG_PDF_AREA || over->kind == ENG_PDF_PICTURE) &&
		    over->tint.alpha > 0.5 && x >= visible.x0 && x <= visible.x1 &&
		    y >= visible.y0 && y <= visible.y1 &&
		    (over->kind == ENG_PDF_PICTURE || eng_pdf_area_holds(over, x, y))) {
			return false;
		}
	}
	return true;
}

enum { ACROSS = 3 }; /* points of a letter's box, in each direction */

static void look_at_letter(marking *m, uint32_t item, const eng_pdf_spot *spot) {
	const eng_pdf_shown *text = &m->sight->show->items[item];
	eng_pdf_box visible = eng_pdf_box_common(&spot->ink, &text->clip);
	bool seen;

	visible = eng_pdf_box_common(&visible, &m->page->visible);
	seen = text->mode < 3 && text->tint.alpha > 0 &&
	       !(text->flags & (ENG_PDF_MASKED | ENG_PDF_BLENDED | ENG_PDF_LAYERED)) &&
	       eng_pdf_ground_contrast(m->sight->show, item, &spot->ink) >= LEAST_CONTRAST;
	eng_pdf_box_join(&m->box, &spot->ink);
	m->size = m->size == 0 || spot->size < m->size ? spot->size : m->size;
	for (int i = 0; i < ACROSS * ACROSS; i++) {
		double x =
		    spot->ink.x0 + (spot->ink.x1 - spot->ink.x0) * (0.5 + i % ACROSS) / ACROSS;
		double y =
		    spot->ink.y0 + (spot->ink.y1 - spot->ink.y0) * (0.5 + i / ACROSS) / ACROSS;

		m->points++;
		m->seen += seen && x >= visible.x0 && x <= visible.x1 && y >= visible.y0 &&
			   y <= visible.y1 && is_open(m->sight->show, item, x, y);
	}
}

static void look_at_text(marking *m, uint32_t item) {
	const eng_pdf_shown *text = &m->sight->show->items[item];
	eng_pdf_source *source = m->sight->source;
	eng_pdf_letters letters = eng_pdf_letters_of(source->arena, text);
	eng_pdf_program *program = eng_pdf_programs_find(m->sight->programs, source, text->font);
	eng_pdf_letter letter;
	eng_pdf_spot spot;
	bool bad;

	while (program && eng_pdf_letters_next(&letters, &letter, &bad)) {
		if (eng_pdf_sight_place(text, &letter, program, &spot) && !spot.blank) {
			look_at_letter(m, item, &spot);
		}
	}
}

/* NULL: the page bears the mark as it should; else why not. */
static const char *fault_of(eng_pdf_sight *sight, size_t page) {
	marking m = { .sight = sight, .page = &sight->book->pages[page], .box = ENG_PDF_NOWHERE };
	double width = m.page->visible.x1 - m.page->visible.x0;

	for (uint32_t i = 0; i < sight->show->n; i++) {
		if (sight->show->items[i].kind == ENG_PDF_TEXT &&
		    eng_pdf_sight_is_draft_mark(sight, i)) {
			look_at_text(&m, i);
		}
	}
	if (m.points == 0) {
		return "does not bear it";
	}
	if (m.seen * 4 < m.points) {
		return "hides it";
	}
	return m.size < LEAST_SIZE && m.box.x1 - m.box.x0 < LEAST_WIDTH * width
		   ? "has it in letters that are too small"
		   : NULL;
}

void eng_pdf_sight_draft(eng_pdf_sight *sight) {
	eng_str phrase = sight->source->out->draft_mark;

	for (size_t page = 0; phrase.n && page < sight->book->page_count; page++) {
		const char *fault;

		if (!eng_pdf_show_page(sight->show, sight->book->pages[page].value)) {
			return;
		}
		fault = fault_of(sight, page);
		if (fault) {
			eng_findings_add(sight->source->out, "verify.no-mark", ENG_FINDING_ARTIFACT,
					 "it is a draft, but page %zu %s: the mark '%.*s'",
					 page + 1, fault, ENG_STR_ARG(phrase));
			return;
		}
	}
}
