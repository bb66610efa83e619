/* A page of a finished stream against the part of its recipient and the plan: what stands there, byte for byte, and
 * nothing beside it but marks, codes and numbers. */
#include <math.h>

#include "print/check-reader.h"

/* Content streams of a page, at most eight. */
static size_t contents_of(eng_check_reader *r, const eng_pdf_value *page, eng_str *data) {
	const eng_pdf_value *v = eng_pdf_value_find(page, "Contents");
	const eng_pdf_value *all = v;
	size_t n = 0;

	if (v->kind == ENG_PDF_REF) {
		all = eng_pdf_source_value(&r->source, v);
		all = all->kind == ENG_PDF_ARRAY ? all : v;
	}
	for (uint32_t i = 0; i < (all->kind == ENG_PDF_ARRAY ? all->n : 1) && n < 8; i++) {
		eng_pdf_object *stream = eng_pdf_source_stream(
		    &r->source, all->kind == ENG_PDF_ARRAY ? &all->as.items[i] : all);

		if (!stream || !eng_pdf_source_data(&r->source, stream, &data[n])) {
			return 0;
		}
		n++;
	}
	return n;
}

static bool part_data(eng_part_file *part, const eng_pdf_value *reference, eng_str *data) {
	eng_pdf_object *stream = reference ? eng_pdf_source_stream(&part->source, reference) : NULL;

	return stream && eng_pdf_source_data(&part->source, stream, data);
}

/* What the plan wants in front of the page: its offset, or the window of a carrier. */
static bool is_opening(eng_check_reader *r, eng_str data, const eng_sheet *sheet, bool back) {
	eng_buf wanted = { 0 };
	bool same;

	eng_print_opening(&wanted, r->check->plan, sheet, back);
	same = eng_str_eq(data, eng_buf_view(&wanted));
	eng_buf_finish(&wanted);
	return same;
}

/* Takes the number of the page in its package off the end of what stands behind; false when it is not there. */
static bool take_number(eng_check_reader *r, const eng_check_side *s, eng_str *data) {
	const eng_print_plan *plan = r->check->plan;
	eng_str number =
	    eng_print_number(r->check->ctx, &r->arena, plan, s->piece, s->place, s->back);
	double height = eng_piece_sheet(plan, s->piece, s->place)->front->height;
	eng_buf wanted = { 0 };
	bool same = number.s != NULL;

	if (same && number.n) {
		eng_print_number_draw(plan, number, height, &wanted);
		same = data->n >= wanted.n &&
		       eng_str_eq(eng_str_sub(*data, data->n - wanted.n, data->n),
				  eng_buf_view(&wanted));
		data->n -= same ? wanted.n : 0;
	}
	eng_buf_finish(&wanted);
	return same;
}

/* "Q", and nothing but filled rectangles of black ink, and the number of the page. */
static bool is_closing(eng_check_reader *r, const eng_check_side *s, eng_str data) {
	static const char *const known[] = { "Q", "k", "re", "f" };
	eng_pdf_scan scan;
	eng_pdf_value v;

	if (!take_number(r, s, &data)) {
		return false;
	}
	scan = eng_pdf_scan_of(&r->arena, data);
	while (eng_pdf_scan_skip(&scan)) {
		bool good = false;

		if (!eng_pdf_scan_value(&scan, &v)) {
			return false;
		}
		for (int i = 0; v.kind == ENG_PDF_WORD && i < 4; i++) {
			good |= eng_str_eqc(v.as.text, known[i]);
		}
		if (!good && v.kind != ENG_PDF_NUMBER) {
			return false;
		}
	}
	return true;
}

/* What the list says of a piece goes over its contents, before and behind those of its part first. */
static void add_contents(eng_check_reader *r, const eng_str *found, size_t n) {
	if (n >= 2) {
		eng_hasher_field(r->hasher, found[0]);
		eng_hasher_field(r->hasher, found[n - 1]);
	}
	for (size_t i = 1; i + 1 < n; i++) {
		eng_hasher_field(r->hasher, found[i]);
	}
}

/* A page says what the stream's writer says of pages and nothing else: its size is that of the part's. */
static bool check_keys(eng_check_reader *r, const eng_pdf_value *page, double width,
		       double height) {
	static const char *const known[] = { "Type",      "Parent",   "MediaBox", "TrimBox",
					     "Resources", "Contents", "DPart" };
	static const char *const boxes[] = { "MediaBox", "TrimBox" };
	size_t n = sizeof(known) / sizeof(known[0]);

	for (uint32_t i = 0; i < page->n; i++) {
		eng_str key = page->as.pairs[i].key;
		size_t k = 0;

		while (k < n && !eng_str_eqc(key, known[k])) {
			k++;
		}
		if (k == n) {
			return eng_print_object(r->check, "print.foreign-page",
						"the page has the key '%.*s', which no page of a "
						"stream has",
						ENG_STR_ARG(key));
		}
	}
	for (int i = 0; i < 2; i++) {
		double box[4];

		if (!eng_pdf_source_numbers(&r->source, eng_pdf_value_find(page, boxes[i]), 4,
					    box) ||
		    box[0] != 0 || box[1] != 0 || fabs(box[2] - width) > 0.001 ||
		    fabs(box[3] - height) > 0.001) {
			return eng_print_object(r->check, "print.foreign-page",
						"the page is not %.3f by %.3f points", width,
						height);
		}
	}
	return true;
}

/* Fonts, pictures, forms and colours of the page are those of the recipient's part (NULL: none). */
static bool check_resources(eng_check_reader *r, const eng_pdf_value *page, eng_part_file *part,
			    const eng_part_page *own) {
	static const eng_pdf_value none = { .kind = ENG_PDF_DICT };
	const eng_pdf_value *found = eng_pdf_value_find(page, "Resources");
	const eng_pdf_value *wanted = own ? eng_pdf_value_find(own->value, "Resources") : &none;
	eng_hash a, b;

	if (r->asked != part) {
		eng_likeness_forget(r->there);
		r->asked = part;
	}
	return (eng_likeness_of(r->here, &r->source, found, &a) &&
		eng_likeness_of(r->there, &part->source, wanted, &b) && eng_hash_eq(&a, &b)) ||
	       eng_print_object(r->check, "print.foreign-resource",
				"fonts, pictures or forms of the page are not those that the part "
				"of record %llu has there",
				(unsigned long long)part->ref->ordinal);
}

/* The page's own content is that of the recipient's part, byte for byte. */
static bool check_content(eng_check_reader *r, const eng_pdf_value *page, const eng_check_side *s) {
	const eng_sheet *sheet = eng_piece_sheet(r->check->plan, s->piece, s->place);
	const eng_part_page *own = s->back ? sheet->back : sheet->front;
	eng_part_file *part = sheet->part;
	eng_str found[8], wanted;
	size_t n = contents_of(r, page, found), at = 1;
	bool same =
	    n >= 2 && is_opening(r, found[0], sheet, s->back) && is_closing(r, s, found[n - 1]);

	if (same && own && own->background && !sheet->paper->preprinted) {
		same = part_data(part, own->background, &wanted) && at + 1 < n &&
		       eng_str_eq(found[at++], wanted);
	}
	if (same && own && own->body) {
		same = part_data(part, own->body, &wanted) && at + 1 < n &&
		       eng_str_eq(found[at++], wanted);
	}
	add_contents(r, found, n);
	if (!same || at + 1 != n) {
		return eng_print_object(
		    r->check, "print.foreign-page",
		    "the page does not show what the part of record %llu has there",
		    (unsigned long long)part->ref->ordinal);
	}
	return check_keys(r, page, sheet->front->width, sheet->front->height) &&
	       check_resources(r, page, part, own);
}

/* The codes of the post on the sheet with the address; how many. */
static size_t postal_marks(eng_check_reader *r, const eng_check_side *s, eng_postal_mark *marks) {
	const eng_piece *piece = s->piece;
	eng_arena *arena = eng_part_arena(r->parts);
	size_t n = 0;

	if (s->back || eng_piece_sheet(r->check->plan, piece, s->place) != &piece->sheets[0]) {
		return 0;
	}
	if (r->mail) {
		eng_print_check_delivery(r->check, arena, piece->part, &r->mail[s->row - r->rows]);
	}
	if (!eng_postal_marks(r->check->ctx, arena, r->check->plan->postal, piece->part,
			      s->row->number, marks, &n)) {
		eng_print_object(r->check, "print.postal-code",
				 "the codes of the post of piece %llu cannot be known",
				 (unsigned long long)s->row->number);
		return 0;
	}
	return n;
}

static void look_at(eng_check_reader *r, const eng_check_side *s, const eng_pdf_value *page) {
	const eng_print_plan *plan = r->check->plan;
	const eng_sheet *sheet = eng_piece_sheet(plan, s->piece, s->place);
	const eng_envelope *e = s->piece->envelope;
	eng_sheet_claim claim = { s->row, eng_piece_facts(plan, s->piece, s->place) };
	bool marked = plan->machine && plan->machine->back == s->back;
	bool address = !s->back && sheet == &s->piece->sheets[0] && e && e->has_window &&
		       sheet->front->has_address;

	eng_postal_mark marks[ENG_MOST_POSTAL_CODES];
	size_t n = postal_marks(r, s, marks);

	if (!marked && !address && !n) {
		return;
	}
	eng_look_begin(&r->look, &r->source);
	if (!eng_look_page(&r->look, page, sheet->front->height)) {
		eng_check_unreadable(r);
		return;
	}
	if (marked) {
		eng_print_check_marks(r->check, &r->look, &claim);
	}
	eng_print_check_postal(r->check, &r->look, marks, n, s->row->number);
	if (address) {
		eng_rect at = eng_part_address(sheet->front);

		at.x += plan->front_x;
		at.y += plan->front_y;
		eng_print_check_window(r->check, &r->look, e, at,
				       llround(sheet->front->width * 1000), marks, n);
	}
}

/* The page at hand, in the leaf that it should be in; NULL after objecting. */
static const eng_pdf_value *page_of(eng_check_reader *r) {
	eng_pdf_object *object = eng_pdf_source_object(&r->source, r->pages[r->check->page - 1]);
	const eng_pdf_value *leaf;

	if (!object || object->value.kind != ENG_PDF_DICT) {
		eng_check_unreadable(r);
		return NULL;
	}
	leaf = eng_pdf_value_find(&object->value, "DPart");
	if (leaf->kind != ENG_PDF_REF || leaf->as.id != r->leaves[r->check->page - 1]) {
		eng_print_object(r->check, "print.document-part",
				 "the page says that it belongs to another part");
	}
	return &object->value;
}

void eng_check_side_of(eng_check_reader *r, const eng_check_side *s) {
	const eng_pdf_value *page = page_of(r);

	if (page && check_content(r, page, s)) {
		look_at(r, s, page);
	}
}

void eng_check_banner(eng_check_reader *r, const eng_banner *banner) {
	const eng_pdf_value *page = page_of(r), *resources;
	const eng_rect size = eng_banner_sheet();
	eng_str found[8];
	eng_buf wanted = { 0 };
	size_t n = page ? contents_of(r, page, found) : 0;
	bool same = n == (banner ? 1 : 0);

	if (banner && same) {
		eng_banner_draw(r->check->plan, banner, &wanted);
		same = eng_str_eq(found[0], eng_buf_view(&wanted));
	}
	resources = page ? eng_pdf_source_find(&r->source, page, "Resources") : NULL;
	if (page && (!same || resources->kind != ENG_PDF_DICT || resources->n)) {
		eng_print_object(r->check, "print.foreign-page",
				 "the separation page does not say what it must");
	} else if (page) {
		check_keys(r, page, (double)size.w / 1000, (double)size.h / 1000);
	}
	eng_buf_finish(&wanted);
}
