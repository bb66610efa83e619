/* The table: columns, groups, totals, what is carried over page ends, and what stands for rows that
 * a channel leaves out. */
#include <string.h>

#include "content/elements.h"

#define COLUMNS_MAX 64

/* "12ch": thousandths; -1 when it is not. */
static int characters(eng_str text) {
	eng_decimal d, thousandths;
	int64_t value;

	if (!eng_str_ends(text, "ch") ||
	    !eng_decimal_parse(eng_str_sub(text, 0, text.n - 2), false, &d) ||
	    !eng_decimal_mul(d, eng_decimal_from_int(1000), &thousandths) ||
	    !eng_decimal_to_int64(thousandths, &value) || value < 1 || value > 1000000) {
		return -1;
	}
	return (int)value;
}

/* A bound of the width; 0 without it. */
static int width_bound(eng_compiler *c, eng_xml_node *e, const char *name) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, name);
	int value = attr ? characters(attr->value) : 0;

	if (value < 0) {
		eng_fail(c->ctx, "template.bad-attribute", attr->at,
			 "%s '%s' should be characters like '12ch'", name,
			 eng_quote(c->arena, attr->value));
		return 0;
	}
	return value;
}

static void column_bounds(eng_compiler *c, eng_xml_node *e, eng_op_column *column) {
	const eng_xml_attr *most = eng_xml_attr_find(e, "max-width");

	column->least = width_bound(c, e, "min-width");
	column->most = width_bound(c, e, "max-width");
	if ((column->least || column->most) && column->width_unit == ENG_WIDTH_CHARS) {
		eng_fail(c->ctx, "template.bad-attribute", e->where,
			 "a column of fixed width has no 'min-width' or 'max-width'");
	} else if (most && column->most < column->least) {
		eng_fail(c->ctx, "template.bad-attribute", most->at,
			 "max-width '%s' is less than min-width", eng_quote(c->arena, most->value));
	}
}

/* "auto", "2fr", "12ch": thousandths of the unit. */
static void column_width(eng_compiler *c, eng_xml_node *e, eng_op_column *column) {
	const eng_xml_attr *attr = eng_xml_attr_find(e, "width");
	eng_decimal d, thousandths;
	int64_t value;
	bool fraction;

	if (!attr || eng_str_eqc(attr->value, "auto")) {
		return;
	}
	fraction = eng_str_ends(attr->value, "fr");
	if ((!fraction && !eng_str_ends(attr->value, "ch")) ||
	    !eng_decimal_parse(eng_str_sub(attr->value, 0, attr->value.n - 2), false, &d) ||
	    !eng_decimal_mul(d, eng_decimal_from_int(1000), &thousandths) ||
	    !eng_decimal_to_int64(thousandths, &value) || value < 1 || value > 1000000) {
		eng_fail(
		    c->ctx, "template.bad-attribute", attr->at,
		    "width '%s' should be 'auto', a share like '2fr' or characters like '12ch'",
		    eng_quote(c->arena, attr->value));
		return;
	}
	column->width_unit = fraction ? ENG_WIDTH_FRACTION : ENG_WIDTH_CHARS;
	column->width = (int)value;
}

static void compile_column(eng_compiler *c, eng_xml_node *e, eng_op_column *column) {
	static const char *const aligns[] = { "start", "center", "end", "decimal", NULL };
	static const char *const lines[] = { "flow", "keep", NULL };
	eng_op *holder = eng_op_new(c, ENG_OP_SEQUENCE, e->where);

	column->where = e->where;
	column->id = eng_compile_id(c, e, "id", true);
	column_width(c, e, column);
	column_bounds(c, e, column);
	column->align = (eng_align)eng_compile_word(c, e, "align", aligns, 0);
	column->priority = eng_compile_int(c, e, "priority", 1, 9, 1);
	column->header = eng_compile_yes(c, e, "header");
	column->merge = eng_compile_yes(c, e, "merge");
	column->keep_lines = eng_compile_word(c, e, "lines", lines, 0) == 1;
	column->cell = eng_compile_inline(c, e);
	eng_compile_common(c, e, holder);
	column->channels = holder->channels;
}

static void compile_columns(eng_compiler *c, eng_xml_node *e, eng_op_table *table) {
	size_t cap = 0;

	for (eng_xml_node *n = eng_xml_element(e->first); n; n = eng_xml_element(n->next)) {
		eng_op_column *column;

		if (!eng_str_eqc(n->name, "column") || !eng_compile_known(c, n, "column")) {
			continue;
		}
		if (table->column_count == COLUMNS_MAX) {
			eng_fail(c->ctx, "template.cells", n->where,
				 "a table has at most %d columns", COLUMNS_MAX);
			return;
		}
		table->columns = eng_arena_grow(c->arena, table->columns, table->column_count, &cap,
						sizeof(*table->columns));
		column = &table->columns[table->column_count];
		memset(column, 0, sizeof(*column));
		compile_column(c, n, column);
		for (size_t i = 0; i < table->column_count; i++) {
			if (column->id.n && eng_str_eq(table->columns[i].id, column->id)) {
				eng_fail(c->ctx, "template.duplicate", n->where,
					 "column '%.*s' is declared twice",
					 ENG_STR_ARG(column->id));
			}
		}
		table->column_count++;
	}
}

/* Headings are said in the scope around the table: they are not of any row. */
static void compile_headings(eng_compiler *c, eng_xml_node *e, eng_op_table *table) {
	size_t i = 0;

	for (eng_xml_node *n = eng_xml_element(e->first); n; n = eng_xml_element(n->next)) {
		if (eng_str_eqc(n->name, "column") && i < table->column_count) {
			table->columns[i++].heading = eng_compile_label(c, n, "heading", true);
		}
	}
}

/* The alignment of a total's cell is that of the column where it starts. The table is found through
 * the element: rows of totals may stand below if and for-each. */
static size_t count_columns(const eng_xml_node *e) {
	size_t n = 0;

	while (e && !eng_str_eqc(e->name, "table")) {
		e = e->parent;
	}
	for (const eng_xml_node *k = e ? e->first : NULL; k; k = k->next) {
		n += k->kind == ENG_XML_ELEMENT && eng_str_eqc(k->name, "column");
	}
	return n;
}

static eng_op *compile_cell(eng_compiler *c, eng_xml_node *e, size_t at) {
	eng_op *op = eng_op_node(c, ENG_NODE_CELL, e->where);

	op->as.cell.span = eng_compile_int(c, e, "span", 1, COLUMNS_MAX, 1);
	op->as.cell.column = at;
	eng_compile_children(c, e, ENG_PLACE_INLINE, op);
	op->carried = c->all;
	return op;
}

eng_op *eng_element_total(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_ROW, e->where);
	size_t columns = count_columns(e), at = 0;

	(void)place;
	op->as.row.kind = eng_str_eqc(e->name, "total")  ? ENG_ROW_TOTAL
			  : eng_str_eqc(e->name, "foot") ? ENG_ROW_FOOT
							 : ENG_ROW_SUBTOTAL;
	for (eng_xml_node *n = e->first; n; n = n->next) {
		if (n->kind == ENG_XML_TEXT) {
			if (!eng_str_blank(n->text)) {
				eng_fail(c->ctx, "template.misplaced-text", n->where,
					 "text is not allowed directly in '%.*s', put it in a "
					 "'cell'",
					 ENG_STR_ARG(e->name));
			}
		} else if (eng_compile_known(c, n, "cell")) {
			eng_op_append(op, compile_cell(c, n, at));
			at += (size_t)op->last->as.cell.span;
		}
	}
	if (columns && at != columns) {
		eng_fail(c->ctx, "template.cells", e->where,
			 "'%.*s' has cells for %zu columns, the table has %zu",
			 ENG_STR_ARG(e->name), at, columns);
	}
	return op;
}

static void compile_carry(eng_compiler *c, eng_xml_node *e, eng_op_table *table) {
	eng_op_carry *carry = eng_arena_new(c->arena, eng_op_carry);
	const eng_xml_attr *column = eng_compile_required(c, e, "column");
	size_t mark = c->known_count;

	carry->where = e->where;
	carry->column = table->column_count;
	for (size_t i = 0; column && i < table->column_count; i++) {
		if (eng_str_eq(table->columns[i].id, column->value)) {
			carry->column = i;
		}
	}
	if (column && carry->column == table->column_count) {
		eng_fail(c->ctx, "template.unknown-column", column->at,
			 "the table has no column '%s'", eng_quote(c->arena, column->value));
	}
	carry->select = eng_compile_select(c, e, "select", true);
	carry->slot = eng_compile_variable(c, ENG_STR("carried"), NULL, false, e->where);
	carry->content = eng_compile_inline(c, e);
	eng_compile_forget(c, mark);
	table->carry = carry;
}

/* start and the labels are said around the table, like headings. */
static void compile_carry_around(eng_compiler *c, eng_xml_node *e, eng_op_carry *carry) {
	carry->start = eng_compile_select(c, e, "start", false);
	carry->label_out = eng_compile_label(c, e, "label-out", true);
	carry->label_in = eng_compile_label(c, e, "label-in", true);
}

/* Rows of totals; $rows are the rows they stand for. */
static void compile_totals(eng_compiler *c, eng_xml_node *e, eng_op_table *table) {
	static const char *const steering[] = { "if", "choose", "for-each", "let", "include" };

	for (eng_xml_node *n = eng_xml_element(e->first); n; n = eng_xml_element(n->next)) {
		bool total = eng_str_eqc(n->name, "total");
		eng_op *op;

		for (size_t i = 0; i < sizeof(steering) / sizeof(*steering); i++) {
			total = total || eng_str_eqc(n->name, steering[i]);
		}
		if (!total || !(op = eng_compile_element(c, n, ENG_PLACE_TOTALS))) {
			continue;
		}
		if (!table->totals) {
			table->totals = eng_op_new(c, ENG_OP_SEQUENCE, n->where);
		}
		eng_op_append(table->totals, op);
	}
}

/* Rows at the foot of the table, and of what stands of it on each page. */
static void compile_feet(eng_compiler *c, eng_xml_node *e, eng_op_table *table) {
	for (eng_xml_node *n = eng_xml_element(e->first); n; n = eng_xml_element(n->next)) {
		eng_op *op;

		if (!eng_str_eqc(n->name, "foot") || !eng_compile_known(c, n, "foot")) {
			continue;
		}
		op = eng_element_total(c, n, ENG_PLACE_TOTALS);
		eng_compile_common(c, n, op);
		if (!table->feet) {
			table->feet = eng_op_new(c, ENG_OP_SEQUENCE, n->where);
		}
		eng_op_append(table->feet, op);
	}
}

static void compile_subtotals(eng_compiler *c, eng_xml_node *e, eng_op_table *table) {
	for (eng_xml_node *n = eng_xml_element(e->first); n; n = eng_xml_element(n->next)) {
		eng_op *op;

		if (!eng_str_eqc(n->name, "subtotal") || !eng_compile_known(c, n, "subtotal")) {
			continue;
		}
		if (!table->rows.group) {
			eng_fail(c->ctx, "template.misplaced-element", n->where,
				 "'subtotal' needs a 'group-by' in its table");
			continue;
		}
		op = eng_element_total(c, n, ENG_PLACE_TOTALS);
		eng_compile_common(c, n, op);
		if (!table->subtotals) {
			table->subtotals = eng_op_new(c, ENG_OP_SEQUENCE, n->where);
		}
		eng_op_append(table->subtotals, op);
	}
}

/* Everything below a table has a place of its own: report what has none. */
static void check_children(eng_compiler *c, eng_xml_node *e) {
	static const char *const known[] = { "column", "group-by", "subtotal", "total", "foot",
					     "carry",  "more",     "sort",     "if",    "choose",
					     "let",    "for-each", "include" };
	size_t carries = 0, mores = 0;

	for (eng_xml_node *n = e->first; n; n = n->next) {
		bool found = n->kind == ENG_XML_TEXT;

		if (n->kind == ENG_XML_TEXT && !eng_str_blank(n->text)) {
			eng_fail(c->ctx, "template.misplaced-text", n->where,
				 "text is not allowed directly in 'table'");
		}
		for (size_t i = 0; !found && i < sizeof(known) / sizeof(*known); i++) {
			found = eng_str_eqc(n->name, known[i]);
		}
		if (!found) {
			eng_compile_misplaced(c, n);
			continue;
		}
		carries += n->kind == ENG_XML_ELEMENT && eng_str_eqc(n->name, "carry");
		mores += n->kind == ENG_XML_ELEMENT && eng_str_eqc(n->name, "more");
	}
	if (carries > 1 || mores > 1) {
		eng_fail(c->ctx, "template.duplicate", e->where, "a table has one '%s' at most",
			 carries > 1 ? "carry" : "more");
	}
}

static void compile_limit(eng_compiler *c, eng_xml_node *e, eng_op_table *table) {
	const eng_xml_attr *on = eng_xml_attr_find(e, "on");
	eng_xml_node *more = eng_xml_child(e, "more");

	table->max_rows = (size_t)eng_compile_int(c, e, "max-rows", 1, 1000000, 0);
	table->max_on = on ? eng_compile_channels(c, on) : c->all;
	if (on && !table->max_rows) {
		eng_fail(c->ctx, "template.bad-attribute", on->where,
			 "'on' says where 'max-rows' holds, but there is no 'max-rows'");
	}
	if (more && !table->max_rows) {
		eng_fail(c->ctx, "template.misplaced-element", more->where,
			 "'more' stands for rows left out, but the table has no 'max-rows'");
	} else if (!more && table->max_rows) {
		eng_fail(c->ctx, "template.missing-element", e->where,
			 "a table with 'max-rows' needs 'more' to say that rows are left out");
	}
	if (more && eng_compile_known(c, more, "more")) {
		table->more = eng_op_new(c, ENG_OP_SEQUENCE, more->where);
		eng_compile_flow(c, more, table->more);
	}
}

/* What is said in the scope of a row, then of a group. */
static void compile_rows_part(eng_compiler *c, eng_xml_node *e, eng_op_table *table,
			      eng_xml_node *carry, const eng_decl *around) {
	eng_xml_node *group = eng_xml_child(e, "group-by");

	compile_columns(c, e, table);
	if (carry && eng_compile_known(c, carry, "carry")) {
		compile_carry(c, carry, table);
	}
	if (group) {
		table->group_heading = eng_compile_inline(c, group);
	}
	c->scope.context = around;
	c->scope.rows = false;
	compile_subtotals(c, e, table);
}

eng_op *eng_element_table(eng_compiler *c, eng_xml_node *e, eng_place place) {
	eng_op *op = eng_op_node(c, ENG_NODE_TABLE, e->where);
	eng_op_table *table = eng_arena_new(c->arena, eng_op_table);
	static const char *const rules[] = { "keep", "divide", NULL };
	eng_xml_node *carry = eng_xml_child(e, "carry");
	const eng_decl *context = c->scope.context, *decl;
	bool rows = c->scope.rows;
	size_t mark = c->known_count;

	(void)place;
	op->as.table = table;
	check_children(c, e);
	table->divide = eng_compile_word(c, e, "rows", rules, 0) == 1;
	table->caption = eng_compile_label(c, e, "caption", false);
	compile_limit(c, e, table);
	decl = eng_compile_rows(c, e, &table->rows);
	compile_rows_part(c, e, table, carry, context);
	eng_compile_forget(c, mark);
	c->scope.context = context;
	c->scope.rows = rows;
	compile_headings(c, e, table);
	if (carry && table->carry) {
		compile_carry_around(c, carry, table->carry);
	}
	table->totals_slot = eng_compile_variable(c, ENG_STR("rows"), decl, false, e->where);
	compile_totals(c, e, table);
	compile_feet(c, e, table);
	eng_compile_forget(c, mark);
	if (table->column_count == 0) {
		eng_fail(c->ctx, "template.missing-element", e->where, "'table' needs a 'column'");
	}
	eng_compile_leaf(c, op);
	return op;
}
