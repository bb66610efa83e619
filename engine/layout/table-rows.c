/* Setting rows, and what a page end inside a table repeats: the head and the carried sum. */
#include "layout/table.h"

#define SEAM 200

/* Place of a cell's content, without its padding; x on the page's own side. */
static void cell_place(const eng_table *t, const eng_table_cell *cell, eng_length *x,
		       eng_length *w) {
	const eng_table_column *first = &t->columns[cell->first];
	const eng_table_column *last = &t->columns[cell->first + cell->span - 1];
	eng_length start = first->x + first->pad_start;
	eng_length end = last->x + last->width - last->pad_end;

	*w = end - start;
	*x = t->work->doc->rtl ? t->x + t->width - end : t->x + start;
}

/* The lines of a cell that are set: all, or the one given if the cell has so many. */
typedef struct stretch {
	size_t first, end;
} stretch;

static stretch stretch_of(const eng_lines *lines, int line) {
	stretch all = { 0, lines->count };

	if (line < 0) {
		return all;
	}
	all.first = (size_t)line < lines->count ? (size_t)line : lines->count;
	all.end = all.first < lines->count ? all.first + 1 : lines->count;
	return all;
}

static eng_length stretch_height(const eng_lines *lines, stretch s) {
	eng_length height = 0;

	for (size_t i = s.first; i < s.end; i++) {
		height += lines->lines[i].above + lines->lines[i].below;
	}
	return height;
}

/* Puts lines of a cell below each other. */
static void set_cell(eng_table *t, const eng_table_cell *cell, int line, eng_length top,
		     eng_ink *ink) {
	const eng_table_column *c = &t->columns[cell->first];
	eng_work *work = t->work;
	stretch set = stretch_of(&cell->lines, line);
	int align = cell->align == ENG_ALIGN_DECIMAL ? ENG_LINE_END : (int)cell->align;
	eng_length x, w, y = top;

	cell_place(t, cell, &x, &w);
	for (size_t i = set.first; i < set.end; i++) {
		const eng_line *l = &cell->lines.lines[i];
		eng_length left = x, width = w;

		if (cell->decimal && cell->lines.count == 1 && cell->span == 1) {
			left = work->doc->rtl ? x + c->before - cell->before
					      : x + w - c->behind - cell->before;
			width = l->width;
			align = ENG_LINE_START;
		}
		eng_line_place(work->arena, work->shaper, cell->text, l, left, y + l->above, width,
			       align, ink);
		y += l->above + l->below;
	}
}

/* True when the cell of this column in the row below shows nothing: the one above goes on in it. */
static bool goes_on(const eng_table *t, size_t column, const eng_table_row *below) {
	for (const eng_node *c = below->merged ? below->node->first : NULL; c; c = c->next) {
		if (c->as.cell.same && t->visible[c->as.cell.column] == column) {
			return true;
		}
	}
	return false;
}

/* The hairline to the row below, which ends where cells go on in that row. */
static void draw_hairline(eng_table *t, const eng_table_row *below, eng_length bottom,
			  eng_ink *ink) {
	const eng_theme *theme = t->work->theme;
	size_t i = 0;

	while (i < t->column_count) {
		eng_length from = t->columns[i].x, to = from;

		for (; i < t->column_count && !goes_on(t, i, below); i++) {
			to = t->columns[i].x + t->columns[i].width;
		}
		to = i == t->column_count && to > from ? t->width : to;
		eng_ink_fill(t->work->arena, ink,
			     (eng_rect){ t->work->doc->rtl ? t->x + t->width - to : t->x + from,
					 bottom - theme->table_rule, to - from, theme->table_rule },
			     theme->table_rule_color);
		i++;
	}
}

/* Ground, borders and the hairline below a row. */
static void draw_row(eng_table *t, const eng_table_row *row, eng_row_place place, eng_length height,
		     eng_ink *ink) {
	eng_arena *arena = t->work->arena;
	const eng_theme *theme = t->work->theme;
	const eng_style *s = row->style;
	bool striped =
	    theme->zebra && row->kind == ENG_ROW_DATA && row->node && row->index % 2 == 1;

	if (s->has_background || striped) { /* the pieces of a divided row leave no seam */
		eng_length seam = place.line > 0 && !place.again ? SEAM : 0;

		eng_ink_fill(arena, ink, (eng_rect){ t->x, -seam, t->width, height + seam },
			     s->has_background ? s->background : theme->stripe);
	}
	if (!row->follows && place.line <= 0) {
		eng_ink_fill(arena, ink, (eng_rect){ t->x, 0, t->width, s->border_top },
			     s->border_color);
	}
	if (place.line >= 0 && (size_t)place.line + 1 < row->lines) {
		return;
	}
	eng_ink_fill(arena, ink,
		     (eng_rect){ t->x, height - s->border_bottom, t->width, s->border_bottom },
		     s->border_color);
	if (place.below && theme->table_rule > 0 && s->border_bottom == 0) {
		draw_hairline(t, place.below, height, ink);
	}
}

bool eng_table_break_row(eng_table *t, eng_table_row *row) {
	eng_work *work = t->work;

	row->lines = 1;
	for (size_t i = 0; i < row->count; i++) {
		eng_table_cell *cell = &row->cells[i];
		eng_length x, w;

		cell_place(t, cell, &x, &w);
		if (!eng_lines_break(work->ctx, work->arena, work->shaper, cell->text, row->style,
				     w, &cell->lines)) {
			return false;
		}
		if (!cell->same && cell->lines.count > row->lines) {
			row->lines = cell->lines.count;
		}
	}
	return true;
}

/* True for a cell that the row shows itself: not one that is the same as above, but at the top of a
 * page. */
static bool is_set(const eng_table_cell *cell, eng_row_place place) {
	return !cell->same || (place.again && place.line <= 0);
}

size_t eng_table_set_row(eng_table *t, const eng_table_row *row, eng_row_place place, eng_ink *ink,
			 eng_length *height) {
	eng_work *work = t->work;
	const eng_style *s = row->style;
	int line = place.line;
	bool last = line < 0 || (size_t)line + 1 >= row->lines;
	eng_length top = line > 0 && !place.again ? 0 : s->pad_top + s->border_top, tallest = 0;
	size_t ground;

	for (size_t i = 0; i < row->count; i++) {
		const eng_lines *lines = &row->cells[i].lines;
		eng_length h = stretch_height(lines, stretch_of(lines, line));

		tallest = h > tallest && is_set(&row->cells[i], place) ? h : tallest;
	}
	*height = top + tallest + (last ? s->pad_bottom + s->border_bottom : 0);
	eng_ink_reserve(work->arena, ink, row->count + 3);
	draw_row(t, row, place, *height, ink);
	ground = ink->count;
	for (size_t i = 0; i < row->count; i++) {
		if (is_set(&row->cells[i], place)) {
			set_cell(t, &row->cells[i], line, top, ink);
		}
	}
	return ground;
}

void eng_table_set_row_below(eng_table *t, const eng_table_row *row, eng_ink *ink, eng_length *y) {
	eng_ink own = { 0 };
	eng_length height;

	eng_table_set_row(t, row, (eng_row_place){ .line = -1 }, &own, &height);
	eng_ink_append(t->work->arena, ink, &own, 0, *y);
	*y += height;
}

/* The formatted value of a carried sum as a node, so that it has a true minus and tabular figures. */
static eng_node *value_node(eng_table *t, const eng_answer *value) {
	eng_node *cell =
	    eng_node_new(t->work->arena, ENG_NODE_CELL, t->node->where, t->node->channels);
	eng_node *text =
	    eng_node_new(t->work->arena, ENG_NODE_TEXT, t->node->where, t->node->channels);

	text->as.text.value = *value;
	text->as.text.from.origin = ENG_ORIGIN_ENGINE;
	eng_node_append(cell, text);
	return cell;
}

static bool carry_cell(eng_table *t, eng_table_row *row, const eng_node *node, uint32_t first,
		       uint32_t span, eng_align align) {
	eng_setting setting = { .style = row->style, .tabular = true };
	eng_table_cell *cell = &row->cells[row->count++];

	*cell = (eng_table_cell){ .node = node, .first = first, .span = span, .align = align };
	cell->text = eng_inline_text(t->work, node, &setting);
	return cell->text != NULL;
}

bool eng_table_carry_row(eng_table *t, const eng_node *label, const eng_node *from,
			 eng_table_row *row) {
	const eng_carry *carry = t->node->as.table.carry;
	const eng_answer *value = from ? from->as.row.carried : &carry->start;
	uint32_t column = t->visible[carry->column];
	eng_align align;

	*row = (eng_table_row){ .kind = ENG_ROW_TOTAL,
				.style = eng_work_style(t->work, "table.carry", t->node),
				.cells = eng_arena_new_array(t->work->arena, 2, eng_table_cell) };
	if (column == UINT32_MAX) { /* the column is not shown here: nothing is carried */
		return true;
	}
	if (column > 0 && !carry_cell(t, row, label, 0, column, ENG_ALIGN_START)) {
		return false;
	}
	align = t->columns[column].align;
	if (!carry_cell(t, row, value_node(t, value), column, 1,
			align == ENG_ALIGN_START ? ENG_ALIGN_END : align)) {
		return false;
	}
	if (align ==
	    ENG_ALIGN_DECIMAL) { /* as the cells above it: the separators stand in one line */
		eng_table_cell *cell = &row->cells[row->count - 1];

		eng_table_place_decimal(t, cell, value);
	}
	return true;
}

/* The row that carries the sum over, below what stands in ink so far. */
static bool add_carried(eng_table *t, bool out, eng_ink *ink, eng_length *height) {
	const eng_carry *carry = t->node->as.table.carry;
	eng_table_row row, none = { 0 };
	eng_ink own = { 0 };
	eng_length h;

	if (!carry) {
		return true;
	}
	if (!eng_table_carry_row(t, out ? carry->label_out : carry->label_in, t->repeat.last_row,
				 &row) ||
	    !eng_table_break_row(t, &row)) {
		return false;
	}
	if (row.count > 0) {
		eng_table_set_row(t, &row, (eng_row_place){ out ? NULL : &none, -1, false }, &own,
				  &h);
		eng_ink_append(t->work->arena, ink, &own, 0, *height);
		*height += h;
	}
	return true;
}

bool eng_table_repeat(eng_repeat *repeat, bool out, eng_ink *ink, eng_length *height) {
	eng_table *t = (eng_table *)repeat;
	eng_work *work = t->work;
	bool former = work->artifact, ok;

	*height = 0;
	if (!out) {
		eng_ink_append(work->arena, ink, &t->head_ink, 0, 0);
		*height = t->head_height;
	}
	work->artifact = true;
	ok = add_carried(t, out, ink, height);
	work->artifact = former;
	if (out) {
		eng_ink_append(work->arena, ink, &t->foot_ink, 0, *height);
		*height += t->foot_height;
	}
	return ok;
}
