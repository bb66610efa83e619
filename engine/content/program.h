/* The inside of a compiled template: a tree of operations that compose interprets. Made by content,
 * read by compose only; immutable, without any question left about names, places or channels.
 *
 * An operation either steers (let, if, choose, for-each, include), or writes inline content (words,
 * value, phrase, slot), or makes a document node. */
#ifndef ENG_CONTENT_PROGRAM_H
#define ENG_CONTENT_PROGRAM_H

#include "content/block.h"
#include "content/template.h"
#include "document/document.h"
#include "expr/expr.h"

typedef enum eng_op_kind {
	ENG_OP_SEQUENCE, /* nothing but its children */
	ENG_OP_LET,
	ENG_OP_IF,
	ENG_OP_CHOOSE, /* children: IF, the last one perhaps without a test */
	ENG_OP_FOR_EACH,
	ENG_OP_INCLUDE,
	ENG_OP_WORDS,
	ENG_OP_VALUE,
	ENG_OP_PHRASE,
	ENG_OP_SLOT, /* inside a block */
	ENG_OP_PART,
	ENG_OP_ATTACHMENT,
	ENG_OP_NODE, /* a document node of op->type */
	ENG_OP_KINDS
} eng_op_kind;

typedef struct eng_op eng_op;

/* An attribute that may have holes. */
typedef struct eng_op_attr {
	bool present;
	eng_loc where;
	eng_holes holes;
} eng_op_attr;

typedef enum eng_sort_type { ENG_SORT_TEXT, ENG_SORT_NUMBER, ENG_SORT_DATE } eng_sort_type;

typedef struct eng_op_sort {
	const eng_expr *select;
	eng_sort_type type;
	bool descending;
	eng_loc where;
} eng_op_sort;

/* What a for-each, table or chart walks over. */
typedef struct eng_op_rows {
	const eng_expr *select;
	eng_op_sort *sorts;
	size_t sort_count;
	const eng_expr *group;           /* group-by; NULL: none */
	unsigned group_slot, rows_slot;  /* $group and $rows */
} eng_op_rows;

/* with name= of an include, with the type that the fragment declares. */
typedef struct eng_op_with {
	eng_str name;
	const eng_expr *select; /* NULL: not given, the parameter is optional */
	eng_type type;          /* ENG_TYPE_GROUP: nodes */
	bool optional;
	unsigned slot;          /* in the fragment's frame */
	eng_loc where;
} eng_op_with;

/* One language's form of a fragment, compiled for one place. */
typedef struct eng_fragment {
	eng_str id, language; /* language empty: for all */
	const char *file;
	eng_op *body;
	unsigned slots;       /* size of its frame of variables */
	eng_op_with *withs;
	size_t with_count;
} eng_fragment;

/* The form in the language, else in its base language, else the one for all; NULL: none. */
const eng_fragment *eng_fragment_choose(const eng_fragment *const *forms, size_t n,
					eng_str language);

typedef struct eng_op_arg {
	eng_str name;
	eng_op *content;
	eng_loc where;
} eng_op_arg;

typedef struct eng_op_column {
	eng_str id;
	eng_op *heading, *cell; /* SEQUENCE */
	eng_width_unit width_unit;
	int width, least, most;
	eng_align align;
	int priority;
	bool header, keep_lines, merge;
	eng_channel_set channels;
	eng_loc where;
} eng_op_column;

typedef struct eng_op_carry {
	size_t column;
	const eng_expr *select, *start; /* start NULL: 0 */
	eng_op *label_out, *label_in;
	eng_op *content;
	unsigned slot; /* of $carried */
	eng_loc where;
} eng_op_carry;

typedef struct eng_op_series { eng_op_attr name, value; eng_loc where; } eng_op_series;

typedef struct eng_op_option { eng_op_attr value, label; } eng_op_option;

typedef struct eng_op_given {
	eng_str name;
	const eng_expr *select;
	eng_loc where;
} eng_op_given;

typedef struct eng_op_table {
	eng_op_rows rows;
	eng_op *caption;         /* NULL: none */
	eng_op_column *columns;
	size_t column_count;
	eng_op *group_heading;   /* SEQUENCE; NULL: none */
	unsigned totals_slot;    /* of $rows in totals */
	eng_op *subtotals, *totals, *feet; /* SEQUENCE of ROW operations, steered or not; NULL: none */
	bool divide;
	eng_op_carry *carry;
	size_t max_rows;
	eng_channel_set max_on;
	eng_op *more;
} eng_op_table;

typedef struct eng_op_chart {
	eng_chart_type type;
	eng_op_rows rows;
	eng_op_attr label, alt;
	eng_op *caption;
	eng_op_series *series;
	size_t series_count;
} eng_op_chart;

typedef struct eng_op_party { eng_op_attr name, street, number, postcode, town, country; } eng_op_party;

typedef struct eng_op_payment {
	eng_str scheme;
	eng_op_attr amount, currency, iban, name, reference, due, label;
	eng_op_attr message, billing, procedures[2]; /* from here on of "swiss-qr" only */
	eng_op_party creditor, debtor;
} eng_op_payment;

typedef struct eng_op_entry {
	eng_str name, type;
	eng_op_attr value, label, href;
	bool required, href_fixed;
	eng_op_option *options;
	size_t option_count;
} eng_op_entry;

typedef struct eng_op_block {
	const eng_block *block;
	eng_op_given *slots;
	size_t slot_count;
} eng_op_block;

typedef struct eng_op_attachment {
	eng_attachment_kind kind;
	bool record;   /* source="record" */
	bool optional; /* left out when the file has other records */
	eng_op_attr name, mime, data;
	eng_str channel;
} eng_op_attachment;

struct eng_op {
	eng_op_kind kind;
	eng_node_type type;       /* of NODE */
	eng_keep keep;
	eng_channel_set channels; /* where the author wants it; all bits when nothing is said */
	eng_channel_set carried;  /* channels that can show anything of it at all */
	eng_loc where;
	eng_tags tags;
	eng_op *first, *last, *next;
	bool keep_lines;          /* PARA and its like: line feeds of data are breaks */
	union {
		eng_str words;
		struct { const eng_expr *expr; eng_str phrase; } value; /* phrase: key of a lone t() */
		struct { eng_str key; eng_op_arg *args; size_t n; eng_op_attr href; } phrase;
		struct { const eng_expr *select; unsigned slot; } let;
		struct { const eng_expr *test; } test; /* NULL: otherwise */
		eng_op_rows rows;
		struct { const eng_fragment *const *forms; size_t n; const eng_expr *select; } include;
		struct { const eng_block_slot *slot; size_t index; } slot;
		struct { eng_str name; eng_pages pages; } part;
		eng_op_attachment *attachment;
		struct { int level; bool numbered; } heading;
		struct { eng_str master; } section;
		struct { int columns; } flow;
		struct { eng_str marker; bool ordered; } list;
		struct { eng_op *label; } fact;
		eng_op_table *table;
		struct { eng_row_kind kind; } row;
		struct { int span; size_t column; eng_align align; } cell;
		eng_op_chart *chart;
		struct { eng_str src; eng_op_attr alt; bool decorative; int width; } image;
		struct { eng_str symbology; eng_op_attr value, label; } barcode;
		eng_op_payment *payment;
		struct { eng_op_attr href; bool fixed; } link; /* fixed: no hole, already checked */
		eng_op_entry *entry;
		struct { eng_op_attr name, title; eng_str image; } signature;
		struct { int depth; } contents;
		struct { bool section; } page;
		eng_op_block *block;
	} as;
};

struct eng_template {
	eng_str id, version, theme, purpose, fallback;
	eng_str *languages;
	size_t language_count;
	int layout_epoch;
	eng_loc where;
	eng_vocabulary *vocabulary;
	eng_library *library;
	eng_channel_set all, assembling;
	eng_op_attr lang, jurisdiction;
	struct {
		eng_op_attr id, name, email, phone, prefers, country, postcode, point, unsubscribe;
		bool unsubscribe_fixed; /* no hole, already checked */
		const eng_expr **address;
		size_t address_count;
		eng_loc where;
	} recipient;
	struct { eng_op_attr id, journey, stage; } context;
	eng_op *head;          /* SEQUENCE of lets, parts and attachments; run before all else */
	eng_op *title, *brief; /* SEQUENCE of inline content; brief may be NULL */
	eng_op *body;
	unsigned slots; /* size of the frame of variables */
	bool wants_source; /* some attachment is the record's own file */
};

/* Hosts that a link made wholly of data may name; from the policy. */
bool eng_library_link_host(const eng_library *library, eng_str host);
/* The phrase of a key in a language, fallbacks applied; NULL when there is none or it is faulty. */
const eng_message *eng_library_phrase(const eng_library *library, eng_str key, eng_str language);
/* URL rules (docs/template-language.md): false after reporting template.link-*. whole: the URL is a
 * value of the data. */
bool eng_link_check(eng_ctx *ctx, eng_arena *arena, const eng_library *library, eng_str url,
		    bool whole, eng_loc where);

#endif
