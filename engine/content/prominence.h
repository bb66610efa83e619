/* What the law asks of the appearance of wording: element prominence of blocks and rules.
 *
 * Only what is asked; the composer obeys what it can (keep), the verifier measures all of it. */
#ifndef ENG_CONTENT_PROMINENCE_H
#define ENG_CONTENT_PROMINENCE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/length.h"

#define ENG_PROMINENCE_ATTRIBUTES                                                                  \
	"min-size min-x-height contrast keep max-page weight as-large-as before after"

struct eng_compiler;
struct eng_xml_node;

typedef enum eng_weight { ENG_WEIGHT_ANY, ENG_WEIGHT_BOLD, ENG_WEIGHT_REGULAR } eng_weight;

/* Lengths and numbers 0 and texts empty: not asked. */
typedef struct eng_prominence {
	eng_length min_size, min_x_height;
	int contrast;        /* thousandths */
	bool together;       /* on one page */
	int max_page;        /* it ends on this page or before */
	eng_weight weight;   /* of every letter */
	bool predominant;    /* no smaller than most letters of the artifact */
	eng_str as_large_as; /* ids of blocks that it is no smaller than */
	eng_str before, after; /* ids of blocks that follow and precede it where they are shown */
} eng_prominence;

/* Reads the attributes of an element prominence, which has no content. Reports block.bad-attribute,
 * block.unknown and what eng_compile_word reports. */
void eng_prominence_read(struct eng_compiler *c, struct eng_xml_node *e, eng_prominence *out);
/* What a block file asks, of its text by itself; its strings are in the arena. False after reporting. */
bool eng_prominence_parse(eng_ctx *ctx, eng_arena *arena, eng_str file, eng_prominence *out);
/* Whether nothing is asked. */
bool eng_prominence_is_empty(const eng_prominence *p);

#endif
