/* Scales and axes of charts: which value is where, few lines, names of categories.
 *
 * No tick has a number: numbers are only ever shown as the document formatted them, beside what they
 * measure. Lines at round values help the eye, no more. */
#include <math.h>

#include "layout/chart.h"

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

void eng_chart_scale(eng_chart *chart, bool zero, bool stacked) {
	size_t n = chart->node->as.chart.label_count, series = chart->node->as.chart.series_count;
	double range;

	chart->low = chart->high = zero || stacked ? 0 : eng_chart_number(chart, 0, 0);
	for (size_t i = 0; i < n; i++) {
		for (size_t s = 0; s < series && !stacked; s++) {
			include(chart, eng_chart_number(chart, s, i));
		}
		if (stacked) {
			include_sums(chart, i);
		}
	}
	range = chart->high - chart->low;
	if (!zero && !stacked) {
		/* A line may leave zero out, but only when it would be squeezed flat by it. */
		if (chart->low > 0 && range > 0.4 * chart->high) {
			chart->low = 0;
		} else if (chart->high < 0 && range > -0.4 * chart->low) {
			chart->high = 0;
		}
	}
	if (chart->low > 0 && !zero && !stacked) {
		chart->low =
		    fmax(0, chart->low - range / 5); /* the lowest point does not look like zero */
	} else if (chart->high < 0 && !zero && !stacked) {
		chart->high = fmin(0, chart->high + range / 5);
	}
	if (chart->high - chart->low <= 0) {
		chart->high = chart->low + (chart->low == 0 ? 1 : fabs(chart->low));
	}
}

double eng_chart_nice(double x) {
	static const double steps[] = { 1, 2, 2.5, 5, 10 };
	double power = 1;

	if (!(x > 0) || x > 1e300) {
		return 1;
	}
	while (power > x) {
		power /= 10;
	}
	while (power * 10 <= x) {
		power *= 10;
	}
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (steps[i] * power >= x * (1 - 1e-9)) {
			return steps[i] * power;
		}
	}
	return power * 10;
}

void eng_chart_grid(eng_chart *chart) {
	double step = eng_chart_nice((chart->high - chart->low) / 4);
	double first = ceil(chart->low / step);
	eng_color faint = eng_color_mix(chart->theme->line, chart->theme->paper, 500);

	for (int i = 0; i < 8; i++) {
		double value = (first + i) * step;

		if (value > chart->high + step * 1e-6) {
			break;
		}
		eng_chart_rect(chart,
			       (eng_rect){ chart->plot.x, eng_chart_y(chart, value) - 175,
					   chart->plot.w, 350 },
			       faint);
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

static eng_length within(eng_length x, eng_length w, eng_length width) {
	x = x + w > width ? width - w : x;
	return x < 0 ? 0 : x;
}

/* Every how manieth name is shown so that none touches its neighbour. */
static size_t stride_of(const eng_chart_label *names, size_t n, eng_length slot) {
	eng_length widest = 0;
	size_t stride = 1;

	for (size_t i = 0; i < n; i++) {
		widest = names[i].width > widest ? names[i].width : widest;
	}
	while (stride < n && widest + 4000 > slot * (eng_length)stride) {
		stride++;
	}
	return stride;
}

bool eng_chart_categories(eng_chart *chart, eng_length slot, eng_length first_center) {
	size_t n = chart->node->as.chart.label_count, stride;
	eng_chart_label *names = eng_arena_new_array(chart->arena, n, eng_chart_label);
	eng_length y = chart->plot.y + chart->plot.h + 5000 + chart->label_above;

	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n && chart->node->as.chart.series_count == 1;

		if (!eng_chart_label_make(
			chart, chart->node->as.chart.labels[i], last ? chart->strong : chart->label,
			last ? chart->theme->accent : chart->label->color, &names[i])) {
			return false;
		}
	}
	stride = stride_of(names, n, slot);
	for (size_t i = (n - 1) % stride; i < n; i += stride) {
		eng_length center = first_center + slot * (eng_length)i;

		eng_chart_label_put(
		    chart, &names[i],
		    within(center - names[i].width / 2, names[i].width, chart->width), y);
	}
	return true;
}
