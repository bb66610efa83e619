/* Accounting, proved kind by kind: a document with every kind of node is laid out whole, then what stands on
 * its pages of one node after another is taken away, and the accounts must tell of each loss. */
#include "composed.h"
#include "layout/assemble.h"
#include "unit.h"

static eng_ctx ctx;
static eng_arena arena;
static composed made;
static eng_layout *layout;
static unsigned lost; /* layout.lost reported since this was cleared */
static char told[256];

static void report(void *user, const eng_diag *diag) {
	(void)user;
	lost += strcmp(diag->code, "layout.lost") == 0;
	snprintf(told, sizeof(told), "%s", diag->message);
}

/* Order, look or room, and the space between two words. */
static bool is_silent(const eng_node *node) {
	switch (node->type) {
	case ENG_NODE_TEXT:
		return eng_str_blank(node->as.text.value.text);
	case ENG_NODE_BR:
	case ENG_NODE_PAGE_BREAK:
	case ENG_NODE_SPACER:
	case ENG_NODE_TYPES:
		return true;
	default:
		return false;
	}
}

static bool is_below(const eng_node *node, const eng_node *root) {
	while (node && node != root) {
		node = node->parent;
	}
	return node != NULL;
}

/* The accounts of all pages without what a node and those below it have there; places: links and fields
 * instead. False when a loss is told. */
static bool balances_without(const eng_node *gone, bool places) {
	eng_work work = { .ctx = &ctx,
			  .arena = &arena,
			  .doc = made.document,
			  .press = made.press,
			  .theme = eng_press_theme(made.press),
			  .channel = made.channel,
			  .titled = true };
	bool ok;

	work.part_placed = eng_arena_new_array(&arena, made.document->part_count + 1, bool);
	for (size_t i = 0; i < made.document->part_count; i++) {
		work.part_placed[i] = true;
	}
	lost = 0;
	eng_account_start(&work);
	for (size_t i = 0; i < layout->page_count; i++) {
		eng_page page = layout->pages[i];

		page.items = eng_arena_copy(&arena, page.items, page.count * sizeof(*page.items));
		page.annotations = eng_arena_copy(
		    &arena, page.annotations, page.annotation_count * sizeof(*page.annotations));
		for (size_t k = 0; gone && !places && k < page.count; k++) {
			if (is_below(page.items[k].node, gone)) {
				page.items[k].node = NULL;
			}
		}
		for (size_t k = 0; gone && places && k < page.annotation_count; k++) {
			eng_annotation *a = &page.annotations[k];

			if (is_below(a->node, gone) || (a->field && a->field->entry == gone)) {
				a->node = NULL;
				a->field = NULL;
			}
		}
		eng_account_add(&work, &page);
	}
	ok = eng_account_check(&work);
	eng_account_finish(&work);
	return ok;
}

/* One node more of this kind; seen: those that were tried. */
static void lose(eng_node *node, unsigned *seen) {
	bool link = node->type == ENG_NODE_LINK || node->type == ENG_NODE_ACTION ||
		    node->type == ENG_NODE_ENTRY;

	seen[node->type]++;
	if (is_silent(node)) {
		return;
	}
	if (balances_without(node, false) || lost == 0) {
		fprintf(stderr, "loss of <%s> at %s:%d is not told\n",
			eng_node_type_name(node->type), node->where.file, node->where.line);
		CHECK(false);
	}
	if (link && (balances_without(node, true) || lost != 1)) {
		fprintf(stderr, "loss of the place of <%s> is not told\n",
			eng_node_type_name(node->type));
		CHECK(false);
	}
}

static void lose_all(eng_node *root, unsigned *seen) {
	eng_walk walk = eng_walk_start(root);

	while (eng_walk_next(&walk)) {
		if (!walk.entering) {
			continue;
		}
		lose(walk.node, seen);
		if (walk.node->type == ENG_NODE_FACT && walk.node->as.fact.label) {
			lose_all(walk.node->as.fact.label, seen);
		}
		if (walk.node->type == ENG_NODE_TABLE) {
			lose_all(walk.node->as.table.caption, seen);
			lose_all(walk.node->as.table.columns[0].heading, seen);
		}
	}
}

int main(void) {
	unsigned seen[ENG_NODE_TYPES] = { 0 };

	eng_ctx_init(&ctx, report, NULL);
	ctx.limits = eng_limits_default();
	eng_arena_init(&arena);
	CHECK(composed_open(&ctx, &arena, "every-element-stands-on-pages", &made));
	layout = made.document
		     ? eng_layout_pages(&ctx, &arena, made.press, made.document, made.channel)
		     : NULL;
	CHECK(layout != NULL);
	if (layout) {
		CHECK(balances_without(NULL, false));
		lose_all(made.document->body, seen);
		for (size_t i = 0; i < made.document->part_count; i++) {
			lose_all(made.document->parts[i].content, seen);
		}
		lose(made.document->title, seen);
		for (int type = 0; type < ENG_NODE_TYPES; type++) {
			unit_checks++;
			if (!seen[type]) {
				fprintf(stderr, "the document has no <%s>\n",
					eng_node_type_name((eng_node_type)type));
				unit_failures++;
			}
		}
	} else {
		fprintf(stderr, "%s\n", told);
	}
	composed_close(&made);
	eng_arena_finish(&arena);
	return unit_done();
}
