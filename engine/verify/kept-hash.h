/* The hash by which readers find what they keep from one artifact to the next. It only finds candidates,
 * all of whose bytes are then compared: nothing rests on it that bytes can be made to collide. */
#ifndef ENG_VERIFY_KEPT_HASH_H
#define ENG_VERIFY_KEPT_HASH_H

#include <stdint.h>
#include <string.h>

#include "base/str.h"

static inline uint64_t eng_kept_hash(eng_str bytes) {
	uint64_t hash = bytes.n, word = 0;
	size_t i = 0;

	for (; i + sizeof(word) <= bytes.n; i += sizeof(word)) {
		memcpy(&word, bytes.s + i, sizeof(word));
		hash = (hash ^ word) * 0x9e3779b97f4a7c15;
		hash ^= hash >> 29;
	}
	word = 0;
	memcpy(&word, bytes.s + i, bytes.n - i);
	hash = (hash ^ word) * 0x9e3779b97f4a7c15;
	return hash ^ hash >> 32;
}

#endif
