/* Lack of memory inside the libraries: it ends the process there and then, as in the engine itself.
 *
 * ICU, libxml2 and OpenSSL hand a failed allocation on as one of many statuses, and in places as another
 * fault, as "not found" or as a crash. What looks like a fault of the record would then be quarantined with
 * it. None of their failed allocations is let through, so that nobody has to tell them apart. Libraries
 * without such a hook (libyaml, HarfBuzz) are asked where they are used; what they do not tell, only the malloc of
 * the program can see (cli/memory.c). */
#include <libxml/xmlmemory.h>
#include <openssl/crypto.h>
#include <unicode/uclean.h>

#include "base/arena.h"
#include "engross.h"

static void *icu_alloc(const void *context, size_t size) {
	(void)context;
	return eng_malloc(size);
}

static void *icu_realloc(const void *context, void *p, size_t size) {
	(void)context;
	return eng_realloc(p, size);
}

static void icu_free(const void *context, void *p) {
	(void)context;
	free(p);
}

static char *xml_strdup(const char *text) {
	size_t n = strlen(text) + 1;

	return memcpy(eng_malloc(n), text, n);
}

static void *crypto_alloc(size_t size, const char *file, int line) {
	(void)file, (void)line;
	return size ? eng_malloc(size) : NULL;
}

/* OpenSSL hands even these two on as they are: nothing to begin with, and nothing wanted. */
static void *crypto_realloc(void *p, size_t size, const char *file, int line) {
	(void)file, (void)line;
	if (size == 0) {
		free(p);
		return NULL;
	}
	return eng_realloc(p, size);
}

static void crypto_free(void *p, const char *file, int line) {
	(void)file, (void)line;
	free(p);
}

bool eng_memory_guard(void) {
	UErrorCode status = U_ZERO_ERROR;
	bool xml = xmlMemSetup(free, eng_malloc, eng_realloc, xml_strdup) == 0;
	bool crypto = CRYPTO_set_mem_functions(crypto_alloc, crypto_realloc, crypto_free) == 1;

	u_setMemoryFunctions(NULL, icu_alloc, icu_realloc, icu_free, &status);
	return xml && crypto && U_SUCCESS(status);
}
