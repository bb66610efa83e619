/* A PDF file that is written to disk object by object: what has been said is forgotten, but for where it
 * stands (ISO 32000-1 7.5.7, 7.5.8). Knows ids and bytes, no pages.
 *
 * Ids are reserved first and filled in any order. Dictionaries gather into object streams. */
#ifndef ENG_PRINT_SPOOL_H
#define ENG_PRINT_SPOOL_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"

typedef struct eng_spool eng_spool;

/* NULL after reporting file.unwritable. path is borrowed. */
eng_spool *eng_spool_open(eng_ctx *ctx, const char *path);
/* Also of one that was not ended; its file then stays as it is. */
void eng_spool_free(eng_spool *spool);

/* The first of count ids. */
unsigned eng_spool_reserve(eng_spool *spool, unsigned count);
/* A dictionary or array. False after reporting file.unwritable or print.too-long. */
bool eng_spool_put(eng_spool *spool, unsigned id, eng_str value);
/* A stream of these bytes as they are to stand; dict without << >> and Length. */
bool eng_spool_data(eng_spool *spool, unsigned id, eng_str dict, eng_str data);
/* The same, compressed here. */
bool eng_spool_text(eng_spool *spool, unsigned id, eng_str dict, eng_str text);
/* The object that was written under this hash; 0: none. */
unsigned eng_spool_find(const eng_spool *spool, const eng_hash *hash);
void eng_spool_keep(eng_spool *spool, const eng_hash *hash, unsigned id);

/* Bytes written so far, and objects. */
uint64_t eng_spool_bytes(const eng_spool *spool);
unsigned eng_spool_objects(const eng_spool *spool);
/* Over everything written so far. */
eng_hash eng_spool_hash(eng_spool *spool);
/* Of the file, once it was ended. */
eng_hash eng_spool_file_hash(const eng_spool *spool);
/* Writes what is left, the cross-reference stream and the trailer, and closes the file. False after
 * reporting. */
bool eng_spool_end(eng_spool *spool, unsigned root, unsigned info);

#endif
