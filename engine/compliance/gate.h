/* The gate before everything that goes out: a run opens it under the root's public key, and from then on
 * every file of content is checked against what people approved, by the hash of the bytes in use.
 *
 * Blocks and rules stand on approvals of their own; all else stands in the release of the template. */
#ifndef ENG_COMPLIANCE_GATE_H
#define ENG_COMPLIANCE_GATE_H

#include "compliance/approval.h"
#include "compliance/audit.h"
#include "compliance/release.h"

typedef struct eng_gate eng_gate;

/* A version of a block or a release that was not taken, because it is not approved (yet). */
typedef struct eng_passed_over {
	const char *path; /* below the library */
	eng_approval_state state;
	eng_str why; /* in words: what is missing, or the reason of a rejection */
} eng_passed_over;

/* What an earlier run went by: the policy under a root, and the log that it checked. */
typedef struct eng_gate_memory {
	eng_str root; /* its key id as text */
	eng_str name; /* of the policy */
	int64_t serial;
	eng_audit_mark mark;
} eng_gate_memory;

/* Reads policy, audit log and decisions of the library under the key in the file trust, and checks
 * them; NULL after reporting. What is remembered of the same policy saves checking the log's signatures
 * up to there again. Decisions are checked when they are used. The gate keeps both strings. */
eng_gate *eng_gate_open(eng_ctx *ctx, const char *library, const char *trust,
			const eng_gate_memory *memories, size_t count);
void eng_gate_close(eng_gate *gate);
/* To be put into the context while content is opened. */
const eng_guard *eng_gate_guard(const eng_gate *gate);
/* Takes the template's release of that number, 0: the highest approved one, and checks the library's
 * files against it. Fails with release.*, approval.*. */
bool eng_gate_take_release(eng_ctx *ctx, eng_gate *gate, eng_str template_id, int number,
			   eng_loc where);

const eng_policy *eng_gate_policy(const eng_gate *gate);
const eng_audit *eng_gate_audit(const eng_gate *gate);
/* NULL before one was taken. */
const eng_release *eng_gate_release(const eng_gate *gate);
/* How a file stands that was let through by approvals of its own: a version of a block, rules, the
 * release. Its approvals: eng_approval_next. NULL for any other path. */
const eng_approval *eng_gate_approval(const eng_gate *gate, eng_str path);
const eng_passed_over *eng_gate_passed_over(const eng_gate *gate, size_t *count);
/* Adds who approved what; for the fingerprint. */
void eng_gate_identify(const eng_gate *gate, eng_hasher *hasher);

#endif
