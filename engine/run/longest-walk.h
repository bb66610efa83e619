/* The pieces of the longest SMS of a template. Private to run/. */
#ifndef ENG_RUN_LONGEST_WALK_H
#define ENG_RUN_LONGEST_WALK_H

#include "channels/sms/assemble.h"
#include "content/program.h"
#include "expr/longest.h"

#define ENG_LONGEST_PIECES 64

/* A piece of the message: its words, and what must not be altered behind them. */
typedef struct eng_longest_piece {
	eng_sms_source source;
	eng_longest words;
	eng_str fixed;
	const eng_block *block;
} eng_longest_piece;

typedef struct eng_longest_pieces {
	eng_longest_piece items[ENG_LONGEST_PIECES];
	size_t n;
} eng_longest_pieces;

typedef struct eng_reckoner {
	eng_longest_scope scope;
	const eng_template *tmpl;
	eng_channel_set bit;
	eng_str language;
	eng_date date;
	eng_longest *frame;
	const eng_op_block *use; /* the block that is walked; NULL: none */
	int depth;
} eng_reckoner;

/* The pieces in the order of the message, in the language of the reckoner. */
void eng_reckoner_pieces(eng_reckoner *r, eng_str prefix, eng_longest_pieces *out);
/* Units of a text, those of UCS-2 weighed by what a segment holds. */
size_t eng_reckoner_cost(eng_str text);

#endif
