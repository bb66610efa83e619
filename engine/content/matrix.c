/* Laying a block's versions out over jurisdiction, language and time, by the rule by which a run
 * chooses: the latest that has begun, until it ends. */
#include "content/matrix.h"

#include <stdlib.h>
#include <string.h>

typedef struct words {
	eng_str *items;
	size_t n, cap;
} words;

static void add_word(eng_arena *arena, words *list, eng_str word) {
	for (size_t i = 0; i < list->n; i++) {
		if (eng_str_eq(list->items[i], word)) {
			return;
		}
	}
	list->items = eng_arena_grow(arena, list->items, list->n, &list->cap, sizeof(word));
	list->items[list->n++] = word;
}

static int by_bytes(const void *a, const void *b) {
	return eng_str_cmp(*(const eng_str *)a, *(const eng_str *)b);
}

static int by_start(const void *a, const void *b) {
	int64_t x = eng_date_days((*(const eng_block_version *const *)a)->from);
	int64_t y = eng_date_days((*(const eng_block_version *const *)b)->from);

	return (x > y) - (x < y);
}

static void add_span(eng_matrix_row *row, const eng_block_version *version, eng_date from,
		     eng_date to) {
	row->spans[row->count++] = (eng_matrix_span){ version, from, to };
}

static eng_date day(int64_t days) {
	return eng_date_from_days(days);
}

/* A version reigns until the day before the next begins, or until it ends by itself; then there is a
 * gap. */
static void add_spans(eng_matrix_row *row, const eng_block_version *const *versions, size_t n) {
	for (size_t i = 0; i < n; i++) {
		const eng_block_version *version = versions[i];
		int64_t next = i + 1 < n ? eng_date_days(versions[i + 1]->from) : 0;
		int64_t end = version->to.year ? eng_date_days(version->to) : 0;
		bool ends = version->to.year && (i + 1 == n || end < next - 1);

		if (ends) {
			add_span(row, version, version->from, version->to);
			add_span(row, NULL, day(end + 1),
				 i + 1 < n ? day(next - 1) : (eng_date){ 0 });
		} else {
			add_span(row, version, version->from,
				 i + 1 < n ? day(next - 1) : (eng_date){ 0 });
		}
	}
}

static void make_row(eng_arena *arena, const eng_block *block, eng_matrix_row *row) {
	const eng_block_version **versions =
	    eng_arena_new_array(arena, block->n, const eng_block_version *);
	size_t n = 0;

	for (size_t i = 0; i < block->n; i++) {
		if (eng_str_eq(block->versions[i]->language, row->language) &&
		    eng_block_serves(block->versions[i], row->jurisdiction)) {
			versions[n++] = block->versions[i];
		}
	}
	if (n > 1) {
		qsort(versions, n, sizeof(*versions), by_start);
	}
	row->spans = eng_arena_new_array(arena, 2 * n, eng_matrix_span);
	add_spans(row, versions, n);
}

void eng_matrix_make(eng_arena *arena, const eng_block *block, eng_matrix *out) {
	words places = { 0 }, languages = { 0 };

	for (size_t i = 0; i < block->n; i++) {
		const eng_block_version *version = block->versions[i];

		add_word(arena, &languages, version->language);
		for (size_t k = 0; k < version->jurisdiction_count; k++) {
			add_word(arena, &places, version->jurisdictions[k]);
		}
		if (version->jurisdiction_count == 0) {
			add_word(arena, &places, ENG_STR(""));
		}
	}
	if (places.n) {
		qsort(places.items, places.n, sizeof(eng_str), by_bytes);
	}
	if (languages.n) {
		qsort(languages.items, languages.n, sizeof(eng_str), by_bytes);
	}
	*out = (eng_matrix){ .block = block };
	out->rows = eng_arena_new_array(arena, places.n * languages.n, eng_matrix_row);
	for (size_t i = 0; i < places.n; i++) {
		for (size_t k = 0; k < languages.n; k++) {
			eng_matrix_row *row = &out->rows[out->count++];

			row->jurisdiction = places.items[i];
			row->language = languages.items[k];
			make_row(arena, block, row);
		}
	}
}

bool eng_matrix_row_eq(const eng_matrix_row *a, const eng_matrix_row *b) {
	if (a->count != b->count) {
		return false;
	}
	for (size_t i = 0; i < a->count; i++) {
		const eng_matrix_span *x = &a->spans[i], *y = &b->spans[i];
		int version_a = x->version ? x->version->version : 0;
		int version_b = y->version ? y->version->version : 0;

		if (version_a != version_b || eng_date_days(x->from) != eng_date_days(y->from) ||
		    x->to.year != y->to.year ||
		    (x->to.year && eng_date_days(x->to) != eng_date_days(y->to))) {
			return false;
		}
	}
	return true;
}
