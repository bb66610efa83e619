/* Making chains, and reading by them. The states are read as they are wanted: a file of 100 GB has 200 MB. */
#include "data/index-chain.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash-state.h"

struct eng_index_chain {
	const eng_index *index;
	int data, states;
	uint64_t at; /* block in hand; UINT64_MAX: none */
	char block[ENG_INDEX_BLOCK];
};

/* Reads exactly n bytes. */
static int read_at(int fd, char *to, size_t n, uint64_t from) {
	while (n > 0) {
		ssize_t got = pread(fd, to, n, (off_t)from);

		if (got == 0) {
			return ENG_INDEX_MISFIT;
		}
		if (got < 0 && errno != EINTR) {
			return errno;
		}
		if (got > 0) {
			to += got;
			from += (uint64_t)got;
			n -= (size_t)got;
		}
	}
	return 0;
}

uint64_t eng_index_chain_blocks(uint64_t bytes) {
	return bytes / ENG_INDEX_BLOCK + (bytes % ENG_INDEX_BLOCK != 0);
}

uint64_t eng_index_chain_size(uint64_t bytes) {
	return bytes ? (eng_index_chain_blocks(bytes) - 1) * ENG_HASH_SIZE : 0;
}

static size_t size_of(uint64_t bytes, uint64_t block) {
	uint64_t rest = bytes - block * ENG_INDEX_BLOCK;

	return (size_t)(rest < ENG_INDEX_BLOCK ? rest : ENG_INDEX_BLOCK);
}

/* What follows from a block and the state before it: the next state, or the hash. */
static eng_hash follow(const eng_hash *state, uint64_t bytes, uint64_t block, const char *data) {
	size_t n = size_of(bytes, block);

	return block + 1 < eng_index_chain_blocks(bytes)
		   ? eng_hash_state_step(state, data, n)
		   : eng_hash_state_end(state, block * ENG_INDEX_BLOCK, data, n);
}

int eng_index_chain_make(int fd, uint64_t bytes, const eng_hash *data, eng_buf *out) {
	eng_hash state = eng_hash_state_first();
	uint64_t blocks = eng_index_chain_blocks(bytes);
	char block[ENG_INDEX_BLOCK];

	for (uint64_t i = 0; i < blocks; i++) {
		int error = read_at(fd, block, size_of(bytes, i), i * ENG_INDEX_BLOCK);

		if (error) {
			return error;
		}
		state = follow(&state, bytes, i, block);
		if (i + 1 < blocks) {
			eng_buf_add(out, state.bytes, ENG_HASH_SIZE);
		}
	}
	return eng_hash_eq(&state, data) ? 0 : ENG_INDEX_MISFIT;
}

eng_index_chain *eng_index_chain_open(const char *data, const eng_index *index) {
	eng_index_chain *c = eng_malloc(sizeof(*c));
	int error;

	c->index = index;
	c->at = UINT64_MAX;
	c->data = open(data, O_RDONLY | O_CLOEXEC);
	c->states = c->data < 0 ? -1 : open(index->path, O_RDONLY | O_CLOEXEC);
	if (c->states < 0) {
		error = errno;
		eng_index_chain_free(c);
		errno = error;
		return NULL;
	}
	return c;
}

void eng_index_chain_free(eng_index_chain *c) {
	if (!c) {
		return;
	}
	if (c->data >= 0) {
		close(c->data);
	}
	if (c->states >= 0) {
		close(c->states);
	}
	free(c);
}

/* The state before a block; the hash of the data behind the last. */
static int state_before(const eng_index_chain *c, uint64_t block, eng_hash *state) {
	if (block == 0) {
		*state = eng_hash_state_first();
		return 0;
	}
	if (block == eng_index_chain_blocks(c->index->head.bytes)) {
		*state = c->index->head.data;
		return 0;
	}
	return read_at(c->states, (char *)state->bytes, ENG_HASH_SIZE,
		       c->index->head.chain + (block - 1) * ENG_HASH_SIZE);
}

static int take_block(eng_index_chain *c, uint64_t block) {
	uint64_t bytes = c->index->head.bytes;
	eng_hash before, behind, found;
	int error;

	if (c->at == block) {
		return 0;
	}
	c->at = UINT64_MAX;
	error = read_at(c->data, c->block, size_of(bytes, block), block * ENG_INDEX_BLOCK);
	error = error ? error : state_before(c, block, &before);
	error = error ? error : state_before(c, block + 1, &behind);
	if (error) {
		return error;
	}
	found = follow(&before, bytes, block, c->block);
	if (!eng_hash_eq(&found, &behind)) {
		return ENG_INDEX_MISFIT;
	}
	c->at = block;
	return 0;
}

int eng_index_chain_check(eng_index_chain *c, uint64_t first, uint64_t end) {
	int error = 0;

	for (uint64_t i = first; !error && i < end; i++) {
		error = take_block(c, i);
	}
	return error;
}

int eng_index_chain_read(eng_index_chain *c, uint64_t from, size_t n, char *to) {
	uint64_t bytes = c->index->head.bytes;

	if (from > bytes || n > bytes - from) {
		return ENG_INDEX_MISFIT;
	}
	while (n > 0) {
		size_t at = (size_t)(from % ENG_INDEX_BLOCK), part = (size_t)ENG_INDEX_BLOCK - at;
		int error = take_block(c, from / ENG_INDEX_BLOCK);

		if (error) {
			return error;
		}
		part = part < n ? part : n;
		memcpy(to, c->block + at, part);
		from += part;
		to += part;
		n -= part;
	}
	return 0;
}
