/* Seeds and seals on disk. */
#include "run/sealing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/file.h"
#include "compliance/audit.h"

/* The 32 bytes at once or not at all, for nobody else to read. */
static bool write_bytes(const char *path, int flags, const uint8_t seed[ENG_SEED_SIZE]) {
	int fd = open(path, O_WRONLY | O_CLOEXEC | flags, 0600);
	bool ok = fd >= 0 &&
		  eng_file_write_all(fd, (eng_str){ (const char *)seed, ENG_SEED_SIZE }) &&
		  fsync(fd) == 0;

	if (fd >= 0 && close(fd) != 0) {
		ok = false;
	}
	return ok;
}

static bool write_seed(eng_ctx *ctx, eng_arena *arena, const char *path,
		       const uint8_t seed[ENG_SEED_SIZE]) {
	const char *fresh = eng_arena_printf(arena, "%s.tmp", path);

	return (write_bytes(fresh, O_CREAT | O_TRUNC, seed) && rename(fresh, path) == 0) ||
	       eng_file_unwritable(ctx, path, "written");
}

bool eng_sealing_start(eng_ctx *ctx, eng_arena *arena, const char *partial, const char *seed_file,
		       uint8_t seed[ENG_SEED_SIZE]) {
	const char *path = eng_path_join(arena, partial, ENG_SEED_FILE);
	const char *from = eng_file_exists(path) ? path : seed_file;
	eng_str bytes;

	if (!from) {
		return getrandom(seed, ENG_SEED_SIZE, 0) == ENG_SEED_SIZE
			   ? write_seed(ctx, arena, path, seed)
			   : eng_fail(ctx, "run.bad-seed", (eng_loc){ 0 },
				      "the system gives no random bytes for the run's seed");
	}
	if (!eng_file_read(ctx, arena, from, 4096, &bytes)) {
		return false;
	}
	if (bytes.n != ENG_SEED_SIZE) {
		return eng_fail(ctx, "run.bad-seed", (eng_loc){ from, 0, 0 },
				"a seed has %d bytes, this file has %zu", ENG_SEED_SIZE, bytes.n);
	}
	memcpy(seed, bytes.s, ENG_SEED_SIZE);
	return from == path || write_seed(ctx, arena, path, seed);
}

static bool hash_file(eng_ctx *ctx, eng_arena *arena, const char *dir, const char *name,
		      eng_hash *hash) {
	eng_hasher *hasher = eng_hasher_new();
	const char *path = eng_path_join(arena, dir, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char bytes[65536];
	ssize_t n = -1;

	while (fd >= 0 && (n = read(fd, bytes, sizeof(bytes))) > 0) {
		eng_hasher_add(hasher, bytes, (size_t)n);
	}
	if (fd >= 0) {
		close(fd);
	}
	*hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	return n == 0 || eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
				  "'%s' cannot be read: %s", path, strerror(errno));
}

static bool copy_file(eng_ctx *ctx, eng_arena *arena, const char *from, const char *to,
		      const char *name, eng_str *bytes) {
	return eng_file_read(ctx, arena, eng_path_join(arena, from, name), ctx->limits.file_bytes,
			     bytes) &&
	       eng_file_write(ctx, eng_path_join(arena, to, name), *bytes, false);
}

/* Hash of the last line of a log; zeros when there is none. */
static eng_hash head_of(eng_str log) {
	eng_str line = { 0 }, rest = log;
	eng_hash none = { 0 };

	while (rest.n) {
		eng_str_split(&rest, '\n', &line);
	}
	return line.n ? eng_hash_of(line.s, line.n) : none;
}

bool eng_sealing_trust(eng_ctx *ctx, eng_arena *arena, const char *library, const char *partial,
		       eng_seal *seal) {
	const char *log = eng_path_join(arena, library, ENG_AUDIT_FILE);
	const eng_policy *policy;
	eng_signature signature;
	eng_str bytes;
	char *id = eng_arena_alloc(arena, ENG_KEY_ID_TEXT);

	if (!eng_file_exists(eng_path_join(arena, library, "policy.yaml")) ||
	    !eng_file_exists(eng_path_join(arena, library, "policy.yaml.minisig"))) {
		return true;
	}
	policy = eng_policy_load(ctx, arena, library, NULL);
	if (!policy || !copy_file(ctx, arena, library, partial, "policy.yaml", &bytes)) {
		return false;
	}
	seal->policy_serial = policy->serial;
	seal->policy = eng_hash_of(bytes.s, bytes.n);
	if (!copy_file(ctx, arena, library, partial, "policy.yaml.minisig", &bytes) ||
	    !eng_signature_parse(ctx, arena, "policy.yaml.minisig", bytes, &signature)) {
		return false;
	}
	eng_key_id_text(signature.key_id, id);
	seal->root_key = id;
	if (eng_file_exists(log)) {
		if (!eng_file_read(ctx, arena, log, ctx->limits.artifact_bytes, &bytes)) {
			return false;
		}
		seal->audit_head = head_of(bytes);
	}
	return true;
}

bool eng_sealing_forget(eng_ctx *ctx, eng_arena *arena, const char *partial) {
	static const uint8_t nothing[ENG_SEED_SIZE];
	const char *path = eng_path_join(arena, partial, ENG_SEED_FILE);

	if (!eng_file_exists(path)) {
		return true;
	}
	return (write_bytes(path, 0, nothing) && unlink(path) == 0) ||
	       eng_file_unwritable(ctx, path, "destroyed");
}

static bool sign(eng_ctx *ctx, eng_arena *arena, const char *partial, eng_str statement,
		 const eng_secret_key *key, const eng_seal *seal) {
	char root[ENG_HASH_HEX];
	eng_buf text = { 0 };
	bool ok;

	eng_hash_hex(&seal->root, root);
	eng_signature_make(key, statement,
			   eng_str_printf(arena, "engross seal of %s, root %s", seal->run, root),
			   &text);
	ok = eng_file_write(ctx, eng_path_join(arena, partial, ENG_SEAL_FILE ".minisig"),
			    eng_buf_view(&text), false);
	eng_buf_finish(&text);
	return ok;
}

bool eng_sealing_finish(eng_ctx *ctx, eng_arena *arena, const char *partial, eng_str run_json,
			const eng_secret_key *key, eng_seal *seal) {
	eng_buf statement = { 0 };
	bool ok;

	seal->report = eng_seal_report_hash(run_json);
	ok = hash_file(ctx, arena, partial, "journal.ndjson", &seal->journal) &&
	     hash_file(ctx, arena, partial, "quarantine.ndjson", &seal->quarantine) &&
	     hash_file(ctx, arena, partial, ENG_KEPT_FILE, &seal->content);
	eng_seal_write(&statement, seal);
	ok = ok &&
	     eng_file_write(ctx, eng_path_join(arena, partial, ENG_SEAL_FILE),
			    eng_buf_view(&statement), false) &&
	     (!key || sign(ctx, arena, partial, eng_buf_view(&statement), key, seal));
	eng_buf_finish(&statement);
	return ok;
}
