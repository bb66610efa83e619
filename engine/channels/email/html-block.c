/* Block-level nodes as HTML. Sizes and colours come from the theme's e-mail style; of a role's style in
 * print only weight, slant, relative size and mutedness are taken. */
#include "channels/common/url.h"
#include "channels/common/view.h"
#include "channels/email/escape.h"
#include "channels/email/html.h"

#define LEVEL_MAX 6

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

bool eng_html_text(eng_html *h, const char *tag, const char *style, const eng_node *node) {
	bool muted;
	const char *role = role_css(h, tag[0] == 'h' ? "heading" : "para", node, &muted);

	eng_buf_printf(h->out, "<%s", tag);
	eng_html_lang(h, node);
	if (muted && !h->small) {
		eng_buf_printf(h->out, " class=\"mu\" style=\"%s%s;color:%s\">", style, role,
			       h->muted.s);
	} else {
		eng_buf_printf(h->out, " style=\"%s%s\">", style, role);
	}
	if (!eng_html_inline(h, node)) {
		return false;
	}
	eng_buf_printf(h->out, "</%s>\n", tag);
	return true;
}

static bool heading(eng_html *h, const eng_node *node) {
	static const char *const tags[] = { "h1", "h1", "h2", "h3", "h4", "h5", "h6" };
	static const int sizes[] = { 24, 24, 19, 17, 16, 16, 16 };
	int level = node->as.heading.level < 2 ? 2 : node->as.heading.level;
	const char *css;

	level = level > h->level + 1 ? h->level + 1 : level;
	level = level > LEVEL_MAX ? LEVEL_MAX : level;
	h->level = level;
	css = eng_arena_printf(
	    h->arena,
	    "margin:%dpx 0 8px;font-family:%s;font-size:%dpx;line-height:%dpx;font-weight:bold",
	    level == 2 ? 28 : 20, eng_str_dup(h->arena, h->style->heading_font),
	    h->small ? h->size : sizes[level], (h->small ? h->size : sizes[level]) * 13 / 10);
	return eng_html_text(h, tags[level], css, node);
}

static bool para(eng_html *h, const eng_node *node) {
	if (!eng_view_any(node, h->channel)) {
		return true;
	}
	return eng_html_text(h, "p", h->small ? "margin:0 0 10px" : "margin:0 0 16px", node);
}

/* An item: its first paragraph without the tags, so that mail clients put no gap behind the bullet. */
static bool item(eng_html *h, const eng_node *node) {
	eng_buf_cstr(h->out, "<li style=\"margin:0 0 6px\">");
	for (const eng_node *child = eng_view_first(node, h->channel); child;
	     child = eng_view_next(child, h->channel)) {
		bool bare = child->type == ENG_NODE_PARA && child->tags->role.n == 0 &&
			    child == eng_view_first(node, h->channel);

		if (!(bare ? eng_html_inline(h, child) : eng_html_block(h, child))) {
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

	eng_buf_printf(h->out,
		       "<%s style=\"margin:0 0 16px;padding:0 0 0 0;padding-%s:24px;"
		       "list-style-type:%s\">\n",
		       tag, h->start, marker);
	for (const eng_node *child = eng_view_first(node, h->channel); child;
	     child = eng_view_next(child, h->channel)) {
		if (!item(h, child)) {
			return false;
		}
	}
	eng_buf_printf(h->out, "</%s>\n", tag);
	return true;
}

static void box_open(eng_html *h, eng_css_color edge, bool accent) {
	eng_buf_printf(
	    h->out,
	    "<table role=\"presentation\" width=\"100%%\" cellspacing=\"0\" "
	    "cellpadding=\"0\" border=\"0\" style=\"margin:0 0 24px\"><tr><td class=\"pg%s\" "
	    "bgcolor=\"%s\" style=\"background-color:%s;border-%s:4px solid %s;"
	    "padding:16px 20px 2px\">\n",
	    accent ? " ae" : "", h->page.s, h->page.s, h->start, edge.s);
}

static bool callout(eng_html *h, const eng_node *node) {
	const eng_style *style = eng_theme_style(h->theme, "callout", node->tags->role);
	bool accent = same_color(style->border_color, h->theme->accent);
	bool edge = node->tags->role.n > 0 && !accent && style->border_color.a > 0 &&
		    (style->border_left || style->border_top);

	box_open(h, edge ? eng_html_color(style->border_color) : h->accent, !edge);
	if (!eng_html_children(h, node)) {
		return false;
	}
	eng_buf_cstr(h->out, "</td></tr></table>\n");
	return true;
}

static bool block(eng_html *h, const eng_node *node) {
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
	return true;
}

static void divider(eng_html *h) {
	eng_buf_printf(
	    h->out,
	    "<table role=\"presentation\" width=\"100%%\" cellspacing=\"0\" "
	    "cellpadding=\"0\" border=\"0\"><tr><td class=\"ln\" style=\"border-top:1px "
	    "solid %s;font-size:0;line-height:0;height:24px\">&nbsp;</td></tr></table>\n",
	    h->line.s);
}

/* A form input: its label and what is known; the form itself is behind the message's action. */
static void entry(eng_html *h, const eng_node *node) {
	eng_buf_printf(h->out, "<p style=\"margin:0 0 4px;font-weight:bold\">");
	eng_escape_text(h->out, node->as.entry.label);
	eng_buf_cstr(h->out, "</p>\n");
	if (node->as.entry.value.n || node->as.entry.option_count == 0) {
		eng_buf_printf(h->out,
			       "<p class=\"ln\" style=\"margin:0 0 16px;padding:10px 12px;"
			       "border:1px solid %s\">",
			       h->line.s);
		eng_escape_text(h->out, node->as.entry.value);
		eng_buf_cstr(h->out, "&nbsp;</p>\n");
	}
	if (node->as.entry.option_count == 0) {
		return;
	}
	eng_buf_printf(h->out, "<ul style=\"margin:0 0 16px;padding:0;padding-%s:24px\">",
		       h->start);
	for (size_t i = 0; i < node->as.entry.option_count; i++) {
		eng_buf_cstr(h->out, "<li>");
		eng_escape_text(h->out, node->as.entry.options[i].label);
		eng_buf_cstr(h->out, "</li>");
	}
	eng_buf_cstr(h->out, "</ul>\n");
}

bool eng_html_block(eng_html *h, const eng_node *node) {
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
	case ENG_NODE_PAYMENT:
	case ENG_NODE_SIGNATURE:
		return eng_html_picture(h, node);
	case ENG_NODE_ACTION:
		return eng_html_action(h, node);
	case ENG_NODE_ENTRY:
		entry(h, node);
		return true;
	case ENG_NODE_DIVIDER:
		divider(h);
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

bool eng_html_children(eng_html *h, const eng_node *parent) {
	bool top = parent->type == ENG_NODE_BODY || parent->type == ENG_NODE_PART;

	for (const eng_node *child = eng_view_first(parent, h->channel); child;
	     child = eng_view_next(child, h->channel)) {
		size_t from = h->out->n;

		if (!eng_html_block(h, child)) {
			return false;
		}
		if (top || parent->type == ENG_NODE_SECTION) {
			h->sizes = eng_arena_grow(h->arena, h->sizes, h->size_count, &h->size_cap,
						  sizeof(*h->sizes));
			h->sizes[h->size_count++] = (eng_html_size){ child, h->out->n - from };
		}
	}
	return true;
}
