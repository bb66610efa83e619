/* The chain of an index: links give the hash of the whole, and each changed byte is found by the block that has it. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash-state.h"
#include "data/index-chain.h"
#include "unit.h"

#define BLOCK     ((size_t)ENG_INDEX_BLOCK)
#define TEMPORARY 32 /* bytes of a path */

static char data[4 * BLOCK];

/* Hashes cut anywhere are those of EVP. */
static void test_states(void) {
	for (size_t n = 0; n < 300; n++) {
		eng_hash whole = eng_hash_of(data, n);

		for (size_t cut = 0; cut <= n; cut += ENG_HASH_BLOCK) {
			eng_hash state = eng_hash_state_first(), hash;

			state = eng_hash_state_step(&state, data, cut);
			hash = eng_hash_state_end(&state, cut, data + cut, n - cut);
			CHECK(eng_hash_eq(&hash, &whole));
		}
	}
}

static int write_temporary(char *path, const void *bytes, size_t n) {
	int fd;

	snprintf(path, TEMPORARY, "/tmp/engross-index-XXXXXX");
	fd = mkstemp(path);
	CHECK(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	return fd;
}

/* Which block of the file does not fit; blocks: none. */
static uint64_t find_misfit(eng_index_chain *chain, uint64_t blocks) {
	for (uint64_t i = 0; i < blocks; i++) {
		int error = eng_index_chain_check(chain, i, i + 1);

		CHECK(error == 0 || error == ENG_INDEX_MISFIT);
		if (error) {
			return i;
		}
	}
	return blocks;
}

static void check_reading(eng_index_chain *chain, size_t n) {
	static char to[sizeof(data)];

	for (size_t from = 0; from < n; from += n / 7 + 1) {
		size_t size = n - from < BLOCK + 5 ? n - from : BLOCK + 5;

		CHECK(eng_index_chain_read(chain, from, size, to) == 0);
		CHECK(memcmp(to, data + from, size) == 0);
	}
	CHECK(eng_index_chain_read(chain, n, 1, to) == ENG_INDEX_MISFIT);
	CHECK(eng_index_chain_read(chain, UINT64_MAX, 2, to) == ENG_INDEX_MISFIT);
}

static void check_size(size_t n) {
	char path[TEMPORARY], states[TEMPORARY];
	int fd = write_temporary(path, data, n);
	eng_index index = { .path = states, .head = { .bytes = n, .data = eng_hash_of(data, n) } };
	uint64_t blocks = eng_index_chain_blocks(n);
	eng_hash other = eng_hash_of(data, n - 1);
	eng_index_chain *chain;
	eng_buf out = { 0 };

	CHECK(eng_index_chain_make(fd, n, &other, &out) == ENG_INDEX_MISFIT);
	eng_buf_clear(&out);
	CHECK(eng_index_chain_make(fd, n, &index.head.data, &out) == 0);
	CHECK(out.n == eng_index_chain_size(n));
	close(write_temporary(states, out.s, out.n));
	chain = eng_index_chain_open(path, &index);
	CHECK(chain && find_misfit(chain, blocks) == blocks);
	check_reading(chain, n);
	eng_index_chain_free(chain);
	for (size_t at = 0; at < n; at += 977) {
		char byte = (char)(data[at] ^ 4);

		CHECK(pwrite(fd, &byte, 1, (off_t)at) == 1);
		chain = eng_index_chain_open(path, &index);
		CHECK(find_misfit(chain, blocks) == at / BLOCK);
		eng_index_chain_free(chain);
		CHECK(pwrite(fd, data + at, 1, (off_t)at) == 1);
	}
	CHECK(ftruncate(fd, (off_t)n - 1) == 0);
	chain = eng_index_chain_open(path, &index);
	CHECK(find_misfit(chain, blocks) == blocks - 1);
	eng_index_chain_free(chain);
	close(fd);
	unlink(path);
	unlink(states);
	eng_buf_finish(&out);
}

int main(void) {
	for (size_t i = 0; i < sizeof(data); i++) {
		data[i] = (char)(i * i >> 7 ^ i);
	}
	test_states();
	for (size_t blocks = 1; blocks < 4; blocks++) {
		check_size(blocks * BLOCK - 63);
		check_size(blocks * BLOCK);
		check_size(blocks * BLOCK + 1);
	}
	return unit_done();
}
