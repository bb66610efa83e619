/* What pages show as a whole: words, sizes, lines and weights.
 *
 * Whether type is bold is told by its strokes: bold ones are clearly wider than those of the face that most
 * letters have, or wide by any measure. Of 26 common faces, regular strokes are 0.057 to 0.083 em wide,
 * bold ones 0.091 to 0.14 em, and at least 1.4 times as wide as their regular ones. */
#include "verify/pdf-survey.h"

#include "verify/pdf-type.h"

#define BOLD_STROKE  0.104 /* em: bold by any measure */
#define BOLD_LEAST   0.085 /* em: never bold below */
#define BOLD_RATIO   1.35  /* to the strokes of most letters */
#define REGULAR      400
#define BOLD         700
#define GAP          0.15 /* em between letters that makes two words */
#define MODE_STROKED 2    /* fill, then stroke: bolder than its outlines */
#define MODE_UNSEEN  3

/* The letters of one font program in the file. */
typedef struct face {
	const eng_pdf_program *program;
	size_t letters;
	double area, length; /* em */
} face;

typedef struct surveying {
	eng_pdf_sight *sight;
	eng_survey *survey;
	eng_arena *arena;
	face *faces;
	size_t n, cap;
	size_t page;
	double end, y; /* where the last letter of the page ended */
	uint32_t spoken;
} surveying;

static eng_length millipoints(double points) {
	return (eng_length)(points * 1000 + 0.5);
}

static face *face_of(surveying *s, const eng_pdf_program *program) {
	for (size_t i = 0; i < s->n; i++) {
		if (s->faces[i].program == program) {
			return &s->faces[i];
		}
	}
	s->faces = eng_arena_grow(s->arena, s->faces, s->n, &s->cap, sizeof(*s->faces));
	s->faces[s->n] = (face){ .program = program };
	return &s->faces[s->n++];
}

/* ---- weights ---- */

static double stroke_of(const face *f) {
	return f->length > 0 ? 2 * f->area / f->length : 0;
}

/* The stroke of the face that most letters have. */
static double usual_stroke(const surveying *s) {
	const face *most = NULL;

	for (size_t i = 0; i < s->n; i++) {
		most = !most || s->faces[i].letters > most->letters ? &s->faces[i] : most;
	}
	return most ? stroke_of(most) : 0;
}

static int weight_of(const face *f, double usual) {
	double stroke = stroke_of(f);

	if (stroke <= 0) {
		return 0;
	}
	return stroke >= BOLD_STROKE || (stroke >= BOLD_LEAST && stroke >= BOLD_RATIO * usual)
		   ? BOLD
		   : REGULAR;
}

static void take_weight(int *lightest, int *boldest, int weight) {
	*lightest = weight && (!*lightest || weight < *lightest) ? weight : *lightest;
	*boldest = weight > *boldest ? weight : *boldest;
}

/* Of the letters of a region; spots are still those of its pages. */
static void weigh_region(surveying *s, const eng_pdf_region *region, eng_sighting *seen,
			 double usual) {
	for (size_t i = 0; i < region->n; i++) {
		const eng_pdf_stretch *t = &region->stretches[i];

		for (size_t k = 0; t->role == ENG_PDF_WORDS && k < t->spot_count; k++) {
			const eng_pdf_spot *spot = &s->sight->spots[t->spots + k];

			if (!spot->blank && eng_pdf_height_of(spot->text) != ENG_PDF_NO_HEIGHT &&
			    spot->font->program) {
				take_weight(
				    &seen->lightest, &seen->boldest,
				    spot->stroked
					? BOLD
					: weight_of(face_of(s, spot->font->program), usual));
			}
		}
	}
}

static void weigh(surveying *s) {
	eng_findings *out = s->sight->source->out;
	double usual = usual_stroke(s);

	for (size_t i = 0; i < s->n; i++) {
		take_weight(&s->survey->lightest, &s->survey->boldest,
			    weight_of(&s->faces[i], usual));
	}
	for (size_t r = 0; r < s->sight->n; r++) {
		for (size_t i = 0; i < out->seen_n; i++) {
			if (out->seen[i].claim == s->sight->regions[r].claim) {
				weigh_region(s, &s->sight->regions[r], &out->seen[i], usual);
			}
		}
	}
}

/* ---- letters ---- */

static void add_word(surveying *s, const eng_pdf_spot *spot) {
	bool line = fabs(spot->y - s->y) > 0.3 * spot->size;
	bool gap = spot->x - s->end > GAP * spot->size || spot->end < s->end - spot->size;

	if (s->survey->text.n && (line || gap)) {
		eng_buf_char(&s->survey->text, line ? '\n' : ' ');
	}
	eng_buf_str(&s->survey->text, spot->text);
	s->end = spot->end;
	s->y = spot->y;
}

static void measure(surveying *s, const eng_pdf_shown *text, eng_pdf_program *program,
		    const eng_pdf_spot *spot) {
	eng_pdf_height kind = eng_pdf_height_of(spot->text);
	eng_length size = millipoints(spot->size), height = millipoints(spot->ink.y1 - spot->y);
	double area, length;
	face *f;

	if (spot->blank || text->mode == MODE_UNSEEN || text->tint.alpha <= 0) {
		return;
	}
	s->survey->size = !s->survey->size || size < s->survey->size ? size : s->survey->size;
	if (kind == ENG_PDF_NO_HEIGHT) {
		return;
	}
	if (!s->survey->x_height || height < s->survey->x_height) {
		s->survey->x_height = height;
	}
	eng_survey_letters(s->survey, s->arena, size, 1);
	if (program && eng_pdf_program_stroke(program, spot->glyph, &area, &length)) {
		f = face_of(s, program);
		f->letters++;
		f->area += area;
		f->length += length;
	}
	if (text->mode == MODE_STROKED) {
		s->survey->boldest = BOLD;
	}
}

/* The text of a sequence with a reading of its own, once; NULL: its letters say what they say. */
static bool is_spoken(surveying *s, const eng_pdf_shown *text, eng_str *said) {
	const eng_pdf_show *show = s->sight->show;

	for (uint32_t q = text->sequence; q; q = show->sequences[q - 1].outer) {
		if (show->sequences[q - 1].spoken) {
			*said = q == s->spoken ? (eng_str){ 0 } : show->sequences[q - 1].actual;
			s->spoken = q;
			return true;
		}
	}
	return false;
}

static bool is_running(const eng_pdf_show *show, const eng_pdf_shown *text) {
	for (uint32_t q = text->sequence; q; q = show->sequences[q - 1].outer) {
		if (show->sequences[q - 1].artifact) {
			return true;
		}
	}
	return false;
}

static void add_line(surveying *s, const eng_pdf_shown *text, const eng_pdf_box *box) {
	const eng_pdf_leaf *page = &s->sight->book->pages[s->page];
	eng_survey *survey = s->survey;

	if (box->x1 <= box->x0) {
		return;
	}
	survey->lines = eng_arena_grow(s->arena, survey->lines, survey->line_count,
				       &survey->line_cap, sizeof(*survey->lines));
	survey->lines[survey->line_count++] =
	    (eng_survey_line){ .page = (int)s->page + 1,
			       .x = millipoints(box->x0 - page->visible.x0),
			       .y = millipoints(page->visible.y1 - box->y1),
			       .width = millipoints(box->x1 - box->x0),
			       .height = millipoints(box->y1 - box->y0),
			       .running = is_running(s->sight->show, text) };
}

/* What cannot be told counts as none at all. */
static void take_contrast(surveying *s, double contrast) {
	int c = contrast < 0 ? 1000 : (int)(contrast * 1000 + 0.5);

	s->survey->contrast =
	    !s->survey->contrast || c < s->survey->contrast ? c : s->survey->contrast;
}

static void read_text(surveying *s, uint32_t index) {
	const eng_pdf_shown *text = &s->sight->show->items[index];
	eng_pdf_source *source = s->sight->source;
	eng_pdf_letters letters = eng_pdf_letters_of(source->arena, text);
	eng_pdf_program *program = eng_pdf_programs_find(s->sight->programs, source, text->font);
	eng_pdf_box box = ENG_PDF_NOWHERE;
	eng_pdf_letter letter;
	eng_pdf_spot spot;
	bool bad = false, spoken;
	eng_str said = { 0 };

	spoken = is_spoken(s, text, &said);
	while (eng_pdf_letters_next(&letters, &letter, &bad)) {
		spot = (eng_pdf_spot){ .font = text->font };
		if (!eng_pdf_sight_place(text, &letter, program, &spot) ||
		    !eng_pdf_glyphs_say(source, text->font, letter.code, &spot.text)) {
			return;
		}
		if (s->survey->looks) {
			measure(s, text, program, &spot);
		}
		if (!spot.blank) {
			eng_pdf_box_join(&box, &spot.ink);
		}
		if (spoken) {
			spot.text = said;
			said = (eng_str){ 0 };
		}
		if (s->survey->words) {
			add_word(s, &spot);
		}
	}
	if (s->survey->looks) {
		add_line(s, text, &box);
	}
	if (s->survey->grounds && box.x1 > box.x0 && !is_running(s->sight->show, text)) {
		take_contrast(s, eng_pdf_ground_contrast(s->sight->show, index, &box));
	}
}

static void measure_pages(surveying *s) {
	const eng_pdf_book *book = s->sight->book;

	s->survey->page_count = book->page_count;
	s->survey->pages = eng_arena_new_array(s->arena, book->page_count, eng_survey_page);
	for (size_t i = 0; i < book->page_count; i++) {
		const eng_pdf_leaf *page = &book->pages[i];
		eng_length width = millipoints(page->visible.x1 - page->visible.x0);
		eng_length height = millipoints(page->visible.y1 - page->visible.y0);
		bool turned = page->rotate % 180 != 0;

		s->survey->pages[i] =
		    (eng_survey_page){ turned ? height : width, turned ? width : height };
	}
}

void eng_pdf_survey_read(eng_pdf_sight *sight) {
	surveying s = { .sight = sight,
			.survey = sight->source->out->survey,
			.arena = sight->source->arena };

	if (!s.survey || sight->source->failed) {
		return;
	}
	measure_pages(&s);
	if (!s.survey->words && !s.survey->looks) {
		return;
	}
	for (s.page = 0; s.page < sight->book->page_count; s.page++) {
		if (!eng_pdf_show_page(sight->show, sight->book->pages[s.page].value)) {
			return;
		}
		s.spoken = 0;
		s.y = 1e9;
		for (uint32_t i = 0; i < sight->show->n; i++) {
			if (sight->show->items[i].kind == ENG_PDF_TEXT) {
				read_text(&s, i);
			}
		}
	}
	if (s.survey->looks) {
		weigh(&s);
	}
}
