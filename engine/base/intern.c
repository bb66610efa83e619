/* An open-addressed table of interned names, FNV-1a hashed. */
#include "base/intern.h"

#include <stdint.h>
#include <stdlib.h>

struct eng_names {
	eng_arena arena;
	const eng_name **slots; /* power of two, NULL: free */
	size_t cap, n;
};

static uint32_t hash(eng_str s) {
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++) {
		h = (h ^ (unsigned char)s.s[i]) * 16777619u;
	}
	return h;
}

static size_t slot_of(const eng_names *names, eng_str text) {
	size_t i = hash(text) & (names->cap - 1);

	while (names->slots[i] && !eng_str_eq(names->slots[i]->text, text)) {
		i = (i + 1) & (names->cap - 1);
	}
	return i;
}

eng_names *eng_names_new(void) {
	eng_names *names = eng_malloc(sizeof(*names));

	eng_arena_init(&names->arena);
	names->n = 0;
	names->cap = 256;
	names->slots = calloc(names->cap, sizeof(*names->slots));
	if (!names->slots) {
		eng_oom();
	}
	return names;
}

void eng_names_free(eng_names *names) {
	if (names) {
		eng_arena_finish(&names->arena);
		free(names->slots);
		free(names);
	}
}

static void grow(eng_names *names) {
	const eng_name **old = names->slots;
	size_t cap = names->cap;

	names->cap = cap * 2;
	names->slots = calloc(names->cap, sizeof(*names->slots));
	if (!names->slots) {
		eng_oom();
	}
	for (size_t i = 0; i < cap; i++) {
		if (old[i]) {
			names->slots[slot_of(names, old[i]->text)] = old[i];
		}
	}
	free(old);
}

const eng_name *eng_names_add(eng_names *names, eng_str text) {
	size_t i = slot_of(names, text);
	eng_name *name;

	if (names->slots[i]) {
		return names->slots[i];
	}
	if (names->n * 2 >= names->cap) {
		grow(names);
		i = slot_of(names, text);
	}
	name = eng_arena_new(&names->arena, eng_name);
	name->text = eng_str_copy(&names->arena, text);
	name->id = (unsigned)names->n++;
	names->slots[i] = name;
	return name;
}

const eng_name *eng_names_find(const eng_names *names, eng_str text) {
	return names->slots[slot_of(names, text)];
}
