/* Both interfaces of libcrypto use the processor's instructions where it has them. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

struct eng_hasher {
	SHA256_CTX sha;
};

eng_hash eng_hash_of(const void *data, size_t n) {
	SHA256_CTX sha;
	eng_hash hash;

	SHA256_Init(&sha);
	SHA256_Update(&sha, data, n);
	SHA256_Final(hash.bytes, &sha);
	return hash;
}

eng_hash eng_hash_keyed(eng_str key, const void *data, size_t n) {
	eng_hash hash;

	if (!HMAC(EVP_sha256(), key.s, (int)key.n, data, n, hash.bytes, NULL)) {
		eng_oom();
	}
	return hash;
}

void eng_hash_hex(const eng_hash *hash, char out[ENG_HASH_HEX]) {
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < ENG_HASH_SIZE; i++) {
		out[2 * i] = digits[hash->bytes[i] >> 4];
		out[2 * i + 1] = digits[hash->bytes[i] & 15];
	}
	out[2 * ENG_HASH_SIZE] = '\0';
}

static int hex_digit(char c) {
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool eng_hash_parse(eng_str hex, eng_hash *out) {
	if (hex.n != 2 * ENG_HASH_SIZE) {
		return false;
	}
	for (size_t i = 0; i < ENG_HASH_SIZE; i++) {
		int high = hex_digit(hex.s[2 * i]), low = hex_digit(hex.s[2 * i + 1]);

		if (high < 0 || low < 0) {
			return false;
		}
		out->bytes[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

bool eng_hash_eq(const eng_hash *a, const eng_hash *b) {
	return eng_hash_order(a, b) == 0;
}

int eng_hash_order(const eng_hash *a, const eng_hash *b) {
	return memcmp(a->bytes, b->bytes, ENG_HASH_SIZE);
}

eng_hasher *eng_hasher_new(void) {
	eng_hasher *hasher = eng_malloc(sizeof(*hasher));

	SHA256_Init(&hasher->sha);
	return hasher;
}

void eng_hasher_free(eng_hasher *hasher) {
	free(hasher);
}

void eng_hasher_add(eng_hasher *hasher, const void *data, size_t n) {
	SHA256_Update(&hasher->sha, data, n);
}

void eng_hasher_field(eng_hasher *hasher, eng_str field) {
	uint8_t length[8];

	for (int i = 0; i < 8; i++) {
		length[i] = (uint8_t)((uint64_t)field.n >> (56 - 8 * i));
	}
	eng_hasher_add(hasher, length, sizeof(length));
	eng_hasher_add(hasher, field.s, field.n);
}

eng_hash eng_hasher_done(eng_hasher *hasher) {
	eng_hash hash;

	SHA256_Final(hash.bytes, &hasher->sha);
	SHA256_Init(&hasher->sha);
	return hash;
}
