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

/* A label that is shaped but has no place yet. */
typedef struct eng_chart_label {
	eng_ink ink;
	eng_length width;
	eng_rect box; /* where it was put, logical; w 0: nowhere */
} eng_chart_label;

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
	eng_chart_label *ticks; /* as the node's; NULL: no axis is shown */
	eng_ink ink;
} eng_chart;

/* Text broken into lines. */
typedef struct eng_chart_block {
	eng_text *text;
	eng_lines lines;
} eng_chart_block;

/* Names of categories, shaped for places of one width. */
typedef struct eng_chart_names {
	eng_chart_label *labels; /* on one line each */
	eng_chart_block *blocks; /* on several lines, when wrapped */
	eng_length slot, widest, height; /* height: of all that is shown */
	size_t stride;                   /* on one line every how manieth fits; 1: all */
	bool wrapped;
} eng_chart_names;

/* Means. False after reporting (a glyph is missing). */
bool eng_chart_label_make(eng_chart *chart, eng_str text, const eng_style *style, eng_color color,
			  eng_chart_label *out);
/* The same for a value: its formatted text, with the true minus where the font has it. */
bool eng_chart_label_value(eng_chart *chart, const eng_value *value, const eng_style *style,
			   eng_color color, eng_chart_label *out);
/* Puts the label's start edge at x, its baseline at y. */
void eng_chart_label_put(eng_chart *chart, eng_chart_label *label, eng_length x, eng_length y);
/* Breaks a text into lines of at most width, inside words where a word is wider. False after reporting. */
bool eng_chart_block_make(eng_chart *chart, eng_str text, const eng_style *style, eng_color color,
			  eng_length width, eng_chart_block *out);
/* Puts the lines below each other from y on, start edges at x; or centred on x. */
void eng_chart_block_put(eng_chart *chart, const eng_chart_block *block, eng_length x, eng_length y,
			 bool centered);
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
/* The colour, darkened towards the text's until it stands out from the paper by 3 to 1 (WCAG 1.4.11). */
eng_color eng_chart_visible(const eng_chart *chart, eng_color color);
eng_color eng_chart_ink_on(const eng_chart *chart, eng_color ground);

/* Values and scale. */
double eng_chart_number(const eng_chart *chart, size_t series, size_t index);
eng_length eng_chart_y(const eng_chart *chart, double value);
/* Sets low and high: the ends of the axis if one is to be shown and the chart has ticks, else zero and
 * all values (stacked: sums per category). */
void eng_chart_scale(eng_chart *chart, bool axis, bool stacked);
/* Shapes the ticks and takes their room from the plot's start side; nothing without ticks. */
bool eng_chart_axis_reserve(eng_chart *chart);
/* Faint lines at the ticks, their numbers beside; and the line of zero. */
void eng_chart_axis_draw(eng_chart *chart);
void eng_chart_zero_line(eng_chart *chart);
/* x, moved so that what is w wide keeps a hair's distance from the picture's edges. */
eng_length eng_chart_inside(const eng_chart *chart, eng_length x, eng_length w);
/* The same, and off the numbers of the axis: for values. */
eng_length eng_chart_beside_axis(const eng_chart *chart, eng_length x, eng_length w);

/* Names of categories. slot: width of one's place. They wrap where they must and can; else every
 * stride-th is shown, always the last. names: zeroed before the first slot that is tried. */
bool eng_chart_names_make(eng_chart *chart, eng_length slot, eng_chart_names *names);
/* Puts them below the plot. */
void eng_chart_names_put(eng_chart *chart, const eng_chart_names *names, eng_length first_center);

/* Patterns, where the theme asks for them, and an outline where the colour alone is too pale. The path
 * is filled and the last of the chart's ink. */
void eng_chart_pattern(eng_chart *chart, eng_path *path, size_t index);
/* A rectangle in the look of a series. */
void eng_chart_series_rect(eng_chart *chart, eng_rect box, size_t index);
/* Dashes for the line of a series. */
void eng_chart_dash(const eng_chart *chart, eng_path *path, size_t index);
/* Names of series with their colours above the plot; moves the plot down. */
bool eng_chart_legend(eng_chart *chart);

/* The kinds. */
bool eng_chart_bars(eng_chart *chart);
/* Bars from the start side, a row each: for names that are too long to stand below columns. */
bool eng_chart_rows(eng_chart *chart);
/* True when the rows stand on a page beside other things. */
bool eng_chart_rows_fit(const eng_chart *chart);
bool eng_chart_stack(eng_chart *chart);
bool eng_chart_lines(eng_chart *chart, bool area);
bool eng_chart_pie(eng_chart *chart, bool donut);
bool eng_chart_bullets(eng_chart *chart);

#endif
