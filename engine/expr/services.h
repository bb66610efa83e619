/* What expressions need from the outside: phrases, lookup tables and the locale. One struct, so
 * that the expression floor knows neither the catalogue nor the library. */
#ifndef ENG_EXPR_SERVICES_H
#define ENG_EXPR_SERVICES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "base/value.h"

typedef struct eng_locale eng_locale;   /* ICU objects of one language and region, expr/locale.h */
typedef struct eng_message eng_message; /* a compiled MessageFormat pattern, expr/message.h */

typedef struct eng_services {
	void *user;
	/* The phrase of that key in the language, fallbacks applied (de-CH, de); NULL: no such key.
	 * No diagnostic. */
	const eng_message *(*phrase)(void *user, eng_str key, const char *language);
	/* Whether any language has the key; for compile-time checks. *nearest: a close key or
	 * NULL. */
	bool (*has_phrase)(void *user, eng_str key, const char **nearest);
	/* Cell of a lookup table: 1 found, 0 no such key, -1 no such table or column. column empty:
	 * the second. */
	int (*lookup)(void *user, eng_str table, eng_str key, eng_str column, eng_str *out);
	/* Cell of the table in its i-th row, from 0: 1 found, 0 behind the last row, -1 no such table or
	 * column. For what can be known without a key. */
	int (*cell)(void *user, eng_str table, eng_str column, size_t i, eng_str *out);
	/* Whether the table and its column (empty: the second) are there, for compile-time checks.
	 * *nearest: a close table name or NULL. NULL: lookup() is asked with an empty key
	 * instead. */
	bool (*has_table)(void *user, eng_str table, eng_str column, const char **nearest);
} eng_services;

#endif
