/* Facts: labels with values, beside each other as a grid or below each other as two columns.
 *
 * Up to six rows stay on one page; longer ones may be divided, with at least two rows at both ends.
 * In a grid the label stands above its value, the values of a row stand on one line, and a key figure
 * takes two places where there are three or more. */
#include "layout/block.h"

#define GUTTER ENG_MM(4)

enum { ROWS_TOGETHER = 6 };

typedef struct fact {
	const eng_node *node;
	const eng_style *style, *label_style;
	eng_text *label, *value;
	eng_setpiece label_piece, value_piece;
} fact;

typedef struct grid {
	eng_flow *flow;
	const eng_node *node;
	const eng_style *style;
	fact *facts;
	size_t count;
	int columns;
	GArray *notes; /* of eng_note: footnotes met in values */
} grid;

static bool is_key_figure(const eng_node *node) {
	return eng_str_eqc(node->tags->role, "key-figure");
}

static eng_length unit_of(const grid *g, int columns) {
	return (g->flow->width - (columns - 1) * GUTTER) / columns;
}

/* Places that a fact takes: as many as its widest word needs, so that none is cut. */
static int span_of(const grid *g, const fact *f, int columns) {
	eng_length unit = unit_of(g, columns);
	int span = is_key_figure(f->node) && columns > 2 ? 2 : 1;

	while (span < columns && f->value->least > unit * span + GUTTER * (span - 1)) {
		span++;
	}
	return span;
}

static bool gather_fact(grid *g, const eng_node *node, fact *f) {
	eng_work *work = g->flow->work;
	uint32_t former = eng_work_enter(work, eng_work_element(work, "LI", node));
	eng_setting label = { 0 }, value = { .tabular = g->columns == 1 };

	f->node = node;
	f->style = eng_work_style(work, "fact", node);
	f->label_style = eng_work_style(work, "fact.label", node);
	label.style = f->label_style;
	label.structure = eng_work_element(work, "Lbl", node->as.fact.label);
	value.style = f->style;
	value.notes = g->notes;
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

static bool add_feet(grid *g, const fact *f, eng_slab *slab) {
	return eng_feet_make(g->flow, f->value, 0, (uint32_t)f->value->chunk_count, g->notes,
			     &slab->feet);
}

/* Makes the pieces of facts [first, last) side by side; the tallest labels and the lowest first
 * baseline of the values are theirs in common. */
static bool make_row(grid *g, size_t first, size_t last, eng_length *labels, eng_length *baseline) {
	eng_flow *flow = g->flow;
	eng_length unit = unit_of(g, g->columns);
	int place = 0;

	*labels = *baseline = 0;
	for (size_t i = first; i < last; i++) {
		fact *f = &g->facts[i];
		int span = span_of(g, f, g->columns);
		eng_length w = unit * span + GUTTER * (span - 1);
		eng_length x = flow->x + place * (unit + GUTTER);

		if (flow->work->doc->rtl) {
			x = flow->x + flow->width - (x - flow->x) - w;
		}
		if (!make_pieces(g, f, x, w, x, w)) {
			return false;
		}
		*labels = f->label_piece.height > *labels ? f->label_piece.height : *labels;
		*baseline = f->value_piece.first > *baseline ? f->value_piece.first : *baseline;
		place += span;
	}
	return true;
}

/* True when row number i of count stays with the next. */
static bool keeps(size_t i, size_t count) {
	return i + 1 < count && (count <= ROWS_TOGETHER || i == 0 || i + 2 == count);
}

/* One row of the grid: the values begin on one line, whatever their sizes. */
static bool add_row(grid *g, size_t first, size_t last, bool keep) {
	eng_slab slab = { .node = g->node, .keep = keep };
	eng_length labels, baseline;

	if (!make_row(g, first, last, &labels, &baseline)) {
		return false;
	}
	for (size_t i = first; i < last; i++) {
		const fact *f = &g->facts[i];
		eng_length top = labels + baseline - f->value_piece.first;
		eng_length end = top + f->value_piece.height;

		put(g, &slab, &f->label_piece, labels - f->label_piece.height);
		put(g, &slab, &f->value_piece, top);
		if (!add_feet(g, f, &slab)) {
			return false;
		}
		slab.height = end > slab.height ? end : slab.height;
	}
	slab.before = first ? g->facts[first].label_style->leading * 4 / 5 : 0;
	return eng_flow_add(g->flow, &slab);
}

/* The end of the row that begins at first. */
static size_t row_end(const grid *g, size_t first, int columns) {
	int used = 0;
	size_t i = first;

	while (i < g->count && used + span_of(g, &g->facts[i], columns) <= columns) {
		used += span_of(g, &g->facts[i++], columns);
	}
	return i > first ? i : first + 1;
}

/* How badly the facts would stand in so many columns: values that wrap first, then rows, then places
 * left empty. */
static int64_t cost_of(const grid *g, int columns) {
	eng_length unit = unit_of(g, columns);
	int64_t wrapped = 0, rows = 0, places = 0;

	for (size_t i = 0; i < g->count; i++) {
		int span = span_of(g, &g->facts[i], columns);

		wrapped += g->facts[i].value->width > unit * span + GUTTER * (span - 1);
		places += span;
	}
	for (size_t i = 0; i < g->count; i = row_end(g, i, columns)) {
		rows++;
	}
	return wrapped * 1000000 + rows * 1000 + (rows * columns - places);
}

static bool lay_grid(grid *g) {
	int best = g->columns;
	size_t rows = 0, row = 0;

	for (int n = g->columns - 1; n >= 2; n--) {
		best = cost_of(g, n) < cost_of(g, best) ? n : best;
	}
	g->columns = best;
	for (size_t i = 0; i < g->count; i = row_end(g, i, best)) {
		rows++;
	}
	for (size_t i = 0; i < g->count; row++) {
		size_t end = row_end(g, i, best);

		if (!add_row(g, i, end, keeps(row, rows))) {
			return false;
		}
		i = end;
	}
	return true;
}

/* Label and value on one line when both fit, else the value below its label. */
static bool add_pair(grid *g, size_t i, eng_length label_width, bool stacked) {
	eng_flow *flow = g->flow;
	bool rtl = flow->work->doc->rtl, end = i + 1 == g->count;
	fact *f = &g->facts[i];
	eng_slab slab = { .node = f->node,
			  .keep = keeps(i, g->count),
			  .before = f->style->space_before,
			  .after = end ? 0 : f->style->space_after };
	eng_length width = flow->width - label_width - GUTTER, first;

	if (!add_feet(g, f, &slab)) {
		return false;
	}
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

/* Values keep their longest words; the labels have the rest, at most as much as they want. */
static bool lay_pairs(grid *g) {
	eng_length widest = 0, word = 0, least = 0, wish = 0, room;
	bool stacked;

	for (size_t i = 0; i < g->count; i++) {
		const fact *f = &g->facts[i];

		widest = f->label->width > widest ? f->label->width : widest;
		word = f->label->least > word ? f->label->least : word;
		least = f->value->least > least ? f->value->least : least;
		wish = f->value->width > wish ? f->value->width : wish;
	}
	if (widest > g->flow->width / 2 && wish > g->flow->width / 2) {
		least = least > g->flow->width / 2 ? least : g->flow->width / 2;
	}
	room = g->flow->width - GUTTER - least;
	stacked = room < word;
	widest = widest > room ? room : widest;
	for (size_t i = 0; i < g->count; i++) {
		if (!add_pair(g, i, widest, stacked)) {
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

	g.notes = g_array_new(FALSE, FALSE, sizeof(eng_note));
	ok = eng_flow_open(flow, style, node) && gather_facts(&g) &&
	     (g.columns > 1 ? lay_grid(&g) : lay_pairs(&g)) && eng_flow_close(flow, style, node);
	g_array_free(g.notes, TRUE);
	eng_work_enter(work, former);
	return ok;
}
