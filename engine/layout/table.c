/* Tables: the order of work, and which rows stay together.
 *
 * Every cell is shaped once; widths come from all rows; then the rows are set one by one, so that the
 * time is linear in their number. The head is repeated on every page (a slab of the flow brings it
 * along), the first rows stay with the head and the last one with its total. */
#include "layout/table.h"

#include <stdlib.h>

#include "layout/sheet.h"

enum { ROWS_A_LEASE = 16 };

static void find_columns(eng_table *t) {
	const eng_node *node = t->node;
	uint32_t channel = 1u << t->work->channel;

	t->columns =
	    eng_arena_new_array(t->work->arena, node->as.table.column_count, eng_table_column);
	t->visible = eng_arena_new_array(t->work->arena, node->as.table.column_count, uint32_t);
	for (size_t i = 0; i < node->as.table.column_count; i++) {
		const eng_column *c = &node->as.table.columns[i];

		t->visible[i] = UINT32_MAX;
		if (c->channels & channel) {
			t->visible[i] = (uint32_t)t->column_count;
			t->columns[t->column_count++] =
			    (eng_table_column){ .column = c, .align = c->align };
		}
	}
}

/* Space at both sides of each column's text; the outer edges stand on the margins unless a ground is
 * drawn behind the rows. */
static void find_padding(eng_table *t) {
	const eng_style *cell = eng_work_style(t->work, "table.cell", t->node);
	const eng_style *head = eng_work_style(t->work, "table.head", t->node);
	bool ground = t->work->theme->zebra || head->has_background || cell->has_background;
	eng_length start = cell->pad_left, end = cell->pad_right;

	if (start + end < ENG_PT(4)) { /* columns never touch */
		end = ENG_PT(8) - start;
	}
	if (ground && start < ENG_PT(4)) { /* text does not begin at the very edge of its ground */
		start = ENG_PT(4);
	}
	for (size_t i = 0; i < t->column_count; i++) {
		t->columns[i].pad_start = i == 0 && !ground ? 0 : start;
		t->columns[i].pad_end = i + 1 == t->column_count && !ground ? 0 : end;
	}
}

/* Ends the table's own hold of the lease; the rows that wait for their page keep theirs. */
static void release(eng_table *t) {
	if (t->lease) {
		t->lease->holders--;
		t->lease = NULL;
	}
}

static bool add_slab(eng_table *t, eng_slab *slab) {
	slab->lease = t->lease;
	if (t->lease) {
		t->lease->holders++;
	}
	return eng_flow_add(t->flow, slab);
}

/* How a row stays with the next one. */
typedef enum keep { KEEP_NOT, KEEP_SOFT, KEEP_HARD } keep;

/* What the row, or a line of it, is where it begins a page: cells that merge go on in it, and text does
 * not touch the head. */
static void set_again(eng_table *t, const eng_table_row *row, eng_row_place place, eng_slab *slab) {
	eng_again *again;

	slab->again = NULL;
	if (row->merged || place.line > 0) {
		again = eng_arena_new(t->work->arena, eng_again);
		place.again = true;
		again->ground = eng_table_set_row(t, row, place, &again->ink, &again->height);
		slab->again = again;
	}
}

/* Breaks a row and sets it whole, in memory that is its own until it stands on a page. */
static bool set_row(eng_table *t, eng_table_row *row, const eng_table_row *below, eng_slab *slab) {
	eng_work *work = t->work;
	eng_arena *own = work->arena;
	eng_row_place place = { below, -1, false };
	bool ok;

	work->arena = t->lease ? &t->lease->arena : own;
	ok = eng_table_break_row(t, row);
	if (ok) {
		slab->ground = eng_table_set_row(t, row, place, &slab->ink, &slab->height);
		set_again(t, row, place, slab);
	}
	work->arena = own;
	return ok;
}

/* The footnotes of all cells, or of one line of each. */
static bool make_feet(eng_table *t, const eng_table_row *row, int line, eng_slab *slab) {
	slab->feet = NULL;
	for (size_t i = 0; i < row->count; i++) {
		const eng_table_cell *cell = &row->cells[i];
		uint32_t first = 0, last = (uint32_t)cell->text->chunk_count;

		if (line >= 0) {
			bool has = (size_t)line < cell->lines.count;

			first = has ? cell->lines.lines[line].first : 0;
			last = has ? cell->lines.lines[line].last : 0;
		}
		if (!eng_feet_make(t->flow, cell->text, first, last, t->notes, &slab->feet)) {
			return false;
		}
	}
	return true;
}

/* Sets a row line by line, two of which stay together at both ends: it is taller than a page, or the
 * author lets the end of a page divide it. */
static bool add_lines(eng_table *t, const eng_table_row *row, const eng_table_row *below,
		      keep keeps, eng_slab *slab) {
	eng_arena *own = t->work->arena;

	for (size_t i = 0; i < row->lines; i++) {
		bool last = i + 1 == row->lines;
		eng_row_place place = { below, (int)i, false };

		slab->ink = (eng_ink){ 0 };
		slab->keep = last ? keeps != KEEP_NOT : i == 0 || i + 2 == row->lines;
		slab->soft = last && keeps == KEEP_SOFT;
		t->work->arena = t->lease ? &t->lease->arena : own;
		slab->ground = eng_table_set_row(t, row, place, &slab->ink, &slab->height);
		set_again(t, row, place, slab);
		t->work->arena = own;
		if (!make_feet(t, row, (int)i, slab) || !add_slab(t, slab)) {
			return false;
		}
		slab->repeat = NULL;
	}
	return true;
}

/* Height of the page that follows, which is asked for at every row and changes with the pages. */
static eng_length sheet_height(eng_table *t) {
	guint leaves = t->flow->leaves ? t->flow->leaves->len : 0;

	if (!t->sheet || t->sheet_leaves != leaves) {
		t->sheet = eng_sheet_height(t->flow);
		t->sheet_leaves = leaves;
	}
	return t->sheet;
}

/* True when the row is set line by line. */
static bool divides(eng_table *t, const eng_table_row *row, eng_length height) {
	if (t->flow->limit > 0) { /* of a part: what is too tall is told by its frame */
		return false;
	}
	return (t->node->as.table.divide && row->kind == ENG_ROW_DATA && row->lines > 3) ||
	       height + t->repeat.opening + t->repeat.reserve > sheet_height(t);
}

/* Adds a row, below which a hairline divides it from the next; NULL: none. */
static bool add_row(eng_table *t, eng_table_row *row, const eng_table_row *below, keep keeps,
		    eng_repeat *repeat) {
	eng_slab slab = { .node = row->node ? row->node : t->node,
			  .row = row->kind == ENG_ROW_DATA ? row->node : NULL,
			  .repeat = repeat,
			  .keep = keeps != KEEP_NOT,
			  .soft = keeps == KEEP_SOFT };

	if (!set_row(t, row, below, &slab)) {
		return false;
	}
	if (divides(t, row, slab.height)) {
		return add_lines(t, row, below, keeps, &slab);
	}
	return make_feet(t, row, -1, &slab) && add_slab(t, &slab);
}

/* Shapes a row of a passing table, before it is added. */
static bool shape_row(eng_table *t, eng_table_row *row) {
	eng_work *work = t->work;
	eng_arena *own = work->arena;
	bool ok;

	if (!t->lease || t->leased == ROWS_A_LEASE) {
		release(t);
		t->lease = eng_lease_take(&work->leases);
		t->lease->holders++;
		t->leased = 0;
	}
	t->leased++;
	work->arena = &t->lease->arena;
	g_array_set_size(t->notes, 0);
	ok = eng_table_gather_cells(t, row);
	work->arena = own;
	return ok;
}

/* A group's name stays with its rows and sums with theirs; where a page has room for them, two rows of
 * data stand together behind the head or a group's name, and two before the sums. */
static keep keeps(const eng_table *t, size_t i) {
	const eng_table_row *row = &t->rows[i], *next = row + 1;

	if (i + 1 == t->row_count) {
		return KEEP_NOT;
	}
	if (row->kind == ENG_ROW_GROUP || next->kind >= ENG_ROW_SUBTOTAL) {
		return KEEP_HARD;
	}
	if (row->kind == ENG_ROW_DATA && next->kind == ENG_ROW_DATA &&
	    (i == 0 || row[-1].kind != ENG_ROW_DATA || i + 2 == t->row_count ||
	     next[1].kind != ENG_ROW_DATA)) {
		return KEEP_SOFT;
	}
	return KEEP_NOT;
}

static bool add_rows(eng_table *t) {
	eng_slab end = { .kind = ENG_SLAB_TABLE_END, .node = t->node };
	eng_repeat *repeat = t->flow->limit > 0 ? NULL : &t->repeat;

	if (t->has_head &&
	    !add_row(t, &t->head, NULL, t->row_count > 0 ? KEEP_HARD : KEEP_NOT, repeat)) {
		return false;
	}
	for (size_t i = 0; i < t->row_count; i++) {
		const eng_table_row *next = i + 1 < t->row_count ? &t->rows[i + 1] : NULL;
		bool rule = next && next->kind == t->rows[i].kind && next->follows;

		if ((t->passing && !shape_row(t, &t->rows[i])) ||
		    !add_row(t, &t->rows[i], rule ? next : NULL, keeps(t, i),
			     t->has_head || i ? NULL : repeat)) {
			return false;
		}
		t->rows[i].cells = t->passing ? NULL : t->rows[i].cells;
	}
	release(t);
	return eng_flow_add(t->flow, &end);
}

/* A row that carries the sum over, for its height alone. */
static bool measure_carry(eng_table *t, const eng_node *label, eng_length *height) {
	eng_table_row row;
	eng_ink ink = { 0 };

	if (!eng_table_carry_row(t, label, NULL, &row) || !eng_table_break_row(t, &row)) {
		return false;
	}
	if (row.count > 0) {
		eng_table_set_row_below(t, &row, &ink, height);
	}
	return true;
}

/* Head and foot as artifacts, and the room for them and for the carried rows. */
static bool prepare_repeat(eng_table *t) {
	const eng_carry *carry = t->node->as.table.carry;
	eng_work *work = t->work;
	bool former = work->artifact;
	eng_table_row row = { .style = t->head.style };
	int notes = work->notes;
	guint notes_known = t->notes->len;
	bool ok = true;

	work->artifact = true;
	if (t->has_head) {
		ok = eng_table_gather_head(t, &row) && eng_table_break_row(t, &row);
		if (ok) {
			eng_table_set_row_below(t, &row, &t->head_ink, &t->head_height);
		}
	}
	for (size_t i = 0; ok && i < t->row_count; i++) {
		if (t->rows[i].kind == ENG_ROW_FOOT) {
			row = t->rows[i];
			ok = eng_table_gather_cells(t, &row) && eng_table_break_row(t, &row);
			if (ok) {
				eng_table_set_row_below(t, &row, &t->foot_ink, &t->foot_height);
			}
		}
	}
	t->repeat.opening = t->head_height;
	t->repeat.reserve = t->foot_height;
	ok = ok && (!carry || (measure_carry(t, carry->label_in, &t->repeat.opening) &&
			       measure_carry(t, carry->label_out, &t->repeat.reserve)));
	work->artifact = former;
	work->notes = notes;
	g_array_set_size(t->notes, notes_known);
	return ok;
}

/* Carried sums may be wider than any cell: the longest is measured with them. */
static bool measure_carried(eng_table *t) {
	const eng_carry *carry = t->node->as.table.carry;
	const eng_table_row *longest = NULL;
	bool former = t->work->artifact, ok = true;
	eng_table_row row = { 0 };

	if (!carry) {
		return true;
	}
	for (size_t i = 0; i < t->row_count; i++) {
		const eng_node *n = t->rows[i].node;

		if (n->as.row.kind == ENG_ROW_DATA &&
		    (!longest ||
		     n->as.row.carried->text.n > longest->node->as.row.carried->text.n)) {
			longest = &t->rows[i];
		}
	}
	t->work->artifact = true;
	for (int k = 0; ok && k < 2; k++) {
		ok = eng_table_carry_row(t, carry->label_out, k && longest ? longest->node : NULL,
					 &row);
		if (ok && row.count > 0) {
			eng_table_measure(t, &row.cells[row.count - 1]);
		}
	}
	t->work->artifact = former;
	return ok;
}

static bool lay_caption(eng_flow *flow, const eng_node *node) {
	const eng_node *caption = node->as.table.caption;
	bool ok;

	if (!caption || !eng_work_shows(flow->work, caption)) {
		return true;
	}
	ok = eng_para_lay(flow, caption, eng_work_style(flow->work, "table.caption", node),
			  "Caption", true);
	if (ok) {
		eng_flow_keep(flow);
	}
	return ok;
}

bool eng_table_lay(eng_flow *flow, const eng_node *node) {
	eng_work *work = flow->work;
	const eng_style *style = eng_work_style(work, "table", node);
	eng_table *t = eng_arena_new(work->arena, eng_table);
	uint32_t former = eng_work_enter(work, eng_work_element(work, "Table", node));
	bool ok;

	*t = (eng_table){ .flow = flow, .work = work, .node = node };
	t->repeat.make = eng_table_repeat;
	t->notes = g_array_new(FALSE, FALSE, sizeof(eng_note));
	find_columns(t);
	ok = lay_caption(flow, node) && eng_flow_open(flow, style, node);
	t->x = flow->x;
	t->width = flow->width;
	find_padding(t);
	if (ok && t->column_count > 0) {
		ok = eng_table_gather(t) && measure_carried(t);
		if (ok) {
			eng_table_widths(t);
			ok = prepare_repeat(t) && add_rows(t);
		}
	}
	ok = ok && eng_flow_close(flow, style, node);
	g_array_free(t->notes, TRUE);
	free(t->rows);
	t->notes = NULL;
	t->rows = NULL;
	eng_work_enter(work, former);
	if (ok && node->as.table.more &&
	    eng_table_rows_shown(node, work->channel) < node->as.table.data_rows) {
		ok = eng_block_lay_children(flow, node->as.table.more);
	}
	return ok;
}
