/* The document as an Adaptive Card 1.5, which app teams show with the stock SDKs. */
#ifndef ENG_CHANNELS_MOBILE_ADAPTIVE_H
#define ENG_CHANNELS_MOBILE_ADAPTIVE_H

#include "channels/mobile/components.h"

/* Text that is taken as it is: rich text blocks know no markup, which text blocks do. Parts of cards: */
typedef struct eng_card {
	eng_components *c;
	eng_str *notes; /* footnotes, [1].. */
	size_t note_count, note_cap;
	bool locked; /* inside a block: no marks between its words */
} eng_card;

/* How a stretch of text is set; zeroed is plain. */
typedef struct eng_card_look {
	const char *size; /* "Large", "Medium"; NULL: default */
	bool strong, subtle, tight;
} eng_card_look;

/* Writes the value of the member "card". False after reporting channel.*. */
bool eng_card_write(eng_components *c);

/* For the elements with a file of their own. */
bool eng_card_children(eng_card *k, const eng_node *parent);
/* The inline content of a node, or of an inline node itself, as rich text blocks, one a line. */
bool eng_card_text(eng_card *k, const eng_node *node, eng_card_look look);
void eng_card_words(eng_card *k, eng_str text, eng_card_look look);
/* The member "fallback": what a host shows that does not know the element. */
void eng_card_fallback(eng_card *k, eng_str text);
bool eng_card_table(eng_card *k, const eng_node *table);
bool eng_card_chart(eng_card *k, const eng_node *chart);
/* Labels beside values. */
void eng_card_pairs(eng_card *k, const eng_str *labels, const eng_str *values, size_t n);
void eng_card_entry(eng_card *k, const eng_node *entry);

#endif
