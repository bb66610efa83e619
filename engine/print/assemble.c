/* One pass over the parts in the plan's order: each is arranged, checked and written before the next is
 * opened. A part is read twice only where the plan sorts by what parts say. */
#include "print/assemble.h"

#include <stdlib.h>

#include "print/check.h"
#include "print/folder.h"
#include "print/look.h"
#include "print/mailing.h"
#include "print/order.h"
#include "print/package.h"
#include "print/piece-set.h"
#include "print/serials.h"
#include "print/writer.h"

typedef struct assembly {
	eng_ctx *ctx;
	const eng_assembly_options *options;
	eng_print_plan *plan;
	eng_arena arena;
	eng_part_reader *reader;
	eng_part_ref *refs;
	size_t ref_count;
	const char *dir; /* that becomes the folder; NULL: it is not there yet */
	eng_piece_set *only;
	eng_piece_list *list;
	eng_look look;
	eng_print_totals *totals;
	eng_print_writer *writer;
	eng_mailing *mailing; /* NULL: the plan says nothing of the post */
	eng_package *packages;
	size_t package_count;
	uint64_t number, counter;
	eng_serial_range serials;
	/* Why the package at hand cannot be made. */
	eng_diag_fn *report;
	void *user;
	const char *code, *reason;
} assembly;

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

/* Looks at a page; false after reporting. */
static bool look_at(assembly *a, eng_part_file *part, const eng_part_page *page) {
	eng_look_begin(&a->look, &part->source);
	return eng_look_page(&a->look, page->value, page->height) ||
	       eng_fail(a->ctx, "print.bad-part", (eng_loc){ 0 },
			"a page of record %llu cannot be looked at: %s",
			(unsigned long long)part->ref->ordinal,
			part->findings.n ? part->findings.items[0].message : "no reason");
}

static bool check_marks(assembly *a, const eng_piece *piece) {
	const eng_machine *m = a->plan->machine;
	bool ok = m->slot_count == 0 || check_zone(a, piece, eng_machine_zone(m), "marks");

	for (size_t i = 0; ok && i < m->code_count; i++) {
		ok = check_zone(a, piece, eng_machine_code_zone(&m->codes[i]), "code");
	}
	return ok;
}

/* The place of the number of a page in its package. */
static bool check_number(assembly *a, const eng_piece *piece, unsigned place, bool back) {
	const eng_print_plan *plan = a->plan;
	eng_str number =
	    eng_print_number(a->ctx, eng_part_arena(a->reader), plan, piece, place, back);

	return number.s &&
	       (number.n == 0 ||
		check_zone(a, piece,
			   eng_lettering_box(plan->lettering, number, plan->numbering_size,
					     plan->numbering.left, plan->numbering.top),
			   "number of the page"));
}

static bool check_side(assembly *a, const eng_piece *piece, unsigned place, bool back) {
	const eng_machine *m = a->plan->machine;
	const eng_sheet *sheet = eng_piece_sheet(a->plan, piece, place);
	const eng_part_page *page = back ? sheet->back : sheet->front;
	bool marked = m && m->back == back;

	if (!page || (!marked && a->plan->numbering.value.n == 0)) {
		return true;
	}
	return look_at(a, sheet->part, page) && (!marked || check_marks(a, piece)) &&
	       check_number(a, piece, place, back);
}

static bool check_zones(assembly *a, const eng_piece *piece) {
	bool ok = true;

	for (unsigned i = 1; ok && i <= piece->sheet_count; i++) {
		ok = check_side(a, piece, i, false) && check_side(a, piece, i, true);
	}
	return ok;
}

/* An envelope with a window must show the address and nothing else: what it does not is not sent. */
static bool check_window(assembly *a, const eng_piece *piece) {
	const eng_envelope *e = piece->envelope;
	const eng_sheet *sheet = &piece->sheets[0];
	const eng_part_page *page = sheet->front;
	eng_print_check check = { .ctx = a->ctx, .plan = a->plan };

	if (!e || !e->has_window) {
		return true;
	}
	if (!page->has_address) {
		return eng_fail(a->ctx, "print.window", (eng_loc){ 0 },
				"the first page of record %llu has no place for the address that "
				"the window of envelope '%.*s' should show",
				(unsigned long long)sheet->part->ref->ordinal,
				ENG_STR_ARG(e->name));
	}
	if (!look_at(a, sheet->part, page)) {
		return false;
	}
	eng_print_check_window(&check, &a->look, e, eng_part_address(page),
			       (eng_length)(page->width * 1000 + 0.5), NULL, 0);
	return check.objections == 0 ||
	       eng_fail(
		   a->ctx, "print.window", (eng_loc){ 0 },
		   "the window of envelope '%.*s' would hide something of the address of record "
		   "%llu, or show something beside it",
		   ENG_STR_ARG(e->name), (unsigned long long)sheet->part->ref->ordinal);
}

/* The codes of the post: there is room for them, and they are seen in the window or are not in it. */
static bool check_postal(assembly *a, const eng_piece *piece) {
	const eng_sheet *sheet = &piece->sheets[0];
	const eng_part_page *page = sheet->front;
	eng_postal_mark marks[ENG_MOST_POSTAL_CODES];
	size_t n;

	if (!eng_postal_marks(a->ctx, eng_part_arena(a->reader), a->plan->postal, piece->part,
			      a->number + 1, marks, &n)) {
		return false;
	}
	if (n) {
		eng_look_begin(&a->look, &sheet->part->source);
	}
	for (size_t i = 0; i < n; i++) {
		if ((i == 0 && !eng_look_page(&a->look, page->value, page->height)) ||
		    !check_zone(a, piece, eng_postal_mark_zone(&marks[i]), "code of the post") ||
		    !eng_print_window_suits(a->ctx, piece->envelope, &marks[i],
					    (eng_length)(page->width * 1000 + 0.5))) {
			return false;
		}
	}
	return true;
}

/* Takes the first error of a package: it becomes its rejects' reason. */
static void keep_reason(void *user, const eng_diag *diag) {
	assembly *a = user;

	if (diag->level == ENG_ERROR && !a->code) {
		a->code = eng_arena_strdup(eng_part_arena(a->reader), diag->code);
		a->reason = eng_arena_strdup(eng_part_arena(a->reader), diag->message);
	}
}

/* The pieces of a package with what can be known of them before they are numbered. */
typedef struct pieces {
	eng_part_file *parts[ENG_PARTS_OPEN];
	size_t part_count;
	eng_piece *items;
	size_t n;
} pieces;

/* Whether the package can be made; all that depends on its parts alone. */
static bool is_possible(assembly *a, pieces *p) {
	unsigned long errors = a->ctx->errors;
	bool ok = true;

	a->report = a->ctx->report;
	a->user = a->ctx->user;
	a->ctx->report = keep_reason;
	a->ctx->user = a;
	a->code = NULL;
	for (size_t i = 0; i < p->part_count; i++) {
		ok = ok && eng_postal_accepts(a->ctx, eng_part_arena(a->reader), a->plan->postal,
					      p->parts[i]);
	}
	ok = ok &&
	     eng_package_allowed(a->ctx, eng_part_arena(a->reader), a->plan, p->parts,
				 p->part_count) &&
	     eng_piece_arrange(a->ctx, eng_part_arena(a->reader), a->plan, p->parts, p->part_count,
			       &p->items, &p->n);
	for (size_t i = 0; ok && i < p->n; i++) {
		ok = check_zones(a, &p->items[i]) && check_window(a, &p->items[i]) &&
		     check_postal(a, &p->items[i]);
	}
	a->ctx->report = a->report;
	a->ctx->user = a->user;
	a->ctx->errors = errors;
	return ok;
}

static bool take_piece(assembly *a, eng_piece *piece) {
	eng_piece_place place;

	piece->number = ++a->number;
	piece->counter = a->counter;
	a->counter += piece->sheet_count;
	if (a->mailing) {
		eng_mailing_place(a->mailing, eng_part_arena(a->reader), piece);
	}
	if (a->only && !eng_piece_set_has(a->only, piece->number)) {
		a->totals->left_out++;
		return true;
	}
	if (!eng_print_writer_piece(a->writer, piece, &place)) {
		return false;
	}
	if (a->only && !eng_piece_set_print(a->ctx, a->only, piece->number, &place.content)) {
		return false;
	}
	eng_piece_list_add(a->list, piece, &place);
	return !a->mailing || eng_mailing_print(a->mailing, eng_part_arena(a->reader), piece);
}

/* Letters that cannot be delivered stand in a list of their own, too: people mend their addresses. */
static void set_aside(assembly *a, const eng_part_file *part) {
	if (a->mailing && eng_postal_is_reason(a->code)) {
		eng_mailing_set_aside(a->mailing, part, a->code, a->reason);
		a->totals->quarantined++;
	}
}

static bool take_package(assembly *a, size_t index) {
	const eng_package *package = &a->packages[index];
	pieces p = { .part_count = package->n };
	bool ok = true;

	for (size_t i = 0; i < package->n; i++) {
		p.parts[i] = eng_part_open(a->ctx, a->reader, package->refs[i]);
		if (!p.parts[i]) {
			return false;
		}
	}
	if (!is_possible(a, &p)) {
		for (size_t i = 0; i < package->n; i++) {
			eng_piece_list_reject(a->list, package->refs[i], a->code, a->reason);
			set_aside(a, p.parts[i]);
		}
		a->totals->rejects += package->n;
		p.n = 0;
	} else {
		a->totals->taken += package->n;
	}
	for (size_t i = 0; ok && i < p.n; i++) {
		p.items[i].package = index + 1;
		ok = take_piece(a, &p.items[i]);
	}
	eng_part_close_all(a->reader);
	return ok;
}

/* Which plan prints which parts: the same ones have the same serial numbers. */
static bool begin_serials(assembly *a) {
	eng_serial_range *range = &a->serials;
	eng_hasher *hasher;
	eng_part_file *part;

	if (!eng_serials_kept(a->plan)) {
		return true;
	}
	part = eng_part_open(a->ctx, a->reader, &a->refs[0]);
	if (!part) {
		return false;
	}
	hasher = eng_hasher_new();
	eng_hasher_add(hasher, &a->plan->hash, sizeof(a->plan->hash));
	for (size_t i = 0; i < a->ref_count; i++) {
		eng_hasher_add(hasher, &a->refs[i].hash, sizeof(a->refs[i].hash));
	}
	*range = (eng_serial_range){ .first = a->plan->postal->serial,
				     .last = a->plan->postal->serial,
				     .date = eng_str_copy(&a->arena, part->date),
				     .mailing = eng_hasher_done(hasher) };
	eng_hasher_free(hasher);
	eng_part_close_all(a->reader);
	return eng_serials_take(a->ctx, &a->arena, a->plan, range, true);
}

/* The numbers are given out before the streams are there: rather none of them than some twice. */
static bool end_serials(assembly *a) {
	eng_serial_range *range = &a->serials;

	range->last = range->first + a->number - 1;
	return !eng_serials_kept(a->plan) || a->number == 0 ||
	       eng_serials_take(a->ctx, &a->arena, a->plan, range, false);
}

static bool prepare(assembly *a) {
	eng_arena *arena = &a->arena;
	const eng_assembly_options *o = a->options;
	const eng_runs runs = { o->runs, o->run_count };

	a->plan = eng_print_plan_load(a->ctx, arena, o->plan);
	if (a->plan && a->plan->postal && o->serial) {
		a->plan->postal->serial = o->serial;
	}
	if (!a->plan || (o->only && !eng_piece_set_read(a->ctx, arena, o->only, &a->only))) {
		return false;
	}
	a->dir = eng_print_folder_make(a->ctx, arena, o->out);
	if (!a->dir ||
	    !eng_part_list(a->ctx, arena, o->runs, o->run_count, &a->refs, &a->ref_count) ||
	    !begin_serials(a) ||
	    !eng_order_parts(a->ctx, arena, a->reader, a->plan, a->refs, a->ref_count) ||
	    !eng_package_form(a->ctx, arena, a->reader, a->plan, a->refs, a->ref_count,
			      &a->packages, &a->package_count)) {
		return false;
	}
	a->list = eng_piece_list_open(a->ctx, a->plan, a->dir, &runs);
	a->writer = eng_print_writer_new(a->ctx, a->plan, a->dir, a->reader, a->list, a->totals);
	if (a->plan->postal) {
		a->mailing = eng_mailing_open(a->ctx, a->plan, a->dir);
	}
	return a->list && (a->mailing || !a->plan->postal);
}

static bool run(assembly *a) {
	eng_print_totals *t = a->totals;
	bool ok = prepare(a);

	t->parts = a->ref_count;
	t->packages = a->package_count;
	for (size_t i = 0; ok && i < a->package_count; i++) {
		ok = take_package(a, i);
	}
	if (!ok || (a->only && !eng_piece_set_done(a->ctx, a->only)) ||
	    !eng_print_writer_end(a->writer)) {
		return false;
	}
	if (t->parts != t->taken + t->rejects || a->number != t->pieces + t->left_out) {
		return eng_fail(a->ctx, "print.unbalanced", (eng_loc){ 0 },
				"%llu parts are not the sum of those in pieces and of rejects",
				(unsigned long long)t->parts);
	}
	t->trays = a->mailing ? eng_mailing_trays(a->mailing) : 0;
	if ((a->mailing && !eng_mailing_end(a->mailing)) || !eng_piece_list_end(a->list, t) ||
	    !end_serials(a)) {
		return false;
	}
	return eng_print_folder_name(a->ctx, a->dir, a->options->out);
}

bool eng_assemble(eng_ctx *ctx, const eng_assembly_options *options, eng_print_totals *totals) {
	assembly a = { .ctx = ctx, .options = options, .totals = totals };
	bool ok;

	*totals = (eng_print_totals){ 0 };
	eng_arena_init(&a.arena);
	a.reader = eng_part_reader_new(options->runs);
	ok = run(&a);
	eng_print_writer_free(a.writer);
	eng_mailing_free(a.mailing);
	eng_piece_list_free(a.list);
	eng_look_finish(&a.look);
	if (!ok) {
		eng_print_folder_drop(ctx, &a.arena, a.dir);
	}
	eng_part_reader_free(a.reader);
	eng_print_plan_close(a.plan);
	eng_arena_finish(&a.arena);
	return ok;
}
