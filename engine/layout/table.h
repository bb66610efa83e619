/* A table being laid out: shared by the files of tables only. */
#ifndef ENG_LAYOUT_TABLE_H
#define ENG_LAYOUT_TABLE_H

#include "layout/block.h"

typedef struct eng_table_column {
	const eng_column *column;
	eng_align align;
	eng_length least, most;    /* of the contents: widest word, widest line */
	eng_length before, behind; /* the decimal separator: widest parts left and right */
	eng_length x, width;       /* of the place, padding included; x from the start side */
	eng_length pad_start, pad_end;
	eng_length cap; /* no wider than this; 0: any width */
	uint32_t spans; /* of a column that merges: the element whose rows go on */
} eng_table_column;

typedef struct eng_table_cell {
	const eng_node *node;
	eng_text *text;
	uint32_t first; /* visible column */
	uint32_t span;
	eng_align align;
	bool same;         /* the cell above shows it for this row */
	bool decimal;      /* has a place for its separator */
	eng_length before; /* width at the left of the separator */
	eng_lines lines;   /* of a row that is broken */
} eng_table_cell;

typedef struct eng_table_row {
	const eng_node *node; /* NULL: the head, or a carried row */
	eng_row_kind kind;
	const eng_style *style;
	eng_table_cell *cells; /* NULL: of a passing table, not shaped at this time */
	size_t count;
	size_t lines; /* of the cell that has most */
	bool follows; /* one of its kind: a total has its rule only once */
	bool merged;  /* some cell is the same as the one above */
	size_t index; /* of data rows that are shown, for the zebra; what is merged counts as one */
} eng_table_row;

typedef struct eng_table {
	eng_repeat repeat; /* first: the flow hands it back */
	eng_flow *flow;
	eng_work *work;
	const eng_node *node;
	eng_length x, width; /* of the container when the table began */
	eng_table_column *columns;
	uint32_t *visible; /* document column -> visible column, UINT32_MAX when hidden */
	size_t column_count;
	eng_table_row head;
	bool has_head;
	eng_table_row *rows; /* on the heap, while the table is laid out */
	size_t row_count;
	GArray *notes;       /* of eng_note: footnotes met in cells */
	uint32_t body, foot; /* elements: TBody, TFoot */
	/* A long table passes by: rows are measured and forgotten, then shaped again one by one, set,
	 * and forgotten when they stand on a page. */
	bool passing;
	eng_lease *lease;           /* of the row that passes and some before it */
	int leased;                 /* rows that were given this lease */
	eng_ink head_ink, foot_ink; /* head and foot as they are repeated: artifacts */
	eng_length head_height, foot_height;
	eng_length sheet; /* height of the page behind so many leaves; 0: not asked yet */
	guint sheet_leaves;
} eng_table;

/* How a row is set. */
typedef struct eng_row_place {
	const eng_table_row *below; /* a hairline divides it from this row; NULL: none */
	int line;                   /* only this line of each cell, or -1 for all */
	bool again;                 /* begins a page: with the cells that go on from above */
} eng_row_place;

/* Measures all cells; unless the table passes by, keeps them and makes their elements. */
bool eng_table_gather(eng_table *table);
/* Shapes the cells of a row, makes their elements below the one of the body. */
bool eng_table_gather_cells(eng_table *table, eng_table_row *row);
/* Shapes one row; header: TH. The text of the cells is measured into the columns. */
bool eng_table_gather_head(eng_table *table, eng_table_row *row);
/* A row that carries the sum of a node's data row over; NULL: the start. */
bool eng_table_carry_row(eng_table *table, const eng_node *label, const eng_node *from,
			 eng_table_row *row);
void eng_table_measure(eng_table *table, const eng_table_cell *cell);
/* Finds where the separator of a decimal cell's number stands; NULL: it has none. */
void eng_table_place_decimal(eng_table *table, eng_table_cell *cell, const eng_answer *value);
/* Shares the width among the columns. */
void eng_table_widths(eng_table *table);
/* Breaks the cells of a row into lines, once the widths are known. */
bool eng_table_break_row(eng_table *table, eng_table_row *row);
/* Sets a row as ink whose top is at 0. Returns how many of its items, the first ones, are its ground and
 * rules. */
size_t eng_table_set_row(eng_table *table, const eng_table_row *row, eng_row_place place,
			 eng_ink *ink, eng_length *height);
/* The same from the top y, which moves below the row. */
void eng_table_set_row_below(eng_table *table, const eng_table_row *row, eng_ink *ink,
			     eng_length *y);
/* The flow's question at a page end inside the table. */
bool eng_table_repeat(eng_repeat *repeat, bool out, eng_ink *ink, eng_length *height);

#endif
