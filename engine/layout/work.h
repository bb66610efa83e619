/* What the files of layout share while one document is laid out. */
#ifndef ENG_LAYOUT_WORK_H
#define ENG_LAYOUT_WORK_H

#include <glib.h>

#include "base/buf.h"
#include "layout/ink.h"
#include "layout/layout.h"
#include "layout/lease.h"
#include "layout/line.h"
#include "layout/shape.h"
#include "layout/text.h"

/* A footnote met in the text: its number and the element that its content belongs to. */
typedef struct eng_note {
	const eng_node *node;
	int number;
	uint32_t structure;
} eng_note;

/* Where a heading came to stand; a table of contents reads it from the pass before. */
typedef struct eng_heading {
	const eng_node *node;
	uint32_t structure;
	size_t page; /* from 0 */
	eng_length y;
} eng_heading;

typedef struct eng_work {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_press *press;
	eng_shaper *shaper;
	const eng_theme *theme;
	const eng_document *doc;
	int channel;
	eng_buf buf; /* scratch for text that is being gathered */

	eng_structure *structure; /* element 0 is Document; on the heap, it grows large */
	size_t structure_count, structure_cap;
	eng_alternate *alternates;
	size_t alternate_count, alternate_cap;
	uint32_t parent; /* element that new ones go below */
	bool faulty;     /* an error was reported that no return value could tell */
	bool artifact;   /* running content: no elements are made */
	bool titled;     /* the document's title is its first heading */
	eng_str part;    /* the part that is laid out; empty: the body */

	size_t page, page_count; /* from 1, while parts are laid out: what page numbers show */
	size_t section_page, section_count;
	bool used_pages;             /* a page number was shown since this was cleared */
	eng_spare *page_spares;      /* items of leaves that are placed */
	eng_lease *leases;           /* of rows and pages on their way */
	eng_layout *layout;          /* that is made */
	const eng_page_taker *taker; /* NULL: pages are kept */
	bool handing;                /* this pass is the one whose pages are taken */
	uint32_t *shown;       /* characters of each text node that stand on pages, by ordinal */
	GHashTable *figures;   /* how much of nodes that are no text stands on pages */
	GHashTable *places;    /* how many links and fields of nodes do */
	bool *part_placed;     /* of the document's parts, once parts stand on pages */
	int notes;             /* footnotes numbered so far */
	eng_heading *headings; /* of this pass, in document order */
	size_t heading_count, heading_cap;
	const eng_heading *known; /* of the pass before; NULL in the first */
	size_t known_count, known_at;
} eng_work;

/* A new element below work->parent: its index, or 0 while artifacts are made. */
uint32_t eng_work_element(eng_work *work, const char *type, const eng_node *node);
/* What the element, not 0, is spoken as; with a box on its page or not. */
void eng_work_alternate(eng_work *work, uint32_t element, eng_str alt, bool has_bbox);
/* Makes the element the parent of what follows; gives the former parent to go back to. */
uint32_t eng_work_enter(eng_work *work, uint32_t element);
/* True when the channel shows the node. */
bool eng_work_shows(const eng_work *work, const eng_node *node);
const eng_style *eng_work_style(const eng_work *work, const char *element, const eng_node *node);

/* What inline content is set in, beside its style. */
typedef struct eng_setting {
	const eng_style *style;
	uint32_t structure;
	bool tabular;   /* figures of equal width */
	bool bold;      /* in addition to the style */
	bool whole;     /* running text: what is read as one stays on a line */
	GArray *notes;  /* of eng_note: footnotes met; NULL: there may be none */
	eng_str prefix; /* shown before the content; usually empty */
} eng_setting;

/* The shaped text of a node's visible inline children. NULL after reporting. */
eng_text *eng_inline_text(eng_work *work, const eng_node *parent, const eng_setting *setting);
/* The shaped text of a slice that stands for a node. NULL after reporting. */
eng_text *eng_plain_text(eng_work *work, eng_str bytes, const eng_node *node,
			 const eng_setting *setting);

#endif
