/* The owner's password of PDF files, from a file. */
#ifndef ENG_RUN_OWNER_H
#define ENG_RUN_OWNER_H

#include "base/arena.h"
#include "base/diag.h"

/* The first line of the file at path; where: who names it. False after reporting pdf.owner-password or
 * file.unreadable. */
bool eng_owner_read(eng_ctx *ctx, eng_arena *arena, const char *path, eng_loc where, eng_str *out);

#endif
