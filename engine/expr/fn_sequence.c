/* Functions on sequences: distinct-values(). */
#include "expr/function.h"

#include <glib.h>

static guint hash_text(gconstpointer key) {
	const eng_str *text = key;
	guint hash = 5381;
	size_t i;

	for (i = 0; i < text->n; i++) {
		hash = hash * 33 + (unsigned char)text->s[i];
	}
	return hash;
}

static gboolean equal_text(gconstpointer a, gconstpointer b) {
	return eng_str_eq(*(const eng_str *)a, *(const eng_str *)b);
}

/* The indexes of the first item of each text, in order; missing items are left out. */
static bool distinct(eng_machine *m, const eng_ast *call, const eng_result *arg, size_t *indexes,
		     size_t *count) {
	GHashTable *seen = g_hash_table_new(hash_text, equal_text);
	size_t i, n = eng_result_count(arg);
	eng_str *texts = eng_arena_new_array(m->eval->arena, n, eng_str);
	eng_have have = ENG_HAVE_VALUE;
	eng_result one;

	*count = 0;
	for (i = 0; i < n && have != ENG_HAVE_ERROR; i++) {
		eng_result_item(arg, i, &one);
		have = eng_machine_text(m, call->items[0], &one, &texts[i]);
		if (have == ENG_HAVE_VALUE && g_hash_table_add(seen, &texts[i])) {
			indexes[(*count)++] = i;
		}
	}
	g_hash_table_destroy(seen);
	return have != ENG_HAVE_ERROR && eng_machine_tick(m, n);
}

static bool fn_distinct_values(eng_machine *m, const eng_ast *call, eng_result *args, size_t n,
			       eng_result *out) {
	size_t i, count, total = eng_result_count(&args[0]);
	size_t *indexes = eng_arena_new_array(m->eval->arena, total, size_t);
	bool lenient = m->lenient, ok, nodes = args[0].kind == ENG_RESULT_NODES;
	eng_result *items;

	(void)n;
	m->lenient = true;
	ok = distinct(m, call, &args[0], indexes, &count);
	m->lenient = lenient;
	eng_result_nothing(out);
	if (nodes) {
		out->as.nodes.items = eng_arena_new_array(m->eval->arena, count, const eng_field *);
		for (i = 0; i < count; i++) {
			out->as.nodes.items[i] = args[0].as.nodes.items[indexes[i]];
		}
		out->as.nodes.n = count;
		return ok;
	}
	items = eng_arena_new_array(m->eval->arena, count, eng_result);
	for (i = 0; i < count; i++) {
		eng_result_item(&args[0], indexes[i], &items[i]);
	}
	out->kind = ENG_RESULT_SEQUENCE;
	out->as.sequence.items = items;
	out->as.sequence.n = count;
	return ok;
}

const eng_function eng_functions_sequence[] = {
	{ "distinct-values", 1, 1, "a", '*', ENG_MISSING_SEEN, false, fn_distinct_values,
	  "The items without repetitions by their text; of fields the first of each." },
	{ NULL },
};
