/* The table of elements: one row each. Rows without a compile function belong to their parent. */
#include "content/elements.h"

#define B        ENG_PLACE_BLOCK
#define I        ENG_PLACE_INLINE
#define T        ENG_PLACE_TOP
#define STEERS   (T | B | I | ENG_PLACE_FACTS | ENG_PLACE_LIST | ENG_PLACE_TOTALS)
#define CHANNELS ENG_TAKES_CHANNELS
#define ROLE     ENG_TAKES_ROLE
#define LANG     ENG_TAKES_LANG
#define ALL      ENG_TAKES_ALL

const eng_element eng_elements[] = {
	/* name, places, inside, in blocks, takes, attributes, compile */
	{ "action", B, NULL, false, ALL, "href", eng_element_action },
	{ "address", 0, "recipient", false, 0, "select", NULL },
	{ "arg", 0, "phrase", false, 0, "name", NULL },
	{ "attachment", T | B, NULL, false, CHANNELS, "name mime data source channel optional",
	  eng_element_attachment },
	{ "barcode", B, NULL, false, ALL, "type value label", eng_element_barcode },
	{ "block", B, NULL, false, ALL, "ref", eng_element_block },
	{ "body", 0, "communication", false, 0, "", NULL },
	{ "br", I, NULL, true, 0, "", eng_element_br },
	{ "brief", 0, "communication", false, 0, "", NULL },
	{ "callout", B, NULL, true, ALL, "", eng_element_callout },
	{ "carry", 0, "table", false, 0, "column start select label-out label-in", NULL },
	{ "cell", 0, "total' or 'subtotal", false, 0, "span", NULL },
	{ "chart", B, NULL, false, ALL, "type select label alt caption", eng_element_chart },
	{ "choose", STEERS, NULL, false, 0, "", eng_element_choose },
	{ "column", 0, "table", false, CHANNELS, "id heading width align priority header lines",
	  NULL },
	{ "communication", 0, "a file of its own", false, 0,
	  "id version layout theme data purpose languages fallback lang jurisdiction", NULL },
	{ "contents", B, NULL, false, ALL, "depth", eng_element_contents },
	{ "context", 0, "communication", false, 0, "id journey stage", NULL },
	{ "divider", B, NULL, true, ALL, "", eng_element_mark },
	{ "em", I, NULL, true, ROLE | LANG, "", eng_element_inline },
	{ "entry", B, NULL, false, ALL, "name type value label required options href",
	  eng_element_entry },
	{ "fact", ENG_PLACE_FACTS, NULL, true, CHANNELS | ROLE | ENG_TAKES_ID, "label lines",
	  eng_element_fact },
	{ "facts", B, NULL, true, ALL, "", eng_element_facts },
	{ "flow", B, NULL, false, ALL, "columns", eng_element_flow },
	{ "footnote", I, NULL, true, ROLE | LANG, "", eng_element_footnote },
	{ "for-each", STEERS, NULL, false, 0, "select", eng_element_for_each },
	{ "form", 0, "block' of a block file", true, 0, "channels", NULL },
	{ "fragment", 0, "a file of its own", false, 0, "id lang", NULL },
	{ "group-by", 0, "table' or 'for-each", false, 0, "select", NULL },
	{ "heading", B, NULL, true, ALL | LANG, "level numbered", eng_element_heading },
	{ "if", STEERS, NULL, false, 0, "test", eng_element_if },
	{ "image", B, NULL, true, ALL, "src alt decorative width", eng_element_image },
	{ "include", STEERS, NULL, false, 0, "fragment select", eng_element_include },
	{ "item", ENG_PLACE_LIST, NULL, true, CHANNELS | ROLE | ENG_TAKES_ID, "",
	  eng_element_item },
	{ "let", STEERS, NULL, false, 0, "name select", eng_element_let },
	{ "link", I, NULL, true, ROLE | LANG, "href", eng_element_link },
	{ "list", B, NULL, true, ALL, "marker", eng_element_list },
	{ "more", 0, "table", false, 0, "", NULL },
	{ "namespace", 0, "communication' or 'fragment", false, 0, "prefix uri", NULL },
	{ "nobr", I, NULL, true, ROLE | LANG, "", eng_element_inline },
	{ "option", 0, "entry", false, 0, "value label", NULL },
	{ "otherwise", 0, "choose", false, 0, "", NULL },
	{ "page-break", B, NULL, false, CHANNELS | ENG_TAKES_ID, "", eng_element_mark },
	{ "page-count", I, NULL, false, ROLE, "of", eng_element_page_number },
	{ "page-number", I, NULL, false, ROLE, "of", eng_element_page_number },
	{ "para", B, NULL, true, ALL | LANG, "lines", eng_element_para },
	{ "parameter", 0, "fragment", false, 0, "name type optional", NULL },
	{ "part", T, NULL, false, CHANNELS | ROLE | ENG_TAKES_ID, "name pages", eng_element_part },
	{ "payment", B, NULL, false, ALL, "scheme amount currency iban name reference due label",
	  eng_element_payment },
	{ "phrase", I, NULL, false, 0, "key href", eng_element_phrase },
	{ "prominence", 0, "block' of a block file", true, 0,
	  "min-size min-x-height contrast keep max-page before after", NULL },
	{ "recipient", 0, "communication", false, 0, "id name email phone prefers country", NULL },
	{ "section", B, NULL, true, ALL | LANG, "master", eng_element_section },
	{ "series", 0, "chart", false, 0, "name value", NULL },
	{ "signature", B, NULL, false, ALL, "name title image", eng_element_signature },
	/* In a form; in a template's block and in a block's head the parent checks its attributes. */
	{ "slot", I, "block' or 'form", true, 0,
	  "name select type currency currency-from format max-length pattern urls optional",
	  eng_element_slot },
	{ "sort", 0, "table', 'chart' or 'for-each", false, 0, "select type order", NULL },
	{ "spacer", B, NULL, false, ALL, "", eng_element_mark },
	{ "span", I, NULL, true, ROLE | LANG, "", eng_element_inline },
	{ "strong", I, NULL, true, ROLE | LANG, "", eng_element_inline },
	{ "subtotal", 0, "table", false, ROLE, "", NULL },
	{ "table", B, NULL, false, ALL, "select caption max-rows on", eng_element_table },
	{ "title", 0, "communication", false, 0, "", NULL },
	{ "total", ENG_PLACE_TOTALS, "table", false, ROLE, "", eng_element_total },
	{ "when", 0, "choose", false, 0, "test", NULL },
	{ "with", 0, "include", false, 0, "name select", NULL },
};

const size_t eng_element_count = sizeof(eng_elements) / sizeof(*eng_elements);
