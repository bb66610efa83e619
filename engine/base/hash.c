/* SHA-256 by libcrypto's EVP interface, which uses the processor's instructions where it has them. */
#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

struct eng_hasher {
	EVP_MD_CTX *md;
};

eng_hash eng_hash_of(const void *data, size_t n) {
	eng_hash hash;

	if (!EVP_Digest(data, n, hash.bytes, NULL, EVP_sha256(), NULL)) {
		eng_oom();
	}
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

	hasher->md = EVP_MD_CTX_new();
	if (!hasher->md || !EVP_DigestInit_ex(hasher->md, EVP_sha256(), NULL)) {
		eng_oom();
	}
	return hasher;
}

void eng_hasher_free(eng_hasher *hasher) {
	if (hasher) {
		EVP_MD_CTX_free(hasher->md);
		free(hasher);
	}
}

void eng_hasher_add(eng_hasher *hasher, const void *data, size_t n) {
	if (!EVP_DigestUpdate(hasher->md, data, n)) {
		eng_oom();
	}
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

	if (!EVP_DigestFinal_ex(hasher->md, hash.bytes, NULL) ||
	    !EVP_DigestInit_ex(hasher->md, EVP_sha256(), NULL)) {
		eng_oom();
	}
	return hash;
}
