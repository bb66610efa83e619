/* The stretch of an XML file between the place that the parser has told us of and the last byte it was
 * fed: turns byte offsets into lines and columns, hashes what a record covers, and finds where to cut
 * the input so that the parser never sees the end of two records in one go. Only for the readers of XML. */
#ifndef ENG_DATA_WINDOW_H
#define ENG_DATA_WINDOW_H

#include <stdint.h>

#include "base/buf.h"
#include "base/hash.h"

typedef struct eng_window {
	eng_buf bytes;
	uint64_t start; /* file offset of bytes.s[0] */
	uint64_t at;    /* the cursor; line and column are its */
	uint64_t fed;   /* what the parser has got */
	uint64_t hold;  /* bytes from here on are not dropped */
	int line, column;
	eng_hasher *hasher; /* takes every byte the cursor passes while hashing */
	uint64_t hashed;    /* up to where it has taken them */
	bool hashing;
} eng_window;

/* Moves the cursor forward to a file offset (backward: nothing happens). */
void eng_window_advance(eng_window *w, uint64_t to);
/* Hashes what the cursor has passed; before hashing begins or ends, and before bytes are dropped. */
void eng_window_hash(eng_window *w);
/* Line and column of an offset at or behind the cursor, which stays. */
void eng_window_place(const eng_window *w, uint64_t offset, uint32_t *line, uint32_t *column);
/* Drops what the cursor has passed and is not held, and appends new bytes. */
void eng_window_add(eng_window *w, eng_str bytes);
/* Bytes not fed yet that may be fed: up to the last '<', so that no tag is cut; all of them when last
 * or when there is no other '<'. */
eng_str eng_window_ready(const eng_window *w, bool last);
/* How many bytes of ready to feed: through the '>' behind the first tag with one of the names, or
 * through the first '>' when in_tag; all when there is none. *found tells that a name was met. */
size_t eng_window_cut(const eng_window *w, eng_str ready, const eng_str *names, size_t n,
		      bool in_tag, bool *found);

#endif
