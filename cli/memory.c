/* Lack of memory inside libraries that have no hook for it: HarfBuzz, FreeType and cairo leave out letters or lines
 * that they have no room for, and tell nobody. The program's own malloc asks the next one (that of libc, or of who
 * looks on) and ends the process when there is none; eng_memory_guard does the same for libraries that let it.
 *
 * What nobody honest asks for at once is handed on: readers of hostile files know how to refuse it. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_OWN_MALLOC
#endif
#endif
#if !defined(HAS_OWN_MALLOC) && !defined(__SANITIZE_ADDRESS__)

#define HONEST ((size_t)1 << 30)

static void *(*next_malloc)(size_t n);
static void *(*next_calloc)(size_t n, size_t size);
static void *(*next_realloc)(void *p, size_t n);

static _Noreturn void end(void) {
	static const char text[] = "engross: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)ignored;
	abort();
}

static void *find(const char *name) {
	void *found = dlsym(RTLD_NEXT, name);

	if (!found) {
		end();
	}
	return found;
}

static void *judge(void *p, size_t n) {
	if (!p && n > 0 && n <= HONEST) {
		end();
	}
	return p;
}

__attribute__((visibility("default"))) void *malloc(size_t n) {
	if (!next_malloc) {
		*(void **)&next_malloc = find("malloc");
	}
	return judge(next_malloc(n), n);
}

__attribute__((visibility("default"))) void *calloc(size_t n, size_t size) {
	if (!next_calloc) {
		*(void **)&next_calloc = find("calloc");
	}
	return judge(next_calloc(n, size), size && n > HONEST / size ? SIZE_MAX : n * size);
}

__attribute__((visibility("default"))) void *realloc(void *p, size_t n) {
	if (!next_realloc) {
		*(void **)&next_realloc = find("realloc");
	}
	return judge(next_realloc(p, n), n);
}

#endif
