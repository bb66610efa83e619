/* A list of arenas that are used again; a handful at any time, so it is searched from the front. */
#include "layout/lease.h"

#include <stdlib.h>

eng_lease *eng_lease_take(eng_lease **leases) {
	eng_lease *lease = *leases;

	while (lease && lease->holders > 0) {
		lease = lease->next;
	}
	if (lease) {
		eng_arena_reset(&lease->arena);
		return lease;
	}
	lease = eng_malloc(sizeof(*lease));
	*lease = (eng_lease){ .next = *leases };
	eng_arena_init(&lease->arena);
	*leases = lease;
	return lease;
}

void eng_leases_free(eng_lease **leases) {
	while (*leases) {
		eng_lease *lease = *leases;

		*leases = lease->next;
		eng_arena_finish(&lease->arena);
		free(lease);
	}
}
