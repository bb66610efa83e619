/* What the commands about approvals share: a context that tells the caller, and the opened policy. */
#ifndef ENG_RUN_TRUST_H
#define ENG_RUN_TRUST_H

#include "compliance/approval.h"
#include "compliance/audit.h"
#include "engross-trust.h"

typedef struct eng_trust {
	const eng_trust_options *options;
	eng_ctx ctx;
	eng_arena arena;
	eng_policy *policy;
	eng_audit audit;
} eng_trust;

/* For what needs no policy yet. */
void eng_trust_init(eng_trust *t, const eng_trust_options *options);
/* Loads the policy under the root's key, and the audit log. False after reporting; finish it in any
 * case. */
bool eng_trust_open(eng_trust *t, const eng_trust_options *options);
void eng_trust_finish(eng_trust *t);
/* A day as callers give it. Fails with approval.bad-date. */
bool eng_trust_date(eng_trust *t, const char *text, eng_date *out);

#endif
