/* Columns, side by side for each category. Values stand on the columns.
 *
 * With one series the last column, the present, has the accent and the others a tint of it. When the
 * values of all columns do not fit, only those that say most are shown, and an axis says the rest. */
#include <math.h>

#include "layout/chart.h"

typedef struct bar {
	eng_rect box;
	double value;
	eng_chart_label label;
	bool made, shown; /* its label */
} bar;

typedef struct bars {
	eng_chart *chart;
	bar *items; /* by category, then series */
	size_t categories, series, count;
	eng_length slot, width;
} bars;

static const eng_length label_gap = 3000;

static eng_color color_of(const bars *b, size_t category, double value) {
	const eng_theme *t = b->chart->theme;
	eng_color full = value < 0 ? t->negative : t->accent;

	return category + 1 == b->categories ? full : eng_color_mix(full, t->paper, 320);
}

/* Room for the values above positive and below negative columns, or for the upper half of the axis's first number
 * where no column is positive, and for names at the bottom. */
static void frame(eng_chart *chart, eng_length names) {
	eng_length room = chart->value_line + label_gap;
	eng_length above = chart->high > 0 ? room : chart->ticks ? chart->label_line / 2 : 0;

	chart->plot.h -= names + 5000;
	chart->plot.y += above;
	chart->plot.h -= above;
	if (chart->low < 0) {
		chart->plot.h -= room;
	}
}

static void measure(bars *b) {
	eng_chart *chart = b->chart;
	eng_length most = chart->theme->chart_bar;

	b->slot = chart->plot.w / (eng_length)b->categories;
	b->width = b->slot * 66 / 100 / (eng_length)b->series;
	b->width = b->width > most ? most : b->width;
	b->width = b->width < 300 ? 300 : b->width;
}

static eng_color label_color(const eng_chart *chart, bool last, double value) {
	if (!last) {
		return chart->value->color;
	}
	return value < 0 ? chart->theme->negative : chart->theme->accent;
}

static bool make_label(const bars *b, size_t i) {
	eng_chart *chart = b->chart;
	size_t category = i / b->series, series = i % b->series;
	bool last = category + 1 == b->categories && series == 0;
	const eng_value *value = &chart->node->as.chart.series[series].values[category];
	bar *item = &b->items[i];

	item->made = true;
	return eng_chart_label_value(chart, value, last ? chart->strong : chart->value,
				     label_color(chart, last, item->value), &item->label);
}

/* Makes labels while they fit. *all: each does. */
static bool make_labels(const bars *b, bool *all) {
	eng_length room = b->series > 1 ? b->width : b->slot;

	*all = true;
	for (size_t i = 0; i < b->count && *all; i++) {
		if (!make_label(b, i)) {
			return false;
		}
		*all = b->items[i].label.width + 3000 <= room;
	}
	return true;
}

static void place_bars(bars *b) {
	eng_chart *chart = b->chart;
	eng_length zero = eng_chart_y(chart, 0);

	for (size_t i = 0; i < b->count; i++) {
		size_t category = i / b->series, series = i % b->series;
		bar *item = &b->items[i];
		eng_length y = eng_chart_y(chart, item->value);
		eng_length center = chart->plot.x + b->slot * (eng_length)category + b->slot / 2;

		item->box.x =
		    center - b->width * (eng_length)b->series / 2 + b->width * (eng_length)series;
		item->box.w = b->width - (b->series > 1 ? 500 : 0);
		item->box.y = y < zero ? y : zero;
		item->box.h = y < zero ? zero - y : y - zero;
	}
}

/* The last, the largest and the smallest; of several series the last of the first, which is the
 * present, and the largest of all: more could not be told apart. */
static bool choose(bars *b) {
	size_t high = 0, low = 0;

	for (size_t i = 0; i < b->count; i++) {
		high = b->items[i].value > b->items[high].value ? i : high;
		low = b->items[i].value < b->items[low].value ? i : low;
	}
	b->items[high].shown = true;
	b->items[low].shown = b->series == 1 || b->items[low].value < 0;
	b->items[b->count - b->series].shown = true;
	for (size_t i = 0; i < b->count; i++) {
		if (b->items[i].shown && !b->items[i].made && !make_label(b, i)) {
			return false;
		}
	}
	return true;
}

static bool overlaps(eng_rect a, eng_rect b) {
	return a.x < b.x + b.w + 2000 && b.x < a.x + a.w + 2000 && a.y < b.y + b.h &&
	       b.y < a.y + a.h;
}

/* Above all columns that the label reaches over (below, for negative ones). *own: it stands on its own
 * column, where nobody can take it for another's. */
static eng_rect label_box(const bars *b, const bar *item, bool *own) {
	const eng_chart *chart = b->chart;
	eng_length w = item->label.width;
	eng_rect box = { eng_chart_beside_axis(chart, item->box.x + item->box.w / 2 - w / 2, w), 0,
			 w, chart->value_line };
	bool down = item->value < 0;
	eng_length start = down ? item->box.y + item->box.h : item->box.y, edge = start;

	for (size_t i = 0; i < b->count; i++) {
		eng_rect o = b->items[i].box;

		if (o.x < box.x + w && box.x < o.x + o.w) {
			edge = down ? (o.y + o.h > edge ? o.y + o.h : edge)
				    : (o.y < edge ? o.y : edge);
		}
	}
	box.y = down ? edge + label_gap : edge - label_gap - box.h;
	*own = edge == start;
	return box;
}

/* From the last to the first: the present is never crowded out. */
static void put_labels(bars *b) {
	eng_chart *chart = b->chart;

	for (size_t i = b->count; i-- > 0;) {
		bar *item = &b->items[i];
		eng_rect box;
		bool is_free, last = i == b->count - b->series;

		if (!item->shown || item->label.width == 0) {
			continue;
		}
		box = label_box(b, item, &is_free);
		is_free = is_free || last;
		for (size_t j = i + 1; j < b->count; j++) {
			is_free = is_free && (b->items[j].label.box.w == 0 ||
					      !overlaps(box, b->items[j].label.box));
		}
		if (is_free) {
			eng_chart_label_put(chart, &item->label, box.x, box.y + chart->value_above);
		}
	}
}

static void draw(bars *b) {
	eng_chart *chart = b->chart;

	for (size_t i = 0; i < b->count; i++) {
		size_t series = i % b->series;

		if (b->series > 1) {
			eng_chart_series_rect(chart, b->items[i].box, series);
		} else {
			eng_chart_rect(chart, b->items[i].box, color_of(b, i, b->items[i].value));
		}
	}
	eng_chart_zero_line(chart);
	put_labels(b);
}

/* Names that are no abbreviations, dates or numbers deserve to be read whole. */
static bool are_long(const eng_chart *chart, const eng_chart_names *names) {
	return names->stride > 1 && !names->wrapped && names->widest > ENG_PT(44) &&
	       eng_chart_rows_fit(chart);
}

bool eng_chart_bars(eng_chart *chart) {
	bars b = { .chart = chart,
		   .categories = chart->node->as.chart.label_count,
		   .series = chart->node->as.chart.series_count };
	eng_chart_names names = { 0 };
	bool all;

	b.count = b.categories * b.series;
	b.items = eng_arena_new_array(chart->arena, b.count, bar);
	for (size_t i = 0; i < b.count; i++) {
		b.items[i].value = eng_chart_number(chart, i % b.series, i / b.series);
	}
	measure(&b);
	if (!eng_chart_legend(chart) || !make_labels(&b, &all) ||
	    !eng_chart_names_make(chart, b.slot, &names)) {
		return false;
	}
	if (are_long(chart, &names)) {
		return eng_chart_rows(chart);
	}
	if (!all) {
		if (!eng_chart_axis_reserve(chart)) {
			return false;
		}
		measure(&b);
		if (!eng_chart_names_make(chart, b.slot, &names) || !choose(&b)) {
			return false;
		}
	}
	eng_chart_scale(chart, !all, false);
	frame(chart, names.height);
	place_bars(&b);
	for (size_t i = 0; i < b.count; i++) {
		b.items[i].shown = b.items[i].shown || all;
	}
	eng_chart_axis_draw(chart);
	draw(&b);
	if (chart->low < 0) { /* names stand below the values of negative columns */
		chart->plot.h += chart->value_line + label_gap;
	}
	eng_chart_names_put(chart, &names, chart->plot.x + b.slot / 2);
	return true;
}
