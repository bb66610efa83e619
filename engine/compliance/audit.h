/* The audit log of a library: audit.ndjson, one line a change of state, each holding the hash of the
 * line before it and signed by who made the change. Altered, missing, reordered and inserted lines
 * show by themselves; a log cut at its end shows against the head that every sealed run recorded. */
#ifndef ENG_COMPLIANCE_AUDIT_H
#define ENG_COMPLIANCE_AUDIT_H

#include "compliance/decision.h"

#define ENG_AUDIT_FILE   "audit.ndjson"
#define ENG_AUDIT_ROOT   "root" /* person and role of the root key, which signs policies */
#define ENG_AUDIT_POLICY "policy"
#define ENG_AUDIT_SERIAL "serial " /* begins the note of a policy */

typedef struct eng_audit_entry {
	int64_t number;    /* from 1 */
	eng_hash previous; /* of the line before, without its line feed; zeros for the first */
	eng_str action;    /* "submit", "approve", "reject", "revoke", "comment", "policy" */
	eng_str person, role, path, note;
	eng_date date;
	eng_hash hash; /* of the file's bytes */
	eng_loc where;
} eng_audit_entry;

typedef struct eng_audit {
	eng_audit_entry *entries;
	size_t count;
	eng_hash head; /* of the last line; zeros for an empty log */
} eng_audit;

/* How far a log was checked before. */
typedef struct eng_audit_mark {
	size_t entries;
	eng_hash head; /* of the last of them */
} eng_audit_mark;

eng_audit_entry eng_audit_entry_of(const eng_decision *decision);
/* Reads and checks the whole log: its chain and, with the policy's keys, its signatures. No file is an
 * empty log. Fails with audit.*, signing.*. */
bool eng_audit_load(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy, const char *library,
		    eng_audit *out);
/* The same for a log whose lines up to the mark were checked before, under the same policy: their chain is
 * checked again, and their signatures unless the chain leads to the mark's head. */
bool eng_audit_load_behind(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy,
			   const char *library, const eng_audit_mark *mark, eng_audit *out);
/* Appends an entry behind the last, number and previous filled in, and syncs it. Two writers wait for
 * each other. */
bool eng_audit_add(eng_ctx *ctx, eng_arena *arena, const char *library, eng_audit_entry entry,
		   const eng_secret_key *key);
/* For lines whose signature is made elsewhere: the place behind the last line of the log, what is to be
 * signed, and under which trusted comment. */
void eng_audit_place(const eng_audit *audit, eng_audit_entry *entry);
eng_str eng_audit_line_text(eng_arena *arena, const eng_audit_entry *entry);
eng_str eng_audit_line_comment(eng_arena *arena, const eng_audit_entry *entry);
/* Appends such an entry when it still belongs behind the last line (else audit.moved) and its person signed
 * it. signature: the text of a minisign signature. */
bool eng_audit_enter(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy, const char *library,
		     const eng_audit_entry *entry, eng_str signature);
/* The hash of the line of that number, counted from 1; it must be there. */
eng_hash eng_audit_line_hash(const eng_audit *audit, size_t number);
/* Compares the log with the decisions in approvals/: each has its counterpart. Fails with
 * audit.no-decision, audit.not-logged. */
bool eng_audit_compare(eng_ctx *ctx, eng_arena *arena, const eng_audit *audit, const char *library);
/* The same by the names of the decisions' files, which say file, hash, action and person: only those that
 * the log does not expect are read. Who uses a decision asks for it by itself. */
bool eng_audit_compare_names(eng_ctx *ctx, eng_arena *arena, const eng_audit *audit,
			     const char *library);
/* The decision stands in the log. Fails with audit.not-logged. */
bool eng_audit_require(eng_ctx *ctx, const eng_audit *audit, const eng_decision *decision);

/* Reads a policy under its root and the log, and checks all of one against the other: signatures, chain,
 * decisions, the policy that was signed last. */
bool eng_audit_open(eng_ctx *ctx, eng_arena *arena, const char *library, const eng_public_key *root,
		    eng_policy **policy, eng_audit *out);

/* What the log says of the last policy that the root signed; false when it names none. */
bool eng_audit_last_policy(const eng_audit *audit, int64_t *serial, eng_hash *hash);
/* The policy is the one that the root signed last. Fails with policy.rollback. */
bool eng_audit_check_policy(eng_ctx *ctx, const eng_audit *audit, const eng_policy *policy);

#endif
