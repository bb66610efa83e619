/* The library: the folder of all content, opened once per run. Loads and caches vocabularies,
 * strings, lookup tables, fragments and blocks; every file read is listed with its hash. */
#ifndef ENG_CONTENT_LIBRARY_H
#define ENG_CONTENT_LIBRARY_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/guard.h"
#include "base/hash.h"
#include "base/intern.h"
#include "data/vocabulary.h"
#include "expr/services.h"

typedef struct eng_library eng_library;

/* NULL after reporting library.unreadable. Owns an arena for all that is loaded from it. The context's
 * guard is asked about every file, now and later. */
eng_library *eng_library_open(eng_ctx *ctx, const char *path);
void eng_library_close(eng_library *library);
/* Says that the folder holds only what some run used, and asks it: rules may then name blocks, templates and
 * vocabularies that are not there. A library that is NULL, of a file by itself, is such a one. */
void eng_library_set_partial(eng_library *library);
bool eng_library_is_partial(const eng_library *library);
const char *eng_library_path(const eng_library *library);
eng_arena *eng_library_arena(eng_library *library);
/* The names of all vocabularies, maps and expressions; sources only look names up here. */
eng_names *eng_library_names(eng_library *library);
/* vocabularies/<name>.xml, cached. */
eng_vocabulary *eng_library_vocabulary(eng_ctx *ctx, eng_library *library, eng_str name,
				       eng_loc where);
/* Phrases of strings/ and tables of tables/ as expressions see them. */
const eng_services *eng_library_services(eng_library *library);
/* Warns of phrases that nothing loaded so far has used (strings.unused): for lint of all templates. */
void eng_library_unused_strings(eng_ctx *ctx, const eng_library *library);
/* Notes a file that counts, a second time without effect: what others read of the library (themes,
 * images, fonts) belongs to the list, too. False when the guard reported that it may not be used. */
bool eng_library_note_file(eng_ctx *ctx, eng_library *library, eng_str path, eng_hash hash);
/* Every file noted so far, sorted by path. */
void eng_library_files(const eng_library *library, const eng_content_file **files, size_t *n);

#endif
