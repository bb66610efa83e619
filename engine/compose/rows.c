/* Lists: select, stable sort, groups in order of first appearance. */
#include <glib.h>
#include <string.h>

#include "compose/state.h"
#include "expr/locale.h"

typedef struct key {
	bool present;
	eng_str text;
	eng_decimal number;
	eng_date date;
} key;

typedef struct sorter {
	eng_composing *s;
	const eng_op_rows *op;
	key *keys; /* row * sort_count + sort */
	bool failed;
} sorter;

static bool read_key(eng_composing *s, const eng_op_sort *sort, key *out) {
	const eng_field *from;
	eng_value value;

	if (sort->type == ENG_SORT_NUMBER) {
		return eng_expr_number(&s->eval, sort->select, &out->number, &out->present);
	}
	if (!eng_expr_value(&s->eval, sort->select, &value, &from, &out->present)) {
		return false;
	}
	out->text = value.text;
	if (sort->type == ENG_SORT_TEXT || !out->present) {
		return true;
	}
	if (value.kind == ENG_VALUE_DATE) {
		out->date = value.date;
		return true;
	}
	return eng_date_parse(value.raw.n ? value.raw : value.text, &out->date) ||
	       eng_fail(s->ctx, "template.sort", sort->where, "'%s' is not a date to sort by",
			eng_quote(s->arena, value.text));
}

static int compare_keys(sorter *sorting, const eng_op_sort *sort, const key *a, const key *b) {
	int order = 0;

	if (a->present != b->present) {
		return a->present ? -1 : 1; /* missing ones come last either way */
	}
	if (!a->present) {
		return 0;
	}
	if (sort->type == ENG_SORT_NUMBER) {
		order = eng_decimal_cmp(a->number, b->number);
	} else if (sort->type == ENG_SORT_TEXT) {
		order = eng_locale_compare(sorting->s->eval.locale, a->text, b->text);
	} else if (!eng_date_cmp(a->date, b->date, &order) && !sorting->failed) {
		sorting->failed = !eng_fail(sorting->s->ctx, "template.sort", sort->where,
					    "dates with and without a time zone cannot be sorted");
	}
	return sort->descending ? -order : order;
}

static int compare_rows(sorter *sorting, size_t a, size_t b) {
	size_t n = sorting->op->sort_count;
	int order = 0;

	for (size_t i = 0; i < n && order == 0; i++) {
		order = compare_keys(sorting, &sorting->op->sorts[i], &sorting->keys[a * n + i],
				     &sorting->keys[b * n + i]);
	}
	return order;
}

/* Merge sort: stable, and never worse than n log n whatever the data. */
static void merge_sort(sorter *sorting, size_t *rows, size_t *spare, size_t n) {
	size_t half = n / 2, i = 0, k = half, out = 0;

	if (n < 2) {
		return;
	}
	merge_sort(sorting, rows, spare, half);
	merge_sort(sorting, rows + half, spare, n - half);
	memcpy(spare, rows, half * sizeof(*rows));
	while (i < half && k < n) {
		rows[out++] =
		    compare_rows(sorting, spare[i], rows[k]) <= 0 ? spare[i++] : rows[k++];
	}
	while (i < half) {
		rows[out++] = spare[i++];
	}
}

static bool sort_rows(eng_composing *s, const eng_op_rows *op, eng_rows *rows) {
	sorter sorting = { s, op, NULL, false };
	const eng_field **sorted;
	size_t *order, *spare, n = op->sort_count;

	if (n == 0 || rows->n < 2) {
		return true;
	}
	sorting.keys = eng_arena_new_array(s->arena, rows->n * n, key);
	order = eng_arena_new_array(s->arena, rows->n, size_t);
	spare = eng_arena_new_array(s->arena, rows->n, size_t);
	for (size_t i = 0; i < rows->n; i++) {
		order[i] = i;
		s->eval.node = rows->items[i];
		s->eval.position = i + 1;
		for (size_t k = 0; k < n; k++) {
			if (!read_key(s, &op->sorts[k], &sorting.keys[i * n + k])) {
				return false;
			}
		}
	}
	merge_sort(&sorting, order, spare, rows->n);
	sorted = eng_arena_new_array(s->arena, rows->n, const eng_field *);
	for (size_t i = 0; i < rows->n; i++) {
		sorted[i] = rows->items[order[i]];
	}
	rows->items = sorted;
	return !sorting.failed;
}

/* What decides whether two rows are of one group: the text as it stands. */
static bool group_text(eng_composing *s, const eng_op_rows *op, eng_result *group, eng_str *text) {
	eng_value value;
	bool present;

	if (!eng_expr_select(&s->eval, op->group, group) ||
	    !eng_result_value(&s->eval, group, &value, &present)) {
		return false;
	}
	*text = present ? value.raw.n ? value.raw : value.text : (eng_str){ 0 };
	return true;
}

/* Numbers the groups in order of first appearance; group_of[i] is the group of row i. */
static bool find_groups(eng_composing *s, const eng_op_rows *op, eng_list *list, size_t *group_of,
			GHashTable *known) {
	size_t cap = 0;

	for (size_t i = 0; i < list->rows.n; i++) {
		eng_result group;
		eng_str text;
		char *name;
		size_t g;

		eng_list_row(s, list, i);
		if (!group_text(s, op, &group, &text)) {
			return false;
		}
		name = eng_str_dup(s->arena, text);
		g = GPOINTER_TO_SIZE(g_hash_table_lookup(known, name));
		if (g == 0) {
			list->groups = eng_arena_grow(s->arena, list->groups, list->group_count,
						      &cap, sizeof(*list->groups));
			list->groups[list->group_count] = group;
			g = ++list->group_count;
			g_hash_table_insert(known, name, GSIZE_TO_POINTER(g));
		}
		group_of[i] = g - 1;
	}
	return true;
}

static bool group_rows(eng_composing *s, const eng_op_rows *op, eng_list *list) {
	size_t n = list->rows.n, *group_of, *counts, at = 0;
	GHashTable *known = g_hash_table_new(g_str_hash, g_str_equal);
	const eng_field **items;
	bool good;

	group_of = eng_arena_new_array(s->arena, n, size_t);
	good = find_groups(s, op, list, group_of, known);
	g_hash_table_destroy(known);
	if (!good) {
		return false;
	}
	counts = eng_arena_new_array(s->arena, list->group_count, size_t);
	list->group_ends = counts;
	for (size_t i = 0; i < n; i++) {
		counts[group_of[i]]++;
	}
	items = eng_arena_new_array(s->arena, n, const eng_field *);
	for (size_t g = 0; g < list->group_count; g++) {
		size_t count = counts[g];

		counts[g] = at; /* becomes the end as rows come in */
		at += count;
	}
	for (size_t i = 0; i < n; i++) {
		items[counts[group_of[i]]++] = list->rows.items[i];
	}
	list->rows.items = items;
	return true;
}

bool eng_list_enter(eng_composing *s, const eng_op_rows *op, eng_list *list) {
	const eng_field **items;
	size_t n;

	*list = (eng_list){ .node = s->eval.node,
			    .position = s->eval.position,
			    .last = s->eval.last,
			    .outer = s->eval.rows };
	if (!eng_expr_nodes(&s->eval, op->select, &items, &n)) {
		return false;
	}
	list->rows.items = items;
	list->rows.n = n;
	s->eval.last = n;
	list->turn = eng_turn_list(s, op->select, n);
	if (!sort_rows(s, op, &list->rows)) {
		return false;
	}
	s->eval.rows = &list->rows;
	return !op->group || n == 0 || group_rows(s, op, list);
}

void eng_list_row(eng_composing *s, const eng_list *list, size_t row) {
	s->eval.node = list->rows.items[row];
	s->eval.position = row + 1;
	s->eval.last = list->rows.n;
}

void eng_list_group(eng_composing *s, const eng_op_rows *op, const eng_list *list, size_t group) {
	size_t start = group ? list->group_ends[group - 1] : 0;
	eng_result *rows = &s->frame[op->rows_slot];

	s->frame[op->group_slot] = list->groups[group];
	*rows = (eng_result){ .kind = ENG_RESULT_NODES };
	rows->as.nodes.items = list->rows.items + start;
	rows->as.nodes.n = list->group_ends[group] - start;
}

void eng_list_leave(eng_composing *s, const eng_list *list) {
	s->eval.node = list->node;
	s->eval.position = list->position;
	s->eval.last = list->last;
	s->eval.rows = list->outer;
	eng_turn_leave(s, list->turn);
}

bool eng_compose_for_each(eng_composing *s, const eng_op *op, eng_node *parent,
			  eng_channel_set set) {
	eng_list list;
	size_t n;

	if (!eng_list_enter(s, &op->as.rows, &list)) {
		return false;
	}
	n = op->as.rows.group ? list.group_count : list.rows.n;
	for (size_t i = 0; i < n; i++) {
		if (op->as.rows.group) {
			eng_list_row(s, &list, i ? list.group_ends[i - 1] : 0);
			eng_list_group(s, &op->as.rows, &list, i);
			s->eval.position = i + 1;
			s->eval.last = n;
		} else {
			eng_list_row(s, &list, i);
		}
		if (!eng_compose_ops(s, op->first, parent, set)) {
			return false;
		}
	}
	eng_list_leave(s, &list);
	return true;
}
