/* Secret keys as minisign keeps them: algorithms (2 bytes each: "Ed", "Sc" or two zero bytes, "B2"),
 * salt (32), scrypt's two limits (8 each, little endian), then key id, key and checksum under the key
 * stream that scrypt makes of the password. The checksum is BLAKE2b-256 over algorithm, id and key. */
#include "base/secret-key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { SALT = 32, CHECKSUM = 32, HIDDEN = ENG_KEY_ID_SIZE + 64 + CHECKSUM };

/* 1 GiB is what minisign itself asks for; a file that wants more is no key but an attack. */
#define MEMORY_LIMIT     1073741824u
#define OPERATIONS_LIMIT 33554432u

typedef struct key_file {
	uint8_t algorithm[2], protection[2], checksum[2];
	uint8_t salt[SALT];
	uint8_t operations[8], memory[8];
	uint8_t hidden[HIDDEN];
} key_file;

static const char comment_line[] = "untrusted comment: ";

static uint64_t little_endian(const uint8_t bytes[8]) {
	uint64_t value = 0;

	for (int i = 7; i >= 0; i--) {
		value = value << 8 | bytes[i];
	}
	return value;
}

static void put_little_endian(uint64_t value, uint8_t bytes[8]) {
	for (int i = 0; i < 8; i++) {
		bytes[i] = (uint8_t)(value >> 8 * i);
	}
}

static void checksum(const key_file *file, const eng_secret_key *key, uint8_t out[CHECKSUM]) {
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, CHECKSUM);
	crypto_generichash_update(&state, file->algorithm, sizeof(file->algorithm));
	crypto_generichash_update(&state, key->id, sizeof(key->id));
	crypto_generichash_update(&state, key->bytes, sizeof(key->bytes));
	crypto_generichash_final(&state, out, CHECKSUM);
}

static bool is_protected(const key_file *file) {
	return file->protection[0] != 0 || file->protection[1] != 0;
}

/* Puts the password's key stream over the hidden part; the same call hides and reveals. */
static bool apply_password(key_file *file, const char *password) {
	uint8_t stream[HIDDEN];

	if (crypto_pwhash_scryptsalsa208sha256(stream, sizeof(stream), password, strlen(password),
					       file->salt, little_endian(file->operations),
					       (size_t)little_endian(file->memory)) != 0) {
		return false;
	}
	for (size_t i = 0; i < sizeof(stream); i++) {
		file->hidden[i] ^= stream[i];
	}
	sodium_memzero(stream, sizeof(stream));
	return true;
}

/* ---- keys ---- */

void eng_secret_key_init(eng_secret_key *key) {
	uint8_t public_part[32];

	if (sodium_init() < 0) {
		eng_oom();
	}
	crypto_sign_keypair(public_part, key->bytes);
	randombytes_buf(key->id, sizeof(key->id));
}

void eng_secret_key_finish(eng_secret_key *key) {
	sodium_memzero(key, sizeof(*key));
}

eng_public_key eng_secret_key_public(const eng_secret_key *key) {
	eng_public_key out;

	memcpy(out.id, key->id, sizeof(out.id));
	memcpy(out.bytes, key->bytes + 32, sizeof(out.bytes));
	return out;
}

/* ---- files ---- */

static bool bad_key(eng_ctx *ctx, const char *path, const char *why) {
	return eng_fail(ctx, "signing.bad-key", ((eng_loc){ path, 0, 0 }),
			"'%s' is not a secret key of minisign: %s", path, why);
}

static bool parse_file(eng_ctx *ctx, const char *path, eng_str text, key_file *file) {
	const char *end;
	eng_str line;
	size_t n;

	if (!eng_str_starts(text, comment_line)) {
		return bad_key(ctx, path, "it should begin with 'untrusted comment: '");
	}
	eng_str_split(&text, '\n', &line);
	text = eng_str_trim(text);
	if (sodium_base642bin((uint8_t *)file, sizeof(*file), text.s, text.n, NULL, &n, &end,
			      sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    n != sizeof(*file) || end != text.s + text.n) {
		return bad_key(ctx, path, "its second line should be base64 of 158 bytes");
	}
	if (memcmp(file->algorithm, "Ed", 2) != 0 || memcmp(file->checksum, "B2", 2) != 0 ||
	    (is_protected(file) && memcmp(file->protection, "Sc", 2) != 0)) {
		return bad_key(ctx, path,
			       "it names other algorithms than Ed25519, scrypt, BLAKE2b");
	}
	if (is_protected(file) && (little_endian(file->memory) > MEMORY_LIMIT ||
				   little_endian(file->operations) > OPERATIONS_LIMIT)) {
		return bad_key(ctx, path, "its password would cost more than 1 GiB of memory");
	}
	return true;
}

static bool read_file(eng_ctx *ctx, const char *path, key_file *file) {
	eng_arena arena;
	eng_str text;
	bool ok;

	eng_arena_init(&arena);
	ok = eng_file_read(ctx, &arena, path, ENG_SIGNATURE_LIMIT, &text);
	if (ok) {
		ok = parse_file(ctx, path, text, file);
		sodium_memzero((char *)text.s, text.n);
	}
	eng_arena_finish(&arena);
	return ok;
}

bool eng_secret_key_is_protected(eng_ctx *ctx, const char *path, bool *out) {
	key_file file;
	bool ok = read_file(ctx, path, &file);

	*out = ok && is_protected(&file);
	sodium_memzero(&file, sizeof(file));
	return ok;
}

/* A key without protection may have no checksum: the stock program leaves it zero. That the public
 * half belongs to the seed is seen in either case. */
static bool is_whole(const key_file *file, const eng_secret_key *key) {
	const uint8_t *found = file->hidden + sizeof(key->id) + sizeof(key->bytes);
	uint8_t expected[CHECKSUM], public_part[32], both[64];
	bool ok;

	checksum(file, key, expected);
	ok = sodium_memcmp(expected, found, CHECKSUM) == 0 ||
	     (!is_protected(file) && sodium_is_zero(found, CHECKSUM));
	crypto_sign_seed_keypair(public_part, both, key->bytes);
	ok = ok && sodium_memcmp(both, key->bytes, sizeof(both)) == 0;
	sodium_memzero(both, sizeof(both));
	return ok;
}

static bool reveal(eng_ctx *ctx, const char *path, const char *password, key_file *file,
		   eng_secret_key *key) {
	if (is_protected(file) && !apply_password(file, password ? password : "")) {
		return bad_key(ctx, path, "there is not enough memory for its password");
	}
	memcpy(key->id, file->hidden, sizeof(key->id));
	memcpy(key->bytes, file->hidden + sizeof(key->id), sizeof(key->bytes));
	if (is_whole(file, key)) {
		return true;
	}
	eng_secret_key_finish(key);
	return is_protected(file) ? eng_fail(ctx, "signing.bad-password", ((eng_loc){ path, 0, 0 }),
					     "password does not open the key '%s'", path)
				  : bad_key(ctx, path, "its checksum is wrong");
}

bool eng_secret_key_load(eng_ctx *ctx, const char *path, const char *password,
			 eng_secret_key *key) {
	key_file file;
	bool ok;

	if (sodium_init() < 0) {
		eng_oom();
	}
	ok = read_file(ctx, path, &file) && reveal(ctx, path, password, &file, key);
	sodium_memzero(&file, sizeof(file));
	return ok;
}

static bool write_private(eng_ctx *ctx, const char *path, eng_str text) {
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	eng_loc where = { path, 0, 0 };
	bool ok;
	int error;

	if (fd < 0 && errno == EEXIST) {
		return eng_fail(ctx, "file.exists", where,
				"'%s' exists already; a key is never overwritten", path);
	}
	ok = fd >= 0 && eng_file_write_all(fd, text) && fsync(fd) == 0;
	error = errno;
	if (fd >= 0) {
		ok = close(fd) == 0 && ok;
	}
	if (!ok && fd >= 0) {
		unlink(path); /* half a key would stand in the way of the next */
	}
	errno = error;
	return ok || eng_file_unwritable(ctx, path, "written");
}

bool eng_secret_key_write(eng_ctx *ctx, const char *path, const eng_secret_key *key,
			  const char *password) {
	key_file file = { { 'E', 'd' }, { 0, 0 }, { 'B', '2' }, { 0 }, { 0 }, { 0 }, { 0 } };
	char base64[sodium_base64_ENCODED_LEN(sizeof(file), sodium_base64_VARIANT_ORIGINAL)];
	char id[ENG_KEY_ID_TEXT];
	eng_buf text = { 0 };
	bool ok = true;

	memcpy(file.hidden, key->id, sizeof(key->id));
	memcpy(file.hidden + sizeof(key->id), key->bytes, sizeof(key->bytes));
	checksum(&file, key, file.hidden + sizeof(key->id) + sizeof(key->bytes));
	if (password && *password) {
		memcpy(file.protection, "Sc", 2);
		randombytes_buf(file.salt, sizeof(file.salt));
		put_little_endian(OPERATIONS_LIMIT, file.operations);
		put_little_endian(MEMORY_LIMIT, file.memory);
		ok = apply_password(&file, password) ||
		     bad_key(ctx, path, "there is not enough memory for its password");
	}
	if (ok) {
		eng_key_id_text(key->id, id);
		sodium_bin2base64(base64, sizeof(base64), (const uint8_t *)&file, sizeof(file),
				  sodium_base64_VARIANT_ORIGINAL);
		eng_buf_printf(&text, "%ssecret key %s of engross\n%s\n", comment_line, id, base64);
		ok = write_private(ctx, path, eng_buf_view(&text));
		sodium_memzero(text.s, text.n);
		eng_buf_finish(&text);
	}
	sodium_memzero(&file, sizeof(file));
	sodium_memzero(base64, sizeof(base64));
	return ok;
}

/* ---- signing ---- */

static void add_base64(eng_buf *out, const uint8_t *bytes, size_t n) {
	size_t room = sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL);

	sodium_bin2base64(eng_buf_reserve(out, room), room, bytes, n,
			  sodium_base64_VARIANT_ORIGINAL);
	out->n += room - 1;
	eng_buf_char(out, '\n');
}

void eng_signature_make(const eng_secret_key *key, eng_str data, eng_str comment, eng_buf *out) {
	uint8_t hash[64], line[2 + ENG_KEY_ID_SIZE + 64] = { 'E', 'D' }, comment_bytes[64];
	uint8_t *signature = line + 2 + ENG_KEY_ID_SIZE;
	char id[ENG_KEY_ID_TEXT];
	eng_buf message = { 0 };

	memcpy(line + 2, key->id, ENG_KEY_ID_SIZE);
	crypto_generichash(hash, sizeof(hash), (const uint8_t *)data.s, data.n, NULL, 0);
	crypto_sign_detached(signature, NULL, hash, sizeof(hash), key->bytes);
	eng_buf_add(&message, signature, 64);
	eng_buf_str(&message, comment);
	crypto_sign_detached(comment_bytes, NULL, (const uint8_t *)message.s, message.n,
			     key->bytes);
	eng_buf_finish(&message);
	eng_key_id_text(key->id, id);
	eng_buf_printf(out, "%ssignature from engross, key %s\n", comment_line, id);
	add_base64(out, line, sizeof(line));
	eng_buf_printf(out, "trusted comment: %.*s\n", ENG_STR_ARG(comment));
	add_base64(out, comment_bytes, sizeof(comment_bytes));
}
