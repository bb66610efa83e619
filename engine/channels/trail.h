/* Where nodes stand in the text that an artifact shows: left by channels for those who ask, so that a
 * preview can point at it. A run asks for nothing. */
#ifndef ENG_CHANNELS_TRAIL_H
#define ENG_CHANNELS_TRAIL_H

#include "base/arena.h"
#include "document/node.h"

typedef struct eng_trail_spot {
	const eng_node *node;
	size_t from, to; /* bytes of the text */
} eng_trail_spot;

typedef struct eng_trail {
	eng_arena *arena;
	eng_str text; /* in the arena; empty: the channel left no trail */
	eng_trail_spot *spots; /* each entirely within, or apart from, all others */
	size_t n, cap;
} eng_trail;

/* Does nothing when trail is NULL. */
void eng_trail_add(eng_trail *trail, const eng_node *node, size_t from, size_t to);

#endif
