/* Salts, leaves and the statement. Lines are read one by one: memory does not grow with the run. */
#include "archive/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "markup/json-write.h"

eng_hash eng_seal_salt(const uint8_t seed[ENG_SEED_SIZE], uint64_t ordinal, eng_str channel,
		       unsigned file) {
	char name[128], number[16] = "";
	int length;

	if (file > 1) {
		snprintf(number, sizeof(number), "|%u", file);
	}
	length = snprintf(name, sizeof(name), "%llu|%.*s%s", (unsigned long long)ordinal,
			  (int)(channel.n < 64 ? channel.n : 64), channel.s, number);
	return eng_hash_keyed((eng_str){ (const char *)seed, ENG_SEED_SIZE }, name, (size_t)length);
}

eng_hash eng_seal_leaf(const eng_hash *salt, eng_str line) {
	eng_hasher *hasher = eng_hasher_new();
	eng_hash hash;

	eng_hasher_add(hasher, "", 1);
	eng_hasher_add(hasher, salt->bytes, ENG_HASH_SIZE);
	eng_hasher_add(hasher, line.s, line.n);
	hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return hash;
}

/* Ordinal and channel of a line as this engine writes it: quotes inside of strings are escaped, so a
 * member's name cannot stand in data. */
static bool key_of(eng_str line, uint64_t *ordinal, eng_str *channel) {
	static const char head[] = "{\"ordinal\":", member[] = ",\"channel\":\"";
	size_t at = sizeof(head) - 1, end;

	if (!eng_str_starts(line, head)) {
		return false;
	}
	for (*ordinal = 0; at < line.n && line.s[at] >= '0' && line.s[at] <= '9'; at++) {
		*ordinal = *ordinal * 10 + (uint64_t)(line.s[at] - '0');
	}
	at +=
	    eng_str_index(eng_str_sub(line, at, line.n), eng_str_from(member)) + sizeof(member) - 1;
	end = at + eng_str_index(eng_str_sub(line, at, line.n), ENG_STR("\""));
	*channel = eng_str_sub(line, at, end);
	return end < line.n && channel->n > 0 && channel->n < 64;
}

/* The files that grow beside the manifest. */
typedef struct sealing {
	const uint8_t *seed;
	eng_merkle tree;
	FILE *salts, *leaves;
	uint64_t ordinal;
	char channel[64];
	unsigned file;
} sealing;

static bool seal_line(sealing *s, eng_str line) {
	char salt_hex[ENG_HASH_HEX], leaf_hex[ENG_HASH_HEX];
	uint64_t ordinal;
	eng_str channel;
	eng_hash salt, leaf;
	bool again;

	if (!key_of(line, &ordinal, &channel)) {
		return false;
	}
	again = s->file && ordinal == s->ordinal && eng_str_eqc(channel, s->channel);
	s->file = again ? s->file + 1 : 1;
	s->ordinal = ordinal;
	snprintf(s->channel, sizeof(s->channel), "%.*s", ENG_STR_ARG(channel));
	salt = eng_seal_salt(s->seed, ordinal, channel, s->file);
	leaf = eng_seal_leaf(&salt, line);
	eng_hash_hex(&salt, salt_hex);
	eng_hash_hex(&leaf, leaf_hex);
	fprintf(s->salts, "{\"leaf\":%llu,\"ordinal\":%llu,\"channel\":\"%s\",\"salt\":\"%s\"}\n",
		(unsigned long long)s->tree.count, (unsigned long long)ordinal, s->channel,
		salt_hex);
	fprintf(s->leaves, "%s\n", leaf_hex);
	eng_merkle_add(&s->tree, &leaf);
	return true;
}

static bool close_file(FILE *file) {
	bool good = file && !ferror(file) && fflush(file) == 0;

	return (!file || fclose(file) == 0) && good;
}

static bool seal_lines(eng_ctx *ctx, sealing *s, const char *path) {
	FILE *manifest = fopen(path, "rb");
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	int number = 0;
	bool ok = manifest != NULL;

	while (ok && (length = eng_file_line(manifest, &line, &size)) > 0) {
		number++;
		length -= line[length - 1] == '\n';
		ok = seal_line(s, (eng_str){ line, (size_t)length });
	}
	ok = ok && !ferror(manifest);
	free(line);
	if (manifest) {
		fclose(manifest);
	}
	return ok || eng_fail(ctx, "archive.bad-manifest", (eng_loc){ path, number, 0 },
			      "manifest cannot be read back: line is not as it was written");
}

static ssize_t put_bytes(void *cookie, const char *bytes, size_t n) {
	return eng_file_write_all((int)(intptr_t)cookie, (eng_str){ bytes, n }) ? (ssize_t)n : 0;
}

static int close_bytes(void *cookie) {
	return close((int)(intptr_t)cookie);
}

/* Buffered, with writes of our own below: campaigns of faults see those, not the C library's. */
static FILE *open_lines(const char *path) {
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	const cookie_io_functions_t calls = { .write = put_bytes, .close = close_bytes };

	return fd < 0 ? NULL : fopencookie((void *)(intptr_t)fd, "w", calls);
}

bool eng_seal_salts(eng_ctx *ctx, eng_arena *arena, const char *dir,
		    const uint8_t seed[ENG_SEED_SIZE], eng_seal *seal) {
	const char *salts = eng_path_join(arena, dir, ENG_SALTS_FILE);
	const char *leaves = eng_path_join(arena, dir, ENG_LEAVES_FILE);
	sealing s = { .seed = seed, .salts = open_lines(salts), .leaves = open_lines(leaves) };
	bool opened = s.salts && s.leaves, ok;

	ok = opened && seal_lines(ctx, &s, eng_path_join(arena, dir, "manifest.ndjson"));
	opened &= close_file(s.salts);
	opened &= close_file(s.leaves);
	seal->leaves = s.tree.count;
	seal->root = eng_merkle_root(&s.tree);
	return opened ? ok : eng_file_unwritable(ctx, salts, "written");
}

eng_hash eng_seal_report_hash(eng_str run_json) {
	static const char observed[] = ",\n  \"observed\": {";
	size_t cut = eng_str_index(run_json, eng_str_from(observed));

	return eng_hash_of(run_json.s, cut);
}

static void add_hash(eng_json_writer *w, const char *key, const eng_hash *hash) {
	char hex[ENG_HASH_HEX];

	eng_hash_hex(hash, hex);
	eng_json_member_cstr(w, key, hex);
}

void eng_seal_write(eng_buf *out, const eng_seal *seal) {
	eng_json_writer w;

	eng_json_write_init(&w, out, false);
	eng_json_write_object(&w);
	eng_json_member_cstr(&w, "format", ENG_SEAL_FORMAT);
	eng_json_member_cstr(&w, "run", seal->run);
	add_hash(&w, "fingerprint", &seal->fingerprint);
	eng_json_member_int(&w, "leaves", (int64_t)seal->leaves);
	add_hash(&w, "root", &seal->root);
	add_hash(&w, "report", &seal->report);
	add_hash(&w, "journal", &seal->journal);
	add_hash(&w, "quarantine", &seal->quarantine);
	add_hash(&w, "content", &seal->content);
	if (seal->policy_serial) {
		eng_json_member_int(&w, "policy-serial", seal->policy_serial);
		add_hash(&w, "policy", &seal->policy);
		add_hash(&w, "audit-head", &seal->audit_head);
	}
	if (seal->root_key) {
		eng_json_member_cstr(&w, "root-key", seal->root_key);
	}
	if (seal->retries) {
		add_hash(&w, "retries", seal->retries);
	}
	if (seal->release) {
		eng_json_member_cstr(&w, "release", seal->release);
		add_hash(&w, "release-sha256", &seal->release_hash);
	}
	eng_json_write_object_end(&w);
	eng_buf_char(out, '\n');
}
