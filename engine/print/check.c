/* A stream is read through verify's strict reader, or, where somebody rewrote the file, through libqpdf. It is
 * opened anew every so often, so that what was read does not pile up. */
#include "print/check.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "print/order.h"
#include "print/package.h"
#include "print/writer.h"

enum { AT_ONCE = 48 << 20, DEEPEST = 8 };

typedef struct reader {
	eng_print_check *check;
	eng_part_reader *parts;
	eng_package *packages;
	size_t package_count;
	/* The package whose parts are open, from 1; its pieces. */
	uint64_t package;
	eng_piece *pieces;
	size_t piece_count;
	const eng_piece_row *rows;
	size_t row_count;
	/* The stream. */
	eng_str file;
	eng_arena arena;
	eng_findings findings;
	eng_pdf_inflater *inflater;
	eng_pdf_keeper *keeper;
	eng_pdf_source source;
	eng_pdf_road road;
	unsigned *pages,
	    *leaves; /* objects of the pages in order; the leaf that each should be of */
	size_t page_count, page_cap, leaf_at;
	eng_look look;
} reader;

bool eng_print_object(eng_print_check *c, const char *code, const char *fmt, ...) {
	va_list ap;

	c->objections++;
	if (c->out) {
		fprintf(c->out, "OBJECTION  %s", c->stream ? c->stream : c->dir);
		if (c->page) {
			fprintf(c->out, ", page %zu", c->page);
		}
		fputs(": ", c->out);
		va_start(ap, fmt);
		vfprintf(c->out, fmt, ap);
		va_end(ap);
		fprintf(c->out, " [%s]\n", code);
	}
	return false;
}

static bool open_source(reader *r) {
	eng_pdf_source_close(&r->source);
	eng_arena_reset(&r->arena);
	eng_pdf_keeper_trim(r->keeper);
	r->findings = (eng_findings){ .arena = &r->arena };
	return eng_pdf_source_open(&r->source, r->road, r->inflater, r->keeper, &r->arena,
				   &r->findings, r->file, (eng_str){ 0 });
}

static bool unreadable(reader *r) {
	return eng_print_object(r->check, "print.unreadable", "the stream cannot be read: %s",
				r->findings.n ? r->findings.items[0].message : "it is damaged");
}

static bool map_file(reader *r, const char *path) {
	struct stat about;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *at = MAP_FAILED;

	if (fd >= 0 && fstat(fd, &about) == 0 && about.st_size > 0) {
		at = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	if (fd >= 0) {
		close(fd);
	}
	if (at == MAP_FAILED) {
		return eng_print_object(r->check, "print.unreadable",
					"the stream cannot be opened: %s", strerror(errno));
	}
	r->file = (eng_str){ at, (size_t)about.st_size };
	return true;
}

static bool gather_pages(reader *r, const eng_pdf_value *node, int depth) {
	const eng_pdf_value *value = eng_pdf_source_value(&r->source, node);
	const eng_pdf_value *kids = eng_pdf_source_find(&r->source, value, "Kids");

	if (node->kind != ENG_PDF_REF || depth > DEEPEST) {
		return false;
	}
	if (kids->kind != ENG_PDF_ARRAY) {
		if (r->page_count == r->page_cap) {
			r->page_cap = r->page_cap * 2 + 1024;
			r->pages = eng_realloc(r->pages, r->page_cap * sizeof(*r->pages));
			r->leaves = eng_realloc(r->leaves, r->page_cap * sizeof(*r->leaves));
		}
		r->leaves[r->page_count] = 0;
		r->pages[r->page_count++] = node->as.id;
		return true;
	}
	for (uint32_t i = 0; i < kids->n; i++) {
		if (!gather_pages(r, &kids->as.items[i], depth + 1)) {
			return false;
		}
	}
	return true;
}

/* A leaf takes the pages from its first to its last; returns how many, 0 when they are not the next ones. */
static size_t take_leaf(reader *r, unsigned id, const eng_pdf_value *leaf) {
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
static void check_part(reader *r, const eng_pdf_value *part, const eng_piece_row *row) {
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

static bool take_piece(reader *r, const eng_pdf_value *reference, const eng_piece_row *row) {
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

/* The tree of document parts against the rows of this stream: every page in one piece. */
static bool check_tree(reader *r, const eng_piece_row *rows, size_t n) {
	eng_pdf_source *s = &r->source;
	const eng_pdf_value *catalog = eng_pdf_source_find(s, &s->trailer, "Root");
	const eng_pdf_value *root =
	    eng_pdf_source_find(s, eng_pdf_source_find(s, catalog, "DPartRoot"), "DPartRootNode");
	const eng_pdf_value *parts = eng_pdf_source_find(s, root, "DParts");

	if (!gather_pages(r, eng_pdf_value_find(catalog, "Pages"), 0)) {
		return unreadable(r);
	}
	parts = parts->kind == ENG_PDF_ARRAY && parts->n == 1 ? parts->as.items : parts;
	if (parts->kind != ENG_PDF_ARRAY || parts->n != n) {
		return eng_print_object(r->check, "print.document-part",
					"the stream has %u pieces, the list %zu",
					parts->kind == ENG_PDF_ARRAY ? (unsigned)parts->n : 0, n);
	}
	for (size_t i = 0; i < n; i++) {
		if (!take_piece(r, &parts->as.items[i], &rows[i])) {
			return false;
		}
	}
	return r->leaf_at == r->page_count ||
	       eng_print_object(r->check, "print.document-part", "%zu pages belong to no piece",
				r->page_count - r->leaf_at);
}

/* Content streams of a page, at most eight. */
static size_t contents_of(reader *r, const eng_pdf_value *page, eng_str *data) {
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
static bool is_opening(reader *r, eng_str data, const eng_sheet *sheet, bool back) {
	eng_buf wanted = { 0 };
	bool same;

	eng_print_opening(&wanted, r->check->plan, sheet, back);
	same = eng_str_eq(data, eng_buf_view(&wanted));
	eng_buf_finish(&wanted);
	return same;
}

/* "Q", and nothing but filled rectangles of black ink. */
static bool is_closing(reader *r, eng_str data) {
	static const char *const known[] = { "Q", "k", "re", "f" };
	eng_pdf_scan s = eng_pdf_scan_of(&r->arena, data);
	eng_pdf_value v;

	while (eng_pdf_scan_skip(&s)) {
		bool good = false;

		if (!eng_pdf_scan_value(&s, &v)) {
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

/* The page's own content is that of the recipient's part, byte for byte. */
static bool check_content(reader *r, const eng_pdf_value *page, const eng_sheet *sheet, bool back) {
	const eng_part_page *own = back ? sheet->back : sheet->front;
	eng_part_file *part = sheet->part;
	eng_str found[8], wanted;
	size_t n = contents_of(r, page, found), at = 1;
	bool same = n >= 2 && is_opening(r, found[0], sheet, back) && is_closing(r, found[n - 1]);

	if (same && own && own->background && !sheet->paper->preprinted) {
		same = part_data(part, own->background, &wanted) && at + 1 < n &&
		       eng_str_eq(found[at++], wanted);
	}
	if (same && own && own->body) {
		same = part_data(part, own->body, &wanted) && at + 1 < n &&
		       eng_str_eq(found[at++], wanted);
	}
	return (same && at + 1 == n) ||
	       eng_print_object(r->check, "print.foreign-page",
				"the page does not show what the part of record %llu has there",
				(unsigned long long)part->ref->ordinal);
}

typedef struct sheet_side {
	const eng_piece *piece;
	const eng_piece_row *row;
	unsigned place; /* of the sheet in the order of printing, from 1 */
	bool back;
} sheet_side;

static void look_at(reader *r, const sheet_side *s, const eng_pdf_value *page) {
	const eng_print_plan *plan = r->check->plan;
	const eng_sheet *sheet = eng_piece_sheet(plan, s->piece, s->place);
	const eng_envelope *e = s->piece->envelope;
	eng_sheet_claim claim = { s->row, eng_piece_facts(plan, s->piece, s->place) };
	bool marked = plan->machine && plan->machine->back == s->back;
	bool address = !s->back && sheet == &s->piece->sheets[0] && e && e->has_window &&
		       sheet->front->has_address;

	if (!marked && !address) {
		return;
	}
	eng_look_begin(&r->look, &r->source);
	if (!eng_look_page(&r->look, page, sheet->front->height)) {
		unreadable(r);
		return;
	}
	if (marked) {
		eng_print_check_marks(r->check, &r->look, &claim);
	}
	if (address) {
		eng_rect at = eng_part_address(sheet->front);

		at.x += plan->front_x;
		at.y += plan->front_y;
		eng_print_check_window(r->check, &r->look, e, at,
				       llround(sheet->front->width * 1000));
	}
}

static void check_side(reader *r, const sheet_side *s) {
	const eng_sheet *sheet = eng_piece_sheet(r->check->plan, s->piece, s->place);
	unsigned id = r->pages[r->check->page - 1];
	eng_pdf_object *object = eng_pdf_source_object(&r->source, id);
	const eng_pdf_value *leaf;

	if (!object || object->value.kind != ENG_PDF_DICT) {
		unreadable(r);
		return;
	}
	leaf = eng_pdf_value_find(&object->value, "DPart");
	if (leaf->kind != ENG_PDF_REF || leaf->as.id != r->leaves[r->check->page - 1]) {
		eng_print_object(r->check, "print.document-part",
				 "the page says that it belongs to another part");
	}
	if (check_content(r, &object->value, sheet, s->back)) {
		look_at(r, s, &object->value);
	}
}

/* Opens the parts of a package and arranges them anew, unless it is the one at hand. */
static bool open_package(reader *r, uint64_t number) {
	eng_print_check *c = r->check;
	eng_part_file *parts[ENG_PARTS_OPEN];
	const eng_package *package;
	bool ok = number >= 1 && number <= r->package_count;

	if (ok && r->package == number) {
		return true;
	}
	eng_part_close_all(r->parts);
	r->package = 0;
	package = ok ? &r->packages[number - 1] : NULL;
	for (size_t i = 0; ok && i < package->n; i++) {
		parts[i] = eng_part_open(c->ctx, r->parts, package->refs[i]);
		ok = parts[i] != NULL;
	}
	ok = ok &&
	     eng_package_allowed(c->ctx, eng_part_arena(r->parts), c->plan, parts, package->n) &&
	     eng_piece_arrange(c->ctx, eng_part_arena(r->parts), c->plan, parts, package->n,
			       &r->pieces, &r->piece_count);
	r->package = ok ? number : 0;
	return ok;
}

static bool arrange(reader *r, const eng_piece_row *row, eng_piece *piece) {
	if (!open_package(r, row->package) || row->share < 1 || row->share > r->piece_count) {
		return eng_print_object(r->check, "print.list-differs",
					"the run has no part from which piece %llu can be made",
					(unsigned long long)row->number);
	}
	*piece = r->pieces[row->share - 1];
	piece->number = row->number;
	piece->counter = row->first_sheet - 1;
	return (piece->sheet_count == row->sheets && piece->feeders == row->feeders &&
		piece->divert == row->divert && (uint64_t)piece->weight == row->weight &&
		piece->shares == row->shares && piece->document_count == row->documents &&
		piece->part->ref->ordinal == row->ordinal &&
		eng_str_eq(piece->part->ref->recipient, row->recipient)) ||
	       eng_print_object(
		   r->check, "print.list-differs",
		   "the list says of piece %llu what is not so: sheets, weight, inserts, "
		   "hand work, documents or recipient",
		   (unsigned long long)row->number);
}

static void check_piece(reader *r, const eng_piece_row *row, size_t first) {
	eng_piece piece;
	bool duplex = r->check->plan->plex != ENG_PLEX_SIMPLEX;
	size_t page = first;

	r->check->page = first + 1;
	r->check->pieces++;
	if (row->first_page != first + 1) {
		eng_print_object(
		    r->check, "print.list-differs", "the list has piece %llu on page %llu",
		    (unsigned long long)row->number, (unsigned long long)row->first_page);
	}
	if (!arrange(r, row, &piece)) {
		return;
	}
	for (unsigned i = 1; i <= piece.sheet_count; i++) {
		for (int back = 0; back <= duplex; back++, page++) {
			const sheet_side side = { &piece, row, i, back != 0 };

			r->check->page = page + 1;
			r->check->pages++;
			if (page < r->page_count) {
				check_side(r, &side);
			}
		}
	}
}

static void check_pieces(reader *r, const eng_piece_row *rows, size_t n) {
	size_t page = 0;

	for (size_t i = 0; i < n; i++) {
		if (r->arena.bytes > AT_ONCE && !open_source(r)) {
			unreadable(r);
			return;
		}
		check_piece(r, &rows[i], page);
		page += rows[i].pages;
	}
	r->check->page = 0;
}

static void check_stream(reader *r, const eng_piece_row *rows, size_t n) {
	const char *path = eng_path_join(&r->check->arena, r->check->dir, r->check->stream);

	r->check->streams++;
	r->page_count = r->leaf_at = 0;
	r->road = ENG_PDF_STRICT;
	if (!map_file(r, path)) {
		return;
	}
	if (!open_source(r)) { /* somebody has written it anew */
		r->road = ENG_PDF_QPDF;
		eng_print_object(r->check, "print.rewritten",
				 "the file is not as it was assembled: %s",
				 r->findings.n ? r->findings.items[0].message : "it is damaged");
	}
	if (r->road == ENG_PDF_QPDF && !open_source(r)) {
		unreadable(r);
	} else if (check_tree(r, rows, n)) {
		check_pieces(r, rows, n);
	}
	eng_pdf_source_close(&r->source);
	munmap((void *)(uintptr_t)r->file.s, r->file.n);
}

/* Numbers count up and sheets are counted through; with pieces left out there are gaps, but none goes back. */
static void check_order(reader *r) {
	for (size_t i = 1; i < r->row_count; i++) {
		const eng_piece_row *a = &r->rows[i - 1], *b = &r->rows[i];
		bool next = b->number == a->number + 1;

		if (b->number <= a->number || b->first_sheet < a->first_sheet + a->sheets ||
		    (next && b->first_sheet != a->first_sheet + a->sheets)) {
			eng_print_object(
			    r->check, "print.list-differs",
			    "piece %llu stands behind piece %llu, or its sheets are not "
			    "counted on",
			    (unsigned long long)b->number, (unsigned long long)a->number);
		}
	}
}

static void check_streams(reader *r) {
	size_t from = 0;

	while (from < r->row_count) {
		size_t to = from;

		while (to < r->row_count && eng_str_eq(r->rows[to].stream, r->rows[from].stream)) {
			to++;
		}
		r->check->stream = eng_str_dup(&r->check->arena, r->rows[from].stream);
		check_stream(r, r->rows + from, to - from);
		r->check->stream = NULL;
		from = to;
	}
}

/* The packages that the plan makes of the runs. */
static bool form_packages(reader *r, const char *const *runs, size_t run_count) {
	eng_print_check *c = r->check;
	eng_part_ref *refs;
	size_t n;

	return eng_part_list(c->ctx, &c->arena, runs, run_count, &refs, &n) &&
	       eng_order_parts(c->ctx, &c->arena, r->parts, c->plan->order, refs, n) &&
	       eng_package_form(c->ctx, &c->arena, r->parts, c->plan, refs, n, &r->packages,
				&r->package_count);
}

bool eng_print_check_all(eng_print_check *check, const char *const *runs, size_t run_count) {
	reader r = { .check = check, .parts = eng_part_reader_new(runs) };
	eng_piece_row *rows;
	bool ok = eng_piece_rows_read(check->ctx, &check->arena, check->dir, &rows, &r.row_count) &&
		  form_packages(&r, runs, run_count);

	if (ok) {
		r.rows = rows;
		eng_arena_init(&r.arena);
		r.inflater = eng_pdf_inflater_new();
		r.keeper = eng_pdf_keeper_new();
		check_order(&r);
		check_streams(&r);
		eng_look_finish(&r.look);
		eng_pdf_keeper_free(r.keeper);
		eng_pdf_inflater_free(r.inflater);
		eng_arena_finish(&r.arena);
	}
	eng_part_reader_free(r.parts);
	free(r.pages);
	free(r.leaves);
	return ok;
}
