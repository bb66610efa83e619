/* Values that readers take in and copy as one: where lines may end inside them. */
#ifndef ENG_DOCUMENT_WHOLE_H
#define ENG_DOCUMENT_WHOLE_H

#include "document/node.h"

typedef enum eng_whole {
	ENG_WHOLE_NOT,    /* words: lines end where the script has it */
	ENG_WHOLE_GROUPS, /* account numbers: whole where there is room, else between their groups */
	ENG_WHOLE_IDENTIFIER, /* "22.596.607-4", not "Jean-Luc": whole but in narrow columns */
	ENG_WHOLE_FORMATTED   /* dates, amounts, telephone numbers and what is masked */
} eng_whole;

/* Of a TEXT node. What has no place to break (no space, no hyphen inside, no ideographs) is ENG_WHOLE_NOT. */
eng_whole eng_whole_of(const eng_node *text);

#endif
