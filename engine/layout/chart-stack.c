/* Columns of stacked parts, positive ones upwards, negative ones downwards from zero; an axis says what
 * the whole is. */
#include "layout/chart.h"

/* On a hatch, a value has a ground of paper. */
static void put_value(eng_chart *chart, eng_chart_label *label, size_t series, eng_length x,
		      eng_length y) {
	if (chart->theme->chart_patterns && series > 0) {
		eng_chart_rect(chart,
			       (eng_rect){ x - 2000, y, label->width + 4000, chart->value_line },
			       chart->theme->paper);
	}
	eng_chart_label_put(chart, label, x, y + chart->value_above);
}

/* One part of a stack, its value inside it where there is room. */
static bool stack_part(eng_chart *chart, eng_rect box, size_t series, size_t category) {
	const eng_value *value = &chart->node->as.chart.series[series].values[category];
	eng_color color = eng_chart_color(chart, series);
	eng_chart_label label;

	eng_chart_series_rect(chart, box, series);
	if (box.h < chart->value_line + 2000) {
		return true;
	}
	color = chart->theme->chart_patterns && series > 0 ? chart->theme->paper : color;
	if (!eng_chart_label_value(chart, value, chart->value, eng_chart_ink_on(chart, color),
				   &label)) {
		return false;
	}
	if (label.width + 4000 <= box.w) {
		put_value(chart, &label, series, box.x + (box.w - label.width) / 2,
			  box.y + (box.h - chart->value_line) / 2);
	}
	return true;
}

static bool stack_column(eng_chart *chart, size_t category, eng_length x, eng_length width) {
	double above = 0, below = 0;

	for (size_t s = 0; s < chart->node->as.chart.series_count; s++) {
		double v = eng_chart_number(chart, s, category);
		double *from = v < 0 ? &below : &above;
		eng_length a = eng_chart_y(chart, *from), b = eng_chart_y(chart, *from + v);
		eng_rect box = { x, a < b ? a : b, width, a < b ? b - a : a - b };

		*from += v;
		if (box.h > 1200) {
			box.h -= 500; /* a hair of paper between the parts: readable in grey */
			box.y += 500;
		}
		if (!stack_part(chart, box, s, category)) {
			return false;
		}
	}
	return true;
}

bool eng_chart_stack(eng_chart *chart) {
	size_t n = chart->node->as.chart.label_count;
	eng_length slot, width, above = chart->label_line / 2;
	eng_chart_names names = { 0 };

	if (!eng_chart_legend(chart) || !eng_chart_axis_reserve(chart)) {
		return false;
	}
	slot = chart->plot.w / (eng_length)n;
	if (!eng_chart_names_make(chart, slot, &names)) {
		return false;
	}
	eng_chart_scale(chart, true, true);
	chart->plot.y += above;
	chart->plot.h -= above + names.height + 5000;
	eng_chart_axis_draw(chart);
	width = slot * 66 / 100;
	width = width > chart->theme->chart_bar * 3 ? chart->theme->chart_bar * 3 : width;
	for (size_t i = 0; i < n; i++) {
		eng_length center = chart->plot.x + slot * (eng_length)i + slot / 2;

		if (!stack_column(chart, i, center - width / 2, width)) {
			return false;
		}
	}
	eng_chart_zero_line(chart);
	eng_chart_names_put(chart, &names, chart->plot.x + slot / 2);
	return true;
}
