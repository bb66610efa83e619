/* Data maps: maps/<id>.xml turns a foreign record into the vocabulary. */
#ifndef ENG_CONTENT_MAP_H
#define ENG_CONTENT_MAP_H

#include "base/diag.h"
#include "content/library.h"
#include "data/record.h"
#include "data/vocabulary.h"

typedef struct eng_map eng_map;

/* NULL after reporting map.*: unknown names, and what the vocabulary requires and the map does not
 * make. Lives in the library's arena. */
eng_map *eng_map_load(eng_ctx *ctx, eng_library *library, eng_str id);
/* Record root names in source notation ("{uri}local", space separated), for eng_source_options. */
eng_str eng_map_records(const eng_map *map);
/* Names to keep reachable ("keep" of the map), same notation. */
eng_str eng_map_keep(const eng_map *map);
eng_str eng_map_makes(const eng_map *map);
/* The places of the rules that make the names of that declaration of its vocabulary, at most max of them; how
 * many it wrote. */
size_t eng_map_places(const eng_map *map, const eng_decl *decl, eng_loc *places, size_t max);
/* Whether this map is for records with that root. */
bool eng_map_matches(const eng_map *map, const eng_record *record);

#endif
