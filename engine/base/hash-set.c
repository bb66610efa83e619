/* Open addressing: hashes are spread evenly already, so that their own first bytes say where they go. At
 * most half of the slots are taken. */
#include "base/hash-set.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define ROOM_MIN 128

static bool is_free(const eng_hash *slot) {
	static const eng_hash zeros;

	return eng_hash_eq(slot, &zeros);
}

/* Where the hash is, or would be. */
static eng_hash *find_slot(const eng_hash_set *set, const eng_hash *hash) {
	size_t at;

	memcpy(&at, hash->bytes, sizeof(at));
	for (at %= set->room; !is_free(&set->slots[at]); at = (at + 1) % set->room) {
		if (eng_hash_eq(&set->slots[at], hash)) {
			break;
		}
	}
	return &set->slots[at];
}

void eng_hash_set_finish(eng_hash_set *set) {
	free(set->slots);
	*set = (eng_hash_set){ 0 };
}

void eng_hash_set_clear(eng_hash_set *set) {
	if (set->count) {
		memset(set->slots, 0, set->room * sizeof(*set->slots));
	}
	set->count = 0;
}

bool eng_hash_set_has(const eng_hash_set *set, const eng_hash *hash) {
	return set->count && !is_free(find_slot(set, hash));
}

static void grow(eng_hash_set *set) {
	eng_hash_set larger = { .room = set->room ? 2 * set->room : ROOM_MIN };

	larger.slots = eng_malloc(larger.room * sizeof(*larger.slots));
	memset(larger.slots, 0, larger.room * sizeof(*larger.slots));
	for (size_t i = 0; i < set->room; i++) {
		if (!is_free(&set->slots[i])) {
			*find_slot(&larger, &set->slots[i]) = set->slots[i];
		}
	}
	larger.count = set->count;
	eng_hash_set_finish(set);
	*set = larger;
}

void eng_hash_set_add(eng_hash_set *set, const eng_hash *hash) {
	eng_hash *slot;

	if (2 * (set->count + 1) > set->room) {
		grow(set);
	}
	slot = find_slot(set, hash);
	set->count += is_free(slot);
	*slot = *hash;
}

static int by_bytes(const void *a, const void *b) {
	return eng_hash_order(a, b);
}

void eng_hash_set_sorted(const eng_hash_set *set, eng_hash *out) {
	size_t n = 0;

	for (size_t i = 0; i < set->room; i++) {
		if (!is_free(&set->slots[i])) {
			out[n++] = set->slots[i];
		}
	}
	qsort(out, n, sizeof(*out), by_bytes);
}
