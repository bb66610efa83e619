/* Actions, form inputs, signatures and tables of contents. */
#include "layout/block.h"

/* The address as a reader would type it: without the scheme when it is https. */
static eng_str shown_address(eng_str href) {
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
	address =
	    label ? link_text(work, node, href, shown_address(node->as.link.href), link) : NULL;
	eng_flow_hold(flow);
	ok = address && eng_flow_open(flow, style, node) &&
	     eng_para_set(flow, label, style, node, NULL) &&
	     eng_para_set(flow, address, href, node, NULL) && eng_flow_close(flow, style, node);
	eng_flow_release(flow);
	eng_work_enter(work, former);
	return ok;
}

static bool lay_plain(eng_flow *flow, const eng_node *node, eng_str plain, const eng_style *style) {
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

/* A label with an empty box, or small boxes with their options. */
bool eng_entry_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "entry", node);
	const eng_style *label = eng_work_style(work, "entry.label", node);
	eng_style option = *label;
	eng_length height = style->leading + style->pad_top + style->pad_bottom + ENG_PT(2);
	eng_slab box = { .node = node, .height = height, .after = style->space_after };
	eng_style line = { .border_color = style->border_color };
	bool ok;

	/* The style's box is the field's, not that of a paragraph. */
	line.border_top = line.border_bottom = style->border_top ? style->border_top : 500;
	line.border_left = line.border_right = line.border_top;
	line.radius = style->radius;
	option.size = style->size;
	option.leading = style->leading;
	option.color = style->color;
	option.space_after = ENG_PT(3);
	eng_flow_hold(flow);
	flow->want = style->space_before > flow->want ? style->space_before : flow->want;
	ok = lay_plain(flow, node, node->as.entry.label, label);
	for (size_t i = 0; ok && i < node->as.entry.option_count; i++) {
		eng_marker square = { .style = &option,
				      .box = &line,
				      .width = style->size * 3 / 2 };

		flow->marker = &square;
		eng_flow_inset(flow, square.width, 0);
		ok = lay_plain(flow, node, node->as.entry.options[i].label, &option);
		eng_flow_inset(flow, -square.width, 0);
		flow->marker = NULL;
	}
	if (ok && node->as.entry.option_count == 0) {
		eng_ink_box(work->arena, &box.ink, &line,
			    (eng_rect){ flow->x, 0, flow->width, height }, work->doc->rtl);
		ok = eng_flow_add(flow, &box);
	}
	eng_flow_release(flow);
	return ok;
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
	     lay_plain(flow, node, node->as.signature.name,
		       eng_arena_copy(work->arena, &name, sizeof(name))) &&
	     lay_plain(flow, node, node->as.signature.title, title);
	ok = ok && eng_flow_close(flow, style, node);
	eng_flow_release(flow);
	return ok;
}
