/* The vertical flow: slabs are made by blocks, kept together in groups, and set on pages.
 *
 * A slab is the least that is never cut: a line of text, a row of a table, a figure. The space
 * between two slabs is the larger of what the upper wants after and the lower before itself. */
#ifndef ENG_LAYOUT_FLOW_H
#define ENG_LAYOUT_FLOW_H

#include "layout/ink.h"
#include "layout/work.h"

typedef enum eng_slab_kind {
	ENG_SLAB_INK,
	ENG_SLAB_OPEN,      /* a box with padding, background and border begins */
	ENG_SLAB_CLOSE,     /* ... and ends */
	ENG_SLAB_BREAK,     /* what follows begins a page, in columns a column */
	ENG_SLAB_TABLE_END, /* the table's head is not repeated any more */
	ENG_SLAB_SLIP,      /* a payment slip: stands at the foot of a page, ink from its corner */
} eng_slab_kind;

/* The head of a table and its carried row, asked for when a page ends inside the table. */
typedef struct eng_repeat eng_repeat;
struct eng_repeat {
	/* The slab that ends a page (out) or begins the next: zero height when there is none. */
	bool (*make)(eng_repeat *repeat, bool out, eng_ink *ink, eng_length *height);
	eng_length opening;       /* height of what begins a page */
	eng_length reserve;       /* room kept for what ends a page */
	const eng_node *last_row; /* set last, on any page; NULL: none yet */
};

/* A line of a footnote, set at the foot of the page that its slab comes to stand on; where a whole page
 * has too little room, on the next. */
typedef struct eng_foot {
	eng_ink ink;
	eng_length height;
	const eng_node *node;
	struct eng_foot *next;
} eng_foot;

/* A heading inside a slab. */
typedef struct eng_anchor {
	const eng_node *node;
	uint32_t structure;
	eng_length y; /* from the slab's top */
	struct eng_anchor *next;
} eng_anchor;

/* What a slab is where it begins a page or column inside a table: cells above go on in it. */
typedef struct eng_again {
	eng_ink ink;
	size_t ground; /* as in a slab */
	eng_length height;
} eng_again;

typedef struct eng_slab {
	eng_slab_kind kind;
	bool keep; /* stays on one page with the slab that follows */
	bool soft; /* ... only because a container does, which may prove to be taller than a page */
	eng_length before, after, height;
	eng_ink ink;            /* x from the column's left edge, y from the slab's top */
	size_t ground;          /* its first items that lie below all text of the page */
	const eng_node *node;   /* for messages */
	const eng_style *style; /* OPEN, CLOSE */
	eng_length x, width;    /* OPEN */
	const char *master;     /* BREAK: page master of what follows; NULL: the usual one */
	eng_repeat *repeat;     /* the head of a table, set first */
	const eng_node *row;    /* the data row that it shows */
	const eng_again *again; /* NULL: it is the same everywhere */
	eng_lease *lease; /* holds the ink until it is set, then the page has a copy; or NULL */
	eng_foot *feet;
	eng_anchor *anchors;
} eng_slab;

/* A page in the making. */
typedef struct eng_leaf {
	const eng_master *master;
	eng_ink under, ink, foot;
	eng_length foot_height; /* of the footnotes and their rule */
	const eng_slab *slip;   /* at the foot of the paper; NULL: none */
	size_t section_first;   /* index of the first page of its section */
	bool feet_set;          /* the footnotes stand in the ink */
	eng_length mark;        /* y of the middle of the draft mark; 0: not found yet */
	eng_length end;         /* y of the end of the content, from the body's top */
	eng_lease *lease; /* of the inks; NULL: they are in the arena of all, or handed over */
} eng_leaf;

typedef struct eng_box {
	const eng_style *style;
	eng_length x, width, top;
	size_t slot;  /* of its places in the under ink */
	bool resumed; /* began on another page or column */
} eng_box;

/* A column that slabs are set into, from its top down. */
typedef struct eng_canvas {
	eng_arena *arena; /* of the page's items */
	eng_ink *under, *ink;
	eng_length x, top, y; /* left edge, top, and the end of what is set */
	eng_length after;     /* space that the last slab wants behind it */
	bool flush;           /* at the top of page or box: no space before */
	bool consume;         /* slabs are set once: their ink is taken, not copied */
	bool empty;           /* nothing is set but repeated heads */
	GArray *boxes;        /* of eng_box, open ones */
} eng_canvas;

/* What stands before the first line of a list item. */
typedef struct eng_marker {
	eng_str text;
	const eng_style *style;
	uint32_t structure;
	const eng_style *box;   /* an empty box to tick instead of text; or NULL */
	const eng_blank *field; /* that the box is; structure is its Form */
	eng_length width;       /* of the place kept for it at the start side */
} eng_marker;

typedef struct eng_flow {
	eng_work *work;
	eng_length limit;    /* height of the frame that is filled; 0: a page */
	eng_length column;   /* width of the whole column */
	eng_length x, width; /* of the container that is being filled, in the column */
	eng_length want;     /* space before the next slab, from containers without a box */
	eng_marker *marker;  /* of a list item whose first line is still to come */
	int together;        /* depth of containers that want to stay on one page */
	GArray *pending;     /* of eng_slab */
	bool collect;        /* slabs stay pending: parts and columns */

	GPtrArray *leaves; /* of eng_leaf; of the document's flow only */
	size_t handed;     /* leaves whose body is handed over */
	eng_canvas canvas;
	eng_repeat *repeat;   /* the table that is open at the end of what is set */
	const eng_foot *rest; /* lines of footnotes that found no room on the page of their mark */
	const char *master;   /* of a section; NULL: first, then rest */
	size_t section_first; /* index of the first page of the section */
} eng_flow;

/* A flow that keeps its slabs, width wide. */
void eng_flow_init(eng_flow *flow, eng_work *work, eng_length width);
void eng_flow_finish(eng_flow *flow);
/* The slab is the flow's from now on. False after reporting: a limit, or too tall for any page. */
bool eng_flow_add(eng_flow *flow, const eng_slab *slab);
/* The slab added last, or NULL: to change its after and keep. */
eng_slab *eng_flow_last(eng_flow *flow);
/* The slab added last, if any, stays with what follows. */
void eng_flow_keep(eng_flow *flow);
/* Sets all that is pending now, without waiting for what follows. */
bool eng_flow_flush(eng_flow *flow);
/* What is added between stays on one page if it fits on one. */
void eng_flow_hold(eng_flow *flow);
void eng_flow_release(eng_flow *flow);
/* Narrows the container at its start and end sides (mirrored right to left); undo with negatives. */
void eng_flow_inset(eng_flow *flow, eng_length start, eng_length end);
/* Opens and closes a box with a style's padding, background and border around what is added between;
 * nothing when the style has none of these, but space_before and space_after hold. */
bool eng_flow_open(eng_flow *flow, const eng_style *style, const eng_node *node);
bool eng_flow_close(eng_flow *flow, const eng_style *style, const eng_node *node);
/* Sets the slabs from first up to count one below another at 0, 0 as far as the height allows, whole
 * groups at a time, at most to the next break; boxes and tables that the slabs before first left open
 * go on. Returns the slab behind the last set; *used is the height taken, *ink their ink. ink NULL:
 * measures only. */
size_t eng_stack(eng_work *work, eng_slab *slabs, size_t first, size_t count, eng_length height,
		 eng_ink *ink, eng_length *used);

#endif
