/* The <style> elements of a message: what cannot be inlined, because it holds on narrow screens or in the
 * dark only. A mail is complete and readable when a client strips all of it. Each concern is an
 * element of its own: a client that does not like one drops that one. */
#include "channels/email/stock.h"

typedef struct sheet {
	eng_buf out;
	size_t from; /* of the open element */
	eng_style_sizes sizes;
} sheet;

static void open_style(sheet *s) {
	eng_buf_cstr(&s->out, "<style>\n");
	s->from = s->out.n;
}

static void close_style(sheet *s) {
	size_t n = s->out.n - s->from;

	s->sizes.all += n;
	s->sizes.largest = n > s->sizes.largest ? n : s->sizes.largest;
	eng_buf_cstr(&s->out, "</style>\n");
}

/* One rule for a client: prefix is empty or Outlook's attribute selector. */
static void rule(sheet *s, const char *prefix, const char *selector, const char *property,
		 eng_color color) {
	eng_buf_printf(&s->out, "%s%s{%s:%s !important}\n", prefix, selector, property,
		       eng_stock_color(color).s);
}

static void dark(sheet *s, const eng_email_style *e, const char *ink, const char *back) {
	rule(s, back, ".pg", "background-color", e->d_page);
	rule(s, back, ".cd", "background-color", e->d_card);
	rule(s, back, ".b2", "background-color", e->d_card);
	rule(s, back, ".bt", "background-color", e->d_accent);
	rule(s, ink, ".tx", "color", e->d_text);
	rule(s, ink, ".mu", "color", e->d_muted);
	rule(s, ink, ".ac", "color", e->d_accent);
	rule(s, ink, ".b2", "color", e->d_accent);
	rule(s, ink, ".bt", "color", e->d_on_accent);
	rule(s, ink, ".ln", "border-color", e->d_line);
	rule(s, ink, ".ae", "border-color", e->d_accent);
	rule(s, ink, ".st tr", "border-color", e->d_line);
	rule(s, ink, ".bt", "border-color", e->d_accent);
	rule(s, ink, ".b2", "border-color", e->d_accent);
}

eng_str eng_stock_style(eng_arena *arena, const eng_stock *stock, const eng_email_style *style,
			eng_style_sizes *sizes) {
	sheet s = { 0 };
	eng_str copy;

	open_style(&s);
	eng_buf_str(&s.out, stock->items[ENG_STOCK_STYLE_BASE]);
	eng_buf_str(&s.out, stock->items[ENG_STOCK_NARROW]);
	close_style(&s);
	if (style->dark) {
		open_style(&s);
		eng_buf_cstr(&s.out, "@media (prefers-color-scheme:dark){\n");
		dark(&s, style, "", "");
		/* Drawings with dark ink keep their paper. */
		eng_buf_printf(&s.out,
			       ".lg,.ch{background-color:%s;padding:10px 12px;border-radius:6px}\n"
			       "}\n",
			       eng_stock_color(style->card).s);
		close_style(&s);
		open_style(&s);
		dark(&s, style, "[data-ogsc] ", "[data-ogsb] ");
		close_style(&s);
	}
	*sizes = s.sizes;
	copy = eng_str_from(eng_str_dup(arena, eng_buf_view(&s.out)));
	eng_buf_finish(&s.out);
	return copy;
}
