/* The document as the HTML of a message: tables for layout, styles inlined, and a small <style> for
 * narrow screens and dark mode, so that it holds where clients strip the one or the other. */
#ifndef ENG_CHANNELS_EMAIL_HTML_H
#define ENG_CHANNELS_EMAIL_HTML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "channels/email/pictures.h"
#include "document/document.h"
#include "theme/theme.h"

/* How many bytes a top-level element took: for the message that says what is too large. */
typedef struct eng_html_size {
	const eng_node *node;
	size_t bytes;
} eng_html_size;

/* A colour of the theme as CSS. */
typedef struct eng_css_color {
	char s[8];
} eng_css_color;

typedef struct eng_html {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_document *doc;
	const eng_theme *theme;
	const eng_email_style *style;
	int channel;
	eng_buf *out;
	eng_pictures *pictures;
	const char *start, *end; /* "left" and "right", mirrored for right-to-left */
	int measure;             /* px of the text column */
	int size;                /* px of text around here */
	int level;               /* of the last heading */
	bool small;              /* in a part below the body: muted and smaller */
	eng_css_color page, card, text, muted, accent, on_accent, line;
	const eng_node **notes; /* footnotes in order */
	size_t note_count, note_cap;
	eng_html_size *sizes;
	size_t size_count, size_cap;
	size_t style_bytes;      /* of <style>, after writing */
} eng_html;

/* Writes the whole HTML document. False after reporting. */
bool eng_html_write(eng_html *h);
/* The <style> element (html-style.c). */
void eng_html_style(eng_html *h);
eng_css_color eng_html_color(eng_color color);

/* Blocks (html-block.c): the shown children of a container, or one of them. */
bool eng_html_children(eng_html *h, const eng_node *parent);
bool eng_html_block(eng_html *h, const eng_node *node);
/* A paragraph-like element with inline content: <tag class style>...</tag>. */
bool eng_html_text(eng_html *h, const char *tag, const char *style, const eng_node *node);
/* Inline content (html-inline.c). */
bool eng_html_inline(eng_html *h, const eng_node *node);
/* " lang" and " dir" where the node has a language of its own. */
void eng_html_lang(eng_html *h, const eng_node *node);
/* Elements with files of their own. */
bool eng_html_table(eng_html *h, const eng_node *table);
bool eng_html_facts(eng_html *h, const eng_node *facts);
bool eng_html_action(eng_html *h, const eng_node *action);
bool eng_html_picture(eng_html *h, const eng_node *node);
void eng_html_img(eng_html *h, const eng_picture *picture, eng_str alt, const char *style);

#endif
