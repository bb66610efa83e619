/* Which few records show all that a job's records can show. Fed with the items of one record after the
 * other, in order; keeps the distinct sets of items, no record. */
#ifndef ENG_REVIEW_COVERAGE_H
#define ENG_REVIEW_COVERAGE_H

#include "review/items.h"

typedef struct eng_cover_item {
	const char *kind;
	const char *key, *text;
	uint64_t records; /* that have it; 0: none does */
	size_t pick;      /* index of the chosen record that is for it; records 0: none */
} eng_cover_item;

typedef struct eng_pick {
	uint64_t ordinal;
	size_t *items; /* indexes of those that it is for, sorted */
	size_t n;
	size_t set; /* all of its items: eng_coverage_has */
} eng_pick;

typedef struct eng_coverage eng_coverage;

eng_coverage *eng_coverage_new(void);
void eng_coverage_free(eng_coverage *coverage);
/* What there could be, before any record. */
void eng_coverage_expect(eng_coverage *coverage, const eng_setting *setting);
/* Finds the items of a record; whether one before had the very same. */
bool eng_coverage_look(eng_coverage *coverage, eng_ctx *ctx, const eng_setting *setting,
		       const eng_stop *stop);
/* Adds the record that was looked at last. */
void eng_coverage_add(eng_coverage *coverage, uint64_t ordinal);
/* Chooses records greedily: the one with most items that nobody else has shown, the earliest of equals; then
 * drops those that later ones made superfluous. In order of ordinals. */
const eng_pick *eng_coverage_choose(eng_coverage *coverage, size_t *n);

/* In order of kind, then of appearance. */
const eng_cover_item *eng_coverage_items(const eng_coverage *coverage, size_t *n);
uint64_t eng_coverage_records(const eng_coverage *coverage);
/* Pairs of a language and a branch of the template that each occur, but in no record together: their
 * indexes, two a pair. */
const size_t *eng_coverage_apart(eng_coverage *coverage, size_t *pairs);
/* The items of the pick that the stop (the same record, masked) does not have, and the other way round, as
 * texts in the stop's arena. */
const eng_str *eng_coverage_differs(eng_coverage *coverage, eng_ctx *ctx,
				    const eng_setting *setting, const eng_pick *pick,
				    const eng_stop *stop, size_t *n);

#endif
