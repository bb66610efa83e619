/* Containers and the small blocks; the larger elements have files of their own.
 *
 * Knows which element of structure each node becomes (ISO 32000-1 14.8.4) and what is kept together
 * by nature: callouts, facts, headings with what they head. */
#include "layout/block.h"

#include "layout/sheet.h"

typedef bool block_fn(eng_flow *flow, const eng_node *node);

static bool lay_container(eng_flow *flow, const eng_node *node, const char *style_name,
			  const char *element) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, style_name, node);
	uint32_t former = eng_work_enter(work, eng_work_element(work, element, node));
	bool ok = eng_flow_open(flow, style, node) && eng_block_lay_children(flow, node) &&
		  eng_flow_close(flow, style, node);

	eng_work_enter(work, former);
	return ok;
}

static bool lay_callout(eng_flow *flow, const eng_node *node) {
	bool hold = node->keep != ENG_KEEP_NONE, ok;

	if (hold) {
		eng_flow_hold(flow);
	}
	ok = lay_container(flow, node, "callout", "Div");
	if (hold) {
		eng_flow_release(flow);
	}
	return ok;
}

static bool lay_locked(eng_flow *flow, const eng_node *node) {
	return lay_container(flow, node, "block", "Sect");
}

/* Turns to a page of a master and makes the column as wide as its body. */
static bool turn_to(eng_flow *flow, const eng_node *node, const char *name, eng_length width) {
	eng_slab slab = { .kind = ENG_SLAB_BREAK, .node = node, .master = name };

	flow->column = flow->width = width;
	flow->x = 0;
	return eng_flow_add(flow, &slab) && eng_flow_flush(flow);
}

static bool lay_section(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	eng_str name = node->as.section.master;
	eng_length x = flow->x, width = flow->width, column = flow->column;
	const char *former = flow->master, *master;
	bool ok;

	if (name.n == 0) {
		return lay_container(flow, node, "section", "Sect");
	}
	master = eng_str_dup(work->arena, name);
	if (flow->collect) {
		return eng_fail(work->ctx, "layout.unsupported", node->where,
				"a section with a master cannot stand in columns or in a part");
	}
	if (!eng_theme_master(work->theme, master)) {
		return eng_fail(work->ctx, "layout.unknown-master", node->where,
				"theme '%.*s' has no page master '%s'",
				ENG_STR_ARG(work->theme->id), master);
	}
	ok = turn_to(flow, node, master, eng_sheet_width(work, master)) &&
	     lay_container(flow, node, "section", "Sect") && turn_to(flow, node, former, column);
	flow->x = x;
	flow->width = width;
	return ok;
}

static bool lay_para(eng_flow *flow, const eng_node *node) {
	if (node->parent && node->parent->type == ENG_NODE_ITEM && node->tags->role.n == 0) {
		return eng_para_lay(flow, node, eng_list_item_style(flow->work, node->parent), "P",
				    false);
	}
	return eng_para_lay(flow, node, eng_work_style(flow->work, "para", node), "P", false);
}

static bool lay_heading(eng_flow *flow, const eng_node *node) {
	static const char *const elements[] = { "H1", "H2", "H3", "H4", "H5", "H6" };
	static const char *const styles[] = { "heading-1", "heading-2", "heading-3", "heading-4" };
	int level = node->as.heading.level < 1 ? 1 : node->as.heading.level;
	const eng_style *style =
	    eng_work_style(flow->work, styles[(level > 4 ? 4 : level) - 1], node);

	if (!eng_para_lay(flow, node, style, elements[(level > 6 ? 6 : level) - 1], true)) {
		return false;
	}
	eng_flow_keep(flow);
	return true;
}

static bool lay_divider(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "divider", node);
	eng_length rule = style->border_top ? style->border_top : 500;
	eng_slab slab = { .node = node,
			  .before = style->space_before,
			  .after = style->space_after,
			  .height = rule };

	eng_ink_fill(work->arena, &slab.ink, (eng_rect){ flow->x, 0, flow->width, rule },
		     style->border_top ? style->border_color : work->theme->line);
	for (size_t i = 0; i < slab.ink.count; i++) {
		slab.ink.items[i].node = node;
	}
	return eng_flow_add(flow, &slab);
}

static bool lay_spacer(eng_flow *flow, const eng_node *node) {
	eng_slab slab = { .node = node,
			  .height = eng_work_style(flow->work, "spacer", node)->leading };

	return eng_flow_add(flow, &slab);
}

static bool lay_break(eng_flow *flow, const eng_node *node) {
	eng_slab slab = { .kind = ENG_SLAB_BREAK, .node = node, .master = flow->master };

	if (flow->limit > 0) {
		return eng_fail(flow->work->ctx, "layout.unsupported", node->where,
				"a page-break cannot stand in a part");
	}
	return eng_flow_add(flow, &slab);
}

static block_fn *const layers[ENG_NODE_TYPES] = {
	[ENG_NODE_BODY] = eng_block_lay_children, [ENG_NODE_PART] = eng_block_lay_children,
	[ENG_NODE_SECTION] = lay_section,         [ENG_NODE_FLOW] = eng_columns_lay,
	[ENG_NODE_CALLOUT] = lay_callout,         [ENG_NODE_BLOCK] = lay_locked,
	[ENG_NODE_LIST] = eng_list_lay,           [ENG_NODE_ITEM] = eng_block_lay_children,
	[ENG_NODE_HEADING] = lay_heading,         [ENG_NODE_PARA] = lay_para,
	[ENG_NODE_FACTS] = eng_facts_lay,         [ENG_NODE_TABLE] = eng_table_lay,
	[ENG_NODE_CHART] = eng_chart_lay,         [ENG_NODE_IMAGE] = eng_image_lay,
	[ENG_NODE_BARCODE] = eng_barcode_lay,     [ENG_NODE_PAYMENT] = eng_payment_lay,
	[ENG_NODE_ACTION] = eng_action_lay,       [ENG_NODE_ENTRY] = eng_entry_lay,
	[ENG_NODE_SIGNATURE] = eng_signature_lay, [ENG_NODE_CONTENTS] = eng_contents_lay,
	[ENG_NODE_DIVIDER] = lay_divider,         [ENG_NODE_SPACER] = lay_spacer,
	[ENG_NODE_PAGE_BREAK] = lay_break,
};

bool eng_block_lay(eng_flow *flow, const eng_node *node) {
	bool together = node->keep == ENG_KEEP_TOGETHER && node->type != ENG_NODE_BODY;
	block_fn *lay = layers[node->type];
	bool ok;

	if (!eng_work_shows(flow->work, node)) {
		return true;
	}
	if (!lay) {
		return eng_fail(flow->work->ctx, "layout.unsupported", node->where,
				"%s cannot stand among blocks on a page",
				eng_node_type_name(node->type));
	}
	if (together) {
		eng_flow_hold(flow);
	}
	ok = lay(flow, node);
	if (together) {
		eng_flow_release(flow);
	}
	if (ok && node->keep == ENG_KEEP_WITH_NEXT) {
		eng_flow_keep(flow);
	}
	return ok;
}

bool eng_block_lay_children(eng_flow *flow, const eng_node *node) {
	for (const eng_node *n = node->first; n; n = n->next) {
		if (!eng_block_lay(flow, n)) {
			return false;
		}
	}
	return true;
}
