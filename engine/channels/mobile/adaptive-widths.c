/* How the columns of a card's table share its width. Stock SDKs divide by weights and know nothing of what
 * stands in the cells: what has no place to break would lie over its neighbour. */
#include "channels/common/view.h"
#include "channels/common/wrap.h"
#include "channels/mobile/adaptive.h"

enum {
	GAP = 2,     /* to the next column */
	CARD = 46,   /* letters of a line on a phone */
	LONGEST = 16 /* what longer texts of narrow columns are broken to */
};

static bool is_wide(const eng_column *c) {
	return c->width_unit == ENG_WIDTH_FRACTION;
}

size_t eng_card_place(const eng_node *cell, const eng_column *columns, const size_t *shown,
		      size_t n) {
	size_t from = cell->as.cell.column;
	size_t to = from + (size_t)(cell->as.cell.span > 1 ? cell->as.cell.span : 1), place = n;

	for (size_t i = 0; i < n; i++) {
		if (shown[i] >= from && shown[i] < to &&
		    (place == n ||
		     (is_wide(&columns[shown[i]]) && !is_wide(&columns[shown[place]])))) {
			place = i;
		}
	}
	return place;
}

static void want(int *width, int letters) {
	*width = letters + GAP > *width ? letters + GAP : *width;
}

/* A column that takes what is free asks for its longest word, any other for its lines. */
static void add_text(eng_arena *arena, eng_str text, bool wide, int *width) {
	int line = eng_wrap_widest(text);

	want(width, !wide && line <= LONGEST ? line : eng_wrap_longest(arena, text));
}

/* Gives the columns that take what is free their part of it. */
static eng_card_grid share(int *widths, const bool *wide, size_t n) {
	int rest = CARD, count = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		rest -= wide[i] ? 0 : widths[i];
		count += wide[i];
	}
	for (size_t i = 0; i < n; i++) {
		if (wide[i]) {
			want(&widths[i], rest / count - GAP);
		}
		all += widths[i];
	}
	return (eng_card_grid){ widths, all > CARD ? "Small" : NULL };
}

eng_card_grid eng_card_grid_of(eng_card *k, const eng_node *table, const size_t *shown, size_t n,
			       const eng_node *const *rows, size_t row_count) {
	eng_arena *arena = k->c->arena;
	int *widths = eng_arena_new_array(arena, n, int), channel = k->c->channel;
	bool *wide = eng_arena_new_array(arena, n, bool);

	for (size_t i = 0; i < n; i++) {
		const eng_column *column = &table->as.table.columns[shown[i]];
		eng_str heading = eng_view_text(arena, column->heading, channel);

		wide[i] = is_wide(column);
		want(&widths[i], eng_wrap_longest(arena, heading));
	}
	for (size_t r = 0; r < row_count; r++) {
		for (const eng_node *cell = eng_view_first(rows[r], channel); cell;
		     cell = eng_view_next(cell, channel)) {
			size_t at = eng_card_place(cell, table->as.table.columns, shown, n);

			if (at < n) {
				add_text(arena, eng_view_text(arena, cell, channel),
					 wide[at] || cell->as.cell.span > 1, &widths[at]);
			}
		}
	}
	return share(widths, wide, n);
}

eng_card_grid eng_card_chart_grid(eng_card *k, const eng_node *chart) {
	eng_arena *arena = k->c->arena;
	size_t n = chart->as.chart.series_count + 1;
	int *widths = eng_arena_new_array(arena, n, int);
	bool *wide = eng_arena_new_array(arena, n, bool);

	wide[0] = true;
	for (size_t r = 0; r < chart->as.chart.label_count; r++) {
		add_text(arena, chart->as.chart.labels[r], true, &widths[0]);
		for (size_t i = 1; i < n; i++) {
			add_text(arena, chart->as.chart.series[i - 1].values[r].text, false,
				 &widths[i]);
		}
	}
	for (size_t i = 1; i < n; i++) {
		want(&widths[i], eng_wrap_longest(arena, chart->as.chart.series[i - 1].name));
	}
	return share(widths, wide, n);
}
