/* A decision of a person about a file's exact bytes: submitted, approved, rejected, revoked, commented. It is a
 * minisign signature whose trusted comment says what was decided; the files stand in
 * approvals/<path of the file>/ and can be checked with the stock program. */
#ifndef ENG_COMPLIANCE_DECISION_H
#define ENG_COMPLIANCE_DECISION_H

#include "base/date.h"
#include "base/secret-key.h"
#include "compliance/policy.h"

#define ENG_APPROVALS_DIR "approvals"
#define ENG_AUTHOR_ROLE   "author"

typedef enum eng_action {
	ENG_ACTION_SUBMIT,  /* by its author: this is ready to be judged */
	ENG_ACTION_APPROVE, /* in one of the roles that the policy asks for */
	ENG_ACTION_REJECT,  /* these bytes are never used */
	ENG_ACTION_REVOKE,  /* they were used and must not be any more */
	ENG_ACTION_COMMENT, /* said about them; decides nothing */
} eng_action;

typedef struct eng_decision {
	eng_action action;
	eng_str person, role, path; /* path below the library */
	eng_date date;              /* as the person's machine had it */
	eng_hash hash;              /* of the file's bytes */
	eng_str note;               /* why; one line, empty: nothing said */
	eng_signature signature;
	bool current; /* about the bytes that the file has now */
} eng_decision;

const char *eng_action_name(eng_action action);
bool eng_action_parse(eng_str name, eng_action *out);
/* The trusted comment that says all members but the signature. */
eng_str eng_decision_comment(eng_arena *arena, const eng_decision *decision);
/* The members from a signature's trusted comment. Fails with approval.bad-comment. */
bool eng_decision_parse(eng_ctx *ctx, eng_arena *arena, const eng_signature *signature,
			eng_decision *out);
/* The file that a decision has: <library>/approvals/<path>/<hash, 12 digits>.<action>.<person>.minisig. One
 * person may comment more than once: there the action is followed by 8 digits of the hash of date and note. */
const char *eng_decision_file(eng_arena *arena, const char *library, const eng_decision *decision);
/* Signs and gives the signature file's text in the arena. */
eng_str eng_decision_sign(eng_arena *arena, const eng_decision *decision, eng_str data,
			  const eng_secret_key *key);
/* Everything that can be said against a decision itself: the key is the person's and not lost, the
 * signature holds over data (NULL s: over its comment only), the person has the role. Fails with
 * approval.*, signing.*. */
bool eng_decision_check(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy,
			const eng_decision *decision, eng_str data);

#endif
