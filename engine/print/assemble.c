/* One pass over the parts in the plan's order: each is arranged, checked and written before the next is
 * opened. A part is read twice only where the plan sorts by what parts say. */
#include "print/assemble.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "channels/common/pdf/syntax.h"
#include "print/check.h"
#include "print/code.h"
#include "print/copy.h"
#include "print/look.h"
#include "print/order.h"
#include "print/stream.h"
#include "print/ticket.h"

typedef struct assembly {
	eng_ctx *ctx;
	const eng_assembly_options *options;
	const eng_print_plan *plan;
	eng_arena arena;
	eng_part_reader *reader;
	eng_part_ref *refs;
	size_t ref_count;
	const char *dir; /* that becomes the folder */
	eng_str run;     /* name */
	eng_piece_set *only;
	eng_piece_list *list;
	eng_look look;
	eng_print_totals *totals;
	/* The stream that is being written; NULL: none. */
	eng_print_stream *stream;
	const char *stream_name;
	uint64_t stream_pieces, stream_sheets;
	uint64_t number, counter;
	/* Why the piece at hand cannot be made. */
	eng_diag_fn *report;
	void *user;
	const char *code, *reason;
} assembly;

/* The side of a sheet: what it shows, how far it is moved, what is put on it. */
typedef struct side {
	const eng_sheet *sheet;
	const eng_part_page *page; /* NULL: blank */
	eng_length x, y;
	eng_str marks; /* operators */
} side;

static unsigned small_stream(assembly *a, eng_str text) {
	eng_spool *spool = eng_print_stream_spool(a->stream);
	eng_hash hash = eng_hash_of(text.s, text.n);
	unsigned id = eng_spool_find(spool, &hash);

	if (!id) {
		id = eng_spool_reserve(spool, 1);
		if (!eng_spool_data(spool, id, (eng_str){ 0 }, text)) {
			return 0;
		}
		eng_spool_keep(spool, &hash, id);
	}
	return id;
}

/* What stands around the page's own content: its offset before, the marks behind. */
static bool frame(assembly *a, const side *s, eng_stream_page *out, eng_hasher *hasher) {
	eng_spool *spool = eng_print_stream_spool(a->stream);
	eng_buf before = { 0 }, behind = { 0 };

	eng_buf_cstr(&before, "q\n");
	if (s->x || s->y) {
		eng_buf_cstr(&before, "1 0 0 1 ");
		eng_pdf_length(&before, s->x);
		eng_buf_char(&before, ' ');
		eng_pdf_length(&before, -s->y);
		eng_buf_cstr(&before, " cm\n");
	}
	eng_buf_printf(&behind, "Q\n%s%.*s", s->marks.n ? "0 0 0 1 k\n" : "",
		       ENG_STR_ARG(s->marks));
	eng_hasher_field(hasher, eng_buf_view(&before));
	eng_hasher_field(hasher, eng_buf_view(&behind));
	out->contents[0] = small_stream(a, eng_buf_view(&before));
	if (s->marks.n) {
		out->contents[3] = eng_spool_reserve(spool, 1);
		if (!eng_spool_data(spool, out->contents[3], (eng_str){ 0 },
				    eng_buf_view(&behind))) {
			out->contents[0] = 0;
		}
	} else {
		out->contents[3] = small_stream(a, eng_buf_view(&behind));
	}
	eng_buf_finish(&before);
	eng_buf_finish(&behind);
	return out->contents[0] && out->contents[3];
}

static bool hash_content(eng_part_file *part, const eng_pdf_value *reference, eng_hasher *hasher) {
	eng_pdf_object *stream = eng_pdf_source_stream(&part->source, reference);
	eng_str data;

	if (!stream || !eng_pdf_source_data(&part->source, stream, &data)) {
		return false;
	}
	eng_hasher_field(hasher, data);
	return true;
}

static bool copy_contents(assembly *a, eng_part_file *part, const side *s, eng_copier *copier,
			  eng_stream_page *out, eng_hasher *hasher) {
	const eng_part_page *page = s->page;

	out->resources = eng_copier_object(copier, eng_pdf_value_find(page->value, "Resources"));
	if (!out->resources) {
		return false;
	}
	if (page->background && !s->sheet->paper->preprinted) {
		out->contents[1] = eng_copier_object(copier, page->background);
		if (!out->contents[1] || !hash_content(part, page->background, hasher)) {
			return false;
		}
	}
	if (page->body) {
		out->contents[2] = eng_copier_object(copier, page->body);
		if (!out->contents[2] || !hash_content(part, page->body, hasher)) {
			return false;
		}
	}
	a->totals->printed++;
	return true;
}

static bool write_side(assembly *a, eng_part_file *part, const side *s, eng_copier *copier,
		       eng_hasher *hasher) {
	const eng_part_page *like = s->sheet->front;
	eng_stream_page out = { .width = like->width,
				.height = like->height,
				.paper = s->sheet->paper };

	return frame(a, s, &out, hasher) &&
	       (!s->page || copy_contents(a, part, s, copier, &out, hasher)) &&
	       eng_print_stream_page(a->stream, &out);
}

/* Operators of the marks and codes of a sheet, in the arena. */
static bool draw_marks(assembly *a, const eng_piece *piece, unsigned place, eng_str *marks) {
	const eng_machine *m = a->plan->machine;
	const eng_sheet *sheet = eng_piece_sheet(a->plan, piece, place);
	eng_length height = (eng_length)(sheet->front->height * 1000 + 0.5);
	eng_sheet_facts facts = eng_piece_facts(a->plan, piece, place);
	eng_arena *arena = eng_part_arena(a->reader);
	eng_buf out = { 0 };
	bool ok = true;

	*marks = (eng_str){ 0 };
	if (!m) {
		return true;
	}
	eng_bars_draw(m, eng_machine_bars(m, &facts), height, &out);
	for (size_t i = 0; ok && i < m->code_count; i++) {
		eng_str value = eng_machine_value(a->ctx, arena, &m->codes[i], &facts);

		ok = value.s && eng_code_draw(a->ctx, &m->codes[i], value, height, &out);
	}
	*marks = eng_str_copy(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return ok;
}

static bool write_sheet(assembly *a, eng_part_file *part, const eng_piece *piece, unsigned place,
			eng_copier *copier, eng_hasher *hasher) {
	const eng_print_plan *plan = a->plan;
	const eng_sheet *sheet = eng_piece_sheet(plan, piece, place);
	bool back = plan->machine && plan->machine->back;
	side front = { sheet, sheet->front, plan->front_x, plan->front_y, { 0 } };
	side rear = { sheet, sheet->back, plan->back_x, plan->back_y, { 0 } };

	if (!draw_marks(a, piece, place, back ? &rear.marks : &front.marks) ||
	    !write_side(a, part, &front, copier, hasher)) {
		return false;
	}
	return plan->plex == ENG_PLEX_SIMPLEX || write_side(a, part, &rear, copier, hasher);
}

static bool open_stream(assembly *a, const eng_part_file *part) {
	a->totals->streams++;
	a->stream_name = eng_arena_printf(&a->arena, "%.*s-%04llu.pdf", ENG_STR_ARG(a->plan->name),
					  (unsigned long long)a->totals->streams);
	a->stream_pieces = a->stream_sheets = 0;
	a->stream =
	    eng_print_stream_open(a->ctx, a->plan, eng_path_join(&a->arena, a->dir, a->stream_name),
				  a->plan->name, part->date);
	return a->stream != NULL;
}

static bool end_stream(assembly *a) {
	eng_ticket ticket = { a->plan, a->stream_name, a->stream_pieces, a->stream_sheets, 0 };
	bool ok;

	if (!a->stream) {
		return true;
	}
	ticket.pages = eng_print_stream_pages(a->stream);
	ok =
	    eng_print_stream_end(a->stream) && eng_ticket_write(a->ctx, &a->arena, a->dir, &ticket);
	eng_print_stream_free(a->stream);
	a->stream = NULL;
	return ok;
}

/* Whether the stream takes one more piece. */
static bool is_full(const assembly *a, const eng_piece *piece) {
	const eng_print_plan *plan = a->plan;

	return (plan->most_pieces && a->stream_pieces >= plan->most_pieces) ||
	       (plan->most_sheets && a->stream_pieces &&
		a->stream_sheets + piece->sheet_count > plan->most_sheets) ||
	       eng_spool_bytes(eng_print_stream_spool(a->stream)) + piece->part->ref->bytes >
		   plan->most_bytes;
}

static bool write_piece(assembly *a, eng_part_file *part, const eng_piece *piece) {
	eng_stream_piece said = {
		piece->number,   part->ref->ordinal,
		part->recipient, part->name,
		part->tmpl,      (unsigned)piece->sheet_count,
		piece->weight,   piece->envelope ? piece->envelope->name : (eng_str){ 0 }
	};
	eng_hasher *hasher = eng_hasher_new();
	eng_piece_place place = { 0 };
	eng_copier copier;
	bool ok = true;

	if (a->stream && is_full(a, piece)) {
		ok = end_stream(a);
	}
	ok = ok && (a->stream || open_stream(a, part));
	if (ok) {
		place = (eng_piece_place){ a->stream_name,
					   eng_print_stream_pages(a->stream) + 1,
					   eng_piece_pages(a->plan, piece),
					   { { 0 } } };
		copier = eng_copier_of(a->ctx, eng_print_stream_spool(a->stream), part,
				       eng_part_arena(a->reader));
		ok = eng_print_stream_piece(a->stream, &said);
	}
	for (unsigned i = 1; ok && i <= piece->sheet_count; i++) {
		ok = write_sheet(a, part, piece, i, &copier, hasher);
	}
	place.content = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	if (ok) {
		eng_piece_list_add(a->list, piece, &place);
		a->stream_pieces++;
		a->stream_sheets += piece->sheet_count;
		a->totals->pieces++;
		a->totals->sheets += piece->sheet_count;
		a->totals->pages += place.pages;
		a->totals->weight += piece->weight;
		a->totals->diverted += piece->divert;
	}
	return ok;
}

/* Clear zones: a reader of marks that meets anything else stops the machine. */
static bool check_zone(assembly *a, const eng_piece *piece, eng_rect zone, const char *what) {
	return !eng_look_any(&a->look, zone, 0, SIZE_MAX) ||
	       eng_fail(
		   a->ctx, "print.clear-zone", (eng_loc){ 0 },
		   "something of record %llu stands where the machine wants blank paper around "
		   "its %s, at %.1f mm from the left and %.1f mm from the top",
		   (unsigned long long)piece->part->ref->ordinal, what,
		   (double)zone.x * 25.4 / 72000, (double)zone.y * 25.4 / 72000);
}

static bool check_page(assembly *a, eng_part_file *part, const eng_piece *piece,
		       const eng_part_page *page) {
	const eng_machine *m = a->plan->machine;
	bool ok;

	eng_look_begin(&a->look, &part->source);
	if (!eng_look_page(&a->look, page->value, page->height)) {
		return eng_fail(a->ctx, "print.bad-part", (eng_loc){ 0 },
				"a page of record %llu cannot be looked at: %s",
				(unsigned long long)part->ref->ordinal,
				part->findings.n ? part->findings.items[0].message : "no reason");
	}
	ok = m->slot_count == 0 || check_zone(a, piece, eng_machine_zone(m), "marks");
	for (size_t i = 0; ok && i < m->code_count; i++) {
		ok = check_zone(a, piece, eng_machine_code_zone(&m->codes[i]), "code");
	}
	return ok;
}

static bool check_zones(assembly *a, eng_part_file *part, const eng_piece *piece) {
	const eng_machine *m = a->plan->machine;
	bool ok = true;

	for (size_t i = 0; m && ok && i < piece->sheet_count; i++) {
		const eng_part_page *page =
		    m->back ? piece->sheets[i].back : piece->sheets[i].front;

		ok = !page || check_page(a, part, piece, page);
	}
	return ok;
}

/* An envelope with a window must show the address and nothing else: what it does not is not sent. */
static bool check_window(assembly *a, eng_part_file *part, const eng_piece *piece) {
	const eng_envelope *e = piece->envelope;
	const eng_part_page *page = piece->sheets[0].front;
	eng_print_check check = { .ctx = a->ctx, .plan = a->plan };

	if (!e || !e->has_window || !page->has_address) {
		return true;
	}
	eng_look_begin(&a->look, &part->source);
	if (!eng_look_page(&a->look, page->value, page->height)) {
		return eng_fail(a->ctx, "print.bad-part", (eng_loc){ 0 },
				"the first page of record %llu cannot be looked at",
				(unsigned long long)part->ref->ordinal);
	}
	eng_print_check_window(&check, &a->look, e, eng_part_address(page),
			       (eng_length)(page->width * 1000 + 0.5));
	return check.objections == 0 ||
	       eng_fail(
		   a->ctx, "print.window", (eng_loc){ 0 },
		   "the window of envelope '%.*s' would hide something of the address of record "
		   "%llu, or show something beside it",
		   ENG_STR_ARG(e->name), (unsigned long long)part->ref->ordinal);
}

/* Takes the first error of a piece: it becomes a reject's reason. */
static void keep_reason(void *user, const eng_diag *diag) {
	assembly *a = user;

	if (diag->level == ENG_ERROR && !a->code) {
		a->code = eng_arena_strdup(eng_part_arena(a->reader), diag->code);
		a->reason = eng_arena_strdup(eng_part_arena(a->reader), diag->message);
	}
}

/* Whether the piece can be made; all that depends on the part alone. */
static bool is_possible(assembly *a, eng_part_file *part, eng_piece *piece) {
	unsigned long errors = a->ctx->errors;
	bool ok;

	a->report = a->ctx->report;
	a->user = a->ctx->user;
	a->ctx->report = keep_reason;
	a->ctx->user = a;
	a->code = NULL;
	ok = eng_piece_arrange(a->ctx, eng_part_arena(a->reader), a->plan, part, piece) &&
	     check_zones(a, part, piece) && check_window(a, part, piece);
	a->ctx->report = a->report;
	a->ctx->user = a->user;
	a->ctx->errors = errors;
	return ok;
}

static bool take_part(assembly *a, const eng_part_ref *ref) {
	eng_piece piece = { .number = a->number + 1, .counter = a->counter };
	eng_part_file *part = eng_part_open(a->ctx, a->reader, ref);

	if (!part) {
		return false;
	}
	if (!is_possible(a, part, &piece)) {
		eng_piece_list_reject(a->list, ref, a->code, a->reason);
		a->totals->rejects++;
		return true;
	}
	a->number++;
	a->counter += piece.sheet_count;
	if (a->only && !eng_piece_set_has(a->only, piece.number)) {
		a->totals->left_out++;
		return true;
	}
	return write_piece(a, part, &piece);
}

static bool prepare(assembly *a) {
	eng_arena *arena = &a->arena;
	const eng_assembly_options *o = a->options;
	const char *base = eng_path_base(o->run);

	a->plan = eng_print_plan_load(a->ctx, arena, o->plan);
	if (!a->plan || (o->only && !eng_piece_set_read(a->ctx, arena, o->only, &a->only))) {
		return false;
	}
	if (eng_file_exists(o->out)) {
		return eng_fail(a->ctx, "print.out-exists", (eng_loc){ 0 },
				"'%s' is there already, name a new folder", o->out);
	}
	a->run = eng_str_from(base);
	a->dir = eng_arena_printf(arena, "%s.partial", o->out);
	if (!eng_file_mkdirs(a->ctx, a->dir) ||
	    !eng_part_list(a->ctx, arena, o->run, &a->refs, &a->ref_count) ||
	    !eng_order_parts(a->ctx, arena, a->reader, a->plan->order, a->refs, a->ref_count)) {
		return false;
	}
	a->list = eng_piece_list_open(a->ctx, a->plan, a->dir, a->run);
	return a->list != NULL;
}

static bool run(assembly *a) {
	eng_print_totals *t = a->totals;
	bool ok = prepare(a);

	t->parts = a->ref_count;
	for (size_t i = 0; ok && i < a->ref_count; i++) {
		ok = take_part(a, &a->refs[i]);
	}
	if (!ok || !end_stream(a)) {
		return false;
	}
	if (t->parts != t->pieces + t->rejects + t->left_out) {
		return eng_fail(a->ctx, "print.unbalanced", (eng_loc){ 0 },
				"%llu parts are not the sum of pieces, rejects and pieces left out",
				(unsigned long long)t->parts);
	}
	if (!eng_piece_list_end(a->list, t)) {
		return false;
	}
	return rename(a->dir, a->options->out) == 0 ||
	       eng_fail(a->ctx, "file.unwritable", (eng_loc){ 0 }, "cannot name '%s': %s",
			a->options->out, strerror(errno));
}

bool eng_assemble(eng_ctx *ctx, const eng_assembly_options *options, eng_print_totals *totals) {
	assembly a = { .ctx = ctx, .options = options, .totals = totals };
	bool ok;

	*totals = (eng_print_totals){ 0 };
	eng_arena_init(&a.arena);
	a.reader = eng_part_reader_new(options->run);
	ok = run(&a);
	eng_print_stream_free(a.stream);
	eng_piece_list_free(a.list);
	eng_look_finish(&a.look);
	eng_part_reader_free(a.reader);
	eng_arena_finish(&a.arena);
	return ok;
}
