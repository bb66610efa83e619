/* Counts the attributes of start tags before libxml2 sees them: it compares each with all others of
 * its tag, so that a single tag of some hundred kilobytes would cost minutes. A '<' cannot stand in
 * a value, so every tag is counted from its beginning, whatever came before it. */
#include <string.h>

#include "markup/xml.h"

enum { TEXT, OPEN, TAG, SINGLE, DOUBLE };

/* Index of the first byte that changes the state, or n. */
static size_t next_mark(char state, const char *s, size_t n) {
	size_t i = 0;

	switch (state) {
	case TEXT: {
		const char *lt = memchr(s, '<', n);

		return lt ? (size_t)(lt - s) : n;
	}
	case OPEN:
		return 0;
	case TAG: /* what is above '>' is looked at once */
		while (i < n && (s[i] > '>' ||
				 (s[i] != '"' && s[i] != '\'' && s[i] != '>' && s[i] != '<'))) {
			i++;
		}
		return i;
	default:
		while (i < n && s[i] != (state == SINGLE ? '\'' : '"') && s[i] != '<') {
			i++;
		}
		return i;
	}
}

static char next_state(char state, char c) {
	if (c == '<') {
		return OPEN;
	}
	switch (state) {
	case OPEN: /* comments, CDATA, instructions and end tags have no attributes */
		return c == '!' || c == '?' || c == '/' ? TEXT : c == '>' ? TEXT : TAG;
	case TAG:
		return c == '>' ? TEXT : c == '"' ? DOUBLE : SINGLE;
	default:
		return TAG;
	}
}

/* Index of the '>' of a tag at the '<' that has nothing but a name, as most have; else 0. */
static size_t bare_tag(eng_str bytes, size_t at) {
	size_t i = at + 1;

	i += i < bytes.n && bytes.s[i] == '/';
	while (i < bytes.n && bytes.s[i] > '>') {
		i++;
	}
	return i < bytes.n && bytes.s[i] == '>' ? i : 0;
}

size_t eng_xml_guard_scan(eng_xml_guard *guard, eng_str bytes, size_t limit) {
	for (size_t i = 0; i < bytes.n; i++) {
		size_t end;

		i += next_mark(guard->state, bytes.s + i, bytes.n - i);
		if (i >= bytes.n) {
			break;
		}
		end = guard->state == TEXT ? bare_tag(bytes, i) : 0;
		if (end) {
			guard->count = 0;
			i = end;
			continue;
		}
		guard->state = next_state(guard->state, bytes.s[i]);
		if (guard->state == OPEN) {
			guard->count = 0;
		} else if ((guard->state == SINGLE || guard->state == DOUBLE) &&
			   ++guard->count > limit) {
			return i;
		}
	}
	return bytes.n;
}
