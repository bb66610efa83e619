/* `engross explain`: the entries of docs/diagnostics.md, which the build embeds, so that the program and
 * the manual cannot say different things. */
#include "engross.h"

#include "base/arena.h"

extern const char eng_diagnostics_md[];

/* An entry runs from its "### " line to the next heading. */
static const char *entry_end(const char *entry) {
	const char *end = strstr(entry, "\n## "), *next = strstr(entry, "\n### ");

	if (!end || (next && next < end)) {
		end = next;
	}
	return end ? end : entry + strlen(entry);
}

static char *all_codes(void) {
	size_t n = 0;
	char *codes = eng_malloc(strlen(eng_diagnostics_md) + 1);

	for (const char *p = strstr(eng_diagnostics_md, "\n### "); p; p = strstr(p + 1, "\n### ")) {
		size_t length = strcspn(p + 5, "\n") + 1;

		memcpy(codes + n, p + 5, length);
		n += length;
	}
	codes[n] = '\0';
	return codes;
}

static char *entry_of(const char *code) {
	size_t length = strlen(code);

	for (const char *p = strstr(eng_diagnostics_md, "\n### "); p; p = strstr(p + 1, "\n### ")) {
		if (strncmp(p + 5, code, length) == 0 && p[5 + length] == '\n') {
			size_t size = (size_t)(entry_end(p + 5) - (p + 5));
			char *entry = eng_malloc(size + 2);

			memcpy(entry, p + 5, size);
			while (size && entry[size - 1] == '\n') {
				size--;
			}
			entry[size] = '\n';
			entry[size + 1] = '\0';
			return entry;
		}
	}
	return NULL;
}

char *eng_explain(const char *code) {
	return code ? entry_of(code) : all_codes();
}
