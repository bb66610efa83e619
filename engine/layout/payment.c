/* Payments: what to pay, to whom and by when, with a code that a banking app reads.
 *
 * The EPC code of SEPA credit transfers stands beside the details. The Swiss QR-bill is a form of its
 * own: slip.c. */
#include "document/payment.h"
#include "layout/block.h"
#include "layout/slip.h"
#include "layout/symbol.h"

#define GUTTER ENG_MM(6)

static bool add_line(eng_flow *flow, const eng_node *node, eng_str line, const eng_style *style,
		     uint32_t structure) {
	eng_setting setting = { .style = style, .structure = structure, .tabular = true };
	eng_text *text;

	if (line.n == 0) {
		return true;
	}
	text = eng_plain_text(flow->work, line, node, &setting);
	return text && eng_para_set(flow, text, style, node, NULL);
}

/* Label, amount, name, account, reference, date: below each other, the amount as a key figure. */
static bool add_details(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "payment", node);
	const eng_style *label = eng_work_style(work, "payment.label", node);
	const eng_style *figure = eng_theme_style(work->theme, "fact", ENG_STR("key-figure"));
	uint32_t p = eng_work_element(work, "P", node);

	const eng_str lines[ENG_PAYMENT_LINES] = {
		node->as.payment.amount.text, node->as.payment.name,
		eng_payment_iban(work->arena, node->as.payment.iban), node->as.payment.reference,
		node->as.payment.due.text
	};
	bool ok = add_line(flow, node, node->as.payment.label, label, p);

	for (size_t i = 0; ok && i < ENG_PAYMENT_LINES; i++) {
		ok = add_line(flow, node, node->as.payment.words[i], label, p) &&
		     add_line(flow, node, lines[i], i == ENG_PAYMENT_AMOUNT ? figure : style, p);
	}
	return ok;
}

/* The code at the end side of the details, as one slab. */
static bool add_slip(eng_flow *flow, const eng_node *node, eng_ink *code, eng_rect box) {
	eng_work *work = flow->work;
	eng_slab slab = { .node = node };
	eng_length width = flow->width - (box.w ? box.w + GUTTER : 0), used;
	bool rtl = work->doc->rtl;
	eng_ink details = { 0 };
	eng_flow inner;
	bool ok;

	eng_flow_init(&inner, work, width);
	ok = add_details(&inner, node);
	if (ok) {
		eng_stack(work, (eng_slab *)(void *)inner.pending->data, 0, inner.pending->len,
			  INT32_MAX, &details, &used);
		eng_ink_append(work->arena, &slab.ink, &details,
			       rtl ? flow->x + flow->width - width : flow->x, 0);
		eng_ink_append(work->arena, &slab.ink, code,
			       rtl ? flow->x : flow->x + width + GUTTER, 0);
		slab.height = used > box.h ? used : box.h;
		ok = eng_flow_add(flow, &slab);
	}
	eng_flow_finish(&inner);
	return ok;
}

bool eng_payment_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "payment", node);
	eng_str payload, scheme = node->as.payment.scheme;
	eng_ink code = { 0 };
	eng_rect box = { 0 };
	uint32_t former, figure;
	bool ok = true;

	if (node->as.payment.bill) {
		return eng_slip_lay(flow, node);
	}
	former = eng_work_enter(work, eng_work_element(work, "Div", node));
	eng_flow_hold(flow);
	ok = eng_flow_open(flow, style, node);
	if (ok && eng_str_eqc(scheme, "epc")) {
		ok = eng_payment_payload(work->ctx, work->arena, node, &payload) &&
		     eng_symbol_draw(work->ctx, work->arena, ENG_STR("qr"), payload, ENG_MM(30),
				     flow->width / 2, node->where, &code, &box);
		figure = ok ? eng_work_element(work, "Figure", node) : 0;
		if (figure) {
			eng_str alt = eng_str_printf(work->arena, "QR: %.*s %.*s",
						     ENG_STR_ARG(node->as.payment.name),
						     ENG_STR_ARG(node->as.payment.amount.text));

			eng_work_alternate(work, figure, alt, true);
		}
		for (size_t i = 0; i < code.count; i++) {
			code.items[i].structure = figure;
			code.items[i].node = node;
		}
	}
	ok = ok && add_slip(flow, node, &code, box) && eng_flow_close(flow, style, node);
	eng_flow_release(flow);
	eng_work_enter(work, former);
	return ok;
}
