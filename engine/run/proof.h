/* The proof inside of a run: each artifact is read back (engine/verify) before it counts, and what was
 * found goes into its manifest line. */
#ifndef ENG_RUN_PROOF_H
#define ENG_RUN_PROOF_H

#include "archive/manifest.h"
#include "content/block.h"
#include "document/document.h"
#include "layout/layout.h"
#include "run/keep.h"
#include "verify/claim.h"

/* What one artifact was found to carry. */
typedef struct eng_proof {
	bool copy;         /* shows another artifact's content and certifies nothing */
	eng_claim *claims; /* of the blocks that it shows, in document order */
	size_t count;
	bool read;          /* there is a reader for its channel */
	eng_sighting *seen; /* by their place in the artifact */
	size_t seen_count;
} eng_proof;

typedef struct eng_prover eng_prover; /* one a worker: remembers what it read */

/* press: whose fonts pages are set in; it outlives the prover. */
eng_prover *eng_prover_new(eng_library *library, const char *const *channel_names,
			   eng_channel_set assembling, const eng_press *press);
void eng_prover_free(eng_prover *prover);

/* What the channel of this bit index is to show of the document's blocks. */
void eng_proof_claims(eng_ctx *ctx, eng_prover *prover, eng_arena *arena, const eng_document *doc,
		      int channel, eng_proof *proof);
/* Reads the artifact and fills proof. stands: on which pages parts with locked wording must be. False after
 * reporting verify.* where a block is not shown as it is locked. */
bool eng_proof_check(eng_ctx *ctx, eng_prover *prover, eng_arena *arena, const eng_document *doc,
		     int channel, eng_str bytes, const eng_part_stand *stands, size_t stand_count,
		     eng_proof *proof);
/* The certificates of the artifact's manifest line, in the arena: of each block that it shows, or, for a
 * copy, the bare names of what the document holds. */
const eng_manifest_block *eng_proof_certificates(eng_arena *arena, const eng_document *doc,
						 const eng_proof *proof, eng_approvers *approvers,
						 size_t *n);

/* The rules that held for the artifact of this channel, by file; it keeps them, or it would not be there. */
const eng_manifest_rules *eng_proof_rules(eng_arena *arena, const eng_document *doc, int channel,
					  eng_approvers *approvers, size_t *n);

#endif
