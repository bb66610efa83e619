/* The rules of style sheets, inside of verify/style.h. */
#ifndef ENG_VERIFY_SHEET_H
#define ENG_VERIFY_SHEET_H

#include "verify/html-tag.h"

#define ENG_CONDITIONS 16

typedef struct eng_rule {
	eng_str last,
	    rest;     /* compound that the element itself must match, and what stands before */
	char joint;   /* between the two: ' ', '>', '+' or '~' */
	eng_str tag;  /* name at the beginning of last; empty: any */
	bool classed; /* last asks for a class */
	eng_str body;
	unsigned condition; /* index; 0: always */
	unsigned weight;    /* specificity */
} eng_rule;

/* The rules that apply at one place, under whatever condition. */
struct eng_matches {
	const eng_rule **rules; /* in order */
	size_t n, cap;
	unsigned conditions; /* bits of those that are not 0 */
};

struct eng_sheet {
	eng_arena *arena;
	eng_rule *rules; /* in order */
	size_t n, cap;
	eng_str conditions[ENG_CONDITIONS];
	unsigned condition_count;
	bool odd;   /* programs may read it in more than one way */
	bool moves; /* takes elements from their places */
	bool loads; /* or is nested too deeply to be looked at */
};

/* Found once for a place, in the arena of the sheet, to which nothing is added afterwards. */
const eng_matches *eng_sheet_match(const eng_sheet *sheet, eng_html_place *place);

#endif
