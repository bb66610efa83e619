/* The document as an Adaptive Card 1.5, which app teams show with the stock SDKs. */
#ifndef ENG_CHANNELS_MOBILE_ADAPTIVE_H
#define ENG_CHANNELS_MOBILE_ADAPTIVE_H

#include "channels/mobile/components.h"

/* A card that is being written. */
typedef struct eng_card {
	eng_components *c;
	eng_str *notes; /* footnotes, [1].. */
	size_t note_count, note_cap;
	bool locked; /* inside a block: no marks between its words */
} eng_card;

/* How a stretch of text is set; zeroed is plain. */
typedef struct eng_card_look {
	const char *size; /* "Large", "Medium", "Small"; NULL: default */
	bool strong, subtle, tight;
} eng_card_look;

/* Writes the value of the member "card". False after reporting channel.*. */
bool eng_card_write(eng_components *c);

/* For the elements with a file of their own. */
bool eng_card_children(eng_card *k, const eng_node *parent);
/* In adaptive-text.c. The inline content of a node, or of an inline node itself, as rich text blocks, one a line. */
bool eng_card_text(eng_card *k, const eng_node *node, eng_card_look look);
void eng_card_words(eng_card *k, eng_str text, eng_card_look look);
/* The member "fallback": what a host shows that does not know the element. */
void eng_card_fallback(eng_card *k, eng_str text);
bool eng_card_table(eng_card *k, const eng_node *table);
bool eng_card_chart(eng_card *k, const eng_node *chart);
/* Inline content behind its label, on one line; heading: the label's node, with its notes, or NULL. */
bool eng_card_labelled(eng_card *k, eng_str label, const eng_node *heading, const eng_node *node,
		       eng_card_look look);
/* How a table shares the width of a card. */
typedef struct eng_card_grid {
	size_t *beside,
	    *below; /* shown columns beside each other; those told below the text of the lead */
	size_t n, below_n;
	size_t lead;      /* place in beside */
	int *weights;     /* of the columns beside each other, in the arena */
	const char *size; /* of their text: "Small" where there is much beside each other */
} eng_card_grid;

/* Of the shown columns of a table with these rows, and of the table behind a chart: a column for the labels,
 * one for each series. */
eng_card_grid eng_card_grid_of(eng_card *k, const eng_node *table, const eng_node *const *rows,
			       size_t row_count);
/* n is 1 where the figures have no room beside each other: they stand below their label. */
eng_card_grid eng_card_chart_grid(eng_card *k, const eng_node *chart);
/* The shown column in which the text of the cell stands: of those it covers the widest; n: none. */
size_t eng_card_place(const eng_node *cell, const eng_column *columns, const size_t *shown,
		      size_t n);
/* Labels beside values. */
void eng_card_pairs(eng_card *k, const eng_str *labels, const eng_str *values, size_t n);
void eng_card_entry(eng_card *k, const eng_node *entry);

#endif
