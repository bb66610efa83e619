/* Random XPath 1.0 expressions in two spellings: ours, and the one that makes libxml2 say the same
 * over a document (its "/" is the document, ours the record; its node() sees text nodes).
 *
 * Only what both define alike is generated, and guards tell where the missing rules of ours begin:
 * an expression in value position must select exactly one field. */
#ifndef XPATH_GEN_H
#define XPATH_GEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

typedef struct gen_name {
	char *test; /* "a" or "n0:Name", as both sides write it */
	bool numeric;
} gen_name;

typedef struct gen {
	uint64_t state;
	eng_buf ours, theirs;
	eng_buf guards; /* NUL-separated expressions that must be true for theirs */
	const gen_name *elements, *attributes;
	size_t element_count, attribute_count;
	const char *const *words; /* literals that occur in the data */
	size_t word_count;
	int depth;
	int predicates; /* how many stand around */
} gen;

typedef enum gen_kind { GEN_NODES, GEN_NUMBER, GEN_TEXT, GEN_BOOLEAN } gen_kind;

unsigned gen_below(gen *g, unsigned n);
/* Fills ours, theirs and guards. */
void gen_expression(gen *g, gen_kind kind);

#endif
