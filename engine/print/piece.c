/* Sheets begin anew with each document, and where the paper or the size changes, so that no side is printed on
 * paper that it was not made for; a side without a page is blank. */
#include "print/piece.h"

#include <math.h>

#include "print/package.h"

typedef struct bench {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_print_plan *plan;
	eng_part_file *const *parts;
	size_t part_count;
	eng_sheet *sheets; /* of the whole package */
	size_t sheet_count;
	unsigned pages;
	eng_piece *pieces;
	size_t count, cap;
} bench;

/* Milligrams of a sheet: points of 1/72 inch, g/m2. */
static int64_t sheet_weight(const eng_sheet *sheet) {
	double area = sheet->front->width * sheet->front->height * (25.4 / 72) * (25.4 / 72);

	return llround(area * sheet->paper->grammage / 1000); /* mm2 */
}

static const eng_paper *paper_of(const bench *b, const eng_part_file *part,
				 const eng_part_page *page) {
	const eng_paper *paper = eng_print_plan_paper(b->plan, page->paper);

	if (!paper) {
		eng_fail(
		    b->ctx, "print.unknown-paper", (eng_loc){ b->plan->path, 0, 0 },
		    "record %llu wants the paper '%.*s', which the plan's 'papers' do not have",
		    (unsigned long long)part->ref->ordinal, ENG_STR_ARG(page->paper));
	}
	return paper;
}

static bool lay_document(bench *b, eng_part_file *part) {
	size_t from = b->sheet_count;

	for (size_t i = 0; i < part->page_count; i++) {
		const eng_part_page *page = &part->pages[i];
		const eng_paper *paper = paper_of(b, part, page);
		eng_sheet *last = b->sheet_count > from ? &b->sheets[b->sheet_count - 1] : NULL;

		if (!paper) {
			return false;
		}
		b->pages++;
		if (b->plan->plex != ENG_PLEX_SIMPLEX && last && !last->back &&
		    last->paper == paper && last->front->width == page->width &&
		    last->front->height == page->height) {
			last->back = page;
			continue;
		}
		b->sheets[b->sheet_count++] =
		    (eng_sheet){ part, paper, page, NULL, b->pages, false };
	}
	return true;
}

static bool lay_sheets(bench *b) {
	size_t pages = 0;
	bool ok = true;

	for (size_t i = 0; i < b->part_count; i++) {
		pages += b->parts[i]->page_count;
	}
	b->sheets = eng_arena_new_array(b->arena, pages, eng_sheet);
	for (size_t i = 0; ok && i < b->part_count; i++) {
		ok = lay_document(b, b->parts[i]);
	}
	return ok;
}

static bool has_template(const eng_piece *p, eng_str tmpl) {
	for (size_t i = 0; i < p->document_count; i++) {
		if (eng_str_eq(p->documents[i]->tmpl, tmpl)) {
			return true;
		}
	}
	return false;
}

/* Sheets are folded for the envelope; inserts come folded. */
static eng_length folded(const eng_envelope *e, const eng_piece *p) {
	return p->thickness * e->panels + p->inserts;
}

static bool takes(const eng_envelope *e, const eng_piece *p) {
	return p->sheet_count <= (size_t)e->sheets &&
	       (e->weight == 0 || p->weight + e->own <= e->weight) &&
	       (e->thickness == 0 || folded(e, p) <= e->thickness);
}

/* The first envelope that takes it; by_hand: those that leave the machine, too. */
static const eng_envelope *envelope_of(const eng_print_plan *plan, const eng_piece *p,
				       bool by_hand) {
	for (size_t i = 0; i < plan->envelope_count; i++) {
		if ((by_hand || !plan->envelopes[i].by_hand) && takes(&plan->envelopes[i], p)) {
			return &plan->envelopes[i];
		}
	}
	return NULL;
}

/* Whether a rule of the plan wants the insert, with what the envelope of what lies there has left. */
static bool is_wanted(const bench *b, const eng_piece *p, const eng_insert *insert, bool *wanted) {
	const eng_envelope *e = envelope_of(b->plan, p, true);
	eng_rule_facts facts;

	*wanted = (insert->tmpl.n == 0 || has_template(p, insert->tmpl)) &&
		  (insert->country.n == 0 || eng_str_eq(insert->country, p->part->country));
	if (!*wanted || !insert->when) {
		return true;
	}
	facts = eng_package_facts(b->arena, b->plan, p->part);
	facts.weight = p->weight;
	facts.weight_left = e && e->weight ? e->weight - e->own - p->weight : 0;
	facts.sheets = p->sheet_count;
	facts.documents = p->document_count;
	return eng_rule_test(b->ctx, b->arena, insert->when, &facts, wanted);
}

/* Only the first envelope of a package gets inserts. */
static bool add_inserts(const bench *b, eng_piece *p) {
	for (size_t i = 0; i < b->plan->insert_count && p->share == 1; i++) {
		const eng_insert *insert = &b->plan->inserts[i];
		bool wanted;

		if (!is_wanted(b, p, insert, &wanted)) {
			return false;
		}
		if (wanted) {
			p->feeders |= 1u << (insert->station - 1);
			p->weight += insert->weight;
			p->inserts += insert->thickness;
		}
	}
	return true;
}

/* The first page of a document with its address, for an envelope that would begin without one. */
static bool carrier_of(const bench *b, const eng_sheet *first, eng_sheet *carrier) {
	eng_part_file *part = first->part;

	if (!part->pages[0].has_address) {
		part = b->parts[0];
	}
	if (first->front->has_address || !part->pages[0].has_address) {
		return false;
	}
	*carrier = (eng_sheet){ .part = part, .front = &part->pages[0], .carrier = true };
	carrier->paper = eng_print_plan_paper(b->plan, part->pages[0].paper);
	return true;
}

static void add_document(eng_piece *p, eng_part_file *part) {
	if (p->document_count == 0 || p->documents[p->document_count - 1] != part) {
		p->documents[p->document_count++] = part;
	}
}

/* The piece of the package's sheets [from, to), without an envelope. */
static bool gather(const bench *b, size_t from, size_t to, eng_piece *p) {
	eng_sheet carrier;
	size_t n = 0;

	*p = (eng_piece){ .share = (unsigned)b->count + 1,
			  .part = b->sheets[from].part,
			  .package_pages = b->pages };
	p->sheets = eng_arena_new_array(b->arena, to - from + 1, eng_sheet);
	p->documents = eng_arena_new_array(b->arena, b->part_count + 1, eng_part_file *);
	if (from > 0 && carrier_of(b, &b->sheets[from], &carrier)) {
		p->sheets[n++] = carrier;
		p->part = carrier.part;
	}
	for (size_t i = from; i < to; i++) {
		p->sheets[n++] = b->sheets[i];
	}
	for (size_t i = 0; i < n; i++) {
		p->weight += sheet_weight(&p->sheets[i]);
		p->thickness += p->sheets[i].paper->thickness;
		add_document(p, p->sheets[i].part);
	}
	p->sheet_count = n;
	return add_inserts(b, p);
}

static void close_piece(bench *b, eng_piece *p, const eng_envelope *e) {
	p->envelope = e;
	if (e) {
		p->envelope_number = (unsigned)(e - b->plan->envelopes) + 1;
		p->weight += e->own;
		p->thickness = folded(e, p);
		p->divert = e->by_hand;
	}
	b->pieces = eng_arena_grow(b->arena, b->pieces, b->count, &b->cap, sizeof(*b->pieces));
	b->pieces[b->count++] = *p;
}

/* Adds the piece of these sheets if an envelope takes it. False after reporting. */
static bool seal(bench *b, size_t from, size_t to, bool by_hand, bool *taken) {
	eng_arena_mark mark = eng_arena_tell(b->arena);
	const eng_envelope *e;
	eng_piece piece;

	if (!gather(b, from, to, &piece)) {
		return false;
	}
	e = envelope_of(b->plan, &piece, by_hand);
	*taken = e || b->plan->envelope_count == 0;
	if (*taken) {
		close_piece(b, &piece, e);
	} else {
		eng_arena_rewind(b->arena, mark);
	}
	return true;
}

static bool too_big(const bench *b, size_t from, size_t to) {
	int64_t weight = 0;

	for (size_t i = from; i < to; i++) {
		weight += sheet_weight(&b->sheets[i]);
	}
	return eng_fail(
	    b->ctx, "print.no-envelope", (eng_loc){ b->plan->path, 0, 0 },
	    "record %llu has %zu sheets and weighs %lld.%03lld g without inserts and an envelope, "
	    "and no envelope of the plan takes that",
	    (unsigned long long)b->sheets[from].part->ref->ordinal, to - from,
	    (long long)(weight / 1000), (long long)(weight % 1000));
}

static bool is_boundary(const bench *b, size_t at) {
	return at == b->sheet_count || b->sheets[at].part != b->sheets[at - 1].part;
}

/* The longest stretch of sheets from here that an envelope of the machine takes: whole documents, or, where
 * the first of them alone is too much, what the plan says. */
static bool take_stretch(bench *b, size_t from, size_t *to) {
	bool taken = false, ok = true;

	for (*to = b->sheet_count; ok && *to > from; --*to) {
		if (is_boundary(b, *to)) {
			ok = seal(b, from, *to, false, &taken);
			if (taken) {
				return true;
			}
		}
	}
	if (b->plan->parting == ENG_PARTING_SHEETS) {
		for (*to = b->sheet_count - 1; ok && *to > from; --*to) {
			ok = seal(b, from, *to, false, &taken);
			if (taken) {
				return true;
			}
		}
	}
	for (*to = from + 1; !is_boundary(b, *to);) {
		++*to;
	}
	return ok && seal(b, from, *to, true, &taken) && (taken || too_big(b, from, *to));
}

bool eng_piece_arrange(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
		       eng_part_file *const *parts, size_t n, eng_piece **pieces, size_t *count) {
	bench b = { .ctx = ctx, .arena = arena, .plan = plan, .parts = parts, .part_count = n };
	bool parted = plan->parting != ENG_PARTING_NONE, taken;

	if (!lay_sheets(&b) || !seal(&b, 0, b.sheet_count, !parted, &taken)) {
		return false;
	}
	if (!taken && !parted) {
		return too_big(&b, 0, b.sheet_count);
	}
	for (size_t from = 0, to; !taken && from < b.sheet_count; from = to) {
		if (!take_stretch(&b, from, &to)) {
			return false;
		}
	}
	for (size_t i = 0; i < b.count; i++) {
		b.pieces[i].shares = (unsigned)b.count;
	}
	*pieces = b.pieces;
	*count = b.count;
	return true;
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
				  .share = piece->share,
				  .shares = piece->shares,
				  .pages = piece->package_pages,
				  .divert = piece->divert };
}
