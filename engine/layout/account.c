/* Total accounting: every visible text, figure, rule, link and field of the document stands on a page.
 *
 * Written against the pages alone, so that a fault anywhere in layout is found here and reported as
 * an error instead of being printed. Counts the characters of each node that runs show, its other items,
 * and its links and fields. tests/unit/test_account loses each of them once. */
#include <string.h>

#include "base/scan.h"
#include "base/utf8.h"
#include "layout/assemble.h"
#include "layout/block.h"

/* True for a character that counts: neither white space nor what lines may drop or add. */
static bool counts(uint32_t c) {
	if (c < 0x80) {
		return c > ' ';
	}
	return c != 0xA0 && c != 0xAD && c != 0x3000 && (c < 0x2000 || c > 0x200F) &&
	       (c < 0x2028 || c > 0x202F) && (c < 0x205F || c > 0x206F) && c != 0x61C &&
	       c != 0xFEFF;
}

/* Bytes above the space among eight that are all ASCII: each carries into its high bit, and the product
 * gathers these in the highest byte. */
static size_t count_ascii(uint64_t word) {
	const uint64_t above = ENG_SCAN_ONES * (0x7F - ' ');

	return (((word + above) & ENG_SCAN_TOPS) >> 7) * ENG_SCAN_ONES >> 56;
}

/* Eight bytes at a time while all are ASCII; the last few are looked at with those before them, which are
 * shifted out. */
static size_t count_characters(eng_str text) {
	const char *start = text.s;
	size_t n = 0;
	uint32_t c;

	while (text.n > 0) {
		size_t taken = text.n < 8 ? text.n : 8;

		if ((size_t)(text.s - start) + taken >= 8) {
			uint64_t word = eng_scan_word(text.s + taken - 8) >> 8 * (8 - taken);

			if (!(word & ENG_SCAN_TOPS)) {
				n += count_ascii(word);
				text.s += taken;
				text.n -= taken;
				continue;
			}
		}
		if (!eng_utf8_next(&text, &c)) {
			break;
		}
		n += counts(c);
	}
	return n;
}

void eng_account_start(eng_work *work) {
	work->shown = eng_arena_new_array(work->arena, (size_t)work->doc->text_count + 1, uint32_t);
	work->figures = g_hash_table_new(NULL, NULL);
	work->places = g_hash_table_new(NULL, NULL);
}

void eng_account_finish(eng_work *work) {
	g_hash_table_destroy(work->figures);
	g_hash_table_destroy(work->places);
}

static size_t count_of(GHashTable *table, const eng_node *node) {
	return GPOINTER_TO_SIZE(g_hash_table_lookup(table, node));
}

static void count(GHashTable *table, const eng_node *node, size_t more) {
	g_hash_table_insert(table, (gpointer)(uintptr_t)node,
			    GSIZE_TO_POINTER(count_of(table, node) + more));
}

static void add_item(eng_work *work, const eng_item *item) {
	const eng_node *node = item->node;
	size_t n = item->kind == ENG_ITEM_RUN ? count_characters(item->as.run.text) : 1;

	if (node->type != ENG_NODE_TEXT) {
		count(work->figures, node, n);
	} else if (item->kind == ENG_ITEM_RUN &&
		   node->as.text.from.ordinal <= work->doc->text_count) {
		work->shown[node->as.text.from.ordinal] += (uint32_t)n;
	}
}

void eng_account_add(eng_work *work, const eng_page *page) {
	for (size_t i = 0; i < page->count; i++) {
		if (page->items[i].node) {
			add_item(work, &page->items[i]);
		}
	}
	for (size_t i = 0; i < page->annotation_count; i++) {
		const eng_annotation *a = &page->annotations[i];
		const eng_node *node = a->field ? a->field->entry : a->node;

		if (node) {
			count(work->places, node, 1);
		}
	}
}

/* What of a node stands on pages; a text without ordinal cannot be counted and is not there. */
static size_t shown_of(const eng_work *work, const eng_node *node) {
	uint32_t ordinal;

	if (node->type != ENG_NODE_TEXT) {
		return count_of(work->figures, node);
	}
	ordinal = node->as.text.from.ordinal;
	return ordinal > 0 && ordinal <= work->doc->text_count ? work->shown[ordinal] : 0;
}

static size_t count_below(const eng_work *work, eng_node *root) {
	eng_walk walk = eng_walk_start(root);
	size_t n = 0;

	while (eng_walk_next(&walk)) {
		if (walk.entering && !eng_work_shows(work, walk.node)) {
			eng_walk_skip(&walk);
		} else if (walk.entering && walk.node->type == ENG_NODE_TEXT) {
			n += count_characters(walk.node->as.text.value.text);
		}
	}
	return n;
}

/* A table of contents says each heading and a page. */
static size_t count_contents(const eng_work *work, const eng_node *contents) {
	eng_walk walk = eng_walk_start(work->doc->body);
	size_t n = 0;

	while (eng_walk_next(&walk)) {
		if (walk.entering && eng_contents_lists(work, contents, walk.node)) {
			n += count_below(work, walk.node) + 1;
		}
	}
	return n;
}

static size_t count_entry(const eng_node *node) {
	size_t n = count_characters(node->as.entry.label);

	for (size_t i = 0; i < node->as.entry.option_count; i++) {
		n += count_characters(node->as.entry.options[i].label);
	}
	return n;
}

/* Characters, pictures and strokes that a node itself must have on pages at least: its words and, of what
 * has none, something. */
static size_t wanted_of(const eng_work *work, const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_TEXT:
		return count_characters(node->as.text.value.text);
	case ENG_NODE_ACTION:
		return count_characters(eng_action_address(node->as.link.href));
	case ENG_NODE_BARCODE:
		return 1 + count_characters(node->as.barcode.label);
	case ENG_NODE_CONTENTS:
		return count_contents(work, node);
	case ENG_NODE_ENTRY:
		return count_entry(node);
	case ENG_NODE_SIGNATURE:
		return count_characters(node->as.signature.name) +
		       count_characters(node->as.signature.title);
	case ENG_NODE_CHART:
	case ENG_NODE_DIVIDER:
	case ENG_NODE_FOOTNOTE:
	case ENG_NODE_IMAGE:
	case ENG_NODE_PAGE_COUNT:
	case ENG_NODE_PAGE_NUMBER:
	case ENG_NODE_PAYMENT:
		return 1;
	default:
		return 0; /* what it says stands below it */
	}
}

/* Places that a reader can follow or fill in. Running content has none. */
static size_t places_of(const eng_work *work, eng_node *node) {
	if (work->artifact) {
		return 0;
	}
	switch (node->type) {
	case ENG_NODE_ACTION:
		return 1;
	case ENG_NODE_LINK:
		return count_below(work, node) > 0;
	case ENG_NODE_ENTRY:
		return node->as.entry.option_count ? node->as.entry.option_count : 1;
	default:
		return 0;
	}
}

static bool check_node(eng_work *work, eng_node *node) {
	size_t wanted = wanted_of(work, node), places = places_of(work, node);
	size_t shown = wanted ? shown_of(work, node) : 0;
	size_t found = places ? count_of(work->places, node) : 0;

	if (shown < wanted) {
		return eng_fail(work->ctx, "layout.lost", node->where,
				"%s of %zu characters stands on no page or only in part (%zu)",
				eng_node_type_name(node->type), wanted, shown);
	}
	return found >= places ||
	       eng_fail(work->ctx, "layout.lost", node->where,
			"%s has %zu places on pages to follow or fill in, should be %zu",
			eng_node_type_name(node->type), found, places);
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
		return !visible || node->as.cell.same; /* the cell above says it for both */
	}
	if (node->type != ENG_NODE_ROW) {
		return false;
	}
	shown = eng_table_rows_shown(node->parent, work->channel);
	if (shown >= node->parent->as.table.data_rows) {
		return false;
	}
	return node->as.row.kind < ENG_ROW_TOTAL;
}

static bool check_tree(eng_work *work, eng_node *root);

/* What belongs to a node and is not below it: labels, captions, headings of columns. */
static bool check_beside(eng_work *work, const eng_node *node) {
	bool ok = true;

	if (node->type == ENG_NODE_FACT && node->as.fact.label) {
		return check_tree(work, node->as.fact.label);
	}
	if (node->type == ENG_NODE_CHART && node->as.chart.caption) {
		return check_tree(work, node->as.chart.caption);
	}
	if (node->type != ENG_NODE_TABLE) {
		return true;
	}
	if (node->as.table.caption) {
		ok = check_tree(work, node->as.table.caption);
	}
	for (size_t i = 0; i < node->as.table.column_count; i++) {
		const eng_column *column = &node->as.table.columns[i];

		if (column->channels >> work->channel & 1) {
			ok &= check_tree(work, column->heading);
		}
	}
	if (node->as.table.more &&
	    eng_table_rows_shown(node, work->channel) < node->as.table.data_rows) {
		ok &= check_tree(work, node->as.table.more);
	}
	return ok;
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
		ok &= check_node(work, walk.node) && check_beside(work, walk.node);
	}
	return ok;
}

/* The box of an item of the document's content. */
static eng_rect box_of(const eng_item *item) {
	const eng_glyph_run *r = &item->as.run;

	if (item->kind == ENG_ITEM_IMAGE) {
		return item->as.image.box;
	}
	return (eng_rect){ r->x, r->y, r->width, 0 };
}

/* Nothing that is content begins or ends outside of the paper, where it would be cut off. Half a point
 * is the rounding of what is as wide as its place. */
void eng_account_edges(eng_work *work, const eng_page *page, size_t index) {
	const eng_length slip = 500;

	for (size_t i = 0; i < page->count; i++) {
		const eng_item *item = &page->items[i];
		eng_rect box;

		if (item->kind == ENG_ITEM_PATH || !item->node) {
			continue;
		}
		box = box_of(item);
		if (box.w > 0 && (box.x < -slip || box.x + box.w > page->width + slip ||
				  box.y < -slip || box.y + box.h > page->height + slip)) {
			work->faulty = true;
			eng_fail(work->ctx, "layout.outside", item->node->where,
				 "%s would stand beyond the edge of page %zu, at %ld, %ld pt",
				 eng_node_type_name(item->node->type), index + 1,
				 (long)(box.x / 1000), (long)(box.y / 1000));
		}
	}
}

bool eng_account_check(eng_work *work) {
	bool ok = check_tree(work, work->doc->body) && !work->faulty, former = work->artifact;

	if (work->titled) {
		ok &= check_tree(work, work->doc->title);
	}

	for (size_t i = 0; i < work->doc->part_count; i++) {
		const eng_part *part = &work->doc->parts[i];
		bool ends = eng_part_ends_body(work, part);

		/* A part for pages that this document does not have is left out by design. */
		work->artifact = !ends;
		if (work->part_placed[i] || ends) {
			ok &= check_tree(work, part->content);
		}
	}
	work->artifact = former;
	return ok;
}
