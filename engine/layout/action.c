/* Actions and signatures. */
#include "layout/block.h"

eng_str eng_action_address(eng_str href) {
	return eng_str_starts(href, "https://")  ? eng_str_sub(href, 8, href.n)
	       : eng_str_starts(href, "mailto:") ? eng_str_sub(href, 7, href.n)
						 : href;
}

/* One line of an action: all of it is the link. */
static eng_text *link_text(eng_work *work, const eng_node *node, const eng_style *style,
			   eng_str plain, uint32_t structure) {
	eng_setting setting = { .style = style, .structure = structure };
	eng_text *text = plain.n ? eng_plain_text(work, plain, node, &setting)
				 : eng_inline_text(work, node, &setting);
	eng_span *spans;

	if (!text) {
		return NULL;
	}
	spans = (eng_span *)(uintptr_t)text->spans;
	for (size_t i = 0; i < text->span_count; i++) {
		spans[i].link = node;
		spans[i].link_structure = structure;
	}
	return text;
}

bool eng_action_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "action", node);
	const eng_style *href = eng_work_style(work, "action.href", NULL);
	uint32_t former = eng_work_enter(work, eng_work_element(work, "P", node));
	uint32_t link = eng_work_element(work, "Link", node);
	eng_text *label, *address;
	bool ok;

	label = link_text(work, node, style, (eng_str){ 0 }, link);
	address = label ? link_text(work, node, href, eng_action_address(node->as.link.href), link)
			: NULL;
	eng_flow_hold(flow);
	ok = address && eng_flow_open(flow, style, node) &&
	     eng_para_set(flow, label, style, node, NULL) &&
	     eng_para_set(flow, address, href, node, NULL) && eng_flow_close(flow, style, node);
	eng_flow_release(flow);
	eng_work_enter(work, former);
	return ok;
}

bool eng_plain_lay(eng_flow *flow, const eng_node *node, eng_str plain, const eng_style *style) {
	eng_setting setting = { .style = style };
	eng_text *text;

	if (plain.n == 0) {
		return true;
	}
	setting.structure = eng_work_element(flow->work, "P", node);
	text = eng_plain_text(flow->work, plain, node, &setting);
	return text && eng_flow_open(flow, style, node) &&
	       eng_para_set(flow, text, style, node, NULL) && eng_flow_close(flow, style, node);
}

bool eng_signature_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "signature", node);
	const eng_style *title = eng_work_style(work, "signature.title", node);
	eng_style name = *style; /* the box around all is the style's, not that of the name */
	bool ok;

	name.space_before = name.space_after = name.indent = 0;
	name.has_background = false;
	name.border_top = name.border_right = name.border_bottom = name.border_left = 0;
	name.pad_top = name.pad_right = name.pad_bottom = name.pad_left = 0;
	eng_flow_hold(flow);
	ok = eng_flow_open(flow, style, node);
	if (ok && node->as.signature.image.n) {
		eng_node *image =
		    eng_node_new(work->arena, ENG_NODE_IMAGE, node->where, node->channels);

		image->as.image.src = node->as.signature.image;
		image->as.image.alt = node->as.signature.name;
		image->as.image.width = 250;
		ok = eng_image_lay(flow, image);
	} else if (ok) {
		eng_slab space = { .node = node, .height = 2 * style->leading };

		ok = eng_flow_add(flow, &space); /* room for a pen */
	}
	ok = ok &&
	     eng_plain_lay(flow, node, node->as.signature.name,
			   eng_arena_copy(work->arena, &name, sizeof(name))) &&
	     eng_plain_lay(flow, node, node->as.signature.title, title);
	ok = ok && eng_flow_close(flow, style, node);
	eng_flow_release(flow);
	return ok;
}
