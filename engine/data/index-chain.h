/* The chain of an index: the state of SHA-256 before each block of the data but the first. What follows from a
 * state and its block is the state before the next block, and from the last one the hash of the data.
 *
 * A block that fits is one of a file with that hash as soon as somebody has looked at each of the others, by the
 * same chain: so shards need not read the whole file, but together they do. */
#ifndef ENG_DATA_INDEX_CHAIN_H
#define ENG_DATA_INDEX_CHAIN_H

#include "data/index.h"

#define ENG_INDEX_BLOCK ((uint64_t)16 << 10)

/* What a chain answers instead of an errno when the data is not that of the index. */
#define ENG_INDEX_MISFIT (-1)

typedef struct eng_index_chain eng_index_chain;

/* Appends the states of a file of this size. 0; ENG_INDEX_MISFIT: it has another size or hash; else an errno. */
int eng_index_chain_make(int fd, uint64_t bytes, const eng_hash *data, eng_buf *out);
/* Bytes of the states of a file of this size. */
uint64_t eng_index_chain_size(uint64_t bytes);
uint64_t eng_index_chain_blocks(uint64_t bytes);

/* The index was looked at. NULL: errno says why a file cannot be opened. */
eng_index_chain *eng_index_chain_open(const char *data, const eng_index *index);
void eng_index_chain_free(eng_index_chain *chain);
/* Looks at the blocks first to end - 1. Answers as eng_index_chain_make. */
int eng_index_chain_check(eng_index_chain *chain, uint64_t first, uint64_t end);
/* Reads n bytes of the data, checked. Blocks are read whole; the last one read stays at hand. */
int eng_index_chain_read(eng_index_chain *chain, uint64_t from, size_t n, char *to);

#endif
