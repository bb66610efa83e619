/* The smallest harness that says what failed: CHECK(...) counts, unit_done() prints and returns. */
#ifndef ENG_UNIT_H
#define ENG_UNIT_H

#include <stdio.h>
#include <string.h>

#include "base/str.h"

static int unit_checks, unit_failures;

#define CHECK(condition) \
	(unit_checks++, (condition) ? (void)0 : (void)(unit_failures++, \
	    fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition)))

/* Compares a slice with a C string and shows both when they differ. */
#define CHECK_STR(actual, expected) unit_check_str((actual), (expected), __FILE__, __LINE__)

static inline void unit_check_str(eng_str actual, const char *expected, const char *file, int line) {
	unit_checks++;
	if (!eng_str_eqc(actual, expected)) {
		unit_failures++;
		fprintf(stderr, "%s:%d: is '%.*s', should be '%s'\n", file, line, ENG_STR_ARG(actual),
			expected);
	}
}

/* CHECK that the slice holds the C string, which is shown when it does not. */
#define CHECK_HAS(text, part) unit_check_has((text), (part), __FILE__, __LINE__)

static inline void unit_check_has(eng_str text, const char *part, const char *file, int line) {
	unit_checks++;
	if (eng_str_index(text, eng_str_from(part)) >= text.n) {
		unit_failures++;
		fprintf(stderr, "%s:%d: not found: '%s'\n", file, line, part);
	}
}

static inline int unit_done(void) {
	printf("%d checks, %d failed\n", unit_checks, unit_failures);
	return unit_failures > 0;
}

#endif
