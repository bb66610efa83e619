/* Sheets begin anew where the paper or the size changes, so that no side is printed on paper that it was not
 * made for; a side without a page is blank. */
#include "print/piece.h"

#include <math.h>

/* Milligrams of a sheet: points of 1/72 inch, g/m2. */
static int64_t sheet_weight(const eng_part_page *page, const eng_paper *paper) {
	double area = page->width * page->height * (25.4 / 72) * (25.4 / 72); /* mm2 */

	return llround(area * paper->grammage / 1000);
}

static const eng_paper *paper_of(eng_ctx *ctx, const eng_print_plan *plan,
				 const eng_part_file *part, const eng_part_page *page) {
	const eng_paper *paper = eng_print_plan_paper(plan, page->paper);

	if (!paper) {
		eng_fail(
		    ctx, "print.unknown-paper", (eng_loc){ plan->path, 0, 0 },
		    "record %llu wants the paper '%.*s', which the plan's 'papers' do not have",
		    (unsigned long long)part->ref->ordinal, ENG_STR_ARG(page->paper));
	}
	return paper;
}

static bool lay_sheets(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan, eng_piece *p) {
	const eng_part_file *part = p->part;

	p->sheets = eng_arena_new_array(arena, part->page_count, eng_sheet);
	for (size_t i = 0; i < part->page_count; i++) {
		const eng_part_page *page = &part->pages[i];
		const eng_paper *paper = paper_of(ctx, plan, part, page);
		eng_sheet *last = p->sheet_count ? &p->sheets[p->sheet_count - 1] : NULL;

		if (!paper) {
			return false;
		}
		if (plan->plex != ENG_PLEX_SIMPLEX && last && !last->back && last->paper == paper &&
		    last->front->width == page->width && last->front->height == page->height) {
			last->back = page;
			continue;
		}
		p->sheets[p->sheet_count++] = (eng_sheet){ paper, page, NULL };
		p->weight += sheet_weight(page, paper);
	}
	return true;
}

static void choose_inserts(const eng_print_plan *plan, eng_piece *p) {
	for (size_t i = 0; i < plan->insert_count; i++) {
		const eng_insert *insert = &plan->inserts[i];

		if ((insert->tmpl.n == 0 || eng_str_eq(insert->tmpl, p->part->tmpl)) &&
		    (insert->country.n == 0 || eng_str_eq(insert->country, p->part->country))) {
			p->feeders |= 1u << (insert->station - 1);
			p->weight += insert->weight;
		}
	}
}

static bool choose_envelope(eng_ctx *ctx, const eng_print_plan *plan, eng_piece *p) {
	for (size_t i = 0; i < plan->envelope_count; i++) {
		const eng_envelope *e = &plan->envelopes[i];

		if (p->sheet_count <= (size_t)e->sheets &&
		    (e->weight == 0 || p->weight + e->own <= e->weight)) {
			p->envelope = e;
			p->envelope_number = (unsigned)i + 1;
			p->weight += e->own;
			p->divert = e->by_hand;
			return true;
		}
	}
	return plan->envelope_count == 0 ||
	       eng_fail(
		   ctx, "print.no-envelope", (eng_loc){ plan->path, 0, 0 },
		   "record %llu has %zu sheets and weighs %lld.%03lld g without an envelope, and "
		   "no envelope of the plan takes that",
		   (unsigned long long)p->part->ref->ordinal, p->sheet_count,
		   (long long)(p->weight / 1000), (long long)(p->weight % 1000));
}

bool eng_piece_arrange(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
		       const eng_part_file *part, eng_piece *piece) {
	*piece = (eng_piece){ .number = piece->number, .counter = piece->counter, .part = part };
	if (!lay_sheets(ctx, arena, plan, piece)) {
		return false;
	}
	choose_inserts(plan, piece);
	return choose_envelope(ctx, plan, piece);
}

size_t eng_piece_pages(const eng_print_plan *plan, const eng_piece *piece) {
	return piece->sheet_count * (plan->plex == ENG_PLEX_SIMPLEX ? 1 : 2);
}

const eng_sheet *eng_piece_sheet(const eng_print_plan *plan, const eng_piece *piece,
				 unsigned place) {
	bool reverse = plan->machine && plan->machine->reverse;

	return &piece->sheets[reverse ? piece->sheet_count - place : place - 1];
}

eng_sheet_facts eng_piece_facts(const eng_print_plan *plan, const eng_piece *piece,
				unsigned place) {
	return (eng_sheet_facts){ .job = plan->name,
				  .piece = piece->number,
				  .counter = piece->counter + place - 1,
				  .sheet = place,
				  .sheets = (unsigned)piece->sheet_count,
				  .feeders = piece->feeders,
				  .envelope = piece->envelope_number,
				  .divert = piece->divert };
}
