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

/* The table that is open behind slabs, with its last row. */
typedef struct opening {
	eng_repeat *repeat; /* NULL: none */
	const eng_node *row;
} opening;

static opening open_behind(opening o, const eng_slab *slabs, size_t count) {
	for (size_t i = 0; i < count; i++) {
		if (slabs[i].repeat) {
			o = (opening){ .repeat = slabs[i].repeat };
		}
		o.row = slabs[i].row ? slabs[i].row : o.row;
		o.repeat = slabs[i].kind == ENG_SLAB_TABLE_END ? NULL : o.repeat;
	}
	return o;
}

/* Sets the head of the open table, or what ends a column inside it; only its height without ink. */
static void set_repeat(eng_work *work, eng_canvas *canvas, opening o, bool out) {
	eng_length height = out ? o.repeat->reserve : o.repeat->opening;
	eng_ink ink = { 0 };

	if (canvas->ink) {
		o.repeat->last_row = o.row;
		work->faulty |= !o.repeat->make(o.repeat, out, &ink, &height);
		eng_ink_append(work->arena, canvas->ink, &ink, canvas->x, canvas->y);
	}
	canvas->y += height;
	canvas->after = 0;
	canvas->flush = !out && height > 0;
}

/* Sets groups as far as they fit, with room for what ends a column inside a table. */
static size_t stack_groups(eng_work *work, eng_canvas *canvas, eng_slab *slabs, size_t first,
			   size_t count, eng_length height) {
	opening o = open_behind((opening){ 0 }, slabs, first);
	size_t done = first;

	if (o.repeat) {
		set_repeat(work, canvas, o, false);
	}
	while (done < count) {
		size_t end = group_at(slabs, done, count);
		opening next = open_behind(o, slabs + done, end - done);
		eng_length reserve = next.repeat ? next.repeat->reserve : 0;

		if (slabs[done].kind ==
		    ENG_SLAB_BREAK) { /* the next column, unless at the top of one */
			done++;
			if (!canvas->empty) {
				break;
			}
			continue;
		}
		if (eng_canvas_measure(canvas, slabs + done, end - done) + reserve > height) {
			break;
		}
		for (; done < end; done++) {
			eng_canvas_set(work, canvas, &slabs[done]);
		}
		o = next;
	}
	if (o.repeat && done > first && done < count) {
		set_repeat(work, canvas, o, true);
	}
	return done;
}

size_t eng_stack(eng_work *work, eng_slab *slabs, size_t first, size_t count, eng_length height,
		 eng_ink *ink, eng_length *used) {
	eng_canvas canvas = { .boxes = g_array_new(FALSE, FALSE, sizeof(eng_box)) };
	eng_ink under = { 0 }, over = { 0 };
	bool again = first > 0 && first < count && slabs[first].again;
	eng_slab top = { 0 };
	size_t done;

	eng_canvas_start(&canvas, work->arena, &under, ink ? &over : NULL, 0, 0);
	reopen(&canvas, slabs, first);
	if (again) {
		top = slabs[first];
		slabs[first].ink = top.again->ink;
		slabs[first].ground = top.again->ground;
		slabs[first].height = top.again->height;
	}
	done = stack_groups(work, &canvas, slabs, first, count, height);
	if (again) {
		slabs[first] = top;
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
