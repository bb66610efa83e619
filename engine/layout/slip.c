/* The Swiss payment slip: what stands where on its 210 x 105 mm.
 *
 * Swiss Implementation Guidelines for the QR-bill, version 2.3, chapter 3, and their style guide:
 * places, sizes of type and boxes are theirs, not the theme's; only the font is asked from the theme,
 * and must be one of the four allowed. What the code says is document/qr-bill.c's. */
#include "layout/slip.h"

#include "document/payment.h"
#include "layout/block.h"
#include "layout/press.h"
#include "layout/symbol.h"

#define CODE ENG_MM(46)

typedef struct slip {
	eng_work *work;
	const eng_node *node;
	eng_ink ink; /* from the slip's corner */
	eng_style style;
	eng_str language; /* of the headings */
	bool foreign;     /* language is not the document's */
	bool dry;         /* only measures */
} slip;

/* A column of headings with their lines. */
typedef struct column {
	eng_length x, y, w, h;
	eng_length label, text; /* sizes of type */
	eng_length label_leading, leading;
	eng_rect blank; /* size of the box for an unknown payer */
	bool receipt;
} column;

static bool is_allowed(eng_str name) {
	static const char *const families[] = { "Arial", "Frutiger", "Helvetica",
						"LiberationSans" };

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (eng_str_starts(name, families[i]) &&
		    eng_str_index(name, ENG_STR("Narrow")) == name.n) {
			return true;
		}
	}
	return false;
}

static bool check_font(const slip *s, bool bold) {
	eng_str name =
	    eng_press_face(s->work->press, s->style.family, bold, false)->fonts[0]->postscript_name;

	return is_allowed(name) ||
	       eng_fail(s->work->ctx, "layout.slip-font", s->node->where,
			"a Swiss payment slip is set in Arial, Frutiger, Helvetica or Liberation "
			"Sans, the style 'payment.slip' of theme '%.*s' has '%.*s'",
			ENG_STR_ARG(s->work->theme->id), ENG_STR_ARG(name));
}

/* Text in one size from y down; *bottom is where it ends. words: in the slip's own language. */
static bool set_text(slip *s, eng_str text, eng_length size, eng_length leading, bool bold,
		     eng_rect at, int align, bool words, eng_length *bottom) {
	eng_work *work = s->work;
	uint32_t structure = s->dry ? 0 : eng_work_element(work, "P", s->node);
	eng_span *span = eng_arena_new(work->arena, eng_span);
	eng_setpiece piece;
	eng_text *set;

	s->style.size = size, s->style.leading = leading, s->style.bold = bold;
	*span =
	    eng_span_of(&s->style, text, words && s->foreign ? s->language : work->doc->language);
	span->foreign = words && s->foreign;
	span->structure = structure;
	span->node = s->node;
	set = eng_text_new(work->ctx, work->arena, work->shaper, text, span, 1, false);
	if (!set || !eng_setpiece_make(work, set, &s->style, 0, at.w, align, &piece)) {
		return false;
	}
	*bottom = at.y + piece.height;
	if (!s->dry) {
		eng_ink_append(work->arena, &s->ink, &piece.ink, at.x, at.y);
	}
	return true;
}

static bool set_word(slip *s, eng_bill_word word, eng_length size, eng_length leading, eng_rect at,
		     int align, eng_length *bottom) {
	return set_text(s, eng_bill_word_in(s->language, word), size, leading, true, at, align,
			true, bottom);
}

/* The details of one part; false after reporting, *bottom: where they end. */
static bool set_details(slip *s, const column *c, bool reduced, eng_length *bottom) {
	eng_bill_detail details[ENG_BILL_DETAILS];
	size_t n = eng_bill_details(s->work->arena, s->node, s->language, reduced, details);
	eng_rect at = { c->x, c->y, c->w, 0 };

	for (size_t i = 0; i < n; i++) {
		if (c->receipt && eng_str_eq(details[i].label,
					     eng_bill_word_in(s->language, ENG_BILL_INFORMATION))) {
			continue;
		}
		if (!set_text(s, details[i].label, c->label, c->label_leading, true, at,
			      ENG_LINE_START, true, &at.y) ||
		    !set_text(s, details[i].text, c->text, c->leading, false, at, ENG_LINE_START,
			      false, bottom)) {
			return false;
		}
		at.y = *bottom + c->leading;
	}
	if (s->node->as.payment.bill->debtor.name.n == 0) {
		if (!set_word(s, ENG_BILL_PAYER_BLANK, c->label, c->label_leading, at,
			      ENG_LINE_START, &at.y)) {
			return false;
		}
		at.y += ENG_PT(2);
		if (!s->dry) {
			eng_slip_blank(s->work->arena, &s->ink,
				       (eng_rect){ c->x, at.y, c->blank.w, c->blank.h });
		}
		*bottom = at.y + c->blank.h;
	}
	return true;
}

static bool try_details(slip *s, const column *c, bool reduced, bool *fits) {
	eng_length bottom;
	bool ok;

	s->dry = true;
	ok = set_details(s, c, reduced, &bottom);
	s->dry = false;
	*fits = ok && bottom <= c->y + c->h;
	return ok && (!*fits || set_details(s, c, reduced, &bottom));
}

static bool too_long(const slip *s, const char *part) {
	return eng_fail(s->work->ctx, "layout.overflow", s->node->where,
			"names, addresses and message do not fit on the %s of the slip", part);
}

/* Sizes may go down to 8 pt, with headings 2 pt smaller than what they head. */
static bool set_payment_details(slip *s) {
	bool fits = false;

	for (int size = 10; size >= 8 && !fits; size--) {
		column c = { .x = ENG_MM(118), .y = ENG_MM(5), .w = ENG_MM(87), .h = ENG_MM(85) };

		c.text = ENG_PT(size), c.leading = ENG_PT(size + 1);
		c.label = ENG_PT(size - 2), c.label_leading = ENG_PT(size - 1);
		c.blank = (eng_rect){ .w = ENG_MM(65), .h = ENG_MM(25) };
		if (!try_details(s, &c, false, &fits)) {
			return false;
		}
	}
	return fits || too_long(s, "payment part");
}

/* Where it is too narrow, the receipt may leave out streets. */
static bool set_receipt_details(slip *s) {
	column c = { .x = ENG_MM(5), .y = ENG_MM(12), .w = ENG_MM(52), .h = ENG_MM(56) };
	bool fits = false;

	c.text = ENG_PT(8), c.label = ENG_PT(6);
	c.leading = c.label_leading = ENG_PT(9);
	c.blank = (eng_rect){ .w = ENG_MM(52), .h = ENG_MM(20) };
	c.receipt = true;
	for (int reduced = 0; reduced < 2 && !fits; reduced++) {
		if (!try_details(s, &c, reduced, &fits)) {
			return false;
		}
	}
	return fits || too_long(s, "receipt");
}

/* Currency and amount beside each other from x; the box where the amount is left open. */
static bool set_amount(slip *s, eng_length x, eng_length gap, eng_length label, eng_length text,
		       eng_rect blank) {
	eng_work *work = s->work;
	const eng_value *amount = &s->node->as.payment.amount;
	eng_rect at = { x, ENG_MM(68), gap, 0 };
	eng_rect beside = { x + gap, ENG_MM(68), ENG_MM(36), 0 };
	eng_length bottom;

	if (!set_word(s, ENG_BILL_CURRENCY, label, ENG_PT(9), at, ENG_LINE_START, &bottom)) {
		return false;
	}
	at.y = bottom + ENG_PT(1);
	if (!set_text(s, s->node->as.payment.currency, text, ENG_PT(11), false, at, ENG_LINE_START,
		      false, &bottom) ||
	    !set_word(s, ENG_BILL_AMOUNT, label, ENG_PT(9), beside, ENG_LINE_START, &bottom)) {
		return false;
	}
	if (amount->raw.n == 0) {
		eng_slip_blank(work->arena, &s->ink, blank);
		return true;
	}
	beside.y = at.y;
	return set_text(s, eng_bill_amount(work->arena, amount->number), text, ENG_PT(11), false,
			beside, ENG_LINE_START, false, &bottom);
}

static bool set_receipt(slip *s) {
	eng_rect at = { ENG_MM(5), ENG_MM(5), ENG_MM(52), 0 };
	eng_rect blank = { ENG_MM(27), ENG_MM(68), ENG_MM(30), ENG_MM(10) };
	eng_length bottom;

	if (!set_word(s, ENG_BILL_RECEIPT, ENG_PT(11), ENG_PT(11), at, ENG_LINE_START, &bottom) ||
	    !set_receipt_details(s) ||
	    !set_amount(s, ENG_MM(5), ENG_MM(12), ENG_PT(6), ENG_PT(8), blank)) {
		return false;
	}
	at.y = ENG_MM(82);
	return set_word(s, ENG_BILL_ACCEPTANCE, ENG_PT(6), ENG_PT(9), at, ENG_LINE_END, &bottom);
}

/* The code with the cross in its middle: a picture with a text of its own. */
static bool set_code(slip *s) {
	eng_work *work = s->work;
	const eng_node *node = s->node;
	uint32_t figure = eng_work_element(work, "Figure", node);
	eng_ink code = { 0 };
	eng_str payload;

	if (!eng_payment_payload(work->ctx, work->arena, node, &payload) ||
	    !eng_symbol_fill(work->ctx, work->arena, payload, CODE, node->where, &code)) {
		return false;
	}
	eng_slip_cross(work->arena, &code, CODE / 2, CODE / 2);
	for (size_t i = 0; i < code.count; i++) {
		code.items[i].structure = figure;
		code.items[i].node = node;
	}
	eng_work_alternate(work, figure,
			   eng_str_printf(work->arena, "Swiss QR Code: %.*s %.*s",
					  ENG_STR_ARG(node->as.payment.name),
					  ENG_STR_ARG(node->as.payment.amount.text)),
			   true);
	eng_ink_append(work->arena, &s->ink, &code, ENG_MM(67), ENG_MM(17));
	return true;
}

/* Alternative procedures: one line each, their names in bold. */
static bool set_procedures(slip *s) {
	eng_rect at = { ENG_MM(67), ENG_MM(90), ENG_MM(138), 0 };

	for (size_t i = 0; i < 2; i++) {
		eng_str text = s->node->as.payment.bill->procedures[i];

		if (text.n && !set_text(s, text, ENG_PT(7), ENG_PT(8), false, at, ENG_LINE_START,
					false, &at.y)) {
			return false;
		}
	}
	return at.y <= ENG_MM(100) || too_long(s, "foot");
}

static bool set_payment_part(slip *s) {
	eng_rect at = { ENG_MM(67), ENG_MM(5), ENG_MM(51), 0 };
	eng_rect blank = { ENG_MM(78), ENG_MM(68) + ENG_PT(11), ENG_MM(40), ENG_MM(15) };
	eng_length bottom;

	return set_word(s, ENG_BILL_PAYMENT_PART, ENG_PT(11), ENG_PT(11), at, ENG_LINE_START,
			&bottom) &&
	       set_code(s) && set_amount(s, ENG_MM(67), ENG_MM(15), ENG_PT(8), ENG_PT(10), blank) &&
	       set_payment_details(s) && set_procedures(s);
}

static bool set_part(slip *s, bool (*set)(slip *)) {
	eng_work *work = s->work;
	uint32_t former = eng_work_enter(work, eng_work_element(work, "Sect", s->node));
	bool ok = set(s);

	eng_work_enter(work, former);
	return ok;
}

bool eng_slip_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	slip s = { .work = work,
		   .node = node,
		   .style = *eng_work_style(work, "payment.slip", node) };
	eng_slab slab = { .kind = ENG_SLAB_SLIP, .node = node };
	eng_length rule = s.style.border_top;
	uint32_t former;
	bool ok;

	if (flow->collect) {
		return eng_fail(work->ctx, "layout.unsupported", node->where,
				"a Swiss payment slip stands in the body, not in columns or parts");
	}
	s.language = eng_bill_language(work->doc->language);
	s.foreign = !eng_str_starts(work->doc->language, s.language.s);
	s.style.color = (eng_color){ 0, 0, 0, 255 };
	s.style.italic = s.style.small_caps = s.style.hyphenate = false;
	s.style.letter_spacing = 0;
	if (rule) {
		eng_slip_lines(work->arena, &s.ink, rule);
	}
	former = eng_work_enter(work, eng_work_element(work, "Div", node));
	ok = check_font(&s, false) && check_font(&s, true) && set_part(&s, set_receipt) &&
	     set_part(&s, set_payment_part);
	eng_work_enter(work, former);
	slab.ink = s.ink;
	return ok && eng_flow_add(flow, &slab);
}
