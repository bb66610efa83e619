/* What the ways of cutting a text into chunks share: the text in the making. For text.c and cut-plain.c. */
#ifndef ENG_LAYOUT_CUTTER_H
#define ENG_LAYOUT_CUTTER_H

#include "layout/text.h"

typedef struct eng_cutter {
	eng_ctx *ctx;
	eng_arena *arena; /* of the chunks */
	eng_shaper *shaper;
	eng_text *text;
	size_t cap;            /* of the text's chunks */
	const uint8_t *levels; /* NULL: all at the base */
	const uint8_t *breaks;
	bool failed;
} eng_cutter;

/* Cuts a text that is one number of a column, such as amounts are: a single chunk. False, and nothing is done,
 * when it is something else. */
bool eng_cut_number(eng_cutter *cut);
/* The font that shows all of a span of a plain text (eng_breaks) in left-to-right Latin, or NULL: it is not
 * so simple. */
const eng_font *eng_cut_font(const eng_cutter *cut, const eng_span *span);
/* Cuts such a span into words and the white space between them. There is room for the chunks. True when
 * each has glyphs. */
bool eng_cut_plain(eng_cutter *cut, uint32_t span, const eng_font *font);

#endif
