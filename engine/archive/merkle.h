/* A Merkle tree over many lines (RFC 6962 section 2.1): one root hash stands for all of them, and a
 * short proof shows that a line is among them without showing any other. */
#ifndef ENG_ARCHIVE_MERKLE_H
#define ENG_ARCHIVE_MERKLE_H

#include <stdint.h>

#include "base/hash.h"

#define ENG_MERKLE_LEVELS 64

/* A tree that grows leaf by leaf and keeps one hash a level, whatever the number of leaves. */
typedef struct eng_merkle {
	uint64_t count;
	/* Of the complete subtree of 2^i leaves, where bit i of count is set. */
	eng_hash full[ENG_MERKLE_LEVELS];
} eng_merkle;

/* What a leaf's bytes are hashed to: apart from inner nodes, so that none can stand for the other. */
eng_hash eng_merkle_leaf(eng_str bytes);
/* A zeroed tree is an empty one. */
void eng_merkle_add(eng_merkle *tree, const eng_hash *leaf);
/* The root over all leaves so far; of an empty tree, the hash of nothing. */
eng_hash eng_merkle_root(const eng_merkle *tree);

/* The audit path of a leaf (section 2.1.1), found in one pass over leaves that are not kept. */
typedef struct eng_merkle_stretch {
	uint64_t from, to; /* leaves [from, to): a subtree beside the way up */
	eng_merkle tree;
} eng_merkle_stretch;

typedef struct eng_merkle_trail {
	uint64_t index, at;
	size_t length;                                   /* of the path */
	eng_merkle_stretch stretches[ENG_MERKLE_LEVELS]; /* from the root down */
} eng_merkle_trail;

/* For the leaf at index, below count. */
void eng_merkle_trail_init(eng_merkle_trail *trail, uint64_t index, uint64_t count);
/* Takes the next leaf, of all of them in order. */
void eng_merkle_trail_add(eng_merkle_trail *trail, const eng_hash *leaf);
/* Hash i of the path, deepest first, once all leaves are taken. */
eng_hash eng_merkle_trail_hash(const eng_merkle_trail *trail, size_t i);
/* The root that a leaf at index in a tree of count leaves and its path lead to (RFC 9162 section
 * 2.1.3.2). False when the path has not the length that these need. */
bool eng_merkle_climb(const eng_hash *leaf, uint64_t index, uint64_t count, const eng_hash *path,
		      size_t length, eng_hash *root);

#endif
