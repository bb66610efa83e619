/* Inline nodes as inline HTML. */
#include "channels/common/bidi.h"
#include "channels/common/url.h"
#include "channels/common/view.h"
#include "channels/common/wrap.h"
#include "channels/email/escape.h"
#include "channels/email/html.h"
#include "document/node-cases.h"
#include "document/whole.h"

enum { WHOLE_IN_COLUMN = 14 /* what of identifiers is not broken in columns */ };

void eng_html_lang(eng_html *h, const eng_node *node) {
	if (node->tags->lang.n == 0) {
		return;
	}
	eng_buf_cstr(h->out, " lang=\"");
	eng_escape_attribute(h->out, node->tags->lang);
	eng_buf_char(h->out, '"');
	if (eng_document_language_is_rtl(node->tags->lang) != h->doc->rtl) {
		eng_buf_printf(h->out, " dir=\"%s\"", h->doc->rtl ? "ltr" : "rtl");
	}
}

/* A direction of its own, not <bdi>: Gmail, Outlook and Yahoo drop the element and keep the attribute. */
void eng_html_isolated(eng_html *h, eng_str text) {
	bool rtl = eng_bidi_wants_mark(text, h->doc->rtl) != h->doc->rtl;

	eng_buf_cstr(h->out, rtl ? "<span dir=\"rtl\">" : "<span dir=\"ltr\">");
	eng_escape_text(h->out, text);
	eng_buf_cstr(h->out, "</span>");
}

static const char always[] = "<span style=\"white-space:nowrap\">",
		  wide[] = "<span class=\"nb\" style=\"white-space:nowrap\">";

/* How the span begins that keeps a value on one line; NULL: it may break, or has nowhere to. Words of
 * class nb may break on phones. */
static const char *whole_open(const eng_html *h, const eng_node *node) {
	eng_whole whole = eng_whole_of(node);
	int width;

	if (whole == ENG_WHOLE_NOT) {
		return NULL;
	}
	width = eng_wrap_width(node->as.text.value.text);
	if (whole == ENG_WHOLE_GROUPS) {
		return h->in_column || h->in_fact ? NULL : wide;
	}
	if (h->in_column) {
		return whole == ENG_WHOLE_IDENTIFIER ? (width <= WHOLE_IN_COLUMN ? wide : NULL)
						     : (width <= ENG_HTML_WHOLE ? always : NULL);
	}
	return width <= ENG_HTML_ALONE ? always : NULL;
}

bool eng_html_is_whole(const eng_html *h, const eng_node *text) {
	return whole_open(h, text) == always;
}

static void text(eng_html *h, const eng_node *node) {
	eng_str value = node->as.text.value.text;
	size_t from = h->out->n;
	const char *whole = whole_open(h, node);

	eng_buf_cstr(h->out, whole ? whole : "");
	if (!h->doc->rtl && eng_bidi_is_simple(value)) {
		eng_escape_text(h->out, value);
	} else if (eng_bidi_isolates(node, h->doc->rtl)) {
		eng_html_isolated(h, eng_bidi_balance(h->arena, value));
	} else {
		eng_escape_text(h->out, eng_bidi_balance(h->arena, value));
	}
	eng_buf_cstr(h->out, whole ? "</span>" : "");
	eng_trail_add(h->trail, node, from, h->out->n);
}

/* attributes: with a space before the first, or NULL. */
static bool wrapped(eng_html *h, const char *tag, const char *attributes, const eng_node *node) {
	eng_buf_char(h->out, '<');
	eng_buf_cstr(h->out, tag);
	eng_buf_cstr(h->out, attributes ? attributes : "");
	eng_html_lang(h, node);
	eng_buf_char(h->out, '>');
	if (!eng_html_inline(h, node)) {
		return false;
	}
	eng_buf_cstr(h->out, "</");
	eng_buf_cstr(h->out, tag);
	eng_buf_char(h->out, '>');
	return true;
}

static bool link(eng_html *h, const eng_node *node) {
	if (!eng_url_check(h->ctx, h->arena, node->as.link.href, node->where)) {
		return false;
	}
	eng_buf_cstr(h->out, "<a href=\"");
	eng_escape_url(h->out, node->as.link.href);
	eng_html_put(h, ENG_STOCK_LINK);
	eng_html_lang(h, node);
	eng_buf_char(h->out, '>');
	if (!eng_html_inline(h, node)) {
		return false;
	}
	eng_buf_cstr(h->out, "</a>");
	return true;
}

static void footnote(eng_html *h, const eng_node *node) {
	h->notes =
	    eng_arena_grow(h->arena, h->notes, h->note_count, &h->note_cap, sizeof(*h->notes));
	h->notes[h->note_count++] = node;
	eng_html_put(h, ENG_STOCK_NOTE_MARK);
	eng_buf_printf(h->out, "%zu</sup>", h->note_count);
}

/* A span says something only by its role's weight. */
static const char *span_style(eng_html *h, const eng_node *node) {
	const eng_style *style = eng_theme_style(h->theme, "span", node->tags->role);

	if (node->tags->role.n == 0) {
		return NULL;
	}
	return style->bold     ? " style=\"font-weight:bold\""
	       : style->italic ? " style=\"font-style:italic\""
			       : NULL;
}

/* What is longer than a line of a phone may break there. */
static const char *nobr_attributes(eng_html *h, const eng_node *node) {
	return eng_wrap_width(eng_view_text(h->arena, node, h->channel)) <= ENG_HTML_ALONE
		   ? " style=\"white-space:nowrap\""
		   : " class=\"nb\" style=\"white-space:nowrap\"";
}

static bool inline_node(eng_html *h, const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_TEXT:
		text(h, node);
		return true;
	case ENG_NODE_STRONG:
		return wrapped(h, "strong", NULL, node);
	case ENG_NODE_EM:
		return wrapped(h, "em", NULL, node);
	case ENG_NODE_SPAN:
		return wrapped(h, "span", span_style(h, node), node);
	case ENG_NODE_NOBR:
		return wrapped(h, "span", nobr_attributes(h, node), node);
	case ENG_NODE_LINK:
		return link(h, node);
	case ENG_NODE_BR:
		eng_buf_cstr(h->out, "<br>");
		return true;
	case ENG_NODE_FOOTNOTE:
		footnote(h, node);
		return true;
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
		return true; /* a message has no pages */
	ENG_CASES_OF_BLOCKS: /* the lone paragraph of a label, an item or a cell */
		break;
	}
	return eng_html_inline(h, node);
}

bool eng_html_inline(eng_html *h, const eng_node *node) {
	for (const eng_node *child = eng_view_first(node, h->channel); child;
	     child = eng_view_next(child, h->channel)) {
		if (!inline_node(h, child)) {
			return false;
		}
	}
	return true;
}

bool eng_html_bare(eng_html *h, const eng_node *node) {
	return node->tags->lang.n ? wrapped(h, "span", NULL, node) : eng_html_inline(h, node);
}
