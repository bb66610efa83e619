/* Blocks of the document laid into a flow: one function an element, found by its type. */
#ifndef ENG_LAYOUT_BLOCK_H
#define ENG_LAYOUT_BLOCK_H

#include "layout/flow.h"

/* Lays out a node and all below it, if the channel shows it. False after reporting. */
bool eng_block_lay(eng_flow *flow, const eng_node *node);
/* The visible children one after another. */
bool eng_block_lay_children(eng_flow *flow, const eng_node *node);

/* Inline content as lines, in a box if the style has one. element: "P", "H1", "Caption" ...; keep: all
 * lines stay with what follows. */
bool eng_para_lay(eng_flow *flow, const eng_node *node, const eng_style *style, const char *element,
		  bool keep);
/* A text of the engine's own making as lines, belonging to structure. */
bool eng_para_set(eng_flow *flow, eng_text *text, const eng_style *style, const eng_node *node,
		  GArray *notes);

/* The same as a paragraph with its box; nothing for empty text. */
bool eng_plain_lay(eng_flow *flow, const eng_node *node, eng_str plain, const eng_style *style);

/* Appends to feet the footnotes whose marks are in chunks [first, last). */
bool eng_feet_make(eng_flow *flow, const eng_text *text, uint32_t first, uint32_t last,
		   const GArray *notes, eng_foot **feet);

/* A text broken for a width, as ink whose top is at 0: cells, facts, labels. */
typedef struct eng_setpiece {
	eng_ink ink;
	eng_length height, width, first; /* first: y of the first baseline */
} eng_setpiece;

bool eng_setpiece_make(eng_work *work, eng_text *text, const eng_style *style, eng_length x,
		       eng_length width, int align, eng_setpiece *out);

/* Makes the box a form field on the page; inside artifacts there are none, its items are drawn. */
void eng_blank_place(eng_work *work, eng_ink *ink, const eng_blank *field, eng_rect box,
		     uint32_t structure);

/* Draws an image of the library into a box, at its paths or pixels. */
void eng_image_draw(eng_arena *arena, eng_ink *ink, const eng_image *image, eng_rect box);

/* The elements with files of their own. */
bool eng_facts_lay(eng_flow *flow, const eng_node *node);
bool eng_table_lay(eng_flow *flow, const eng_node *node);
bool eng_columns_lay(eng_flow *flow, const eng_node *node);
bool eng_image_lay(eng_flow *flow, const eng_node *node);
bool eng_chart_lay(eng_flow *flow, const eng_node *node);
bool eng_barcode_lay(eng_flow *flow, const eng_node *node);
bool eng_payment_lay(eng_flow *flow, const eng_node *node);
bool eng_action_lay(eng_flow *flow, const eng_node *node);
/* The address as a reader would type it: without the scheme when it is https. */
eng_str eng_action_address(eng_str href);
bool eng_entry_lay(eng_flow *flow, const eng_node *node);
bool eng_signature_lay(eng_flow *flow, const eng_node *node);
bool eng_contents_lay(eng_flow *flow, const eng_node *node);
/* True when the node is a heading that this table of contents lists. */
bool eng_contents_lists(const eng_work *work, const eng_node *contents, const eng_node *node);
bool eng_list_lay(eng_flow *flow, const eng_node *node);
/* The look of text in a list item; its indent is the list's business. */
const eng_style *eng_list_item_style(eng_work *work, const eng_node *item);

#endif
