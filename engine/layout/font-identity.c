/* What tells one font file from another in a fingerprint.
 *
 * A run's fingerprint covers every font the theme lists, and the collections for Chinese, Japanese and
 * Korean have twenty megabytes each: hashing them took longer than a small run. An sfnt's directory has
 * the length and checksum of every table (OpenType 1.9, "Table Directory"), and every tool that writes
 * fonts counts them anew, so of a large file the directories and all small tables are hashed. Any other
 * file, and one whose directory does not add up, is hashed whole. */
#include "layout/font.h"

enum {
	WHOLE_MAX = 2 << 20,  /* files up to this size: every byte */
	TABLE_MAX = 64 << 10, /* tables up to this size too */
	FACES_MAX = 256,
	HEADER = 12,
	ENTRY = 16
};

static uint32_t read_u32(const char *p) {
	const unsigned char *u = (const unsigned char *)p;

	return ((uint32_t)u[0] << 24) | ((uint32_t)u[1] << 16) | ((uint32_t)u[2] << 8) | u[3];
}

typedef struct reader {
	eng_hasher *hasher;
	eng_str file;
	size_t left; /* that may be hashed: faces that share tables without end are not followed */
} reader;

/* True and hashed when n bytes at this place are inside the file. */
static bool add_part(reader *r, size_t at, size_t n) {
	if (at > r->file.n || n > r->file.n - at || n > r->left) {
		return false;
	}
	eng_hasher_add(r->hasher, r->file.s + at, n);
	r->left -= n;
	return true;
}

static bool add_table(reader *r, const char *entry) {
	size_t at = read_u32(entry + 8), n = read_u32(entry + 12);

	if (n <= TABLE_MAX) {
		return add_part(r, at, n);
	}
	return at <= r->file.n && n <= r->file.n - at;
}

static bool add_directory(reader *r, size_t at) {
	size_t count;

	if (!add_part(r, at, HEADER)) {
		return false;
	}
	count = read_u32(r->file.s + at + 2) & 0xffff;
	if (count == 0 || !add_part(r, at + HEADER, count * ENTRY)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (!add_table(r, r->file.s + at + HEADER + i * ENTRY)) {
			return false;
		}
	}
	return true;
}

static bool add_directories(reader *r) {
	const char *s = r->file.s;
	size_t count;

	if (memcmp(s, "ttcf", 4) != 0) {
		return add_directory(r, 0);
	}
	count = read_u32(s + 8);
	if (count == 0 || count > FACES_MAX || !add_part(r, 0, HEADER + count * 4)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (!add_directory(r, read_u32(s + HEADER + i * 4))) {
			return false;
		}
	}
	return true;
}

void eng_font_identify(eng_hasher *hasher, eng_str file) {
	reader r = { hasher, file, file.n };
	char size[24];
	int n = snprintf(size, sizeof(size), "%zu", file.n);

	eng_hasher_field(hasher, (eng_str){ size, (size_t)n });
	if (file.n <= WHOLE_MAX || !add_directories(&r)) {
		eng_hasher_field(hasher, file);
	}
}
