/* A run's folder: made in "....partial", chunk by chunk, and published by one rename.
 *
 * Order of commit, always: all of a chunk's files in a staging folder; rename them and the chunk's
 * parts into place (run/stage.h); sync; its journal line; sync of the journal (run/journal.h). A chunk
 * has a journal line or it never happened. */
#ifndef ENG_RUN_FOLDER_H
#define ENG_RUN_FOLDER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"

typedef struct eng_folder eng_folder;

typedef enum eng_folder_kind {
	ENG_FOLDER_RUN,
	ENG_FOLDER_SHARD, /* its parts stay, and its report is shard.json */
} eng_folder_kind;

/* Makes out/name.partial; fails with run.locked when another process works in it. What an interrupted run
 * left in it is removed, unless it is kept to be resumed. */
eng_folder *eng_folder_new(eng_ctx *ctx, const char *out, const char *name, eng_folder_kind kind,
			   bool keep);
/* Leaves the partial folder where it is, unless published. */
void eng_folder_free(eng_folder *folder);
/* The folder as users will see it, out/name. */
const char *eng_folder_path(const eng_folder *folder);

/* The folder as it is while the run is made, out/name.partial. */
const char *eng_folder_partial(const eng_folder *folder);
/* Removes a file, or a folder with all that is in it; one that is not there is fine. */
bool eng_folder_remove(eng_ctx *ctx, const char *path);
/* Removes what a worker left of a chunk in the stage. */
bool eng_folder_drop(eng_ctx *ctx, eng_folder *folder, unsigned chunk);
/* Path of a file inside the folder as it is now. */
const char *eng_folder_file(const eng_folder *folder, eng_arena *arena, const char *name);
/* Writes the report, behind everything else, and finishes. */
bool eng_folder_publish(eng_ctx *ctx, eng_folder *folder, eng_str report);
/* Whether all is written and the folder is only to be finished. False after reporting. */
bool eng_folder_look(eng_ctx *ctx, const eng_folder *folder, eng_arena *arena, bool *whole);
/* Removes what only served the making and renames the folder: now it is a run. */
bool eng_folder_finish(eng_ctx *ctx, eng_folder *folder);

#endif
