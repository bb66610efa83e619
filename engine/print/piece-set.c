/* Numbers mean the same letters only as long as runs and plan are the same: where the list has hashes, no other
 * page is printed under an old number. */
#include "print/piece-set.h"

#include <stdlib.h>

#include "base/file.h"
#include "print/rows.h"

enum { MOST_LIST = 64 << 20 };

typedef struct wanted {
	uint64_t number;
	bool known, printed; /* known: the hash */
	eng_hash content;
} wanted;

struct eng_piece_set {
	const char *path;
	wanted *items; /* by number, ascending */
	size_t n, cap;
};

static int by_number(const void *a, const void *b) {
	uint64_t x = ((const wanted *)a)->number, y = ((const wanted *)b)->number;

	return x < y ? -1 : x > y;
}

static wanted *find(const eng_piece_set *set, uint64_t number) {
	const wanted key = { .number = number };

	return set->n ? bsearch(&key, set->items, set->n, sizeof(key), by_number) : NULL;
}

static void read_hash(eng_str rest, wanted *w) {
	eng_str field;

	while (!w->known && eng_str_split(&rest, ',', &field)) {
		w->known = eng_hash_parse(eng_str_trim(field), &w->content);
	}
}

/* The same number twice is one piece. */
static void sort(eng_piece_set *set) {
	size_t n = 0;

	qsort(set->items, set->n, sizeof(*set->items), by_number);
	for (size_t i = 0; i < set->n; i++) {
		if (n == 0 || set->items[n - 1].number != set->items[i].number) {
			set->items[n++] = set->items[i];
		}
	}
	set->n = n;
}

bool eng_piece_set_read(eng_ctx *ctx, eng_arena *arena, const char *path, eng_piece_set **out) {
	eng_piece_set *set = eng_arena_new(arena, eng_piece_set);
	eng_str text, line;
	int number = 0;

	set->path = path;
	if (!eng_file_read(ctx, arena, path, MOST_LIST, &text)) {
		return false;
	}
	while (text.s && eng_str_split(&text, '\n', &line)) {
		size_t comma = eng_str_index(line, ENG_STR(","));
		eng_str field = eng_str_trim(eng_str_sub(line, 0, comma));
		wanted w = { 0 };

		number++;
		if (field.n == 0 || (number == 1 && eng_str_eqc(field, "piece"))) {
			continue;
		}
		if (!eng_table_number(field, &w.number) || w.number == 0) {
			return eng_fail(ctx, "print.bad-list", (eng_loc){ path, number, 1 },
					"'%s' is no number of a piece", eng_quote(arena, field));
		}
		read_hash(eng_str_sub(line, comma, line.n), &w);
		set->items = eng_arena_grow(arena, set->items, set->n, &set->cap, sizeof(w));
		set->items[set->n++] = w;
	}
	sort(set);
	*out = set;
	return true;
}

bool eng_piece_set_has(const eng_piece_set *set, uint64_t number) {
	return find(set, number) != NULL;
}

bool eng_piece_set_print(eng_ctx *ctx, eng_piece_set *set, uint64_t number,
			 const eng_hash *content) {
	wanted *w = find(set, number);

	w->printed = true;
	return !w->known || eng_hash_eq(&w->content, content) ||
	       eng_fail(ctx, "print.reprint-differs", (eng_loc){ set->path, 0, 0 },
			"piece %llu has not the pages that it had: take the runs, the plan and the "
			"machine that it was printed by",
			(unsigned long long)number);
}

bool eng_piece_set_done(eng_ctx *ctx, const eng_piece_set *set) {
	bool ok = true;

	for (size_t i = 0; i < set->n; i++) {
		if (!set->items[i].printed) {
			ok = eng_fail(ctx, "print.no-piece", (eng_loc){ set->path, 0, 0 },
				      "there is no piece %llu to be printed again",
				      (unsigned long long)set->items[i].number);
		}
	}
	return ok;
}
