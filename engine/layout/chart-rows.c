/* Bars in rows: the name at the start side, the bar beside it, its value at its end. For categories
 * that have names, where columns have dates. */
#include <math.h>

#include "layout/chart.h"

typedef struct row {
	eng_chart_block name;
	eng_chart_label *values; /* one a series */
	eng_length height;
} row;

typedef struct rows {
	eng_chart *chart;
	row *items;
	size_t count, series;
	eng_length column;     /* of the names */
	eng_length start, end; /* of the values' scale */
	eng_length thick;      /* of a bar */
} rows;

static const eng_length gap = 6000, label_gap = 3500;
static const eng_length tallest = 480000; /* what still stands on a page with other things */

bool eng_chart_rows_fit(const eng_chart *chart) {
	eng_length n = (eng_length)chart->node->as.chart.label_count;
	eng_length series = (eng_length)chart->node->as.chart.series_count;

	return n * (series * 10000 + gap) < tallest;
}

/* Shapes names and values; finds where the scale begins and ends between them. */
static bool make(rows *r) {
	eng_chart *chart = r->chart;
	eng_length before = 0, after = 0;

	for (size_t i = 0; i < r->count; i++) {
		row *item = &r->items[i];

		item->values = eng_arena_new_array(chart->arena, r->series, eng_chart_label);
		if (!eng_chart_block_make(chart, chart->node->as.chart.labels[i], chart->label,
					  chart->value->color, chart->width * 38 / 100,
					  &item->name)) {
			return false;
		}
		r->column =
		    item->name.lines.widest > r->column ? item->name.lines.widest : r->column;
		for (size_t s = 0; s < r->series; s++) {
			const eng_value *value = &chart->node->as.chart.series[s].values[i];
			bool below = eng_chart_number(chart, s, i) < 0;
			eng_length *room = below ? &before : &after;

			if (!eng_chart_label_value(chart, value, chart->value, chart->value->color,
						   &item->values[s])) {
				return false;
			}
			*room = fmax(*room, item->values[s].width + label_gap);
		}
		item->height = (eng_length)r->series * r->thick;
		item->height =
		    item->name.lines.height > item->height ? item->name.lines.height : item->height;
	}
	r->start = r->column + 8000 + before;
	r->end = chart->width - after - 1000;
	return true;
}

static eng_length x_of(const rows *r, double value) {
	const eng_chart *chart = r->chart;

	return r->start + (eng_length)llround((value - chart->low) / (chart->high - chart->low) *
					      (double)(r->end - r->start));
}

static void put_bar(const rows *r, size_t index, size_t series, eng_length y) {
	eng_chart *chart = r->chart;
	eng_chart_label *label = &r->items[index].values[series];
	double value = eng_chart_number(chart, series, index);
	eng_length zero = x_of(r, 0), x = x_of(r, value);
	eng_rect box = { x < zero ? x : zero, y, x < zero ? zero - x : x - zero,
			 r->thick - (r->series > 1 ? 500 : 0) };

	if (r->series > 1) {
		eng_chart_series_rect(chart, box, series);
	} else {
		eng_chart_rect(chart, box,
			       value < 0 ? chart->theme->negative : chart->theme->accent);
	}
	eng_chart_label_put(chart, label, value < 0 ? x - label_gap - label->width : x + label_gap,
			    y + (r->thick - chart->value_line) / 2 + chart->value_above);
}

bool eng_chart_rows(eng_chart *chart) {
	rows r = { .chart = chart,
		   .count = chart->node->as.chart.label_count,
		   .series = chart->node->as.chart.series_count };
	eng_length y = chart->plot.y, top = y, zero;

	r.items = eng_arena_new_array(chart->arena, r.count, row);
	r.thick = chart->value_line > 10000 || r.series == 1 ? chart->value_line : 10000;
	if (!make(&r)) {
		return false;
	}
	eng_chart_scale(chart, false, false);
	for (size_t i = 0; i < r.count; i++) {
		row *item = &r.items[i];
		eng_length bar = y + (item->height - (eng_length)r.series * r.thick) / 2;

		eng_chart_block_put(chart, &item->name, 0,
				    y + (item->height - item->name.lines.height) / 2, false);
		for (size_t s = 0; s < r.series; s++) {
			put_bar(&r, i, s, bar + (eng_length)s * r.thick);
		}
		y += item->height + gap;
	}
	zero = x_of(&r, 0);
	eng_chart_rect(chart, (eng_rect){ zero - 250, top - 1000, 500, y - gap - top + 2000 },
		       eng_color_mix(chart->theme->muted, chart->theme->paper, 700));
	chart->height = y - gap + 2000;
	return true;
}
