/* Tables of plain text: aligned columns where they fit in the room, else one record of labelled values
 * for each row. Right-to-left documents always get records: columns of spaces do not survive the
 * reordering that readers of plain text do. */
#include "channels/common/plain.h"
#include "channels/common/view.h"
#include "channels/common/wrap.h"

#define GAP        2
#define COLUMN_MIN 12 /* what a wrapped column keeps at least */
#define WHOLE_MAX  24 /* wider values may be broken in columns that have no room */

typedef struct cell {
	eng_str text;         /* without spaces around it */
	const eng_node *node; /* whose text it is; NULL: of none */
	int span;             /* shown columns; 0: none starts here */
	bool end;             /* set flush with the column's far edge */
	bool line;            /* of one line */
	int wide;             /* columns of its widest line */
	const eng_str *lines; /* in the width of its columns */
	size_t count;
} cell;

typedef struct line_row {
	eng_row_kind kind;
	cell *cells; /* one a shown column */
} line_row;

typedef struct grid {
	size_t columns, rows;
	cell *headings;
	line_row *row;
	int *width;
} grid;

static bool at_end(eng_align align) {
	return align == ENG_ALIGN_END || align == ENG_ALIGN_DECIMAL;
}

static bool read_row(eng_plain *p, const eng_node *node, const size_t *columns, grid *g,
		     line_row *to) {
	size_t at = 0;

	to->kind = node->as.row.kind;
	to->cells = eng_arena_new_array(p->arena, g->columns, cell);
	for (const eng_node *c = eng_view_first(node, p->channel); c && at < g->columns;
	     c = eng_view_next(c, p->channel)) {
		int span = eng_view_span(c, columns, g->columns);

		if (span == 0) {
			continue;
		}
		while (at < g->columns && columns[at] < c->as.cell.column) {
			at++;
		}
		if (at == g->columns) {
			break;
		}
		to->cells[at].span = span;
		to->cells[at].end = at_end(c->as.cell.align);
		to->cells[at].node = c;
		if (!eng_plain_inline(p, c, &to->cells[at].text)) {
			return false;
		}
		at += (size_t)span;
	}
	return true;
}

static bool read_table(eng_plain *p, const eng_node *table, grid *g) {
	size_t *columns = eng_view_columns(p->arena, table, p->channel, &g->columns);
	const eng_node **rows = eng_view_rows(p->arena, table, p->channel, &g->rows);

	g->headings = eng_arena_new_array(p->arena, g->columns, cell);
	g->row = eng_arena_new_array(p->arena, g->rows, line_row);
	g->width = eng_arena_new_array(p->arena, g->columns, int);
	for (size_t i = 0; i < g->columns; i++) {
		const eng_column *column = &table->as.table.columns[columns[i]];

		if (!eng_plain_inline(p, column->heading, &g->headings[i].text)) {
			return false;
		}
	}
	for (size_t i = 0; i < g->rows; i++) {
		if (!read_row(p, rows[i], columns, g, &g->row[i])) {
			return false;
		}
	}
	return true;
}

static void measure(cell *c) {
	c->text = eng_str_trim(c->text);
	c->line = !c->text.n || !memchr(c->text.s, '\n', c->text.n);
	c->wide = c->line ? eng_wrap_width(c->text) : eng_wrap_widest(c->text);
}

/* Columns of the longest piece of a cell that is to stand on one line; strict: of wide values, too. */
static int longest(eng_plain *p, const cell *c, bool strict) {
	int word;

	if (c->end || ((strict || c->wide <= WHOLE_MAX) && eng_plain_is_whole(p, c->node))) {
		return c->wide;
	}
	word = eng_wrap_longest(p->arena, c->text);
	return strict || word <= WHOLE_MAX
		   ? word
		   : eng_wrap_longest(p->arena, eng_wrap_untied(p->arena, c->text));
}

/* Columns of what the column cannot break; figures it does not break. */
static int least_width(eng_plain *p, const grid *g, size_t column, bool strict) {
	int least = COLUMN_MIN;

	for (size_t k = 0; k <= g->rows; k++) {
		const cell *c = k < g->rows ? &g->row[k].cells[column] : &g->headings[column];

		if (c->wide > least && (k == g->rows || c->span == 1)) {
			int word = longest(p, c, strict);

			least = word > least ? word : least;
		}
	}
	return least;
}

/* Narrows the widest columns that can be wrapped by so many columns of text; false (nothing done) when there
 * are none. */
static bool narrow(eng_plain *p, grid *g, int by, bool strict) {
	int *least = eng_arena_new_array(p->arena, g->columns, int), free = 0;

	for (size_t i = 0; i < g->columns; i++) {
		least[i] = least_width(p, g, i, strict);
		free += g->width[i] > least[i] ? g->width[i] - least[i] : 0;
	}
	if (free < by) {
		return false;
	}
	for (; by > 0; by--) {
		size_t widest = g->columns;

		for (size_t i = 0; i < g->columns; i++) {
			if (g->width[i] > least[i] &&
			    (widest == g->columns || g->width[i] > g->width[widest])) {
				widest = i;
			}
		}
		g->width[widest]--;
	}
	return true;
}

/* Column widths that fit in room; false when there are none. */
static bool fit(eng_plain *p, grid *g, int room) {
	int total = -GAP;

	for (size_t i = 0; i < g->columns; i++) {
		measure(&g->headings[i]);
		g->width[i] = g->headings[i].wide;
		for (size_t k = 0; k < g->rows; k++) {
			cell *c = &g->row[k].cells[i];

			measure(c);
			if (c->span == 1 && c->wide > g->width[i]) {
				g->width[i] = c->wide;
			}
		}
		total += g->width[i] + GAP;
	}
	return total <= room || narrow(p, g, total - room, true) ||
	       narrow(p, g, total - room, false);
}

static int cell_width(const grid *g, size_t at, int span) {
	int width = -GAP;

	for (size_t i = at; i < at + (size_t)span && i < g->columns; i++) {
		width += g->width[i] + GAP;
	}
	return width;
}

/* Breaks the cells of a row into lines; returns how many the longest has. */
static size_t break_cells(eng_plain *p, const grid *g, cell *cells) {
	size_t height = 0;

	for (size_t i = 0; i < g->columns; i++) {
		cell *c = &cells[i];
		int width = cell_width(g, i, c->span);

		if (c->span == 0) {
			continue;
		}
		c->lines = &c->text;
		c->count = 1;
		if (!c->line || c->wide > width) {
			c->lines = eng_wrap_lines(p->arena, c->text, width, &c->count);
		}
		height = c->count > height ? c->count : height;
	}
	return height;
}

/* One row of cells, each wrapped in its width, bottom edges ragged. */
static void write_cells(eng_plain *p, const grid *g, cell *cells) {
	size_t height = break_cells(p, g, cells);
	eng_buf *out = &p->row;

	for (size_t k = 0; k < height; k++) {
		int due = 0; /* spaces before the next text: none stand at the end */

		eng_buf_clear(out);
		for (size_t i = 0; i < g->columns;) {
			const cell *c = &cells[i];
			int span = c->span > 0 ? c->span : 1, rest = cell_width(g, i, span);

			if (k < c->count && c->lines[k].n) {
				rest -=
				    c->lines == &c->text ? c->wide : eng_wrap_width(c->lines[k]);
				eng_wrap_pad(out, due + (c->end && rest > 0 ? rest : 0));
				eng_buf_str(out, c->lines[k]);
				due = 0;
				rest = c->end ? 0 : rest;
			}
			rest += GAP;
			due += rest > 0 ? rest : 0;
			i += (size_t)span;
		}
		eng_plain_line(p, eng_buf_view(out));
	}
}

static void write_rule(eng_plain *p, const grid *g, char c) {
	eng_buf *out = &p->row;

	eng_buf_clear(out);
	for (size_t i = 0; i < g->columns; i++) {
		eng_wrap_rule(out, c, g->width[i]);
		eng_wrap_pad(out, i + 1 < g->columns ? GAP : 0);
	}
	eng_plain_line(p, eng_buf_view(out));
}

static void write_aligned(eng_plain *p, const grid *g) {
	cell *head = eng_arena_new_array(p->arena, g->columns, cell);
	bool any = false, ruled = false;

	for (size_t i = 0; i < g->columns; i++) {
		head[i] = g->headings[i];
		head[i].span = 1;
		head[i].end = g->rows && g->row[0].cells[i].end;
		for (size_t k = 0; k < g->rows; k++) {
			if (g->row[k].kind == ENG_ROW_DATA) {
				head[i].end = g->row[k].cells[i].end;
				break;
			}
		}
		any |= head[i].text.n > 0;
	}
	if (any) {
		write_cells(p, g, head);
		write_rule(p, g, '-');
	}
	for (size_t k = 0; k < g->rows; k++) {
		if (g->row[k].kind == ENG_ROW_TOTAL && !ruled) {
			write_rule(p, g, '-');
			ruled = true;
		}
		write_cells(p, g, g->row[k].cells);
	}
	p->gap = true;
}

static void write_record(eng_plain *p, const grid *g, const line_row *row) {
	eng_plain_pair *pairs = eng_arena_new_array(p->arena, g->columns, eng_plain_pair);
	size_t n = 0;

	for (size_t i = 0; i < g->columns; i++) {
		bool title =
		    row->cells[i].span > 1 || (row->cells[i].span && !g->headings[i].text.n);

		if (title && i == 0 && g->columns > 1) {
			/* The title of a group, a total or a category: a line of its own. */
			if (row->cells[i].text.n) {
				eng_plain_lines(p, row->cells[i].text);
			}
		} else if (row->cells[i].span > 0 && row->cells[i].text.n) {
			pairs[n++] = (eng_plain_pair){ .label = g->headings[i].text,
						       .value = row->cells[i].text,
						       .node = row->cells[i].node };
		}
	}
	if (n) {
		eng_plain_pairs(p, pairs, n);
	}
	p->gap = true;
}

static void write_grid(eng_plain *p, grid *g) {
	if (!p->rtl && fit(p, g, eng_plain_room(p))) {
		write_aligned(p, g);
		return;
	}
	for (size_t k = 0; k < g->rows; k++) {
		write_record(p, g, &g->row[k]);
	}
}

bool eng_plain_table(eng_plain *p, const eng_node *table) {
	grid g = { 0 };
	eng_str caption;

	if (!eng_plain_inline(p, table->as.table.caption, &caption) || !read_table(p, table, &g)) {
		return false;
	}
	if (caption.n) {
		eng_plain_lines(p, caption);
		p->gap = true;
	}
	write_grid(p, &g);
	if (table->as.table.more && eng_view_cut(table, p->channel)) {
		return eng_plain_node(p, table->as.table.more);
	}
	return true;
}

/* The figures behind the drawing, a row for each category. */
bool eng_plain_chart(eng_plain *p, const eng_node *chart) {
	grid g = { .columns = chart->as.chart.series_count + 1,
		   .rows = chart->as.chart.label_count };
	eng_str caption;

	if (!eng_plain_inline(p, chart->as.chart.caption, &caption)) {
		return false;
	}
	if (caption.n) {
		eng_plain_lines(p, caption);
		p->gap = true;
	}
	if (chart->as.chart.alt.n) {
		eng_plain_lines(p, chart->as.chart.alt);
		p->gap = true;
	}
	g.headings = eng_arena_new_array(p->arena, g.columns, cell);
	g.width = eng_arena_new_array(p->arena, g.columns, int);
	g.row = eng_arena_new_array(p->arena, g.rows, line_row);
	g.headings[0].text = (eng_str){ "", 0 };
	for (size_t i = 1; i < g.columns; i++) {
		g.headings[i].text = chart->as.chart.series[i - 1].name;
	}
	for (size_t k = 0; k < g.rows; k++) {
		cell *cells = eng_arena_new_array(p->arena, g.columns, cell);

		cells[0] = (cell){ .text = chart->as.chart.labels[k], .span = 1 };
		for (size_t i = 1; i < g.columns; i++) {
			cells[i] = (cell){ .text = chart->as.chart.series[i - 1].values[k].text,
					   .span = 1,
					   .end = true };
		}
		g.row[k] = (line_row){ ENG_ROW_DATA, cells };
	}
	write_grid(p, &g);
	return true;
}
