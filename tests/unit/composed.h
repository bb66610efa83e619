/* A document composed as runs do it, for tests that need a real one. */
#ifndef ENG_UNIT_COMPOSED_H
#define ENG_UNIT_COMPOSED_H

#include "document/document.h"
#include "layout/layout.h"

typedef struct composed {
	const eng_document *document; /* of the case's first record, for the channel pdf */
	int channel;                  /* its bit */
	eng_press *press;
	void *shop;
} composed;

/* Composes the case of this name below tests/cases; the document lives in the arena. False after
 * reporting. */
bool composed_open(eng_ctx *ctx, eng_arena *arena, const char *name, composed *out);
void composed_close(composed *made);

#endif
