/* Headings and their numbers, as "2.1": the numbers of the numbered headings above, then its own, counted
 * over the whole document. A heading that nobody numbered neither counts nor begins anew. The number
 * is words of the heading, so that every channel, contents lists and bookmarks have it. */
#include <string.h>

#include "compose/state.h"

static eng_str next_number(eng_composing *s, int level) {
	const int levels = sizeof(s->headings) / sizeof(*s->headings);
	eng_str number = { 0 };

	s->headings[level - 1]++;
	for (int i = level; i < levels; i++) {
		s->headings[i] = 0;
	}
	for (int i = 0; i < level; i++) {
		if (s->headings[i] > 0) {
			number = eng_str_printf(s->arena, "%.*s%u%s", ENG_STR_ARG(number),
						s->headings[i], i < level - 1 ? "." : " ");
		}
	}
	return number;
}

bool eng_compose_heading(eng_composing *s, const eng_op *op, eng_node *parent,
			 eng_channel_set set) {
	const eng_provenance from = { ENG_ORIGIN_ENGINE };
	eng_node *node = eng_compose_node(s, op, ENG_NODE_HEADING, set);
	eng_writer writer = { .start = true }, *outer = s->writer;
	unsigned before[sizeof(s->headings) / sizeof(*s->headings)];
	bool numbered = op->as.heading.numbered, good;

	if (!node) {
		return false;
	}
	node->as.heading.level = op->as.heading.level;
	memcpy(before, s->headings, sizeof(before));
	s->writer = &writer;
	good = (!numbered ||
		eng_write_words(s, node, next_number(s, op->as.heading.level), op->where, from)) &&
	       eng_compose_ops(s, op->first, node, node->channels);
	s->writer = outer;
	if (node->first && !(numbered && !node->first->next)) {
		eng_node_append(parent, node);
	} else { /* it says nothing and is left out */
		memcpy(s->headings, before, sizeof(before));
	}
	return good;
}
