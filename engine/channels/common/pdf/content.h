/* The content stream of one page while it is written: graphics state and marked content. */
#ifndef ENG_CHANNELS_COMMON_PDF_CONTENT_H
#define ENG_CHANNELS_COMMON_PDF_CONTENT_H

#include "channels/common/pdf/writer.h"

typedef struct eng_pdf_content {
	eng_pdf *pdf;
	eng_buf *out;
	size_t page;
	eng_length height;
	eng_length top; /* of the item that is drawn */
	/* Marked content. */
	bool unmarked; /* the appearance of a form field: its widget is what has structure */
	bool marked, nested, text_open, mark_spoken, transparent;
	bool text_only; /* until the element changes nothing but text is drawn */
	bool inside;    /* the open sequence is inside of a text object, not around it */
	struct eng_pdf_stencil *stencil; /* notes what is used; NULL: it is a page */
	uint32_t structure;
	eng_running running; /* of what is drawn next, if it is an artifact */
	eng_str lang;
	/* Graphics state as the reader has it. */
	unsigned font;
	eng_length size, rise;
	eng_color fill, stroke;
	uint16_t alpha;         /* fill << 8 | stroke */
	int64_t line_x, line_y; /* origin of the current line, 1/100 pt */
	eng_length line_width, dash_on, dash_off;
	int cap, join;
} eng_pdf_content;

/* Makes the sequence for this element the open one; 0 is an artifact. actual: text that replaces
 * what is shown, empty slice with NULL: none; such a sequence is never shared. */
void eng_pdf_mark_open(eng_pdf_content *content, uint32_t structure, eng_str lang, eng_str actual);
void eng_pdf_text_open(eng_pdf_content *content);
void eng_pdf_text_close(eng_pdf_content *content);
void eng_pdf_set_fill(eng_pdf_content *content, eng_color color);
void eng_pdf_set_stroke(eng_pdf_content *content, eng_color color);
/* Opacity of filling and stroking, through an ExtGState. */
void eng_pdf_set_alpha(eng_pdf_content *content, uint8_t fill, uint8_t stroke);

/* What form fields of the page hold, drawn on paper where there is nothing to click. False after
 * reporting. */
bool eng_pdf_draw_filled(eng_pdf_content *content, const eng_page *page);
/* Replays the items of a page; all sequences are closed at the end. False after reporting. */
bool eng_pdf_draw_items(eng_pdf_content *content, const eng_page *page);
/* The three kinds of items. False after reporting. */
bool eng_pdf_draw_run(eng_pdf_content *content, const eng_item *item);
bool eng_pdf_draw_path(eng_pdf_content *content, const eng_item *item);
/* Fills the path with its gradient. */
void eng_pdf_fill_gradient(eng_pdf_content *content, const eng_path *path);
/* Begins to stroke in the gradient, after q; the number of its pattern. */
size_t eng_pdf_open_gradient(eng_pdf_content *content, const eng_path *path);
bool eng_pdf_draw_image(eng_pdf_content *content, const eng_item *item);
/* The same of an SVG: as a form that many files have in common; for a press, whose assembly finds what pages have
 * in common by itself, as paths of the page. */
bool eng_pdf_draw_drawing(eng_pdf_content *content, const eng_item *item);

/* What a stencil uses of the file. */
typedef struct eng_pdf_stencil {
	eng_pdf_stencil_use *fonts, *images, *alphas; /* each name once */
	size_t font_count, font_cap, image_count, image_cap, alpha_count, alpha_cap;
} eng_pdf_stencil;

/* How many items from this one on the page may share with others: artifacts of fixed words. 0: none, or
 * too little to be worth it. */
size_t eng_pdf_stencil_length(const eng_page *page, size_t from);
/* Draws them as a form of their own and shows that. False after reporting. */
bool eng_pdf_draw_stencil(eng_pdf_content *content, const eng_page *page, size_t from, size_t n);
/* "/A65280<<...>>": a graphics state of this opacity, for resources. */
void eng_pdf_put_alpha(eng_buf *out, uint16_t alpha);
/* Notes what content uses, when it is that of a stencil. */
void eng_pdf_stencil_font(eng_pdf_content *content, unsigned name, unsigned id);
void eng_pdf_stencil_image(eng_pdf_content *content, unsigned name, unsigned id);
void eng_pdf_stencil_alpha(eng_pdf_content *content, uint16_t alpha);

/* Sets the colour of filling or stroking; print: of the desk. */
void eng_pdf_paint(eng_buf *out, const eng_print_style *print, eng_color color, bool stroke);
/* The numbers of a colour in the device's process colours, each with a space behind it. */
void eng_pdf_color(eng_buf *out, const eng_print_style *print, eng_color color);
/* Name of the space that those numbers are of. */
const char *eng_pdf_device(const eng_print_style *print);
/* "/ColorSpace<<...>>" with the spot colours of the theme, for resources; nothing without any. */
void eng_pdf_put_spots(eng_buf *out, const eng_print_style *print);

#endif
