/* Bullets: one bar a category against a track, with a mark where it should be.
 *
 * The first series is what was reached, the second, if any, the mark to compare with. */
#include <math.h>

#include "layout/chart.h"

static double reach(const eng_chart *chart) {
	double high = 0;

	for (size_t s = 0; s < chart->node->as.chart.series_count; s++) {
		for (size_t i = 0; i < chart->node->as.chart.label_count; i++) {
			high = fmax(high, eng_chart_number(chart, s, i));
		}
	}
	return high > 0 ? high : 1;
}

static bool check_values(const eng_chart *chart) {
	for (size_t s = 0; s < chart->node->as.chart.series_count; s++) {
		for (size_t i = 0; i < chart->node->as.chart.label_count; i++) {
			if (eng_chart_number(chart, s, i) < 0) {
				return eng_fail(
				    chart->ctx, "layout.chart-negative", chart->node->where,
				    "a bullet cannot show the negative value '%s' of '%s', use "
				    "bars",
				    eng_quote(chart->arena,
					      chart->node->as.chart.series[s].values[i].text),
				    eng_quote(chart->arena, chart->node->as.chart.labels[i]));
			}
		}
	}
	return true;
}

static bool draw_bullet(eng_chart *chart, size_t index, eng_length y, double high) {
	const eng_length thick = 8000;
	const eng_theme *t = chart->theme;
	eng_chart_block name;
	eng_chart_label value;
	eng_length width;

	if (!eng_chart_block_make(chart, chart->node->as.chart.labels[index], chart->label,
				  chart->value->color, chart->width, &name) ||
	    !eng_chart_label_value(chart, &chart->node->as.chart.series[0].values[index],
				   chart->strong, t->accent, &value)) {
		return false;
	}
	eng_chart_block_put(chart, &name, 0, y, false);
	y += name.lines.height - chart->label_line;
	/* Long names and values share no line. */
	if (name.lines.widest + value.width + 8000 > chart->width) {
		y += chart->label_line;
	}
	eng_chart_label_put(chart, &value, chart->width - value.width, y + chart->value_above);
	y += chart->value_line + 2000;
	eng_chart_rect(chart, (eng_rect){ 0, y, chart->width, thick },
		       eng_color_mix(t->accent, t->paper, 120));
	width =
	    (eng_length)llround((double)chart->width * eng_chart_number(chart, 0, index) / high);
	eng_chart_rect(chart, (eng_rect){ 0, y + 2000, width, thick - 4000 }, t->accent);
	if (chart->node->as.chart.series_count > 1) {
		eng_length x = (eng_length)llround((double)chart->width *
						   eng_chart_number(chart, 1, index) / high);

		x = x > chart->width - 750 ? chart->width - 750 : x;
		eng_chart_rect(chart,
			       (eng_rect){ x < 750 ? 0 : x - 750, y - 1000, 1500, thick + 2000 },
			       eng_chart_color(chart, 1));
	}
	chart->height = y + thick + 1000;
	return true;
}

bool eng_chart_bullets(eng_chart *chart) {
	double high = reach(chart);

	chart->height = 0;
	if (!check_values(chart) || !eng_chart_legend(chart)) {
		return false;
	}
	for (size_t i = 0; i < chart->node->as.chart.label_count; i++) {
		if (!draw_bullet(chart, i, chart->height + (i > 0 ? 8000 : 0), high)) {
			return false;
		}
	}
	return true;
}
