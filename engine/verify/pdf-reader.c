/* From bytes to findings: file, structure, pages, words. */
#include "verify/pdf-reader.h"

#include <stdlib.h>

#include "verify/pdf-survey.h"
#include "verify/pdf-words.h"

struct eng_pdf_reader {
	eng_pdf_inflater *inflater;
	eng_pdf_keeper *keeper;
	eng_pdf_programs *programs;
	eng_pdf_show show; /* kept for its memory */
	eng_pdf_spot *spots;
	size_t spot_cap;
};

eng_pdf_reader *eng_pdf_reader_new(eng_pdf_fonts known) {
	eng_pdf_reader *reader = eng_malloc(sizeof(*reader));

	*reader = (eng_pdf_reader){ .inflater = eng_pdf_inflater_new(),
				    .keeper = eng_pdf_keeper_new(),
				    .programs = eng_pdf_programs_new(known) };
	return reader;
}

void eng_pdf_reader_free(eng_pdf_reader *reader) {
	if (reader) {
		eng_pdf_inflater_free(reader->inflater);
		eng_pdf_keeper_free(reader->keeper);
		eng_pdf_programs_free(reader->programs);
		eng_pdf_show_finish(&reader->show);
		free(reader->spots);
		free(reader);
	}
}

/* Regions of all claims that stand in the structure. */
static void find_regions(eng_pdf_sight *sight, size_t n) {
	for (size_t i = 0; i < n; i++) {
		eng_pdf_region *region = &sight->regions[sight->n];
		bool absent;

		if (!eng_pdf_region_find(sight->book, sight->claims, i, region, &absent)) {
			continue;
		}
		if (!absent) {
			sight->n++;
		} else if (!sight->claims[i].optional) {
			eng_findings_add(
			    sight->source->out, "verify.missing", i,
			    "%s is not in the pdf file: nothing in its structure has that name",
			    eng_claim_name(sight->source->arena, &sight->claims[i]));
		}
	}
}

static bool look(eng_pdf_sight *sight) {
	for (size_t page = 0; page < sight->book->page_count; page++) {
		bool wanted = sight->repeats;

		for (size_t r = 0; r < sight->n && !wanted; r++) {
			for (size_t i = 0; i < sight->regions[r].n && !wanted; i++) {
				const eng_pdf_stretch *s = &sight->regions[r].stretches[i];

				wanted = s->mcid >= 0 && s->page == page;
			}
		}
		if (wanted && !eng_pdf_sight_page(sight, page)) {
			return false;
		}
	}
	return true;
}

static eng_length millipoints(double points) {
	return (eng_length)(points * 1000 + 0.5);
}

static void report(eng_pdf_sight *sight, size_t r) {
	const eng_pdf_region *region = &sight->regions[r];
	const eng_pdf_measure *m = &sight->measures[r];
	eng_sighting *seen = eng_findings_see(sight->source->out, region->claim);
	const eng_pdf_leaf *page;

	if (!region->running) {
		seen->anchor = eng_claim_mark(sight->source->arena, &sight->claims[region->claim]);
	}
	if (region->first_page >= sight->book->page_count || m->box.x1 < m->box.x0) {
		return;
	}
	page = &sight->book->pages[region->first_page];
	seen->page = (int)region->first_page + 1;
	seen->last_page = (int)region->last_page + 1;
	seen->x = millipoints(m->box.x0 - page->visible.x0);
	seen->y = millipoints(page->visible.y1 - m->box.y1);
	seen->width = millipoints(m->box.x1 - m->box.x0);
	seen->height = millipoints(m->box.y1 - m->box.y0);
	seen->size = millipoints(m->size);
	seen->x_height = millipoints(m->x_height > 0 ? m->x_height : m->height);
	seen->contrast = (int)(m->contrast * 1000 + 0.5);
}

static bool same_words(const eng_claim *a, const eng_claim *b) {
	return a->version == b->version && eng_str_eq(a->id, b->id) && eng_str_eq(a->text, b->text);
}

static bool wants_page(const eng_claim *claim, int page) {
	for (size_t k = 0; k < claim->page_count; k++) {
		if (claim->pages[k] == page) {
			return true;
		}
	}
	return false;
}

/* Whether a page shows the words of a claim as often as it and the claims before it want them there: parts
 * of several kinds of page may say the same. */
static bool stands_on(const eng_pdf_sight *sight, size_t claim, int page) {
	const eng_claim *wanted = &sight->claims[claim];
	size_t need = 0, have = 0;

	for (size_t i = 0; i <= claim; i++) {
		need +=
		    same_words(&sight->claims[i], wanted) && wants_page(&sight->claims[i], page);
	}
	for (size_t r = 0; r < sight->n; r++) {
		const eng_pdf_region *region = &sight->regions[r];

		have += (int)region->first_page + 1 <= page && page <= (int)region->last_page + 1 &&
			same_words(&sight->claims[region->claim], wanted);
	}
	return have >= need;
}

/* Running content must be on each page that is named. */
static void check_pages(eng_pdf_sight *sight) {
	for (size_t i = 0; i < sight->claim_count; i++) {
		const eng_claim *claim = &sight->claims[i];

		for (size_t k = 0; k < claim->page_count; k++) {
			if (!stands_on(sight, i, claim->pages[k])) {
				eng_findings_add(sight->source->out, "verify.missing", i,
						 "%s is not on page %d, where it is repeated",
						 eng_claim_name(sight->source->arena, claim),
						 claim->pages[k]);
			}
		}
	}
}

/* What the pages show of the regions. */
static void read_regions(eng_pdf_sight *sight) {
	for (size_t r = 0; r < sight->n; r++) {
		sight->measures[r].box = ENG_PDF_NOWHERE;
	}
	eng_pdf_show_begin(sight->show, sight->source);
	if (sight->source->failed || !look(sight)) {
		return;
	}
	for (size_t r = 0; r < sight->n; r++) {
		eng_pdf_words_check(sight, r);
		report(sight, r);
	}
	check_pages(sight);
}

/* For each claim a region, for one that repeats another on each page. */
static void make_room(eng_pdf_sight *sight) {
	eng_arena *arena = sight->source->arena;

	sight->cap = sight->claim_count;
	for (size_t i = 0; i < sight->claim_count; i++) {
		if (sight->claims[i].repeats) {
			sight->repeats = true;
			sight->cap += sight->book->page_count;
		}
	}
	sight->regions = eng_arena_new_array(arena, sight->cap, eng_pdf_region);
	sight->measures = eng_arena_new_array(arena, sight->cap, eng_pdf_measure);
}

static void read_claims(eng_pdf_reader *reader, eng_pdf_source *source, size_t pages,
			const eng_claim *claims, size_t n) {
	eng_pdf_book book;
	eng_pdf_sight sight = {
		.source = source,
		.book = &book,
		.show = &reader->show,
		.programs = reader->programs,
		.keeper = reader->keeper,
		.claims = claims,
		.claim_count = n,
		.spots = reader->spots,
		.spot_cap = reader->spot_cap,
	};

	if (!eng_pdf_book_open(&book, source)) {
		return;
	}
	if (pages && book.page_count != pages) {
		eng_findings_add(source->out, "verify.pages", ENG_FINDING_ARTIFACT,
				 "the pdf file has %zu pages, it was made with %zu",
				 book.page_count, pages);
	}
	make_room(&sight);
	find_regions(&sight, n);
	read_regions(&sight);
	eng_pdf_survey_read(&sight);
	if (!source->failed) {
		eng_pdf_sight_draft(&sight);
	}
	reader->spots = sight.spots; /* perhaps larger */
	reader->spot_cap = sight.spot_cap;
}

bool eng_pdf_reader_check(eng_pdf_reader *reader, eng_pdf_road road, eng_str file, eng_str password,
			  size_t pages, const eng_claim *claims, size_t n, eng_findings *out) {
	size_t before = out->n;
	eng_pdf_source source;

	eng_pdf_programs_trim(reader->programs);
	eng_pdf_keeper_trim(reader->keeper);
	if (eng_pdf_source_open(&source, road, reader->inflater, reader->keeper, out->arena, out,
				file, password)) {
		read_claims(reader, &source, pages, claims, n);
	}
	eng_pdf_source_close(&source);
	return out->n == before;
}
