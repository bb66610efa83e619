/* The flow: groups of slabs that stay together, and the containers around them.
 *
 * A group is a chain of slabs each of which keeps to the next. The last slab waits until its
 * successor is known, since the end of a box belongs to what stands before it. Pages are sheet.c's. */
#include "layout/flow.h"

#include "layout/canvas.h"
#include "layout/sheet.h"

void eng_flow_init(eng_flow *flow, eng_work *work, eng_length width) {
	*flow = (eng_flow){ .work = work, .column = width, .width = width, .collect = true };
	flow->pending = g_array_new(FALSE, FALSE, sizeof(eng_slab));
}

void eng_flow_finish(eng_flow *flow) {
	if (flow->pending) {
		g_array_free(flow->pending, TRUE);
	}
	if (flow->canvas.boxes) {
		g_array_free(flow->canvas.boxes, TRUE);
	}
	if (flow->leaves) {
		g_ptr_array_free(flow->leaves, TRUE);
	}
}

eng_slab *eng_flow_last(eng_flow *flow) {
	guint n = flow->pending->len;

	return n ? &g_array_index(flow->pending, eng_slab, n - 1) : NULL;
}

/* True when the slab can only stand behind what was added before it. */
static bool trails(const eng_slab *slab) {
	return slab->kind == ENG_SLAB_CLOSE || slab->kind == ENG_SLAB_TABLE_END;
}

bool eng_flow_add(eng_flow *flow, const eng_slab *slab) {
	eng_slab *last = eng_flow_last(flow);

	if (trails(slab)) {
		eng_flow_keep(flow);
	}
	if (last && !last->keep && !flow->collect) {
		if (!eng_sheet_set_group(flow, (eng_slab *)(void *)flow->pending->data,
					 flow->pending->len)) {
			return false;
		}
		g_array_set_size(flow->pending, 0);
	}
	g_array_append_vals(flow->pending, slab, 1);
	last = eng_flow_last(flow);
	last->keep |= slab->kind == ENG_SLAB_OPEN;
	if (!trails(slab)) {
		last->before = flow->want > last->before ? flow->want : last->before;
		flow->want = 0;
	}
	if (flow->together > 0 && slab->kind != ENG_SLAB_BREAK && slab->kind != ENG_SLAB_SLIP &&
	    !last->keep) {
		last->keep = last->soft = true;
	}
	return true;
}

void eng_flow_keep(eng_flow *flow) {
	eng_slab *last = eng_flow_last(flow);

	if (last && last->kind != ENG_SLAB_BREAK) {
		last->keep = true;
		last->soft = false;
	}
}

bool eng_flow_flush(eng_flow *flow) {
	if (flow->collect || flow->pending->len == 0) {
		return true;
	}
	if (!eng_sheet_set_group(flow, (eng_slab *)(void *)flow->pending->data,
				 flow->pending->len)) {
		return false;
	}
	g_array_set_size(flow->pending, 0);
	return true;
}

void eng_flow_hold(eng_flow *flow) {
	flow->together++;
}

void eng_flow_release(eng_flow *flow) {
	eng_slab *last = eng_flow_last(flow);

	if (--flow->together == 0 && last) {
		last->keep = last->soft = false;
	}
}

void eng_flow_inset(eng_flow *flow, eng_length start, eng_length end) {
	flow->x += flow->work->doc->rtl ? end : start;
	flow->width -= start + end;
}

static bool is_box(const eng_style *style) {
	return style->has_background || style->border_top || style->border_right ||
	       style->border_bottom || style->border_left || style->pad_top || style->pad_bottom ||
	       style->pad_left || style->pad_right;
}

bool eng_flow_open(eng_flow *flow, const eng_style *style, const eng_node *node) {
	eng_slab slab = {
		.kind = ENG_SLAB_OPEN, .before = style->space_before, .node = node, .style = style
	};

	eng_flow_inset(flow, style->indent, 0);
	if (!is_box(style)) {
		flow->want = style->space_before > flow->want ? style->space_before : flow->want;
		return true;
	}
	slab.x = flow->x;
	slab.width = flow->width;
	slab.height = style->border_top + style->pad_top;
	eng_flow_inset(flow, style->border_left + style->pad_left,
		       style->border_right + style->pad_right);
	return eng_flow_add(flow, &slab);
}

bool eng_flow_close(eng_flow *flow, const eng_style *style, const eng_node *node) {
	eng_slab slab = {
		.kind = ENG_SLAB_CLOSE, .after = style->space_after, .node = node, .style = style
	};
	eng_slab *last = eng_flow_last(flow);

	eng_flow_inset(flow, -style->indent, 0);
	if (!is_box(style)) {
		if (last && last->after < style->space_after) {
			last->after = style->space_after;
		}
		return true;
	}
	eng_flow_inset(flow, -(style->border_left + style->pad_left),
		       -(style->border_right + style->pad_right));
	slab.height = style->border_bottom + style->pad_bottom;
	return eng_flow_add(flow, &slab);
}

/* The slabs of the group that begins at first. */
static size_t group_at(const eng_slab *slabs, size_t first, size_t count) {
	size_t n = first;

	while (n < count && slabs[n].keep &&
	       !(n + 1 < count && slabs[n + 1].kind == ENG_SLAB_BREAK)) {
		n++;
	}
	return n < count ? n + 1 : count;
}

/* Goes on with the boxes that the slabs before this column left open. */
static void reopen(eng_canvas *canvas, const eng_slab *slabs, size_t first) {
	for (size_t i = 0; i < first; i++) {
		if (slabs[i].kind == ENG_SLAB_OPEN) {
			eng_box box = { slabs[i].style, slabs[i].x, slabs[i].width, 0, 0 };

			g_array_append_val(canvas->boxes, box);
		} else if (slabs[i].kind == ENG_SLAB_CLOSE) {
			g_array_set_size(canvas->boxes, canvas->boxes->len - 1);
		}
	}
	eng_canvas_resume(canvas);
}

size_t eng_stack(eng_work *work, const eng_slab *slabs, size_t first, size_t count,
		 eng_length height, eng_ink *ink, eng_length *used) {
	eng_canvas canvas = { .boxes = g_array_new(FALSE, FALSE, sizeof(eng_box)) };
	eng_ink under = { 0 }, over = { 0 };
	size_t done = first;

	eng_canvas_start(&canvas, work->arena, &under, ink ? &over : NULL, 0, 0);
	reopen(&canvas, slabs, first);
	while (done < count) {
		size_t end = group_at(slabs, done, count);

		if (slabs[done].kind ==
		    ENG_SLAB_BREAK) { /* the next column, unless at the top of one */
			done++;
			if (!canvas.empty) {
				break;
			}
			continue;
		}

		if (eng_canvas_measure(&canvas, slabs + done, end - done) > height) {
			break;
		}
		for (; done < end; done++) {
			eng_canvas_set(work, &canvas, &slabs[done]);
		}
	}
	eng_canvas_suspend(work, &canvas);
	*used = canvas.y;
	if (ink) {
		eng_ink_append(work->arena, ink, &under, 0, 0);
		eng_ink_append(work->arena, ink, &over, 0, 0);
	}
	g_array_free(canvas.boxes, TRUE);
	return done;
}
