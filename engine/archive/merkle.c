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

static eng_hash range_root(const eng_hash *leaves, uint64_t count) {
	eng_merkle tree = { 0 };

	for (uint64_t i = 0; i < count; i++) {
		eng_merkle_add(&tree, &leaves[i]);
	}
	return eng_merkle_root(&tree);
}

/* The leaves of the left subtree; count is above 1. */
static uint64_t left_half(uint64_t count) {
	uint64_t half = 1;

	while (half < count - half) {
		half *= 2;
	}
	return half;
}

const eng_hash *eng_merkle_path(eng_arena *arena, const eng_hash *leaves, uint64_t count,
				uint64_t index, size_t *length) {
	eng_hash *path = eng_arena_new_array(arena, ENG_MERKLE_LEVELS, eng_hash);
	size_t n = 0;

	while (count > 1) {
		uint64_t half = left_half(count);

		if (index < half) {
			path[n++] = range_root(leaves + half, count - half);
			count = half;
		} else {
			path[n++] = range_root(leaves, half);
			leaves += half;
			index -= half;
			count -= half;
		}
	}
	for (size_t i = 0; i < n / 2; i++) {
		eng_hash kept = path[i];

		path[i] = path[n - 1 - i];
		path[n - 1 - i] = kept;
	}
	*length = n;
	return path;
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
