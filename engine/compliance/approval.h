/* The state of a file of the library: what was decided about its bytes, by whom, and what is missing
 * until it may be used. */
#ifndef ENG_COMPLIANCE_APPROVAL_H
#define ENG_COMPLIANCE_APPROVAL_H

#include "compliance/decision.h"

typedef enum eng_approval_state {
	ENG_APPROVAL_NEW,     /* nobody submitted it */
	ENG_APPROVAL_CHANGED, /* decisions exist, but about other bytes */
	ENG_APPROVAL_WAITING, /* submitted; approvals are missing */
	ENG_APPROVAL_APPROVED,
	ENG_APPROVAL_REJECTED,
	ENG_APPROVAL_REVOKED,
} eng_approval_state;

typedef struct eng_approval {
	const char *path; /* below the library */
	eng_str data;     /* its bytes */
	eng_hash hash;
	eng_approval_state state;
	eng_str *roles; /* that must approve */
	size_t role_count, people;
	eng_decision *decisions; /* sorted by date, then as submit, approve, reject, revoke */
	size_t decision_count;
	eng_str missing; /* in words; empty when nothing is missing */
	eng_str reason;  /* of a rejection or revocation */
} eng_approval;

const char *eng_approval_state_name(eng_approval_state state);
/* Reads the file, all decisions about it, and draws the conclusion. Every decision that does not hold
 * is an error, since nobody makes one by mistake: approval.*, signing.*, file.*. */
bool eng_approval_load(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy,
		       const char *library, const char *path, eng_approval *out);
/* The same of bytes and signatures that are at hand, such as those that a run kept: no file is read, and no
 * log asked. signatures outlive out. */
bool eng_approval_judge(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy, const char *path,
			eng_str data, const eng_signature *signatures, size_t n, eng_approval *out);
/* The approvals that cover the bytes as they are, one a call: *at begins with 0. NULL behind the last. Who,
 * in which role and when stands in the decision, its file in signature.where.file. */
const eng_decision *eng_approval_next(const eng_approval *approval, size_t *at);
/* Whether the file may be used; says why not (approval.not-approved and so on) and what would mend
 * it. */
bool eng_approval_require(eng_ctx *ctx, const eng_approval *approval, eng_loc where);

#endif
