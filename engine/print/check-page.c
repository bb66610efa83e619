/* Marks are found where the profile says, as dark or blank paper; codes module by module against what the
 * symbology makes of the words that the sheet must say. */
#include "print/check.h"
#include "print/code.h"
#include "print/postal.h"

#include <math.h>

static bool holds(const eng_pdf_box *box, double x, double y) {
	return x >= box->x0 && x <= box->x1 && y >= box->y0 && y <= box->y1;
}

/* Whether a filled shape of rectangles has ink at a point. */
static bool has_ink(const eng_pdf_shown *item, double x, double y) {
	eng_pdf_box box = ENG_PDF_NOWHERE;

	if (!holds(&item->box, x, y)) {
		return false;
	}
	if (!item->points) {
		return true;
	}
	for (size_t i = 0; i < item->point_count; i++) {
		if (item->points[i].begins) {
			if (holds(&box, x, y)) {
				return true;
			}
			box = ENG_PDF_NOWHERE;
		}
		eng_pdf_box_add(&box, item->points[i].x, item->points[i].y);
	}
	return holds(&box, x, y);
}

static bool is_dark(void *user, eng_length x, eng_length y) {
	eng_look *look = user;
	double px = (double)x / 1000, py = look->height - (double)y / 1000;

	for (size_t i = look->show.n; i-- > 0;) {
		const eng_pdf_shown *item = &look->show.items[i];

		if (item->kind == ENG_PDF_AREA && has_ink(item, px, py)) {
			return item->tint.r + item->tint.g + item->tint.b < 1;
		}
	}
	return false;
}

void eng_print_check_marks(eng_print_check *check, eng_look *look, const eng_sheet_claim *claim) {
	const eng_machine *m = check->plan->machine;
	uint32_t wanted = eng_machine_bars(m, &claim->facts), found = 0;

	for (size_t i = 0; i < m->slot_count; i++) {
		eng_rect bar = eng_machine_bar(m, i);

		found |= (uint32_t)is_dark(look, bar.x + bar.w / 2, bar.y + bar.h / 2) << i;
	}
	if (found != wanted) {
		eng_print_object(check, "print.marks",
				 "the bars of sheet %u of %u of piece %llu are 0x%x, not 0x%x",
				 claim->facts.sheet, claim->facts.sheets,
				 (unsigned long long)claim->facts.piece, found, wanted);
	}
	for (size_t i = 0; i < m->code_count; i++) {
		eng_str value =
		    eng_machine_value(check->ctx, look->source->arena, &m->codes[i], &claim->facts);

		if (!value.s || !eng_code_matches(&m->codes[i], value, is_dark, look)) {
			eng_print_object(
			    check, "print.sheet-code",
			    "the code of sheet %u of %u of piece %llu does not say '%.*s'",
			    claim->facts.sheet, claim->facts.sheets,
			    (unsigned long long)claim->facts.piece, ENG_STR_ARG(value));
		}
	}
}

/* What a window shows wherever the sheet slides in its envelope, and what it can ever show: the sheet is folded
 * to insert's size, and lies with its panel's upper left corner at the envelope's lower left one at most. */
static void windows(const eng_envelope *e, eng_length width, eng_rect *always, eng_rect *ever) {
	eng_length play_x = e->width > width ? e->width - width : 0;
	eng_length play_y = e->height > e->panel ? e->height - e->panel : 0, off = e->tolerance;

	*always = (eng_rect){ e->window.x + off, e->window.y + off, e->window.w - play_x - 2 * off,
			      e->window.h - play_y - 2 * off };
	*ever = (eng_rect){ e->window.x - play_x - off, e->window.y - play_y - off,
			    e->window.w + play_x + 2 * off, e->window.h + play_y + 2 * off };
}

enum { SLACK = 100 }; /* what rounding may take away */

static bool is_within(eng_rect in, eng_rect out) {
	return in.x >= out.x - SLACK && in.y >= out.y - SLACK &&
	       in.x + in.w <= out.x + out.w + SLACK && in.y + in.h <= out.y + out.h + SLACK;
}

static eng_rect rect_of(const eng_look *look, const eng_pdf_box *box) {
	return (eng_rect){ llround(box->x0 * 1000), llround((look->height - box->y1) * 1000),
			   llround((box->x1 - box->x0) * 1000),
			   llround((box->y1 - box->y0) * 1000) };
}

static double mm(eng_length length) {
	return (double)length * 25.4 / 72000;
}

static bool overlap(eng_rect a, eng_rect b) {
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool is_code(const eng_postal_mark *marks, size_t n, eng_rect at) {
	for (size_t i = 0; i < n; i++) {
		if (is_within(at, eng_postal_mark_box(&marks[i]))) {
			return true;
		}
	}
	return false;
}

bool eng_print_window_suits(eng_ctx *ctx, const eng_envelope *e, const eng_postal_mark *mark,
			    eng_length width) {
	eng_rect zone = eng_postal_mark_zone(mark), always, ever;

	if (!e || !e->has_window) {
		return true;
	}
	windows(e, width, &always, &ever);
	return is_within(zone, always) || !overlap(zone, ever) ||
	       eng_fail(ctx, "print.window", mark->code->where,
			"the code %.*s with its blank paper, from %.1f to %.1f mm across and %.1f "
			"to %.1f mm down, would not be seen in the window of envelope '%.*s' "
			"wherever the sheet lies",
			ENG_STR_ARG(mark->code->symbology), mm(zone.x), mm(zone.x + zone.w),
			mm(zone.y), mm(zone.y + zone.h), ENG_STR_ARG(e->name));
}

/* Whether ink and paper are where the code has them. */
static bool says(eng_look *look, const eng_postal_mark *mark) {
	const eng_post_symbol *s = &mark->symbol;

	for (int row = 0; row < s->rows; row++) {
		for (int i = 0; i < s->columns; i++) {
			eng_rect cell = eng_post_symbol_cell(s, row, i);

			if (is_dark(look, mark->code->left + cell.x + cell.w / 2,
				    mark->code->top + cell.y + cell.h / 2) !=
			    s->dark[row * s->columns + i]) {
				return false;
			}
		}
	}
	return true;
}

void eng_print_check_postal(eng_print_check *check, eng_look *look, const eng_postal_mark *marks,
			    size_t n, uint64_t piece) {
	for (size_t i = 0; i < n; i++) {
		if (!says(look, &marks[i])) {
			eng_print_object(check, "print.postal-code",
					 "the code %.*s of piece %llu does not say '%.*s'",
					 ENG_STR_ARG(marks[i].code->symbology),
					 (unsigned long long)piece, ENG_STR_ARG(marks[i].value));
		}
	}
}

void eng_print_check_window(eng_print_check *check, eng_look *look, const eng_envelope *e,
			    eng_rect address, eng_length width, const eng_postal_mark *marks,
			    size_t mark_count) {
	eng_rect always, ever;
	bool some = false;

	windows(e, width, &always, &ever);
	for (size_t i = 0; i < look->show.n; i++) {
		eng_pdf_box box;
		eng_rect at;

		if (!eng_look_box(look, i, &box)) {
			continue;
		}
		at = rect_of(look, &box);
		if (is_code(marks, mark_count, at)) {
			continue; /* checked by itself */
		}
		if (overlap(at, address)) {
			some = true;
			if (!is_within(at, always)) {
				eng_print_object(
				    check, "print.window",
				    "a line of the address, from %.1f to %.1f mm across and %.1f "
				    "to "
				    "%.1f mm down, is not seen in the window of envelope '%.*s' "
				    "wherever the sheet lies",
				    mm(at.x), mm(at.x + at.w), mm(at.y), mm(at.y + at.h),
				    ENG_STR_ARG(e->name));
				return;
			}
		} else if (overlap(at, ever) && at.y + at.h > e->return_line) {
			eng_print_object(
			    check, "print.window",
			    "something beside the address can be seen in the window of "
			    "envelope '%.*s', %.1f mm from the left and %.1f mm from the top",
			    ENG_STR_ARG(e->name), mm(at.x), mm(at.y));
			return;
		}
	}
	if (!some) {
		eng_print_object(check, "print.window", "there is no address in the window");
	}
}
