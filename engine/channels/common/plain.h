/* The document as plain text: the `text` channel's artifact and the text part of e-mail.
 *
 * Lines of at most 72 display columns where words allow; headings underlined, facts and tables
 * aligned, addresses of links gathered below as [n], locked wording never interrupted by marks. */
#ifndef ENG_CHANNELS_COMMON_PLAIN_H
#define ENG_CHANNELS_COMMON_PLAIN_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "channels/common/span.h"
#include "document/document.h"
#include "theme/theme.h"

#define ENG_PLAIN_COLUMNS 72

/* A text being written. One value is used for a whole document. */
typedef struct eng_plain {
	eng_ctx *ctx;
	eng_arena *arena;
	const eng_document *doc;
	int channel;
	eng_buf *out;
	bool rtl;
	char margin[64]; /* what stands before each line: spaces and bars of what it is nested in */
	size_t margin_n;
	const char *lead;  /* bullet that replaces the margin's end on the next line; NULL: none */
	bool gap;          /* a blank line is due before the next line */
	bool locked;       /* inside a block: no marks between its words */
	bool tied, joined; /* some value has ties, or joins (wrap.h) */
	eng_spans *blocks; /* NULL: nobody asks */
	eng_str *notes;    /* links and footnotes, [1].. */
	size_t note_count, note_cap;
	eng_str *asides; /* addresses met inside a block, shown behind it */
	size_t aside_count, aside_cap;
	eng_buf words, row; /* room of eng_plain_inline and of a table's lines, used again */
} eng_plain;

/* Appends the document as the channel of this bit index shows it, title first, with the parts that
 * the theme places above and below the body of messages. Tells where locked blocks stand in out, unless blocks
 * is NULL. False after reporting channel.*. */
bool eng_plain_write(eng_ctx *ctx, eng_arena *arena, const eng_document *doc,
		     const eng_theme *theme, int channel, eng_buf *out, eng_spans *blocks);

/* For eng_channel.leaves_out: NULL for what text carries. */
const char *eng_plain_leaves_out(const eng_node *node);

/* For the elements with a file of their own (plain-table.c). */
bool eng_plain_node(eng_plain *p, const eng_node *node);
/* The inline content of the node as one string, links and notes registered. */
bool eng_plain_inline(eng_plain *p, const eng_node *node, eng_str *out);
/* True when all that is shown of the node is one value that stays whole (document/whole.h). */
bool eng_plain_is_whole(const eng_plain *p, const eng_node *node);
/* Writes the text wrapped between the margin and column 72. */
void eng_plain_lines(eng_plain *p, eng_str text);
/* Writes one finished line behind the margin. */
void eng_plain_line(eng_plain *p, eng_str text);
int eng_plain_room(const eng_plain *p); /* columns right of the margin */
typedef struct eng_plain_pair {
	eng_str label, value;
	const eng_node *node; /* whose inline content the value is; NULL: of none */
	bool whole; /* a value that stays whole where the room has it, whatever node says */
} eng_plain_pair;

/* Label and value rows with the values aligned. */
void eng_plain_pairs(eng_plain *p, const eng_plain_pair *pairs, size_t n);
bool eng_plain_table(eng_plain *p, const eng_node *table);
bool eng_plain_chart(eng_plain *p, const eng_node *chart);

#endif
