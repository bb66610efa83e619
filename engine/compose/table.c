/* Tables: rows in order, groups with heading and subtotals, totals, what is carried. */
#include "compose/state.h"

static bool add_columns(eng_composing *s, const eng_op_table *op, eng_node *table) {
	eng_column *columns =
	    eng_arena_new_array(s->arena, op->column_count ? op->column_count : 1, eng_column);

	table->as.table.columns = columns;
	table->as.table.column_count = op->column_count;
	for (size_t i = 0; i < op->column_count; i++) {
		const eng_op_column *column = &op->columns[i];

		columns[i] = (eng_column){ .id = column->id,
					   .width_unit = column->width_unit,
					   .width = column->width,
					   .least = column->least,
					   .most = column->most,
					   .merge = column->merge,
					   .align = column->align,
					   .priority = column->priority,
					   .channels = table->channels & column->channels };
		columns[i].heading =
		    eng_compose_label(s, column->heading, column->where, columns[i].channels);
		if (!columns[i].heading) {
			return false;
		}
	}
	return true;
}

static eng_node *add_row(eng_composing *s, eng_node *table, eng_row_kind kind, eng_loc where) {
	const eng_op op = { .where = where };
	eng_node *row = eng_compose_node(s, &op, ENG_NODE_ROW, table->channels);

	if (row) {
		row->as.row.kind = kind;
		eng_node_append(table, row);
	}
	return row;
}

/* One cell of a data row. A column that no channel of the job shows is not evaluated. */
static bool add_cell(eng_composing *s, const eng_op_table *table, eng_node *row, size_t i) {
	const eng_op_column *column = &table->columns[i];
	const eng_op op = { .where = column->where,
			    .first = column->cell->first,
			    .keep_lines = column->keep_lines };
	eng_node *cell = eng_compose_node(s, &op, ENG_NODE_CELL, row->channels & column->channels);

	if (!cell) {
		return false;
	}
	cell->as.cell.span = 1;
	cell->as.cell.align = column->align;
	cell->as.cell.column = (uint32_t)i;
	cell->as.cell.header = column->header;
	eng_node_append(row, cell);
	return !cell->channels || eng_compose_content(s, &op, cell);
}

/* The words of a cell that is nothing but words; false for others. */
static bool cell_words(const eng_node *cell, eng_buf *out) {
	eng_walk walk = eng_walk_start((eng_node *)(uintptr_t)cell);

	while (eng_walk_next(&walk)) {
		eng_node_type type = walk.node->type;

		if (type == ENG_NODE_LINK || type == ENG_NODE_FOOTNOTE) {
			return false;
		}
	}
	eng_node_text(cell, -1, out);
	return out->n > 0;
}

/* Marks the cells of columns that merge which say the same as those of the row above; where one says
 * something else, the columns behind it begin anew as well. */
static void find_same(const eng_op_table *op, const eng_node *above, eng_node *row) {
	const eng_node *upper = above->first;
	bool same = above->as.row.kind == ENG_ROW_DATA;

	for (eng_node *cell = row->first; same && cell; cell = cell->next, upper = upper->next) {
		eng_buf one = { 0 }, other = { 0 };

		if (!op->columns[cell->as.cell.column].merge) {
			continue;
		}
		same = cell_words(upper, &one) && cell_words(cell, &other) &&
		       eng_str_eq(eng_buf_view(&one), eng_buf_view(&other));
		cell->as.cell.same = same;
		eng_buf_finish(&one);
		eng_buf_finish(&other);
	}
}

/* The content of carry as a value: of a lone expression all that it was, else its text. */
static bool carried_value(eng_composing *s, const eng_op_carry *carry, eng_decimal sum,
			  eng_answer *out) {
	eng_result *variable = &s->frame[carry->slot];
	const eng_op *op = carry->content->first;
	eng_node *label;
	const eng_field *from;
	bool present = false;
	eng_buf text = { 0 };
	eng_value value;

	*variable = (eng_result){ .kind = ENG_RESULT_NUMBER };
	variable->as.number = sum;
	*out = (eng_answer){ 0 };
	if (op && !op->next && op->kind == ENG_OP_VALUE) {
		if (!eng_expr_value(&s->eval, op->as.value.expr, &value, &from, &present)) {
			return false;
		}
		*out = eng_answer_of(&value);
		return true;
	}
	label = eng_compose_label(s, carry->content, carry->where, s->doc->channels);
	if (!label) {
		return false;
	}
	eng_node_text(label, -1, &text);
	out->text = eng_str_copy(s->arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return true;
}

static bool start_carry(eng_composing *s, const eng_op_table *op, eng_node *table,
			eng_decimal *sum) {
	const eng_op_carry *carry = op->carry;
	eng_carry *out = eng_arena_new(s->arena, eng_carry);
	bool present = true;

	*sum = eng_decimal_from_int(0);
	table->as.table.carry = out;
	out->column = carry->column;
	if (carry->start && !eng_expr_number(&s->eval, carry->start, sum, &present)) {
		return false;
	}
	if (!present) {
		*sum = eng_decimal_from_int(0);
	}
	out->label_out = eng_compose_label(s, carry->label_out, carry->where, table->channels);
	out->label_in = eng_compose_label(s, carry->label_in, carry->where, table->channels);
	return out->label_out && out->label_in;
}

static bool carry_row(eng_composing *s, const eng_op_carry *carry, eng_node *row,
		      eng_decimal *sum) {
	eng_decimal amount;
	eng_answer *carried;
	bool present;

	if (!eng_expr_number(&s->eval, carry->select, &amount, &present)) {
		return false;
	}
	if (present && !eng_decimal_add(*sum, amount, sum)) {
		return eng_fail(s->ctx, "expr.overflow", carry->where,
				"the carried sum has more than 34 digits");
	}
	carried = eng_arena_new(s->arena, eng_answer);
	row->as.row.carried = carried;
	return carried_value(s, carry, *sum, carried);
}

static bool add_data_row(eng_composing *s, const eng_op_table *op, eng_node *table,
			 const eng_list *list, size_t i, eng_decimal *sum) {
	const eng_node *above = table->last;
	eng_arena_mark lists = eng_arena_tell(s->eval.lists);
	eng_node *row = add_row(s, table, ENG_ROW_DATA, op->columns[0].where);

	if (!row) {
		return false;
	}
	eng_list_row(s, list, i);
	row->as.row.index = (uint32_t)i;
	for (size_t k = 0; k < op->column_count; k++) {
		if (!add_cell(s, op, row, k)) {
			return false;
		}
	}
	if (above) {
		find_same(op, above, row);
	}
	if (op->carry) {
		if (i == 0 && !carried_value(s, op->carry, *sum, &table->as.table.carry->start)) {
			return false;
		}
		if (!carry_row(s, op->carry, row, sum)) {
			return false;
		}
	}
	/* What the row's paths selected is in its nodes. */
	eng_arena_rewind(s->eval.lists, lists);
	return true;
}

static bool add_group_heading(eng_composing *s, const eng_op_table *op, eng_node *table) {
	eng_node *row, *cell;

	if (!op->group_heading || !op->group_heading->first) {
		return true;
	}
	row = add_row(s, table, ENG_ROW_GROUP, op->group_heading->where);
	cell = row ? eng_compose_node(s, op->group_heading, ENG_NODE_CELL, row->channels) : NULL;
	if (!cell) {
		return false;
	}
	cell->as.cell.span = (int)op->column_count;
	cell->as.cell.header = true;
	eng_node_append(row, cell);
	return eng_compose_content(s, op->group_heading, cell);
}

/* How many data rows some channel of the job shows. Those behind are counted, not composed. */
static size_t rows_wanted(const eng_op_table *op, const eng_node *table, const eng_list *list) {
	bool cut = op->max_rows > 0 && (table->channels & ~op->max_on) == 0;

	return cut && op->max_rows < list->rows.n ? op->max_rows : list->rows.n;
}

static bool add_groups(eng_composing *s, const eng_op_table *op, eng_node *table,
		       const eng_list *list, eng_decimal *sum) {
	size_t i = 0, wanted = rows_wanted(op, table, list);

	for (size_t g = 0; g < list->group_count; g++) {
		eng_list_row(s, list, i);
		eng_list_group(s, &op->rows, list, g);
		if (!add_group_heading(s, op, table)) {
			return false;
		}
		for (; i < list->group_ends[g]; i++) {
			if (i < wanted && !add_data_row(s, op, table, list, i, sum)) {
				return false;
			}
		}
		if (op->subtotals) {
			eng_list around = *list;

			eng_list_leave(s, &around);
			if (!eng_compose_ops(s, op->subtotals->first, table, table->channels)) {
				return false;
			}
			s->eval.rows = (eng_rows *)&list->rows;
		}
	}
	return true;
}

static bool add_rows(eng_composing *s, const eng_op_table *op, eng_node *table,
		     const eng_list *list) {
	size_t wanted = rows_wanted(op, table, list);
	eng_decimal sum = { 0 };

	table->as.table.data_rows = list->rows.n;
	if (op->carry) {
		eng_list around = *list;
		bool good;

		eng_list_leave(s, &around);
		good = start_carry(s, op, table, &sum);
		s->eval.rows = (eng_rows *)&list->rows;
		if (!good) {
			return false;
		}
	}
	if (op->rows.group) {
		return add_groups(s, op, table, list, &sum);
	}
	for (size_t i = 0; i < wanted; i++) {
		if (!add_data_row(s, op, table, list, i, &sum)) {
			return false;
		}
	}
	return true;
}

static bool add_totals(eng_composing *s, const eng_op_table *op, eng_node *table,
		       const eng_list *list) {
	eng_result *rows = &s->frame[op->totals_slot];

	*rows = (eng_result){ .kind = ENG_RESULT_NODES };
	rows->as.nodes.items = list->rows.items;
	rows->as.nodes.n = list->rows.n;
	return (!op->totals || eng_compose_ops(s, op->totals->first, table, table->channels)) &&
	       (!op->feet || eng_compose_ops(s, op->feet->first, table, table->channels));
}

static bool add_more(eng_composing *s, const eng_op_table *op, eng_node *table) {
	eng_node *more;

	table->as.table.divide = op->divide;
	table->as.table.max_rows = op->max_rows;
	table->as.table.max_on = op->max_on;
	if (!op->more) {
		return true;
	}
	more = eng_compose_node(s, op->more, ENG_NODE_BODY, table->channels & op->max_on);
	if (!more || !eng_compose_ops(s, op->more->first, more, more->channels)) {
		return false;
	}
	more->parent = table;
	table->as.table.more = more;
	return true;
}

bool eng_compose_table(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	const eng_op_table *table = op->as.table, *outer = s->table;
	eng_node *node = eng_compose_node(s, op, ENG_NODE_TABLE, set);
	eng_list list;
	bool good;

	if (!node) {
		return false;
	}
	if (table->caption) {
		node->as.table.caption = eng_compose_label(s, table->caption, op->where, set);
		if (!node->as.table.caption) {
			return false;
		}
	}
	s->table = table;
	good = add_columns(s, table, node) && eng_list_enter(s, &table->rows, &list);
	if (good) {
		good = add_rows(s, table, node, &list);
		eng_list_leave(s, &list);
		good = good && add_totals(s, table, node, &list) && add_more(s, table, node);
	}
	s->table = outer;
	if (good) {
		eng_node_append(parent, node);
	}
	return good;
}

/* Channels of the columns that a cell covers. */
static eng_channel_set covered(const eng_op_table *table, size_t column, int span) {
	eng_channel_set set = 0;

	for (size_t i = column; i < column + (size_t)span && i < table->column_count; i++) {
		set |= table->columns[i].channels;
	}
	return set;
}

bool eng_compose_total(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	eng_node *row = eng_compose_node(s, op, ENG_NODE_ROW, set);
	size_t columns = 0;

	if (!row) {
		return false;
	}
	for (const eng_op *k = op->first; k; k = k->next) {
		columns += (size_t)k->as.cell.span;
	}
	if (columns != s->table->column_count) { /* the row may come from a fragment */
		return eng_fail(s->ctx, "template.cells", op->where,
				"the row has cells for %zu columns, the table has %zu", columns,
				s->table->column_count);
	}
	row->as.row.kind = op->as.row.kind;
	for (const eng_op *k = op->first; k; k = k->next) {
		size_t column = k->as.cell.column;
		eng_node *cell = eng_compose_node(s, k, ENG_NODE_CELL,
						  set & covered(s->table, column, k->as.cell.span));

		if (!cell) {
			return false;
		}
		cell->as.cell.span = k->as.cell.span;
		cell->as.cell.column = (uint32_t)column;
		cell->as.cell.align = k->as.cell.span == 1 && column < s->table->column_count
					  ? s->table->columns[column].align
					  : ENG_ALIGN_START;
		eng_node_append(row, cell);
		if (cell->channels && !eng_compose_content(s, k, cell)) {
			return false;
		}
	}
	eng_node_append(parent, row);
	return true;
}
