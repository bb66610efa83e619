/* What hostile input can grow, and how far. Exceeding one is an ordinary diagnostic "limit.NAME". */
#ifndef ENG_BASE_LIMITS_H
#define ENG_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

typedef struct eng_limits {
	int depth;             /* nesting of elements or values: 256 */
	size_t attributes;     /* of one element: 1,000 */
	size_t token_bytes;    /* one name, value or text: 16 MiB */
	size_t marks;          /* combining marks in a row: 100 */
	size_t record_bytes;   /* source bytes of one record: 64 MiB */
	size_t record_nodes;   /* nodes of one record: 4,000,000 */
	size_t file_bytes;     /* a template, theme, strings or block file: 16 MiB */
	size_t document_nodes; /* nodes of one document: 8,000,000 */
	size_t pages;          /* pages of one document: 20,000 */
	size_t artifact_bytes; /* bytes of one artifact: 512 MiB */
	size_t arena_bytes;    /* arena bytes of one record: 1 GiB */
	uint64_t steps;        /* evaluation steps of one record: 500,000,000 */
	uint64_t pixels;       /* pixels of one image: 100,000,000 */
} eng_limits;

eng_limits eng_limits_default(void);

#endif
