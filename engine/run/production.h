/* What makes a run one of production: its gate, the policy and audit log it goes by, and that neither is
 * older than what an earlier run here went by. */
#ifndef ENG_RUN_PRODUCTION_H
#define ENG_RUN_PRODUCTION_H

#include "archive/seal.h"
#include "base/secret-key.h"
#include "compliance/gate.h"
#include "compliance/rules.h"
#include "engross.h"
#include "markup/json-write.h"
#include "run/job.h"

#define ENG_PRODUCTION_RECORD "policy-serial" /* beside the run folders */

/* Opens the gate that the options ask for, with the release of the job's template. *gate is NULL for a
 * draft. False after reporting usage.trust, policy.*, audit.*, approval.*, release.*. */
bool eng_production_open(eng_ctx *ctx, eng_arena *arena, const eng_run_options *options,
			 const eng_job *job, eng_gate **gate);
/* Whether the policy lets the key of that file seal runs that go out. Fails with run.bad-signer. */
bool eng_production_may_seal(eng_ctx *ctx, const eng_policy *policy, const char *path,
			     const eng_secret_key *key);
/* Whether the rules in force are all that the policy asks every run to go by. gate NULL: a draft, which may do
 * without. Fails with rule.required. */
bool eng_production_rules(eng_ctx *ctx, const eng_gate *gate, const eng_rules *rules);
/* Leaves in the output folder (NULL: none) by which policy and log the run goes. True for a draft. */
bool eng_production_record(eng_ctx *ctx, eng_arena *arena, const eng_gate *gate,
			   const char *folder);
/* Names the release in the seal; nothing for a draft. */
void eng_production_seal(const eng_gate *gate, eng_seal *seal);
/* Members of run.json; nothing for a draft. */
void eng_production_report(const eng_gate *gate, eng_json_writer *w);
/* Lines for people: the release, and what was not used because it is not approved. */
void eng_production_summary(const eng_gate *gate, FILE *out);

#endif
