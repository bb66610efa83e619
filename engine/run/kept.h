/* Lines of content.ndjson read back: what run/keep.h wrote. */
#ifndef ENG_RUN_KEPT_H
#define ENG_RUN_KEPT_H

#include "base/hash.h"
#include "base/signature.h"
#include "verify/tree.h"

typedef struct eng_kept_file {
	bool job;     /* the run's job; path is then where it stood */
	eng_str path; /* below the library */
	eng_str bytes;
	eng_hash hash;
	const eng_json_node *decisions;
	size_t decision_count;
} eng_kept_file;

/* False when the line is none, or the bytes have not the hash that it states. bytes are in the arena or in
 * the line. */
bool eng_kept_read(eng_arena *arena, const eng_json_node *line, eng_kept_file *file);
/* The signatures of a file's decisions, decision_count of them in the arena. What cannot be read is
 * reported (signing.bad-format) and left zero. */
const eng_signature *eng_kept_decisions(eng_ctx *ctx, eng_arena *arena, const eng_kept_file *file);
/* Whether a certificate's approvals are those of eng_approvers_text. */
bool eng_kept_same(eng_arena *arena, const eng_json_node *approvals, eng_str text);

#endif
