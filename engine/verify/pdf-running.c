/* Blocks in running headers and footers, which are artifacts without a name in the structure: found by the
 * letters that they must have, then read and judged like any other.
 *
 * A paragraph is a stretch of texts of running artifacts, one behind the other as they are painted, with
 * just its letters. Their order is not looked at here: the words are compared once lines are read. */
#include "verify/pdf-sight.h"
#include "verify/pdf-words.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

enum { LONGEST_LABEL = 4 };

/* The letters of a text, whatever their order. */
typedef struct letters {
	size_t n;
	uint64_t sum, squares;
} letters;

typedef struct search {
	eng_pdf_scene *scene;
	uint32_t *items; /* texts of running artifacts */
	letters *of;     /* what each says */
	size_t n;
} search;

static void add_letters(letters *l, eng_str text) {
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		if (!u_isUWhiteSpace((UChar32)c) &&
		    !u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
			l->n++;
			l->sum += c;
			l->squares += (uint64_t)c * c;
		}
	}
}

static bool is_running(const eng_pdf_show *show, const eng_pdf_shown *text) {
	for (uint32_t q = text->sequence; q; q = show->sequences[q - 1].outer) {
		if (show->sequences[q - 1].running) {
			return true;
		}
	}
	return false;
}

/* What an item says; false after a finding. */
static bool read_item(search *s, uint32_t item, uint32_t *spoken, letters *out) {
	eng_pdf_sight *sight = s->scene->sight;
	const eng_pdf_shown *text = &sight->show->items[item];
	eng_pdf_letters list = eng_pdf_letters_of(sight->source->arena, text);
	eng_pdf_letter letter;
	eng_str said;
	bool bad;

	for (uint32_t q = text->sequence; q; q = sight->show->sequences[q - 1].outer) {
		if (sight->show->sequences[q - 1].spoken) {
			if (*spoken != q) {
				add_letters(out, sight->show->sequences[q - 1].actual);
			}
			*spoken = q;
			return true;
		}
	}
	while (eng_pdf_letters_next(&list, &letter, &bad)) {
		if (!eng_pdf_glyphs_say(sight->source, text->font, letter.code, &said)) {
			return false;
		}
		add_letters(out, said);
	}
	return true;
}

static bool gather(search *s) {
	eng_pdf_sight *sight = s->scene->sight;
	const eng_pdf_show *show = sight->show;
	uint32_t spoken = 0;

	s->items = eng_arena_new_array(sight->source->arena, show->n, uint32_t);
	s->of = eng_arena_new_array(sight->source->arena, show->n, letters);
	for (uint32_t i = 0; i < show->n; i++) {
		if (show->items[i].kind == ENG_PDF_TEXT && is_running(show, &show->items[i])) {
			s->items[s->n] = i;
			if (!read_item(s, i, &spoken, &s->of[s->n++])) {
				return false;
			}
		}
	}
	return true;
}

/* One behind the last item of the paragraph that begins at from; from when it does not stand there. */
static size_t paragraph_end(const search *s, size_t from, const letters *wanted) {
	letters have = { 0 };
	size_t i = from;

	while (i < s->n && have.n < wanted->n && !s->scene->owner[s->items[i]]) {
		have.n += s->of[i].n;
		have.sum += s->of[i].sum;
		have.squares += s->of[i++].squares;
	}
	return have.n == wanted->n && have.sum == wanted->sum && have.squares == wanted->squares
		   ? i
		   : from;
}

static eng_pdf_stretch *add_stretch(eng_pdf_sight *sight, eng_pdf_region *region, eng_pdf_role role,
				    size_t page) {
	region->stretches = eng_arena_grow(sight->source->arena, region->stretches, region->n,
					   &region->cap, sizeof(*region->stretches));
	region->stretches[region->n] = (eng_pdf_stretch){
		.role = role, .page = page, .mcid = -1, .paragraph = (uint32_t)region->n
	};
	return &region->stretches[region->n++];
}

/* The stretches of a claim whose first paragraph begins at from; *to: where the last one ends. */
static bool match(search *s, size_t from, eng_pdf_region *region, size_t *ends, size_t *to) {
	eng_pdf_sight *sight = s->scene->sight;
	eng_str rest = sight->claims[region->claim].text, paragraph;

	region->n = 0;
	while (eng_str_split(&rest, '\n', &paragraph)) {
		letters wanted = { 0 };
		size_t end;

		add_letters(&wanted, paragraph);
		end = paragraph_end(s, from, &wanted);
		if (end == from && from < s->n && s->of[from].n <= LONGEST_LABEL) {
			end = paragraph_end(s, from + 1, &wanted);
			end = end == from + 1 ? from : end;
			if (end > from) {
				add_stretch(sight, region, ENG_PDF_LABEL, s->scene->page);
				ends[region->n - 1] = ++from;
			}
		}
		if (end == from) {
			return false;
		}
		add_stretch(sight, region, ENG_PDF_WORDS, s->scene->page);
		ends[region->n - 1] = from = end;
	}
	*to = from;
	return region->n > 0;
}

static void own(search *s, size_t from, const size_t *ends) {
	eng_pdf_sight *sight = s->scene->sight;
	const eng_pdf_region *region = &sight->regions[sight->n];

	for (size_t k = 0; k < region->n; k++) {
		for (; from < ends[k]; from++) {
			s->scene->owner[s->items[from]] = (uint32_t)sight->n + 1;
			s->scene->stretch[s->items[from]] = (uint32_t)k + 1;
		}
	}
	sight->n++;
}

bool eng_pdf_sight_running(eng_pdf_scene *scene) {
	eng_pdf_sight *sight = scene->sight;
	search s = { .scene = scene };
	size_t *ends, to;

	if (!gather(&s)) {
		return false;
	}
	ends = eng_arena_new_array(sight->source->arena, 2 * s.n + 2, size_t);
	for (size_t c = 0; c < sight->claim_count && sight->n < sight->cap; c++) {
		for (size_t i = 0; sight->claims[c].repeats && i < s.n; i++) {
			eng_pdf_region *region = &sight->regions[sight->n];

			*region = (eng_pdf_region){ .claim = c,
						    .running = true,
						    .first_page = scene->page,
						    .last_page = scene->page };
			if (s.of[i].n && match(&s, i, region, ends, &to)) {
				sight->measures[sight->n].box = ENG_PDF_NOWHERE;
				own(&s, i, ends);
				break;
			}
		}
	}
	return true;
}
