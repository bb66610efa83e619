/* SHA-256 (FIPS 180-4) through libcrypto.
 *
 * By its interface of old, which OpenSSL deprecates, in hash.c and hash-state.c and nowhere else: EVP hands out no
 * state (hash-state.h), and wants an algorithm and a context that somebody keeps. Without these, 200 bytes take it
 * 390 ns instead of 140, and a letter has a dozen; with them 190. 64 kB take both the same. */
#ifndef ENG_BASE_HASH_H
#define ENG_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define ENG_HASH_SIZE 32
#define ENG_HASH_HEX  65 /* 64 lower-case hex digits and a NUL */

typedef struct eng_hash {
	uint8_t bytes[ENG_HASH_SIZE];
} eng_hash;

typedef struct eng_hasher eng_hasher;

eng_hash eng_hash_of(const void *data, size_t n);
/* HMAC-SHA-256 (RFC 2104): what only who has the key can compute. */
eng_hash eng_hash_keyed(eng_str key, const void *data, size_t n);
void eng_hash_hex(const eng_hash *hash, char out[ENG_HASH_HEX]);
/* Exactly 64 hex digits of lower case; false (no diagnostic) for anything else. */
bool eng_hash_parse(eng_str hex, eng_hash *out);
bool eng_hash_eq(const eng_hash *a, const eng_hash *b);
/* Below 0, 0 or above 0: the order of their bytes. */
int eng_hash_order(const eng_hash *a, const eng_hash *b);

/* Incremental; eng_hasher_done gives the hash and makes the hasher ready for another message. */
eng_hasher *eng_hasher_new(void);
void eng_hasher_free(eng_hasher *hasher);
void eng_hasher_add(eng_hasher *hasher, const void *data, size_t n);
/* Adds the length as 8 bytes before the data, so that fields cannot run into each other. */
void eng_hasher_field(eng_hasher *hasher, eng_str field);
eng_hash eng_hasher_done(eng_hasher *hasher);

#endif
