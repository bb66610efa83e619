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

static bool row(eng_card *k, const eng_node *node, const eng_column *columns, const size_t *shown,
		size_t n, const char *size, eng_buf *all) {
	eng_card_look look = { .size = size,
			       .strong = node->as.row.kind != ENG_ROW_DATA &&
					 node->as.row.kind != ENG_ROW_FOOT };

	row_open(k->c->json);
	for (size_t i = 0; i < n; i++) {
		cell_open(k->c->json);
		for (const eng_node *cell = eng_view_first(node, k->c->channel); cell;
		     cell = eng_view_next(cell, k->c->channel)) {
			if (eng_card_place(cell, columns, shown, n) != i) {
				continue;
			}
			add_words(all, eng_view_text(k->c->arena, cell, k->c->channel), ", ");
			if (!eng_card_text(k, cell, look)) {
				return false;
			}
		}
		close(k->c->json);
	}
	close(k->c->json);
	eng_buf_cstr(all, "\n\n");
	return true;
}

static bool headings(eng_card *k, const eng_column *columns, const size_t *shown, size_t n,
		     const char *size) {
	row_open(k->c->json);
	for (size_t i = 0; i < n; i++) {
		cell_open(k->c->json);
		if (!eng_card_text(k, columns[shown[i]].heading,
				   (eng_card_look){ .size = size, .strong = true })) {
			return false;
		}
		close(k->c->json);
	}
	close(k->c->json);
	return true;
}

static bool has_headings(const eng_column *columns, const size_t *shown, size_t n) {
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		any |= columns[shown[i]].heading->first != NULL;
	}
	return any;
}

bool eng_card_table(eng_card *k, const eng_node *table) {
	eng_components *c = k->c;
	const eng_column *columns = table->as.table.columns;
	size_t n, rows;
	const size_t *shown = eng_view_columns(c->arena, table, c->channel, &n);
	const eng_node **list = eng_view_rows(c->arena, table, c->channel, &rows);
	bool head = has_headings(columns, shown, n), ok;
	eng_buf all = { 0 };
	eng_card_grid grid;

	if (!eng_card_text(k, table->as.table.caption, (eng_card_look){ .strong = true })) {
		return false;
	}
	if (n == 0 || (rows == 0 && !head)) {
		return true;
	}
	table_open(c->json);
	eng_json_member_bool(c->json, "firstRowAsHeader", head);
	eng_json_member_array(c->json, "columns");
	grid = eng_card_grid_of(k, table, shown, n, list, rows);
	for (size_t i = 0; i < n; i++) {
		column(c->json, grid.weights[i], at_end(&columns[shown[i]]));
	}
	eng_json_write_array_end(c->json);
	eng_json_member_array(c->json, "rows");
	ok = !head || headings(k, columns, shown, n, grid.size);
	for (size_t i = 0; i < rows && ok; i++) {
		ok = row(k, list[i], columns, shown, n, grid.size, &all);
	}
	if (ok) {
		eng_json_write_array_end(c->json);
		eng_card_fallback(k, eng_str_trim(eng_buf_view(&all)));
		eng_json_write_object_end(c->json);
	}
	eng_buf_finish(&all);
	if (ok && table->as.table.more && eng_view_cut(table, c->channel)) {
		return eng_card_children(k, table->as.table.more);
	}
	return ok;
}

static void chart_cell(eng_card *k, eng_str text, eng_card_look look, eng_buf *all) {
	cell_open(k->c->json);
	eng_card_words(k, text, look);
	close(k->c->json);
	add_words(all, text, ", ");
}

/* The figures behind the drawing: cards have no charts. */
bool eng_card_chart(eng_card *k, const eng_node *chart) {
	eng_json_writer *json = k->c->json;
	eng_card_grid grid = eng_card_chart_grid(k, chart);
	eng_card_look plain = { .size = grid.size },
		      heading = { .size = grid.size, .strong = true };
	eng_buf all = { 0 };

	if (!eng_card_text(k, chart->as.chart.caption, (eng_card_look){ .strong = true })) {
		return false;
	}
	eng_card_words(k, chart->as.chart.alt, (eng_card_look){ .subtle = true });
	table_open(json);
	eng_json_member_bool(json, "firstRowAsHeader", true);
	eng_json_member_array(json, "columns");
	for (size_t i = 0; i <= chart->as.chart.series_count; i++) {
		column(json, grid.weights[i], i > 0);
	}
	eng_json_write_array_end(json);
	eng_json_member_array(json, "rows");
	row_open(json);
	chart_cell(k, (eng_str){ "", 0 }, heading, &all);
	for (size_t i = 0; i < chart->as.chart.series_count; i++) {
		chart_cell(k, chart->as.chart.series[i].name, heading, &all);
	}
	close(json);
	for (size_t r = 0; r < chart->as.chart.label_count; r++) {
		eng_buf_cstr(&all, all.n ? "\n\n" : "");
		row_open(json);
		chart_cell(k, chart->as.chart.labels[r], plain, &all);
		for (size_t i = 0; i < chart->as.chart.series_count; i++) {
			chart_cell(k, chart->as.chart.series[i].values[r].text, plain, &all);
		}
		close(json);
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
