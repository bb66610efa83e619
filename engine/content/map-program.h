/* The inside of a compiled map, for content/map.c and the floor that applies it only. */
#ifndef ENG_CONTENT_MAP_PROGRAM_H
#define ENG_CONTENT_MAP_PROGRAM_H

#include "content/map.h"
#include "data/pattern.h"
#include "expr/expr.h"

/* A path of names below the field being made: "buyer/address/line". */
typedef struct eng_map_path {
	const eng_decl **steps;
	size_t n;
} eng_map_path;

typedef struct eng_map_rule {
	bool list; /* a field per node selected, filled by the rules inside; else a value */
	eng_map_path name;
	const eng_expr *select;
	const eng_expr *sign; /* value: negative turns the number round; NULL: none */
	eng_str format;       /* value: date pattern of the source; empty: ISO */
	char decimal, group;  /* value: the source's decimal and grouping characters; 0: none */
	bool when_valid;      /* value: nothing is made of text that is not of the type */
	eng_map_path unless;  /* value: nothing is made when this is there; n 0: no condition */
	eng_loc where;
	struct eng_map_rule *first, *next;
} eng_map_rule;

/* A namespace whose elements are read as if they were in another: versions of one format. */
typedef struct eng_map_alias {
	eng_str uri; /* empty: elements without a namespace */
	const eng_name *to;
} eng_map_alias;

struct eng_map {
	eng_str id, makes;
	eng_str records, keep; /* source notation */
	eng_patterns patterns; /* of records */
	eng_vocabulary *vocabulary;
	eng_map_rule *first;
	eng_map_alias *aliases;
	size_t alias_count, alias_cap;
};

#endif
