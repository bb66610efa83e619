/* Secret keys in minisign's file format, protected by a password (scrypt, RFC 7914), and signing.
 *
 * Only the commands by which people decide, and the seal of a run, come here. A key stands in the
 * caller's storage and is wiped by eng_secret_key_finish. */
#ifndef ENG_BASE_SECRET_KEY_H
#define ENG_BASE_SECRET_KEY_H

#include "base/buf.h"
#include "base/signature.h"

typedef struct eng_secret_key {
	uint8_t id[ENG_KEY_ID_SIZE];
	uint8_t bytes[64]; /* seed and public key */
} eng_secret_key;

/* A fresh pair from the system's random source. */
void eng_secret_key_init(eng_secret_key *key);
void eng_secret_key_finish(eng_secret_key *key);
eng_public_key eng_secret_key_public(const eng_secret_key *key);

/* Whether the file is protected by a password, so that one is asked for only then. Fails with
 * signing.bad-key. */
bool eng_secret_key_is_protected(eng_ctx *ctx, const char *path, bool *out);
/* Opens a key file; password may be NULL for a key without protection. Fails with signing.bad-key,
 * signing.bad-password. */
bool eng_secret_key_load(eng_ctx *ctx, const char *path, const char *password, eng_secret_key *key);
/* Writes the key file, readable by its owner only; refuses to replace a file. password NULL or
 * empty: no protection. Fails with file.exists, file.unwritable. */
bool eng_secret_key_write(eng_ctx *ctx, const char *path, const eng_secret_key *key,
			  const char *password);

/* Appends a signature file: four lines. comment is signed with the data; it has no line breaks. */
void eng_signature_make(const eng_secret_key *key, eng_str data, eng_str comment, eng_buf *out);

#endif
