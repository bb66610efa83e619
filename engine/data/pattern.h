/* Element names in source notation: "{uri}local", or "local" in any namespace, space separated. */
#ifndef ENG_DATA_PATTERN_H
#define ENG_DATA_PATTERN_H

#include "base/arena.h"
#include "base/str.h"

typedef struct eng_pattern {
	eng_str uri, local;
	bool any; /* any namespace */
} eng_pattern;

typedef struct eng_patterns {
	eng_pattern *items;
	eng_str *locals; /* of the items */
	size_t n, cap;
} eng_patterns;

/* Borrows the list, whose text must outlive the patterns. */
void eng_patterns_init(eng_patterns *patterns, eng_arena *arena, eng_str list);
/* uri empty: no namespace. */
bool eng_patterns_match(const eng_patterns *patterns, eng_str uri, eng_str local);

#endif
