/* What the files of compose share: the state of composing one record. */
#ifndef ENG_COMPOSE_STATE_H
#define ENG_COMPOSE_STATE_H

#include "compose/compose.h"
#include "content/program.h"

struct eng_composer {
	eng_library *library;
	const eng_template *tmpl;
	eng_compose_options options;
	eng_arena lists; /* of fields, while a document is composed */
	struct {
		char key[96];
		eng_locale *locale;
	} * locales; /* by "language region" */
	size_t locale_count, locale_cap;
};

/* Sets inline content into one block: white space by the text rules, across nested elements. */
typedef struct eng_writer {
	bool start;        /* nothing visible yet on this line */
	bool pending;      /* a space is due before the next visible content */
	bool keep_lines;   /* line feeds of data are breaks */
	eng_node *reserve; /* text node with room for the space behind its end */
	eng_node *space_parent;
	eng_loc space_where;
} eng_writer;

typedef struct eng_composing {
	eng_ctx *ctx;
	eng_composer *composer;
	eng_arena *arena;
	const eng_template *tmpl;
	const eng_record *record;
	eng_document *doc;
	eng_eval eval;
	eng_result *frame; /* variables of the file being run */
	uint64_t steps;
	size_t nodes;
	int depth;
	eng_writer *writer; /* NULL between blocks */
	const eng_op_table *table;
	const eng_block_version *version; /* inside a block: all is locked */
	const eng_value *slots;           /* its slots, formatted */
	const eng_loc *slot_data;
	size_t part_cap, attachment_cap, block_cap;
	unsigned headings[6]; /* numbered so far, by level, since one of a level above */
} eng_composing;

/* ---- run.c ---- */
bool eng_compose_ops(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set);
/* A node for the operation; NULL after reporting limit.document-nodes or limit.arena-bytes. */
eng_node *eng_compose_node(eng_composing *s, const eng_op *op, eng_node_type type,
			   eng_channel_set set);
/* Runs the children of op as the inline content of node. */
bool eng_compose_content(eng_composing *s, const eng_op *op, eng_node *node);
/* PARA of a label; NULL after reporting. op NULL: an empty one. */
eng_node *eng_compose_label(eng_composing *s, const eng_op *op, eng_loc where, eng_channel_set set);

/* ---- heading.c ---- */
bool eng_compose_heading(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set);

/* ---- attribute.c ---- */
/* One line of text: white space normal, no controls. Absent or missing: empty. */
bool eng_compose_attr(eng_composing *s, const eng_op_attr *attr, eng_str *out);
/* The same, and it must not be empty. */
bool eng_compose_attr_needed(eng_composing *s, const eng_op_attr *attr, const char *name,
			     eng_str *out);
/* White space runs become one space, the edges nothing. Copied only when needed. */
eng_str eng_compose_one_line(eng_arena *arena, eng_str text);
/* A value: formatted values keep what they were. Absent or missing: raw and text empty. */
bool eng_compose_attr_value(eng_composing *s, const eng_op_attr *attr, eng_value *out);
/* The address of a link, holes encoded. Missing is an error; _some: then empty. */
bool eng_compose_href(eng_composing *s, const eng_op_attr *attr, bool fixed, eng_str *out);
bool eng_compose_href_some(eng_composing *s, const eng_op_attr *attr, bool fixed, eng_str *out);
/* The engine's own plain phrase in the document's language; false after reporting strings.missing. */
bool eng_compose_word(eng_composing *s, const char *key, eng_loc where, eng_str *out);
/* False after reporting data.control-character at where (and the place in the data). */
bool eng_compose_clean(eng_composing *s, eng_str text, eng_loc where, const eng_field *from);

/* ---- text.c ---- */
bool eng_write_words(eng_composing *s, eng_node *parent, eng_str words, eng_loc where,
		     eng_provenance from);
bool eng_write_value(eng_composing *s, eng_node *parent, const eng_value *value, eng_loc where,
		     eng_provenance from);
/* Any other inline node; its own content is not touched. */
bool eng_write_node(eng_composing *s, eng_node *parent, eng_node *node);
bool eng_write_break(eng_composing *s, eng_node *parent, eng_loc where, eng_provenance from);
/* Tells that an inline container is closed, and whether it was kept. */
void eng_write_close(eng_composing *s, eng_node *parent, const eng_node *node);
bool eng_compose_words(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set);
bool eng_compose_value(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set);

/* ---- trace.c ---- */
/* Each notes a turn when somebody asks, and gives what eng_turn_leave takes behind all that is below it:
 * a test of if or (choice) of when and otherwise, a list just selected, a fragment. */
size_t eng_turn_test(eng_composing *s, const eng_op *op, bool choice, bool taken);
size_t eng_turn_list(eng_composing *s, const eng_expr *select, size_t rows);
size_t eng_turn_include(eng_composing *s, const eng_op *op, eng_str id);
void eng_turn_leave(eng_composing *s, size_t turn);

/* ---- rows.c ---- */
typedef struct eng_list {
	eng_rows rows;         /* in the order shown */
	size_t *group_ends;    /* one past the last row of each group */
	eng_result *groups;    /* $group of each */
	size_t group_count;    /* 0: not grouped */
	const eng_field *node; /* around the list, for eng_list_leave */
	size_t position, last;
	eng_rows *outer;
	size_t turn;
} eng_list;

/* Selects, sorts and groups; then the rows are those of the list until left. */
bool eng_list_enter(eng_composing *s, const eng_op_rows *op, eng_list *list);
void eng_list_row(eng_composing *s, const eng_list *list, size_t row);
/* Sets $group and $rows for a group. */
void eng_list_group(eng_composing *s, const eng_op_rows *op, const eng_list *list, size_t group);
/* Back to the node around, for totals and when done. */
void eng_list_leave(eng_composing *s, const eng_list *list);
bool eng_compose_for_each(eng_composing *s, const eng_op *op, eng_node *parent,
			  eng_channel_set set);

/* ---- qr-bill.c ---- */
/* What the node's Swiss QR-bill says; the payment's own facts are set. False after reporting. */
bool eng_compose_bill(eng_composing *s, const eng_op_payment *op, eng_node *node);

/* ---- one for each kind of node that is more than its children ---- */
typedef bool eng_compose_fn(eng_composing *s, const eng_op *op, eng_node *parent,
			    eng_channel_set set);
eng_compose_fn eng_compose_table, eng_compose_total, eng_compose_chart, eng_compose_image,
    eng_compose_barcode, eng_compose_payment, eng_compose_action, eng_compose_entry,
    eng_compose_signature, eng_compose_block, eng_compose_slot, eng_compose_phrase,
    eng_compose_attachment, eng_compose_include;

/* ---- axis.c ---- */
/* Sets the ticks of a chart with a value axis whose values are set. */
bool eng_compose_axis(eng_composing *s, eng_node *chart);

/* ---- compose.c ---- */
/* The locale of a language and region, made once. NULL after reporting. */
const eng_locale *eng_composer_locale(eng_ctx *ctx, eng_composer *composer, eng_str language,
				      eng_str region);

#endif
