/* Between those who write an index and those who read it; nobody else includes it. */
#ifndef ENG_DATA_INDEX_LINE_H
#define ENG_DATA_INDEX_LINE_H

#include "base/buf.h"

#define ENG_INDEX_FIRST "engross-index-2\n"

/* A record, as eng_slice has it. */
typedef struct eng_index_line {
	uint64_t offset, bytes;
	int line, column;
	bool open, large, has_context;
	eng_str context; /* of this record and those that follow, with has_context */
} eng_index_line;

void eng_index_line_put(eng_buf *out, const eng_index_line *before, const eng_index_line *line);
void eng_index_line_end(eng_buf *out);
/* Takes the next of *rest, which moves on. 1: *line holds it, its context is a slice; 0: there are no more;
 * -1: *rest, which does not move, is too short for it. */
int eng_index_line_take(eng_str *rest, const eng_index_line *before, eng_index_line *line);

#endif
