/* The markup that is the same in every message: written once per worker for a theme, a direction and a
 * size of text, then only copied. */
#ifndef ENG_CHANNELS_EMAIL_STOCK_H
#define ENG_CHANNELS_EMAIL_STOCK_H

#include "base/arena.h"
#include "base/buf.h"
#include "theme/theme.h"

/* What each says stands in stock.c. "Open" ends inside a tag's style where something may follow. */
typedef enum eng_stock_item {
	ENG_STOCK_HTML, ENG_STOCK_HEAD, ENG_STOCK_STYLE_BASE, ENG_STOCK_NARROW, ENG_STOCK_BODY,
	ENG_STOCK_ARTICLE, ENG_STOCK_BRIEF, ENG_STOCK_BRIEF_END, ENG_STOCK_DRAFT, ENG_STOCK_FRAME,
	ENG_STOCK_ROW, ENG_STOCK_ROW_BREAK, ENG_STOCK_BELOW, ENG_STOCK_FRAME_END,
	ENG_STOCK_HEADLINE, ENG_STOCK_H2, ENG_STOCK_H3, ENG_STOCK_H4, ENG_STOCK_H5, ENG_STOCK_H6,
	ENG_STOCK_PARA, ENG_STOCK_MUTED, ENG_STOCK_NOTE, ENG_STOCK_NOTE_MARK, ENG_STOCK_MARK,
	ENG_STOCK_LIST, ENG_STOCK_BOX, ENG_STOCK_BOX_ACCENT, ENG_STOCK_BOX_END, ENG_STOCK_DIVIDER,
	ENG_STOCK_FACTS, ENG_STOCK_FACTS_KEY, ENG_STOCK_FACTS_ROWS, ENG_STOCK_FACTS_END, ENG_STOCK_KEY,
	ENG_STOCK_KEY_LARGE, ENG_STOCK_KEY_SMALL, ENG_STOCK_KEY_END, ENG_STOCK_LABEL,
	ENG_STOCK_LABEL_WHOLE, ENG_STOCK_LINE, ENG_STOCK_VALUE,
	ENG_STOCK_TABLE, ENG_STOCK_TABLE_STACKS, ENG_STOCK_CAPTION, ENG_STOCK_HIDDEN_LABEL,
	ENG_STOCK_BUTTON, ENG_STOCK_BUTTON_PLAIN, ENG_STOCK_VML, ENG_STOCK_VML_PLAIN,
	ENG_STOCK_VML_LABEL, ENG_STOCK_VML_LABEL_PLAIN, ENG_STOCK_VML_END, ENG_STOCK_BUTTON_LINK,
	ENG_STOCK_BUTTON_LINK_PLAIN, ENG_STOCK_BUTTON_END, ENG_STOCK_LINK, ENG_STOCK_FIELD,
	ENG_STOCK_FIELD_END, ENG_STOCK_CHOICES, ENG_STOCK_FIGURE, ENG_STOCK_CHART,
	ENG_STOCK_ITEMS
} eng_stock_item;

typedef struct eng_stock {
	eng_str items[ENG_STOCK_ITEMS];
} eng_stock;

/* The stock of a theme for one direction; small: for the parts below the body. In the arena. */
eng_stock *eng_stock_new(eng_arena *arena, const eng_theme *theme, bool rtl, bool small);
/* A colour as CSS: "#rrggbb". */
typedef struct eng_css_color {
	char s[8];
} eng_css_color;
eng_css_color eng_stock_color(eng_color color);
/* The <style> elements (style.c), and how many bytes the largest of them and all have. */
typedef struct eng_style_sizes {
	size_t largest, all;
} eng_style_sizes;
eng_str eng_stock_style(eng_arena *arena, const eng_stock *stock, const eng_email_style *style,
			eng_style_sizes *sizes);

#endif
