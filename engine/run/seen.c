/* New hashes wait in memory. When there are FRESH of them they become a sorted file, which is merged with
 * those of the same size, as one carries when counting: so there are few files, and each hash is written a
 * few times. A filter of fixed size spares most look-ups in the files. */
#include "run/seen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/hash-set.h"

#define FRESH       4096
#define LEVELS      40  /* file i has FRESH * 2^i hashes or fewer */
#define BLOCK       128 /* hashes read at once */
#define FILTER_BITS (1u << 23)

/* A sorted file; count 0: none. */
typedef struct level {
	int file;
	uint64_t count;
} level;

struct eng_seen {
	char *path; /* of a file as long as it has a name */
	eng_hash_set fresh;
	level levels[LEVELS];
	uint8_t *filter;
};

eng_seen *eng_seen_new(const char *folder) {
	eng_seen *seen = eng_malloc(sizeof(*seen));
	size_t size = strlen(folder) + sizeof("/recipients.tmp");

	*seen = (eng_seen){ .path = eng_malloc(size), .filter = eng_malloc(FILTER_BITS / 8) };
	snprintf(seen->path, size, "%s/recipients.tmp", folder);
	memset(seen->filter, 0, FILTER_BITS / 8);
	return seen;
}

void eng_seen_free(eng_seen *seen) {
	if (!seen) {
		return;
	}
	for (int i = 0; i < LEVELS; i++) {
		if (seen->levels[i].count) {
			close(seen->levels[i].file);
		}
	}
	eng_hash_set_finish(&seen->fresh);
	free(seen->filter);
	free(seen->path);
	free(seen);
}

static bool unreadable(eng_ctx *ctx, const eng_seen *seen) {
	return eng_fail(ctx, "file.unreadable", (eng_loc){ seen->path, 0, 0 },
			"recipients cannot be looked up: %s", strerror(errno));
}

static bool unwritable(eng_ctx *ctx, const eng_seen *seen) {
	return eng_fail(ctx, "file.unwritable", (eng_loc){ seen->path, 0, 0 },
			"recipients cannot be kept: %s", strerror(errno));
}

/* ---- files ---- */

static bool read_block(const level *l, uint64_t at, eng_hash *block, size_t n) {
	size_t done = 0, size = n * sizeof(*block);

	while (done < size) {
		ssize_t got = pread(l->file, (char *)block + done, size - done,
				    (off_t)(at * sizeof(*block) + done));

		if (got == 0) {
			errno = EIO;
		}
		if (got == 0 || (got < 0 && errno != EINTR)) {
			return false;
		}
		done += got > 0 ? (size_t)got : 0;
	}
	return true;
}

/* A file read in order. */
typedef struct cursor {
	const level *from;
	uint64_t at; /* of the next block */
	eng_hash block[BLOCK];
	size_t n, i;
} cursor;

/* The next hash; NULL at the end or, with *ok false, after an error. */
static const eng_hash *peek(cursor *c, bool *ok) {
	uint64_t left = c->from->count - c->at;

	if (c->i == c->n && left) {
		c->n = left < BLOCK ? (size_t)left : BLOCK;
		c->i = 0;
		*ok = read_block(c->from, c->at, c->block, c->n);
		c->at += c->n;
		c->n = *ok ? c->n : 0;
	}
	return c->i < c->n ? &c->block[c->i] : NULL;
}

static bool open_level(eng_ctx *ctx, const eng_seen *seen, level *l) {
	*l = (level){ .file = open(seen->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) };
	return (l->file >= 0 && unlink(seen->path) == 0) || unwritable(ctx, seen);
}

static bool append(level *l, const eng_hash *block, size_t n) {
	l->count += n;
	return eng_file_write_all(l->file, (eng_str){ (const char *)block, n * sizeof(*block) });
}

/* Writes what is in either file, in order, to a third. */
static bool merge_into(eng_ctx *ctx, const eng_seen *seen, const level *a, const level *b,
		       level *to) {
	cursor *from = eng_malloc(2 * sizeof(*from));
	eng_hash block[BLOCK];
	size_t n = 0;
	bool readable = true, ok = open_level(ctx, seen, to);

	from[0] = (cursor){ .from = a };
	from[1] = (cursor){ .from = b };
	while (ok) {
		const eng_hash *x = peek(&from[0], &readable), *y = peek(&from[1], &readable);
		int first = !x ? 1 : !y ? 0 : eng_hash_order(x, y) > 0;

		if (!readable || (!x && !y)) {
			break;
		}
		block[n++] = first ? *y : *x;
		from[first].i++;
		if (n == BLOCK) {
			ok = append(to, block, n) || unwritable(ctx, seen);
			n = 0;
		}
	}
	ok = ok && (readable || unreadable(ctx, seen)) &&
	     (append(to, block, n) || unwritable(ctx, seen));
	free(from);
	return ok;
}

/* Puts what waits in memory into the files. */
static bool spill(eng_ctx *ctx, eng_seen *seen) {
	size_t n = seen->fresh.count;
	eng_hash *sorted = eng_malloc(n * sizeof(*sorted));
	level carry, merged;
	bool ok = open_level(ctx, seen, &carry);
	int i = 0;

	eng_hash_set_sorted(&seen->fresh, sorted);
	ok = ok && (append(&carry, sorted, n) || unwritable(ctx, seen));
	free(sorted);
	for (; ok && seen->levels[i].count; i++) {
		ok = merge_into(ctx, seen, &carry, &seen->levels[i], &merged);
		close(carry.file);
		if (ok) {
			close(seen->levels[i].file);
			seen->levels[i].count = 0;
		}
		carry = merged;
	}
	if (!ok) {
		if (carry.file >= 0) {
			close(carry.file);
		}
		return false;
	}
	seen->levels[i] = carry;
	eng_hash_set_clear(&seen->fresh);
	return true;
}

/* ---- looking up ---- */

static uint64_t word(const eng_hash *hash, size_t at) {
	uint64_t value = 0;

	for (size_t i = 0; i < sizeof(value); i++) {
		value = value << 8 | hash->bytes[at + i];
	}
	return value;
}

static int by_bytes(const void *a, const void *b) {
	return eng_hash_order(a, b);
}

/* Hashes are even, so that a hash nearly says its place; where it misleads, halves are taken. */
static bool find_in(const level *l, const eng_hash *hash, bool *found) {
	uint64_t low = 0, high = l->count, low_key = 0, high_key = UINT64_MAX;
	uint64_t key = word(hash, 0);
	eng_hash block[BLOCK];

	for (unsigned step = 0; low < high; step++) {
		uint64_t width = high - low, at = low + width / 2;
		size_t n = width < BLOCK ? (size_t)width : BLOCK;

		if (step % 3 < 2 && high_key > low_key) {
			at = low + (uint64_t)((double)(key - low_key) /
					      (double)(high_key - low_key) * (double)width);
		}
		at = at < low + n / 2 ? low : at - n / 2;
		at = at > high - n ? high - n : at;
		if (!read_block(l, at, block, n)) {
			return false;
		}
		if (eng_hash_order(hash, &block[0]) < 0) {
			high = at;
			high_key = word(&block[0], 0);
		} else if (eng_hash_order(hash, &block[n - 1]) > 0) {
			low = at + n;
			low_key = word(&block[n - 1], 0);
		} else {
			*found = bsearch(hash, block, n, sizeof(*block), by_bytes) != NULL;
			return true;
		}
	}
	return true;
}

/* Sets the hash's bits of the filter; false when one was not set. */
static bool filter(uint8_t *bits, const eng_hash *hash, bool set) {
	bool all = true;

	for (size_t i = 8; i <= 24; i += 8) {
		uint64_t bit = word(hash, i) % FILTER_BITS;

		all &= bits[bit / 8] >> bit % 8 & 1;
		if (set) {
			bits[bit / 8] |= (uint8_t)(1u << bit % 8);
		}
	}
	return all;
}

bool eng_seen_has(eng_ctx *ctx, const eng_seen *seen, const eng_hash *hash, bool *found) {
	*found = false;
	if (!filter(seen->filter, hash, false)) {
		return true;
	}
	*found = eng_hash_set_has(&seen->fresh, hash);
	for (int i = 0; i < LEVELS && !*found; i++) {
		if (seen->levels[i].count && !find_in(&seen->levels[i], hash, found)) {
			return unreadable(ctx, seen);
		}
	}
	return true;
}

bool eng_seen_add(eng_ctx *ctx, eng_seen *seen, const eng_hash *hash) {
	filter(seen->filter, hash, true);
	eng_hash_set_add(&seen->fresh, hash);
	return seen->fresh.count < FRESH || spill(ctx, seen);
}
