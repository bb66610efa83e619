/* Hashing of a Merkle tree: a leaf is SHA-256 of 0x00 and its bytes, a node of 0x01 and its children's
 * hashes; the left subtree of n leaves has the largest power of two below n. */
#include "archive/merkle.h"

#include <string.h>

static eng_hash node(const eng_hash *left, const eng_hash *right) {
	uint8_t bytes[1 + 2 * ENG_HASH_SIZE] = { 1 };

	memcpy(bytes + 1, left->bytes, ENG_HASH_SIZE);
	memcpy(bytes + 1 + ENG_HASH_SIZE, right->bytes, ENG_HASH_SIZE);
	return eng_hash_of(bytes, sizeof(bytes));
}

eng_hash eng_merkle_leaf(eng_str bytes) {
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;

	eng_hasher_add(hasher, "", 1);
	eng_hasher_add(hasher, bytes.s, bytes.n);
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

/* As a binary counter counts: two full subtrees of one size make one of the next. */
void eng_merkle_add(eng_merkle *tree, const eng_hash *leaf) {
	eng_hash hash = *leaf;
	int level = 0;

	for (uint64_t carry = tree->count; carry & 1; carry >>= 1) {
		hash = node(&tree->full[level++], &hash);
	}
	tree->full[level] = hash;
	tree->count++;
}

eng_hash eng_merkle_root(const eng_merkle *tree) {
	eng_hash root = eng_hash_of("", 0);
	bool any = false;

	for (int level = 0; level < ENG_MERKLE_LEVELS; level++) {
		if (tree->count >> level & 1) {
			root = any ? node(&tree->full[level], &root) : tree->full[level];
			any = true;
		}
	}
	return root;
}

/* The leaves of the left subtree; count is above 1. */
static uint64_t left_half(uint64_t count) {
	uint64_t half = 1;

	while (half < count - half) {
		half *= 2;
	}
	return half;
}

bool eng_merkle_climb(const eng_hash *leaf, uint64_t index, uint64_t count, const eng_hash *path,
		      size_t length, eng_hash *root) {
	uint64_t last = count - 1;
	eng_hash hash = *leaf;

	if (index >= count) {
		return false;
	}
	for (size_t i = 0; i < length; i++) {
		if (last == 0) {
			return false;
		}
		if ((index & 1) || index == last) {
			hash = node(&path[i], &hash);
			while (!(index & 1) && index) {
				index >>= 1;
				last >>= 1;
			}
		} else {
			hash = node(&hash, &path[i]);
		}
		index >>= 1;
		last >>= 1;
	}
	*root = hash;
	return last == 0;
}

void eng_merkle_trail_init(eng_merkle_trail *trail, uint64_t index, uint64_t count) {
	uint64_t from = 0, to = count;

	*trail = (eng_merkle_trail){ .index = index };
	while (to - from > 1) {
		uint64_t half = from + left_half(to - from);
		eng_merkle_stretch *s = &trail->stretches[trail->length++];

		if (index < half) {
			*s = (eng_merkle_stretch){ .from = half, .to = to };
			to = half;
		} else {
			*s = (eng_merkle_stretch){ .from = from, .to = half };
			from = half;
		}
	}
}

void eng_merkle_trail_add(eng_merkle_trail *trail, const eng_hash *leaf) {
	uint64_t at = trail->at++;

	for (size_t i = trail->length; i-- > 0;) {
		eng_merkle_stretch *s = &trail->stretches[i];

		if (at >= s->from && at < s->to) {
			eng_merkle_add(&s->tree, leaf);
			break;
		}
	}
}

eng_hash eng_merkle_trail_hash(const eng_merkle_trail *trail, size_t i) {
	return eng_merkle_root(&trail->stretches[trail->length - 1 - i].tree);
}
