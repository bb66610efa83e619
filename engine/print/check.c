/* A stream is read through verify's strict reader, or, where somebody rewrote the file, through libqpdf. It is
 * opened anew every so often, so that what was read does not pile up: memory is that of a stretch of pages,
 * whatever the stream has. */
#include "print/check-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "markup/json-write.h"
#include "print/order.h"

enum { AT_ONCE = 24 << 20 }; /* bytes of what was read */

/* An objection as a line of JSON. */
static bool object_json(const eng_print_check *c, const char *code, const char *fmt, va_list ap) {
	eng_arena arena;
	eng_buf line = { 0 };
	eng_json_writer w;

	eng_arena_init(&arena);
	eng_json_write_init(&w, &line, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "stream", c->stream ? c->stream : "");
	eng_json_member_int(&w, "page", (int64_t)c->page);
	eng_json_member_cstr(&w, "code", code);
	eng_json_member_cstr(&w, "message", eng_arena_vprintf(&arena, fmt, ap));
	eng_json_write_object_end(&w);
	fprintf(c->out, "%.*s\n", (int)line.n, line.s);
	eng_buf_finish(&line);
	eng_arena_finish(&arena);
	return false;
}

bool eng_print_object(eng_print_check *c, const char *code, const char *fmt, ...) {
	va_list ap;

	c->objections++;
	if (c->out && c->json) {
		va_start(ap, fmt);
		object_json(c, code, fmt, ap);
		va_end(ap);
		return false;
	}
	if (c->out) {
		eng_buf text = { 0 };

		va_start(ap, fmt);
		eng_buf_vprintf(&text, fmt, ap);
		va_end(ap);
		eng_diag_say(c->out, "OBJECTION  %s", c->stream ? c->stream : c->dir);
		if (c->page) {
			fprintf(c->out, ", page %zu", c->page);
		}
		eng_diag_say(c->out, ": %s [%s]\n", eng_buf_view(&text).s, code);
		eng_buf_finish(&text);
	}
	return false;
}

void eng_check_forget(eng_str bytes) {
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t from = ((uintptr_t)bytes.s + page - 1) / page * page;
	uintptr_t to = ((uintptr_t)bytes.s + bytes.n) / page * page;

	if (to > from) {
		madvise((void *)from, to - from, MADV_DONTNEED);
	}
}

static bool open_source(eng_check_reader *r) {
	bool ok;

	eng_pdf_source_close(&r->source);
	eng_arena_reset(&r->arena);
	eng_pdf_keeper_trim(r->keeper);
	eng_check_forget(r->file);
	r->findings = (eng_findings){ .arena = &r->arena };
	ok = eng_pdf_source_open(&r->source, r->road, r->inflater, r->keeper, &r->arena,
				 &r->findings, r->file, (eng_str){ 0 });
	r->room = r->arena.bytes + AT_ONCE;
	return ok;
}

bool eng_check_rest(eng_check_reader *r) {
	return r->arena.bytes <= r->room || open_source(r) || eng_check_unreadable(r);
}

bool eng_check_unreadable(eng_check_reader *r) {
	return eng_print_object(r->check, "print.unreadable", "the stream cannot be read: %s",
				r->findings.n ? r->findings.items[0].message : "it is damaged");
}

static bool map_file(eng_check_reader *r, const char *path) {
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

/* Opens the parts of a package and arranges them anew, unless it is the one at hand. */
static bool open_package(eng_check_reader *r, uint64_t number) {
	eng_print_check *c = r->check;
	eng_part_file *parts[ENG_PARTS_OPEN];
	const eng_package *package;
	bool ok = number >= 1 && number <= r->package_count;

	if (ok && r->package == number) {
		return true;
	}
	eng_part_close_all(r->parts);
	r->package = 0;
	r->asked = NULL;
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

static bool arrange(eng_check_reader *r, const eng_piece_row *row, eng_piece *piece) {
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
		eng_str_eq(piece->part->country, row->country) &&
		eng_str_eq(piece->part->ref->recipient, row->recipient)) ||
	       eng_print_object(
		   r->check, "print.list-differs",
		   "the list says of piece %llu what is not so: sheets, weight, inserts, "
		   "hand work, documents or recipient",
		   (unsigned long long)row->number);
}

/* What the list says of the contents of the piece, page by page as they were found. */
static void check_hash(eng_check_reader *r, const eng_piece_row *row, bool good) {
	eng_hash hash = eng_hasher_done(r->hasher);

	if (good && !eng_hash_eq(&hash, &row->content)) {
		eng_print_object(r->check, "print.list-differs",
				 "the hash in the list is not that of the pages of piece %llu",
				 (unsigned long long)row->number);
	}
}

static void check_piece(eng_check_reader *r, const eng_piece_row *row, size_t first) {
	eng_piece piece;
	bool duplex = r->check->plan->plex != ENG_PLEX_SIMPLEX;
	uint64_t before = r->check->objections;
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
			const eng_check_side side = { &piece, row, i, back != 0 };

			r->check->page = page + 1;
			r->check->pages++;
			if (page < r->page_count) {
				eng_check_side_of(r, &side);
			}
		}
	}
	check_hash(r, row, r->check->objections == before);
}

/* The pages of a separation sheet; returns the page behind them. */
static size_t check_banner(eng_check_reader *r, const eng_banner *banner, size_t page) {
	size_t sides = r->check->plan->plex == ENG_PLEX_SIMPLEX ? 1 : 2;

	for (size_t i = 0; i < sides; i++) {
		r->check->page = page + i + 1;
		r->check->pages++;
		eng_check_banner(r, i ? NULL : banner);
	}
	return page + sides;
}

/* The separation that stands before a piece: at the beginning of the stream, or between two. */
static size_t banner_before(eng_check_reader *r, const eng_piece_row *rows, size_t i, eng_str date,
			    size_t page) {
	eng_banner banner = {
		.kind = i ? ENG_BANNER_BETWEEN : ENG_BANNER_BEGIN,
		.stream = eng_str_from(r->check->stream),
		.date = date,
		.first_piece = rows[i].number,
		.first_sheet = rows[i].first_sheet,
	};

	return eng_check_has_banner(r, rows, i, SIZE_MAX, &banner.place)
		   ? check_banner(r, &banner, page)
		   : page;
}

static void banner_behind(eng_check_reader *r, const eng_piece_row *rows, size_t n, eng_str date,
			  size_t page) {
	const eng_print_plan *plan = r->check->plan;
	eng_banner banner = { .kind = ENG_BANNER_END,
			      .stream = eng_str_from(r->check->stream),
			      .date = date,
			      .first_piece = rows[0].number,
			      .first_sheet = rows[0].first_sheet,
			      .place.tray = rows[0].tray,
			      .last_tray = rows[n - 1].tray,
			      .last_piece = rows[n - 1].number,
			      .last_sheet = rows[n - 1].first_sheet + rows[n - 1].sheets - 1,
			      .pieces = n,
			      .pages = r->page_count,
			      .banners = r->stream_banners };

	for (size_t i = 0; i < n; i++) {
		banner.sheets += rows[i].sheets;
	}
	if (plan->banner_paper && plan->banner_end) {
		check_banner(r, &banner, page);
	}
}

static void check_pieces(eng_check_reader *r, const eng_piece_row *rows, size_t n) {
	eng_str date = { 0 };
	size_t page = 0;

	for (size_t i = 0; i < n; i++) {
		if (!eng_check_rest(r)) {
			return;
		}
		if (!date.s && open_package(r, rows[i].package)) {
			date = eng_str_copy(&r->check->arena, r->pieces[0].part->date);
		}
		page = banner_before(r, rows, i, date, page);
		check_piece(r, &rows[i], page);
		page += rows[i].pages;
	}
	banner_behind(r, rows, n, date, page);
	r->check->page = 0;
}

static void check_stream(eng_check_reader *r, const eng_piece_row *rows, size_t n) {
	const char *path = eng_path_join(&r->check->arena, r->check->dir, r->check->stream);

	r->check->streams++;
	r->page_count = r->leaf_at = 0;
	eng_likeness_forget(r->here);
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
		eng_check_unreadable(r);
	} else if (eng_check_tree(r, rows, n)) {
		eng_check_totals(r, rows, n);
		check_pieces(r, rows, n);
	}
	eng_pdf_source_close(&r->source);
	munmap((void *)(uintptr_t)r->file.s, r->file.n);
}

/* Numbers count up and sheets are counted through; with pieces left out there are gaps, but none goes back. */
static void check_order(eng_check_reader *r) {
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

static void check_streams(eng_check_reader *r) {
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
static bool form_packages(eng_check_reader *r, const char *const *runs, size_t run_count) {
	eng_print_check *c = r->check;
	eng_part_ref *refs;
	size_t n;

	return eng_part_list(c->ctx, &c->arena, runs, run_count, &refs, &n) &&
	       eng_order_parts(c->ctx, &c->arena, r->parts, c->plan, refs, n) &&
	       eng_package_form(c->ctx, &c->arena, r->parts, c->plan, refs, n, &r->packages,
				&r->package_count);
}

static void begin_reading(eng_check_reader *r) {
	eng_arena_init(&r->arena);
	r->inflater = eng_pdf_inflater_new();
	r->keeper = eng_pdf_keeper_new();
	r->hasher = eng_hasher_new();
	r->here = eng_likeness_new();
	r->there = eng_likeness_new();
}

static void end_reading(eng_check_reader *r) {
	eng_look_finish(&r->look);
	eng_likeness_free(r->there);
	eng_likeness_free(r->here);
	eng_hasher_free(r->hasher);
	eng_pdf_keeper_free(r->keeper);
	eng_pdf_inflater_free(r->inflater);
	eng_arena_finish(&r->arena);
	free(r->pages);
	free(r->leaves);
}

bool eng_print_check_all(eng_print_check *check, const char *const *runs, size_t run_count) {
	eng_check_reader r = { .check = check, .parts = eng_part_reader_new(runs) };
	eng_stream_row *totals;
	eng_piece_row *rows;
	bool ok =
	    eng_piece_rows_read(check->ctx, &check->arena, check->dir, &rows, &r.row_count) &&
	    eng_stream_rows_read(check->ctx, &check->arena, check->dir, &totals, &r.total_count) &&
	    form_packages(&r, runs, run_count) &&
	    eng_print_check_mailing(check, rows, r.row_count, &r.mail);

	if (ok) {
		r.rows = rows;
		r.totals = totals;
		begin_reading(&r);
		check_order(&r);
		eng_check_balance(&r);
		check_streams(&r);
		end_reading(&r);
	}
	eng_part_reader_free(r.parts);
	return ok;
}
