/* The state is where libcrypto's interface of old has it: h between blocks, Nl and Nh for the bits so far. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/hash-state.h"

#include <openssl/sha.h>

static SHA256_CTX load(const eng_hash *state, uint64_t before) {
	SHA256_CTX sha;

	SHA256_Init(&sha);
	for (int i = 0; i < 8; i++) {
		const uint8_t *b = state->bytes + 4 * i;

		sha.h[i] = (SHA_LONG)b[0] << 24 | (SHA_LONG)b[1] << 16 | (SHA_LONG)b[2] << 8 | b[3];
	}
	/* Bits so far. */
	sha.Nl = (SHA_LONG)(before << 3);
	sha.Nh = (SHA_LONG)(before >> 29);
	return sha;
}

static eng_hash store(const SHA256_CTX *sha) {
	eng_hash state;

	for (int i = 0; i < ENG_HASH_SIZE; i++) {
		state.bytes[i] = (uint8_t)(sha->h[i / 4] >> (24 - 8 * (i % 4)));
	}
	return state;
}

eng_hash eng_hash_state_first(void) {
	SHA256_CTX sha;

	SHA256_Init(&sha);
	return store(&sha);
}

eng_hash eng_hash_state_step(const eng_hash *state, const void *data, size_t n) {
	SHA256_CTX sha = load(state, 0);

	SHA256_Update(&sha, data, n);
	return store(&sha);
}

eng_hash eng_hash_state_end(const eng_hash *state, uint64_t before, const void *data, size_t n) {
	SHA256_CTX sha = load(state, before);
	eng_hash hash;

	SHA256_Update(&sha, data, n);
	SHA256_Final(hash.bytes, &sha);
	return hash;
}
