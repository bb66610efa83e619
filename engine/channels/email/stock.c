/* Every piece of fixed markup in one place, with the theme's values as $words. Tables for layout, widths
 * as attributes and styles inlined are for clients that drop the rest; see docs/email.md. */
#include "channels/email/stock.h"

#include <assert.h>
#include <ctype.h>

#include "channels/email/escape.h"

#define LAYOUT "<table role=\"presentation\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\""
/* Invisible behind a short preheader: keeps the body's first words out of the list of messages. */
#define PAD_5  "\xcd\x8f\xc2\xa0\xcd\x8f\xc2\xa0\xcd\x8f\xc2\xa0\xcd\x8f\xc2\xa0\xcd\x8f\xc2\xa0"
#define PAD_30 PAD_5 PAD_5 PAD_5 PAD_5 PAD_5 PAD_5
#define CARD                                                                                       \
	"<tr><td class=\"cd tx pd\" bgcolor=\"$card\" style=\"background-color:$card;color:$text;" \
	"word-break:break-word;padding:0 ${pad}px;font-family:$font;font-size:${size}px;"          \
	"line-height:${leading}px;text-align:$start\">\n"
#define LABEL(classes)                                                                             \
	"<tr><th scope=\"row\" class=\"" classes "\" align=\"$start\" style=\"padding:9px 0;"      \
	"padding-$end:12px;text-align:$start;vertical-align:top;word-break:normal;"                \
	"font-weight:normal;color:$muted"
/* Values below their labels. */
#define BELOW(list)                                                                                \
	list " th," list " td{display:block !important;padding:9px 0 0 !important;"                \
	     "text-align:$start !important}\n" list                                                \
	     " td{border:0 !important;padding:0 0 9px !important}\n" list                          \
	     " .kf{padding:0 0 12px !important}\n"
#define HEADING(px, top)                                                                           \
	" style=\"margin:" top "px 0 8px;font-family:$heading;font-size:" px                       \
	"px;line-height:130%;font-weight:bold"

static const char *const pieces[ENG_STOCK_ITEMS] = {
	[ENG_STOCK_HTML] = "<!DOCTYPE html>\n<html",
	[ENG_STOCK_HEAD] =
	    " xmlns:v=\"urn:schemas-microsoft-com:vml\" "
	    "xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
	    "xmlns:w=\"urn:schemas-microsoft-com:office:word\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"$schemes\">\n"
	    "<meta name=\"supported-color-schemes\" content=\"$schemes\">\n"
	    "<meta name=\"format-detection\" "
	    "content=\"telephone=no, date=no, address=no, email=no\">\n"
	    "<meta name=\"x-apple-disable-message-reformatting\" content=\"\">\n<title>",
	[ENG_STOCK_STYLE_BASE] = ":root{color-scheme:$schemes;supported-color-schemes:$schemes}\n"
				 "body{margin:0;padding:0;-webkit-text-size-adjust:100%}\n"
				 "table{border-collapse:separate}\n",
	/* Between a phone and the full width: smaller tables. Up to 480 px: tables as cards, full-width buttons, less padding. */
	[ENG_STOCK_NARROW] =
	    "@media only screen and (min-width:481px) and (max-width:560px){\n"
	    ".dt{font-size:13px !important;line-height:19px !important}\n"
	    "}\n"
	    "@media only screen and (max-width:480px){\n"
	    ".pd{padding:0 20px !important}\n"
	    ".pf{padding:20px !important}\n"
	    ".wr{padding:0 !important}\n"
	    ".cd{border-radius:0 !important}\n"
	    ".bw,.bw tbody,.bw tr,.bw td,.bw a{display:block !important}\n"
	    ".st,.st tbody,.st tr,.st td,.st th{display:block !important}\n"
	    ".st thead,.st .ec{display:none !important}\n"
	    ".st caption{display:block !important}\n"
	    ".st tr{display:flex !important;flex-direction:column;padding:10px 0 !important;"
	    "border-top:1px solid $line}\n"
	    ".st td,.st th{border:0 !important;padding:1px 0 !important;"
	    "white-space:normal !important;overflow:hidden}\n"
	    ".st .m{order:-1;text-align:$start !important}\n"
	    ".st .mb{font-weight:bold}\n"
	    ".ft th{white-space:normal !important;word-break:keep-all !important}\n"
	    ".ft .sl{white-space:nowrap !important}\n"
	    ".st .tt{flex-direction:row !important;justify-content:space-between}\n"
	    ".st .tt .v{padding-$start:16px !important;white-space:nowrap "
	    "!important;overflow:visible}\n"
	    ".nb{white-space:normal !important}\n"
	    ".kv{font-size:26px !important;line-height:34px !important}\n"
	    ".st .v{text-align:$end !important}\n"
	    ".st .q{font-size:14px}\n" BELOW(
		".fw") ".st .lb{display:inline "
		       "!important;float:$start;font-weight:normal;padding-$end:12px}\n"
		       "}\n"
		       "@media only screen and (max-width:360px){\n"
		       "h1{font-size:21px !important;line-height:27px !important}\n"
		       ".ft{font-size:14px !important}\n" BELOW(".fn") "}\n",
	/* Word takes its own font where it does not know the first of a stack. */
	[ENG_STOCK_BODY] =
	    "</title>\n<!--[if mso]><xml><o:OfficeDocumentSettings><o:AllowPNG/>"
	    "<o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>"
	    "table{border-collapse:collapse;mso-table-lspace:0;mso-table-rspace:0}"
	    "td,th,p,h1,h2,h3,h4,h5,h6,li,a,caption{font-family:Arial,sans-serif !important;"
	    "mso-line-height-rule:exactly}</style><![endif]-->\n$style</head>\n"
	    "<body class=\"pg\" bgcolor=\"$page\" style=\"margin:0;padding:0;"
	    "background-color:$page\">\n<div role=\"article\" aria-label=\"",
	[ENG_STOCK_ARTICLE] = " class=\"pg\" style=\"background-color:$page\">\n",
	[ENG_STOCK_BRIEF] = "<div style=\"display:none;font-size:1px;line-height:1px;max-height:0;"
			    "max-width:0;opacity:0;overflow:hidden;mso-hide:all\" "
			    "aria-hidden=\"true\">",
	[ENG_STOCK_BRIEF_END] = PAD_30 PAD_30 PAD_30 "</div>\n",
	[ENG_STOCK_DRAFT] = "<p style=\"margin:0;padding:10px 16px;background-color:#ffe9a8;"
			    "color:#3a2c00;text-align:center;font-weight:bold;"
			    "letter-spacing:2px\">",
	/* The ghost table gives Word the width that it does not take from max-width. */
	[ENG_STOCK_FRAME] = LAYOUT
	" class=\"pg\" width=\"100%\" bgcolor=\"$page\" style=\"background-color:$page\">"
	"<tr><td class=\"wr\" align=\"center\" style=\"padding:24px 12px\">\n"
	"<!--[if mso]>" LAYOUT " align=\"center\" width=\"$width\"><tr><td>"
	"<![endif]-->\n" LAYOUT " width=\"100%\" style=\"max-width:${width}px;"
	"margin:0 auto\">\n<tr><td class=\"cd\" height=\"32\" bgcolor=\"$card\" "
	"style=\"height:32px;font-size:0;line-height:0;background-color:$card;"
	"border-radius:${radius}px ${radius}px 0 0\">&nbsp;</td></tr>\n",
	[ENG_STOCK_ROW] = CARD,
	/* Word breaks a cell that is taller than one of its pages: the card is of several. */
	[ENG_STOCK_ROW_BREAK] = "</td></tr>\n" CARD,
	[ENG_STOCK_BELOW] =
	    "</td></tr>\n<tr><td class=\"cd\" height=\"16\" bgcolor=\"$card\" "
	    "style=\"height:16px;font-size:0;line-height:0;background-color:$card;"
	    "border-radius:0 0 ${radius}px ${radius}px\">&nbsp;</td></tr>\n"
	    "<tr><td class=\"mu pf\" style=\"color:$muted;word-break:break-word;"
	    "padding:24px ${pad}px;font-family:$font;font-size:13px;line-height:20px;"
	    "text-align:$start\">\n",
	[ENG_STOCK_FRAME_END] =
	    "</td></tr>\n</table>\n<!--[if mso]></td></tr></table><![endif]-->\n"
	    "</td></tr></table>\n</div>\n</body>\n</html>\n",
	[ENG_STOCK_HEADLINE] = " style=\"margin:0 0 16px;font-family:$heading;"
			       "font-size:${headline}px;line-height:125%;font-weight:bold",
	[ENG_STOCK_H2] = HEADING("${h2}", "28"),
	[ENG_STOCK_H3] = HEADING("${h3}", "20"),
	[ENG_STOCK_H4] = HEADING("${h4}", "20"),
	[ENG_STOCK_H5] = HEADING("${h4}", "20"),
	[ENG_STOCK_H6] = HEADING("${h4}", "20"),
	[ENG_STOCK_PARA] = " style=\"margin:0 0 ${gap}px",
	[ENG_STOCK_MUTED] = ";color:$muted",
	[ENG_STOCK_NOTE] = "<p class=\"mu\" style=\"margin:0 0 8px;font-size:14px;line-height:20px;"
			   "color:$muted\">",
	[ENG_STOCK_NOTE_MARK] = "<sup style=\"font-size:75%;line-height:0\">",
	[ENG_STOCK_MARK] = "</sup>",
	[ENG_STOCK_LIST] =
	    " style=\"margin:0 0 ${gap}px;padding:0;padding-$start:24px;list-style-type:",
	[ENG_STOCK_BOX] =
	    LAYOUT " width=\"100%\" style=\"margin:0 0 24px\"><tr><td class=\"pg\" "
		   "bgcolor=\"$page\" style=\"background-color:$page;padding:16px 20px 2px;"
		   "border-$start:4px solid ",
	[ENG_STOCK_BOX_ACCENT] =
	    LAYOUT " width=\"100%\" style=\"margin:0 0 24px\"><tr><td class=\"pg ae\" "
		   "bgcolor=\"$page\" style=\"background-color:$page;padding:16px 20px 2px;"
		   "border-$start:4px solid $accent",
	[ENG_STOCK_BOX_END] = "</td></tr></table>\n",
	[ENG_STOCK_DIVIDER] =
	    LAYOUT " width=\"100%\"><tr><td class=\"ln\" style=\"border-top:1px solid $line;"
		   "font-size:0;line-height:0;height:24px\">&nbsp;</td></tr></table>\n",
	[ENG_STOCK_FACTS] = LAYOUT " width=\"100%\" style=\"margin:0 0 24px\"><tr><td class=\"pg\" "
				   "bgcolor=\"$page\" style=\"background-color:$page;"
				   "border-radius:${radius}px;padding:10px 20px\">\n"
				   "<table class=\"ft",
	[ENG_STOCK_FACTS_KEY] =
	    LAYOUT " width=\"100%\" style=\"margin:0 0 24px\"><tr><td class=\"pg\" "
		   "bgcolor=\"$page\" style=\"background-color:$page;"
		   "border-radius:${radius}px;padding:18px 20px 10px\">\n"
		   "<table class=\"ft",
	[ENG_STOCK_FACTS_ROWS] =
	    "\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" "
	    "style=\"width:100%;font-size:${table}px;line-height:22px\">"
	    "<tbody>\n",
	[ENG_STOCK_FACTS_END] = "</tbody></table></td></tr></table>\n",
	[ENG_STOCK_KEY] =
	    "<tr><th scope=\"row\" colspan=\"2\" align=\"$start\" class=\"kf\" "
	    "style=\"padding:0 0 12px;text-align:$start;font-weight:normal\"><span class=\"mu\" "
	    "style=\"color:$muted;font-size:14px;line-height:20px\">",
	[ENG_STOCK_KEY_LARGE] = "</span><br><span class=\"ac kv\" style=\"color:$accent;"
				"font-family:$heading;font-size:32px;line-height:40px;"
				"font-weight:bold\">",
	[ENG_STOCK_KEY_SMALL] = "</span><br><span class=\"ac\" style=\"color:$accent;"
				"font-family:$heading;font-size:22px;line-height:30px;"
				"font-weight:bold\">",
	[ENG_STOCK_KEY_END] = "</span></th></tr>\n",
	[ENG_STOCK_LABEL] = LABEL("mu ln"),
	[ENG_STOCK_LABEL_WHOLE] = LABEL("mu ln sl"),
	[ENG_STOCK_LINE] = ";border-top:1px solid $line",
	[ENG_STOCK_VALUE] = "</th><td class=\"ln\" align=\"$end\" style=\"padding:9px 0;"
			    "text-align:$end;vertical-align:top;font-weight:bold",
	[ENG_STOCK_TABLE] =
	    "<table class=\"dt\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" "
	    "style=\"width:100%;border-collapse:collapse;margin:0 0 20px;word-break:normal;"
	    "font-size:${table}px;line-height:${table-leading}px\">\n",
	[ENG_STOCK_TABLE_STACKS] =
	    "<table class=\"dt st\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" "
	    "border=\"0\" style=\"width:100%;border-collapse:collapse;margin:0 0 20px;"
	    "word-break:normal;font-size:${table}px;line-height:${table-leading}px\">\n",
	[ENG_STOCK_CAPTION] =
	    "<caption style=\"padding:0 0 10px;text-align:$start;font-weight:bold\">",
	[ENG_STOCK_HIDDEN_LABEL] =
	    "<span class=\"lb mu\" style=\"display:none;mso-hide:all;color:$muted\">",
	/* Buttons twice: as VML for the Word engine, which knows no padding on links, and as a link. */
	[ENG_STOCK_BUTTON] =
	    LAYOUT " style=\"margin:4px 0 24px\" class=\"bw\"><tr><td class=\"bt\" "
		   "bgcolor=\"$accent\" style=\"background-color:$accent;"
		   "border-radius:${radius}px\">\n<!--[if mso]><v:roundrect href=\"",
	[ENG_STOCK_BUTTON_PLAIN] =
	    LAYOUT " style=\"margin:4px 0 24px\" class=\"bw\"><tr><td class=\"b2\" "
		   "bgcolor=\"$card\" style=\"background-color:$card;"
		   "border-radius:${radius}px\">\n<!--[if mso]><v:roundrect href=\"",
	[ENG_STOCK_VML] = "px\" arcsize=\"$arc%\" strokecolor=\"$accent\" fillcolor=\"$accent\">",
	[ENG_STOCK_VML_PLAIN] =
	    "px\" arcsize=\"$arc%\" strokecolor=\"$accent\" fillcolor=\"$card\">",
	[ENG_STOCK_VML_LABEL] =
	    "<w:anchorlock/><center style=\"color:$on-accent;font-family:Arial,sans-serif;"
	    "font-size:16px;font-weight:bold\">",
	[ENG_STOCK_VML_LABEL_PLAIN] =
	    "<w:anchorlock/><center style=\"color:$accent;font-family:Arial,sans-serif;"
	    "font-size:16px;font-weight:bold\">",
	[ENG_STOCK_VML_END] = "</center></v:roundrect><![endif]-->\n<!--[if !mso]><!--><a href=\"",
	[ENG_STOCK_BUTTON_LINK] =
	    "\" class=\"bt\" style=\"display:inline-block;min-width:104px;padding:11px 27px;"
	    "border:1px solid $accent;border-radius:${radius}px;background-color:$accent;"
	    "color:$on-accent;font-size:16px;line-height:20px;font-weight:bold;"
	    "text-align:center;text-decoration:none\">",
	[ENG_STOCK_BUTTON_LINK_PLAIN] =
	    "\" class=\"b2\" style=\"display:inline-block;min-width:104px;padding:11px 27px;"
	    "border:1px solid $accent;border-radius:${radius}px;background-color:$card;"
	    "color:$accent;font-size:16px;line-height:20px;font-weight:bold;"
	    "text-align:center;text-decoration:none\">",
	[ENG_STOCK_BUTTON_END] = "</a><!--<![endif]-->\n</td></tr></table>\n",
	[ENG_STOCK_LINK] = "\" class=\"ac\" style=\"color:$accent;text-decoration:underline\"",
	/* A field in a message is a picture of one: its label leads to the form. */
	[ENG_STOCK_FIELD] =
	    LAYOUT " width=\"100%\" style=\"margin:0 0 16px\"><tr><td class=\"mu\" "
		   "style=\"border:1px solid $muted;padding:10px 12px\"><span class=\"tx\" "
		   "style=\"color:$text\">",
	[ENG_STOCK_FIELD_END] = "&nbsp;</span></td></tr></table>\n",
	[ENG_STOCK_CHOICES] = "<ul style=\"margin:0 0 16px;padding:0;padding-$start:24px\">",
	[ENG_STOCK_FIGURE] = "<div style=\"margin:0 0 16px\">",
	[ENG_STOCK_CHART] = "<div class=\"ch\" style=\"margin:4px 0 20px\">",
};

eng_css_color eng_stock_color(eng_color color) {
	static const char hex[] = "0123456789abcdef";

	return (eng_css_color){ { '#', hex[color.r >> 4], hex[color.r & 15], hex[color.g >> 4],
				  hex[color.g & 15], hex[color.b >> 4], hex[color.b & 15], '\0' } };
}

static const char *value_of(const char *const *pairs, const char *word, size_t n) {
	for (size_t i = 0; pairs[i]; i += 2) {
		if (strlen(pairs[i]) == n && memcmp(pairs[i], word, n) == 0) {
			return pairs[i + 1];
		}
	}
	return NULL;
}

static void fill(eng_buf *out, const char *text, const char *const *pairs) {
	for (const char *at = strchr(text, '$'); at; at = strchr(text, '$')) {
		const char *word = at + 1 + (at[1] == '{');
		const char *value;
		size_t n = 0;

		while (isalnum((unsigned char)word[n]) || word[n] == '-') {
			n++;
		}
		value = value_of(pairs, word, n);
		assert(value);
		eng_buf_add(out, text, (size_t)(at - text));
		eng_buf_cstr(out, value);
		text = word + n + (at[1] == '{');
	}
	eng_buf_cstr(out, text);
}

#define COLORS 7
#define PAIRS  2 * 30

typedef struct values {
	eng_arena *arena;
	const char *pairs[PAIRS + 2]; /* NULL behind the last */
	size_t n;
} values;

static void set(values *v, const char *word, const char *value) {
	assert(v->n + 2 <= PAIRS);
	v->pairs[v->n++] = word;
	v->pairs[v->n++] = value;
}

static void set_number(values *v, const char *word, int number) {
	set(v, word, eng_arena_printf(v->arena, "%d", number));
}

static void set_colors(values *v, const eng_email_style *s) {
	const struct {
		const char *word;
		eng_color color;
	} colors[COLORS] = { { "page", s->page },     { "card", s->card },
			     { "text", s->text },     { "muted", s->muted },
			     { "accent", s->accent }, { "on-accent", s->on_accent },
			     { "line", s->line } };

	for (size_t i = 0; i < COLORS; i++) {
		set(v, colors[i].word,
		    eng_arena_strdup(v->arena, eng_stock_color(colors[i].color).s));
	}
}

static void set_sizes(values *v, const eng_email_style *s, bool small) {
	int size = small ? 13 : s->size;

	set_number(v, "width", s->width);
	set_number(v, "pad", s->padding);
	set_number(v, "radius", s->radius);
	set_number(v, "arc", s->radius * 100 / 44);
	set_number(v, "headline", s->headline);
	set_number(v, "size", size);
	set_number(v, "leading", size * 3 / 2);
	set_number(v, "table", size - 1);
	set_number(v, "table-leading", (size - 1) * 7 / 5);
	set_number(v, "h2", small ? size : 19);
	set_number(v, "h3", small ? size : 17);
	set_number(v, "h4", small ? size : 16);
	set_number(v, "gap", small ? 10 : 16);
}

/* Names of fonts may stand in double quotes, as the attribute does; single ones stay as written. */
static void set_font(values *v, const char *word, eng_str font) {
	eng_buf escaped = { 0 };
	eng_str name;

	while (eng_str_split(&font, '"', &name)) {
		eng_escape_text(&escaped, name);
		eng_buf_cstr(&escaped, font.s ? "&quot;" : "");
	}
	set(v, word, eng_str_dup(v->arena, eng_buf_view(&escaped)));
	eng_buf_finish(&escaped);
}

eng_stock *eng_stock_new(eng_arena *arena, const eng_theme *theme, bool rtl, bool small) {
	const eng_email_style *s = &theme->email;
	eng_stock *stock = eng_arena_new(arena, eng_stock);
	values v = { .arena = arena };
	eng_style_sizes sizes;

	set_colors(&v, s);
	set_sizes(&v, s, small);
	set(&v, "start", rtl ? "right" : "left");
	set(&v, "end", rtl ? "left" : "right");
	set_font(&v, "font", s->font);
	set_font(&v, "heading", s->heading_font);
	set(&v, "schemes", s->dark ? "light dark" : "light");
	for (size_t i = 0; i < ENG_STOCK_ITEMS; i++) {
		eng_buf out = { 0 };

		assert(pieces[i]);
		if (i == ENG_STOCK_BODY) {
			set(&v, "style", eng_stock_style(arena, stock, s, &sizes).s);
		}
		fill(&out, pieces[i], v.pairs);
		stock->items[i] = eng_str_copy(arena, eng_buf_view(&out));
		eng_buf_finish(&out);
	}
	return stock;
}
