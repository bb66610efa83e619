/* Which bytes nodes took in what a channel wrote: for who reads them back. */
#ifndef ENG_CHANNELS_COMMON_SPAN_H
#define ENG_CHANNELS_COMMON_SPAN_H

#include "base/arena.h"
#include "base/str.h"
#include "document/node.h"

/* From the first byte to behind the last. */
typedef struct eng_span {
	const eng_node *node;
	size_t from, to;
} eng_span;

typedef struct eng_spans {
	eng_span *items;
	size_t n, cap;
} eng_spans;

static inline void eng_spans_add(eng_arena *arena, eng_spans *spans, eng_span span) {
	spans->items = eng_arena_grow(arena, spans->items, spans->n, &spans->cap, sizeof(span));
	spans->items[spans->n++] = span;
}

/* What the node took of the bytes; empty when it took none. */
static inline eng_str eng_spans_find(const eng_spans *spans, const eng_node *node, eng_str bytes) {
	for (size_t i = 0; i < spans->n; i++) {
		if (spans->items[i].node == node) {
			return eng_str_sub(bytes, spans->items[i].from, spans->items[i].to);
		}
	}
	return (eng_str){ "", 0 };
}

#endif
