/* Files: reading whole with a limit, writing atomically, and names that cannot leave a folder. */
#ifndef ENG_BASE_FILE_H
#define ENG_BASE_FILE_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/* Reads a whole file into the arena (NUL-terminated behind *out). Fails with file.unreadable or
 * limit.file-bytes. */
bool eng_file_read(eng_ctx *ctx, eng_arena *arena, const char *path, size_t limit, eng_str *out);
/* Writes beside the target, syncs when durable, renames over it. Fails with file.unwritable and
 * leaves no temporary behind. */
bool eng_file_write(eng_ctx *ctx, const char *path, eng_str data, bool durable);
/* Reports file.unwritable: the file or folder cannot be "written", "renamed" or the like, for the reason that
 * errno has. Returns false. */
bool eng_file_unwritable(eng_ctx *ctx, const char *path, const char *done);
/* Writes all bytes to an open file. False without a report: errno says why. */
bool eng_file_write_all(int fd, eng_str data);
/* Appends all of data and syncs, or cuts the file back to what it was: half a line, as a full disk leaves it, would
 * break the file for who reads it next. Fails with file.unwritable. */
bool eng_file_append(eng_ctx *ctx, const char *path, int fd, eng_str data);
/* Reads a line with its end, as getline does. Its length; 0 at the end of the file; negative without a
 * report when the system fails to read it (errno). */
ssize_t eng_file_line(FILE *file, char **line, size_t *room);
/* False for what is not there. Where the system cannot tell, it is taken to be there: whoever opens it is
 * told why, and nothing else is taken in its place. */
bool eng_file_exists(const char *path);
bool eng_file_is_dir(const char *path);
/* Whether it is a file, or a link to one, and no pipe or device, from which a read may never come back. */
bool eng_file_is_plain(const char *path);
/* The same for who would do harm where the file only could not be seen: *there false is sure, and so is true.
 * Fails with file.unreadable. */
bool eng_file_look(eng_ctx *ctx, const char *path, bool *there);
/* Makes a folder and its parents. */
bool eng_file_mkdirs(eng_ctx *ctx, const char *path);
/* Names in a folder (no "." names), sorted by bytes; directories included. */
bool eng_file_list(eng_ctx *ctx, eng_arena *arena, const char *path, const char *const **names,
		   size_t *n);
/* Expands a glob pattern, sorted by bytes; a pattern without wildcards gives itself. Fails with
 * file.no-match. */
bool eng_file_glob(eng_ctx *ctx, eng_arena *arena, const char *pattern, const char *const **paths,
		   size_t *n);

/* Joins with one slash; an absolute name stands for itself. */
const char *eng_path_join(eng_arena *arena, const char *dir, const char *name);
const char *eng_path_dir(eng_arena *arena, const char *path);
const char *eng_path_base(const char *path);
/* True for a relative path without empty, "." or ".." segments, backslashes and controls: one that
 * cannot leave its folder. Symbolic links inside a library are the library's own business. */
bool eng_path_is_safe(eng_str path);
/* An id made safe for a file name: [A-Za-z0-9._-] kept, all else "_", at most 64 bytes, never
 * starting with a dot, never empty. */
const char *eng_path_sanitise(eng_arena *arena, eng_str id);
/* True when the id matches [a-z0-9][a-z0-9-]*. */
bool eng_id_is_valid(eng_str id);

#endif
