/* Elements that are pictures: each with its words beside it, since a client may show none. */
#include "channels/common/url.h"
#include "channels/common/view.h"
#include "channels/email/escape.h"
#include "channels/email/html.h"

#define CHART_WIDTH 480 /* px shown at most: wider ones have labels too small on a phone */

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
	eng_html_put(h, ENG_STOCK_FIGURE);
	eng_html_img(h, picture, alt, "");
	eng_buf_cstr(h->out, "</div>\n");
	return true;
}

static bool chart(eng_html *h, const eng_node *node) {
	int width = h->measure < CHART_WIDTH ? h->measure : CHART_WIDTH;
	const eng_picture *picture = eng_picture_chart(h->pictures, h->doc, node, width);

	if (!picture) {
		return false;
	}
	if (node->as.chart.caption &&
	    !eng_html_styled(h, "p", ENG_STR(" style=\"margin:0 0 8px;font-weight:bold"),
			     node->as.chart.caption)) {
		return false;
	}
	eng_html_put(h, ENG_STOCK_CHART);
	eng_html_img(h, picture, node->as.chart.alt, "");
	eng_buf_cstr(h->out, "</div>\n");
	return true;
}

bool eng_html_code(eng_html *h, const eng_node *node, eng_str symbology, eng_str payload,
		   eng_str alt) {
	const eng_picture *picture = eng_picture_code(h->pictures, symbology, payload, node->where);

	if (!picture) {
		return false;
	}
	eng_html_put(h, ENG_STOCK_FIGURE);
	eng_html_img(h, picture, alt, "");
	eng_buf_cstr(h->out, "</div>\n");
	return true;
}

static void line_of(eng_html *h, eng_str text, bool strong) {
	if (text.n) {
		eng_buf_cstr(h->out, strong ? "<strong>" : "");
		eng_escape_text(h->out, text);
		eng_buf_cstr(h->out, strong ? "</strong><br>\n" : "<br>\n");
	}
}

static bool barcode(eng_html *h, const eng_node *node) {
	eng_str label = node->as.barcode.label, value = node->as.barcode.value;

	if (!eng_html_code(h, node, node->as.barcode.symbology, value, label.n ? label : value)) {
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
	if (node->type == ENG_NODE_CHART) {
		return chart(h, node);
	}
	if (node->type == ENG_NODE_BARCODE) {
		return barcode(h, node);
	}
	if (node->type == ENG_NODE_SIGNATURE) {
		return signature(h, node);
	}
	return image(h, node, node->as.image.src,
		     node->as.image.decorative ? (eng_str){ "", 0 } : node->as.image.alt,
		     (int)((int64_t)h->measure * node->as.image.width / 1000));
}
