/* What a theme says of ink on paper: the printing condition, and what its colours are printed with. Part
 * of theme.h. */
#ifndef ENG_THEME_PRINT_H
#define ENG_THEME_PRINT_H

#include <stddef.h>

#include "base/length.h"
#include "base/str.h"

/* Shares of cyan, magenta, yellow and black in thousandths. */
typedef struct eng_cmyk {
	int parts[4];
} eng_cmyk;

/* A colour of the theme and its ink. */
typedef struct eng_print_ink {
	eng_color color; /* without its opacity */
	eng_str spot;    /* name of a spot colour; empty: process colours */
	eng_cmyk cmyk;   /* of a spot colour what stands in for it */
} eng_print_ink;

typedef struct eng_print_style {
	eng_print_ink *inks;
	size_t ink_count;
} eng_print_style;

/* The ink of a colour; NULL when the theme names none. */
const eng_print_ink *eng_print_ink_find(const eng_print_style *print, eng_color color);
/* Process colours of a colour without an ink: greys are black alone, of the others as much as can be is
 * black. */
eng_cmyk eng_cmyk_of(eng_color color);

#endif
