/* Footnotes: lines that stand at the foot of the page of their mark, under a rule of their own.
 *
 * What finds no room goes on at the foot of the next page, before the notes of that page. Where pages end is
 * decided by sheet.c. */
#include "layout/feet.h"

#include "layout/canvas.h"
#include "layout/sheet.h"

#define RULE ENG_PT(10) /* height of the rule above footnotes */

eng_length eng_feet_height(const eng_flow *flow, const eng_slab *slabs, size_t count) {
	bool rule = eng_sheet_leaf(flow)->foot_height == 0;
	eng_length height = 0;

	for (size_t i = 0; i < count; i++) {
		for (const eng_foot *f = slabs[i].feet; f; f = f->next) {
			height += f->height + (rule ? RULE : 0);
			rule = false;
		}
	}
	return height;
}

bool eng_feet_begin(const eng_flow *flow, const eng_slab *slab) {
	eng_length end = eng_canvas_measure(&flow->canvas, slab, 1);

	return slab->feet &&
	       eng_feet_height(flow, slab, 1) + slab->height > eng_sheet_height(flow) &&
	       end + RULE + 3 * slab->feet->height <= eng_sheet_bottom(flow);
}

/* Sets the lines that find room below what stands on the page; returns the first that does not. */
static const eng_foot *set_feet(eng_flow *flow, const eng_foot *foot) {
	eng_work *work = flow->work;
	eng_leaf *leaf = eng_sheet_leaf(flow);

	for (; foot; foot = foot->next) {
		eng_length rule = leaf->foot_height == 0 ? RULE : 0;

		if (flow->canvas.y + rule + foot->height > eng_sheet_bottom(flow)) {
			return foot;
		}
		if (rule) {
			eng_length width = flow->column / 4;
			eng_length x = work->doc->rtl ? flow->column - width : 0;

			leaf->foot_height = RULE;
			eng_ink_fill(flow->canvas.arena, &leaf->foot,
				     (eng_rect){ x, RULE / 2, width, 500 }, work->theme->line);
		}
		eng_ink_append(flow->canvas.arena, &leaf->foot, &foot->ink, 0, leaf->foot_height);
		leaf->foot_height += foot->height;
	}
	return NULL;
}

bool eng_feet_resume(eng_flow *flow) {
	const eng_foot *rest = flow->rest;

	flow->rest = set_feet(flow, rest);
	if (rest && flow->rest == rest) {
		return eng_fail(
		    flow->work->ctx, "layout.overflow", rest->node->where,
		    "a line of the footnote is %ld pt high, taller than the page's body",
		    (long)(rest->height / 1000));
	}
	return true;
}

void eng_feet_add(eng_flow *flow, eng_foot *feet) {
	const eng_foot *rest = flow->rest ? feet : set_feet(flow, feet);

	if (flow->rest && rest) {
		eng_foot *last = (eng_foot *)(uintptr_t)flow->rest;

		while (last->next) {
			last = last->next;
		}
		last->next = (eng_foot *)(uintptr_t)rest;
	} else if (rest) {
		flow->rest = rest;
	}
}

void eng_feet_place(eng_flow *flow, eng_leaf *leaf) {
	if (leaf->foot.count && !leaf->feet_set) {
		eng_arena *arena = leaf->lease ? &leaf->lease->arena : flow->work->arena;

		eng_ink_append(arena, &leaf->ink, &leaf->foot, eng_sheet_column(flow, leaf->master),
			       leaf->master->body.y + leaf->master->body.h - leaf->foot_height);
		leaf->feet_set = true;
	}
}
