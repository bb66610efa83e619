/* Lists: markers before the first line of each item, in the list's indent. */
#include <string.h>

#include "layout/block.h"

/* "1." or "a)" or a bullet; empty for none. */
static eng_str marker_text(eng_work *work, const eng_node *list, int number) {
	eng_str kind = list->as.list.marker;

	if (eng_str_eqc(kind, "none")) {
		return (eng_str){ 0 };
	}
	if (eng_str_eqc(kind, "alpha")) {
		char name[8] = { 0 };
		size_t n = sizeof(name) - 1;

		for (int k = number; k > 0 && n > 0; k = (k - 1) / 26) {
			name[--n] = (char)('a' + (k - 1) % 26);
		}
		return eng_str_printf(work->arena, "%s)", name + n);
	}
	if (eng_str_eqc(kind, "decimal") || list->as.list.ordered) {
		return eng_str_printf(work->arena, "%d.", number);
	}
	return ENG_STR("\xE2\x80\xA2");
}

/* A paragraph or another block that can carry the marker on its first line. */
static bool carries_marker(const eng_work *work, const eng_node *item) {
	for (const eng_node *n = item->first; n; n = n->next) {
		if (eng_work_shows(work, n)) {
			return n->type == ENG_NODE_PARA || n->type == ENG_NODE_HEADING;
		}
	}
	return false;
}

const eng_style *eng_list_item_style(eng_work *work, const eng_node *item) {
	const eng_style *style = eng_work_style(work, "item", item);
	eng_style *flat = eng_arena_copy(work->arena, style, sizeof(*style));

	flat->indent = 0;
	return flat;
}

static bool lay_item(eng_flow *flow, const eng_node *item, eng_marker *marker) {
	eng_work *work = flow->work;
	uint32_t former = eng_work_enter(work, eng_work_element(work, "LI", item));
	bool ok = true;

	marker->structure = marker->text.n ? eng_work_element(work, "Lbl", NULL) : 0;
	eng_work_enter(work, eng_work_element(work, "LBody", NULL));
	flow->marker = marker;
	if (item->first && eng_node_is_inline(item->first)) {
		ok = eng_para_lay(flow, item, eng_list_item_style(work, item), "P", false);
	} else {
		if (!carries_marker(work, item)) { /* a line of its own above a table or figure */
			eng_setting setting = { .style = eng_work_style(work, "item", item) };
			eng_text *text = eng_plain_text(work, (eng_str){ 0 }, item, &setting);

			ok = text && eng_para_set(flow, text, setting.style, item, NULL);
		}
		ok = ok && eng_block_lay(flow, item);
	}
	flow->marker = NULL;
	eng_work_enter(work, former);
	return ok;
}

bool eng_list_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "list", node);
	const eng_style *marker_style = eng_work_style(work, "list.marker", node);
	eng_style box = *style;
	eng_length place = eng_work_style(work, "item", node->first)->indent;
	uint32_t former = eng_work_enter(work, eng_work_element(work, "L", node));
	int number = 0;
	bool ok;

	place = style->indent ? style->indent : place ? place : style->size * 3 / 2;
	box.indent = 0; /* it is the place of the markers */
	ok = eng_flow_open(flow, eng_arena_copy(work->arena, &box, sizeof(box)), node);
	eng_flow_inset(flow, place, 0);
	for (const eng_node *n = node->first; ok && n; n = n->next) {
		eng_marker marker = { .style = marker_style, .width = place };

		if (eng_work_shows(work, n)) {
			marker.text = marker_text(work, node, ++number);
			ok = lay_item(flow, n, &marker);
		}
	}
	eng_flow_inset(flow, -place, 0);
	ok = ok && eng_flow_close(flow, &box, node);
	eng_work_enter(work, former);
	return ok;
}
