/* How a language writes numbers with one format, learnt from ICU, so that a statement's hundreds of
 * amounts need no call of ICU each. Private to expr/. */
#ifndef ENG_EXPR_LOCALE_SHAPE_H
#define ENG_EXPR_LOCALE_SHAPE_H

#include "base/arena.h"
#include "base/str.h"

typedef struct eng_number_shape {
	bool usable;
	eng_str before[2], behind[2]; /* what stands around the digits, plain and negative */
	eng_str group, point;
	char digits[10][4];
	size_t digit_bytes;
	size_t primary, secondary; /* digits of the last group and of those before; 0: no groups */
	size_t minimum;            /* digits that must stand before the first separator */
} eng_number_shape;

/* Formats plain decimal text; what ICU says. */
typedef bool eng_number_probe(void *user, eng_str decimal, eng_str *out);

/* Learns the shape of a format with so many fraction digits and proves it on probes of every
 * length; usable stays false when one differs by a byte. Its texts live in the arena. */
void eng_number_shape_learn(eng_number_shape *shape, eng_arena *arena, int digits,
			    eng_number_probe *probe, void *user);
/* Writes plain decimal text ("-1234.50") in that shape; only when usable. */
eng_str eng_number_shape_write(const eng_number_shape *shape, eng_arena *arena, eng_str decimal);

#endif
