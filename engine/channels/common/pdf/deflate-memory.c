/* A table with one place for each hash, and a sieve that lets in what comes a second time, so that
 * what is in one document only takes no room. The newer of two with the same place stays.
 *
 * Which streams are remembered depends on what came before; a stream that is found was compared byte
 * by byte, so what it is compressed to does not. */
#include "channels/common/pdf/deflate-memory.h"

#include <stdlib.h>
#include <string.h>

enum {
	PLACES = 1 << 6,   /* a power of two, as is the next */
	SIEVE = 1 << 12,   /* hashes of what came once */
	SHORTEST = 64,     /* less is compressed as fast as it is found */
	LONGEST = 24 << 10 /* more is not remembered: 3 MB in all at most */
};

typedef struct place {
	uint64_t hash;
	char *bytes; /* plain and packed behind each other; NULL: free */
	size_t plain_n, packed_n;
} place;

struct eng_deflate_memory {
	place places[PLACES];
	uint64_t seen[SIEVE];
};

eng_deflate_memory *eng_deflate_memory_new(void) {
	eng_deflate_memory *memory = eng_malloc(sizeof(*memory));

	memset(memory, 0, sizeof(*memory));
	return memory;
}

void eng_deflate_memory_free(eng_deflate_memory *memory) {
	if (memory) {
		for (size_t i = 0; i < PLACES; i++) {
			free(memory->places[i].bytes);
		}
		free(memory);
	}
}

static bool is_of_size(eng_str plain) {
	return plain.n >= SHORTEST && plain.n <= LONGEST;
}

eng_str eng_deflate_memory_find(const eng_deflate_memory *memory, uint64_t hash, eng_str plain) {
	const place *p = &memory->places[hash & (PLACES - 1)];

	if (!p->bytes || p->hash != hash || !eng_str_eq((eng_str){ p->bytes, p->plain_n }, plain)) {
		return (eng_str){ 0 };
	}
	return (eng_str){ p->bytes + p->plain_n, p->packed_n };
}

void eng_deflate_memory_add(eng_deflate_memory *memory, uint64_t hash, eng_str plain,
			    eng_str packed) {
	place *p = &memory->places[hash & (PLACES - 1)];
	uint64_t *seen = &memory->seen[hash >> 8 & (SIEVE - 1)];

	if (!is_of_size(plain) || *seen != hash) {
		*seen = hash;
		return;
	}
	free(p->bytes);
	p->bytes = eng_malloc(plain.n + packed.n);
	memcpy(p->bytes, plain.s, plain.n);
	memcpy(p->bytes + plain.n, packed.s, packed.n);
	p->hash = hash;
	p->plain_n = plain.n;
	p->packed_n = packed.n;
}
