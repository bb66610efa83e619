/* The folder that an assembly leaves: it is written beside its place, and named when all is complete. */
#ifndef ENG_PRINT_FOLDER_H
#define ENG_PRINT_FOLDER_H

#include "base/arena.h"
#include "base/diag.h"

/* The folder to write into, with nothing of an assembly that came to no end in it; NULL after reporting
 * print.out-exists or file.*. */
const char *eng_print_folder_make(eng_ctx *ctx, eng_arena *arena, const char *out);
/* Gives it its name. False after reporting file.unwritable. */
bool eng_print_folder_name(eng_ctx *ctx, const char *dir, const char *out);
/* Removes it with what was written, as far as that can be. */
void eng_print_folder_drop(eng_ctx *ctx, eng_arena *arena, const char *dir);

#endif
