/* Tables, charts and inputs of cards. A table of cards has no spanning cells: what spans stands in the
 * widest of the columns it covers, the others are empty. */
#include "channels/common/view.h"
#include "channels/mobile/adaptive.h"

static void table_open(eng_json_writer *json) {
	eng_json_write_object(json);
	eng_json_member_cstr(json, "type", "Table");
	eng_json_member_bool(json, "showGridLines", false);
}

static void row_open(eng_json_writer *json) {
	eng_json_write_object(json);
	eng_json_member_cstr(json, "type", "TableRow");
	eng_json_member_array(json, "cells");
}

static void cell_open(eng_json_writer *json) {
	eng_json_write_object(json);
	eng_json_member_cstr(json, "type", "TableCell");
	eng_json_member_array(json, "items");
}

static void close(eng_json_writer *json) {
	eng_json_write_array_end(json);
	eng_json_write_object_end(json);
}

static void column(eng_json_writer *json, int width, bool end) {
	eng_json_write_object(json);
	eng_json_member_int(json, "width", width);
	if (end) {
		eng_json_member_cstr(json, "horizontalCellContentAlignment", "right");
	}
	eng_json_write_object_end(json);
}

static bool at_end(const eng_column *c) {
	return c->align == ENG_ALIGN_END || c->align == ENG_ALIGN_DECIMAL;
}

static void add_words(eng_buf *all, eng_str text, const char *between) {
	if (text.n) {
		eng_buf_cstr(all, all->n && all->s[all->n - 1] != '\n' ? between : "");
		eng_buf_str(all, text);
	}
}

/* The table that is being written. */
typedef struct table {
	const eng_column *columns;
	eng_card_grid grid;
	bool *told;  /* of each column below: its heading stands somewhere, with its notes */
	eng_buf all; /* the fallback's words */
} table;

/* Values of the columns that have no room, each with its heading. */
static bool below(eng_card *k, table *t, const eng_node *row, bool strong) {
	const eng_card_look look = { .size = "Small", .strong = strong, .tight = true };
	const eng_card_grid *grid = &t->grid;

	for (const eng_node *cell = eng_view_first(row, k->c->channel); cell;
	     cell = eng_view_next(cell, k->c->channel)) {
		size_t at = eng_card_place(cell, t->columns, grid->below, grid->below_n);
		eng_str label = { 0 };
		const eng_node *heading = NULL;

		if (at == grid->below_n || !eng_view_any(cell, k->c->channel) ||
		    eng_card_place(cell, t->columns, grid->beside, grid->n) < grid->n) {
			continue;
		}
		if (cell->as.cell.span <= 1) {
			heading = t->columns[grid->below[at]].heading;
			label = eng_view_text(k->c->arena, heading, k->c->channel);
			heading = t->told[at] ? NULL : heading;
			t->told[at] = true;
		}
		add_words(&t->all, eng_view_text(k->c->arena, cell, k->c->channel), ", ");
		if (!eng_card_labelled(k, label, heading, cell, look)) {
			return false;
		}
	}
	return true;
}

static bool row(eng_card *k, table *t, const eng_node *node) {
	const eng_card_grid *grid = &t->grid;
	eng_card_look look = { .size = grid->size,
			       .strong = node->as.row.kind != ENG_ROW_DATA &&
					 node->as.row.kind != ENG_ROW_FOOT };

	row_open(k->c->json);
	for (size_t i = 0; i < grid->n; i++) {
		cell_open(k->c->json);
		for (const eng_node *cell = eng_view_first(node, k->c->channel); cell;
		     cell = eng_view_next(cell, k->c->channel)) {
			if (eng_card_place(cell, t->columns, grid->beside, grid->n) != i) {
				continue;
			}
			add_words(&t->all, eng_view_text(k->c->arena, cell, k->c->channel), ", ");
			if (!eng_card_text(k, cell, look)) {
				return false;
			}
		}
		if (i == grid->lead && !below(k, t, node, look.strong)) {
			return false;
		}
		close(k->c->json);
	}
	close(k->c->json);
	eng_buf_cstr(&t->all, "\n\n");
	return true;
}

/* True when a cell of the column alone has something to say. */
static bool has_values(const eng_card *k, size_t column, const eng_node *const *rows, size_t n) {
	for (size_t r = 0; r < n; r++) {
		for (const eng_node *cell = eng_view_first(rows[r], k->c->channel); cell;
		     cell = eng_view_next(cell, k->c->channel)) {
			if (cell->as.cell.column == column && cell->as.cell.span <= 1 &&
			    eng_view_any(cell, k->c->channel)) {
				return true;
			}
		}
	}
	return false;
}

/* Below the lead's heading stand those that no value tells. */
static bool headings(eng_card *k, table *t, const eng_node *const *rows, size_t n) {
	const eng_card_grid *grid = &t->grid;
	const eng_card_look look = { .size = grid->size, .strong = true };
	const eng_card_look silent = { .size = "Small", .subtle = true, .tight = true };
	bool ok = true;

	row_open(k->c->json);
	for (size_t i = 0; i < grid->n && ok; i++) {
		cell_open(k->c->json);
		ok = eng_card_text(k, t->columns[grid->beside[i]].heading, look);
		for (size_t b = 0; i == grid->lead && b < grid->below_n && ok; b++) {
			ok = has_values(k, grid->below[b], rows, n) ||
			     eng_card_text(k, t->columns[grid->below[b]].heading, silent);
		}
		if (ok) {
			close(k->c->json);
		}
	}
	if (ok) {
		close(k->c->json);
	}
	return ok;
}

static bool has_headings(const eng_column *columns, const size_t *shown, size_t n) {
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		any |= columns[shown[i]].heading->first != NULL;
	}
	return any;
}

static bool rows_of(eng_card *k, table *t, bool head, const eng_node *const *rows, size_t n) {
	eng_json_writer *json = k->c->json;
	const eng_card_grid *grid = &t->grid;
	bool ok;

	table_open(json);
	eng_json_member_bool(json, "firstRowAsHeader", head);
	eng_json_member_array(json, "columns");
	for (size_t i = 0; i < grid->n; i++) {
		column(json, grid->weights[i], at_end(&t->columns[grid->beside[i]]));
	}
	eng_json_write_array_end(json);
	eng_json_member_array(json, "rows");
	ok = !head || headings(k, t, rows, n);
	for (size_t i = 0; i < n && ok; i++) {
		ok = row(k, t, rows[i]);
	}
	if (ok) {
		eng_json_write_array_end(json);
		eng_card_fallback(k, eng_str_trim(eng_buf_view(&t->all)));
		eng_json_write_object_end(json);
	}
	return ok;
}

bool eng_card_table(eng_card *k, const eng_node *node) {
	eng_components *c = k->c;
	table t = { .columns = node->as.table.columns };
	size_t n, rows;
	const size_t *shown = eng_view_columns(c->arena, node, c->channel, &n);
	const eng_node **list = eng_view_rows(c->arena, node, c->channel, &rows);
	bool head = has_headings(t.columns, shown, n), ok;

	if (!eng_card_text(k, node->as.table.caption, (eng_card_look){ .strong = true })) {
		return false;
	}
	if (n == 0 || (rows == 0 && !head)) {
		return true;
	}
	t.grid = eng_card_grid_of(k, node, list, rows);
	t.told = eng_arena_new_array(c->arena, t.grid.below_n, bool);
	ok = rows_of(k, &t, head, list, rows);
	eng_buf_finish(&t.all);
	if (ok && node->as.table.more && eng_view_cut(node, c->channel)) {
		return eng_card_children(k, node->as.table.more);
	}
	return ok;
}

static void chart_cell(eng_card *k, eng_str text, eng_card_look look, eng_buf *all) {
	cell_open(k->c->json);
	eng_card_words(k, text, look);
	close(k->c->json);
	add_words(all, text, ", ");
}

static void chart_names(eng_card *k, const eng_node *chart, eng_card_look look, eng_buf *all) {
	row_open(k->c->json);
	chart_cell(k, (eng_str){ "", 0 }, look, all);
	for (size_t i = 0; i < chart->as.chart.series_count; i++) {
		chart_cell(k, chart->as.chart.series[i].name, look, all);
	}
	close(k->c->json);
}

static void chart_row(eng_card *k, const eng_node *chart, size_t r, eng_card_look look,
		      eng_buf *all) {
	eng_buf_cstr(all, all->n ? "\n\n" : "");
	row_open(k->c->json);
	chart_cell(k, chart->as.chart.labels[r], look, all);
	for (size_t i = 0; i < chart->as.chart.series_count; i++) {
		chart_cell(k, chart->as.chart.series[i].values[r].text, look, all);
	}
	close(k->c->json);
}

/* The label, and below it each figure with the name of its series. */
static void chart_stack(eng_card *k, const eng_node *chart, size_t r, eng_buf *all) {
	eng_str label = chart->as.chart.labels[r];

	eng_buf_cstr(all, all->n ? "\n\n" : "");
	row_open(k->c->json);
	cell_open(k->c->json);
	eng_card_words(k, label, (eng_card_look){ .strong = true });
	add_words(all, label, ", ");
	for (size_t i = 0; i < chart->as.chart.series_count; i++) {
		const eng_series *series = &chart->as.chart.series[i];
		eng_str words = eng_str_printf(k->c->arena, "%.*s %.*s", ENG_STR_ARG(series->name),
					       ENG_STR_ARG(series->values[r].text));

		eng_card_words(k, words, (eng_card_look){ .size = "Small", .tight = true });
		add_words(all, words, ", ");
	}
	close(k->c->json);
	close(k->c->json);
}

/* The figures behind the drawing: cards have no charts. */
bool eng_card_chart(eng_card *k, const eng_node *chart) {
	eng_json_writer *json = k->c->json;
	eng_card_grid grid = eng_card_chart_grid(k, chart);
	bool stacked = grid.n == 1;
	eng_buf all = { 0 };

	if (!eng_card_text(k, chart->as.chart.caption, (eng_card_look){ .strong = true })) {
		return false;
	}
	eng_card_words(k, chart->as.chart.alt, (eng_card_look){ .subtle = true });
	table_open(json);
	eng_json_member_bool(json, "firstRowAsHeader", !stacked);
	eng_json_member_array(json, "columns");
	for (size_t i = 0; i < grid.n; i++) {
		column(json, grid.weights[i], i > 0);
	}
	eng_json_write_array_end(json);
	eng_json_member_array(json, "rows");
	if (!stacked) {
		chart_names(k, chart, (eng_card_look){ .size = grid.size, .strong = true }, &all);
	}
	for (size_t r = 0; r < chart->as.chart.label_count; r++) {
		if (stacked) {
			chart_stack(k, chart, r, &all);
		} else {
			chart_row(k, chart, r, (eng_card_look){ .size = grid.size }, &all);
		}
	}
	eng_json_write_array_end(json);
	eng_card_fallback(k, eng_buf_view(&all));
	eng_json_write_object_end(json);
	eng_buf_finish(&all);
	return true;
}

static const char *input_of(eng_str type) {
	return eng_str_eqc(type, "number")     ? "Input.Number"
	       : eng_str_eqc(type, "date")     ? "Input.Date"
	       : eng_str_eqc(type, "checkbox") ? "Input.Toggle"
	       : eng_str_eqc(type, "choice")   ? "Input.ChoiceSet"
					       : "Input.Text";
}

static const char *style_of(eng_str type) {
	return eng_str_eqc(type, "email") ? "Email" : eng_str_eqc(type, "phone") ? "Tel" : "Text";
}

static void entry_value(eng_json_writer *json, eng_str type, eng_str value) {
	eng_decimal number;

	if (value.n == 0) {
		return;
	}
	if (!eng_str_eqc(type, "number")) {
		eng_json_member_text(json, "value", value);
	} else if (eng_decimal_parse(value, false, &number)) {
		char text[ENG_DECIMAL_TEXT];

		eng_decimal_format(number, text);
		eng_json_write_key(json, ENG_STR("value"));
		eng_json_write_raw(json, eng_str_from(text));
	}
}

void eng_card_entry(eng_card *k, const eng_node *node) {
	eng_json_writer *json = k->c->json;
	eng_str type = node->as.entry.type, label = node->as.entry.label;
	const char *input = input_of(type);

	eng_json_write_object(json);
	eng_json_member_cstr(json, "type", input);
	eng_json_member_text(json, "id", node->as.entry.name);
	if (strcmp(input, "Input.Toggle") == 0) {
		eng_json_member_text(json, "title", label);
	}
	if (strcmp(input, "Input.Toggle") != 0 || node->as.entry.required) {
		eng_json_member_text(json, "label", label);
	}
	if (strcmp(input, "Input.Text") == 0) {
		eng_json_member_cstr(json, "style", style_of(type));
		eng_json_member_bool(json, "isMultiline", eng_str_eqc(type, "multiline"));
	}
	entry_value(json, type, node->as.entry.value);
	if (node->as.entry.required) {
		eng_json_member_bool(json, "isRequired", true);
		eng_json_member_text(json, "errorMessage", label);
	}
	if (strcmp(input, "Input.ChoiceSet") == 0) {
		eng_json_member_array(json, "choices");
		for (size_t i = 0; i < node->as.entry.option_count; i++) {
			eng_json_write_object(json);
			eng_json_member_text(json, "title", node->as.entry.options[i].label);
			eng_json_member_text(json, "value", node->as.entry.options[i].value);
			eng_json_write_object_end(json);
		}
		eng_json_write_array_end(json);
	}
	eng_json_write_object_end(json);
}
