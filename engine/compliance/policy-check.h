/* What a policy must fulfil once it is read; used by policy.c only. */
#ifndef ENG_COMPLIANCE_POLICY_CHECK_H
#define ENG_COMPLIANCE_POLICY_CHECK_H

#include "compliance/policy.h"

/* Fails with policy.* and reports every fault. */
bool eng_policy_check(eng_ctx *ctx, eng_arena *arena, const eng_policy *policy);

#endif
