/* Data tables: real ones, with scopes. Up to 480 px a table of three and more columns becomes a card for
 * each row: the widest text column leads, other cells follow with the heading as label (a span that
 * only the narrow style shows), columns of lower priority smaller. */
#include "channels/common/view.h"
#include "channels/email/escape.h"
#include "channels/email/html.h"

#define STACK_FROM 3 /* columns */

/* How the cells of a column begin in all data rows: written once. */
typedef struct opening {
	eng_str plain, strong; /* strong: the lead's cells with strong words of their own */
} opening;

typedef struct table {
	const eng_node *node;
	const size_t *columns;
	size_t n;
	bool stacks;
	size_t lead; /* shown column that leads the card */
	opening *openings;
	bool sum;         /* in a row of a title and one figure: no label needed */
	const char *rule; /* px of the line above the row */
} table;

static bool at_end(eng_align align) {
	return align == ENG_ALIGN_END || align == ENG_ALIGN_DECIMAL;
}

static const eng_column *column_at(const table *t, size_t i) {
	return &t->node->as.table.columns[t->columns[i]];
}

static const char *align_css(eng_html *h, eng_align align) {
	return align == ENG_ALIGN_CENTER ? "center" : at_end(align) ? h->end : h->start;
}

static void put(eng_html *h, const char *const *words) {
	for (; *words; words++) {
		eng_buf_cstr(h->out, *words);
	}
}

/* The space to the next column, on either side. */
static const char *gap_css(const eng_html *h, bool last, bool left) {
	return !last && h->doc->rtl == left ? "12" : "0";
}

static void write_head(eng_html *h, eng_align align, bool last) {
	const char *side = align_css(h, align);
	const eng_css_color line = eng_stock_color(h->style->line),
			    muted = eng_stock_color(h->style->muted);

	put(h, (const char *[]){ "<th scope=\"col\" class=\"mu ln\" align=\"", side,
				 "\" style=\"padding:0 ", gap_css(h, last, false), "px 8px ",
				 gap_css(h, last, true), "px;border-bottom:2px solid ", line.s,
				 ";color:", muted.s, ";font-size:13px;line-height:18px;text-align:",
				 side, ";vertical-align:bottom\">", NULL });
}

static bool head(eng_html *h, const table *t) {
	eng_buf_cstr(h->out, "<thead><tr>\n");
	for (size_t i = 0; i < t->n; i++) {
		const eng_column *column = column_at(t, i);

		write_head(h, column->align, i + 1 == t->n);
		if (!eng_html_inline(h, column->heading)) {
			return false;
		}
		eng_buf_cstr(h->out, "</th>\n");
	}
	eng_buf_cstr(h->out, "</tr></thead>\n");
	return true;
}

/* A lead that marks its own strong words needs no more weight. */
static bool has_strong(const eng_node *cell) {
	eng_walk walk = eng_walk_start((eng_node *)cell);

	while (eng_walk_next(&walk)) {
		if (walk.node->type == ENG_NODE_STRONG) {
			return true;
		}
	}
	return false;
}

/* Class names: v a value with label, m the card's lead, mb a bold one, q of lower priority, ln has a line. */
static void cell_class(eng_html *h, const table *t, const eng_node *row, const eng_node *node,
		       size_t at, int span) {
	const eng_column *column = column_at(t, at);

	eng_buf_cstr(h->out, " class=\"ln");
	if (t->stacks && row->as.row.kind != ENG_ROW_GROUP) {
		eng_buf_cstr(h->out, span <= 1 && at != t->lead ? " v"
				     : has_strong(node)         ? " m"
								: " m mb");
		if (column->priority > 1 && row->as.row.kind == ENG_ROW_DATA) {
			eng_buf_cstr(h->out, " q");
		}
	}
	eng_buf_char(h->out, '"');
}

/* The heading again before the value, for cards only; notes of the heading stand there already. */
static void label(eng_html *h, const table *t, size_t at, int span) {
	const eng_column *column = column_at(t, at);

	if (!t->stacks || t->sum || span > 1 || at == t->lead || !column->heading->first) {
		return;
	}
	eng_html_put(h, ENG_STOCK_HIDDEN_LABEL);
	eng_escape_text(h->out, eng_view_text(h->arena, column->heading, h->channel));
	eng_buf_cstr(h->out, "</span>");
}

static bool is_header(const eng_node *row, const eng_node *cell, size_t at) {
	return cell->as.cell.header || (row->as.row.kind != ENG_ROW_DATA && at == 0);
}

static void write_opening(eng_html *h, const table *t, const eng_node *row, const eng_node *node,
			  size_t at, int span) {
	eng_row_kind kind = row->as.row.kind;
	bool strong = kind != ENG_ROW_DATA && kind != ENG_ROW_FOOT,
	     header = is_header(row, node, at);
	const char *align = align_css(h, node->as.cell.align);
	const eng_css_color line = eng_stock_color(h->style->line);
	bool last = at + (size_t)span >= t->n;

	eng_buf_cstr(h->out, header ? "<th" : "<td");
	if (header) {
		eng_buf_cstr(h->out, kind == ENG_ROW_GROUP && (size_t)span == t->n
					 ? " scope=\"colgroup\""
					 : " scope=\"row\"");
	}
	if (span > 1) {
		eng_buf_printf(h->out, " colspan=\"%d\"", span);
	}
	cell_class(h, t, row, node, at, span);
	eng_html_lang(h, node);
	put(h, (const char *[]){ " align=\"", align, "\" style=\"padding:10px ",
				 gap_css(h, last, false), "px 10px ", gap_css(h, last, true),
				 "px;border-top:", t->rule, "px solid ", line.s,
				 ";vertical-align:top;text-align:", align,
				 at_end(node->as.cell.align) ? ";white-space:nowrap"
				 : at == t->lead             ? ";word-break:break-word"
							     : "",
				 strong   ? ";font-weight:bold"
				 : header ? ";font-weight:normal"
					  : "",
				 "\">", NULL });
	label(h, t, at, span);
}

static void cell_open(eng_html *h, const table *t, const eng_node *row, const eng_node *node,
		      size_t at, int span) {
	bool usual = row->as.row.kind == ENG_ROW_DATA && span == 1 && node->tags->lang.n == 0;
	bool strong = usual && at == t->lead && has_strong(node);
	eng_str *known = strong ? &t->openings[at].strong : &t->openings[at].plain;
	size_t from = h->out->n;

	if (usual && known->n) {
		eng_buf_str(h->out, *known);
		return;
	}
	write_opening(h, t, row, node, at, span);
	if (usual) {
		*known = eng_str_copy(h->arena, eng_str_sub(eng_buf_view(h->out), from, h->out->n));
	}
}

static bool cell(eng_html *h, const table *t, const eng_node *row, const eng_node *node, size_t at,
		 int span) {
	bool outer = h->in_column, good;

	cell_open(h, t, row, node, at, span);
	h->in_column = true;
	good = eng_html_inline(h, node);
	h->in_column = outer;
	if (!good) {
		return false;
	}
	eng_buf_cstr(h->out, is_header(row, node, at) ? "</th>\n" : "</td>\n");
	return true;
}

/* True for totals of a title over several columns and one figure. */
static bool is_sum(eng_html *h, const table *t, const eng_node *row) {
	int titles = 0, figures = 0;

	if (row->as.row.kind == ENG_ROW_DATA || row->as.row.kind == ENG_ROW_GROUP) {
		return false;
	}
	for (const eng_node *c = eng_view_first(row, h->channel); c;
	     c = eng_view_next(c, h->channel)) {
		int span = eng_view_span(c, t->columns, t->n);

		if (span > 0 && eng_view_any(c, h->channel)) {
			titles += span > 1;
			figures += span == 1;
		}
	}
	return titles <= 1 && figures + titles == 2;
}

static bool row(eng_html *h, const table *t, const eng_node *node) {
	size_t at = 0;

	eng_buf_cstr(h->out, t->sum ? "<tr class=\"tt\">\n" : "<tr>\n");
	for (const eng_node *c = eng_view_first(node, h->channel); c && at < t->n;
	     c = eng_view_next(c, h->channel)) {
		int span = eng_view_span(c, t->columns, t->n);

		if (span == 0) {
			continue;
		}
		if (!eng_view_any(c, h->channel)) {
			/* Empty cells vanish from stacked cards. */
			eng_buf_printf(
			    h->out,
			    "<td%s class=\"ln ec\" style=\"border-top:%spx solid %s\">"
			    "</td>\n",
			    span > 1 ? eng_arena_printf(h->arena, " colspan=\"%d\"", span) : "",
			    t->rule, eng_stock_color(h->style->line).s);
		} else if (!cell(h, t, node, c, at, span)) {
			return false;
		}
		at += (size_t)span;
	}
	eng_buf_cstr(h->out, "</tr>\n");
	return true;
}

/* The column whose text leads a card: the first that takes the free width, else the first. */
static size_t lead_of(const table *t) {
	for (size_t i = 0; i < t->n; i++) {
		if (column_at(t, i)->width_unit == ENG_WIDTH_FRACTION &&
		    !at_end(column_at(t, i)->align)) {
			return i;
		}
	}
	return 0;
}

bool eng_html_table(eng_html *h, const eng_node *node) {
	table t = { .node = node };
	size_t n;
	const eng_node **rows = eng_view_rows(h->arena, node, h->channel, &n);

	t.columns = eng_view_columns(h->arena, node, h->channel, &t.n);
	t.stacks = t.n >= STACK_FROM;
	t.lead = lead_of(&t);
	t.openings = eng_arena_new_array(h->arena, t.n, opening);
	eng_html_put(h, t.stacks ? ENG_STOCK_TABLE_STACKS : ENG_STOCK_TABLE);
	if (node->as.table.caption) {
		eng_html_put(h, ENG_STOCK_CAPTION);
		if (!eng_html_inline(h, node->as.table.caption)) {
			return false;
		}
		eng_buf_cstr(h->out, "</caption>\n");
	}
	if (!head(h, &t)) {
		return false;
	}
	eng_buf_cstr(h->out, "<tbody>\n");
	for (size_t i = 0; i < n; i++) {
		bool first_total = rows[i]->as.row.kind == ENG_ROW_TOTAL &&
				   (i == 0 || rows[i - 1]->as.row.kind != ENG_ROW_TOTAL);

		t.sum = is_sum(h, &t, rows[i]);
		t.rule = first_total ? "2" : "1";
		if (!row(h, &t, rows[i])) {
			return false;
		}
	}
	eng_buf_cstr(h->out, "</tbody></table>\n");
	if (node->as.table.more && eng_view_cut(node, h->channel)) {
		return eng_html_children(h, node->as.table.more);
	}
	return true;
}
