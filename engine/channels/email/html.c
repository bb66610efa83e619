/* The frame of the HTML: head, preheader, card, logo, headline, body, notes, and the parts around. */
#include "channels/email/html.h"

#include "channels/common/view.h"
#include "channels/email/escape.h"

#define PREHEADER_PAD                                                                              \
	90 /* invisible pairs behind a short preheader: keeps the body's text out of it */

static void set_up(eng_html *h) {
	const eng_email_style *s = h->style;

	h->page = eng_html_color(s->page);
	h->card = eng_html_color(s->card);
	h->text = eng_html_color(s->text);
	h->muted = eng_html_color(s->muted);
	h->accent = eng_html_color(s->accent);
	h->on_accent = eng_html_color(s->on_accent);
	h->line = eng_html_color(s->line);
	h->start = h->doc->rtl ? "right" : "left";
	h->end = h->doc->rtl ? "left" : "right";
	h->measure = s->width - 2 * s->padding;
	h->size = s->size;
	h->level = 1;
}

static void lang_dir(eng_html *h) {
	eng_buf_cstr(h->out, " lang=\"");
	eng_escape_attribute(h->out, h->doc->language);
	eng_buf_printf(h->out, "\" dir=\"%s\"", h->doc->rtl ? "rtl" : "ltr");
}

static void head(eng_html *h, eng_str title) {
	const char *schemes = h->style->dark ? "light dark" : "light";

	eng_buf_cstr(h->out, "<!DOCTYPE html>\n<html");
	lang_dir(h);
	eng_buf_printf(h->out,
		       " xmlns:v=\"urn:schemas-microsoft-com:vml\" "
		       "xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
		       "xmlns:w=\"urn:schemas-microsoft-com:office:word\">\n<head>\n"
		       "<meta charset=\"utf-8\">\n"
		       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		       "<meta name=\"color-scheme\" content=\"%s\">\n"
		       "<meta name=\"supported-color-schemes\" content=\"%s\">\n"
		       "<meta name=\"format-detection\" "
		       "content=\"telephone=no, date=no, address=no, email=no\">\n"
		       "<meta name=\"x-apple-disable-message-reformatting\" content=\"\">\n<title>",
		       schemes, schemes);
	eng_escape_text(h->out, title);
	eng_buf_cstr(h->out,
		     "</title>\n<!--[if mso]><xml><o:OfficeDocumentSettings>"
		     "<o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch>"
		     "</o:OfficeDocumentSettings></xml><style>table{border-collapse:collapse;"
		     "mso-table-lspace:0;mso-table-rspace:0}td,th,p,h1,h2,h3,h4,li,a,caption{"
		     "font-family:Arial,sans-serif !important;mso-line-height-rule:exactly}"
		     "</style><![endif]-->\n");
	eng_html_style(h);
	eng_buf_cstr(h->out, "</head>\n");
}

static void preheader(eng_html *h) {
	eng_str brief = eng_view_text(h->arena, h->doc->brief, h->channel);

	if (brief.n == 0) {
		return;
	}
	eng_buf_cstr(h->out, "<div style=\"display:none;font-size:1px;line-height:1px;max-height:0;"
			     "max-width:0;opacity:0;overflow:hidden;mso-hide:all\" "
			     "aria-hidden=\"true\">");
	eng_escape_text(h->out, brief);
	for (int i = 0; i < PREHEADER_PAD; i++) {
		eng_buf_cstr(h->out, "\xcd\x8f\xc2\xa0"); /* U+034F and a no-break space */
	}
	eng_buf_cstr(h->out, "</div>\n");
}

static void draft(eng_html *h) {
	if (h->doc->draft) {
		eng_buf_cstr(h->out,
			     "<p style=\"margin:0;padding:10px 16px;background-color:#ffd54a;"
			     "color:#3a2c00;text-align:center;font-weight:bold;"
			     "letter-spacing:2px\">");
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

static bool headline(eng_html *h) {
	const char *css =
	    eng_arena_printf(h->arena,
			     "margin:0 0 16px;font-family:%s;font-size:%dpx;line-height:%dpx;"
			     "font-weight:bold",
			     eng_str_dup(h->arena, h->style->heading_font), h->style->headline,
			     h->style->headline * 5 / 4);

	return eng_html_text(h, "h1", css, h->doc->title);
}

static bool notes(eng_html *h) {
	for (size_t i = 0; i < h->note_count; i++) {
		eng_buf_printf(h->out,
			       "<p class=\"mu\" style=\"margin:0 0 8px;font-size:14px;"
			       "line-height:20px;color:%s\"><sup style=\"font-size:75%%;"
			       "line-height:0\">%zu</sup> ",
			       h->muted.s, i + 1);
		if (!eng_html_inline(h, h->notes[i])) {
			return false;
		}
		eng_buf_cstr(h->out, "</p>\n");
	}
	h->note_count = 0;
	return true;
}

static bool card(eng_html *h) {
	const eng_email_style *s = h->style;

	eng_buf_printf(h->out,
		       "<tr><td class=\"cd tx pd\" bgcolor=\"%s\" style=\"background-color:%s;"
		       "color:%s;border-radius:%dpx;word-break:break-word;padding:32px "
		       "%dpx;font-family:%s;font-size:%dpx;"
		       "line-height:%dpx;text-align:%s\">\n",
		       h->card.s, h->card.s, h->text.s, s->radius, s->padding,
		       eng_str_dup(h->arena, s->font), s->size, s->size * 3 / 2, h->start);
	if (!logo(h) || !parts(h, s->above, s->above_count) || !headline(h) ||
	    !eng_html_children(h, h->doc->body) || !notes(h)) {
		return false;
	}
	eng_buf_cstr(h->out, "</td></tr>\n");
	return true;
}

static bool below(eng_html *h) {
	const eng_email_style *s = h->style;

	h->small = true;
	h->size = 13;
	eng_buf_printf(h->out,
		       "<tr><td class=\"mu pf\" "
		       "style=\"color:%s;word-break:break-word;padding:24px %dpx;font-family:%s;"
		       "font-size:13px;line-height:20px;text-align:%s\">\n",
		       h->muted.s, s->padding, eng_str_dup(h->arena, s->font), h->start);
	if (!parts(h, s->below, s->below_count) || !notes(h)) {
		return false;
	}
	eng_buf_cstr(h->out, "</td></tr>\n");
	return true;
}

bool eng_html_write(eng_html *h) {
	eng_str title = eng_view_text(h->arena, h->doc->title, h->channel);
	int width = h->style->width;

	set_up(h);
	head(h, title);
	eng_buf_printf(h->out,
		       "<body class=\"pg\" bgcolor=\"%s\" style=\"margin:0;padding:0;"
		       "background-color:%s\">\n<div role=\"article\" aria-label=\"",
		       h->page.s, h->page.s);
	eng_escape_attribute(h->out, title);
	eng_buf_char(h->out, '"');
	lang_dir(h);
	eng_buf_printf(h->out, " class=\"pg\" style=\"background-color:%s\">\n", h->page.s);
	preheader(h);
	draft(h);
	eng_buf_printf(
	    h->out,
	    "<table role=\"presentation\" class=\"pg\" width=\"100%%\" cellspacing=\"0\" "
	    "cellpadding=\"0\" border=\"0\" bgcolor=\"%s\" style=\"background-color:%s\">"
	    "<tr><td class=\"wr\" align=\"center\" style=\"padding:24px 12px\">\n"
	    "<!--[if mso]><table role=\"presentation\" align=\"center\" width=\"%d\" "
	    "cellspacing=\"0\" cellpadding=\"0\" border=\"0\"><tr><td><![endif]-->\n"
	    "<table role=\"presentation\" width=\"100%%\" cellspacing=\"0\" "
	    "cellpadding=\"0\" border=\"0\" style=\"max-width:%dpx;margin:0 auto\">\n",
	    h->page.s, h->page.s, width, width);
	if (!card(h) || !below(h)) {
		return false;
	}
	eng_buf_cstr(h->out, "</table>\n<!--[if mso]></td></tr></table><![endif]-->\n"
			     "</td></tr></table>\n</div>\n</body>\n</html>\n");
	return true;
}
