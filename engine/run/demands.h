/* Rules and blocks as demands on one artifact (verify/demand.h). */
#ifndef ENG_RUN_DEMANDS_H
#define ENG_RUN_DEMANDS_H

#include "document/document.h"
#include "run/proof.h"
#include "verify/demand.h"

/* What the document's rules, and the blocks that the channel shows, ask of its artifact. In the arena; user
 * of each is the rule, NULL for what a block asks for itself. */
const eng_demand *eng_demands_of(eng_ctx *ctx, const eng_prover *prover, eng_arena *arena,
				 const eng_document *doc, int channel, const eng_proof *proof,
				 size_t *n);
/* The version of a block that a document uses; NULL when the library has lost it. */
const eng_block_version *eng_prover_version(eng_ctx *ctx, const eng_prover *prover,
					    const eng_block_use *use);

#endif
