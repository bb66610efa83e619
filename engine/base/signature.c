/* Checking minisign signatures through libsodium.
 *
 * A signature file has four lines: an untrusted comment, base64 of algorithm (2 bytes, "Ed" over the
 * data itself or "ED" over its BLAKE2b-512), key id (8) and signature (64), the trusted comment, and
 * base64 of a second signature over the first one's bytes and that comment. */
#include "base/signature.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

enum { KEY_BYTES = 2 + ENG_KEY_ID_SIZE + 32, SIGNATURE_BYTES = 2 + ENG_KEY_ID_SIZE + 64 };

static const char untrusted_prefix[] = "untrusted comment: ";
static const char trusted_prefix[] = "trusted comment: ";

/* Base64 of exactly size bytes, nothing behind it. */
static bool decode(eng_str text, uint8_t *out, size_t size) {
	const char *end;
	size_t n;

	return sodium_base642bin(out, size, text.s, text.n, NULL, &n, &end,
				 sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       n == size && end == text.s + text.n;
}

void eng_key_id_text(const uint8_t id[ENG_KEY_ID_SIZE], char out[ENG_KEY_ID_TEXT]) {
	for (int i = 0; i < ENG_KEY_ID_SIZE; i++) {
		snprintf(out + 2 * i, 3, "%02X", id[ENG_KEY_ID_SIZE - 1 - i]);
	}
}

/* ---- public keys ---- */

bool eng_public_key_parse(eng_ctx *ctx, eng_loc where, eng_str text, eng_public_key *out) {
	uint8_t bytes[KEY_BYTES];

	text = eng_str_trim(text);
	if (!decode(text, bytes, sizeof(bytes)) || memcmp(bytes, "Ed", 2) != 0) {
		return eng_fail(
		    ctx, "signing.bad-key", where,
		    "not a public key: 56 characters that begin with 'RW' are expected");
	}
	memcpy(out->id, bytes + 2, ENG_KEY_ID_SIZE);
	memcpy(out->bytes, bytes + 2 + ENG_KEY_ID_SIZE, sizeof(out->bytes));
	return true;
}

bool eng_public_key_load(eng_ctx *ctx, const char *path, eng_public_key *out) {
	eng_loc where = { path, 1, 1 };
	eng_str text, line;
	eng_arena arena;
	bool ok;

	eng_arena_init(&arena);
	ok = eng_file_read(ctx, &arena, path, ENG_SIGNATURE_LIMIT, &text);
	if (ok) {
		if (eng_str_starts(text, untrusted_prefix)) {
			eng_str_split(&text, '\n', &line);
			where.line = 2;
		}
		ok = eng_public_key_parse(ctx, where, text.s ? text : ENG_STR(""), out);
	}
	eng_arena_finish(&arena);
	return ok;
}

void eng_public_key_text(const eng_public_key *key, char out[ENG_PUBLIC_KEY_TEXT]) {
	uint8_t bytes[KEY_BYTES] = { 'E', 'd' };

	memcpy(bytes + 2, key->id, ENG_KEY_ID_SIZE);
	memcpy(bytes + 2 + ENG_KEY_ID_SIZE, key->bytes, sizeof(key->bytes));
	sodium_bin2base64(out, ENG_PUBLIC_KEY_TEXT, bytes, sizeof(bytes),
			  sodium_base64_VARIANT_ORIGINAL);
}

bool eng_public_key_eq(const eng_public_key *a, const eng_public_key *b) {
	return memcmp(a->id, b->id, sizeof(a->id)) == 0 &&
	       memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

/* ---- signatures ---- */

static bool bad_format(eng_ctx *ctx, const char *file, int line, const char *expected) {
	return eng_fail(ctx, "signing.bad-format", ((eng_loc){ file, line, 1 }),
			"not a signature of minisign: %s is expected here", expected);
}

/* The next line without its ending. */
static eng_str take_line(eng_str *rest) {
	eng_str line = { "", 0 };

	eng_str_split(rest, '\n', &line);
	if (eng_str_ends(line, "\r")) {
		line.n--;
	}
	return line;
}

bool eng_signature_parse(eng_ctx *ctx, eng_arena *arena, const char *file, eng_str text,
			 eng_signature *out) {
	uint8_t bytes[SIGNATURE_BYTES];
	eng_str rest = text, comment;

	if (!eng_str_starts(take_line(&rest), untrusted_prefix)) {
		return bad_format(ctx, file, 1, "'untrusted comment: ...'");
	}
	if (!decode(take_line(&rest), bytes, sizeof(bytes)) || bytes[0] != 'E' ||
	    (bytes[1] != 'd' && bytes[1] != 'D')) {
		return bad_format(ctx, file, 2, "the base64 of an Ed25519 signature");
	}
	comment = take_line(&rest);
	if (!eng_str_starts(comment, trusted_prefix)) {
		return bad_format(ctx, file, 3, "'trusted comment: ...'");
	}
	if (!decode(take_line(&rest), out->comment_bytes, sizeof(out->comment_bytes))) {
		return bad_format(ctx, file, 4, "the base64 of the comment's signature");
	}
	if (rest.s && !eng_str_blank(rest)) {
		return bad_format(ctx, file, 5, "the end of the file");
	}
	out->where = (eng_loc){ eng_arena_strdup(arena, file), 0, 0 };
	out->prehashed = bytes[1] == 'D';
	memcpy(out->key_id, bytes + 2, ENG_KEY_ID_SIZE);
	memcpy(out->bytes, bytes + 2 + ENG_KEY_ID_SIZE, sizeof(out->bytes));
	out->comment =
	    eng_str_copy(arena, eng_str_sub(comment, sizeof(trusted_prefix) - 1, comment.n));
	return true;
}

bool eng_signature_load(eng_ctx *ctx, eng_arena *arena, const char *path, eng_signature *out) {
	eng_str text;

	return eng_file_read(ctx, arena, path, ENG_SIGNATURE_LIMIT, &text) &&
	       eng_signature_parse(ctx, arena, path, text, out);
}

/* The comment is bound to the signature it stands beside. */
static bool comment_is_signed(const eng_signature *s, const eng_public_key *key) {
	uint8_t *message = eng_malloc(sizeof(s->bytes) + s->comment.n);
	bool ok;

	memcpy(message, s->bytes, sizeof(s->bytes));
	memcpy(message + sizeof(s->bytes), s->comment.s, s->comment.n);
	ok = crypto_sign_verify_detached(s->comment_bytes, message, sizeof(s->bytes) + s->comment.n,
					 key->bytes) == 0;
	free(message);
	return ok;
}

static bool data_is_signed(const eng_signature *s, const eng_public_key *key, eng_str data) {
	uint8_t hash[64];

	if (!s->prehashed) {
		return crypto_sign_verify_detached(s->bytes, (const uint8_t *)data.s, data.n,
						   key->bytes) == 0;
	}
	crypto_generichash(hash, sizeof(hash), (const uint8_t *)data.s, data.n, NULL, 0);
	return crypto_sign_verify_detached(s->bytes, hash, sizeof(hash), key->bytes) == 0;
}

static bool check_key_id(eng_ctx *ctx, const eng_signature *signature, const eng_public_key *key,
			 const char *what) {
	char made_by[ENG_KEY_ID_TEXT], expected[ENG_KEY_ID_TEXT];

	if (memcmp(signature->key_id, key->id, ENG_KEY_ID_SIZE) == 0) {
		return true;
	}
	eng_key_id_text(signature->key_id, made_by);
	eng_key_id_text(key->id, expected);
	return eng_fail(ctx, "signing.other-key", signature->where,
			"signature of '%s' was made with key %s, key %s is expected", what, made_by,
			expected);
}

bool eng_signature_check_comment(eng_ctx *ctx, const eng_signature *signature,
				 const eng_public_key *key, const char *what) {
	return check_key_id(ctx, signature, key, what) &&
	       (comment_is_signed(signature, key) ||
		eng_fail(ctx, "signing.mismatch", signature->where,
			 "trusted comment of the signature of '%s' was changed after the signature",
			 what));
}

bool eng_signature_check(eng_ctx *ctx, const eng_signature *signature, const eng_public_key *key,
			 eng_str data, const char *what) {
	if (!check_key_id(ctx, signature, key, what)) {
		return false;
	}
	if (!data_is_signed(signature, key, data)) {
		return eng_fail(ctx, "signing.mismatch", signature->where,
				"'%s' is not what was signed: it was changed after the signature",
				what);
	}
	return eng_signature_check_comment(ctx, signature, key, what);
}
