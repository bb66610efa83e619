/* The policy: who may decide what in a library. policy.yaml names people, their keys and roles, what
 * each kind of file needs before it may be used, and what was revoked; the root key signs it. The
 * root's public key never comes from the library. Manual: docs/compliance.md. */
#ifndef ENG_COMPLIANCE_POLICY_H
#define ENG_COMPLIANCE_POLICY_H

#include "base/date.h"
#include "base/hash.h"
#include "base/signature.h"

#define ENG_POLICY_FILE      "policy.yaml"
#define ENG_POLICY_SIGNATURE "policy.yaml.minisig"
#define ENG_RUN_ROLE         "run" /* of who seals runs: usually a machine */
/* First digits of the id of keys that stand in public for demonstrations and tests: no policy under
 * another root accepts them. */
#define ENG_DEMONSTRATION_ID "DE300000"

typedef struct eng_person_key {
	eng_public_key key;
	eng_loc where;
	bool retired; /* what it signed up to that day counts */
	eng_date retired_on;
	bool compromised; /* nothing that it signed counts */
} eng_person_key;

typedef struct eng_person {
	eng_str id, name;
	eng_loc where;
	const eng_str *roles;
	size_t role_count;
	eng_person_key *keys;
	size_t key_count;
} eng_person;

/* What files of one kind need. */
typedef struct eng_requirement {
	eng_str kind; /* "blocks", "templates", ... */
	eng_loc where;
	const eng_str *roles; /* each must approve, every one through another person */
	size_t role_count;
	size_t people; /* at least so many persons; never less than role_count */
} eng_requirement;

typedef struct eng_revocation {
	eng_str path, reason;
	eng_hash hash;
	eng_loc where;
} eng_revocation;

typedef struct eng_policy {
	const char *path;
	eng_str name;
	int64_t serial; /* counts up with each change */
	eng_public_key root;
	bool has_root; /* false: read without a root, its signature unchecked */
	eng_hash hash;
	eng_person *people;
	size_t person_count;
	eng_requirement *requirements;
	size_t requirement_count;
	eng_revocation *revocations;
	size_t revocation_count;
	const eng_str *rules; /* packs that every run goes by */
	size_t rule_count;
} eng_policy;

/* Reads <library>/policy.yaml and checks the root's signature; root NULL: unchecked, for those who
 * write it. Everything lives in the arena. Fails with policy.*, signing.*, file.*, markup.*. */
eng_policy *eng_policy_load(eng_ctx *ctx, eng_arena *arena, const char *library,
			    const eng_public_key *root);
/* NULL when there is none. */
const eng_person *eng_policy_person(const eng_policy *policy, eng_str id);
/* Whose key that is; NULL when nobody's. */
const eng_person *eng_policy_holder(const eng_policy *policy, const uint8_t id[ENG_KEY_ID_SIZE],
				    const eng_person_key **key);
/* Who sealed a run with that key on that day (NULL: not known): its holder, in the role ENG_RUN_ROLE. NULL when
 * nobody could; *why says so behind "the key". */
const eng_person *eng_policy_sealer(const eng_policy *policy, const uint8_t id[ENG_KEY_ID_SIZE],
				    const eng_date *day, eng_public_key *key, const char **why);
bool eng_person_has_role(const eng_person *person, eng_str role);
/* The kind of a file of the library by its path: its first folder, "templates" for communications,
 * "rules" for rules.xml; empty for what needs nobody's approval (the policy and approvals). */
eng_str eng_policy_kind(eng_str path);
/* NULL when the policy does not name the kind: then nobody can approve such a file. */
const eng_requirement *eng_policy_requirement(const eng_policy *policy, eng_str kind);
/* The revocation of a file with these bytes; NULL when there is none. */
const eng_revocation *eng_policy_revocation(const eng_policy *policy, const eng_hash *hash);
bool eng_key_is_demonstration(const uint8_t id[ENG_KEY_ID_SIZE]);

#endif
