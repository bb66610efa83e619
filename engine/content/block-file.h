/* Between the store of blocks and the reader of one file. */
#ifndef ENG_CONTENT_BLOCK_FILE_H
#define ENG_CONTENT_BLOCK_FILE_H

#include "content/compile.h"

/* NULL after reporting block.* or template.*. c: a compiler of kind ENG_FILE_BLOCK. */
eng_block_version *eng_block_file_load(eng_compiler *c, eng_str id, const char *file_name);
/* The library frees the compiled pattern when it closes. */
void eng_library_keep_regexp(eng_library *library, void *regexp);

#endif
