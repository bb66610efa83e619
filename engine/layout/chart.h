/* Shared by the files of charts: the drawing under way and its few means.
 *
 * Charts are laid out as if text ran from left to right: x counts from the start side, and the
 * drawing functions mirror for right-to-left documents. Labels are the values' own text: nothing here
 * formats a number. */
#ifndef ENG_LAYOUT_CHART_H
#define ENG_LAYOUT_CHART_H

#include "layout/ink.h"
#include "layout/layout.h"
#include "layout/line.h"

typedef struct eng_chart {
	eng_ctx *ctx;
	eng_arena *arena;
	eng_press *press;
	const eng_theme *theme;
	const eng_node *node;
	eng_str lang;
	bool rtl;
	eng_length width, height; /* height grows as things are added below */
	eng_rect plot;            /* where values are drawn, labels excluded */
	double low, high;         /* values at the plot's bottom and top */
	const eng_style *label, *value, *strong, *legend;
	eng_length label_above, label_line, value_above, value_line; /* metrics of the styles */
	eng_ink ink;
} eng_chart;

/* A label that is shaped but has no place yet. */
typedef struct eng_chart_label {
	eng_ink ink;
	eng_length width;
	eng_rect box; /* where it was put, logical; w 0: nowhere */
} eng_chart_label;

/* Means. False after reporting (a glyph is missing). */
bool eng_chart_label_make(eng_chart *chart, eng_str text, const eng_style *style, eng_color color,
			  eng_chart_label *out);
/* The same for a value: its formatted text, with the true minus where the font has it. */
bool eng_chart_label_value(eng_chart *chart, const eng_value *value, const eng_style *style,
			   eng_color color, eng_chart_label *out);
/* Puts the label's start edge at x, its baseline at y. */
void eng_chart_label_put(eng_chart *chart, eng_chart_label *label, eng_length x, eng_length y);
void eng_chart_rect(eng_chart *chart, eng_rect box, eng_color color);
/* A new path item whose points the caller adds in order with eng_chart_point. */
eng_path *eng_chart_path(eng_chart *chart, size_t points);
void eng_chart_point(eng_chart *chart, eng_path *path, eng_path_verb verb, eng_length x,
		     eng_length y);
void eng_chart_curve(eng_chart *chart, eng_path *path, const eng_length x[3],
		     const eng_length y[3]);
void eng_chart_disc(eng_chart *chart, eng_length x, eng_length y, eng_length radius,
		    eng_color color);
/* Colour of a series, or of a slice: the palette, then tints of it. */
eng_color eng_chart_color(const eng_chart *chart, size_t index);
eng_color eng_chart_ink_on(const eng_chart *chart, eng_color ground);

/* Values and scale. */
double eng_chart_number(const eng_chart *chart, size_t series, size_t index);
eng_length eng_chart_y(const eng_chart *chart, double value);
/* Sets low and high to hold all values; zero: the scale must hold zero; stacked: sums per category. */
void eng_chart_scale(eng_chart *chart, bool zero, bool stacked);
/* The smallest of 1, 2, 2.5, 5 times a power of ten that is at least x; 1 for x <= 0. */
double eng_chart_nice(double x);
/* Faint lines at round values, at most about four; and the line of zero. */
void eng_chart_grid(eng_chart *chart);
void eng_chart_zero_line(eng_chart *chart);
/* Names of categories below the plot, as many as fit, always the last. slot: width of one. */
bool eng_chart_categories(eng_chart *chart, eng_length slot, eng_length first_center);
/* Names of series with their colours above the plot; moves the plot down. */
bool eng_chart_legend(eng_chart *chart);

/* The kinds. */
bool eng_chart_bars(eng_chart *chart);
bool eng_chart_stack(eng_chart *chart);
bool eng_chart_lines(eng_chart *chart, bool area);
bool eng_chart_pie(eng_chart *chart, bool donut);
bool eng_chart_bullets(eng_chart *chart);

#endif
