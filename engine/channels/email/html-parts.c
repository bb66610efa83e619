/* The pieces with a design of their own: the card of facts with its key figure, the button, pictures. */
#include "channels/common/payment.h"
#include "channels/common/url.h"
#include "channels/common/view.h"
#include "channels/common/wrap.h"
#include "channels/email/escape.h"
#include "channels/email/html.h"

#define KEY_FIGURE_COLUMNS 18 /* what fits beside the margins of a phone at full size */
#define LABEL_COLUMNS      18 /* labels that are not broken */

static const char presentation[] =
    "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\"";

static bool key_figure(eng_html *h, const eng_node *fact) {
	bool large =
	    eng_wrap_width(eng_view_text(h->arena, fact, h->channel)) <= KEY_FIGURE_COLUMNS;

	eng_buf_printf(
	    h->out,
	    "<tr><th scope=\"row\" colspan=\"2\" align=\"%s\" class=\"kf\" style=\"padding:0 "
	    "0 12px;text-align:%s;font-weight:normal\"><span class=\"mu\" style=\"color:%s;"
	    "font-size:14px;line-height:20px\">",
	    h->start, h->start, h->muted.s);
	if (!eng_html_inline(h, fact->as.fact.label)) {
		return false;
	}
	eng_buf_printf(h->out,
		       "</span><br><span class=\"ac%s\" style=\"color:%s;font-family:%s;"
		       "font-size:%dpx;line-height:%dpx;font-weight:bold\">",
		       large ? " kv" : "", h->accent.s,
		       eng_str_dup(h->arena, h->style->heading_font), large ? 32 : 22,
		       large ? 40 : 30);
	if (!eng_html_inline(h, fact)) {
		return false;
	}
	eng_buf_cstr(h->out, "</span></th></tr>\n");
	return true;
}

static bool fact_row(eng_html *h, const eng_node *fact, bool first) {
	const char *line =
	    first ? "" : eng_arena_printf(h->arena, ";border-top:1px solid %s", h->line.s);

	bool whole = eng_wrap_width(eng_view_text(h->arena, fact->as.fact.label, h->channel)) <=
		     LABEL_COLUMNS;
	bool words =
	    eng_wrap_longest(h->arena, eng_view_text(h->arena, fact, h->channel)) <= LABEL_COLUMNS;

	eng_buf_printf(h->out,
		       "<tr><th scope=\"row\" class=\"mu ln\" align=\"%s\" style=\"padding:9px 0;"
		       "padding-%s:12px;text-align:%s;vertical-align:top;word-break:normal;font-"
		       "weight:normal;color:%s%s%s\">",
		       h->start, h->end, h->start, h->muted.s, whole ? ";white-space:nowrap" : "",
		       line);
	if (!eng_html_inline(h, fact->as.fact.label)) {
		return false;
	}
	eng_buf_printf(h->out,
		       "</th><td class=\"ln\" align=\"%s\" style=\"padding:9px 0;text-align:%s;"
		       "vertical-align:top;font-weight:bold%s%s\">",
		       h->end, h->end, words ? ";word-break:normal" : "", line);
	if (!eng_html_inline(h, fact)) {
		return false;
	}
	eng_buf_cstr(h->out, "</td></tr>\n");
	return true;
}

bool eng_html_facts(eng_html *h, const eng_node *facts) {
	const eng_node *head = eng_view_first(facts, h->channel);
	bool first = true;

	if (!head) {
		return true;
	}
	eng_buf_printf(
	    h->out,
	    "%s width=\"100%%\" style=\"margin:0 0 24px\"><tr><td class=\"pg\" bgcolor=\"%s\" "
	    "style=\"background-color:%s;border-radius:%dpx;padding:%dpx 20px 10px\">\n"
	    "<table class=\"ft\" width=\"100%%\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" "
	    "style=\"width:100%%;font-size:%dpx;line-height:22px\"><tbody>\n",
	    presentation, h->page.s, h->page.s, h->style->radius,
	    eng_str_eqc(head->tags->role, "key-figure") ? 18 : 10, h->size - 1);
	for (const eng_node *fact = eng_view_first(facts, h->channel); fact;
	     fact = eng_view_next(fact, h->channel)) {
		bool key = eng_str_eqc(fact->tags->role, "key-figure");

		if (!(key ? key_figure(h, fact) : fact_row(h, fact, first))) {
			return false;
		}
		first = false;
	}
	eng_buf_cstr(h->out, "</tbody></table></td></tr></table>\n");
	return true;
}

/* The button twice: as VML for the Word engine, which knows no padding on links, and as a link. */
bool eng_html_action(eng_html *h, const eng_node *action) {
	eng_str label = eng_view_text(h->arena, action, h->channel);
	bool plain = eng_str_eqc(action->tags->role, "secondary");
	const char *back = plain ? h->card.s : h->accent.s,
		   *ink = plain ? h->accent.s : h->on_accent.s;
	int width = eng_wrap_width(label) * 9 + 56;

	if (!eng_url_check(h->ctx, h->arena, action->as.link.href, action->where)) {
		return false;
	}
	width = width < 160 ? 160 : width > h->measure ? h->measure : width;
	eng_buf_printf(
	    h->out,
	    "%s style=\"margin:4px 0 24px\" class=\"bw\"><tr><td class=\"%s\" bgcolor=\"%s\" "
	    "style=\"background-color:%s;border-radius:%dpx\">\n<!--[if mso]><v:roundrect "
	    "href=\"",
	    presentation, plain ? "b2" : "bt", back, back, h->style->radius);
	eng_escape_url(h->out, action->as.link.href);
	eng_buf_printf(
	    h->out,
	    "\" style=\"height:44px;v-text-anchor:middle;width:%dpx\" arcsize=\"%d%%\" "
	    "strokecolor=\"%s\" fillcolor=\"%s\"><w:anchorlock/><center style=\"color:%s;"
	    "font-family:Arial,sans-serif;font-size:16px;font-weight:bold\">",
	    width, h->style->radius * 100 / 44, h->accent.s, back, ink);
	eng_escape_comment(h->out, label);
	eng_buf_cstr(h->out, "</center></v:roundrect><![endif]-->\n<!--[if !mso]><!--><a href=\"");
	eng_escape_url(h->out, action->as.link.href);
	eng_buf_printf(
	    h->out,
	    "\" class=\"%s\" style=\"display:inline-block;min-width:104px;padding:11px 27px;"
	    "border:1px solid %s;border-radius:%dpx;background-color:%s;color:%s;"
	    "font-size:16px;line-height:20px;font-weight:bold;text-align:center;"
	    "text-decoration:none\">",
	    plain ? "b2" : "bt", h->accent.s, h->style->radius, back, ink);
	if (!eng_html_inline(h, action)) {
		return false;
	}
	eng_buf_cstr(h->out, "</a><!--<![endif]-->\n</td></tr></table>\n");
	return true;
}

void eng_html_img(eng_html *h, const eng_picture *picture, eng_str alt, const char *style) {
	eng_buf_printf(h->out, "<img src=\"cid:%.*s\" width=\"%d\" height=\"%d\" alt=\"",
		       ENG_STR_ARG(picture->id), picture->width, picture->height);
	eng_escape_attribute(h->out, alt);
	/* A width in percent also holds for the box of a picture that is not shown. */
	eng_buf_printf(
	    h->out, "\" style=\"display:block;width:100%%;max-width:%dpx;height:auto;border:0%s\">",
	    picture->width, style);
}

static bool image(eng_html *h, const eng_node *node, eng_str src, eng_str alt, int width) {
	const eng_picture *picture =
	    eng_picture_image(h->pictures, src, width, h->measure, node->where);

	if (!picture) {
		return false;
	}
	eng_buf_cstr(h->out, "<div style=\"margin:0 0 16px\">");
	eng_html_img(h, picture, alt, "");
	eng_buf_cstr(h->out, "</div>\n");
	return true;
}

static bool chart(eng_html *h, const eng_node *node) {
	const eng_picture *picture = eng_picture_chart(h->pictures, h->doc, node, h->measure);

	if (!picture) {
		return false;
	}
	if (node->as.chart.caption &&
	    !eng_html_text(h, "p", "margin:0 0 8px;font-weight:bold", node->as.chart.caption)) {
		return false;
	}
	eng_buf_cstr(h->out, "<div class=\"ch\" style=\"margin:4px 0 20px\">");
	eng_html_img(h, picture, node->as.chart.alt, "");
	eng_buf_cstr(h->out, "</div>\n");
	return true;
}

static bool code(eng_html *h, const eng_node *node, eng_str symbology, eng_str payload,
		 eng_str alt) {
	const eng_picture *picture = eng_picture_code(h->pictures, symbology, payload, node->where);

	if (!picture) {
		return false;
	}
	eng_buf_cstr(h->out, "<div style=\"margin:0 0 10px\">");
	eng_html_img(h, picture, alt, "");
	eng_buf_cstr(h->out, "</div>\n");
	return true;
}

static void line_of(eng_html *h, eng_str text, bool strong) {
	if (text.n) {
		eng_buf_printf(h->out, "%s", strong ? "<strong>" : "");
		eng_escape_text(h->out, text);
		eng_buf_printf(h->out, "%s<br>\n", strong ? "</strong>" : "");
	}
}

static bool barcode(eng_html *h, const eng_node *node) {
	eng_str label = node->as.barcode.label, value = node->as.barcode.value;

	if (!code(h, node, node->as.barcode.symbology, value, label.n ? label : value)) {
		return false;
	}
	eng_buf_cstr(h->out, "<p style=\"margin:0 0 16px\">");
	line_of(h, label, false);
	if (!eng_url_is_allowed(value)) {
		line_of(h, value, false);
	}
	eng_buf_cstr(h->out, "</p>\n");
	return true;
}

static bool payment(eng_html *h, const eng_node *node) {
	eng_str payload;

	if (!eng_payment_payload(h->ctx, h->arena, node, &payload)) {
		return false;
	}
	if (payload.n &&
	    !code(h, node, ENG_STR("qr"), payload,
		  node->as.payment.label.n ? node->as.payment.label : node->as.payment.name)) {
		return false;
	}
	eng_buf_cstr(h->out, "<p style=\"margin:0 0 16px\">");
	line_of(h, node->as.payment.label, true);
	line_of(h, node->as.payment.amount.text, true);
	line_of(h, node->as.payment.name, false);
	line_of(h, eng_payment_iban(h->arena, node->as.payment.iban), false);
	line_of(h, node->as.payment.reference, false);
	line_of(h, node->as.payment.due.text, false);
	eng_buf_cstr(h->out, "</p>\n");
	return true;
}

static bool signature(eng_html *h, const eng_node *node) {
	if (node->as.signature.image.n &&
	    !image(h, node, node->as.signature.image, node->as.signature.name, 0)) {
		return false;
	}
	eng_buf_cstr(h->out, "<p style=\"margin:0 0 16px\">");
	line_of(h, node->as.signature.name, true);
	line_of(h, node->as.signature.title, false);
	eng_buf_cstr(h->out, "</p>\n");
	return true;
}

bool eng_html_picture(eng_html *h, const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_CHART:
		return chart(h, node);
	case ENG_NODE_BARCODE:
		return barcode(h, node);
	case ENG_NODE_PAYMENT:
		return payment(h, node);
	case ENG_NODE_SIGNATURE:
		return signature(h, node);
	default:
		break;
	}
	return image(h, node, node->as.image.src,
		     node->as.image.decorative ? (eng_str){ "", 0 } : node->as.image.alt,
		     (int)((int64_t)h->measure * node->as.image.width / 1000));
}
