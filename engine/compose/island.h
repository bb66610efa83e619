/* Runs of left-to-right text in right-to-left wording that only read well as one: telephone numbers in
 * groups, postal addresses, registration numbers. */
#ifndef ENG_COMPOSE_ISLAND_H
#define ENG_COMPOSE_ISLAND_H

#include "base/str.h"

typedef struct eng_island {
	size_t from, to; /* bytes */
} eng_island;

/* The first island at or behind from; false when there is none. */
bool eng_island_find(eng_str text, size_t from, eng_island *out);

#endif
