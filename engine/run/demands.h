/* Rules and blocks as demands on one artifact (verify/demand.h). */
#ifndef ENG_RUN_DEMANDS_H
#define ENG_RUN_DEMANDS_H

#include "compliance/rules.h"
#include "run/proof.h"
#include "verify/demand.h"

/* What the document's rules, and the blocks that the channel shows, ask of its artifact. In the arena; user
 * of each is the rule, NULL for what a block asks for itself. */
const eng_demand *eng_demands_of(eng_ctx *ctx, const eng_prover *prover, eng_arena *arena,
				 const eng_document *doc, int channel, const eng_proof *proof,
				 size_t *n);
/* The same of an artifact that is judged afterwards: claims with what the file of each asks, and the rules that
 * its line names. pages: of a channel that makes pages. */
const eng_demand *eng_demands_of_kept(eng_arena *arena, const eng_claim *claims,
				      const eng_prominence *looks, size_t claim_count,
				      const eng_content_rule *const *rules, size_t rule_count,
				      bool pages, size_t *n);
/* The version of a block that a document uses; NULL when the library has lost it. */
const eng_block_version *eng_prover_version(eng_ctx *ctx, const eng_prover *prover,
					    const eng_block_use *use);

#endif
