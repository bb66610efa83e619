/* Merkle trees: the roots that certificate transparency publishes for its test leaves, and every path
 * of trees up to 70 leaves leads to the root, from no other place and by no other hash. */
#include "archive/merkle.h"
#include "unit.h"

static const eng_str leaves[] = {
	ENG_STR_INIT(""),
	ENG_STR_INIT("\x00"),
	ENG_STR_INIT("\x10"),
	ENG_STR_INIT("\x20\x21"),
	ENG_STR_INIT("\x30\x31"),
	ENG_STR_INIT("\x40\x41\x42\x43"),
	ENG_STR_INIT("\x50\x51\x52\x53\x54\x55\x56\x57"),
	ENG_STR_INIT("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"),
};
static const char *const roots[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static void check_published(void) {
	eng_merkle tree = { 0 };
	char hex[ENG_HASH_HEX];

	for (size_t i = 0; i <= 8; i++) {
		eng_hash root = eng_merkle_root(&tree), leaf;

		eng_hash_hex(&root, hex);
		CHECK_STR(eng_str_from(hex), roots[i]);
		if (i < 8) {
			leaf = eng_merkle_leaf(leaves[i]);
			eng_merkle_add(&tree, &leaf);
		}
	}
}

static void check_path(const eng_hash *hashes, uint64_t count, uint64_t index,
		       const eng_hash *root) {
	static eng_merkle_trail trail;
	eng_hash path[ENG_MERKLE_LEVELS] = { { { 0 } } }, found, altered = hashes[index];
	size_t length;

	eng_merkle_trail_init(&trail, index, count);
	for (uint64_t i = 0; i < count; i++) {
		eng_merkle_trail_add(&trail, &hashes[i]);
	}
	length = trail.length;
	for (size_t i = 0; i < length; i++) {
		path[i] = eng_merkle_trail_hash(&trail, i);
	}

	CHECK(eng_merkle_climb(&hashes[index], index, count, path, length, &found) &&
	      eng_hash_eq(&found, root));
	CHECK(!eng_merkle_climb(&hashes[index], index, count, path, length + 1, &found));
	altered.bytes[0] ^= 1;
	CHECK(!eng_merkle_climb(&altered, index, count, path, length, &found) ||
	      !eng_hash_eq(&found, root));
	for (uint64_t other = 0; other < count; other++) {
		CHECK(other == index ||
		      !eng_merkle_climb(&hashes[index], other, count, path, length, &found) ||
		      !eng_hash_eq(&found, root));
	}
	CHECK(!eng_merkle_climb(&hashes[index], count, count, path, length, &found));
}

static void check_paths(void) {
	eng_hash hashes[70];
	eng_merkle tree = { 0 };

	for (uint64_t count = 1; count <= 70; count++) {
		eng_hash root;

		hashes[count - 1] =
		    eng_merkle_leaf((eng_str){ (const char *)&count, sizeof(count) });
		eng_merkle_add(&tree, &hashes[count - 1]);
		root = eng_merkle_root(&tree);
		for (uint64_t i = 0; i < count; i++) {
			check_path(hashes, count, i, &root);
		}
	}
}

int main(void) {
	check_published();
	check_paths();
	return unit_done();
}
