/* How the posts of the world want addresses and postcodes. Knows countries by the two letters of ISO 3166-1,
 * no names of countries, no languages, no letter case. */
#ifndef ENG_BASE_POST_H
#define ENG_BASE_POST_H

#include "base/arena.h"
#include "base/str.h"

typedef enum eng_post_number {
	ENG_POST_AFTER,  /* Main Street 5 */
	ENG_POST_BEFORE, /* 5 Main Street */
	ENG_POST_COMMA,  /* Main Street, 5 */
} eng_post_number;

/* The letters are those of engine/base/post-table.c. */
typedef struct eng_post {
	const char *country;
	const char *lines, *latin; /* latin NULL: lines are for all scripts */
	const char *postcodes;     /* shapes with | between them; NULL: none are known */
	eng_post_number number;
	bool needed; /* letters to there have a postcode */
} eng_post;

/* NULL: no country has this code. Small letters will do. */
const eng_post *eng_post_find(eng_str country);
/* All countries in order of their codes; NULL behind the last. */
const eng_post *eng_post_at(size_t index);
/* The postcode as the country writes it, in the arena: 1017cd becomes 1017 CD. NULL s when it is none of the
 * country's. */
eng_str eng_post_code(eng_arena *arena, const eng_post *post, eng_str text);
/* Its letters and digits alone, in capitals: what sorts and what codes say. */
eng_str eng_post_digits(eng_arena *arena, eng_str postcode);

#endif
