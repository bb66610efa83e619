/* What one channel sees of a document: parts, children, rows and columns after `channels`, `except`,
 * `max-rows` and the page classes of parts. Shared by the channels that make no pages: an e-mail, a
 * text or a screen is one surface, first and last page at once. */
#ifndef ENG_CHANNELS_COMMON_VIEW_H
#define ENG_CHANNELS_COMMON_VIEW_H

#include "base/arena.h"
#include "document/document.h"

/* First shown child, and next shown sibling; NULL at the end. */
const eng_node *eng_view_first(const eng_node *parent, int channel);
const eng_node *eng_view_next(const eng_node *node, int channel);
/* True for what is about pages alone, which these channels leave out: table of contents, spacers, page
 * breaks, numbers of pages. */
bool eng_view_is_paged(const eng_node *node);
/* True when anything below (or the node itself, as a leaf with content) would be seen. */
bool eng_view_any(const eng_node *parent, int channel);

/* The part of this name that a single surface shows: the one for the first page, else for all, else
 * for the last. What stands on continuation pages only is not for it. NULL when there is none. */
const eng_part *eng_view_part(const eng_document *doc, int channel, eng_str name);

/* Rows of the table that the channel shows, headings of groups without a shown row left out. */
const eng_node **eng_view_rows(eng_arena *arena, const eng_node *table, int channel, size_t *n);
/* True when max-rows held rows back: `more` is then due. */
bool eng_view_cut(const eng_node *table, int channel);
/* Indices of the columns that the channel shows. */
size_t *eng_view_columns(eng_arena *arena, const eng_node *table, int channel, size_t *n);
/* How many of these columns the cell covers; 0: the cell is not shown. */
int eng_view_span(const eng_node *cell, const size_t *columns, size_t n);

/* The action that a message of few words carries: the first of the body, else of the parts. */
const eng_node *eng_view_action(const eng_document *doc, int channel);

/* Where an entry is filled in by a channel without fields: its own form, else what the first action
 * leads to; empty when there is neither. */
eng_str eng_view_form(const eng_document *doc, const eng_node *entry, int channel);

/* All text of inline content on one line, as the channel reads it, in the arena. NULL: empty. */
eng_str eng_view_text(eng_arena *arena, const eng_node *node, int channel);

#endif
