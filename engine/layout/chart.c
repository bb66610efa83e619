/* Charts as display lists: the common frame, its means, and the choice of kind.
 *
 * Knows colours, labels and mirroring; each kind knows its own geometry (chart-bars.c, chart-lines.c,
 * chart-pie.c, chart-bullets.c). */
#include "layout/chart.h"

#include <math.h>

#include "base/decimal.h"

/* Control points of a quarter circle at radius 1. */
static const double quarter = 0.5522847498;

bool eng_chart_label_make(eng_chart *chart, eng_str text, const eng_style *style, eng_color color,
			  eng_chart_label *out) {
	*out = (eng_chart_label){ 0 };
	return text.n == 0 ||
	       eng_line_label(chart->ctx, chart->arena, chart->press, text, style, color,
			      chart->lang, chart->rtl, 0, NULL, &out->ink, &out->width);
}

bool eng_chart_label_value(eng_chart *chart, const eng_value *value, const eng_style *style,
			   eng_color color, eng_chart_label *out) {
	const eng_typeface *face =
	    eng_press_face(chart->press, style->family, style->bold, style->italic);
	bool number = value->kind == ENG_VALUE_NUMBER || value->kind == ENG_VALUE_MONEY ||
		      value->kind == ENG_VALUE_PERCENT;
	eng_buf text = { 0 };
	eng_str copy;

	if (!number || !value->formatted || !eng_font_has(face->fonts[0], 0x2212)) {
		return eng_chart_label_make(chart, value->text, style, color, out);
	}
	for (size_t i = 0; i < value->text.n; i++) {
		if (value->text.s[i] == '-') {
			eng_buf_utf8(&text, 0x2212);
		} else {
			eng_buf_char(&text, value->text.s[i]);
		}
	}
	copy = eng_str_copy(chart->arena, eng_buf_view(&text));
	eng_buf_finish(&text);
	return eng_chart_label_make(chart, copy, style, color, out);
}

void eng_chart_label_put(eng_chart *chart, eng_chart_label *label, eng_length x, eng_length y) {
	eng_length at = chart->rtl ? chart->width - x - label->width : x;

	label->box = (eng_rect){ x, y - chart->value_above, label->width, chart->value_line };
	eng_ink_append(chart->arena, &chart->ink, &label->ink, at, y);
}

bool eng_chart_block_make(eng_chart *chart, eng_str text, const eng_style *style, eng_color color,
			  eng_length width, eng_chart_block *out) {
	eng_shaper *shaper = eng_press_shaper(chart->press);
	eng_span *span = eng_arena_new(chart->arena, eng_span);

	*span = eng_span_of(style, text, chart->lang);
	span->color = color;
	out->text = eng_text_new(chart->ctx, chart->arena, shaper, text, span, 1, chart->rtl);
	return out->text && eng_lines_break(chart->ctx, chart->arena, shaper, out->text, style,
					    width, &out->lines);
}

void eng_chart_block_put(eng_chart *chart, const eng_chart_block *block, eng_length x, eng_length y,
			 bool centered) {
	for (size_t i = 0; i < block->lines.count; i++) {
		const eng_line *line = &block->lines.lines[i];
		eng_length left =
		    centered ? eng_chart_inside(chart, x - line->width / 2, line->width) : x;

		eng_line_place(chart->arena, eng_press_shaper(chart->press), block->text, line,
			       chart->rtl ? chart->width - left - line->width : left,
			       y + line->above, line->width, ENG_LINE_START, &chart->ink);
		y += line->above + line->below;
	}
}

void eng_chart_rect(eng_chart *chart, eng_rect box, eng_color color) {
	if (chart->rtl) {
		box.x = chart->width - box.x - box.w;
	}
	eng_ink_fill(chart->arena, &chart->ink, box, color);
}

eng_path *eng_chart_path(eng_chart *chart, size_t points) {
	eng_path *path = &eng_ink_add(chart->arena, &chart->ink, ENG_ITEM_PATH, 0, NULL)->as.path;

	path->ops = eng_arena_new_array(chart->arena, points, eng_path_op);
	path->count = 0;
	return path;
}

static eng_path_op *next_op(eng_path *path, eng_path_verb verb) {
	eng_path_op *op = (eng_path_op *)(uintptr_t)&path->ops[path->count++];

	op->verb = verb;
	return op;
}

void eng_chart_point(eng_chart *chart, eng_path *path, eng_path_verb verb, eng_length x,
		     eng_length y) {
	eng_path_op *op = next_op(path, verb);

	if (verb != ENG_CLOSE) {
		op->x[0] = chart->rtl ? chart->width - x : x;
		op->y[0] = y;
	}
}

void eng_chart_curve(eng_chart *chart, eng_path *path, const eng_length x[3],
		     const eng_length y[3]) {
	eng_path_op *op = next_op(path, ENG_CURVE);

	for (int i = 0; i < 3; i++) {
		op->x[i] = chart->rtl ? chart->width - x[i] : x[i];
		op->y[i] = y[i];
	}
}

void eng_chart_disc(eng_chart *chart, eng_length x, eng_length y, eng_length r, eng_color color) {
	eng_path *path = eng_chart_path(chart, 6);
	eng_length k = (eng_length)llround((double)r * quarter);

	eng_chart_point(chart, path, ENG_MOVE, x + r, y);
	eng_chart_curve(chart, path, (eng_length[]){ x + r, x + k, x },
			(eng_length[]){ y + k, y + r, y + r });
	eng_chart_curve(chart, path, (eng_length[]){ x - k, x - r, x - r },
			(eng_length[]){ y + r, y + k, y });
	eng_chart_curve(chart, path, (eng_length[]){ x - r, x - k, x },
			(eng_length[]){ y - k, y - r, y - r });
	eng_chart_curve(chart, path, (eng_length[]){ x + k, x + r, x + r },
			(eng_length[]){ y - r, y - k, y });
	eng_chart_point(chart, path, ENG_CLOSE, 0, 0);
	path->fill = true;
	path->fill_color = color;
}

eng_color eng_chart_color(const eng_chart *chart, size_t index) {
	const eng_theme *t = chart->theme;
	size_t round = index / t->palette_count;
	int share = round == 0 ? 1000 : round == 1 ? 650 : round == 2 ? 400 : 200;

	return eng_color_mix(t->palette[index % t->palette_count], t->paper, share);
}

eng_color eng_chart_visible(const eng_chart *chart, eng_color color) {
	const eng_theme *t = chart->theme;
	eng_color seen = color;

	for (int share = 900; share >= 0 && eng_color_contrast(seen, t->paper) < 3000;
	     share -= 100) {
		seen = eng_color_mix(color, t->text, share);
	}
	return seen;
}

eng_color eng_chart_ink_on(const eng_chart *chart, eng_color ground) {
	const eng_theme *t = chart->theme;

	return eng_color_contrast(t->paper, ground) > eng_color_contrast(t->text, ground) ? t->paper
											  : t->text;
}

double eng_chart_number(const eng_chart *chart, size_t series, size_t index) {
	return eng_decimal_to_double(chart->node->as.chart.series[series].values[index].number);
}

/* What stands for a series in the legend: a piece of its line, or a field of its colour. */
static void swatch_of(eng_chart *chart, size_t index, eng_rect box) {
	eng_path *path;

	if (chart->node->as.chart.type != ENG_CHART_LINE) {
		eng_chart_series_rect(chart, box, index);
		return;
	}
	path = eng_chart_path(chart, 2);
	eng_chart_point(chart, path, ENG_MOVE, box.x, box.y + box.h / 2);
	eng_chart_point(chart, path, ENG_LINE, box.x + box.w, box.y + box.h / 2);
	path->stroke = true;
	path->stroke_color = eng_chart_visible(chart, eng_chart_color(chart, index));
	path->line_width = 1600;
	eng_chart_dash(chart, path, index);
}

/* A swatch and a name, in a line of the legend; begins a new one below when they do not fit. */
static bool legend_entry(eng_chart *chart, size_t index, eng_rect *line) {
	const eng_length swatch = 7000, gap = 4000, apart = 14000;
	eng_length wide = chart->node->as.chart.type == ENG_CHART_LINE ? 16000 : swatch;
	eng_chart_block name;

	if (!eng_chart_block_make(chart, chart->node->as.chart.series[index].name, chart->legend,
				  chart->legend->color, chart->width - wide - gap, &name)) {
		return false;
	}
	if (line->x > 0 && line->x + wide + gap + name.lines.widest > chart->width) {
		*line = (eng_rect){ 0, line->y + line->h, 0, 0 };
	}
	swatch_of(chart, index,
		  (eng_rect){ line->x, line->y + chart->value_above - swatch + 700, wide, swatch });
	eng_chart_block_put(chart, &name, line->x + wide + gap, line->y, false);
	line->x += wide + gap + name.lines.widest + apart;
	line->h = name.lines.height > line->h ? name.lines.height : line->h;
	return true;
}

bool eng_chart_legend(eng_chart *chart) {
	eng_rect line = { 0 };
	eng_length down;

	if (chart->node->as.chart.series_count < 2) {
		return true;
	}
	for (size_t i = 0; i < chart->node->as.chart.series_count; i++) {
		if (!legend_entry(chart, i, &line)) {
			return false;
		}
	}
	down = line.y + line.h + 6000;
	chart->plot.y += down;
	chart->height += down;
	return true;
}

static void prepare(eng_chart *chart) {
	const eng_theme *theme = chart->theme;
	eng_style *strong = eng_arena_new(chart->arena, eng_style);
	eng_str none = { 0 };
	eng_length below;

	chart->label = eng_theme_style(theme, "chart.label", none);
	chart->value = eng_theme_style(theme, "chart.value", none);
	chart->legend = eng_theme_style(theme, "chart.legend", none);
	*strong = *chart->value;
	strong->bold = true;
	strong->color = theme->accent;
	chart->strong = strong;
	eng_style_metrics(chart->press, chart->label, &chart->label_above, &below);
	chart->label_line = chart->label_above + below;
	eng_style_metrics(chart->press, chart->value, &chart->value_above, &below);
	chart->value_line = chart->value_above + below;
	chart->height = theme->chart_height;
	chart->plot = (eng_rect){ 0, 0, chart->width, theme->chart_height };
}

static bool draw(eng_chart *chart) {
	bool many = chart->node->as.chart.series_count > 1;

	switch (chart->node->as.chart.type) {
	case ENG_CHART_BAR:
		return eng_chart_bars(chart);
	case ENG_CHART_STACKED:
		return many ? eng_chart_stack(chart) : eng_chart_bars(chart);
	case ENG_CHART_LINE:
		return eng_chart_lines(chart, false);
	case ENG_CHART_AREA:
		return eng_chart_lines(chart, true);
	case ENG_CHART_PIE:
		return eng_chart_pie(chart, false);
	case ENG_CHART_DONUT:
		return eng_chart_pie(chart, true);
	case ENG_CHART_BULLET:
		return eng_chart_bullets(chart);
	}
	return false;
}

eng_page *eng_layout_chart(eng_ctx *ctx, eng_arena *arena, eng_press *press,
			   const eng_document *document, const eng_node *node, eng_length width) {
	eng_chart chart = { .ctx = ctx,
			    .arena = arena,
			    .press = press,
			    .theme = eng_press_theme(press),
			    .node = node,
			    .lang = document->language,
			    .rtl = document->rtl,
			    .width = width };
	eng_page *page;

	prepare(&chart);
	if (node->as.chart.label_count == 0 || node->as.chart.series_count == 0) {
		/* Nothing to show: a line where the columns would have stood. */
		chart.height = ENG_PT(8);
		eng_chart_rect(&chart, (eng_rect){ 0, ENG_PT(4), width, 500 }, chart.theme->line);
	} else if (!draw(&chart)) {
		return NULL;
	}
	page = eng_arena_new(arena, eng_page);
	page->width = width;
	page->height = chart.height;
	page->items = chart.ink.items;
	page->count = chart.ink.count;
	page->cap = chart.ink.cap;
	page->master = "chart";
	return page;
}
