/* The store. Bytes are kept when they come for the second time, so that those of one document alone,
 * nearly all bytes of a run, are not copied. */
#include "verify/pdf-kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/mix.h"

enum {
	MOST = 512,
	LARGEST = 256 << 10,  /* bytes of one that is worth keeping, stored or unpacked */
	MOST_BYTES = 2 << 20, /* of all, as the arena hands them out */
	SLOTS = 4096
};

struct eng_pdf_keeper {
	eng_arena arena; /* of all items: one of its own for each would take a whole chunk */
	size_t n;
	struct slot {
		uint64_t hash; /* that was seen here last */
		eng_pdf_kept *kept;
	} slots[SLOTS];
};

eng_pdf_keeper *eng_pdf_keeper_new(void) {
	eng_pdf_keeper *keeper = eng_malloc(sizeof(*keeper));

	memset(keeper, 0, sizeof(*keeper));
	return keeper;
}

static void forget(eng_pdf_keeper *keeper) {
	eng_arena_finish(&keeper->arena);
	memset(keeper, 0, sizeof(*keeper));
}

void eng_pdf_keeper_free(eng_pdf_keeper *keeper) {
	if (keeper) {
		forget(keeper);
		free(keeper);
	}
}

void eng_pdf_keeper_trim(eng_pdf_keeper *keeper) {
	if (keeper->n == MOST || keeper->arena.bytes > MOST_BYTES) {
		forget(keeper);
	}
}

eng_pdf_kept *eng_pdf_keeper_find(eng_pdf_keeper *keeper, eng_pdf_kept_kind kind, eng_str stored,
				  bool *worthwhile) {
	struct slot *slot;
	uint64_t hash;

	*worthwhile = false;
	if (stored.n == 0 || stored.n > LARGEST) {
		return NULL;
	}
	hash = eng_mix_hash(stored);
	slot = &keeper->slots[hash % SLOTS];
	if (slot->hash != hash) {
		*slot = (struct slot){ .hash = hash };
		return NULL;
	}
	if (slot->kept && slot->kept->kind == kind && eng_str_eq(slot->kept->stored, stored)) {
		return slot->kept;
	}
	*worthwhile = !slot->kept && keeper->n < MOST && keeper->arena.bytes <= MOST_BYTES;
	return NULL;
}

eng_pdf_kept *eng_pdf_keeper_add(eng_pdf_keeper *keeper, eng_pdf_kept_kind kind, eng_str stored,
				 eng_str data) {
	eng_arena *arena = &keeper->arena;
	eng_pdf_kept *kept;

	if (data.n > LARGEST) {
		return NULL;
	}
	kept = eng_arena_new(arena, eng_pdf_kept);
	*kept = (eng_pdf_kept){ .kind = kind,
				.number = (uint32_t)keeper->n + 1,
				.stored = eng_str_copy(arena, stored),
				.data = eng_str_copy(arena, data),
				.arena = arena };
	keeper->n++;
	keeper->slots[eng_mix_hash(stored) % SLOTS].kept = kept;
	return kept;
}
