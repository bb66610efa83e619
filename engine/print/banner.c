/* A bar at the right edge shows from the side of a stack: above for the beginning, in the middle between, below
 * for the end. The words are for whoever lifts the sheet. */
#include "print/banner.h"

#include "channels/common/pdf/syntax.h"

enum { TITLE = 30000, WORDS = 14000 };

typedef struct sheet {
	const eng_print_plan *plan;
	eng_buf *out;
	eng_rect page;
	eng_length y; /* of the last baseline */
} sheet;

eng_rect eng_banner_sheet(void) {
	return (eng_rect){ 0, 0, ENG_MM(210), ENG_MM(297) };
}

static bool is_elsewhere(const eng_print_plan *plan, const eng_banner_place *a,
			 const eng_banner_place *b) {
	switch (plan->banner_between) {
	case ENG_BETWEEN_COUNTRIES:
		return !eng_str_eq(a->country, b->country);
	case ENG_BETWEEN_GROUPS:
		return !eng_str_eq(a->group, b->group);
	case ENG_BETWEEN_TRAYS:
		return a->tray != b->tray;
	case ENG_BETWEEN_NOTHING:
		break;
	}
	return false;
}

bool eng_banner_between(const eng_print_plan *plan, uint64_t pieces, const eng_banner_place *before,
			const eng_banner_place *next) {
	return plan->banner_paper && pieces &&
	       ((plan->banner_every && pieces % plan->banner_every == 0) ||
		is_elsewhere(plan, before, next));
}

eng_banner_place eng_banner_told(const eng_print_plan *plan, eng_banner_place place) {
	place.country =
	    plan->banner_between == ENG_BETWEEN_COUNTRIES ? place.country : (eng_str){ 0 };
	return place;
}

static void put_edge(sheet *s, eng_banner_kind kind) {
	const eng_length height = ENG_MM(60);
	eng_length y = kind == ENG_BANNER_BEGIN ? 0 : s->page.h - height;

	y = kind == ENG_BANNER_BETWEEN ? y / 2 : y;
	eng_pdf_length(s->out, s->page.w - ENG_MM(8));
	eng_buf_char(s->out, ' ');
	eng_pdf_length(s->out, s->page.h - y - height);
	eng_buf_char(s->out, ' ');
	eng_pdf_length(s->out, ENG_MM(8));
	eng_buf_char(s->out, ' ');
	eng_pdf_length(s->out, height);
	eng_buf_cstr(s->out, " re f\n");
}

static void put_title(sheet *s, const char *title) {
	s->y += ENG_MM(14);
	eng_lettering_draw(s->plan->lettering, eng_str_from(title), TITLE, ENG_MM(25), s->y,
			   s->page.h, s->out);
	s->y += ENG_MM(6);
}

static void put_line(sheet *s, const char *label, eng_str text) {
	if (text.n) {
		s->y += ENG_MM(9);
		eng_lettering_draw(s->plan->lettering, eng_str_from(label), WORDS, ENG_MM(25), s->y,
				   s->page.h, s->out);
		eng_lettering_draw(s->plan->lettering, text, WORDS, ENG_MM(75), s->y, s->page.h,
				   s->out);
	}
}

static void put_number(sheet *s, const char *label, uint64_t number) {
	eng_buf text = { 0 };

	eng_buf_printf(&text, "%llu", (unsigned long long)number);
	put_line(s, label, eng_buf_view(&text));
	eng_buf_finish(&text);
}

static void put_range(sheet *s, const char *label, uint64_t first, uint64_t last) {
	eng_buf text = { 0 };

	eng_buf_printf(&text, "%llu \xe2\x80\x93 %llu", (unsigned long long)first,
		       (unsigned long long)last);
	put_line(s, label, eng_buf_view(&text));
	eng_buf_finish(&text);
}

/* "2026-11-01" of "D:20261101...". */
static void put_date(sheet *s, eng_str date) {
	eng_buf text = { 0 };

	if (date.n >= 10) {
		eng_buf_printf(&text, "%.4s-%.2s-%.2s", date.s + 2, date.s + 6, date.s + 8);
		put_line(s, "Run of", eng_buf_view(&text));
	}
	eng_buf_finish(&text);
}

/* What the operator puts into the trays. */
static void put_papers(sheet *s) {
	for (size_t i = 0; i < s->plan->paper_count; i++) {
		const eng_paper *paper = &s->plan->papers[i];
		eng_buf label = { 0 };

		eng_buf_printf(&label, "Tray %.*s", ENG_STR_ARG(paper->tray));
		put_line(s, label.s, paper->stock.n ? paper->stock : paper->name);
		eng_buf_finish(&label);
	}
}

static void put_job(sheet *s, const eng_banner *b) {
	put_line(s, "Job", s->plan->name);
	put_line(s, "Stream", b->stream);
	put_date(s, b->date);
}

void eng_banner_draw(const eng_print_plan *plan, const eng_banner *b, eng_buf *out) {
	static const char *const titles[] = { "Start of stream", "Separation", "End of stream" };
	sheet s = { plan, out, eng_banner_sheet(), ENG_MM(26) };

	eng_buf_cstr(out, "0 0 0 1 k\n");
	put_edge(&s, b->kind);
	put_title(&s, titles[b->kind]);
	put_job(&s, b);
	put_line(&s, "For", b->place.country);
	if (b->kind == ENG_BANNER_END) {
		if (b->place.tray) {
			put_range(&s, "Post trays", b->place.tray, b->last_tray);
		}
		put_range(&s, "Pieces", b->first_piece, b->last_piece);
		put_range(&s, "Sheet counter", b->first_sheet, b->last_sheet);
		put_number(&s, "Pieces, in all", b->pieces);
		put_number(&s, "Sheets", b->sheets);
		put_number(&s, "Pages", b->pages);
		put_number(&s, "Separations", b->banners);
		return;
	}
	put_line(&s, "Group", b->place.group);
	if (b->place.tray) {
		put_number(&s, "Post tray", b->place.tray);
	}
	put_number(&s, "From piece", b->first_piece);
	put_number(&s, "From sheet", b->first_sheet);
	if (b->kind == ENG_BANNER_BEGIN) {
		put_line(&s, "Machine", plan->machine ? plan->machine->name : (eng_str){ 0 });
		put_papers(&s);
	}
}
