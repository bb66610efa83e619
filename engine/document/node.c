/* Nodes: making, linking, walking, and their text. What an element means is not known here. */
#include "document/node.h"

#include <stddef.h>

const char *eng_node_type_name(eng_node_type type) {
	static const char *const names[ENG_NODE_TYPES] = {
		[ENG_NODE_BODY] = "body",
		[ENG_NODE_PART] = "part",
		[ENG_NODE_SECTION] = "section",
		[ENG_NODE_FLOW] = "flow",
		[ENG_NODE_CALLOUT] = "callout",
		[ENG_NODE_BLOCK] = "block",
		[ENG_NODE_LIST] = "list",
		[ENG_NODE_ITEM] = "item",
		[ENG_NODE_HEADING] = "heading",
		[ENG_NODE_PARA] = "para",
		[ENG_NODE_FACTS] = "facts",
		[ENG_NODE_FACT] = "fact",
		[ENG_NODE_TABLE] = "table",
		[ENG_NODE_ROW] = "row",
		[ENG_NODE_CELL] = "cell",
		[ENG_NODE_CHART] = "chart",
		[ENG_NODE_IMAGE] = "image",
		[ENG_NODE_BARCODE] = "barcode",
		[ENG_NODE_PAYMENT] = "payment",
		[ENG_NODE_ACTION] = "action",
		[ENG_NODE_ENTRY] = "entry",
		[ENG_NODE_SIGNATURE] = "signature",
		[ENG_NODE_CONTENTS] = "contents",
		[ENG_NODE_DIVIDER] = "divider",
		[ENG_NODE_SPACER] = "spacer",
		[ENG_NODE_PAGE_BREAK] = "page-break",
		[ENG_NODE_TEXT] = "text",
		[ENG_NODE_STRONG] = "strong",
		[ENG_NODE_EM] = "em",
		[ENG_NODE_SPAN] = "span",
		[ENG_NODE_NOBR] = "nobr",
		[ENG_NODE_LINK] = "link",
		[ENG_NODE_BR] = "br",
		[ENG_NODE_FOOTNOTE] = "footnote",
		[ENG_NODE_PAGE_NUMBER] = "page-number",
		[ENG_NODE_PAGE_COUNT] = "page-count",
	};

	return names[type];
}

bool eng_node_is_inline(const eng_node *node) {
	return node->type >= ENG_NODE_TEXT;
}

#define PAYLOAD(member) sizeof(((eng_node *)NULL)->as.member)

/* Bytes of the member of as that belongs to a type. */
static size_t payload(eng_node_type type) {
	static const uint16_t sizes[ENG_NODE_TYPES] = {
		[ENG_NODE_SECTION] = PAYLOAD(section),   [ENG_NODE_FLOW] = PAYLOAD(flow),
		[ENG_NODE_BLOCK] = PAYLOAD(block),       [ENG_NODE_LIST] = PAYLOAD(list),
		[ENG_NODE_HEADING] = PAYLOAD(heading),   [ENG_NODE_FACT] = PAYLOAD(fact),
		[ENG_NODE_TABLE] = PAYLOAD(table),       [ENG_NODE_ROW] = PAYLOAD(row),
		[ENG_NODE_CELL] = PAYLOAD(cell),         [ENG_NODE_CHART] = PAYLOAD(chart),
		[ENG_NODE_IMAGE] = PAYLOAD(image),       [ENG_NODE_BARCODE] = PAYLOAD(barcode),
		[ENG_NODE_PAYMENT] = PAYLOAD(payment),   [ENG_NODE_ACTION] = PAYLOAD(link),
		[ENG_NODE_ENTRY] = PAYLOAD(entry),       [ENG_NODE_SIGNATURE] = PAYLOAD(signature),
		[ENG_NODE_CONTENTS] = PAYLOAD(contents), [ENG_NODE_TEXT] = PAYLOAD(text),
		[ENG_NODE_LINK] = PAYLOAD(link),         [ENG_NODE_BR] = PAYLOAD(br),
		[ENG_NODE_PAGE_NUMBER] = PAYLOAD(page),  [ENG_NODE_PAGE_COUNT] = PAYLOAD(page),
	};

	return sizes[type];
}

eng_node *eng_node_new(eng_arena *arena, eng_node_type type, eng_loc where,
		       eng_channel_set channels) {
	static const eng_tags none;
	eng_node *node = eng_arena_alloc(arena, offsetof(eng_node, as) + payload(type));

	node->type = type;
	node->where = where;
	node->channels = channels;
	node->tags = &none;
	return node;
}

void eng_node_set_tags(eng_arena *arena, eng_node *node, eng_tags tags) {
	node->tags = eng_arena_copy(arena, &tags, sizeof(tags));
}

const eng_provenance *eng_node_from(const eng_node *node) {
	static const eng_provenance none = { ENG_ORIGIN_STATIC }, engine = { ENG_ORIGIN_ENGINE };

	switch ((int)node->type) {
	case ENG_NODE_TEXT:
		return &node->as.text.from;
	case ENG_NODE_BR:
		return &node->as.br.from;
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
		return &engine;
	default:
		return &none;
	}
}

void eng_node_append(eng_node *parent, eng_node *child) {
	child->parent = parent;
	if (parent->last) {
		parent->last->next = child;
	} else {
		parent->first = child;
	}
	parent->last = child;
}

bool eng_node_shown(const eng_node *node, int channel) {
	return channel < 0 || (node->channels >> channel & 1);
}

size_t eng_table_rows_shown(const eng_node *table, int channel) {
	size_t limit = table->as.table.max_rows, rows = table->as.table.data_rows;
	bool limited = limit && channel >= 0 && (table->as.table.max_on >> channel & 1);

	return limited && limit < rows ? limit : rows;
}

eng_walk eng_walk_start(eng_node *root) {
	return (eng_walk){ .root = root };
}

bool eng_walk_next(eng_walk *walk) {
	eng_node *node = walk->node;

	if (!node) {
		walk->node = walk->root;
		walk->entering = true;
		return walk->root != NULL;
	}
	if (walk->entering && !walk->skip && node->first) {
		walk->node = node->first;
		return true;
	}
	walk->skip = false;
	if (walk->entering) {
		walk->entering = false;
		return true;
	}
	if (node == walk->root) {
		return false;
	}
	walk->entering = node->next != NULL;
	walk->node = node->next ? node->next : node->parent;
	return true;
}

void eng_walk_skip(eng_walk *walk) {
	walk->skip = true;
}

void eng_node_text(const eng_node *node, int channel, eng_buf *out) {
	eng_walk walk = eng_walk_start((eng_node *)node);

	while (eng_walk_next(&walk)) {
		const eng_node *at = walk.node;

		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(at, channel) || (at != node && at->type == ENG_NODE_FOOTNOTE)) {
			eng_walk_skip(&walk);
		} else if (at->type == ENG_NODE_TEXT) {
			eng_buf_str(out, at->as.text.value.text);
		} else if (at->type == ENG_NODE_BR) {
			eng_buf_char(out, '\n');
		}
	}
}
