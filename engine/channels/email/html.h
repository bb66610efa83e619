/* The document as the HTML of a message: tables for layout, styles inlined, and a small <style> for
 * narrow screens and dark mode, so that it holds where clients strip the one or the other. */
#ifndef ENG_CHANNELS_EMAIL_HTML_H
#define ENG_CHANNELS_EMAIL_HTML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "channels/common/span.h"
#include "channels/email/pictures.h"
#include "channels/email/stock.h"
#include "channels/trail.h"
#include "document/document.h"
#include "theme/theme.h"

typedef struct eng_html {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_document *doc;
	const eng_theme *theme;
	const eng_email_style *style;
	const eng_stock *stock, *small_stock;
	int channel;
	eng_buf *out;
	eng_pictures *pictures;
	const char *start, *end; /* "left" and "right", mirrored for right-to-left */
	int measure;             /* px of the text column */
	int size;                /* px of text around here */
	int level;               /* of the last heading */
	bool in_column;          /* of a table of data: narrow */
	bool in_fact;            /* beside a label, on most screens */
	bool small;              /* in a part below the body: muted and smaller */
	size_t row_from;         /* where the row of the card began */
	size_t row_pictures;     /* that the row has so far */
	const eng_node **notes;  /* footnotes in order */
	size_t note_count, note_cap;
	eng_spans elements; /* those at the top: for the message that says what is too large */
	eng_spans blocks;   /* locked ones: for the gate that reads them back */
	eng_trail *trail;   /* NULL: nobody asks */
} eng_html;

/* Writes the whole HTML document. False after reporting. */
bool eng_html_write(eng_html *h);
/* Appends a piece of the stock. */
void eng_html_put(eng_html *h, eng_stock_item item);

/* Blocks (html-block.c): the shown children of a container, or one of them. */
bool eng_html_children(eng_html *h, const eng_node *parent);
bool eng_html_block(eng_html *h, const eng_node *node);
/* A paragraph-like element with inline content: <tag STYLE...>...</tag>; style is left open. */
bool eng_html_text(eng_html *h, const char *tag, eng_stock_item style, const eng_node *node);
/* The same with a style of its own. */
bool eng_html_styled(eng_html *h, const char *tag, eng_str style, const eng_node *node);
/* Columns of words that stay on one line: what fits a phone beside a label, and what fits it alone. */
enum { ENG_HTML_WHOLE = 18, ENG_HTML_ALONE = 24 };
/* Inline content (html-inline.c). */
bool eng_html_inline(eng_html *h, const eng_node *node);
/* True for a TEXT that is kept on one line here, on phones too. */
bool eng_html_is_whole(const eng_html *h, const eng_node *text);
/* Text of data in a direction of its own. */
void eng_html_isolated(eng_html *h, eng_str text);
/* " lang" and " dir" where the node has a language of its own. */
void eng_html_lang(eng_html *h, const eng_node *node);
/* The inline content without an element around, but one that says its language where it has one. */
bool eng_html_bare(eng_html *h, const eng_node *node);
/* Elements with files of their own. */
bool eng_html_table(eng_html *h, const eng_node *table);
bool eng_html_facts(eng_html *h, const eng_node *facts);
bool eng_html_payment(eng_html *h, const eng_node *payment);
bool eng_html_action(eng_html *h, const eng_node *action);
bool eng_html_entry(eng_html *h, const eng_node *entry);
bool eng_html_picture(eng_html *h, const eng_node *node);
void eng_html_img(eng_html *h, const eng_picture *picture, eng_str alt, const char *style);
/* A picture of a code with its alternative text, in a figure of its own. False after reporting. */
bool eng_html_code(eng_html *h, const eng_node *node, eng_str symbology, eng_str payload,
		   eng_str alt);

#endif
