/* The recipients of a run: what was added is found and nothing else, however many there are; and the set of
 * hashes in memory below it. */
#include "run/seen.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/hash-set.h"
#include "unit.h"

static eng_hash hash_of(size_t number) {
	return eng_hash_of(&number, sizeof(number));
}

static void check_set(void) {
	eng_hash_set set = { 0 };
	eng_hash sorted[3000], hash;

	hash = hash_of(0);
	CHECK(!eng_hash_set_has(&set, &hash));
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < 6000; i++) {
			hash = hash_of(i / 2);
			eng_hash_set_add(&set, &hash);
		}
		CHECK(set.count == 3000);
		for (size_t i = 0; i < 6000; i++) {
			hash = hash_of(i);
			CHECK(eng_hash_set_has(&set, &hash) == (i < 3000));
		}
		eng_hash_set_sorted(&set, sorted);
		for (size_t i = 1; i < 3000; i++) {
			CHECK(eng_hash_order(&sorted[i - 1], &sorted[i]) < 0);
		}
		eng_hash_set_clear(&set);
		CHECK(set.count == 0 && !eng_hash_set_has(&set, &sorted[0]));
	}
	eng_hash_set_finish(&set);
}

/* Hashes that begin alike: nothing about their places can be guessed. */
static eng_hash alike(size_t number) {
	eng_hash hash = hash_of(number);

	memset(hash.bytes, 7, 12);
	return hash;
}

static void check_seen(eng_hash (*make)(size_t), size_t n) {
	char folder[] = "/tmp/engross-seen-XXXXXX";
	eng_ctx ctx;
	eng_seen *seen;
	size_t wrong = 0;
	bool found;

	eng_ctx_init(&ctx, NULL, NULL);
	CHECK(mkdtemp(folder) != NULL);
	seen = eng_seen_new(folder);
	for (size_t i = 0; i < n; i++) {
		eng_hash hash = make(i);

		wrong += !eng_seen_has(&ctx, seen, &hash, &found) || found;
		wrong += !eng_seen_add(&ctx, seen, &hash);
	}
	for (size_t i = 0; i < 2 * n; i++) {
		eng_hash hash = make(i);

		wrong += !eng_seen_has(&ctx, seen, &hash, &found) || found != (i < n);
	}
	CHECK(wrong == 0 && ctx.errors == 0);
	/* It leaves no file behind. */
	CHECK(rmdir(folder) == 0);
	eng_seen_free(seen);
}

static void check_failure(void) {
	eng_seen *seen = eng_seen_new("/nowhere");
	eng_ctx ctx;
	bool ok = true;

	eng_ctx_init(&ctx, NULL, NULL);
	for (size_t i = 0; i < 5000 && ok; i++) {
		eng_hash hash = hash_of(i);

		ok = eng_seen_add(&ctx, seen, &hash);
	}
	CHECK(!ok && ctx.errors == 1);
	eng_seen_free(seen);
}

int main(void) {
	check_set();
	check_seen(hash_of, 100);
	check_seen(hash_of, 70000);
	check_seen(alike, 13000);
	check_failure();
	return unit_done();
}
