/* The frame of the HTML: head, preheader, card, logo, headline, body, notes, and the parts around. */
#include "channels/email/html.h"

#include "channels/common/view.h"
#include "channels/email/escape.h"

void eng_html_put(eng_html *h, eng_stock_item item) {
	eng_buf_str(h->out, h->stock->items[item]);
}

static void set_up(eng_html *h) {
	h->start = h->doc->rtl ? "right" : "left";
	h->end = h->doc->rtl ? "left" : "right";
	h->measure = h->style->width - 2 * h->style->padding;
	h->size = h->style->size;
	h->level = 1;
}

static void lang_dir(eng_html *h) {
	eng_buf_cstr(h->out, " lang=\"");
	eng_escape_attribute(h->out, h->doc->language);
	eng_buf_cstr(h->out, h->doc->rtl ? "\" dir=\"rtl\"" : "\" dir=\"ltr\"");
}

static void preheader(eng_html *h) {
	eng_str brief = eng_view_text(h->arena, h->doc->brief, h->channel);

	if (brief.n) {
		eng_html_put(h, ENG_STOCK_BRIEF);
		eng_escape_text(h->out, brief);
		eng_html_put(h, ENG_STOCK_BRIEF_END);
	}
}

static void draft(eng_html *h) {
	if (h->doc->draft) {
		eng_html_put(h, ENG_STOCK_DRAFT);
		eng_escape_text(h->out, h->doc->draft_mark);
		eng_buf_cstr(h->out, "</p>\n");
	}
}

/* A part that is nothing but the theme's logo again: the logo stands already. */
static bool is_logo(const eng_html *h, const eng_part *part) {
	const eng_node *only = eng_view_first(part->content, h->channel);

	return h->style->logo.n && only && only->type == ENG_NODE_IMAGE &&
	       eng_str_eq(only->as.image.src, h->style->logo) && !eng_view_next(only, h->channel);
}

static bool parts(eng_html *h, const eng_str *names, size_t n) {
	for (size_t i = 0; i < n; i++) {
		const eng_part *part = eng_view_part(h->doc, h->channel, names[i]);

		if (part && !is_logo(h, part) && !eng_html_children(h, part->content)) {
			return false;
		}
	}
	return true;
}

static bool logo(eng_html *h) {
	const eng_email_style *s = h->style;
	const eng_picture *picture;

	if (s->logo.n == 0) {
		return true;
	}
	picture =
	    eng_picture_image(h->pictures, s->logo, s->logo_width, h->measure, (eng_loc){ 0 });
	if (!picture) {
		return false;
	}
	eng_buf_printf(h->out, "<div class=\"lg\" style=\"margin:0 0 28px;width:%dpx\">",
		       picture->width);
	eng_html_img(h, picture, s->logo_alt, ";border-radius:4px");
	eng_buf_cstr(h->out, "</div>\n");
	return true;
}

static bool notes(eng_html *h) {
	for (size_t i = 0; i < h->note_count; i++) {
		const eng_node *note = h->notes[i];

		eng_html_put(h, ENG_STOCK_NOTE);
		eng_html_put(h, ENG_STOCK_NOTE_MARK);
		eng_buf_printf(h->out, "%zu</sup> ", i + 1);
		if (!eng_html_bare(h, note)) {
			return false;
		}
		eng_buf_cstr(h->out, "</p>\n");
	}
	h->note_count = 0;
	return true;
}

static bool card(eng_html *h) {
	const eng_email_style *s = h->style;

	eng_html_put(h, ENG_STOCK_ROW);
	h->row_from = h->out->n;
	return logo(h) && parts(h, s->above, s->above_count) &&
	       eng_html_text(h, "h1", ENG_STOCK_HEADLINE, h->doc->title) &&
	       eng_html_children(h, h->doc->body) && notes(h);
}

static bool below(eng_html *h) {
	const eng_email_style *s = h->style;

	eng_html_put(h, ENG_STOCK_BELOW);
	h->small = true;
	h->stock = h->small_stock;
	h->size = 13;
	return parts(h, s->below, s->below_count) && notes(h);
}

bool eng_html_write(eng_html *h) {
	eng_str title = eng_view_text(h->arena, h->doc->title, h->channel);

	set_up(h);
	eng_html_put(h, ENG_STOCK_HTML);
	lang_dir(h);
	eng_html_put(h, ENG_STOCK_HEAD);
	eng_escape_text(h->out, title);
	eng_html_put(h, ENG_STOCK_BODY);
	eng_escape_attribute(h->out, title);
	eng_buf_char(h->out, '"');
	lang_dir(h);
	eng_html_put(h, ENG_STOCK_ARTICLE);
	preheader(h);
	draft(h);
	eng_html_put(h, ENG_STOCK_FRAME);
	if (!card(h) || !below(h)) {
		return false;
	}
	eng_html_put(h, ENG_STOCK_FRAME_END);
	return true;
}
