/* The rules of style sheets, inside of verify/style.h. */
#ifndef ENG_VERIFY_SHEET_H
#define ENG_VERIFY_SHEET_H

#include "verify/style.h"

#define ENG_CONDITIONS 16

typedef struct eng_rule {
	eng_str selector, body;
	unsigned condition; /* index; 0: always */
	unsigned weight;    /* specificity */
} eng_rule;

struct eng_sheet {
	eng_arena *arena;
	eng_rule *rules; /* in order */
	size_t n, cap;
	eng_str conditions[ENG_CONDITIONS];
	unsigned condition_count;
	bool loads;
};

bool eng_rule_applies(const eng_rule *rule, const xmlNode *element);
/* The attribute's value, borrowed; empty when there is none. */
eng_str eng_html_attribute(const xmlNode *element, const char *name);

#endif
