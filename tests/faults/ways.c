/* Allocations that fail, and the ways that lead to a call: chains of callers, each told once. */
#include "faults.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long allocations, fail_alloc;
static int sites_fd = -1;

int ways_open(const char *variable) {
	const char *path = getenv(variable);
	void *first[1];

	if (!path) {
		return -1;
	}
	backtrace(first, 1); /* its own allocations are made here */
	return (int)syscall(SYS_openat, AT_FDCWD, path,
			    O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666);
}

void ways_begin(void) {
	fail_alloc = faults_number("FAULT_ALLOC");
	sites_fd = ways_open("FAULT_SITES");
}

long ways_allocations(void) {
	return allocations;
}

#define SITE_DEPTH 24
#define SITES      65536

static int is_new(void *const *callers, int n) {
	static uint64_t seen[SITES];
	uint64_t hash = 14695981039346656037u;

	for (int i = 0; i < n; i++) {
		hash = (hash ^ (uintptr_t)callers[i]) * 1099511628211u;
		hash ^= hash >> 29;
	}
	for (size_t i = 0; i < SITES; i++) {
		uint64_t *slot = &seen[(hash + i) % SITES];

		if (*slot == 0 || *slot == hash) {
			int found = *slot == hash;

			*slot = hash;
			return !found;
		}
	}
	return 0;
}

void ways_note(int fd, long number) {
	static int busy;
	void *callers[SITE_DEPTH];
	char line[SITE_DEPTH * 128];
	Dl_info own = { 0 };
	int first = 3, n, length;

	if (busy) {
		return;
	}
	busy = 1;
	n = backtrace(callers, SITE_DEPTH);
	/* The first three are this library's own, the next may be the program's malloc. */
	if (n > 4 && dladdr(callers[3], &own) && own.dli_sname && strstr(own.dli_sname, "alloc")) {
		first = 4;
	}
	if (n > first && is_new(callers + first, n - first)) {
		length = snprintf(line, sizeof(line), "%ld", number);
		for (int i = first; i < n; i++) {
			Dl_info in = { 0 };
			const char *object, *slash;

			if (!dladdr(callers[i], &in) || !in.dli_fname) {
				continue;
			}
			slash = strrchr(in.dli_fname, '/');
			object = slash ? slash + 1 : in.dli_fname;
			length += snprintf(
			    line + length, sizeof(line) - (size_t)length, " %.60s+%#lx", object,
			    (unsigned long)((uintptr_t)callers[i] - (uintptr_t)in.dli_fbase - 1));
		}
		line[length++] = '\n';
		if (syscall(SYS_write, fd, line, (size_t)length) < 0) {
			_exit(99);
		}
	}
	busy = 0;
}

static int is_out_of_memory(void) {
	if (!faults_ready) {
		return 0;
	}
	allocations++;
	if (sites_fd >= 0) {
		ways_note(sites_fd, allocations);
	}
	if (allocations != fail_alloc) {
		return 0;
	}
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t n) {
	extern void *__libc_malloc(size_t);

	return is_out_of_memory() ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size) {
	extern void *__libc_calloc(size_t, size_t);

	return is_out_of_memory() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n) {
	extern void *__libc_realloc(void *, size_t);

	return is_out_of_memory() ? NULL : __libc_realloc(p, n);
}
