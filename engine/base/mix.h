/* A hash of bytes that takes a hundredth of what SHA-256 takes: finds what may be the same, and tells apart what
 * nobody made to be taken for something else. Who finds by it compares all bytes; no proof rests on it.
 * The same on every machine. */
#ifndef ENG_BASE_MIX_H
#define ENG_BASE_MIX_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

enum { ENG_MIX_LANES = 4 };

/* Each word goes into one lane, in turn: a step waits for the one before it, four do not. */
typedef struct eng_mix {
	uint64_t lanes[ENG_MIX_LANES];
} eng_mix;

static inline uint64_t eng_mix_step(uint64_t lane, uint64_t word) {
	lane = (lane ^ word) * 0x9e3779b97f4a7c15u;
	return lane ^ lane >> 32;
}

static inline uint64_t eng_mix_word(const char *s) {
	uint64_t word;

	memcpy(&word, s, sizeof(word));
	return le64toh(word);
}

static inline eng_mix eng_mix_of(eng_str bytes) {
	eng_mix m = { { bytes.n, 1, 2, 3 } };
	uint64_t rest = 0;

	for (; bytes.n >= 32; bytes.s += 32, bytes.n -= 32) {
		for (int i = 0; i < ENG_MIX_LANES; i++) {
			m.lanes[i] = eng_mix_step(m.lanes[i], eng_mix_word(bytes.s + 8 * i));
		}
	}
	for (int i = 0; bytes.n >= 8; i++, bytes.s += 8, bytes.n -= 8) {
		m.lanes[i] = eng_mix_step(m.lanes[i], eng_mix_word(bytes.s));
	}
	for (; bytes.n > 0; bytes.n--) {
		rest = rest << 8 | (unsigned char)*bytes.s++;
	}
	m.lanes[3] = eng_mix_step(m.lanes[3], rest);
	return m;
}

/* All of it in one word. */
static inline uint64_t eng_mix_hash(eng_str bytes) {
	eng_mix m = eng_mix_of(bytes);
	uint64_t hash = eng_mix_step(m.lanes[0], m.lanes[1]);

	return eng_mix_step(eng_mix_step(hash, m.lanes[2]), m.lanes[3]);
}

#endif
