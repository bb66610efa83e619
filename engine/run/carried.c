/* The walk behind `engross dump --equivalence --json`. It asks the channels' own `leaves_out`, so that what a
 * channel leaves out by design is not listed and anything else that is missing in an artifact is a fault. */
#include "run/carried.h"

#include "base/file.h"
#include "channels/channel.h"
#include "channels/common/view.h"
#include "markup/json-write.h"

typedef struct carried {
	const eng_document *doc;
	eng_arena *arena;
	eng_buf *out;
	int channel;
	const eng_part *part;  /* NULL: title, brief or body */
	const eng_node *block; /* the locked block around; NULL: none */
} carried;

/* of: the kind of what a value stands in, or NULL; notes: footnotes stand between the words. */
static void add_piece(carried *c, const char *kind, const char *of, bool notes,
		      const eng_node *node, eng_str text) {
	static const char *const pages[] = { "all", "first", "rest", "last" };
	eng_json_writer json;

	if (eng_str_blank(text)) {
		return;
	}
	eng_json_write_init(&json, c->out, false);
	eng_json_write_object(&json);
	eng_json_member_int(&json, "ordinal", (int64_t)c->doc->ordinal);
	eng_json_member_cstr(&json, "channel", c->doc->channel_names[c->channel]);
	eng_json_member_cstr(&json, "kind", kind);
	if (of) {
		eng_json_member_cstr(&json, "of", of);
	}
	if (notes) {
		eng_json_member_bool(&json, "footnotes", true);
	}
	eng_json_member_cstr(&json, "node", eng_node_type_name(node->type));
	if (c->part) {
		eng_json_member_text(&json, "part", c->part->name);
		eng_json_member_cstr(&json, "pages", pages[c->part->pages]);
	}
	if (node->where.file) {
		eng_json_member_text(&json, "where",
				     eng_str_printf(c->arena, "%s:%d",
						    eng_path_base(node->where.file),
						    node->where.line));
	}
	if (c->block) {
		eng_json_member_text(&json, "block", c->block->as.block.block_id);
	}
	eng_json_member_text(&json, "text", text);
	eng_json_write_object_end(&json);
	eng_buf_char(c->out, '\n');
}

static void add(carried *c, const char *kind, const eng_node *node, eng_str text) {
	add_piece(c, kind, NULL, false, node, text);
}

/* The words of inline content, its formatted values and its footnotes once more. */
static void add_inline(carried *c, const char *kind, const eng_node *node) {
	eng_walk walk;
	bool notes = false;

	if (!node) {
		return;
	}
	walk = eng_walk_start((eng_node *)node);
	while (eng_walk_next(&walk)) {
		const eng_node *at = walk.node;

		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(at, c->channel)) {
			eng_walk_skip(&walk);
		} else if (at->type == ENG_NODE_TEXT && at->as.text.value.kind != ENG_VALUE_TEXT) {
			add_piece(c, "value", kind, false, at, at->as.text.value.text);
		} else if (at->type == ENG_NODE_FOOTNOTE && at != node) {
			notes = true;
			add(c, c->block ? "locked" : "text", at,
			    eng_view_text(c->arena, at, c->channel));
		}
	}
	add_piece(c, c->block ? "locked" : kind, NULL, notes, node,
		  eng_view_text(c->arena, node, c->channel));
}

static void add_table(carried *c, const eng_node *table) {
	size_t n, rows;
	size_t *columns = eng_view_columns(c->arena, table, c->channel, &n);
	const eng_node **shown = eng_view_rows(c->arena, table, c->channel, &rows);

	add_inline(c, "text", table->as.table.caption);
	for (size_t i = 0; i < n; i++) {
		add_inline(c, "cell", table->as.table.columns[columns[i]].heading);
	}
	for (size_t i = 0; i < rows; i++) {
		for (const eng_node *cell = eng_view_first(shown[i], c->channel); cell;
		     cell = eng_view_next(cell, c->channel)) {
			if (eng_view_span(cell, columns, n) > 0) {
				add_inline(c, "cell", cell);
			}
		}
	}
}

static void add_chart(carried *c, const eng_node *chart) {
	add_inline(c, "text", chart->as.chart.caption);
	for (size_t i = 0; i < chart->as.chart.series_count; i++) {
		const eng_series *series = &chart->as.chart.series[i];

		for (size_t k = 0; k < chart->as.chart.label_count; k++) {
			add(c, "value", chart, series->values[k].text);
		}
	}
	for (size_t k = 0; k < chart->as.chart.label_count; k++) {
		add(c, "cell", chart, chart->as.chart.labels[k]);
	}
}

static void add_payment(carried *c, const eng_node *node) {
	add(c, "value", node, node->as.payment.amount.text);
	add(c, "text", node, node->as.payment.name);
	add(c, "text", node, node->as.payment.iban);
	add(c, "text", node, node->as.payment.reference);
	if (!node->as.payment.bill || !eng_channels[c->channel]->pages) {
		add(c, "value", node, node->as.payment.due.text); /* a slip has no place for it */
	}
}

/* What the node says itself; true when what is below it has been said too. */
static bool add_node(carried *c, const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_HEADING:
	case ENG_NODE_PARA:
		add_inline(c, "text", node);
		return true;
	case ENG_NODE_FACT:
		add_inline(c, "text", node->as.fact.label);
		add_inline(c, "text", node);
		return true;
	case ENG_NODE_TABLE:
		add_table(c, node);
		return true;
	case ENG_NODE_CHART:
		add_chart(c, node);
		return true;
	case ENG_NODE_BARCODE:
		add(c, "text", node, node->as.barcode.label);
		return true;
	case ENG_NODE_PAYMENT:
		add_payment(c, node);
		return true;
	case ENG_NODE_ACTION:
		add_inline(c, "text", node);
		return true;
	case ENG_NODE_ENTRY:
		add(c, "text", node, node->as.entry.label);
		return true;
	case ENG_NODE_SIGNATURE:
		add(c, "text", node, node->as.signature.name);
		add(c, "text", node, node->as.signature.title);
		return true;
	case ENG_NODE_IMAGE:
	case ENG_NODE_CONTENTS:
	case ENG_NODE_DIVIDER:
	case ENG_NODE_SPACER:
	case ENG_NODE_PAGE_BREAK:
		return true;
	case ENG_NODE_BODY:
	case ENG_NODE_PART:
	case ENG_NODE_SECTION:
	case ENG_NODE_FLOW:
	case ENG_NODE_CALLOUT:
	case ENG_NODE_BLOCK:
	case ENG_NODE_LIST:
	case ENG_NODE_ITEM:
	case ENG_NODE_FACTS:
	case ENG_NODE_ROW:
	case ENG_NODE_CELL:
	case ENG_NODE_TEXT:
	case ENG_NODE_STRONG:
	case ENG_NODE_EM:
	case ENG_NODE_SPAN:
	case ENG_NODE_NOBR:
	case ENG_NODE_LINK:
	case ENG_NODE_BR:
	case ENG_NODE_FOOTNOTE:
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
	case ENG_NODE_TYPES:
		break;
	}
	return false;
}

/* Everything below the root that the channel carries; of parts the blocks alone. */
static void add_tree(carried *c, eng_node *root) {
	const eng_channel *channel = eng_channel_find(c->doc->channel_names[c->channel]);
	const eng_node *action = eng_view_action(c->doc, c->channel);
	eng_walk walk = eng_walk_start(root);

	c->block = NULL;
	while (eng_walk_next(&walk)) {
		const eng_node *node = walk.node;
		bool assembled = channel->assembles && !c->block && node->type != ENG_NODE_BLOCK;

		if (!walk.entering) {
			c->block = node == c->block ? NULL : c->block;
			continue;
		}
		if (!eng_node_shown(node, c->channel)) {
			eng_walk_skip(&walk);
			continue;
		}
		if (node->type == ENG_NODE_BLOCK) {
			c->block = node;
		}
		if (assembled
			? node == action
			: (!c->part || c->block) &&
			      !(channel->leaves_out && channel->leaves_out(node) && !c->block)) {
			if (add_node(c, node)) {
				eng_walk_skip(&walk);
			}
		}
	}
}

void eng_carried_write(const eng_document *doc, eng_arena *arena, eng_buf *out) {
	for (int i = 0; doc->channel_names[i]; i++) {
		carried c = { .doc = doc, .arena = arena, .out = out, .channel = i };

		if (!(doc->channels >> i & 1)) {
			continue;
		}
		add_inline(&c, "title", doc->title);
		add_inline(&c, "brief", doc->brief);
		add_tree(&c, doc->body);
		for (size_t k = 0; k < doc->part_count; k++) {
			c.part = &doc->parts[k];
			add_tree(&c, c.part->content);
		}
	}
}
