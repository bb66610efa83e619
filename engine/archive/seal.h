/* What makes a run provable for years: a Merkle tree over its manifest lines, each salted so that a leaf
 * tells nothing about a line that was erased, and a statement that binds its root to the run.
 *
 *     salts.ndjson   a line an artifact: which leaf, which salt. Deleting it (with the manifest line)
 *                    erases; the leaf's hash stays, and all else still proves
 *     leaves.txt     the hashes of the leaves, one a line, in the order of the manifest
 *     content.ndjson the job and the content that made the run, with the decisions that let it through
 *     seal.json      the statement, one line; seal.json.minisig its signature, when the run has a key */
#ifndef ENG_ARCHIVE_SEAL_H
#define ENG_ARCHIVE_SEAL_H

#include "archive/merkle.h"
#include "base/buf.h"
#include "base/diag.h"

#define ENG_SEED_SIZE   32
#define ENG_SEAL_FILE   "seal.json"
#define ENG_SALTS_FILE  "salts.ndjson"
#define ENG_LEAVES_FILE "leaves.txt"
#define ENG_KEPT_FILE   "content.ndjson"
#define ENG_SEAL_FORMAT "engross-seal-1"

typedef struct eng_seal {
	const char *run; /* name of its folder */
	eng_hash fingerprint;
	uint64_t leaves;
	eng_hash root;
	eng_hash report, journal, quarantine,
	    content;                 /* of run.json (without what was observed) and the others */
	int64_t policy_serial;       /* 0: no policy */
	const char *root_key;        /* id of the key that signed the policy; NULL: none */
	eng_hash policy, audit_head; /* of policy.yaml; of the log's last line; zeros: none */
	const eng_hash *retries; /* of the seal of the run whose quarantine this retried; NULL */
	const char *release;         /* path of the template's release; NULL: a draft */
	eng_hash release_hash;
} eng_seal;

/* The salt of an artifact: HMAC-SHA256 (RFC 2104) under the seed of "ordinal|channel", with "|n" behind
 * it for the n-th file of the channel from the second on. */
eng_hash eng_seal_salt(const uint8_t seed[ENG_SEED_SIZE], uint64_t ordinal, eng_str channel,
		       unsigned file);
/* The leaf of a manifest line (without its line feed). */
eng_hash eng_seal_leaf(const eng_hash *salt, eng_str line);

/* Reads manifest.ndjson of the folder, writes salts and leaves beside it and sets seal->leaves and
 * seal->root. Fails with file.*, archive.bad-manifest. */
bool eng_seal_salts(eng_ctx *ctx, eng_arena *arena, const char *dir,
		    const uint8_t seed[ENG_SEED_SIZE], eng_seal *seal);
/* The hash of run.json without its member "observed", which no other run repeats. */
eng_hash eng_seal_report_hash(eng_str run_json);
/* Appends the statement and a line feed. */
void eng_seal_write(eng_buf *out, const eng_seal *seal);

#endif
