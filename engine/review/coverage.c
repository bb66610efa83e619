/* Items are numbered as they come; a record is the sorted numbers of its items. Records with the same set
 * are one: the first. A hundred thousand records have some thousand sets of some fifty items. */
#include "review/coverage.h"

#include <glib.h>

/* A distinct set of items, and the first record that has it. */
typedef struct item_set {
	uint64_t ordinal, records;
	uint32_t *items; /* sorted */
	size_t n;
	size_t fresh; /* items not covered yet; never grows */
} item_set;

struct eng_coverage {
	eng_arena arena;
	eng_cover_item *items;
	size_t n, cap;
	GHashTable *numbers; /* "kind key" -> number + 1 */
	item_set *sets;
	size_t set_count, set_cap;
	GHashTable *known; /* GBytes of items -> index + 1 */
	uint64_t records;
	uint32_t *now; /* items of the record that is being added */
	size_t now_n, now_cap;
	eng_pick *picks;
	size_t pick_count;
	size_t told; /* items of the job; what only masked records have comes behind */
};

eng_coverage *eng_coverage_new(void) {
	eng_coverage *c = eng_malloc(sizeof(*c));

	*c = (eng_coverage){ 0 };
	eng_arena_init(&c->arena);
	c->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	c->known =
	    g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	return c;
}

void eng_coverage_free(eng_coverage *c) {
	if (c) {
		g_hash_table_destroy(c->numbers);
		g_hash_table_destroy(c->known);
		eng_arena_finish(&c->arena);
		free(c->now);
		free(c);
	}
}

/* ---- items ---- */

static size_t number_of(eng_coverage *c, const char *kind, eng_str key, eng_str text) {
	eng_arena_mark mark = eng_arena_tell(&c->arena);
	char *name = eng_arena_printf(&c->arena, "%s %.*s", kind, ENG_STR_ARG(key));
	size_t number = GPOINTER_TO_SIZE(g_hash_table_lookup(c->numbers, name));

	if (number) {
		eng_arena_rewind(&c->arena, mark);
		return number - 1;
	}
	c->items = eng_arena_grow(&c->arena, c->items, c->n, &c->cap, sizeof(*c->items));
	c->items[c->n++] = (eng_cover_item){ .kind = kind,
					     .key = name + strlen(kind) + 1,
					     .text = eng_str_dup(&c->arena, text) };
	g_hash_table_insert(c->numbers, name, GSIZE_TO_POINTER(c->n));
	return c->n - 1;
}

static void expect(void *coverage, const char *kind, eng_str key, eng_str text) {
	number_of(coverage, kind, key, text);
}

void eng_coverage_expect(eng_coverage *c, const eng_setting *setting) {
	eng_arena scratch;

	eng_arena_init(&scratch);
	eng_items_of_template(setting, &scratch, expect, c);
	eng_arena_finish(&scratch);
}

static void note(void *coverage, const char *kind, eng_str key, eng_str text) {
	eng_coverage *c = coverage;

	if (c->now_n == c->now_cap) {
		c->now_cap = c->now_cap ? 2 * c->now_cap : 64;
		c->now = eng_realloc(c->now, c->now_cap * sizeof(*c->now));
	}
	c->now[c->now_n++] = (uint32_t)number_of(c, kind, key, text);
}

static int by_number(const void *a, const void *b) {
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Leaves the items of a stop in c->now, sorted, each once. */
static void read_items(eng_coverage *c, eng_ctx *ctx, const eng_setting *setting,
		       const eng_stop *stop) {
	size_t n = 0;

	c->now_n = 0;
	eng_items_of_stop(ctx, setting, stop, note, c);
	qsort(c->now, c->now_n, sizeof(*c->now), by_number);
	for (size_t i = 0; i < c->now_n; i++) {
		if (n == 0 || c->now[i] != c->now[n - 1]) {
			c->now[n++] = c->now[i];
		}
	}
	c->now_n = n;
}

bool eng_coverage_look(eng_coverage *c, eng_ctx *ctx, const eng_setting *setting,
		       const eng_stop *stop) {
	GBytes *bytes;
	bool known;

	read_items(c, ctx, setting, stop);
	bytes = g_bytes_new_static(c->now, c->now_n * sizeof(*c->now));
	known = g_hash_table_contains(c->known, bytes);
	g_bytes_unref(bytes);
	return known;
}

void eng_coverage_add(eng_coverage *c, uint64_t ordinal) {
	GBytes *bytes = g_bytes_new(c->now, c->now_n * sizeof(*c->now));
	size_t known = GPOINTER_TO_SIZE(g_hash_table_lookup(c->known, bytes));

	if (known) {
		g_bytes_unref(bytes);
	} else {
		c->sets =
		    eng_arena_grow(&c->arena, c->sets, c->set_count, &c->set_cap, sizeof(*c->sets));
		c->sets[c->set_count++] = (item_set){
			.ordinal = ordinal,
			.items = eng_arena_copy(&c->arena, c->now, c->now_n * sizeof(*c->now)),
			.n = c->now_n,
			.fresh = c->now_n,
		};
		known = c->set_count;
		g_hash_table_insert(c->known, bytes, GSIZE_TO_POINTER(known));
	}
	c->sets[known - 1].records++;
	c->records++;
	for (size_t i = 0; i < c->now_n; i++) {
		c->items[c->now[i]].records++;
	}
}

/* ---- choosing ---- */

static size_t count_fresh(const item_set *set, const size_t *covered) {
	size_t n = 0;

	for (size_t i = 0; i < set->n; i++) {
		n += covered[set->items[i]] == 0;
	}
	return n;
}

/* The set with most that is not covered. What a set had left is a bound for what it has now, so most need
 * not be counted again. */
static size_t best_set(eng_coverage *c, const size_t *covered) {
	size_t best = c->set_count;

	for (size_t i = 0; i < c->set_count; i++) {
		item_set *set = &c->sets[i];
		size_t least = best < c->set_count ? c->sets[best].fresh : 0;

		if (set->fresh > least) {
			set->fresh = count_fresh(set, covered);
			best = set->fresh > least ? i : best;
		}
	}
	return best;
}

static void cover(const item_set *set, size_t *covered, int by) {
	for (size_t i = 0; i < set->n; i++) {
		covered[set->items[i]] += (size_t)by;
	}
}

static bool is_superfluous(const item_set *set, const size_t *covered) {
	for (size_t i = 0; i < set->n; i++) {
		if (covered[set->items[i]] == 1) {
			return false;
		}
	}
	return true;
}

static int by_ordinal(const void *a, const void *b) {
	const eng_pick *x = a, *y = b;

	return x->ordinal < y->ordinal ? -1 : x->ordinal > y->ordinal;
}

/* Gives each item to the earliest pick that has it. */
static void share_out(eng_coverage *c) {
	bool *given = eng_arena_new_array(&c->arena, c->n + 1, bool);

	qsort(c->picks, c->pick_count, sizeof(*c->picks), by_ordinal);
	for (size_t p = 0; p < c->pick_count; p++) {
		eng_pick *pick = &c->picks[p];
		const item_set *set = &c->sets[pick->set];

		pick->items = eng_arena_new_array(&c->arena, set->n + 1, size_t);
		for (size_t i = 0; i < set->n; i++) {
			if (!given[set->items[i]]) {
				given[set->items[i]] = true;
				c->items[set->items[i]].pick = p;
				pick->items[pick->n++] = set->items[i];
			}
		}
	}
}

const eng_pick *eng_coverage_choose(eng_coverage *c, size_t *n) {
	size_t *covered = eng_arena_new_array(&c->arena, c->n + 1, size_t), set;
	size_t cap = 0, kept = 0;

	while ((set = best_set(c, covered)) < c->set_count) {
		c->picks =
		    eng_arena_grow(&c->arena, c->picks, c->pick_count, &cap, sizeof(*c->picks));
		c->picks[c->pick_count++] =
		    (eng_pick){ .ordinal = c->sets[set].ordinal, .set = set };
		cover(&c->sets[set], covered, 1);
	}
	for (size_t i = 0; i < c->pick_count; i++) {
		if (is_superfluous(&c->sets[c->picks[i].set], covered)) {
			cover(&c->sets[c->picks[i].set], covered, -1);
		} else {
			c->picks[kept++] = c->picks[i];
		}
	}
	c->pick_count = kept;
	c->told = c->n;
	share_out(c);
	*n = c->pick_count;
	return c->picks;
}

/* ---- telling ---- */

const eng_cover_item *eng_coverage_items(const eng_coverage *c, size_t *n) {
	*n = c->told;
	return c->items;
}

uint64_t eng_coverage_records(const eng_coverage *c) {
	return c->records;
}

static bool is_kind(const eng_cover_item *item, const char *kind) {
	return strcmp(item->kind, kind) == 0;
}

static void mark_pairs(const eng_coverage *c, const item_set *set, bool *together) {
	for (size_t i = 0; i < set->n; i++) {
		if (!is_kind(&c->items[set->items[i]], "language")) {
			continue;
		}
		for (size_t k = 0; k < set->n; k++) {
			together[set->items[i] * c->told + set->items[k]] = true;
		}
	}
}

const size_t *eng_coverage_apart(eng_coverage *c, size_t *pairs) {
	bool *together = eng_arena_new_array(&c->arena, c->told * c->told + 1, bool);
	size_t *out = NULL, cap = 0, n = 0;

	for (size_t i = 0; i < c->set_count; i++) {
		mark_pairs(c, &c->sets[i], together);
	}
	for (size_t a = 0; a < c->told; a++) {
		for (size_t b = 0; b < c->told; b++) {
			if (!is_kind(&c->items[a], "language") || !c->items[a].records ||
			    !is_kind(&c->items[b], "branch") || !c->items[b].records ||
			    together[a * c->told + b]) {
				continue;
			}
			for (int k = 0; k < 2; k++) {
				out = eng_arena_grow(&c->arena, out, n, &cap, sizeof(*out));
				out[n++] = k ? b : a;
			}
		}
	}
	*pairs = n / 2;
	return out;
}

static bool has(const uint32_t *items, size_t n, uint32_t item) {
	return n && bsearch(&item, items, n, sizeof(item), by_number) != NULL;
}

const eng_str *eng_coverage_differs(eng_coverage *c, eng_ctx *ctx, const eng_setting *setting,
				    const eng_pick *pick, const eng_stop *stop, size_t *n) {
	const item_set *set = &c->sets[pick->set];
	eng_str *out;

	read_items(c, ctx, setting, stop);
	out = eng_arena_new_array(stop->arena, set->n + c->now_n + 1, eng_str);
	*n = 0;
	for (size_t i = 0; i < set->n; i++) {
		if (!has(c->now, c->now_n, set->items[i])) {
			out[(*n)++] = eng_str_printf(stop->arena, "without: %s",
						     c->items[set->items[i]].text);
		}
	}
	for (size_t i = 0; i < c->now_n; i++) {
		if (!has(set->items, set->n, c->now[i])) {
			out[(*n)++] =
			    eng_str_printf(stop->arena, "instead: %s", c->items[c->now[i]].text);
		}
	}
	return out;
}
