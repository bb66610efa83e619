/* The tree of document parts (ISO 32000-2 14.12) of a finished stream against the list of pieces: each page in one
 * leaf, leaves in the order of pages, parts in the order of pieces. */
#include <stdlib.h>

#include "print/check-reader.h"

/* Nodes of the page tree that are still to be looked at, the next one last. */
typedef struct waiting {
	unsigned *ids; /* on the heap */
	size_t n, cap;
} waiting;

static bool wait_for(const eng_check_reader *r, waiting *w, const eng_pdf_value *node) {
	if (node->kind != ENG_PDF_REF || w->n == r->source.object_count) {
		return false;
	}
	if (w->n == w->cap) {
		w->cap = w->cap * 2 + 256;
		w->ids = eng_realloc(w->ids, w->cap * sizeof(*w->ids));
	}
	w->ids[w->n++] = node->as.id;
	return true;
}

static void add_page(eng_check_reader *r, unsigned id) {
	if (r->page_count == r->page_cap) {
		r->page_cap = r->page_cap * 2 + 1024;
		r->pages = eng_realloc(r->pages, r->page_cap * sizeof(*r->pages));
		r->leaves = eng_realloc(r->leaves, r->page_cap * sizeof(*r->leaves));
	}
	r->leaves[r->page_count] = 0;
	r->pages[r->page_count++] = id;
}

static bool gather_node(eng_check_reader *r, waiting *w, unsigned id) {
	eng_pdf_object *node = eng_pdf_source_object(&r->source, id);
	const eng_pdf_value *kids =
	    node ? eng_pdf_source_find(&r->source, &node->value, "Kids") : NULL;

	if (!kids) {
		return false;
	}
	if (kids->kind != ENG_PDF_ARRAY) {
		add_page(r, id);
		return true;
	}
	for (uint32_t i = kids->n; i-- > 0;) {
		if (!wait_for(r, w, &kids->as.items[i])) {
			return false;
		}
	}
	return true;
}

/* Pages in their order; each node of the tree once. */
static bool gather_pages(eng_check_reader *r) {
	const eng_pdf_value *catalog = eng_pdf_source_find(&r->source, &r->source.trailer, "Root");
	waiting w = { 0 };
	bool ok = wait_for(r, &w, eng_pdf_value_find(catalog, "Pages"));

	for (size_t seen = 0; ok && w.n; seen++) {
		ok = seen < r->source.object_count && eng_check_rest(r) &&
		     gather_node(r, &w, w.ids[--w.n]);
	}
	free(w.ids);
	return ok || eng_check_unreadable(r);
}

/* A leaf takes the pages from its first to its last; returns how many, 0 when they are not the next ones. */
static size_t take_leaf(eng_check_reader *r, unsigned id, const eng_pdf_value *leaf) {
	const eng_pdf_value *first = eng_pdf_value_find(leaf, "Start");
	const eng_pdf_value *last = eng_pdf_value_find(leaf, "End");
	size_t n = 0;

	last = last->kind == ENG_PDF_REF ? last : first;
	if (first->kind != ENG_PDF_REF || r->leaf_at >= r->page_count ||
	    r->pages[r->leaf_at] != first->as.id) {
		return 0;
	}
	while (r->leaf_at < r->page_count) {
		r->leaves[r->leaf_at] = id;
		n++;
		if (r->pages[r->leaf_at++] == last->as.id) {
			return n;
		}
	}
	return 0;
}

/* What the part of a piece says against its row. */
static void check_part(eng_check_reader *r, const eng_pdf_value *part, const eng_piece_row *row) {
	eng_pdf_source *s = &r->source;
	const eng_pdf_value *root =
	    eng_pdf_source_find(s, eng_pdf_source_find(s, part, "DPM"), "CIP4_Root");
	const eng_pdf_value *own = eng_pdf_source_find(s, root, "Engross_Piece");
	const eng_pdf_value *id = eng_pdf_source_find(
	    s, eng_pdf_source_find(s, root, "CIP4_Recipient"), "CIP4_ExternalID");
	int64_t number = 0, ordinal = -1;

	eng_pdf_value_integer(eng_pdf_source_find(s, own, "Number"), 0, INT64_MAX / 2, &number);
	eng_pdf_value_integer(eng_pdf_source_find(s, own, "Ordinal"), 0, INT64_MAX / 2, &ordinal);
	if ((uint64_t)number != row->number || (uint64_t)ordinal != row->ordinal ||
	    id->kind != ENG_PDF_STRING ||
	    !eng_str_eq(eng_pdf_value_text(s->arena, id->as.text), row->recipient)) {
		eng_print_object(r->check, "print.document-part",
				 "a document part is not that of piece %llu for recipient '%.*s'",
				 (unsigned long long)row->number, ENG_STR_ARG(row->recipient));
	}
}

static bool take_piece(eng_check_reader *r, const eng_pdf_value *reference,
		       const eng_piece_row *row) {
	const eng_pdf_value *part = eng_pdf_source_value(&r->source, reference);
	const eng_pdf_value *rows = eng_pdf_source_find(&r->source, part, "DParts");
	const eng_pdf_value *kids =
	    rows->kind == ENG_PDF_ARRAY && rows->n == 1 ? rows->as.items : rows;
	size_t pages = 0;

	for (uint32_t i = 0; kids->kind == ENG_PDF_ARRAY && i < kids->n; i++) {
		const eng_pdf_value *leaf = eng_pdf_source_value(&r->source, &kids->as.items[i]);
		size_t n = kids->as.items[i].kind == ENG_PDF_REF
			       ? take_leaf(r, kids->as.items[i].as.id, leaf)
			       : 0;

		if (n == 0) {
			return eng_print_object(
			    r->check, "print.document-part",
			    "the pages of piece %llu do not follow those before them",
			    (unsigned long long)row->number);
		}
		pages += n;
	}
	check_part(r, part, row);
	return pages == row->pages ||
	       eng_print_object(r->check, "print.document-part",
				"piece %llu has %zu pages in the stream, %llu in the list",
				(unsigned long long)row->number, pages,
				(unsigned long long)row->pages);
}

/* A separation sheet: its pages are in one leaf. */
static bool take_banner(eng_check_reader *r, const eng_pdf_value *reference) {
	eng_pdf_source *s = &r->source;
	const eng_pdf_value *part = eng_pdf_source_value(s, reference);
	const eng_pdf_value *root =
	    eng_pdf_source_find(s, eng_pdf_source_find(s, part, "DPM"), "CIP4_Root");
	const eng_pdf_value *rows = eng_pdf_source_find(s, part, "DParts");
	const eng_pdf_value *kids =
	    rows->kind == ENG_PDF_ARRAY && rows->n == 1 ? rows->as.items : rows;
	bool ok = eng_pdf_source_find(s, root, "Engross_Banner")->kind == ENG_PDF_NAME &&
		  kids->kind == ENG_PDF_ARRAY && kids->n == 1 &&
		  kids->as.items[0].kind == ENG_PDF_REF;

	return (ok && take_leaf(r, kids->as.items[0].as.id,
				eng_pdf_source_value(s, &kids->as.items[0])) ==
			  (r->check->plan->plex == ENG_PLEX_SIMPLEX ? 1 : 2)) ||
	       eng_print_object(r->check, "print.document-part",
				"a separation sheet is not where the plan wants one");
}

static eng_banner_place place_of(const eng_piece_row *row) {
	return (eng_banner_place){ row->country, row->group, row->tray };
}

bool eng_check_has_banner(const eng_check_reader *r, const eng_piece_row *rows, size_t i, size_t n,
			  eng_banner_place *place) {
	const eng_print_plan *plan = r->check->plan;
	eng_banner_place before, next;

	if (i == n) {
		return plan->banner_paper && plan->banner_end;
	}
	next = place_of(&rows[i]);
	*place = eng_banner_told(plan, next);
	if (i == 0) {
		return plan->banner_paper && plan->banner_begin;
	}
	before = place_of(&rows[i - 1]);
	return eng_banner_between(plan, i, &before, &next);
}

/* Document parts of the job: pieces and separations; NULL: there is no such list. */
static const eng_pdf_value *parts_of(eng_check_reader *r) {
	eng_pdf_source *s = &r->source;
	const eng_pdf_value *catalog = eng_pdf_source_find(s, &s->trailer, "Root");
	const eng_pdf_value *root =
	    eng_pdf_source_find(s, eng_pdf_source_find(s, catalog, "DPartRoot"), "DPartRootNode");
	const eng_pdf_value *parts = eng_pdf_source_find(s, root, "DParts");

	parts = parts->kind == ENG_PDF_ARRAY && parts->n == 1 ? parts->as.items : parts;
	return parts->kind == ENG_PDF_ARRAY ? parts : NULL;
}

/* The part at a place; a null value when there is none. */
static const eng_pdf_value *part_at(eng_check_reader *r, size_t at) {
	static const eng_pdf_value none = { 0 };
	const eng_pdf_value *parts = eng_check_rest(r) ? parts_of(r) : NULL;

	return parts && at < parts->n ? &parts->as.items[at] : &none;
}

bool eng_check_tree(eng_check_reader *r, const eng_piece_row *rows, size_t n) {
	const eng_pdf_value *parts;
	eng_banner_place place;
	size_t at = 0;

	if (!gather_pages(r)) {
		return false;
	}
	r->stream_banners = 0;
	for (size_t i = 0; i <= n; i++) {
		r->stream_banners += eng_check_has_banner(r, rows, i, n, &place);
	}
	parts = parts_of(r);
	if (!parts || parts->n != n + r->stream_banners) {
		return eng_print_object(r->check, "print.document-part",
					"the stream has %u pieces and separations, the list %zu",
					parts ? (unsigned)parts->n : 0, n + r->stream_banners);
	}
	for (size_t i = 0; i <= n; i++) {
		if ((eng_check_has_banner(r, rows, i, n, &place) &&
		     !take_banner(r, part_at(r, at++))) ||
		    (i < n && !take_piece(r, part_at(r, at++), &rows[i]))) {
			return false;
		}
	}
	return r->leaf_at == r->page_count ||
	       eng_print_object(r->check, "print.document-part", "%zu pages belong to no piece",
				r->page_count - r->leaf_at);
}
