/* Memory of passing things: rows on their way to a page, pages on their way out of layout.
 *
 * A lease is an arena with a count of what still needs it. When nothing does, the next that asks for
 * a lease gets it, emptied: so a document of any length needs the memory of a few pages. */
#ifndef ENG_LAYOUT_LEASE_H
#define ENG_LAYOUT_LEASE_H

#include "base/arena.h"

typedef struct eng_lease {
	eng_arena arena;
	size_t holders; /* what was made in the arena and is still needed */
	struct eng_lease *next;
} eng_lease;

/* A lease without holders, its arena empty: one of the list, or a new one in it. */
eng_lease *eng_lease_take(eng_lease **leases);
/* Frees all; *leases is NULL afterwards. */
void eng_leases_free(eng_lease **leases);

#endif
