/* Pies and donuts: shares of a whole, clockwise from twelve (the other way round from right to left),
 * with a list of names and values beside them instead of labels that would collide. */
#include <math.h>

#include "layout/chart.h"

static const double pi = 3.14159265358979323846;

typedef struct pie {
	eng_chart *chart;
	eng_length x, y, outer, inner; /* centre and radii */
	double total;
} pie;

static bool find_total(pie *p) {
	eng_chart *chart = p->chart;

	for (size_t i = 0; i < chart->node->as.chart.label_count; i++) {
		double v = eng_chart_number(chart, 0, i);

		if (v < 0) {
			return eng_fail(
			    chart->ctx, "layout.chart-negative", chart->node->where,
			    "a pie cannot show the negative value '%s' of '%s', use bars",
			    eng_quote(chart->arena, chart->node->as.chart.series[0].values[i].text),
			    eng_quote(chart->arena, chart->node->as.chart.labels[i]));
		}
		p->total += v;
	}
	return true;
}

static void point(const pie *p, eng_path *path, eng_path_verb verb, double radius, double angle) {
	eng_chart_point(p->chart, path, verb, p->x + (eng_length)llround(radius * sin(angle)),
			p->y - (eng_length)llround(radius * cos(angle)));
}

/* From one angle to another in curves of at most an eighth of a turn. */
static void arc(const pie *p, eng_path *path, double radius, double from, double to) {
	int n = (int)ceil(fabs(to - from) / (pi / 4) - 1e-9);
	double step = n > 0 ? (to - from) / n : 0, k = 4.0 / 3 * tan(step / 4);

	for (int i = 0; i < n; i++) {
		double a = from + i * step, b = a + step;
		double dx[3] = { sin(a) + k * cos(a), sin(b) - k * cos(b), sin(b) };
		double dy[3] = { cos(a) - k * sin(a), cos(b) + k * sin(b), cos(b) };
		eng_length x[3], y[3];

		for (int j = 0; j < 3; j++) {
			x[j] = p->x + (eng_length)llround(radius * dx[j]);
			y[j] = p->y - (eng_length)llround(radius * dy[j]);
		}
		eng_chart_curve(p->chart, path, x, y);
	}
}

static eng_path *slice(const pie *p, double from, double to, eng_color color) {
	eng_path *path = eng_chart_path(p->chart, 24);

	if (p->inner > 0) {
		point(p, path, ENG_MOVE, (double)p->outer, from);
		arc(p, path, (double)p->outer, from, to);
		point(p, path, ENG_LINE, (double)p->inner, to);
		arc(p, path, (double)p->inner, to, from);
	} else {
		point(p, path, ENG_MOVE, 0, 0);
		point(p, path, ENG_LINE, (double)p->outer, from);
		arc(p, path, (double)p->outer, from, to);
	}
	eng_chart_point(p->chart, path, ENG_CLOSE, 0, 0);
	path->fill = true;
	path->fill_color = color;
	return path;
}

/* Lines of paper between the slices, so that grey prints keep them apart. */
static void cut(const pie *p, double angle) {
	eng_path *path = eng_chart_path(p->chart, 2);

	point(p, path, ENG_MOVE, (double)p->inner, angle);
	point(p, path, ENG_LINE, (double)p->outer + 500, angle);
	path->stroke = true;
	path->stroke_color = p->chart->theme->paper;
	path->line_width = 1200;
}

static void draw_slices(const pie *p) {
	size_t n = p->chart->node->as.chart.label_count, drawn = 0;
	double from = 0;

	if (p->total <= 0) {
		slice(p, 0, 2 * pi, p->chart->theme->line);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		double to = from + eng_chart_number(p->chart, 0, i) / p->total * 2 * pi;

		if (to > from) {
			eng_chart_pattern(p->chart,
					  slice(p, from, to, eng_chart_color(p->chart, i)), i);
			drawn++;
		}
		from = to;
	}
	from = 0;
	for (size_t i = 0; drawn > 1 && i < n; i++) {
		cut(p, from);
		from += eng_chart_number(p->chart, 0, i) / p->total * 2 * pi;
	}
}

typedef struct row {
	eng_chart_block name;
	eng_chart_label value;
} row;

static bool make_row(eng_chart *chart, size_t index, eng_length width, row *out) {
	eng_length room;

	if (!eng_chart_label_value(chart, &chart->node->as.chart.series[0].values[index],
				   chart->value, chart->value->color, &out->value)) {
		return false;
	}
	room = width - 12000 - out->value.width - 10000;
	return eng_chart_block_make(chart, chart->node->as.chart.labels[index], chart->label,
				    chart->value->color, room < 40000 ? 40000 : room, &out->name);
}

static void put_row(eng_chart *chart, const row *r, size_t index, eng_rect box) {
	eng_chart_label value = r->value;

	eng_chart_series_rect(
	    chart, (eng_rect){ box.x, box.y + chart->value_above - 6300, 7000, 7000 }, index);
	eng_chart_label_put(chart, &value, box.x + box.w - value.width, box.y + chart->value_above);
	eng_chart_block_put(chart, &r->name, box.x + 12000, box.y, false);
}

static bool draw_list(eng_chart *chart, eng_rect box, bool middle) {
	size_t n = chart->node->as.chart.label_count;
	row *rows = eng_arena_new_array(chart->arena, n, row);
	eng_length height = 0, gap = 5000, bottom;

	for (size_t i = 0; i < n; i++) {
		if (!make_row(chart, i, box.w, &rows[i])) {
			return false;
		}
		height += rows[i].name.lines.height + gap;
	}
	height -= gap;
	if (middle && height < box.h) {
		box.y += (box.h - height) / 2;
	}
	bottom = box.y + height;
	for (size_t i = 0; i < n; i++) {
		put_row(chart, &rows[i], i, box);
		box.y += rows[i].name.lines.height;
		if (i + 1 < n) {
			eng_chart_rect(chart,
				       (eng_rect){ box.x, box.y + gap / 2 - 175, box.w, 350 },
				       eng_color_mix(chart->theme->line, chart->theme->paper, 600));
		}
		box.y += gap;
	}
	chart->height = bottom > chart->height ? bottom : chart->height;
	return true;
}

bool eng_chart_pie(eng_chart *chart, bool donut) {
	const eng_length beside = ENG_PT(24), narrow = ENG_PT(260);
	pie p = { .chart = chart };
	bool below = chart->width < narrow;
	eng_length d = chart->theme->chart_height;
	eng_rect list;

	if (!find_total(&p)) {
		return false;
	}
	d = d > chart->width ? chart->width : d;
	p.outer = d / 2;
	p.inner = donut ? d * 31 / 100 : 0;
	p.x = below ? chart->width / 2 : p.outer;
	p.y = p.outer;
	chart->height = d;
	draw_slices(&p);
	list = below ? (eng_rect){ 0, d + 12000, chart->width, 0 }
		     : (eng_rect){ d + beside, 0, chart->width - d - beside, d };
	if (list.w > ENG_PT(280)) {
		list.w = ENG_PT(280);
	}
	return draw_list(chart, list, !below);
}
