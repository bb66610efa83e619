/* What the ways of breaking a text into lines share: the state of one text, and divided words. */
#ifndef ENG_LAYOUT_BREAKER_H
#define ENG_LAYOUT_BREAKER_H

#include "layout/hyphen.h"
#include "layout/line.h"

typedef struct eng_breaker {
	eng_arena *arena;
	eng_shaper *shaper;
	eng_text *text;
	const eng_style *strut;
	eng_lines *out;
	size_t cap;
	eng_length width;
	bool divides;    /* words may be divided by hyphens */
	eng_chunk *made; /* chunks of the lines so far, once a word was divided; else NULL */
	size_t made_count, made_cap;
	size_t divided; /* words divided so far */
	int ladder;     /* lines with hyphens that end the lines so far */
} eng_breaker;

/* So many lines below each other may end in hyphens that the engine set. */
enum { ENG_LADDER = 2 };

/* A line's end: behind chunk number chunk, or inside it before byte at of the text (0: behind it). */
typedef struct eng_cut {
	uint32_t chunk, at;
} eng_cut;

/* Marks places[k] where chunk i may be divided before its byte k; returns how many. places has
 * ENG_HYPHEN_BYTES zeroed. */
size_t eng_chunk_places(const eng_breaker *b, size_t i, uint8_t *places);
/* Width of the chunk up to byte at of the text, without a hyphen. */
eng_length eng_chunk_until(const eng_text *text, const eng_chunk *chunk, uint32_t at);
/* The part of a divided chunk before byte at, with its hyphen to come, and the rest. */
void eng_chunk_divide(const eng_breaker *b, const eng_chunk *whole, uint32_t at, eng_chunk *head,
		      eng_chunk *tail);
/* Width of the hyphen that a break behind or in the chunk shows. */
eng_length eng_chunk_hyphen(const eng_breaker *b, const eng_chunk *chunk);
/* True when space may be added behind chunk i of a justified line that does not end with it: at white
 * space and between Chinese and Japanese characters. */
bool eng_chunk_stretches(const eng_text *text, size_t i);

/* The best line ends of a justified text from chunk first up to the next forced break, all lines
 * considered; cuts gets eng_cut, the last one behind the text or the forced break. False when there
 * is no way, or too much to consider; then lines are to be filled one by one. */
bool eng_fit_paragraph(eng_breaker *b, uint32_t first, GArray *cuts);

#endif
