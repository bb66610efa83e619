/* Total accounting: every visible text, image and figure of the document stands on a page.
 *
 * Written against the pages alone, so that a fault anywhere in layout is found here and reported as
 * an error instead of being printed. Counts the characters of each text node that runs show. */
#include "base/utf8.h"
#include "layout/assemble.h"

/* Characters that count: neither white space nor what lines may drop or add. */
static size_t count_characters(eng_str text) {
	size_t n = 0;
	uint32_t c;

	while (eng_utf8_next(&text, &c)) {
		n += c > 0x20 && c != 0xA0 && c != 0xAD && c != 0x3000 &&
		     (c < 0x2000 || c > 0x200F) && (c < 0x2028 || c > 0x202F) &&
		     (c < 0x205F || c > 0x206F) && c != 0x61C && c != 0xFEFF;
	}
	return n;
}

void eng_account_start(eng_work *work) {
	work->shown = eng_arena_new_array(work->arena, (size_t)work->doc->text_count + 1, uint32_t);
	work->figures = g_hash_table_new(NULL, NULL);
}

void eng_account_finish(eng_work *work) {
	g_hash_table_destroy(work->figures);
}

void eng_account_add(eng_work *work, const eng_page *page) {
	for (size_t i = 0; i < page->count; i++) {
		const eng_item *item = &page->items[i];
		const eng_node *node = item->node;

		if (!node) {
			continue;
		}
		if (node->type != ENG_NODE_TEXT) {
			g_hash_table_add(work->figures, (gpointer)(uintptr_t)node);
		} else if (item->kind == ENG_ITEM_RUN &&
			   node->as.text.ordinal <= work->doc->text_count) {
			work->shown[node->as.text.ordinal] +=
			    (uint32_t)count_characters(item->as.run.text);
		}
	}
}

/* What of a node stands on pages; a text without ordinal cannot be counted and is not there. */
static size_t shown_of(const eng_work *work, const eng_node *node) {
	uint32_t ordinal;

	if (node->type != ENG_NODE_TEXT) {
		return g_hash_table_contains(work->figures, node);
	}
	ordinal = node->as.text.ordinal;
	return ordinal > 0 && ordinal <= work->doc->text_count ? work->shown[ordinal] : 0;
}

static bool check_node(eng_work *work, const eng_node *node) {
	size_t shown = 0, wanted = 0;

	switch ((int)node->type) {
	case ENG_NODE_TEXT:
		wanted = count_characters(node->as.text.value.text);
		break;
	case ENG_NODE_CHART:
	case ENG_NODE_IMAGE:
	case ENG_NODE_BARCODE:
	case ENG_NODE_PAYMENT:
		wanted = 1;
		break;
	default:
		break;
	}
	shown = wanted ? shown_of(work, node) : 0;
	if (shown >= wanted) {
		return true;
	}
	return eng_fail(work->ctx, "layout.lost", node->where,
			"%s of %zu characters stands on no page or only in part (%zu)",
			eng_node_type_name(node->type), wanted, shown);
}

/* Rows of a table behind the limit of the channel are left out by design. */
static bool left_out(const eng_work *work, const eng_node *node) {
	size_t shown;

	if (node->type == ENG_NODE_CELL) {
		const eng_node *table = node->parent->parent;
		uint32_t channel = 1u << work->channel;
		bool visible = false;

		for (int i = 0; i < (node->as.cell.span < 1 ? 1 : node->as.cell.span); i++) {
			size_t column = node->as.cell.column + (size_t)i;

			visible |= column < table->as.table.column_count &&
				   (table->as.table.columns[column].channels & channel);
		}
		return !visible;
	}
	if (node->type != ENG_NODE_ROW) {
		return false;
	}
	shown = eng_table_rows_shown(node->parent, work->channel);
	if (shown >= node->parent->as.table.data_rows) {
		return false;
	}
	return node->as.row.kind != ENG_ROW_TOTAL;
}

static bool check_tree(eng_work *work, eng_node *root) {
	eng_walk walk = eng_walk_start(root);
	bool ok = true;

	while (eng_walk_next(&walk)) {
		if (!walk.entering) {
			continue;
		}
		if (!eng_work_shows(work, walk.node) || left_out(work, walk.node)) {
			eng_walk_skip(&walk);
			continue;
		}
		ok &= check_node(work, walk.node);
	}
	return ok;
}

bool eng_account_check(eng_work *work) {
	bool ok = check_tree(work, work->doc->body);

	for (size_t i = 0; i < work->doc->part_count; i++) {
		const eng_part *part = &work->doc->parts[i];

		/* A part for pages that this document does not have is left out by design. */
		if (work->part_placed[i] || eng_part_ends_body(work, part)) {
			ok &= check_tree(work, part->content);
		}
	}
	return ok;
}
