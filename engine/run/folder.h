/* A run's folder: made in "....partial", chunk by chunk, and published by one rename.
 *
 * Order of commit, always: all of a chunk's files in the staging folder; rename each channel's folder
 * and the chunk's parts into place; sync; its journal line; sync of the journal. A chunk has a journal
 * line or it never happened. */
#ifndef ENG_RUN_FOLDER_H
#define ENG_RUN_FOLDER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"

typedef struct eng_folder eng_folder;

/* Makes out/name.partial; fails with run.locked when another process works in it. What an interrupted run left in it is removed. */
eng_folder *eng_folder_new(eng_ctx *ctx, const char *out, const char *name);
/* Leaves the partial folder where it is, unless published. */
void eng_folder_free(eng_folder *folder);
/* The folder as users will see it, out/name. */
const char *eng_folder_path(const eng_folder *folder);

/* Opens the next chunk for writing. */
bool eng_folder_chunk(eng_ctx *ctx, eng_folder *folder, unsigned chunk);
/* Writes an artifact of the open chunk; *path (in the arena) is its final place in the run folder. */
bool eng_folder_artifact(eng_ctx *ctx, eng_folder *folder, eng_arena *arena, const char *channel,
			 const char *name, eng_str bytes, const char **path);
/* The same for a channel of lines: gathered, one file per chunk. *line counts from 1. */
bool eng_folder_line(eng_ctx *ctx, eng_folder *folder, eng_arena *arena, const char *channel,
		     const char *extension, eng_str bytes, const char **path, uint64_t *line);
/* Commits the open chunk with its manifest and quarantine lines and its journal line (without the
 * hash of the line before, which is added here). */
bool eng_folder_commit(eng_ctx *ctx, eng_folder *folder, eng_str manifest, eng_str quarantine,
		       eng_str journal);
/* Joins the parts in order of chunks into manifest.ndjson and quarantine.ndjson. */
bool eng_folder_join(eng_ctx *ctx, eng_folder *folder);
/* Path of a file inside the folder as it is now. */
const char *eng_folder_file(const eng_folder *folder, eng_arena *arena, const char *name);
/* Writes run.json and renames the folder: now it is a run. */
bool eng_folder_publish(eng_ctx *ctx, eng_folder *folder, eng_str run_json);

#endif
