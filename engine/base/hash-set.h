/* A set of hashes in memory. The hash of all zeros is never a member: nothing has it. */
#ifndef ENG_BASE_HASH_SET_H
#define ENG_BASE_HASH_SET_H

#include "base/hash.h"

/* A zeroed set is an empty one. */
typedef struct eng_hash_set {
	eng_hash *slots; /* zeros: free */
	size_t count, room;
} eng_hash_set;

void eng_hash_set_finish(eng_hash_set *set);
/* Empties the set and keeps its memory. */
void eng_hash_set_clear(eng_hash_set *set);
bool eng_hash_set_has(const eng_hash_set *set, const eng_hash *hash);
/* Adding what is there already changes nothing. */
void eng_hash_set_add(eng_hash_set *set, const eng_hash *hash);
/* Copies all members, in the order of their bytes, to room for set->count of them. */
void eng_hash_set_sorted(const eng_hash_set *set, eng_hash *out);

#endif
