/* Streams that were compressed before, kept for the next document: structure that has the same shape,
 * pieces of pages that say the same. A worker's own, bounded, and only a saving of time, since the
 * compressed bytes follow from the plain ones. */
#ifndef ENG_CHANNELS_COMMON_PDF_DEFLATE_MEMORY_H
#define ENG_CHANNELS_COMMON_PDF_DEFLATE_MEMORY_H

#include <stdint.h>

#include "base/str.h"

typedef struct eng_deflate_memory eng_deflate_memory;

eng_deflate_memory *eng_deflate_memory_new(void);
void eng_deflate_memory_free(eng_deflate_memory *memory);
/* The compressed bytes, until the next add; n is 0 when they are not remembered. hash: eng_mix_hash of the plain
 * bytes, and of what else the compressed ones follow from. */
eng_str eng_deflate_memory_find(const eng_deflate_memory *memory, uint64_t hash, eng_str plain);
/* Remembers a copy of both when the plain bytes come the second time. */
void eng_deflate_memory_add(eng_deflate_memory *memory, uint64_t hash, eng_str plain,
			    eng_str packed);

#endif
