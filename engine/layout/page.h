/* Pages as display lists: what layout makes and what the PDF and preview painters replay.
 *
 * Coordinates in 1/1000 pt, origin top left, y downwards. Items are in painting order; each names
 * the structure element it belongs to, or is an artifact (running content, rules, backgrounds). */
#ifndef ENG_LAYOUT_PAGE_H
#define ENG_LAYOUT_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/length.h"
#include "base/str.h"
#include "document/document.h"

typedef struct eng_font eng_font;   /* layout/font.h: a loaded font file, shared by a worker */
typedef struct eng_press eng_press; /* layout/layout.h: fonts, images and caches of a worker */

/* One glyph; positions relative to the run's origin on the baseline. */
typedef struct eng_glyph {
	uint32_t id;      /* original glyph id of the font */
	uint32_t cluster; /* byte offset into the run's text where its cluster starts */
	int32_t x, y;     /* offset of this glyph's origin from the run's origin, in 1/1000 pt */
	int32_t advance;
} eng_glyph;

typedef struct eng_glyph_run {
	const eng_font *font;
	eng_length size;
	eng_color color;
	eng_length x, y; /* baseline origin on the page, left end even for right-to-left runs */
	const eng_glyph *glyphs; /* visual order, left to right */
	size_t count;
	eng_str text; /* the characters it shows, logical order */
	bool rtl;
	eng_str lang; /* when it differs from the document's */
	eng_length width;
} eng_glyph_run;

typedef enum eng_path_verb { ENG_MOVE, ENG_LINE, ENG_CURVE, ENG_CLOSE } eng_path_verb;

typedef struct eng_path_op {
	eng_path_verb verb;
	eng_length x[3], y[3]; /* CURVE: two controls and the end; else the first */
} eng_path_op;

/* Where a gradient has a colour: in 1/10000 of the way from its first point to its second. */
typedef struct eng_gradient_stop {
	int at;
	eng_color color;
} eng_gradient_stop;

/* Axial from point 0 to point 1. Radial: in an ellipse around point 0, which is a circle in a space where
 * the ways to points 1 and 2 are its radii and axes, from its focus, in 1/10000 of these radii. Places of
 * stops rise strictly; before the first and behind the last their colours go on. */
typedef struct eng_gradient {
	const eng_gradient_stop *stops;
	size_t count; /* at least 1 */
	bool radial;
	eng_length x[3], y[3];
	int focus_x, focus_y;
} eng_gradient;

typedef struct eng_path {
	const eng_path_op *ops;
	size_t count;
	bool fill, stroke, even_odd;
	eng_color fill_color, stroke_color;
	const eng_gradient *gradient; /* instead of fill_color, of what is not filled instead of
				       * stroke_color; NULL: none */
	eng_length line_width;
	int cap, join;                /* 0 butt/miter, 1 round, 2 square/bevel */
	eng_length dash_on, dash_off; /* 0: solid */
} eng_path;

/* How far its stroke may reach beyond its points: corners end where they are ten times as long as wide. */
static inline eng_length eng_path_reach(const eng_path *path) {
	return !path->stroke ? 0 : path->join == 0 ? path->line_width * 5 : path->line_width;
}

/* A raster image of the library, decoded on demand by the painters. */
typedef struct eng_image eng_image; /* layout/image.h */

typedef enum eng_item_kind { ENG_ITEM_RUN, ENG_ITEM_PATH, ENG_ITEM_IMAGE } eng_item_kind;

/* Running content, for readers that want to know which artifact repeats. */
typedef enum eng_running {
	ENG_RUNNING_NONE,
	ENG_RUNNING_HEADER,
	ENG_RUNNING_FOOTER,
	ENG_RUNNING_WATERMARK, /* the mark of drafts */
	ENG_RUNNING_BACKGROUND /* of the page master: first of all items, as large as the page */
} eng_running;

typedef struct eng_item {
	eng_item_kind kind;
	eng_running running;  /* of artifacts */
	uint32_t structure;   /* index into eng_pages_result.structure; 0: artifact */
	const eng_node *node; /* document node it came from; NULL: the engine's own */
	union {
		eng_glyph_run run;
		eng_path path;
		struct {
			const eng_image *image;
			eng_rect box;
		} image;
	} as;
} eng_item;

/* What a reader fills in: one input, or one of the boxes of a choice. */
typedef struct eng_blank {
	const eng_node *entry;
	size_t option; /* of a choice: which one */
	bool button;   /* checkbox or choice, else text */
	bool multiline;
	bool on;              /* button: ticked; else there is a value */
	const eng_font *font; /* what is filled in later is set in these */
	eng_length size;
	eng_color color;
	const eng_item *items; /* the tick or value, from the box's corner 0, 0; no page items */
	size_t item_count;
} eng_blank;

typedef struct eng_annotation {
	eng_rect box;
	eng_str href;           /* URL; empty: internal link */
	uint32_t target;        /* structure index of the destination for internal links */
	uint32_t structure;     /* the Link or Form element */
	eng_str alt;            /* Contents */
	const eng_blank *field; /* a form field and no link; NULL: a link */
	const eng_node *node;   /* of a link, the node that leads there; NULL: the engine's own */
} eng_annotation;

typedef struct eng_page {
	eng_length width, height;
	eng_item *items;
	size_t count, cap;
	eng_annotation *annotations;
	size_t annotation_count, annotation_cap;
	const char *master;
} eng_page;

/* What figures and form fields have beside other elements. */
typedef struct eng_alternate {
	eng_str alt;
	bool has_bbox; /* figures */
	eng_rect bbox; /* on the element's first page */
} eng_alternate;

typedef enum eng_header_scope { ENG_SCOPE_NONE, ENG_SCOPE_COLUMN, ENG_SCOPE_ROW } eng_header_scope;

/* Structure elements in document order; element 0 is the Document root. Standard types of ISO
 * 32000-1 14.8.4. There may be a million of them. */
typedef struct eng_structure {
	const char *type; /* "P", "H1", "Table", "TH", "Figure", "Link", "L", "LI" ...; a text of
			   * the program */
	const eng_node *node;
	uint32_t parent;
	uint32_t page;               /* first page it appears on */
	uint16_t col_span, row_span; /* 0: 1 */
	uint32_t alternate : 24;     /* place in eng_layout.alternates + 1; 0: none */
	eng_header_scope scope : 2;  /* of a TH */
	bool seen : 1;               /* stands on a page */
} eng_structure;

/* Its language where that differs from the parent's; else empty. */
eng_str eng_structure_lang(const eng_structure *element);
/* "Column" or "Row"; NULL for none. */
const char *eng_header_scope_name(eng_header_scope scope);

typedef struct eng_outline_entry {
	eng_str title;
	int level;
	uint32_t page, structure;
	eng_length y;
} eng_outline_entry;

/* A part with locked wording that stands on a page. */
typedef struct eng_part_stand {
	uint32_t part; /* of the document */
	uint32_t page; /* from 0 */
} eng_part_stand;

/* The laid out document. In the arena given to eng_layout_pages. */
typedef struct eng_layout {
	eng_page *pages;
	size_t page_count;
	eng_structure *structure;
	size_t structure_count;
	eng_alternate *alternates; /* of elements */
	const uint32_t *names; /* where an element is that had this index while pages were made */
	eng_outline_entry *outline;
	size_t outline_count;
	const eng_part_stand *stands; /* by pages: what must be read on which */
	size_t stand_count;
} eng_layout;

/* What it has beside other elements; NULL: nothing. */
static inline eng_alternate *eng_layout_alternate(const eng_layout *layout,
						  const eng_structure *element) {
	return element->alternate ? &layout->alternates[element->alternate - 1] : NULL;
}

#endif
