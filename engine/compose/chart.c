/* Charts: categories and series as data. */
#include "compose/state.h"

/* A chart needs numbers: a value of text that is one becomes one. */
static bool series_value(eng_composing *s, const eng_op_series *series, eng_value *out) {
	if (!eng_compose_attr_value(s, &series->value, out)) {
		return false;
	}
	if (out->kind == ENG_VALUE_NUMBER || out->kind == ENG_VALUE_MONEY ||
	    out->kind == ENG_VALUE_PERCENT) {
		return true;
	}
	if (out->raw.n == 0) {
		return eng_fail(s->ctx, "template.chart-value", series->value.where,
				"a chart cannot show a missing value");
	}
	if (!eng_decimal_parse(out->raw, false, &out->number)) {
		return eng_fail(s->ctx, "template.chart-value", series->value.where,
				"a chart shows numbers, '%s' is none",
				eng_quote(s->arena, out->text));
	}
	out->kind = ENG_VALUE_NUMBER;
	return true;
}

static bool add_row(eng_composing *s, const eng_op_chart *op, eng_node *chart, size_t i) {
	if (!eng_compose_attr(s, &op->label, &chart->as.chart.labels[i])) {
		return false;
	}
	for (size_t k = 0; k < op->series_count; k++) {
		if (!series_value(s, &op->series[k], &chart->as.chart.series[k].values[i])) {
			return false;
		}
	}
	return true;
}

static bool add_rows(eng_composing *s, const eng_op_chart *op, eng_node *chart) {
	eng_list list;

	if (!eng_list_enter(s, &op->rows, &list)) {
		return false;
	}
	chart->as.chart.label_count = list.rows.n;
	chart->as.chart.labels = eng_arena_new_array(s->arena, list.rows.n, eng_str);
	for (size_t k = 0; k < op->series_count; k++) {
		chart->as.chart.series[k].values =
		    eng_arena_new_array(s->arena, list.rows.n, eng_value);
	}
	for (size_t i = 0; i < list.rows.n; i++) {
		eng_list_row(s, &list, i);
		if (!add_row(s, op, chart, i)) {
			return false;
		}
	}
	eng_list_leave(s, &list);
	return true;
}

static bool has_axis(eng_chart_type type) {
	return type == ENG_CHART_BAR || type == ENG_CHART_STACKED || type == ENG_CHART_LINE ||
	       type == ENG_CHART_AREA;
}

bool eng_compose_chart(eng_composing *s, const eng_op *op, eng_node *parent, eng_channel_set set) {
	const eng_op_chart *chart = op->as.chart;
	eng_node *node = eng_compose_node(s, op, ENG_NODE_CHART, set);

	if (!node) {
		return false;
	}
	node->as.chart.type = chart->type;
	if (!eng_compose_attr_needed(s, &chart->alt, "alt", &node->as.chart.alt)) {
		return false;
	}
	if (chart->caption) {
		node->as.chart.caption = eng_compose_label(s, chart->caption, op->where, set);
		if (!node->as.chart.caption) {
			return false;
		}
	}
	node->as.chart.series_count = chart->series_count;
	node->as.chart.series = eng_arena_new_array(s->arena, chart->series_count, eng_series);
	for (size_t k = 0; k < chart->series_count; k++) {
		if (!eng_compose_attr(s, &chart->series[k].name, &node->as.chart.series[k].name)) {
			return false;
		}
	}
	if (!add_rows(s, chart, node)) {
		return false;
	}
	if (node->as.chart.label_count && node->as.chart.series_count && has_axis(chart->type) &&
	    !eng_compose_axis(s, node)) {
		return false;
	}
	if (node->as.chart.label_count) {
		eng_node_append(parent, node); /* a chart of nothing says nothing */
	}
	return true;
}
