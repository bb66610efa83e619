/* What rules and blocks ask of the finished artifact, one thing each, and whether what a reader saw keeps it.
 *
 * Demands come from whoever knows the rules; here they are held against sightings and surveys alone, so
 * that neither the document nor the writers have a say. */
#ifndef ENG_VERIFY_DEMAND_H
#define ENG_VERIFY_DEMAND_H

#include "verify/survey.h"

typedef enum eng_demand_kind {
	/* Of a block; other: another block. */
	ENG_DEMAND_SHOWN,
	ENG_DEMAND_SAID, /* words: they stand somewhere, be it where pages repeat themselves */
	ENG_DEMAND_ABSENT,
	ENG_DEMAND_AFTER,   /* other, where both are shown */
	ENG_DEMAND_FOLLOWS, /* other, with nothing between them */
	ENG_DEMAND_FIRST,   /* of all blocks */
	ENG_DEMAND_LAST,
	ENG_DEMAND_TOGETHER,  /* on one page */
	ENG_DEMAND_SAME_PAGE, /* as other */
	ENG_DEMAND_MAX_PAGE,  /* it ends on page number or before */
	ENG_DEMAND_PREDOMINANT,
	ENG_DEMAND_AS_LARGE_AS, /* other */
	/* Of a block, or, block empty, of everything. */
	ENG_DEMAND_MIN_SIZE,     /* length */
	ENG_DEMAND_MIN_X_HEIGHT, /* length */
	ENG_DEMAND_CONTRAST,     /* number, thousandths */
	ENG_DEMAND_BOLD,
	ENG_DEMAND_REGULAR,
	/* Of everything. */
	ENG_DEMAND_MAX_PAGES, /* number */
	ENG_DEMAND_PAPER,     /* length by height */
	ENG_DEMAND_PORTRAIT,
	ENG_DEMAND_UNSAID /* words */
} eng_demand_kind;

typedef struct eng_demand {
	eng_demand_kind kind;
	const char *by; /* "rule 'stop' of pack 'sms-us'"; NULL: the block's own file */
	eng_str block, other, words;
	eng_length length, height;
	int number;
	const void *user; /* the caller's */
} eng_demand;

/* Which survey the demands need. False: none. */
bool eng_demands_survey(const eng_demand *demands, size_t n, eng_survey *survey);
/* Adds rule.* for each demand that is not kept by what was seen. */
void eng_demands_check(const eng_demand *demands, size_t n, const eng_claim *claims,
		       size_t claim_count, eng_findings *out);

#endif
