/* The compile functions of all elements, one row each in elements.c. */
#ifndef ENG_CONTENT_ELEMENTS_H
#define ENG_CONTENT_ELEMENTS_H

#include "content/compile.h"

typedef eng_op *eng_element_fn(eng_compiler *c, eng_xml_node *e, eng_place place);

/* compile-control.c */
eng_element_fn eng_element_let, eng_element_if, eng_element_choose, eng_element_for_each,
    eng_element_include;
/* compile-text.c */
eng_element_fn eng_element_para, eng_element_heading, eng_element_list, eng_element_item,
    eng_element_inline, eng_element_link, eng_element_br, eng_element_footnote, eng_element_phrase,
    eng_element_page_number, eng_element_slot;
/* compile-block.c */
eng_element_fn eng_element_section, eng_element_flow, eng_element_callout, eng_element_part,
    eng_element_mark, eng_element_contents, eng_element_block;
/* compile-data.c */
eng_element_fn eng_element_facts, eng_element_fact, eng_element_chart, eng_element_image,
    eng_element_barcode, eng_element_signature;
/* compile-action.c */
eng_element_fn eng_element_action, eng_element_payment, eng_element_entry, eng_element_attachment;
/* compile-table.c */
eng_element_fn eng_element_table, eng_element_total;

#endif
