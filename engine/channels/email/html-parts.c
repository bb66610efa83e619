/* The pieces with a design of their own: the card of facts with its key figure, what to pay, the button,
 * the field of a form. */
#include "channels/common/bidi.h"
#include "channels/common/url.h"
#include "channels/common/view.h"
#include "channels/common/wrap.h"
#include "channels/email/escape.h"
#include "channels/email/fit.h"
#include "channels/email/html.h"
#include "document/payment.h"

#define KEY_FIGURE_COLUMNS 18 /* what fits beside the margins of a phone at full size */

static bool is_key(const eng_node *fact) {
	return eng_str_eqc(fact->tags->role, "key-figure");
}

static bool key_figure(eng_html *h, const eng_node *fact) {
	bool large =
	    eng_wrap_width(eng_view_text(h->arena, fact, h->channel)) <= KEY_FIGURE_COLUMNS;

	eng_html_put(h, ENG_STOCK_KEY);
	if (!eng_html_inline(h, fact->as.fact.label)) {
		return false;
	}
	eng_html_put(h, large ? ENG_STOCK_KEY_LARGE : ENG_STOCK_KEY_SMALL);
	if (!eng_html_inline(h, fact)) {
		return false;
	}
	eng_html_put(h, ENG_STOCK_KEY_END);
	return true;
}

/* px of what is not to be broken among the texts of a value: a date, a word. */
static int value_px(eng_html *h, const eng_node *parent) {
	int most = 0;

	for (const eng_node *node = eng_view_first(parent, h->channel); node;
	     node = eng_view_next(node, h->channel)) {
		int px = value_px(h, node);

		if (node->type == ENG_NODE_TEXT) {
			eng_str text = node->as.text.value.text;

			px = eng_html_is_whole(h, node) ? eng_fit_line(text) : eng_fit_piece(text);
		} else if (node->type == ENG_NODE_NOBR) {
			eng_str text = eng_view_text(h->arena, node, h->channel);

			px = eng_wrap_width(text) <= ENG_HTML_ALONE ? eng_fit_line(text) : px;
		}
		most = px > most ? px : most;
	}
	return most;
}

static void facts_open(eng_html *h, const eng_fit *fit, eng_stock_item item) {
	eng_html_put(h, item);
	eng_buf_cstr(h->out, eng_fit_class(fit));
	eng_html_put(h, ENG_STOCK_FACTS_ROWS);
}

/* Opens a row and its label: short labels stay on one line, on phones where there is room for them. */
static void label_open(eng_html *h, eng_str label, const eng_fit *fit, bool first) {
	eng_html_put(h, eng_fit_whole(fit, label) ? ENG_STOCK_LABEL_WHOLE : ENG_STOCK_LABEL);
	if (eng_wrap_width(label) <= ENG_HTML_WHOLE) {
		eng_buf_cstr(h->out, ";white-space:nowrap");
	}
	if (!first) {
		eng_html_put(h, ENG_STOCK_LINE);
	}
	eng_buf_cstr(h->out, "\">");
}

/* Ends the label and opens the value: words that would not fit beside a label may break. */
static void value_open(eng_html *h, eng_str value, bool first) {
	eng_html_put(h, ENG_STOCK_VALUE);
	if (eng_wrap_longest(h->arena, value) <= ENG_HTML_WHOLE) {
		eng_buf_cstr(h->out, ";word-break:normal");
	}
	if (!first) {
		eng_html_put(h, ENG_STOCK_LINE);
	}
	eng_buf_cstr(h->out, "\">");
}

static bool fact_row(eng_html *h, const eng_node *fact, const eng_fit *fit, bool first) {
	bool outer = h->in_fact, good;

	label_open(h, eng_view_text(h->arena, fact->as.fact.label, h->channel), fit, first);
	if (!eng_html_inline(h, fact->as.fact.label)) {
		return false;
	}
	value_open(h, eng_view_text(h->arena, fact, h->channel), first);
	h->in_fact = true;
	good = eng_html_inline(h, fact);
	h->in_fact = outer;
	if (!good) {
		return false;
	}
	eng_buf_cstr(h->out, "</td></tr>\n");
	return true;
}

bool eng_html_facts(eng_html *h, const eng_node *facts) {
	const eng_node *head = eng_view_first(facts, h->channel);
	eng_fit fit = { 0 };
	bool first = true;

	if (!head) {
		return true;
	}
	for (const eng_node *fact = head; fact; fact = eng_view_next(fact, h->channel)) {
		if (!is_key(fact)) {
			eng_fit_add(&fit, eng_view_text(h->arena, fact->as.fact.label, h->channel),
				    value_px(h, fact));
		}
	}
	facts_open(h, &fit, is_key(head) ? ENG_STOCK_FACTS_KEY : ENG_STOCK_FACTS);
	for (const eng_node *fact = head; fact; fact = eng_view_next(fact, h->channel)) {
		if (!(is_key(fact) ? key_figure(h, fact) : fact_row(h, fact, &fit, first))) {
			return false;
		}
		first = false;
	}
	eng_html_put(h, ENG_STOCK_FACTS_END);
	return true;
}

/* A name, a street, a reference with its word; account numbers are longer. */
static bool is_whole_line(eng_str line) {
	return eng_wrap_width(line) <= ENG_HTML_ALONE;
}

static void payment_line(eng_html *h, eng_str line) {
	bool whole = is_whole_line(line);

	eng_buf_cstr(h->out, whole ? "<span style=\"white-space:nowrap\">" : "");
	eng_html_isolated(h, eng_bidi_balance(h->arena, line));
	eng_buf_cstr(h->out, whole ? "</span>" : "");
}

bool eng_html_payment(eng_html *h, const eng_node *node) {
	eng_str labels[ENG_PAYMENT_PAIRS], values[ENG_PAYMENT_PAIRS], payload, line;
	eng_str heading = node->as.payment.label;
	eng_fit fit = { 0 };
	size_t n = eng_payment_pairs(h->arena, node, h->doc->language, labels, values);

	if (!eng_payment_payload(h->ctx, h->arena, node, &payload)) {
		return false;
	}
	if (heading.n) {
		eng_buf_cstr(h->out, "<p style=\"margin:0 0 8px;font-weight:bold\">");
		eng_escape_text(h->out, heading);
		eng_buf_cstr(h->out, "</p>\n");
	}
	for (size_t i = 0; i < n; i++) {
		for (eng_str rest = values[i]; eng_str_split(&rest, '\n', &line);) {
			eng_fit_add(&fit, labels[i],
				    is_whole_line(line) ? eng_fit_line(line) : eng_fit_piece(line));
		}
	}
	facts_open(h, &fit, ENG_STOCK_FACTS);
	for (size_t i = 0; i < n; i++) {
		label_open(h, labels[i], &fit, i == 0);
		eng_escape_text(h->out, labels[i]);
		value_open(h, values[i], i == 0);
		while (eng_str_split(&values[i], '\n', &line)) {
			payment_line(h, line);
			eng_buf_cstr(h->out, values[i].s ? "<br>" : "");
		}
		eng_buf_cstr(h->out, "</td></tr>\n");
	}
	eng_html_put(h, ENG_STOCK_FACTS_END);
	return payload.n == 0 ||
	       eng_html_code(h, node, node->as.payment.bill ? ENG_STR("swiss-qr") : ENG_STR("qr"),
			     payload, heading.n ? heading : node->as.payment.name);
}

bool eng_html_action(eng_html *h, const eng_node *action) {
	eng_str label = eng_view_text(h->arena, action, h->channel);
	bool plain = eng_str_eqc(action->tags->role, "secondary");
	int width = eng_wrap_width(label) * 9 + 56;

	if (!eng_url_check(h->ctx, h->arena, action->as.link.href, action->where)) {
		return false;
	}
	width = width < 160 ? 160 : width > h->measure ? h->measure : width;
	eng_html_put(h, plain ? ENG_STOCK_BUTTON_PLAIN : ENG_STOCK_BUTTON);
	eng_escape_url(h->out, action->as.link.href);
	eng_buf_printf(h->out, "\" style=\"height:44px;v-text-anchor:middle;width:%d", width);
	eng_html_put(h, plain ? ENG_STOCK_VML_PLAIN : ENG_STOCK_VML);
	eng_html_put(h, plain ? ENG_STOCK_VML_LABEL_PLAIN : ENG_STOCK_VML_LABEL);
	eng_escape_comment(h->out, label);
	eng_html_put(h, ENG_STOCK_VML_END);
	eng_escape_url(h->out, action->as.link.href);
	eng_html_put(h, plain ? ENG_STOCK_BUTTON_LINK_PLAIN : ENG_STOCK_BUTTON_LINK);
	if (!eng_html_inline(h, action)) {
		return false;
	}
	eng_html_put(h, ENG_STOCK_BUTTON_END);
	return true;
}

static void choices(eng_html *h, const eng_node *node) {
	eng_html_put(h, ENG_STOCK_CHOICES);
	for (size_t i = 0; i < node->as.entry.option_count; i++) {
		const eng_option *option = &node->as.entry.options[i];
		bool chosen = option->value.n && eng_str_eq(option->value, node->as.entry.value);

		eng_buf_cstr(h->out, chosen ? "<li><strong>" : "<li>");
		eng_escape_text(h->out, option->label);
		eng_buf_cstr(h->out, chosen ? "</strong></li>" : "</li>");
	}
	eng_buf_cstr(h->out, "</ul>\n");
}

/* A form input: its label leads to the form, below stands what is known. */
bool eng_html_entry(eng_html *h, const eng_node *node) {
	eng_str href = eng_view_form(h->doc, node, h->channel);

	if (href.n == 0) {
		return eng_fail(
		    h->ctx, "email.no-form", node->where,
		    "entry '%s' has no form to lead to in a message: give it an href, or "
		    "the document an action",
		    eng_quote(h->arena, node->as.entry.name));
	}
	if (!eng_url_check(h->ctx, h->arena, href, node->where)) {
		return false;
	}
	eng_buf_cstr(h->out, "<p style=\"margin:0 0 4px;font-weight:bold\"><a href=\"");
	eng_escape_url(h->out, href);
	eng_html_put(h, ENG_STOCK_LINK);
	eng_buf_char(h->out, '>');
	eng_escape_text(h->out, node->as.entry.label);
	eng_buf_cstr(h->out, "</a></p>\n");
	if (node->as.entry.option_count) {
		choices(h, node);
		return true;
	}
	eng_html_put(h, ENG_STOCK_FIELD);
	eng_escape_text(h->out, node->as.entry.value);
	eng_html_put(h, ENG_STOCK_FIELD_END);
	return true;
}
