/* Interned names: equal text has one eng_name pointer, so that comparing is comparing pointers. */
#ifndef ENG_BASE_INTERN_H
#define ENG_BASE_INTERN_H

#include "base/arena.h"
#include "base/str.h"

typedef struct eng_name {
	eng_str text; /* NUL-terminated */
	unsigned id;  /* counts from 0 in order of interning */
} eng_name;

typedef struct eng_names eng_names;

/* Names live as long as the table. */
eng_names *eng_names_new(void);
void eng_names_free(eng_names *names);
/* The one eng_name of this text; added when new. */
const eng_name *eng_names_add(eng_names *names, eng_str text);
/* NULL when the text was never added. */
const eng_name *eng_names_find(const eng_names *names, eng_str text);

#endif
