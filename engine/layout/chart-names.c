/* Names of categories below the plot: on one line, on a few, or as many as fit.
 *
 * Knows how wide a place is, not what stands in it. */
#include "layout/chart.h"

enum { LINES_MOST = 3 };

static const eng_length apart = 4000; /* between two names */

static bool is_strong(const eng_chart *chart, size_t index) {
	return index + 1 == chart->node->as.chart.label_count &&
	       chart->node->as.chart.series_count == 1;
}

static eng_color color_of(const eng_chart *chart, size_t index) {
	return is_strong(chart, index) ? chart->theme->accent : chart->label->color;
}

/* Every how manieth name is shown so that none touches its neighbour. */
static size_t stride_of(const eng_chart_names *names, size_t n, eng_length slot) {
	size_t stride = 1;

	while (stride < n && names->widest + apart > slot * (eng_length)stride) {
		stride++;
	}
	return stride;
}

/* All names broken at spaces only; false in *fit when one needs more lines or has a wider word. */
static bool wrap(eng_chart *chart, eng_chart_names *names, eng_length width, bool *fit) {
	size_t n = chart->node->as.chart.label_count;

	*fit = width > 3 * chart->label->size; /* in less, nothing is worth breaking */
	names->blocks = eng_arena_new_array(chart->arena, n, eng_chart_block);
	for (size_t i = 0; i < n && *fit; i++) {
		eng_chart_block *block = &names->blocks[i];

		if (!eng_chart_block_make(chart, chart->node->as.chart.labels[i],
					  is_strong(chart, i) ? chart->strong : chart->label,
					  color_of(chart, i), width, block)) {
			return false;
		}
		*fit = block->text->least <= width && block->lines.count <= LINES_MOST;
		names->height =
		    block->lines.height > names->height ? block->lines.height : names->height;
	}
	return true;
}

static bool make_labels(eng_chart *chart, eng_chart_names *names) {
	size_t n = chart->node->as.chart.label_count;

	names->labels = eng_arena_new_array(chart->arena, n, eng_chart_label);
	for (size_t i = 0; i < n; i++) {
		if (!eng_chart_label_make(chart, chart->node->as.chart.labels[i],
					  is_strong(chart, i) ? chart->strong : chart->label,
					  color_of(chart, i), &names->labels[i])) {
			return false;
		}
		names->widest =
		    names->labels[i].width > names->widest ? names->labels[i].width : names->widest;
	}
	return true;
}

bool eng_chart_names_make(eng_chart *chart, eng_length slot, eng_chart_names *names) {
	size_t n = chart->node->as.chart.label_count;
	bool fit;

	if (!names->labels && !make_labels(chart, names)) {
		return false;
	}
	names->slot = slot;
	names->height = 0;
	names->wrapped = false;
	names->stride = stride_of(names, n, slot);
	if (names->stride > 1) {
		if (!wrap(chart, names, slot - apart, &fit)) {
			return false;
		}
		names->wrapped = fit;
	}
	names->height = names->wrapped ? names->height : chart->label_line;
	return true;
}

void eng_chart_names_put(eng_chart *chart, const eng_chart_names *names, eng_length first_center) {
	size_t n = chart->node->as.chart.label_count;
	size_t stride = names->wrapped ? 1 : names->stride;
	eng_length y = chart->plot.y + chart->plot.h + 5000;

	for (size_t i = (n - 1) % stride; i < n; i += stride) {
		eng_length center = first_center + names->slot * (eng_length)i;
		eng_chart_label *label = &names->labels[i];

		if (names->wrapped) {
			eng_chart_block_put(chart, &names->blocks[i], center, y, true);
		} else {
			eng_chart_label_put(
			    chart, label,
			    eng_chart_inside(chart, center - label->width / 2, label->width),
			    y + chart->label_above);
		}
	}
}
