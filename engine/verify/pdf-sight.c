/* The work on one page: which items belong to which region, where their letters stand, and what lies
 * on them. */
#include "verify/pdf-sight.h"

#include <string.h>

#include "verify/pdf-words.h"

enum { MOST_NUMBERS = 1 << 20 /* marked-content sequences of a page */ };

bool eng_pdf_sight_tell(eng_pdf_sight *sight, size_t region, const char *code, const char *fmt,
			...) {
	size_t claim = sight->regions[region].claim;
	eng_findings *out = sight->source->out;
	va_list ap;
	char *what;

	for (size_t i = 0; i < out->n; i++) {
		if (out->items[i].claim == claim && strcmp(out->items[i].code, code) == 0) {
			return false;
		}
	}
	va_start(ap, fmt);
	what = eng_arena_vprintf(sight->source->arena, fmt, ap);
	va_end(ap);
	return eng_findings_add(out, code, claim, "%s %s",
				eng_claim_name(sight->source->arena, &sight->claims[claim]), what);
}

bool eng_pdf_sight_place(const eng_pdf_shown *text, const eng_pdf_letter *letter,
			 eng_pdf_program *program, eng_pdf_spot *spot) {
	const eng_pdf_matrix *m = &text->matrix;
	double wide = text->size * text->scale, high = text->size, y;
	eng_pdf_box em = { 0, -0.2, letter->width / (wide != 0 ? wide : 1), 0.75 };

	eng_pdf_matrix_apply(m, letter->x, 0, &spot->x, &spot->y);
	eng_pdf_matrix_apply(m, letter->x + letter->width, 0, &spot->end, &y);
	spot->glyph = eng_pdf_glyphs_id(text->font, letter->code);
	spot->size = fabs(high) * sqrt(m->c * m->c + m->d * m->d);
	spot->blank = false;
	if (program && !eng_pdf_program_ink(program, spot->glyph, &em, &spot->blank)) {
		return false;
	}
	spot->ink = spot->blank ? ENG_PDF_NOWHERE
				: eng_pdf_box_moved(m, letter->x + em.x0 * wide, em.y0 * high,
						    letter->x + em.x1 * wide, em.y1 * high);
	return true;
}

void eng_pdf_sight_ink(eng_pdf_sight *sight, eng_pdf_shown *text) {
	eng_pdf_letters letters = eng_pdf_letters_of(sight->source->arena, text);
	eng_pdf_program *program =
	    eng_pdf_programs_find(sight->programs, sight->source, text->font);
	eng_pdf_again again = eng_pdf_again_find(sight, text, program, NULL);
	eng_pdf_letter letter;
	eng_pdf_spot spot;
	bool bad, whole = true;
	size_t n = 0;

	if (again.kept) {
		text->box = eng_pdf_again_place(again.kept, 0, text, NULL);
		return;
	}
	for (; eng_pdf_letters_next(&letters, &letter, &bad); n++) {
		bool placed = eng_pdf_sight_place(text, &letter, program, &spot);

		whole &= placed;
		if (placed && !spot.blank) {
			eng_pdf_box_join(&text->box, &spot.ink);
		}
	}
	if (whole && !bad) {
		eng_pdf_again_keep(sight, &again, text, program, NULL, n);
	}
}

/* The sequence whose ActualText stands for an item. */
static uint32_t group_of(const eng_pdf_show *show, const eng_pdf_shown *item) {
	for (uint32_t s = item->sequence; s; s = show->sequences[s - 1].outer) {
		if (show->sequences[s - 1].spoken) {
			return s;
		}
	}
	return 0;
}

/* Letters need ink, and the ink that the run's font has for them; without any, one space is as good as
 * another. False after telling. */
static bool check_shape(eng_pdf_sight *sight, size_t region, eng_pdf_program *program,
			const eng_pdf_spot *spot) {
	bool spelled = spot->blank && eng_str_eqc(spot->font->name, "Spelling"), good = true;

	if (spot->blank && !spot->group && !eng_pdf_may_be_blank(spot->text, spelled)) {
		good = eng_pdf_sight_tell(sight, region, "verify.glyph",
					  "shows nothing where it says '%.*s'",
					  ENG_STR_ARG(spot->text));
	}
	switch (spelled ? ENG_PDF_SAME
			: eng_pdf_program_compare(
			      sight->programs, program, spot->font->name, spot->glyph,
			      spot->group || spot->blank ? (eng_str){ 0 } : spot->text,
			      sight->claims[sight->regions[region].claim].language)) {
	case ENG_PDF_STRANGE:
		return eng_pdf_sight_tell(sight, region, "verify.font",
					  "is set in the font '%.*s', which the run does not have",
					  ENG_STR_ARG(spot->font->name));
	case ENG_PDF_RESHAPED:
		return eng_pdf_sight_tell(
		    sight, region, "verify.glyph",
		    "shows a glyph of '%.*s' in another shape than that font has",
		    ENG_STR_ARG(spot->font->name));
	case ENG_PDF_MISTOLD:
		return eng_pdf_sight_tell(
		    sight, region, "verify.glyph",
		    "says '%.*s' where the font '%.*s' has another glyph for it",
		    ENG_STR_ARG(spot->text), ENG_STR_ARG(spot->font->name));
	default:
		return good;
	}
}

/* A code that no group speaks for: what it says, and whether it shows that; once for each language, as the
 * answer is the same wherever in the file it stands. False when the map of the font is damaged. */
static bool check_code(eng_pdf_sight *sight, size_t region, eng_pdf_program *program, uint32_t code,
		       eng_pdf_spot *spot) {
	eng_pdf_sign *sign = &spot->font->signs[code % ENG_PDF_SIGNS];
	eng_str language = sight->claims[sight->regions[region].claim].language;

	if (sign->good == code + 1 && eng_str_eq(sign->language, language)) {
		spot->text = sign->text;
		return true;
	}
	if (!eng_pdf_glyphs_say(sight->source, spot->font, code, &spot->text)) {
		return false;
	}
	sign->good = 0;
	if (check_shape(sight, region, program, spot)) {
		sign->good = code + 1;
		sign->text = spot->text;
		sign->language = language;
	}
	return true;
}

/* Makes room for so many spots more. */
static eng_pdf_spot *room_for(eng_pdf_sight *sight, size_t n) {
	if (sight->spot_count + n > sight->spot_cap) {
		sight->spot_cap = sight->spot_cap * 2 + 512 + n;
		sight->spots = eng_realloc(sight->spots, sight->spot_cap * sizeof(*sight->spots));
	}
	return &sight->spots[sight->spot_count];
}

/* Letter by letter. *good: each is there and what it says. False after a finding. */
static bool measure_letters(eng_pdf_sight *sight, size_t region, uint32_t index,
			    eng_pdf_program *program, uint32_t group, bool *good) {
	eng_pdf_shown *text = &sight->show->items[index];
	eng_pdf_letters letters = eng_pdf_letters_of(sight->source->arena, text);
	eng_pdf_letter letter;
	bool bad = false;

	*good = true;
	while (eng_pdf_letters_next(&letters, &letter, &bad)) {
		eng_pdf_spot *spot = room_for(sight, 1);
		bool first = sight->spot_count == 0 || spot[-1].group != group || !group;

		*spot = (eng_pdf_spot){
			.run = index, .group = group, .stroked = text->mode == 2, .font = text->font
		};
		if (!eng_pdf_sight_place(text, &letter, program, spot)) {
			return eng_pdf_sight_tell(sight, region, "verify.font",
						  "shows a glyph that its font does not have");
		}
		if (!group && !check_code(sight, region, program, letter.code, spot)) {
			return false;
		}
		*good &= text->font->signs[letter.code % ENG_PDF_SIGNS].good == letter.code + 1;
		if (group) {
			spot->text = first ? sight->show->sequences[group - 1].actual : spot->text;
			check_shape(sight, region, program, spot);
		}
		eng_pdf_box_join(&text->box, &spot->ink);
		sight->spot_count++;
	}
	return !bad || eng_pdf_source_fail(sight->source, "a text of the pdf file is damaged");
}

bool eng_pdf_sight_measure(eng_pdf_scene *scene, uint32_t index) {
	eng_pdf_sight *sight = scene->sight;
	eng_pdf_shown *text = &sight->show->items[index];
	size_t region = scene->owner[index] - 1, from = sight->spot_count;
	eng_pdf_program *program =
	    eng_pdf_programs_find(sight->programs, sight->source, text->font);
	uint32_t group = group_of(sight->show, text);
	eng_pdf_again again = { 0 };
	bool good;

	if (!program || text->font->foreign) {
		return eng_pdf_sight_tell(sight, region, "verify.font",
					  "is set in the font '%.*s', whose shapes are not in the "
					  "file as they should be",
					  ENG_STR_ARG(text->font->name));
	}
	if (!group) {
		again = eng_pdf_again_find(sight, text, program,
					   &sight->claims[sight->regions[region].claim].language);
	}
	if (again.kept) {
		text->box = eng_pdf_again_place(again.kept, index, text,
						room_for(sight, again.kept->spot_count));
		sight->spot_count += again.kept->spot_count;
		return true;
	}
	if (!measure_letters(sight, region, index, program, group, &good)) {
		return false;
	}
	if (good && !group) {
		eng_pdf_again_keep(sight, &again, text, program, &sight->spots[from],
				   sight->spot_count - from);
	}
	return true;
}

/* Stretches of the page by their number: region and stretch of each. */
typedef struct number {
	uint32_t region, stretch; /* + 1 */
	bool seen;
} number;

static number *list_numbers(eng_pdf_scene *scene, size_t *count) {
	eng_pdf_sight *sight = scene->sight;
	number *numbers;
	int32_t highest = -1;

	for (size_t r = 0; r < sight->n; r++) {
		for (size_t i = 0; i < sight->regions[r].n; i++) {
			const eng_pdf_stretch *s = &sight->regions[r].stretches[i];

			if (s->page == scene->page && s->mcid < MOST_NUMBERS) {
				highest = s->mcid > highest ? s->mcid : highest;
			}
		}
	}
	*count = (size_t)(highest + 1);
	numbers = eng_arena_new_array(sight->source->arena, *count, number);
	for (size_t r = 0; r < sight->n; r++) {
		for (size_t i = 0; i < sight->regions[r].n; i++) {
			const eng_pdf_stretch *s = &sight->regions[r].stretches[i];

			if (s->page == scene->page && s->mcid >= 0 && s->mcid <= highest) {
				numbers[s->mcid] =
				    (number){ (uint32_t)r + 1, (uint32_t)i + 1, false };
			}
		}
	}
	return numbers;
}

/* Says for each item whose it is. */
static void assign(eng_pdf_scene *scene) {
	eng_pdf_sight *sight = scene->sight;
	eng_pdf_show *show = sight->show;
	size_t count;
	number *numbers = list_numbers(scene, &count);

	for (size_t i = 0; i < show->sequence_count; i++) {
		int32_t mcid = show->sequences[i].mcid;

		if (mcid >= 0 && (size_t)mcid < count && numbers[mcid].region) {
			if (numbers[mcid].seen) {
				eng_pdf_sight_tell(
				    sight, numbers[mcid].region - 1, "verify.structure",
				    "has a part that stands twice on page %zu", scene->page + 1);
			}
			numbers[mcid].seen = true;
		}
	}
	for (size_t i = 0; i < show->n; i++) {
		int32_t mcid =
		    show->items[i].sequence ? eng_pdf_show_mcid(show, &show->items[i]) : -1;

		if (mcid >= 0 && (size_t)mcid < count && numbers[mcid].region) {
			scene->owner[i] = numbers[mcid].region;
			scene->stretch[i] = numbers[mcid].stretch;
		}
	}
}

bool eng_pdf_sight_page(eng_pdf_sight *sight, size_t page) {
	eng_pdf_scene scene = { .sight = sight, .page = page };
	eng_arena *arena = sight->source->arena;
	size_t *from;

	if (!eng_pdf_show_page(sight->show, sight->book->pages[page].value)) {
		return false;
	}
	scene.owner = eng_arena_new_array(arena, sight->show->n, uint32_t);
	scene.stretch = eng_arena_new_array(arena, sight->show->n, uint32_t);
	from = eng_arena_new_array(arena, sight->show->n + 1, size_t);
	assign(&scene);
	if (sight->repeats && !eng_pdf_sight_running(&scene)) {
		return false;
	}
	for (uint32_t i = 0; i < sight->show->n; i++) {
		eng_pdf_stretch *s;

		from[i] = sight->spot_count;
		if (!scene.owner[i] || sight->show->items[i].kind != ENG_PDF_TEXT) {
			continue;
		}
		s = &sight->regions[scene.owner[i] - 1].stretches[scene.stretch[i] - 1];
		s->spots = s->spot_count ? s->spots : sight->spot_count;
		if (!eng_pdf_sight_measure(&scene, i) && sight->source->failed) {
			return false;
		}
		s->spot_count += sight->spot_count - from[i];
	}
	from[sight->show->n] = sight->spot_count;
	eng_pdf_sight_gather(&scene);
	for (uint32_t i = 0; i < sight->show->n; i++) {
		if (scene.owner[i] && sight->show->items[i].kind == ENG_PDF_TEXT) {
			eng_pdf_sight_judge(&scene, i, from[i], from[i + 1]);
		}
	}
	for (size_t r = 0; r < sight->n; r++) {
		eng_pdf_sight_between(&scene, r);
	}
	eng_pdf_sight_annotations(&scene, from);
	return !sight->source->failed;
}
