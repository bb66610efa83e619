/* Facts: labels with values, beside each other as a grid or below each other as two columns.
 *
 * In a grid the label stands above its value, the values of a row stand on one line, and a key figure
 * takes two places where there are three or more. */
#include "layout/block.h"

#define GUTTER ENG_MM(4)

typedef struct fact {
	const eng_node *node;
	const eng_style *style, *label_style;
	eng_text *label, *value;
	int span;
	eng_setpiece label_piece, value_piece;
} fact;

typedef struct grid {
	eng_flow *flow;
	const eng_node *node;
	const eng_style *style;
	fact *facts;
	size_t count;
	int columns;
} grid;

static bool is_key_figure(const eng_node *node) {
	return eng_str_eqc(node->role, "key-figure");
}

static bool gather_fact(grid *g, const eng_node *node, fact *f) {
	eng_work *work = g->flow->work;
	uint32_t former = eng_work_enter(work, eng_work_element(work, "LI", node));
	eng_setting label = { 0 }, value = { .tabular = true };

	f->node = node;
	f->style = eng_work_style(work, "fact", node);
	f->label_style = eng_work_style(work, "fact.label", node);
	f->span = 1;
	if (is_key_figure(node) && g->columns > 2) {
		f->span = 2;
	}
	label.style = f->label_style;
	label.structure = eng_work_element(work, "Lbl", node->as.fact.label);
	value.style = f->style;
	value.structure = eng_work_element(work, "LBody", NULL);
	f->label = eng_inline_text(work, node->as.fact.label, &label);
	f->value = f->label ? eng_inline_text(work, node, &value) : NULL;
	eng_work_enter(work, former);
	return f->value != NULL;
}

static bool gather_facts(grid *g) {
	size_t cap = 0;

	for (const eng_node *n = g->node->first; n; n = n->next) {
		if (!eng_work_shows(g->flow->work, n)) {
			continue;
		}
		g->facts = eng_arena_grow(g->flow->work->arena, g->facts, g->count, &cap,
					  sizeof(*g->facts));
		if (!gather_fact(g, n, &g->facts[g->count++])) {
			return false;
		}
	}
	return true;
}

static bool make_pieces(grid *g, fact *f, eng_length label_x, eng_length label_width,
			eng_length value_x, eng_length value_width) {
	eng_work *work = g->flow->work;

	return eng_setpiece_make(work, f->label, f->label_style, label_x, label_width,
				 f->label_style->align, &f->label_piece) &&
	       eng_setpiece_make(work, f->value, f->style, value_x, value_width, f->style->align,
				 &f->value_piece);
}

static void put(grid *g, eng_slab *slab, const eng_setpiece *piece, eng_length y) {
	eng_ink_append(g->flow->work->arena, &slab->ink, &piece->ink, 0, y);
}

/* One row of the grid: facts [first, last). */
static bool add_row(grid *g, size_t first, size_t last, bool end) {
	eng_flow *flow = g->flow;
	eng_slab slab = { .node = g->node };
	eng_length unit = (flow->width - (g->columns - 1) * GUTTER) / g->columns, labels = 0,
		   values = 0;
	int place = 0;

	for (size_t i = first; i < last; i++) {
		fact *f = &g->facts[i];
		eng_length w = unit * f->span + GUTTER * (f->span - 1);
		eng_length x = flow->x + place * (unit + GUTTER);

		if (flow->work->doc->rtl) {
			x = flow->x + flow->width - (x - flow->x) - w;
		}
		if (!make_pieces(g, f, x, w, x, w)) {
			return false;
		}
		labels = f->label_piece.height > labels ? f->label_piece.height : labels;
		values = f->value_piece.height > values ? f->value_piece.height : values;
		place += f->span;
	}
	slab.height = labels + values;
	for (size_t i = first; i < last; i++) {
		const fact *f = &g->facts[i];
		eng_length descent = 0, above, below;

		/* The values' last baselines are one line, whatever their sizes. */
		eng_style_metrics(flow->work->press, f->style, &above, &below);
		for (size_t k = first; k < last; k++) {
			eng_length b;

			eng_style_metrics(flow->work->press, g->facts[k].style, &above, &b);
			descent = b > descent ? b : descent;
		}
		put(g, &slab, &f->label_piece, labels - f->label_piece.height);
		put(g, &slab, &f->value_piece,
		    slab.height - (descent - below) - f->value_piece.height);
	}
	slab.after = end ? 0 : g->facts[first].style->space_after;
	slab.before = first ? g->facts[first].style->space_before : 0;
	return eng_flow_add(flow, &slab);
}

static bool lay_grid(grid *g) {
	size_t first = 0;
	int used = 0;

	for (size_t i = 0; i < g->count; i++) {
		if (used + g->facts[i].span > g->columns) {
			if (!add_row(g, first, i, false)) {
				return false;
			}
			first = i;
			used = 0;
		}
		used += g->facts[i].span;
	}
	return g->count == 0 || add_row(g, first, g->count, true);
}

/* Label and value on one line when both fit, else the value below its label. */
static bool add_pair(grid *g, fact *f, eng_length label_width, bool stacked, bool end) {
	eng_flow *flow = g->flow;
	bool rtl = flow->work->doc->rtl;
	eng_slab slab = { .node = f->node,
			  .before = f->style->space_before,
			  .after = end ? 0 : f->style->space_after };
	eng_length width = flow->width - label_width - GUTTER, first;

	if (stacked) {
		if (!make_pieces(g, f, flow->x, flow->width, flow->x, flow->width)) {
			return false;
		}
		put(g, &slab, &f->label_piece, 0);
		put(g, &slab, &f->value_piece, f->label_piece.height);
		slab.height = f->label_piece.height + f->value_piece.height;
		return eng_flow_add(flow, &slab);
	}
	if (!make_pieces(g, f, rtl ? flow->x + flow->width - label_width : flow->x, label_width,
			 rtl ? flow->x : flow->x + label_width + GUTTER, width)) {
		return false;
	}
	first = f->label_piece.first > f->value_piece.first ? f->label_piece.first
							    : f->value_piece.first;
	put(g, &slab, &f->label_piece, first - f->label_piece.first);
	put(g, &slab, &f->value_piece, first - f->value_piece.first);
	slab.height = f->label_piece.height + first - f->label_piece.first;
	if (f->value_piece.height + first - f->value_piece.first > slab.height) {
		slab.height = f->value_piece.height + first - f->value_piece.first;
	}
	return eng_flow_add(flow, &slab);
}

static bool lay_pairs(grid *g) {
	eng_length widest = 0, least = 0, limit = g->flow->width * 55 / 100;
	bool stacked;

	for (size_t i = 0; i < g->count; i++) {
		const fact *f = &g->facts[i];

		widest = f->label->width > widest ? f->label->width : widest;
		least = f->value->least > least ? f->value->least : least;
	}
	widest = widest > limit ? limit : widest;
	stacked = widest + GUTTER + least > g->flow->width;
	for (size_t i = 0; i < g->count; i++) {
		if (!add_pair(g, &g->facts[i], widest, stacked, i + 1 == g->count)) {
			return false;
		}
	}
	return true;
}

bool eng_facts_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "facts", node);
	grid g = { .flow = flow,
		   .node = node,
		   .style = style,
		   .columns = style->columns > 1 ? style->columns : 1 };
	uint32_t former = eng_work_enter(work, eng_work_element(work, "L", node));
	bool ok;

	eng_flow_hold(flow);
	ok = eng_flow_open(flow, style, node) && gather_facts(&g) &&
	     (g.columns > 1 ? lay_grid(&g) : lay_pairs(&g)) && eng_flow_close(flow, style, node);
	eng_flow_release(flow);
	eng_work_enter(work, former);
	return ok;
}
