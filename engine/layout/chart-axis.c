/* Scales and the value axis: which value is where, few lines, the document's ticks beside them.
 *
 * Numbers are only ever shown as the document formatted them. */
#include <math.h>

#include "layout/chart.h"

enum {
	EDGE = 1000, /* letters may reach beyond their place: bold ones begin before it */
	GAP = 6000,  /* between the labels of an axis and the plot */
};

eng_length eng_chart_y(const eng_chart *chart, double value) {
	double share = (value - chart->low) / (chart->high - chart->low);

	return chart->plot.y + chart->plot.h - (eng_length)llround(share * (double)chart->plot.h);
}

static void include(eng_chart *chart, double value) {
	chart->low = fmin(chart->low, value);
	chart->high = fmax(chart->high, value);
}

static void include_sums(eng_chart *chart, size_t index) {
	double above = 0, below = 0;

	for (size_t s = 0; s < chart->node->as.chart.series_count; s++) {
		double v = eng_chart_number(chart, s, index);

		*(v < 0 ? &below : &above) += v;
	}
	include(chart, above);
	include(chart, below);
}

static double tick_number(const eng_chart *chart, size_t index) {
	return eng_decimal_to_double(chart->node->as.chart.ticks[index].number);
}

void eng_chart_scale(eng_chart *chart, bool axis, bool stacked) {
	size_t n = chart->node->as.chart.label_count, series = chart->node->as.chart.series_count;
	size_t ticks = chart->node->as.chart.tick_count;

	chart->low = chart->high = 0;
	if (axis && ticks > 1) {
		chart->low = tick_number(chart, 0);
		chart->high = tick_number(chart, ticks - 1);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t s = 0; s < series && !stacked; s++) {
			include(chart, eng_chart_number(chart, s, i));
		}
		if (stacked) {
			include_sums(chart, i);
		}
	}
	if (chart->high - chart->low <= 0) {
		chart->high = 1;
	}
}

bool eng_chart_axis_reserve(eng_chart *chart) {
	size_t n = chart->node->as.chart.tick_count;
	eng_length widest = 0;

	if (n < 2) {
		return true;
	}
	chart->ticks = eng_arena_new_array(chart->arena, n, eng_chart_label);
	for (size_t i = 0; i < n; i++) {
		if (!eng_chart_label_value(chart, &chart->node->as.chart.ticks[i], chart->label,
					   chart->label->color, &chart->ticks[i])) {
			return false;
		}
		widest = chart->ticks[i].width > widest ? chart->ticks[i].width : widest;
	}
	chart->plot.x += EDGE + widest + GAP;
	chart->plot.w -= EDGE + widest + GAP;
	return true;
}

/* Every how manieth tick is shown so that no line of text touches the next. */
static size_t tick_stride(const eng_chart *chart, size_t n) {
	size_t stride = 1;

	while (stride < n &&
	       chart->plot.h * (eng_length)stride / (eng_length)(n - 1) < chart->label_line) {
		stride++;
	}
	return stride;
}

void eng_chart_axis_draw(eng_chart *chart) {
	size_t n = chart->node->as.chart.tick_count, stride;
	eng_color faint = eng_color_mix(chart->theme->line, chart->theme->paper, 500);

	if (!chart->ticks) {
		return;
	}
	stride = tick_stride(chart, n);
	for (size_t i = 0; i < n; i += stride) {
		eng_length y = eng_chart_y(chart, tick_number(chart, i));
		eng_chart_label *label = &chart->ticks[i];

		eng_chart_rect(chart, (eng_rect){ chart->plot.x, y - 175, chart->plot.w, 350 },
			       faint);
		eng_chart_label_put(chart, label, chart->plot.x - GAP - label->width,
				    y + chart->label->size * 35 / 100);
	}
}

void eng_chart_zero_line(eng_chart *chart) {
	eng_length y;

	if (chart->low > 0 || chart->high < 0) {
		return; /* zero is not in the picture, and no other line may pass for it */
	}
	y = eng_chart_y(chart, 0);

	eng_chart_rect(chart, (eng_rect){ chart->plot.x, y - 250, chart->plot.w, 500 },
		       eng_color_mix(chart->theme->muted, chart->theme->paper, 700));
}

eng_length eng_chart_inside(const eng_chart *chart, eng_length x, eng_length w) {
	x = x + w > chart->width - EDGE ? chart->width - EDGE - w : x;
	return x < EDGE ? EDGE : x;
}

eng_length eng_chart_beside_axis(const eng_chart *chart, eng_length x, eng_length w) {
	x = eng_chart_inside(chart, x, w);
	return x < chart->plot.x ? chart->plot.x : x;
}
