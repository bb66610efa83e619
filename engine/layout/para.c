/* Paragraphs and headings: lines as slabs, widows and orphans, footnotes, list markers.
 *
 * At least two lines stay together at both ends of a paragraph that a page end divides, and no word is
 * divided by it. */
#include "layout/block.h"

/* Lays out a footnote's content as it will stand at the foot of a page, line by line. */
static bool make_foot(eng_flow *flow, const eng_note *note, eng_foot **out) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "footnote", note->node);
	eng_setting setting = { .style = style, .structure = note->structure };
	eng_lines lines;
	eng_text *text;

	setting.prefix = eng_str_printf(work->arena, "%d  ", note->number);
	text = eng_inline_text(work, note->node, &setting);
	if (!text || !eng_lines_break(work->ctx, work->arena, work->shaper, text, style,
				      flow->column, &lines)) {
		return false;
	}
	for (size_t i = 0; i < lines.count; i++) {
		const eng_line *line = &lines.lines[i];
		eng_foot *foot = eng_arena_new(work->arena, eng_foot);

		eng_line_place(work->arena, work->shaper, text, line, 0, line->above, flow->column,
			       style->align, &foot->ink);
		foot->height = line->above + line->below;
		foot->height += i + 1 == lines.count ? style->space_after : 0;
		foot->node = note->node;
		*out = foot;
		out = &foot->next;
	}
	return true;
}

bool eng_feet_make(eng_flow *flow, const eng_text *text, uint32_t first, uint32_t last,
		   const GArray *notes, eng_foot **feet) {
	const eng_node *seen = NULL;

	while (*feet) {
		feet = &(*feet)->next;
	}
	for (uint32_t i = first; notes && notes->len && i < last; i++) {
		const eng_node *node = text->spans[text->chunks[i].span].note;

		for (guint k = 0; node && node != seen && k < notes->len; k++) {
			const eng_note *note = &g_array_index(notes, eng_note, k);

			if (note->node == node) {
				if (!make_foot(flow, note, feet)) {
					return false;
				}
				while (*feet) {
					feet = &(*feet)->next;
				}
			}
		}
		seen = node ? node : seen;
	}
	return true;
}

/* Puts a pending list marker before the line, at the start side of its place. */
static bool set_marker(eng_flow *flow, eng_slab *slab, eng_length baseline) {
	eng_work *work = flow->work;
	eng_marker *m = flow->marker;
	bool rtl = work->doc->rtl;
	eng_length width;
	size_t from = slab->ink.count;

	flow->marker = NULL;
	if (m->box) {
		eng_length side = m->style->size;
		eng_length x = rtl ? flow->x + flow->width + m->width - side : flow->x - m->width;

		eng_rect square = { x, baseline - side * 9 / 10, side, side };

		eng_ink_box(work->arena, &slab->ink, m->box, square, rtl);
		eng_blank_place(work, &slab->ink, m->field, square, m->structure);
		return true;
	}
	if (m->text.n == 0) {
		return true;
	}
	if (!eng_line_label(work->ctx, work->arena, work->press, m->text, m->style, m->style->color,
			    work->doc->language, rtl, m->structure, NULL, &slab->ink, &width)) {
		return false;
	}
	eng_ink_move(&slab->ink, from, slab->ink.annotation_count,
		     rtl ? flow->x + flow->width + m->width - width : flow->x - m->width, baseline);
	return true;
}

bool eng_para_set(eng_flow *flow, eng_text *text, const eng_style *style, const eng_node *node,
		  GArray *notes) {
	eng_work *work = flow->work;
	eng_lines lines;

	if (!eng_lines_break(work->ctx, work->arena, work->shaper, text, style, flow->width,
			     &lines)) {
		return false;
	}
	for (size_t i = 0; i < lines.count; i++) {
		const eng_line *line = &lines.lines[i];
		eng_slab slab = { .node = node, .height = line->above + line->below };

		slab.keep = i + 1 < lines.count && (i == 0 || i + 2 == lines.count || line->hyphen);
		eng_ink_reserve(work->arena, &slab.ink, flow->marker ? 2 : 1);
		if (flow->marker && !set_marker(flow, &slab, line->above)) {
			return false;
		}
		eng_line_place(work->arena, work->shaper, text, line, flow->x, line->above,
			       flow->width, style->align, &slab.ink);
		if (!eng_feet_make(flow, text, line->first, line->last, notes, &slab.feet) ||
		    !eng_flow_add(flow, &slab)) {
			return false;
		}
	}
	return true;
}

/* Columns narrower than this, in ems, have no room for account numbers on one line. */
enum { WHOLE_EMS = 20 };

bool eng_para_lay(eng_flow *flow, const eng_node *node, const eng_style *style, const char *element,
		  bool keep) {
	eng_work *work = flow->work;
	GArray *notes = g_array_new(FALSE, FALSE, sizeof(eng_note));
	eng_setting setting = { .style = style,
				.notes = notes,
				.whole = flow->width >= WHOLE_EMS * style->size };
	eng_text *text;
	bool ok;

	setting.structure = eng_work_element(work, element, node);
	text = eng_inline_text(work, node, &setting);
	if (keep) {
		eng_flow_hold(flow);
	}
	ok = text && eng_flow_open(flow, style, node) &&
	     eng_para_set(flow, text, style, node, notes);
	if (ok && node->type == ENG_NODE_HEADING) {
		eng_anchor *anchor = eng_arena_new(work->arena, eng_anchor);

		*anchor = (eng_anchor){ .node = node, .structure = setting.structure };
		eng_flow_last(flow)->anchors = work->artifact ? NULL : anchor;
	}
	ok = ok && eng_flow_close(flow, style, node);
	if (keep) {
		eng_flow_release(flow);
	}
	g_array_free(notes, TRUE);
	return ok;
}

bool eng_setpiece_make(eng_work *work, eng_text *text, const eng_style *style, eng_length x,
		       eng_length width, int align, eng_setpiece *out) {
	eng_lines lines;
	eng_length y = 0;

	*out = (eng_setpiece){ 0 };
	if (!eng_lines_break(work->ctx, work->arena, work->shaper, text, style, width, &lines)) {
		return false;
	}
	out->first = lines.lines[0].above;
	for (size_t i = 0; i < lines.count; i++) {
		const eng_line *line = &lines.lines[i];

		eng_line_place(work->arena, work->shaper, text, line, x, y + line->above, width,
			       align, &out->ink);
		y += line->above + line->below;
	}
	out->height = y;
	out->width = lines.widest;
	return true;
}
