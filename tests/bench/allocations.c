/* Counts calls of malloc, calloc and realloc of a program that preloads this library, and writes the
 * number to the file that ENGROSS_ALLOCATIONS names when the program ends. glibc only. */
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n);
void *calloc(size_t n, size_t size);
void *realloc(void *p, size_t n);

static atomic_ulong calls;

void *malloc(size_t n) {
	calls++;
	return __libc_malloc(n);
}

void *calloc(size_t n, size_t size) {
	calls++;
	return __libc_calloc(n, size);
}

void *realloc(void *p, size_t n) {
	calls++;
	return __libc_realloc(p, n);
}

__attribute__((destructor)) static void report(void) {
	const char *path = getenv("ENGROSS_ALLOCATIONS");
	unsigned long counted = calls;
	FILE *file = path ? fopen(path, "w") : NULL;

	if (file) {
		fprintf(file, "%lu\n", counted);
		fclose(file);
	}
}
