/* A file of a finished run read line by line, so that memory does not grow with the run. */
#ifndef ENG_RUN_LINES_H
#define ENG_RUN_LINES_H

#include <stdio.h>

#include "base/diag.h"
#include "base/hash.h"

#define ENG_LINES_MOST (64u << 20) /* bytes of one line */

typedef struct eng_lines {
	FILE *file; /* NULL: there is no such file */
	const char *path;
	char *line;
	size_t size;
	uint64_t number;  /* of the last line, from 1 */
	bool bad;         /* it cannot be read, or a line is too long */
	eng_hasher *hash; /* of the bytes so far; NULL: nobody asked */
} eng_lines;

/* path outlives the lines; hashed: eng_lines_hash will be asked for. */
void eng_lines_open(eng_lines *lines, const char *path, bool hashed);
void eng_lines_close(eng_lines *lines);
/* The next line without its line feed, good until the next call. False at the end and when bad. */
bool eng_lines_next(eng_lines *lines, eng_str *line);
/* The hash of the whole file, whose rest is read for it. */
eng_hash eng_lines_hash(eng_lines *lines);

#endif
