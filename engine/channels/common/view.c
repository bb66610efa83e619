/* Filtering the tree for one channel. */
#include "channels/common/view.h"

const eng_node *eng_view_first(const eng_node *parent, int channel) {
	for (const eng_node *node = parent->first; node; node = node->next) {
		if (eng_node_shown(node, channel)) {
			return node;
		}
	}
	return NULL;
}

const eng_node *eng_view_next(const eng_node *node, int channel) {
	for (node = node->next; node; node = node->next) {
		if (eng_node_shown(node, channel)) {
			return node;
		}
	}
	return NULL;
}

bool eng_view_is_paged(const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_CONTENTS:
	case ENG_NODE_SPACER:
	case ENG_NODE_PAGE_BREAK:
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAGE_COUNT:
		return true;
	case ENG_NODE_BODY:
	case ENG_NODE_PART:
	case ENG_NODE_SECTION:
	case ENG_NODE_FLOW:
	case ENG_NODE_CALLOUT:
	case ENG_NODE_BLOCK:
	case ENG_NODE_LIST:
	case ENG_NODE_ITEM:
	case ENG_NODE_HEADING:
	case ENG_NODE_PARA:
	case ENG_NODE_FACTS:
	case ENG_NODE_FACT:
	case ENG_NODE_TABLE:
	case ENG_NODE_ROW:
	case ENG_NODE_CELL:
	case ENG_NODE_CHART:
	case ENG_NODE_IMAGE:
	case ENG_NODE_BARCODE:
	case ENG_NODE_PAYMENT:
	case ENG_NODE_ACTION:
	case ENG_NODE_ENTRY:
	case ENG_NODE_SIGNATURE:
	case ENG_NODE_DIVIDER:
	case ENG_NODE_TEXT:
	case ENG_NODE_STRONG:
	case ENG_NODE_EM:
	case ENG_NODE_SPAN:
	case ENG_NODE_NOBR:
	case ENG_NODE_LINK:
	case ENG_NODE_BR:
	case ENG_NODE_FOOTNOTE:
	case ENG_NODE_TYPES:
		break;
	}
	return false;
}

bool eng_view_any(const eng_node *parent, int channel) {
	return eng_view_first(parent, channel) != NULL;
}

const eng_part *eng_view_part(const eng_document *doc, int channel, eng_str name) {
	static const eng_pages order[] = { ENG_PAGES_FIRST, ENG_PAGES_ALL, ENG_PAGES_LAST };

	for (size_t k = 0; k < sizeof(order) / sizeof(order[0]); k++) {
		for (size_t i = 0; i < doc->part_count; i++) {
			const eng_part *part = &doc->parts[i];

			if (part->pages == order[k] && eng_str_eq(part->name, name) &&
			    eng_node_shown(part->content, channel)) {
				return part;
			}
		}
	}
	return NULL;
}

bool eng_view_cut(const eng_node *table, int channel) {
	return eng_table_rows_shown(table, channel) < table->as.table.data_rows;
}

/* True when a data row that is shown follows before the next group or the total. */
static bool group_has_rows(const eng_node *group, int channel, size_t limit) {
	for (const eng_node *row = eng_view_next(group, channel); row;
	     row = eng_view_next(row, channel)) {
		if (row->as.row.kind == ENG_ROW_DATA) {
			return row->as.row.index < limit;
		}
		if (row->as.row.kind != ENG_ROW_GROUP) {
			return false;
		}
	}
	return false;
}

const eng_node **eng_view_rows(eng_arena *arena, const eng_node *table, int channel, size_t *n) {
	size_t limit = eng_table_rows_shown(table, channel), count = 0;
	bool cut = limit < table->as.table.data_rows, open = false;
	const eng_node **rows;

	for (const eng_node *row = table->first; row; row = row->next) {
		count++;
	}
	rows = eng_arena_new_array(arena, count, const eng_node *);
	*n = 0;
	for (const eng_node *row = eng_view_first(table, channel); row;
	     row = eng_view_next(row, channel)) {
		bool show = true;

		switch (row->as.row.kind) {
		case ENG_ROW_GROUP:
			open = show = !cut || group_has_rows(row, channel, limit);
			break;
		case ENG_ROW_DATA:
			show = row->as.row.index < limit;
			open |= show;
			break;
		case ENG_ROW_SUBTOTAL:
			show = !cut || open;
			break;
		case ENG_ROW_TOTAL:
		case ENG_ROW_FOOT:
			break;
		}
		if (show) {
			rows[(*n)++] = row;
		}
	}
	return rows;
}

size_t *eng_view_columns(eng_arena *arena, const eng_node *table, int channel, size_t *n) {
	size_t *columns = eng_arena_new_array(arena, table->as.table.column_count, size_t);

	*n = 0;
	for (size_t i = 0; i < table->as.table.column_count; i++) {
		if (channel < 0 || (table->as.table.columns[i].channels >> channel & 1)) {
			columns[(*n)++] = i;
		}
	}
	return columns;
}

int eng_view_span(const eng_node *cell, const size_t *columns, size_t n) {
	size_t from = cell->as.cell.column, to;
	int span = 0;

	to = from + (size_t)(cell->as.cell.span > 1 ? cell->as.cell.span : 1);
	for (size_t i = 0; i < n; i++) {
		span += columns[i] >= from && columns[i] < to;
	}
	return span;
}

/* First shown action below a root; descends only into what is shown. */
static const eng_node *action_below(eng_node *root, int channel) {
	eng_walk walk = eng_walk_start(root);

	while (eng_walk_next(&walk)) {
		if (!walk.entering) {
			continue;
		}
		if (!eng_node_shown(walk.node, channel)) {
			eng_walk_skip(&walk);
		} else if (walk.node->type == ENG_NODE_ACTION) {
			return walk.node;
		}
	}
	return NULL;
}

const eng_node *eng_view_action(const eng_document *doc, int channel) {
	const eng_node *action = action_below(doc->body, channel);

	for (size_t i = 0; !action && i < doc->part_count; i++) {
		action = action_below(doc->parts[i].content, channel);
	}
	return action;
}

eng_str eng_view_form(const eng_document *doc, const eng_node *entry, int channel) {
	const eng_node *action = entry->as.entry.href.n ? NULL : eng_view_action(doc, channel);

	return action ? action->as.link.href : entry->as.entry.href;
}

/* The text of a node that is nothing but one; NULL: it is more, or less. */
static const eng_str *lone_text(const eng_node *node, int channel) {
	const eng_node *child = eng_view_first(node, channel);

	return child && child->type == ENG_NODE_TEXT && !eng_view_next(child, channel)
		   ? &child->as.text.value.text
		   : NULL;
}

eng_str eng_view_text(eng_arena *arena, const eng_node *node, int channel) {
	const eng_str *lone = node ? lone_text(node, channel) : NULL;
	eng_buf words = { 0 };
	eng_str text = { "", 0 };
	char *copy;

	if (lone) { /* most cells, values and labels */
		text = eng_str_trim(*lone);
	} else if (node) {
		eng_node_text(node, channel, &words);
		text = eng_str_trim(eng_buf_view(&words));
	}
	copy = eng_str_dup(arena, text);
	for (char *at = copy; (at = memchr(at, '\n', text.n - (size_t)(at - copy))); at++) {
		*at = ' ';
	}
	eng_buf_finish(&words);
	return (eng_str){ copy, text.n };
}
