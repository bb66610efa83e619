/* Entries: what a reader fills in, as labels with boxes that are form fields.
 *
 * A value that is known stands in its box, which is as high as the value needs; it is the field's and
 * no item of the page, because a reader may change it. */
#include "layout/block.h"

static bool is_word(eng_str value, const char *const *words) {
	while (*words && !eng_str_eqc(value, *words)) {
		words++;
	}
	return *words != NULL;
}

/* What data say for a ticked box. */
static bool is_yes(eng_str value) {
	static const char *const words[] = { "true", "yes", "1", NULL };

	return is_word(value, words);
}

static eng_blank *new_field(eng_work *work, const eng_node *node, const eng_style *style) {
	eng_blank *field = eng_arena_new(work->arena, eng_blank);

	field->entry = node;
	field->size = style->size;
	field->color = style->color;
	field->font = eng_shaper_font(work->shaper, style->family, 0, '0', HB_SCRIPT_LATIN,
				      work->doc->language, NULL);
	work->faulty |= field->font && !eng_press_admits(work->ctx, work->press, field->font);
	return field;
}

/* The Form element, spoken as the label. */
static uint32_t form_element(eng_work *work, const eng_node *node, eng_str label) {
	uint32_t form = eng_work_element(work, "Form", node);

	if (form) {
		eng_work_alternate(work, form, label, false);
	}
	return form;
}

void eng_blank_place(eng_work *work, eng_ink *ink, const eng_blank *field, eng_rect box,
		     uint32_t structure) {
	if (!field) {
		return;
	}
	if (work->artifact) {
		eng_ink own = { .items = (eng_item *)(uintptr_t)field->items,
				.count = field->on ? field->item_count : 0 };

		eng_ink_append(work->arena, ink, &own, box.x, box.y);
		return;
	}
	ink->annotations = eng_arena_grow(work->arena, ink->annotations, ink->annotation_count,
					  &ink->annotation_cap, sizeof(*ink->annotations));
	ink->annotations[ink->annotation_count++] = (eng_annotation){
		.box = box,
		.structure = structure,
		.alt = structure ? work->alternates[work->structure[structure].alternate - 1].alt
				 : field->entry->as.entry.label,
		.field = field,
	};
}

/* Two strokes from corner to corner. */
static void add_tick(eng_work *work, eng_blank *field, const eng_style *style) {
	eng_length near = style->size / 4, far = style->size - style->size / 4;
	eng_path_op *ops = eng_arena_new_array(work->arena, 4, eng_path_op);
	eng_item *item = eng_arena_new(work->arena, eng_item);

	ops[0] = (eng_path_op){ ENG_MOVE, { near }, { near } };
	ops[1] = (eng_path_op){ ENG_LINE, { far }, { far } };
	ops[2] = (eng_path_op){ ENG_MOVE, { near }, { far } };
	ops[3] = (eng_path_op){ ENG_LINE, { far }, { near } };
	*item = (eng_item){ .kind = ENG_ITEM_PATH, .node = field->entry };
	item->as.path = (eng_path){ .ops = ops,
				    .count = 4,
				    .stroke = true,
				    .stroke_color = style->color,
				    .line_width = style->size / 8,
				    .cap = 1 };
	field->items = item;
	field->item_count = 1;
}

/* A small box with its words beside it. */
static bool lay_button(eng_flow *flow, const eng_node *node, size_t option, const eng_style *style,
		       const eng_style *line) {
	eng_work *work = flow->work;
	bool choice = node->as.entry.option_count > 0;
	eng_str value = node->as.entry.value;
	eng_str label = choice ? node->as.entry.options[option].label : node->as.entry.label;
	eng_blank *field = new_field(work, node, style);
	eng_marker square = {
		.style = style, .box = line, .field = field, .width = style->size * 3 / 2
	};
	bool ok;

	field->button = true;
	field->option = option;
	field->on = choice ? value.n && eng_str_eq(value, node->as.entry.options[option].value)
			   : is_yes(value);
	add_tick(work, field, style);
	square.structure = form_element(work, node, label);
	flow->marker = &square;
	eng_flow_inset(flow, square.width, 0);
	ok = eng_plain_lay(flow, node, label, style);
	eng_flow_inset(flow, -square.width, 0);
	flow->marker = NULL;
	return ok;
}

/* A box as wide as the column with the value, if there is one. */
static bool lay_box(eng_flow *flow, const eng_node *node, const eng_style *style,
		    const eng_style *line) {
	eng_work *work = flow->work;
	eng_blank *field = new_field(work, node, style);
	eng_slab slab = { .node = node, .after = style->space_after };
	eng_length start = work->doc->rtl ? style->pad_right : style->pad_left;
	eng_length end = work->doc->rtl ? style->pad_left : style->pad_right;
	eng_setting setting = { .style = style };
	bool tall = eng_str_eqc(node->as.entry.type, "multiline");
	eng_setpiece piece;
	eng_text *text;

	text = eng_plain_text(work, node->as.entry.value, node, &setting);
	if (!text || !eng_setpiece_make(work, text, style, 0, flow->width - start - end,
					ENG_LINE_START, &piece)) {
		return false;
	}
	field->multiline = tall || piece.height > style->leading * 3 / 2;
	field->on = node->as.entry.value.n > 0;
	if (piece.height < (tall ? 3 : 1) * style->leading) {
		piece.height = (tall ? 3 : 1) * style->leading;
	}
	eng_ink_move(&piece.ink, 0, 0, start, style->pad_top + ENG_PT(1));
	field->items = piece.ink.items;
	field->item_count = piece.ink.count;
	slab.height = piece.height + style->pad_top + style->pad_bottom + ENG_PT(2);
	eng_ink_box(work->arena, &slab.ink, line,
		    (eng_rect){ flow->x, 0, flow->width, slab.height }, work->doc->rtl);
	eng_blank_place(work, &slab.ink, field, (eng_rect){ flow->x, 0, flow->width, slab.height },
			form_element(work, node, node->as.entry.label));
	return eng_flow_add(flow, &slab);
}

bool eng_entry_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "entry", node);
	const eng_style *label = eng_work_style(work, "entry.label", node);
	eng_style line = { .border_color = style->border_color }, option = *label;
	bool tick = eng_str_eqc(node->as.entry.type, "checkbox"), ok = true;

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
	ok = tick || eng_plain_lay(flow, node, node->as.entry.label, label);
	for (size_t i = 0; ok && i < (tick ? 1 : node->as.entry.option_count); i++) {
		ok = lay_button(flow, node, i, &option, &line);
	}
	if (ok && !tick && node->as.entry.option_count == 0) {
		ok = lay_box(flow, node, style, &line);
	}
	eng_flow_release(flow);
	return ok;
}
