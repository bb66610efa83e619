/* Lines over time, and areas below them. The last point, the present, is marked and has its value;
 * with one series the highest and the lowest point too. */
#include <glib.h>
#include <math.h>

#include "layout/chart.h"

typedef struct lines {
	eng_chart *chart;
	size_t count, series;
	eng_length step, start; /* between points; of the first */
	eng_length below;       /* room for labels between the plot and the names of categories */
	eng_rect *taken;        /* boxes of labels placed */
	size_t taken_count;
} lines;

static eng_length x_of(const lines *l, size_t index) {
	return l->chart->plot.x + l->start + l->step * (eng_length)index;
}

static eng_length y_of(const lines *l, size_t series, size_t index) {
	return eng_chart_y(l->chart, eng_chart_number(l->chart, series, index));
}

static eng_color color_of(const lines *l, size_t series) {
	return l->series > 1 ? eng_chart_visible(l->chart, eng_chart_color(l->chart, series))
			     : l->chart->theme->accent;
}

static void draw_line(const lines *l, size_t series) {
	eng_path *path;

	if (l->count < 2) {
		return;
	}
	path = eng_chart_path(l->chart, l->count);
	for (size_t i = 0; i < l->count; i++) {
		eng_chart_point(l->chart, path, i == 0 ? ENG_MOVE : ENG_LINE, x_of(l, i),
				y_of(l, series, i));
	}
	path->stroke = true;
	path->stroke_color = color_of(l, series);
	path->line_width = 1600;
	path->cap = path->join = 1;
	eng_chart_dash(l->chart, path, l->series > 1 ? series : 0);
}

static void draw_area(const lines *l, size_t series) {
	eng_chart *chart = l->chart;
	double ground = chart->low > 0 ? chart->low : chart->high < 0 ? chart->high : 0;
	eng_length base = eng_chart_y(chart, ground);
	eng_path *path;

	if (l->count < 2) {
		return;
	}
	path = eng_chart_path(chart, l->count + 3);
	eng_chart_point(chart, path, ENG_MOVE, x_of(l, 0), base);
	for (size_t i = 0; i < l->count; i++) {
		eng_chart_point(chart, path, ENG_LINE, x_of(l, i), y_of(l, series, i));
	}
	eng_chart_point(chart, path, ENG_LINE, x_of(l, l->count - 1), base);
	eng_chart_point(chart, path, ENG_CLOSE, 0, 0);
	path->fill = true;
	path->fill_color = eng_color_mix(color_of(l, series), chart->theme->paper, 180);
}

static double highest(const lines *l, size_t series) {
	double high = eng_chart_number(l->chart, series, 0);

	for (size_t i = 1; i < l->count; i++) {
		high = fmax(high, eng_chart_number(l->chart, series, i));
	}
	return high;
}

/* The higher areas first, so that each shows above those before it. */
static void draw_areas(const lines *l) {
	size_t *order = eng_arena_new_array(l->chart->arena, l->series, size_t);

	for (size_t s = 0; s < l->series; s++) {
		size_t at = s;

		while (at > 0 && highest(l, order[at - 1]) < highest(l, s)) {
			order[at] = order[at - 1];
			at--;
		}
		order[at] = s;
	}
	for (size_t s = 0; s < l->series; s++) {
		draw_area(l, order[s]);
	}
}

static bool is_taken(const lines *l, eng_rect box) {
	for (size_t i = 0; i < l->taken_count; i++) {
		eng_rect t = l->taken[i];

		if (box.x < t.x + t.w + 2000 && t.x < box.x + box.w + 2000 && box.y < t.y + t.h &&
		    t.y < box.y + box.h) {
			return true;
		}
	}
	return false;
}

/* Above or below its point, whichever is free and above the names of categories; else nowhere. */
static void place_label(lines *l, eng_chart_label *label, eng_length x, eng_length y, bool below) {
	eng_chart *chart = l->chart;
	eng_length left = x - label->width / 2, h = chart->value_line;
	eng_length floor = chart->plot.y + chart->plot.h + l->below;

	left = eng_chart_beside_axis(chart, left, label->width);
	for (int turn = 0; turn < 2; turn++, below = !below) {
		eng_rect box = { left, below ? y + 4000 : y - 4000 - h, label->width, h };

		if (box.y + h <= floor && !is_taken(l, box)) {
			l->taken[l->taken_count++] = box;
			eng_chart_label_put(chart, label, box.x, box.y + chart->value_above);
			return;
		}
	}
}

static bool mark(lines *l, size_t series, size_t index, bool below) {
	eng_chart *chart = l->chart;
	const eng_value *value = &chart->node->as.chart.series[series].values[index];
	bool last = index + 1 == l->count;
	eng_length x = x_of(l, index), y = y_of(l, series, index);
	eng_color color = last ? color_of(l, series) : chart->value->color;
	eng_chart_label label;

	/* Coloured text must still be read: the palette's light colours give way to plain text. */
	if (eng_color_contrast(color, chart->theme->paper) < 4500) {
		color = chart->value->color;
	}
	if (!eng_chart_label_value(chart, value, last ? chart->strong : chart->value, color,
				   &label)) {
		return false;
	}
	eng_chart_disc(chart, x, y, last ? 3200 : 2200, chart->theme->paper);
	eng_chart_disc(chart, x, y, last ? 2400 : 1600, color_of(l, series));
	place_label(l, &label, x, y, below);
	return true;
}

static bool mark_series(lines *l, size_t series) {
	size_t last = l->count - 1, high = 0, low = 0;

	for (size_t i = 0; i < l->count; i++) {
		double v = eng_chart_number(l->chart, series, i);

		high = v > eng_chart_number(l->chart, series, high) ? i : high;
		low = v < eng_chart_number(l->chart, series, low) ? i : low;
	}
	if (!mark(l, series, last, low == last && high != last)) {
		return false;
	}
	if (l->series > 1) {
		return true;
	}
	return (high == last || mark(l, series, high, false)) &&
	       (low == last || low == high || mark(l, series, low, true));
}

/* Room for values above the highest and below the lowest points, and between the first and the last. */
static void frame(lines *l, eng_length names) {
	eng_chart *chart = l->chart;
	eng_length room = chart->value_line + 5000;

	chart->plot.y += room;
	l->below = chart->low < 0 || chart->low > 0 ? room : 0;
	chart->plot.h -= room + l->below + names + 5000;
}

static bool draw(lines *l, bool area) {
	eng_chart_axis_draw(l->chart);
	if (area) {
		draw_areas(l);
	}
	eng_chart_zero_line(l->chart);
	for (size_t s = 0; s < l->series; s++) {
		draw_line(l, s);
	}
	for (size_t s = 0; s < l->series; s++) {
		if (!mark_series(l, s)) {
			return false;
		}
	}
	return true;
}

bool eng_chart_lines(eng_chart *chart, bool area) {
	lines l = { .chart = chart,
		    .count = chart->node->as.chart.label_count,
		    .series = chart->node->as.chart.series_count };
	eng_length margin = 6000;
	eng_chart_names names = { 0 };

	l.taken = eng_arena_new_array(chart->arena, l.series + 2, eng_rect);
	if (!eng_chart_legend(chart) || !eng_chart_axis_reserve(chart)) {
		return false;
	}
	l.start = l.count > 1 ? margin : chart->plot.w / 2;
	l.step =
	    l.count > 1 ? (chart->plot.w - 2 * margin) / (eng_length)(l.count - 1) : chart->plot.w;
	if (!eng_chart_names_make(chart, l.step, &names)) {
		return false;
	}
	eng_chart_scale(chart, true, false);
	frame(&l, names.height);
	if (!draw(&l, area)) {
		return false;
	}
	chart->plot.h += l.below;
	eng_chart_names_put(chart, &names, chart->plot.x + l.start);
	return true;
}
