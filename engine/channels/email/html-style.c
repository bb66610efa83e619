/* The <style> of a message: what cannot be inlined, because it holds on narrow screens or in the dark
 * only. A mail is complete and readable when a client strips all of it. */
#include "channels/email/html.h"

eng_css_color eng_html_color(eng_color color) {
	eng_css_color css;

	snprintf(css.s, sizeof(css.s), "#%02x%02x%02x", color.r, color.g, color.b);
	return css;
}

/* Below 480 px: tables as cards, full-width buttons, less padding. */
static void narrow(eng_html *h) {
	eng_buf_printf(h->out,
		       "@media only screen and (max-width:480px){\n"
		       ".pd{padding:24px 20px !important}\n"
		       ".pf{padding:20px !important}\n"
		       ".wr{padding:0 !important}\n"
		       ".cd{border-radius:0 !important}\n"
		       ".bw,.bw tbody,.bw tr,.bw td,.bw a{display:block !important}\n"
		       ".st,.st tbody,.st tr,.st td,.st th{display:block !important}\n"
		       ".st thead,.st .ec{display:none !important}\n"
		       ".st caption{display:block !important}\n"
		       ".st tr{display:flex !important;flex-direction:column;"
		       "padding:10px 0 !important;border-top:1px solid %s}\n"
		       ".st td,.st th{border:0 !important;padding:1px 0 !important;"
		       "white-space:normal !important;overflow:hidden}\n"
		       ".st .m{order:-1;text-align:%s !important}\n"
		       ".st .mb{font-weight:bold}\n"
		       ".ft th{white-space:normal !important}\n"
		       ".st .tt{flex-direction:row !important;justify-content:space-between}\n"
		       ".st .tt .v{padding-%s:16px !important;white-space:nowrap !important}\n"
		       ".nb{white-space:normal !important}\n"
		       ".kv{font-size:26px !important;line-height:34px !important}\n"
		       ".st .v{text-align:%s !important}\n"
		       ".st .q{font-size:14px}\n"
		       ".st .lb{display:inline !important;float:%s;font-weight:normal;"
		       "padding-%s:12px}\n"
		       "}\n",
		       h->line.s, h->start, h->start, h->end, h->start, h->end);
}

/* One rule for a client: prefix is empty or Outlook's attribute selector. */
static void rule(eng_html *h, const char *prefix, const char *selector, const char *property,
		 eng_color color) {
	eng_buf_printf(h->out, "%s%s{%s:%s !important}\n", prefix, selector, property,
		       eng_html_color(color).s);
}

static void dark(eng_html *h, const char *ink, const char *back) {
	const eng_email_style *s = h->style;

	rule(h, back, ".pg", "background-color", s->d_page);
	rule(h, back, ".cd", "background-color", s->d_card);
	rule(h, back, ".b2", "background-color", s->d_card);
	rule(h, back, ".bt", "background-color", s->d_accent);
	rule(h, ink, ".tx", "color", s->d_text);
	rule(h, ink, ".mu", "color", s->d_muted);
	rule(h, ink, ".ac", "color", s->d_accent);
	rule(h, ink, ".b2", "color", s->d_accent);
	rule(h, ink, ".bt", "color", s->d_on_accent);
	rule(h, ink, ".ln", "border-color", s->d_line);
	rule(h, ink, ".ae", "border-color", s->d_accent);
	rule(h, ink, ".st tr", "border-color", s->d_line);
	rule(h, ink, ".bt", "border-color", s->d_accent);
	rule(h, ink, ".b2", "border-color", s->d_accent);
}

void eng_html_style(eng_html *h) {
	size_t from;

	eng_buf_cstr(h->out, "<style>\n");
	from = h->out->n;
	eng_buf_printf(h->out,
		       ":root{color-scheme:light%s;supported-color-schemes:light%s}\n"
		       "body{margin:0;padding:0;-webkit-text-size-adjust:100%%}\n"
		       "table{border-collapse:separate}\n",
		       h->style->dark ? " dark" : "", h->style->dark ? " dark" : "");
	narrow(h);
	if (h->style->dark) {
		eng_buf_cstr(h->out, "@media (prefers-color-scheme:dark){\n");
		dark(h, "", "");
		eng_buf_printf(
		    h->out, ".lg,.ch{background-color:%s;padding:10px 12px;border-radius:6px}\n}\n",
		    eng_html_color(h->style->card).s);
		dark(h, "[data-ogsc] ", "[data-ogsb] ");
	}
	h->style_bytes = h->out->n - from;
	eng_buf_cstr(h->out, "</style>\n");
}
