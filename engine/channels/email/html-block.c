/* Block-level nodes as HTML. Sizes and colours come from the theme's e-mail style; of a role's style in
 * print only weight, slant, relative size and mutedness are taken. */
#include "channels/common/view.h"
#include "channels/email/escape.h"
#include "channels/email/html.h"

#define LEVEL_MAX     6
#define ROW_BYTES     4000 /* of HTML in a row of the card: about half a screen of text */
#define PICTURE_BYTES 2000 /* what a picture is as tall as */

static bool same_color(eng_color a, eng_color b) {
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* What a role adds to the style of a paragraph or heading; class by way of *muted. */
static const char *role_css(eng_html *h, const char *element, const eng_node *node, bool *muted) {
	const eng_style *style, *base;
	eng_buf css = { 0 };
	const char *copy;

	*muted = h->small;
	if (node->tags->role.n == 0) {
		return "";
	}
	style = eng_theme_style(h->theme, element, node->tags->role);
	base = eng_theme_style(h->theme, element, (eng_str){ 0 });
	if (style->bold && !base->bold) {
		eng_buf_cstr(&css, ";font-weight:bold");
	}
	if (style->italic && !base->italic) {
		eng_buf_cstr(&css, ";font-style:italic");
	}
	if (style->size != base->size && base->size > 0) {
		int px = (int)(h->size * style->size / base->size);

		px = px < 13 ? 13 : px > 32 ? 32 : px;
		eng_buf_printf(&css, ";font-size:%dpx;line-height:%dpx", px, px * 3 / 2);
	}
	*muted |= same_color(style->color, h->theme->muted) &&
		  !same_color(h->theme->muted, h->theme->text);
	copy = eng_str_dup(h->arena, eng_buf_view(&css));
	eng_buf_finish(&css);
	return copy;
}

bool eng_html_styled(eng_html *h, const char *tag, eng_str style, const eng_node *node) {
	bool muted;
	const char *role = role_css(h, tag[0] == 'h' ? "heading" : "para", node, &muted);

	eng_buf_char(h->out, '<');
	eng_buf_cstr(h->out, tag);
	eng_html_lang(h, node);
	muted &= !h->small;
	if (muted) {
		eng_buf_cstr(h->out, " class=\"mu\"");
	}
	eng_buf_str(h->out, style);
	eng_buf_cstr(h->out, role);
	if (muted) {
		eng_html_put(h, ENG_STOCK_MUTED);
	}
	eng_buf_cstr(h->out, "\">");
	if (!eng_html_inline(h, node)) {
		return false;
	}
	eng_buf_cstr(h->out, "</");
	eng_buf_cstr(h->out, tag);
	eng_buf_cstr(h->out, ">\n");
	return true;
}

bool eng_html_text(eng_html *h, const char *tag, eng_stock_item style, const eng_node *node) {
	return eng_html_styled(h, tag, h->stock->items[style], node);
}

/* At the top of a row of the card no margin of a paragraph before it collapses into its own. */
static bool heading(eng_html *h, const eng_node *node) {
	static const char *const tags[] = { "h2", "h3", "h4", "h5", "h6" };
	int level = node->as.heading.level < 2 ? 2 : node->as.heading.level;
	eng_stock_item item;

	level = level > h->level + 1 ? h->level + 1 : level;
	level = level > LEVEL_MAX ? LEVEL_MAX : level;
	item = ENG_STOCK_H2 + (eng_stock_item)(level - 2);
	h->level = level;
	if (h->out->n == h->row_from) {
		return eng_html_styled(
		    h, tags[level - 2],
		    eng_str_printf(h->arena, "%s;margin-top:12px", h->stock->items[item].s), node);
	}
	return eng_html_text(h, tags[level - 2], item, node);
}

static bool para(eng_html *h, const eng_node *node) {
	return !eng_view_any(node, h->channel) || eng_html_text(h, "p", ENG_STOCK_PARA, node);
}

/* An item: its first paragraph without the tags, so that mail clients put no gap behind the bullet. */
static bool item(eng_html *h, const eng_node *node) {
	eng_buf_cstr(h->out, "<li style=\"margin:0 0 6px\">");
	for (const eng_node *child = eng_view_first(node, h->channel); child;
	     child = eng_view_next(child, h->channel)) {
		bool bare = child->type == ENG_NODE_PARA && child->tags->role.n == 0 &&
			    child == eng_view_first(node, h->channel);

		if (!(bare ? eng_html_bare(h, child) : eng_html_block(h, child))) {
			return false;
		}
	}
	eng_buf_cstr(h->out, "</li>\n");
	return true;
}

static bool list(eng_html *h, const eng_node *node) {
	const char *tag = node->as.list.ordered ? "ol" : "ul";
	const char *marker = eng_str_eqc(node->as.list.marker, "none")    ? "none"
			     : eng_str_eqc(node->as.list.marker, "alpha") ? "lower-alpha"
			     : node->as.list.ordered                      ? "decimal"
									  : "disc";

	eng_buf_char(h->out, '<');
	eng_buf_cstr(h->out, tag);
	eng_html_put(h, ENG_STOCK_LIST);
	eng_buf_cstr(h->out, marker);
	eng_buf_cstr(h->out, "\">\n");
	for (const eng_node *child = eng_view_first(node, h->channel); child;
	     child = eng_view_next(child, h->channel)) {
		if (!item(h, child)) {
			return false;
		}
	}
	eng_buf_printf(h->out, "</%s>\n", tag);
	return true;
}

static bool callout(eng_html *h, const eng_node *node) {
	const eng_style *style = eng_theme_style(h->theme, "callout", node->tags->role);
	bool accent = same_color(style->border_color, h->theme->accent);
	bool edge = node->tags->role.n > 0 && !accent && style->border_color.a > 0 &&
		    (style->border_left || style->border_top);

	eng_html_put(h, edge ? ENG_STOCK_BOX : ENG_STOCK_BOX_ACCENT);
	if (edge) {
		eng_buf_cstr(h->out, eng_stock_color(style->border_color).s);
	}
	eng_buf_cstr(h->out, "\">\n");
	if (!eng_html_children(h, node)) {
		return false;
	}
	eng_html_put(h, ENG_STOCK_BOX_END);
	return true;
}

static bool block(eng_html *h, const eng_node *node) {
	size_t from = h->out->n;

	if (node->tags->lang.n) {
		eng_buf_cstr(h->out, "<div");
		eng_html_lang(h, node);
		eng_buf_cstr(h->out, ">\n");
	}
	if (!eng_html_children(h, node)) {
		return false;
	}
	if (node->tags->lang.n) {
		eng_buf_cstr(h->out, "</div>\n");
	}
	eng_spans_add(h->arena, &h->blocks, (eng_span){ node, from, h->out->n });
	return true;
}

static bool block_of_type(eng_html *h, const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_BODY:
	case ENG_NODE_PART:
	case ENG_NODE_SECTION:
	case ENG_NODE_FLOW:
	case ENG_NODE_ITEM:
		return eng_html_children(h, node);
	case ENG_NODE_CALLOUT:
		return callout(h, node);
	case ENG_NODE_BLOCK:
		return block(h, node);
	case ENG_NODE_LIST:
		return list(h, node);
	case ENG_NODE_HEADING:
		return heading(h, node);
	case ENG_NODE_PARA:
	case ENG_NODE_FACT:
	case ENG_NODE_ROW:
	case ENG_NODE_CELL:
		return para(h, node);
	case ENG_NODE_FACTS:
		return eng_html_facts(h, node);
	case ENG_NODE_TABLE:
		return eng_html_table(h, node);
	case ENG_NODE_CHART:
	case ENG_NODE_IMAGE:
	case ENG_NODE_BARCODE:
	case ENG_NODE_SIGNATURE:
		return eng_html_picture(h, node);
	case ENG_NODE_PAYMENT:
		return eng_html_payment(h, node);
	case ENG_NODE_ACTION:
		return eng_html_action(h, node);
	case ENG_NODE_ENTRY:
		return eng_html_entry(h, node);
	case ENG_NODE_DIVIDER:
		eng_html_put(h, ENG_STOCK_DIVIDER);
		return true;
	case ENG_NODE_CONTENTS:
	case ENG_NODE_SPACER:
	case ENG_NODE_PAGE_BREAK:
		return true; /* matters of pages */
	case ENG_NODE_TEXT:
	case ENG_NODE_STRONG:
	case ENG_NODE_EM:
	case ENG_NODE_SPAN:
	case ENG_NODE_NOBR:
	case ENG_NODE_LINK:
	case ENG_NODE_BR:
	case ENG_NODE_FOOTNOTE:
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
	case ENG_NODE_TYPES:
		break;
	}
	return para(h, node);
}

bool eng_html_block(eng_html *h, const eng_node *node) {
	size_t from = h->out->n;
	bool ok = block_of_type(h, node);

	eng_trail_add(h->trail, node, from, h->out->n);
	return ok;
}

/* Begins another row of the card when this one has grown tall: see ENG_STOCK_ROW_BREAK. */
static void break_row(eng_html *h) {
	if (!h->small && h->out->n - h->row_from + h->row_pictures * PICTURE_BYTES > ROW_BYTES) {
		eng_html_put(h, ENG_STOCK_ROW_BREAK);
		h->row_from = h->out->n;
		h->row_pictures = 0;
	}
}

static bool is_picture(const eng_node *node) {
	return node->type == ENG_NODE_CHART || node->type == ENG_NODE_IMAGE ||
	       node->type == ENG_NODE_BARCODE || node->type == ENG_NODE_PAYMENT;
}

/* True where only the cell of the card is open: sections and flows have no markup of their own. */
static bool is_top(const eng_html *h, const eng_node *parent) {
	while (parent->type == ENG_NODE_SECTION || parent->type == ENG_NODE_FLOW) {
		parent = parent->parent;
	}
	return parent == h->doc->body || parent->type == ENG_NODE_PART;
}

/* The section that says the language of what stands right in it; NULL: none does. */
static const eng_node *section_of_language(const eng_node *parent) {
	while (parent->type == ENG_NODE_SECTION || parent->type == ENG_NODE_FLOW) {
		if (parent->tags->lang.n) {
			return parent;
		}
		parent = parent->parent;
	}
	return NULL;
}

/* A section has no markup, since rows of the card break within: each of its elements says its language. */
static bool child_of(eng_html *h, const eng_node *section, const eng_node *child) {
	if (!section || child->tags->lang.n || child->type == ENG_NODE_SECTION ||
	    child->type == ENG_NODE_FLOW) {
		return eng_html_block(h, child);
	}
	eng_buf_cstr(h->out, "<div");
	eng_html_lang(h, section);
	eng_buf_cstr(h->out, ">\n");
	if (!eng_html_block(h, child)) {
		return false;
	}
	eng_buf_cstr(h->out, "</div>\n");
	return true;
}

bool eng_html_children(eng_html *h, const eng_node *parent) {
	const eng_node *section = section_of_language(parent);
	bool top = is_top(h, parent);

	for (const eng_node *child = eng_view_first(parent, h->channel); child;
	     child = eng_view_next(child, h->channel)) {
		size_t from;

		if (top) {
			break_row(h);
		}
		from = h->out->n;
		if (!child_of(h, section, child)) {
			return false;
		}
		if (top) {
			eng_spans_add(h->arena, &h->elements, (eng_span){ child, from, h->out->n });
			h->row_pictures += is_picture(child);
		}
	}
	return true;
}
