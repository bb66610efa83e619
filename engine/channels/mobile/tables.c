/* Tables and charts as data: typed cells, raw values, what an assistive technology should read. */
#include "channels/common/view.h"
#include "channels/mobile/components.h"

static const char *align_name(eng_align align) {
	static const char *const names[] = { "start", "center", "end", "decimal" };

	return names[align];
}

static const char *row_name(eng_row_kind kind) {
	static const char *const names[] = { "data", "group", "subtotal", "total", "foot" };

	return names[kind];
}

static const char *chart_name(eng_chart_type type) {
	static const char *const names[] = { "bar", "stacked", "line",  "area",
					     "pie", "donut",   "bullet" };

	return names[type];
}

static bool columns(eng_components *c, const eng_node *table, const size_t *shown, size_t n) {
	eng_json_member_array(c->json, "columns");
	for (size_t i = 0; i < n; i++) {
		const eng_column *column = &table->as.table.columns[shown[i]];

		eng_json_write_object(c->json);
		eng_json_member_some(c->json, "id", column->id);
		if (!eng_components_runs(c, "heading", column->heading)) {
			return false;
		}
		eng_json_member_text(c->json, "align", eng_str_from(align_name(column->align)));
		eng_json_member_int(c->json, "priority", column->priority);
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
	return true;
}

static bool row(eng_components *c, const eng_node *node, const size_t *shown, size_t n) {
	eng_json_write_object(c->json);
	eng_json_member_text(c->json, "kind", eng_str_from(row_name(node->as.row.kind)));
	eng_json_member_array(c->json, "cells");
	for (const eng_node *cell = eng_view_first(node, c->channel); cell;
	     cell = eng_view_next(cell, c->channel)) {
		int span = eng_view_span(cell, shown, n);

		if (span == 0) {
			continue;
		}
		eng_json_write_object(c->json);
		if (!eng_components_runs(c, "text", cell)) {
			return false;
		}
		if (span > 1) {
			eng_json_member_int(c->json, "span", span);
		}
		eng_json_member_some(c->json, "role", cell->tags->role);
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
	eng_json_write_object_end(c->json);
	return true;
}

bool eng_components_table(eng_components *c, const eng_node *table) {
	size_t n, rows;
	const size_t *shown = eng_view_columns(c->arena, table, c->channel, &n);
	const eng_node **row_list = eng_view_rows(c->arena, table, c->channel, &rows);

	if (!eng_components_runs(c, "caption", table->as.table.caption)) {
		return false;
	}
	eng_json_member_some(c->json, "accessibleLabel",
			     eng_view_text(c->arena, table->as.table.caption, c->channel));
	if (!columns(c, table, shown, n)) {
		return false;
	}
	eng_json_member_array(c->json, "rows");
	for (size_t i = 0; i < rows; i++) {
		if (!row(c, row_list[i], shown, n)) {
			return false;
		}
	}
	eng_json_write_array_end(c->json);
	if (eng_view_cut(table, c->channel)) {
		eng_json_member_int(
		    c->json, "rowsLeftOut",
		    (int64_t)(table->as.table.data_rows - eng_table_rows_shown(table, c->channel)));
		if (table->as.table.more &&
		    !eng_components_children(c, "more", table->as.table.more)) {
			return false;
		}
	}
	return true;
}

bool eng_components_chart(eng_components *c, const eng_node *chart) {
	eng_json_member_text(c->json, "chart", eng_str_from(chart_name(chart->as.chart.type)));
	if (!eng_components_runs(c, "caption", chart->as.chart.caption)) {
		return false;
	}
	eng_json_member_text(c->json, "accessibleLabel", chart->as.chart.alt);
	eng_json_member_array(c->json, "labels");
	for (size_t i = 0; i < chart->as.chart.label_count; i++) {
		eng_json_write_text(c->json, chart->as.chart.labels[i]);
	}
	eng_json_write_array_end(c->json);
	eng_json_member_array(c->json, "series");
	for (size_t i = 0; i < chart->as.chart.series_count; i++) {
		const eng_series *series = &chart->as.chart.series[i];

		eng_json_write_object(c->json);
		eng_json_member_text(c->json, "name", series->name);
		eng_json_member_array(c->json, "values");
		for (size_t k = 0; k < chart->as.chart.label_count; k++) {
			eng_json_write_object(c->json);
			eng_json_member_text(c->json, "text", series->values[k].text);
			eng_json_member_text(
			    c->json, "kind",
			    eng_str_from(eng_value_kind_name(series->values[k].kind)));
			eng_json_member_some(c->json, "raw", series->values[k].raw);
			eng_json_member_some(c->json, "currency", series->values[k].currency);
			eng_json_write_object_end(c->json);
		}
		eng_json_write_array_end(c->json);
		eng_json_write_object_end(c->json);
	}
	eng_json_write_array_end(c->json);
	return true;
}
