/* What the parts of the library share: reading a file below it and noting its hash. */
#ifndef ENG_CONTENT_LIBRARY_FILE_H
#define ENG_CONTENT_LIBRARY_FILE_H

#include "content/library.h"
#include "content/strings.h"
#include "content/tables.h"
#include "markup/xml.h"

/* Reads bytes of a file below the library, notes it. */
bool eng_library_read(eng_ctx *ctx, eng_library *library, const char *path, eng_str *out);
/* Parses an XML file below the library, notes it. *hash may be NULL. */
eng_xml_node *eng_library_xml(eng_ctx *ctx, eng_library *library, const char *path, eng_hash *hash);
eng_strings *eng_library_strings(const eng_library *library);
/* While a template is loaded, faults of the tables it names are reported to ctx; NULL: no longer. */
void eng_library_set_loading(eng_library *library, eng_ctx *ctx);
/* Whether a version of a block may be read at all: what the guard says. */
eng_standing eng_library_standing(eng_ctx *ctx, const eng_library *library, eng_str path);
/* The blocks that were loaded whole, in that order. */
struct eng_block;
void eng_library_add_block(eng_library *library, const struct eng_block *block);
const struct eng_block *const *eng_library_blocks(const eng_library *library, size_t *count);
/* A cache of loaded things by kind and name, for blocks and fragments. NULL when absent. */
void *eng_library_cached(const eng_library *library, const char *key);
void eng_library_cache(eng_library *library, const char *key, void *thing);

#endif
