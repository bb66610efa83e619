/* The content of a page is the bytes of its part; around it stand small streams of our own. Each distinct one is
 * written once. */
#include "print/writer.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "channels/common/pdf/syntax.h"
#include "print/banner.h"
#include "print/code.h"
#include "print/copy.h"
#include "print/postal.h"
#include "print/ticket.h"

struct eng_print_writer {
	eng_ctx *ctx;
	const eng_print_plan *plan;
	const char *dir;
	eng_part_reader *parts;
	eng_piece_list *list;
	eng_print_totals *totals;
	eng_arena arena;
	/* The stream that is being written; NULL: none. */
	eng_print_stream *stream;
	eng_stream_totals of;
	uint64_t trays;         /* of the post that it has pieces of */
	eng_banner_place place; /* of its last piece */
	eng_buf country, date;  /* its country, and the date of the stream */
	/* The piece at hand: a copier for each of its documents, and what its pages say. */
	const eng_piece *piece;
	eng_copier *copiers;
	eng_hasher *hasher;
};

/* The side of a sheet: what it shows, what is put on it. */
typedef struct side {
	const eng_sheet *sheet;
	const eng_part_page *page; /* NULL: blank */
	bool back;
	eng_str marks, number; /* operators; words */
} side;

eng_print_writer *eng_print_writer_new(eng_ctx *ctx, const eng_print_plan *plan, const char *dir,
				       eng_part_reader *parts, eng_piece_list *list,
				       eng_print_totals *totals) {
	eng_print_writer *w = eng_malloc(sizeof(*w));

	*w = (eng_print_writer){
		.ctx = ctx, .plan = plan, .dir = dir, .parts = parts, .list = list, .totals = totals
	};
	eng_arena_init(&w->arena);
	return w;
}

void eng_print_writer_free(eng_print_writer *w) {
	if (w) {
		eng_print_stream_free(w->stream);
		eng_buf_finish(&w->country);
		eng_buf_finish(&w->date);
		eng_arena_finish(&w->arena);
		free(w);
	}
}

static unsigned small_stream(eng_print_writer *w, eng_str text) {
	eng_spool *spool = eng_print_stream_spool(w->stream);
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

void eng_print_opening(eng_buf *out, const eng_print_plan *plan, const eng_sheet *sheet,
		       bool back) {
	eng_length x = back ? plan->back_x : plan->front_x;
	eng_length y = back ? plan->back_y : plan->front_y;

	eng_buf_cstr(out, "q\n");
	if (x || y) {
		eng_buf_cstr(out, "1 0 0 1 ");
		eng_pdf_length(out, x);
		eng_buf_char(out, ' ');
		eng_pdf_length(out, -y);
		eng_buf_cstr(out, " cm\n");
	}
	if (sheet->carrier && !plan->whole_carrier) {
		eng_rect address = eng_part_address(sheet->front);

		eng_pdf_length(out, address.x);
		eng_buf_char(out, ' ');
		eng_pdf_length(out, llround(sheet->front->height * 1000) - address.y - address.h);
		eng_buf_char(out, ' ');
		eng_pdf_length(out, address.w);
		eng_buf_char(out, ' ');
		eng_pdf_length(out, address.h);
		eng_buf_cstr(out, " re W n\n");
	}
}

/* What stands around the page's own content: the opening before, the marks behind. */
static bool frame(eng_print_writer *w, const side *s, eng_stream_page *out) {
	eng_spool *spool = eng_print_stream_spool(w->stream);
	eng_buf before = { 0 }, behind = { 0 };

	eng_print_opening(&before, w->plan, s->sheet, s->back);
	eng_buf_printf(&behind, "Q\n%s%.*s", s->marks.n || s->number.n ? "0 0 0 1 k\n" : "",
		       ENG_STR_ARG(s->marks));
	eng_print_number_draw(w->plan, s->number, out->height, &behind);
	eng_hasher_field(w->hasher, eng_buf_view(&before));
	eng_hasher_field(w->hasher, eng_buf_view(&behind));
	out->contents[0] = small_stream(w, eng_buf_view(&before));
	if (s->marks.n || s->number.n) {
		out->contents[3] = eng_spool_reserve(spool, 1);
		if (!eng_spool_data(spool, out->contents[3], (eng_str){ 0 },
				    eng_buf_view(&behind))) {
			out->contents[0] = 0;
		}
	} else {
		out->contents[3] = small_stream(w, eng_buf_view(&behind));
	}
	eng_buf_finish(&before);
	eng_buf_finish(&behind);
	return out->contents[0] && out->contents[3];
}

/* The copier of a document; and its source. */
static eng_copier *copier_of(const eng_print_writer *w, const eng_part_file *part) {
	size_t i = 0;

	while (w->piece->documents[i] != part) {
		i++;
	}
	return &w->copiers[i];
}

static bool copy_content(eng_print_writer *w, eng_copier *copier, const eng_pdf_value *reference,
			 unsigned *id) {
	eng_pdf_object *stream = eng_pdf_source_stream(copier->source, reference);
	eng_str data;

	if (!stream || !eng_pdf_source_data(copier->source, stream, &data)) {
		return false;
	}
	eng_hasher_field(w->hasher, data);
	*id = eng_copier_object(copier, reference);
	return *id != 0;
}

static bool copy_contents(eng_print_writer *w, const side *s, eng_stream_page *out) {
	eng_copier *copier = copier_of(w, s->sheet->part);
	const eng_part_page *page = s->page;

	out->resources = eng_copier_object(copier, eng_pdf_value_find(page->value, "Resources"));
	if (!out->resources) {
		return false;
	}
	w->totals->printed++;
	return (!page->background || s->sheet->paper->preprinted ||
		copy_content(w, copier, page->background, &out->contents[1])) &&
	       (!page->body || copy_content(w, copier, page->body, &out->contents[2]));
}

static bool write_side(eng_print_writer *w, const side *s) {
	const eng_part_page *like = s->sheet->front;
	const eng_part_file *part = s->sheet->part;
	eng_stream_page out = { .width = like->width,
				.height = like->height,
				.paper = s->sheet->paper,
				.document = { part, part->ref->ordinal, part->recipient,
					      part->tmpl } };

	return frame(w, s, &out) && (!s->page || copy_contents(w, s, &out)) &&
	       eng_print_stream_page(w->stream, &out);
}

/* Operators of the marks and codes of a sheet, in the arena. */
static bool draw_marks(eng_print_writer *w, unsigned place, eng_str *marks) {
	const eng_machine *m = w->plan->machine;
	const eng_sheet *sheet = eng_piece_sheet(w->plan, w->piece, place);
	eng_length height = (eng_length)(sheet->front->height * 1000 + 0.5);
	eng_sheet_facts facts = eng_piece_facts(w->plan, w->piece, place);
	eng_arena *arena = eng_part_arena(w->parts);
	eng_buf out = { 0 };
	bool ok = true;

	*marks = (eng_str){ 0 };
	if (!m) {
		return true;
	}
	eng_bars_draw(m, eng_machine_bars(m, &facts), height, &out);
	for (size_t i = 0; ok && i < m->code_count; i++) {
		eng_str value = eng_machine_value(w->ctx, arena, &m->codes[i], &facts);

		ok = value.s && eng_code_draw(w->ctx, &m->codes[i], value, height, &out);
	}
	*marks = eng_str_copy(arena, eng_buf_view(&out));
	eng_buf_finish(&out);
	return ok;
}

eng_str eng_print_number(eng_ctx *ctx, eng_arena *arena, const eng_print_plan *plan,
			 const eng_piece *piece, unsigned place, bool back) {
	const eng_sheet *sheet = eng_piece_sheet(plan, piece, place);
	eng_sheet_facts facts = eng_piece_facts(plan, piece, place);

	facts.page = sheet->first + back;
	return plan->numbering.value.n == 0 || sheet->carrier || (back && !sheet->back)
		   ? ENG_STR("")
		   : eng_machine_value(ctx, arena, &plan->numbering, &facts);
}

void eng_print_number_draw(const eng_print_plan *plan, eng_str number, double page_height,
			   eng_buf *out) {
	if (number.n) {
		eng_lettering_draw(plan->lettering, number, plan->numbering_size,
				   plan->numbering.left, plan->numbering.top,
				   llround(page_height * 1000), out);
	}
}

/* Codes of the post stand on the sheet that shows the address, behind the marks. */
static bool draw_codes(eng_print_writer *w, const eng_sheet *sheet, eng_str *marks) {
	eng_arena *arena = eng_part_arena(w->parts);
	eng_length height = (eng_length)(sheet->front->height * 1000 + 0.5);
	eng_postal_mark codes[ENG_MOST_POSTAL_CODES];
	eng_buf out = { 0 };
	size_t n;

	if (sheet != &w->piece->sheets[0]) {
		return true;
	}
	if (!eng_postal_marks(w->ctx, arena, w->plan->postal, w->piece->part, w->piece->number,
			      codes, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		eng_postal_mark_draw(&codes[i], height, &out);
	}
	if (n) {
		*marks = eng_str_printf(arena, "%.*s%.*s", ENG_STR_ARG(*marks),
					ENG_STR_ARG(eng_buf_view(&out)));
	}
	eng_buf_finish(&out);
	return true;
}

static bool write_sheet(eng_print_writer *w, unsigned place) {
	const eng_print_plan *plan = w->plan;
	const eng_sheet *sheet = eng_piece_sheet(plan, w->piece, place);
	bool back = plan->machine && plan->machine->back;
	eng_arena *arena = eng_part_arena(w->parts);
	side front = { sheet,
		       sheet->front,
		       false,
		       { 0 },
		       eng_print_number(w->ctx, arena, plan, w->piece, place, false) };
	side rear = { sheet,
		      sheet->back,
		      true,
		      { 0 },
		      eng_print_number(w->ctx, arena, plan, w->piece, place, true) };

	if (!front.number.s || !rear.number.s ||
	    !draw_marks(w, place, back ? &rear.marks : &front.marks) ||
	    !draw_codes(w, sheet, &front.marks) || !write_side(w, &front)) {
		return false;
	}
	return plan->plex == ENG_PLEX_SIMPLEX || write_side(w, &rear);
}

/* A separation sheet. */
static bool write_banner(eng_print_writer *w, const eng_banner *banner) {
	static const char *const kinds[] = { "Begin", "Between", "End" };
	eng_spool *spool = eng_print_stream_spool(w->stream);
	eng_rect size = eng_banner_sheet();
	eng_stream_page page = { .width = (double)size.w / 1000,
				 .height = (double)size.h / 1000,
				 .paper = w->plan->banner_paper };
	eng_buf text = { 0 };
	bool ok = eng_print_stream_banner(w->stream, kinds[banner->kind]);

	eng_banner_draw(w->plan, banner, &text);
	page.contents[0] = eng_spool_reserve(spool, 1);
	ok = ok && eng_spool_text(spool, page.contents[0], (eng_str){ 0 }, eng_buf_view(&text)) &&
	     eng_print_stream_page(w->stream, &page);
	page.contents[0] = 0;
	ok = ok && (w->plan->plex == ENG_PLEX_SIMPLEX || eng_print_stream_page(w->stream, &page));
	eng_buf_finish(&text);
	w->of.banners++;
	w->totals->banners++;
	return ok;
}

static eng_banner banner_of(const eng_print_writer *w, eng_banner_kind kind) {
	return (eng_banner){ .kind = kind,
			     .stream = w->of.stream,
			     .date = eng_buf_view(&w->date),
			     .first_piece = w->of.first_piece,
			     .first_sheet = w->of.first_sheet };
}

static eng_banner_place place_of(const eng_piece *piece) {
	return (eng_banner_place){ piece->part->country, piece->group, piece->tray };
}

static bool open_stream(eng_print_writer *w, const eng_piece *piece) {
	const char *name;
	eng_banner banner;

	w->totals->streams++;
	name = eng_arena_printf(&w->arena, "%.*s-%04llu.pdf", ENG_STR_ARG(w->plan->name),
				(unsigned long long)w->totals->streams);
	w->of = (eng_stream_totals){ .stream = eng_str_from(name),
				     .first_piece = piece->number,
				     .first_sheet = piece->counter + 1,
				     .first_tray = piece->tray };
	w->trays = 0;
	w->place = (eng_banner_place){ 0 };
	eng_buf_clear(&w->date);
	eng_buf_str(&w->date, piece->part->date);
	w->stream = eng_print_stream_open(w->ctx, w->plan, eng_path_join(&w->arena, w->dir, name),
					  w->plan->name, piece->part->date);
	if (!w->stream || !w->plan->banner_begin || !w->plan->banner_paper) {
		return w->stream != NULL;
	}
	banner = banner_of(w, ENG_BANNER_BEGIN);
	banner.place = eng_banner_told(w->plan, place_of(piece));
	return write_banner(w, &banner);
}

static bool end_with_banner(eng_print_writer *w) {
	eng_banner banner = banner_of(w, ENG_BANNER_END);
	unsigned sides = w->plan->plex == ENG_PLEX_SIMPLEX ? 1 : 2;

	if (!w->plan->banner_end || !w->plan->banner_paper) {
		return true;
	}
	banner.place.tray = w->of.first_tray;
	banner.last_tray = w->of.last_tray;
	banner.last_piece = w->of.last_piece;
	banner.last_sheet = w->of.last_sheet;
	banner.pieces = w->of.pieces;
	banner.sheets = w->of.sheets;
	banner.pages = eng_print_stream_pages(w->stream) + sides;
	banner.banners = w->of.banners + 1;
	return write_banner(w, &banner);
}

bool eng_print_writer_end(eng_print_writer *w) {
	bool ok;

	if (!w->stream) {
		return true;
	}
	ok = end_with_banner(w);
	w->of.pages = eng_print_stream_pages(w->stream);
	w->totals->pages += w->of.pages;
	ok = ok && eng_print_stream_end(w->stream) &&
	     eng_ticket_write(w->ctx, &w->arena, w->dir, w->plan, &w->of);
	w->of.hash = eng_spool_file_hash(eng_print_stream_spool(w->stream));
	eng_print_stream_free(w->stream);
	w->stream = NULL;
	if (ok) {
		eng_piece_list_stream(w->list, &w->of);
	}
	return ok;
}

/* Whether the stream takes one more piece. */
static bool is_full(const eng_print_writer *w, const eng_piece *piece) {
	const eng_print_plan *plan = w->plan;
	uint64_t bytes = eng_spool_bytes(eng_print_stream_spool(w->stream));

	for (size_t i = 0; i < piece->document_count; i++) {
		bytes += piece->documents[i]->ref->bytes;
	}
	if (bytes > plan->most_bytes) {
		return true;
	}
	if (plan->most_trays && piece->tray == w->of.last_tray) {
		return false;
	}
	return (plan->most_trays && w->trays >= plan->most_trays) ||
	       (plan->most_pieces && w->of.pieces >= plan->most_pieces) ||
	       (plan->most_sheets && w->of.pieces &&
		w->of.sheets + piece->sheet_count > plan->most_sheets);
}

/* A separation where the plan wants one before the piece. */
static bool part_pieces(eng_print_writer *w, const eng_piece *piece) {
	const eng_banner_place place = place_of(piece);
	eng_banner banner = banner_of(w, ENG_BANNER_BETWEEN);
	bool ok = true;

	if (eng_banner_between(w->plan, w->of.pieces, &w->place, &place)) {
		banner.first_piece = piece->number;
		banner.first_sheet = piece->counter + 1;
		banner.place = eng_banner_told(w->plan, place);
		ok = write_banner(w, &banner);
	}
	eng_buf_clear(&w->country);
	eng_buf_str(&w->country, place.country);
	w->trays += w->trays == 0 || place.tray != w->place.tray;
	w->place = place;
	w->place.country = eng_buf_view(&w->country);
	return ok;
}

/* Opens the stream that the piece goes into, and its document part. */
static bool begin_piece(eng_print_writer *w, const eng_piece *piece, eng_piece_place *place) {
	const eng_part_file *part = piece->part;
	eng_stream_piece said = {
		piece->number,   part->ref->ordinal,
		part->recipient, part->name,
		part->tmpl,      (unsigned)piece->sheet_count,
		piece->weight,   piece->envelope ? piece->envelope->name : (eng_str){ 0 }
	};

	if ((w->stream && is_full(w, piece) && !eng_print_writer_end(w)) ||
	    (!w->stream && !open_stream(w, piece)) || !part_pieces(w, piece)) {
		return false;
	}
	w->piece = piece;
	w->copiers =
	    eng_arena_new_array(eng_part_arena(w->parts), piece->document_count, eng_copier);
	for (size_t i = 0; i < piece->document_count; i++) {
		w->copiers[i] = eng_copier_of(w->ctx, eng_print_stream_spool(w->stream),
					      piece->documents[i], eng_part_arena(w->parts));
	}
	*place = (eng_piece_place){ w->of.stream.s,
				    eng_print_stream_pages(w->stream) + 1,
				    eng_piece_pages(w->plan, piece),
				    { { 0 } } };
	return eng_print_stream_piece(w->stream, &said);
}

bool eng_print_writer_piece(eng_print_writer *w, const eng_piece *piece, eng_piece_place *place) {
	bool ok = begin_piece(w, piece, place);

	w->hasher = eng_hasher_new();
	for (unsigned i = 1; ok && i <= piece->sheet_count; i++) {
		ok = write_sheet(w, i);
	}
	place->content = eng_hasher_done(w->hasher);
	eng_hasher_free(w->hasher);
	w->of.pieces++;
	w->of.sheets += piece->sheet_count;
	w->of.weight += piece->weight;
	w->of.last_piece = piece->number;
	w->of.last_sheet = piece->counter + piece->sheet_count;
	w->of.last_tray = piece->tray;
	w->totals->pieces++;
	w->totals->sheets += piece->sheet_count;
	w->totals->weight += piece->weight;
	w->totals->diverted += piece->divert;
	return ok;
}
