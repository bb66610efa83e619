/* Nodes of the document: small, typed, linked in document order. */
#ifndef ENG_DOCUMENT_NODE_H
#define ENG_DOCUMENT_NODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"
#include "base/value.h"

/* A set of channels: bit i is the i-th name of eng_document.channel_names. */
typedef uint32_t eng_channel_set;

typedef enum eng_node_type {
	/* Containers of blocks. */
	ENG_NODE_BODY,
	ENG_NODE_PART,
	ENG_NODE_SECTION,  /* children: blocks, usually a heading first */
	ENG_NODE_FLOW,     /* in columns */
	ENG_NODE_CALLOUT,
	ENG_NODE_BLOCK,    /* locked wording: every node below is locked */
	ENG_NODE_LIST,     /* children: ITEM */
	ENG_NODE_ITEM,     /* children: blocks (a lone paragraph is usual) */
	/* Blocks of inline content. */
	ENG_NODE_HEADING,
	ENG_NODE_PARA,
	/* Blocks with data of their own. */
	ENG_NODE_FACTS,    /* children: FACT */
	ENG_NODE_FACT,     /* as.fact.label is a PARA; children: inline value */
	ENG_NODE_TABLE,    /* children: ROW */
	ENG_NODE_ROW,      /* children: CELL, one a column less spans */
	ENG_NODE_CELL,     /* children: inline */
	ENG_NODE_CHART,
	ENG_NODE_IMAGE,
	ENG_NODE_BARCODE,
	ENG_NODE_PAYMENT,
	ENG_NODE_ACTION,   /* children: inline label */
	ENG_NODE_ENTRY,
	ENG_NODE_SIGNATURE,
	ENG_NODE_CONTENTS,
	ENG_NODE_DIVIDER,
	ENG_NODE_SPACER,
	ENG_NODE_PAGE_BREAK,
	/* Inline. */
	ENG_NODE_TEXT,
	ENG_NODE_STRONG,
	ENG_NODE_EM,
	ENG_NODE_SPAN,
	ENG_NODE_NOBR,
	ENG_NODE_LINK,
	ENG_NODE_BR,
	ENG_NODE_FOOTNOTE, /* children: inline content of the note */
	ENG_NODE_PAGE_NUMBER,
	ENG_NODE_PAGE_COUNT,
	ENG_NODE_TYPES
} eng_node_type;

typedef enum eng_keep { ENG_KEEP_NONE, ENG_KEEP_TOGETHER, ENG_KEEP_WITH_NEXT } eng_keep;
typedef enum eng_align { ENG_ALIGN_START, ENG_ALIGN_CENTER, ENG_ALIGN_END, ENG_ALIGN_DECIMAL } eng_align;
typedef enum eng_width_unit { ENG_WIDTH_AUTO, ENG_WIDTH_FRACTION, ENG_WIDTH_CHARS } eng_width_unit;

/* The words before the lines of a payment, in the order in which they are shown. */
typedef enum eng_payment_line {
	ENG_PAYMENT_AMOUNT, ENG_PAYMENT_NAME, ENG_PAYMENT_IBAN, ENG_PAYMENT_REFERENCE, ENG_PAYMENT_DUE,
	ENG_PAYMENT_LINES
} eng_payment_line;

/* Where content came from. */
typedef enum eng_origin {
	ENG_ORIGIN_STATIC, /* words in the template, fragment or block itself */
	ENG_ORIGIN_STRING, /* a catalogue phrase; detail is its key */
	ENG_ORIGIN_DATA,   /* an expression; detail is its source text, data the place of its value */
	ENG_ORIGIN_SLOT,   /* a slot of a block; detail is "id@version/slot", data the value's place */
	ENG_ORIGIN_ENGINE, /* page numbers, carried sums, draft marks */
} eng_origin;

typedef struct eng_provenance {
	eng_origin origin;
	uint32_t ordinal; /* of a TEXT: counts those of the document from 1; else 0 */
	eng_str detail;
	eng_loc data;
} eng_provenance;

typedef struct eng_node eng_node;

/* What an author says of an element beside its content; empty where nothing is said. Shared by all
 * nodes that one element of a template became. */
typedef struct eng_tags {
	eng_str role; /* style role */
	eng_str id;   /* author's id */
	eng_str lang; /* only where it differs from the parent's */
} eng_tags;

typedef struct eng_column {
	eng_str id;
	eng_node *heading;      /* PARA with inline content; never NULL, may be empty */
	eng_width_unit width_unit;
	int width;              /* thousandths of fr or ch */
	int least, most;        /* bounds of the width in thousandths of ch; 0: none */
	eng_align align;
	int priority;           /* 1: always shown on small screens, 2.. less */
	bool merge;             /* pages show what is the same in rows below each other once */
	eng_channel_set channels;
} eng_column;

typedef enum eng_row_kind {
	ENG_ROW_DATA,
	ENG_ROW_GROUP, /* heading of a group */
	ENG_ROW_SUBTOTAL, ENG_ROW_TOTAL,
	ENG_ROW_FOOT,     /* ends the table, and what of it stands on each page */
} eng_row_kind;

/* What a table carries over page ends. Each data row then has a carried value. */
typedef struct eng_carry {
	size_t column;
	eng_node *label_out, *label_in; /* PARA */
	eng_answer start;               /* formatted value before the first row */
} eng_carry;

typedef enum eng_chart_type {
	ENG_CHART_BAR, ENG_CHART_STACKED, ENG_CHART_LINE, ENG_CHART_AREA,
	ENG_CHART_PIE, ENG_CHART_DONUT, ENG_CHART_BULLET,
} eng_chart_type;

typedef struct eng_qr_bill eng_qr_bill; /* document/payment.h */

/* values: one a category; raw and number always set. */
typedef struct eng_series { eng_str name; eng_value *values; } eng_series;

typedef struct eng_option { eng_str value, label; } eng_option;

/* A node. Everything is set by compose; channels only read.
 *
 * A TEXT node is the unit of origin: words of the template, words of a phrase and each value of the
 * data are nodes of their own. Text is clean, without direction marks of ours: a channel isolates
 * each TEXT of origin DATA or SLOT, and each island, in its own way (dir, FSI and PDI, a run): its
 * direction does not reach its neighbours. A space between inline elements stands outside of them.
 *
 * A document may have a million nodes: a node has room only for the member of as that is its type's,
 * which is why nodes are made by eng_node_new alone and never copied. */
struct eng_node {
	eng_node_type type : 8;
	eng_keep keep : 8;
	bool locked : 1;          /* wording of a block, not to be altered in any way */
	bool island : 1;          /* TEXT: wording that reads from left to right */
	eng_channel_set channels; /* where it may appear, ancestors' sets already applied */
	eng_node *parent, *first, *last, *next;
	eng_loc where;            /* in the template, fragment or block */
	const eng_tags *tags;     /* never NULL */
	union {
		struct {
			eng_answer value;
			eng_provenance from;
		} text;
		struct { int level; } heading; /* HEADING: 1.. */
		struct { eng_str master; } section;
		struct { int columns; } flow;
		struct { eng_str block_id, language; int version; size_t use; } block; /* use: index */
		struct { eng_str marker; bool ordered; } list; /* marker: "disc", "decimal", "none", "alpha" */
		struct { eng_node *label; } fact;
		struct {
			eng_node *caption;      /* PARA or NULL */
			eng_column *columns;
			size_t column_count;
			size_t max_rows;        /* 0: no limit */
			eng_channel_set max_on; /* where the limit holds */
			eng_node *more;         /* BODY with blocks shown where rows were left out; or NULL */
			eng_carry *carry;       /* NULL: none */
			size_t data_rows;
			bool divide;            /* the end of a page may divide a row */
		} table;
		struct {
			eng_row_kind kind;
			uint32_t index;         /* of a data row, from 0 */
			const eng_answer *carried; /* of a data row in a table with carry: value after this row; else NULL */
		} row;
		struct { /* same: says what the cell above it says, in a column that merges */
			uint32_t column; int span; eng_align align : 8; bool header : 1, same : 1;
		} cell;
		struct {
			eng_chart_type type;
			eng_str alt;
			eng_node *caption;      /* PARA or NULL */
			eng_str *labels;        /* category names */
			size_t label_count;
			eng_series *series;
			size_t series_count;
			eng_value *ticks;       /* of the value axis, ascending in equal steps around
						 * all values; formatted */
			size_t tick_count;      /* 0: no axis, or nothing to measure */
		} chart;
		struct { eng_str src, alt; bool decorative; int width; } image; /* src below images/; width: per mille of the measure, 0 natural */
		struct { eng_str symbology, value, label; } barcode;
		struct {
			eng_str scheme;         /* "epc", "swiss-qr", "reference" */
			eng_value amount, due;  /* raw empty: absent */
			eng_str currency, iban, name, reference;
			eng_str label;
			eng_str words[ENG_PAYMENT_LINES]; /* phrases engross.payment-*, of lines that are present */
			const eng_qr_bill *bill; /* of "swiss-qr", else NULL */
		} payment;
		struct { eng_provenance from; } br;
		struct { eng_str href; } link;                /* LINK, ACTION: complete, encoded URL */
		struct {
			eng_str name, type, value, label;
			eng_str href; /* the form behind it: complete, encoded URL; empty: none */
			bool required;
			eng_option *options;
			size_t option_count;
		} entry;
		struct { eng_str name, title, image; } signature;
		struct { int depth; } contents;
		struct { bool section; } page;                /* PAGE_NUMBER, PAGE_COUNT: of section or document */
	} as;
};

const char *eng_node_type_name(eng_node_type type); /* the XML element's name */
bool eng_node_is_inline(const eng_node *node);
/* A new node of this type, everything else zero, channels as given. */
eng_node *eng_node_new(eng_arena *arena, eng_node_type type, eng_loc where, eng_channel_set channels);
/* Changes what is said of one node only. */
void eng_node_set_tags(eng_arena *arena, eng_node *node, eng_tags tags);
/* Where the words of a TEXT, a BR or a page number came from; ENG_ORIGIN_STATIC for all others. */
const eng_provenance *eng_node_from(const eng_node *node);
void eng_node_append(eng_node *parent, eng_node *child);
/* True when the channel of this bit index shows the node. */
bool eng_node_shown(const eng_node *node, int channel);
/* All text below the node in order, as read: br is a line feed, footnotes left out, values as
 * formatted. Appends. channel -1: all nodes. */
void eng_node_text(const eng_node *node, int channel, eng_buf *out);
/* How many data rows a channel shows of a table: all, or max_rows where that limit holds. */
size_t eng_table_rows_shown(const eng_node *table, int channel);

/* Depth-first walk that does not use the call stack.
 *     eng_walk w = eng_walk_start(doc->body);
 *     while (eng_walk_next(&w)) { if (w.entering) ... w.node ... }
 * Leaves are entered and left too. eng_walk_skip: do not descend into the node just entered. */
typedef struct eng_walk {
	eng_node *root, *node;
	bool entering, skip;
} eng_walk;

eng_walk eng_walk_start(eng_node *root);
bool eng_walk_next(eng_walk *walk);
void eng_walk_skip(eng_walk *walk);

#endif
