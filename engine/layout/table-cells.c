/* The cells of a table: their text, their elements of structure, and what they need in width.
 *
 * Finds the decimal separator of a formatted number by counting digits, so that no locale has to be
 * known: the separator is the last one that leaves as many digits before it as the number has. */
#include <string.h>

#include "base/utf8.h"
#include "layout/table.h"

enum { LONG = 256 }; /* rows that are kept shaped */

/* Value of a decimal digit of any script, -1 for others. */
static int digit_value(uint32_t c) {
	static const uint32_t zeros[] = { '0', 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1040, 0xFF10 };

	for (size_t i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++) {
		if (c >= zeros[i] && c < zeros[i] + 10) {
			return (int)(c - zeros[i]);
		}
	}
	return -1;
}

/* Digits before the separator in the number's own notation, at least one. */
static int integer_digits(const eng_answer *value) {
	int digits = 0;

	for (size_t i = 0; i < value->raw.n && value->raw.s[i] != '.'; i++) {
		digits += value->raw.s[i] >= '0' && value->raw.s[i] <= '9';
	}
	return digits > 0 ? digits : 1;
}

/* Byte offset of the decimal separator in the text, or of the end of its last digit. */
static size_t separator_at(eng_str text, const eng_answer *value) {
	size_t end = 0, point = text.n;
	int digits = 0, before = 0, want = integer_digits(value);

	for (size_t at = 0, n; at < text.n; at += n) {
		uint32_t c = (unsigned char)text.s[at];

		n = c < 0x80 ? 1 : eng_utf8_decode(text.s + at, text.n - at, &c);
		n = n ? n : 1;
		if (c < 0x80 ? c - '0' < 10 : digit_value(c) >= 0) {
			digits++;
			end = at + n;
		} else if (c == '.' || c == ',' || c == 0x66B || c == 0x2019) {
			point = at;
			before = digits;
		}
	}
	/* One digit more than the number has: rounding made 99.95 into 100.0. */
	if (point < end && digits > before && (before == want || before == want + 1)) {
		return point;
	}
	return end;
}

/* The only number in the cell, or NULL. */
static const eng_answer *number_of(const eng_node *cell) {
	const eng_node *n = cell->first;

	while (n && !n->next &&
	       (n->type == ENG_NODE_STRONG || n->type == ENG_NODE_SPAN ||
		n->type == ENG_NODE_NOBR || n->type == ENG_NODE_EM)) {
		n = n->first;
	}
	if (!n || n->next || n->type != ENG_NODE_TEXT || !n->as.text.value.formatted) {
		return NULL;
	}
	switch ((int)n->as.text.value.kind) {
	case ENG_VALUE_NUMBER:
	case ENG_VALUE_MONEY:
	case ENG_VALUE_PERCENT:
		return &n->as.text.value;
	default:
		return NULL;
	}
}

void eng_table_place_decimal(eng_table *t, eng_table_cell *cell, const eng_answer *value) {
	if (cell->align != ENG_ALIGN_DECIMAL || !value || cell->text->chunk_count == 0) {
		return;
	}
	cell->decimal = true;
	cell->before =
	    eng_text_offset(t->work->arena, cell->text, separator_at(cell->text->bytes, value));
}

void eng_table_measure(eng_table *t, const eng_table_cell *cell) {
	eng_table_column *c = &t->columns[cell->first];
	eng_length behind = cell->text->width - cell->before;

	if (cell->span != 1) {
		return;
	}
	c->least = cell->text->least > c->least ? cell->text->least : c->least;
	c->most = cell->text->width > c->most ? cell->text->width : c->most;
	if (cell->decimal) {
		c->before = cell->before > c->before ? cell->before : c->before;
		c->behind = behind > c->behind ? behind : c->behind;
	}
}

/* The visible columns that a cell covers; false when all are hidden. */
static bool find_place(const eng_table *t, const eng_node *node, eng_table_cell *cell) {
	size_t first = node->as.cell.column, n = t->node->as.table.column_count;
	int span = node->as.cell.span < 1 ? 1 : node->as.cell.span;

	cell->span = 0;
	for (size_t i = first; i < first + (size_t)span && i < n; i++) {
		if (t->visible[i] != UINT32_MAX) {
			cell->first = cell->span ? cell->first : t->visible[i];
			cell->span++;
		}
	}
	return cell->span > 0;
}

/* True for a cell that the one above it shows too, whose element then has one row more. */
static bool goes_on(eng_table *t, const eng_table_cell *cell) {
	uint32_t spans = t->columns[cell->first].spans;
	eng_structure *element = &t->work->structure[spans];

	if (!cell->node->as.cell.same) {
		return false;
	}
	if (spans && !t->work->artifact) {
		if (element->row_span == UINT16_MAX) {
			return false;
		}
		element->row_span += element->row_span ? 1 : 2;
	}
	return true;
}

static bool gather_cell(eng_table *t, eng_table_row *row, const eng_node *node,
			eng_table_cell *cell) {
	eng_work *work = t->work;
	bool former = work->artifact;
	uint32_t row_element = work->parent;
	bool header = node->as.cell.header || row->kind == ENG_ROW_GROUP;
	eng_setting setting = { .style = row->style, .tabular = true, .notes = t->notes };

	cell->node = node;
	cell->align = node->as.cell.align;
	cell->same = goes_on(t, cell);
	row->merged |= cell->same;
	work->artifact |= cell->same; /* where it is seen again at the top of a page */
	setting.structure = eng_work_element(work, header ? "TH" : "TD", node);
	if (!cell->same) {
		t->columns[cell->first].spans = setting.structure;
	}
	if (setting.structure) {
		eng_structure *element = &work->structure[setting.structure];

		element->col_span = cell->span > 1 ? (uint16_t)cell->span : 0;
		element->scope = header ? ENG_SCOPE_ROW : ENG_SCOPE_NONE;
	}
	cell->text = eng_inline_text(work, node, &setting);
	work->artifact = former;
	work->parent = row_element;
	if (!cell->text) {
		return false;
	}
	eng_table_place_decimal(t, cell, number_of(node));
	eng_table_measure(t, cell);
	return true;
}

static const eng_style *row_style(const eng_table *t, const eng_node *row) {
	static const char *const names[] = { "table.cell", "table.group", "table.subtotal",
					     "table.total", "table.foot" };

	return eng_theme_style_in(t->work->theme, names[row->as.row.kind],
				  row->tags->role.n ? row->tags->role : t->node->tags->role,
				  t->work->part);
}

static bool same_role(const eng_node *a, const eng_node *b) {
	return a->tags->role.s == b->tags->role.s && a->tags->role.n == b->tags->role.n;
}

bool eng_table_gather_cells(eng_table *t, eng_table_row *row) {
	eng_work *work = t->work;
	uint32_t outer = eng_work_enter(work, row->kind == ENG_ROW_FOOT ? t->foot : t->body);
	size_t n = 0;
	bool ok = true;

	eng_work_enter(work, eng_work_element(work, "TR", row->node));
	for (const eng_node *c = row->node->first; c; c = c->next) {
		n++;
	}
	row->cells = eng_arena_new_array(work->arena, n, eng_table_cell);
	row->count = 0;
	for (const eng_node *c = row->node->first; ok && c; c = c->next) {
		eng_table_cell cell = { 0 };

		if (find_place(t, c, &cell)) {
			ok = gather_cell(t, row, c, &cell);
			row->cells[row->count++] = cell;
		}
	}
	eng_work_enter(work, outer);
	return ok;
}

/* Shapes a row for its widths alone. */
static bool measure_row(eng_table *t, eng_table_row *row) {
	eng_work *work = t->work;
	eng_lease *lease = eng_lease_take(&work->leases);
	eng_arena *own = work->arena;
	bool artifact = work->artifact, ok;
	int notes = work->notes;

	work->arena = &lease->arena;
	work->artifact = true;
	ok = eng_table_gather_cells(t, row);
	work->arena = own;
	work->artifact = artifact;
	work->notes = notes;
	g_array_set_size(t->notes, 0);
	row->cells = NULL;
	return ok;
}

static bool gather_row(eng_table *t, const eng_node *node, size_t index) {
	eng_table_row *row = &t->rows[t->row_count++];

	const eng_table_row *above = t->row_count > 1 ? row - 1 : NULL;
	bool alike = above && above->kind == node->as.row.kind;

	*row =
	    (eng_table_row){ .follows = alike,
			     .node = node,
			     .kind = node->as.row.kind,
			     .index = index,
			     .style = alike && same_role(above->node, node) ? above->style
									    : row_style(t, node) };
	return t->passing ? measure_row(t, row) : eng_table_gather_cells(t, row);
}

bool eng_table_gather_head(eng_table *t, eng_table_row *row) {
	eng_work *work = t->work;
	uint32_t former = eng_work_enter(work, eng_work_element(work, "TR", NULL));
	bool ok = true;

	row->style = eng_work_style(work, "table.head", t->node);
	row->cells = eng_arena_new_array(work->arena, t->column_count, eng_table_cell);
	row->kind = ENG_ROW_GROUP;
	for (row->count = 0; ok && row->count < t->column_count; row->count++) {
		eng_table_cell *cell = &row->cells[row->count];
		const eng_table_column *c = &t->columns[row->count];
		eng_setting setting = { .style = row->style };

		setting.structure = eng_work_element(work, "TH", c->column->heading);
		if (setting.structure) {
			work->structure[setting.structure].scope = ENG_SCOPE_COLUMN;
		}
		*cell = (eng_table_cell){ .node = c->column->heading,
					  .span = 1,
					  .first = (uint32_t)row->count,
					  .align = c->align };
		cell->align = cell->align == ENG_ALIGN_DECIMAL ? ENG_ALIGN_END : cell->align;
		cell->text = eng_inline_text(work, c->column->heading, &setting);
		ok = cell->text != NULL;
		if (ok) {
			eng_table_measure(t, cell);
		}
	}
	eng_work_enter(work, former);
	return ok;
}

static bool gather_head(eng_table *t) {
	uint32_t former;
	bool ok;

	for (size_t i = 0; i < t->column_count; i++) {
		t->has_head |= t->columns[i].column->heading->first != NULL;
	}
	if (!t->has_head) {
		return true;
	}
	former = eng_work_enter(t->work, eng_work_element(t->work, "THead", NULL));
	ok = eng_table_gather_head(t, &t->head);
	eng_work_enter(t->work, former);
	return ok;
}

/* Which rows the channel shows: behind the last data row shown only the totals are left. */
static bool is_shown(const eng_table *t, const eng_node *row, size_t data) {
	size_t shown = eng_table_rows_shown(t->node, t->work->channel);
	bool cut = shown < t->node->as.table.data_rows;

	return eng_work_shows(t->work, row) &&
	       !(cut && data >= shown && row->as.row.kind < ENG_ROW_TOTAL);
}

static size_t count_rows(const eng_table *t, bool *foot) {
	size_t rows = 0, data = 0;

	for (const eng_node *n = t->node->first; n; n = n->next) {
		bool shown = is_shown(t, n, data);

		rows += shown;
		*foot |= shown && n->as.row.kind == ENG_ROW_FOOT;
		data += shown && n->as.row.kind == ENG_ROW_DATA;
	}
	return rows;
}

/* True when the first column that merges goes on in this row. */
static bool is_same(const eng_node *row) {
	for (const eng_node *c = row->first; c; c = c->next) {
		if (c->as.cell.same) {
			return true;
		}
	}
	return false;
}

bool eng_table_gather(eng_table *t) {
	bool foot = false;
	size_t data = 0, stripe = 0, rows = count_rows(t, &foot);
	bool ok = gather_head(t);

	t->passing = rows > LONG && !t->flow->collect;
	t->rows = eng_malloc(rows * sizeof(*t->rows));
	memset(t->rows, 0, rows * sizeof(*t->rows));
	t->body = eng_work_element(t->work, "TBody", NULL);
	t->foot = foot ? eng_work_element(t->work, "TFoot", NULL) : 0;
	for (const eng_node *n = t->node->first; ok && n; n = n->next) {
		if (is_shown(t, n, data)) {
			bool is_data = n->as.row.kind == ENG_ROW_DATA;

			stripe += is_data && data > 0 && !is_same(n);
			ok = gather_row(t, n, stripe);
			data += is_data;
		}
	}
	if (ok && t->row_count > 2 && t->rows[t->row_count - 1].kind == ENG_ROW_TOTAL) {
		t->rows[t->row_count - 1].follows =
		    false; /* the sum of sums has a rule of its own */
	}
	return ok;
}
