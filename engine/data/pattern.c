/* The names by which jobs and maps say what a record is. */
#include "data/pattern.h"

void eng_patterns_init(eng_patterns *p, eng_arena *arena, eng_str list) {
	eng_str word;

	*p = (eng_patterns){ 0 };
	while (eng_str_word(&list, &word)) {
		size_t close = eng_str_index(word, ENG_STR("}"));
		eng_pattern item = { .local = word, .any = true };

		if (word.s[0] == '{' && close < word.n) {
			item.any = false;
			item.uri = eng_str_sub(word, 1, close);
			item.local = eng_str_sub(word, close + 1, word.n);
		}
		p->items = eng_arena_grow(arena, p->items, p->n, &p->cap, sizeof(*p->items));
		p->items[p->n++] = item;
	}
	p->locals = eng_arena_new_array(arena, p->n, eng_str);
	for (size_t i = 0; i < p->n; i++) {
		p->locals[i] = p->items[i].local;
	}
}

bool eng_patterns_match(const eng_patterns *p, eng_str uri, eng_str local) {
	for (size_t i = 0; i < p->n; i++) {
		if (eng_str_eq(p->items[i].local, local) &&
		    (p->items[i].any || eng_str_eq(p->items[i].uri, uri))) {
			return true;
		}
	}
	return false;
}
