/* The files of one chunk: made in a staging folder of its own, then renamed into place in the run's
 * folder, whole. A chunk that is placed counts only once the journal has its line. */
#ifndef ENG_RUN_STAGE_H
#define ENG_RUN_STAGE_H

#include "archive/pack.h"
#include "base/arena.h"
#include "base/diag.h"

typedef struct eng_stage eng_stage;

/* Where an artifact stands in the run's folder. */
typedef struct eng_place {
	const char *path;
	bool packed; /* with others in one file: pack says where */
	eng_pack_place pack;
} eng_place;

#define ENG_STAGE "stage" /* folder of the chunks that are being made, below the run's */
#define ENG_PARTS "parts" /* folder of the parts of manifest and quarantine */

/* A stage below the folder partial; stamp: time of what is packed. NULL after reporting. */
eng_stage *eng_stage_new(eng_ctx *ctx, const char *partial, eng_date stamp);
void eng_stage_free(eng_stage *stage);

/* Opens a chunk for writing. */
bool eng_stage_open(eng_ctx *ctx, eng_stage *stage, unsigned chunk);
/* Writes an artifact of the open chunk as a file of its own; place->path lives in the arena. */
bool eng_stage_file(eng_ctx *ctx, eng_stage *stage, eng_arena *arena, const char *channel,
		    const char *name, eng_str bytes, eng_place *place);
/* Adds it to the chunk's file of the channel, of the kind that the extension says ("zip", "mbox" or
 * lines). name and extension outlive the stage's chunk. */
bool eng_stage_packed(eng_ctx *ctx, eng_stage *stage, eng_arena *arena, const char *channel,
		      const char *extension, const char *name, eng_str bytes, eng_place *place);
/* Ends the open chunk: everything of it is in its staging folder. */
bool eng_stage_close(eng_ctx *ctx, eng_stage *stage, eng_str manifest, eng_str quarantine);

/* Renames a closed chunk's files, manifest part and quarantine part into place. arena: scratch. */
bool eng_stage_place(eng_ctx *ctx, eng_arena *arena, const char *partial, unsigned chunk);

#endif
