/* The recipients that a run has composed, known by the SHA-256 of their ids: exact, and in a memory that
 * does not grow with them. What does not fit is kept in sorted files without a name. */
#ifndef ENG_RUN_SEEN_H
#define ENG_RUN_SEEN_H

#include "base/diag.h"
#include "base/hash.h"

typedef struct eng_seen eng_seen;

/* Files are made in the folder, and removed from it at once. */
eng_seen *eng_seen_new(const char *folder);
void eng_seen_free(eng_seen *seen);
/* Adding what is there already is fine. False after reporting file.unwritable. */
bool eng_seen_add(eng_ctx *ctx, eng_seen *seen, const eng_hash *hash);
/* False after reporting file.unreadable; *found says whether it was added. */
bool eng_seen_has(eng_ctx *ctx, const eng_seen *seen, const eng_hash *hash, bool *found);

#endif
