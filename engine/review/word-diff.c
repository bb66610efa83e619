/* E. W. Myers, "An O(ND) Difference Algorithm and Its Variations": the shortest script, found by going as
 * far as words agree on every diagonal. What is equal at both ends is set aside first. */
#include "review/word-diff.h"

#include <string.h>

#define CHANGES_MAX 1500 /* words removed and added; more is no change but another text */

typedef struct words {
	const eng_str *items;
	size_t n;
} words;

typedef struct script {
	eng_arena *arena;
	eng_diff_run *runs;
	size_t n, cap;
} script;

const char *eng_change_name(eng_change change) {
	static const char *const names[] = { "same", "removed", "added" };

	return names[change];
}

static words split(eng_arena *arena, eng_str text) {
	eng_str *items = eng_arena_new_array(arena, text.n / 2 + 1, eng_str);
	words out = { items, 0 };

	while (eng_str_word(&text, &items[out.n])) {
		out.n++;
	}
	return out;
}

static void add(script *s, eng_change change, const words *w, size_t from, size_t to) {
	size_t bytes = 1;
	char *text;
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		bytes += w->items[i].n + 1;
	}
	if (from == to) {
		return;
	}
	text = eng_arena_alloc(s->arena, bytes);
	for (size_t i = from; i < to; i++) {
		if (i > from) {
			text[n++] = ' ';
		}
		memcpy(text + n, w->items[i].s, w->items[i].n);
		n += w->items[i].n;
	}
	s->runs = eng_arena_grow(s->arena, s->runs, s->n, &s->cap, sizeof(*s->runs));
	s->runs[s->n++] = (eng_diff_run){ change, { text, n } };
}

/* The ends of the furthest paths: of step d one for each diagonal -d, -d+2 .. d, kept to find the way back. */
typedef struct paths {
	const words *a, *b;
	int **ends; /* ends[d][k + d] */
	int steps;
} paths;

static int reach(const paths *p, int d, int k) {
	const int *before = p->ends[d - 1];
	bool down = k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);

	return down ? before[k + 1 + d - 1] : before[k - 1 + d - 1] + 1;
}

static int slide(const paths *p, int x, int k) {
	while (x < (int)p->a->n && x - k < (int)p->b->n &&
	       eng_str_eq(p->a->items[x], p->b->items[x - k])) {
		x++;
	}
	return x;
}

/* Fills ends up to the step that reaches both ends; false: too many changes. */
static bool search(eng_arena *arena, paths *p) {
	int all = (int)(p->a->n + p->b->n);

	p->ends = eng_arena_new_array(arena, CHANGES_MAX + 2, int *);
	for (int d = 0; d <= all && d <= CHANGES_MAX; d++) {
		p->ends[d] = eng_arena_new_array(arena, 2 * (size_t)d + 1, int);
		for (int k = -d; k <= d; k += 2) {
			int x = slide(p, d ? reach(p, d, k) : 0, k);

			p->ends[d][k + d] = x;
			if (x >= (int)p->a->n && x - k >= (int)p->b->n) {
				p->steps = d;
				return true;
			}
		}
	}
	return false;
}

/* The way back: which words of the one were removed and of the other added. */
static void trace(const paths *p, bool *removed, bool *added) {
	int k = (int)p->a->n - (int)p->b->n;

	for (int d = p->steps; d > 0; d--) {
		const int *before = p->ends[d - 1];
		bool down = k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);

		if (down) {
			k++;
			added[before[k + d - 1] - k] = true;
		} else {
			k--;
			removed[before[k + d - 1]] = true;
		}
	}
}

static size_t run_of(const bool *marks, size_t from, size_t n) {
	while (from < n && marks[from]) {
		from++;
	}
	return from;
}

static void compare(script *s, const words *a, const words *b) {
	paths p = { a, b, NULL, 0 };
	bool *removed = eng_arena_new_array(s->arena, a->n + 1, bool);
	bool *added = eng_arena_new_array(s->arena, b->n + 1, bool);
	size_t i = 0, k = 0;

	if (search(s->arena, &p)) {
		trace(&p, removed, added);
	} else {
		memset(removed, 1, a->n);
		memset(added, 1, b->n);
	}
	while (i < a->n || k < b->n) {
		size_t from = i, next = run_of(removed, i, a->n);

		add(s, ENG_CHANGE_REMOVED, a, i, next);
		i = from = next;
		next = run_of(added, k, b->n);
		add(s, ENG_CHANGE_ADDED, b, k, next);
		k = next;
		while (i < a->n && k < b->n && !removed[i] && !added[k]) {
			i++;
			k++;
		}
		add(s, ENG_CHANGE_SAME, a, from, i);
	}
}

const eng_diff_run *eng_diff_words(eng_arena *arena, eng_str from, eng_str to, size_t *n) {
	words a = split(arena, from), b = split(arena, to), whole = a;
	size_t head = 0, tail = 0;
	script s = { .arena = arena };

	while (head < a.n && head < b.n && eng_str_eq(a.items[head], b.items[head])) {
		head++;
	}
	while (tail < a.n - head && tail < b.n - head &&
	       eng_str_eq(a.items[a.n - 1 - tail], b.items[b.n - 1 - tail])) {
		tail++;
	}
	add(&s, ENG_CHANGE_SAME, &a, 0, head);
	a = (words){ a.items + head, a.n - head - tail };
	b = (words){ b.items + head, b.n - head - tail };
	compare(&s, &a, &b);
	add(&s, ENG_CHANGE_SAME, &whole, whole.n - tail, whole.n);
	*n = s.n;
	return s.runs;
}
