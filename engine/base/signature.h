/* Detached signatures and public keys in the formats of minisign (Ed25519, RFC 8032; BLAKE2b,
 * RFC 7693), so that anyone can check with the stock program what was signed here, and the other
 * way round. Who may sign what is the business of compliance/policy. */
#ifndef ENG_BASE_SIGNATURE_H
#define ENG_BASE_SIGNATURE_H

#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"

#define ENG_KEY_ID_SIZE     8
#define ENG_KEY_ID_TEXT     17 /* 16 upper-case hex digits, as minisign shows an id, and a NUL */
#define ENG_PUBLIC_KEY_TEXT 57 /* 56 characters of base64 and a NUL */
#define ENG_SIGNATURE_LIMIT 16384

typedef struct eng_public_key {
	uint8_t id[ENG_KEY_ID_SIZE], bytes[32];
} eng_public_key;

/* The line of a public key ("RWQ..."), surrounding space allowed. Fails with signing.bad-key. */
bool eng_public_key_parse(eng_ctx *ctx, eng_loc where, eng_str text, eng_public_key *out);
/* The file that minisign writes: a comment line and the key, or the key alone. */
bool eng_public_key_load(eng_ctx *ctx, const char *path, eng_public_key *out);
void eng_public_key_text(const eng_public_key *key, char out[ENG_PUBLIC_KEY_TEXT]);
void eng_key_id_text(const uint8_t id[ENG_KEY_ID_SIZE], char out[ENG_KEY_ID_TEXT]);
bool eng_public_key_eq(const eng_public_key *a, const eng_public_key *b);

typedef struct eng_signature {
	eng_loc where; /* its file */
	uint8_t key_id[ENG_KEY_ID_SIZE];
	bool prehashed; /* over BLAKE2b-512 of the data, what minisign writes today */
	uint8_t bytes[64], comment_bytes[64];
	eng_str comment; /* the trusted one, NUL-terminated in the arena */
} eng_signature;

/* Reads a signature; strings go to the arena. Fails with signing.bad-format. */
bool eng_signature_parse(eng_ctx *ctx, eng_arena *arena, const char *file, eng_str text,
			 eng_signature *out);
bool eng_signature_load(eng_ctx *ctx, eng_arena *arena, const char *path, eng_signature *out);
/* True when this key made the signature over these bytes and over the trusted comment. Fails with
 * signing.other-key or signing.mismatch; what names the signed thing in the message. */
bool eng_signature_check(eng_ctx *ctx, const eng_signature *signature, const eng_public_key *key,
			 eng_str data, const char *what);

/* The same for the trusted comment alone, when the signed bytes are no longer at hand: it shows who
 * said so about which hash. */
bool eng_signature_check_comment(eng_ctx *ctx, const eng_signature *signature,
				 const eng_public_key *key, const char *what);

#endif
