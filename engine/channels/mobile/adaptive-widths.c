/* How the columns of a card's table share its width. Stock SDKs divide by weights and know nothing of what
 * stands in the cells: what has no place to break would lie over its neighbour. Nor can cards be drawn by the
 * width of a screen: what has no room beside each other on a phone stands below, on all screens. */
#include "channels/common/view.h"
#include "channels/common/wrap.h"
#include "channels/mobile/adaptive.h"

enum {
	GAP = 2,      /* to the next column */
	CARD = 42,    /* letters of a line on a phone */
	USUAL = 40,   /* of one on a narrow phone */
	SMALL = 46,   /* the same in small type */
	LONGEST = 16, /* what longer texts of narrow columns are broken to */
	FOLDS = 3     /* columns from which on some may be told below */
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

/* Gives the columns that take what is free their part of it; false when a phone has no room for all. */
static bool share(eng_card_grid *grid, const bool *wide) {
	size_t n = grid->n;
	int *widths = grid->weights, rest = CARD, count = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		rest -= wide[i] ? 0 : widths[i];
		count += wide[i];
		all += widths[i];
	}
	for (size_t i = 0; i < n; i++) {
		if (wide[i]) {
			want(&widths[i], rest / count - GAP);
		}
	}
	grid->size = all > USUAL ? "Small" : NULL;
	return all <= SMALL;
}

static void add_headings(eng_card *k, const eng_column *columns, eng_card_grid *grid, bool *wide) {
	for (size_t i = 0; i < grid->n + grid->below_n; i++) {
		size_t at = i < grid->n ? i : grid->lead;
		const eng_column *column =
		    &columns[i < grid->n ? grid->beside[i] : grid->below[i - grid->n]];
		eng_str heading = eng_view_text(k->c->arena, column->heading, k->c->channel);

		wide[at] |= i < grid->n && is_wide(column);
		want(&grid->weights[at], eng_wrap_longest(k->c->arena, heading));
	}
}

/* Weights of the columns as they are parted; false when a phone has no room for them. */
static bool weigh(eng_card *k, const eng_node *table, const eng_node *const *rows, size_t row_count,
		  eng_card_grid *grid) {
	const eng_column *columns = table->as.table.columns;
	eng_arena *arena = k->c->arena;
	bool *wide = eng_arena_new_array(arena, grid->n, bool);
	int channel = k->c->channel;

	grid->weights = eng_arena_new_array(arena, grid->n, int);
	add_headings(k, columns, grid, wide);
	for (size_t r = 0; r < row_count; r++) {
		for (const eng_node *cell = eng_view_first(rows[r], channel); cell;
		     cell = eng_view_next(cell, channel)) {
			size_t at = eng_card_place(cell, columns, grid->beside, grid->n);
			bool below = at == grid->n;

			if (below && eng_view_span(cell, grid->below, grid->below_n) == 0) {
				continue;
			}
			at = below ? grid->lead : at;
			add_text(arena, eng_view_text(arena, cell, channel),
				 below || wide[at] || cell->as.cell.span > 1, &grid->weights[at]);
		}
	}
	return share(grid, wide);
}

static bool is_at_end(const eng_column *c) {
	return c->align == ENG_ALIGN_END || c->align == ENG_ALIGN_DECIMAL;
}

/* The column whose text leads a row: the first that takes the free width, else the first. */
static size_t lead_of(const eng_column *columns, const size_t *shown, size_t n) {
	for (size_t i = 0; i < n; i++) {
		if (is_wide(&columns[shown[i]]) && !is_at_end(&columns[shown[i]])) {
			return i;
		}
	}
	return 0;
}

/* Leaves beside each other the lead and what is more important than the level; false when nothing changes. */
static bool part(eng_card_grid *grid, const eng_column *columns, const size_t *shown, size_t n,
		 int level) {
	size_t lead = lead_of(columns, shown, n), before = grid->n;

	grid->n = grid->below_n = 0;
	for (size_t i = 0; i < n; i++) {
		if (i == lead || columns[shown[i]].priority < level) {
			grid->lead = i == lead ? grid->n : grid->lead;
			grid->beside[grid->n++] = shown[i];
		} else {
			grid->below[grid->below_n++] = shown[i];
		}
	}
	return grid->n < before;
}

eng_card_grid eng_card_grid_of(eng_card *k, const eng_node *table, const eng_node *const *rows,
			       size_t row_count) {
	const eng_column *columns = table->as.table.columns;
	size_t n;
	const size_t *shown = eng_view_columns(k->c->arena, table, k->c->channel, &n);
	eng_card_grid grid = { .beside = eng_arena_new_array(k->c->arena, n, size_t),
			       .below = eng_arena_new_array(k->c->arena, n, size_t) };
	int level = 1;

	for (size_t i = 0; i < n; i++) {
		level = columns[shown[i]].priority > level ? columns[shown[i]].priority : level;
	}
	part(&grid, columns, shown, n, level + 1);
	/* Locked wording is told once, and in its order. */
	for (bool room = weigh(k, table, rows, row_count, &grid) || k->locked || n < FOLDS;
	     !room && level > 0; level--) {
		if (part(&grid, columns, shown, n, level)) {
			room = weigh(k, table, rows, row_count, &grid);
		}
	}
	return grid;
}

eng_card_grid eng_card_chart_grid(eng_card *k, const eng_node *chart) {
	eng_arena *arena = k->c->arena;
	size_t n = chart->as.chart.series_count + 1;
	int *widths = eng_arena_new_array(arena, n, int);
	bool *wide = eng_arena_new_array(arena, n, bool);
	eng_card_grid grid = { .n = n, .weights = widths };

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
	grid.n = share(&grid, wide) || n < FOLDS ? n : 1;
	return grid;
}
