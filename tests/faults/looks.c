/* Looking at files: what they are, what a folder holds, streams of the C library, mapped files. A call that
 * fails here says the error asked for, never that there is nothing. */
#include "faults.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ERROR_SEEN 0x20 /* of a stream of glibc: what ferror() looks at */

static long looks, fail_look;
static int sites_fd = -1;

void looks_begin(void) {
	fail_look = faults_number("FAULT_LOOK");
	sites_fd = ways_open("FAULT_LOOK_SITES");
}

long looks_count(void) {
	return looks;
}

static int fails(void) {
	if (!faults_ready) {
		return 0;
	}
	looks++;
	if (sites_fd >= 0) {
		ways_note(sites_fd, looks);
	}
	if (looks != fail_look) {
		return 0;
	}
	errno = faults_errno > 0 ? faults_errno : EIO;
	return 1;
}

#define LOOK(name, parameters, arguments)                                                          \
	int name parameters {                                                                      \
		NEXT(name)                                                                         \
		return fails() ? -1 : real arguments;                                              \
	}

LOOK(stat, (const char *restrict path, struct stat *restrict st), (path, st))
LOOK(stat64, (const char *restrict path, struct stat64 *restrict st), (path, st))
LOOK(lstat, (const char *restrict path, struct stat *restrict st), (path, st))
LOOK(lstat64, (const char *restrict path, struct stat64 *restrict st), (path, st))
LOOK(fstat, (int fd, struct stat *st), (fd, st))
LOOK(fstat64, (int fd, struct stat64 *st), (fd, st))
LOOK(fstatat, (int fd, const char *restrict path, struct stat *restrict st, int flags),
     (fd, path, st, flags))
LOOK(fstatat64, (int fd, const char *restrict path, struct stat64 *restrict st, int flags),
     (fd, path, st, flags))
LOOK(access, (const char *path, int mode), (path, mode))

DIR *opendir(const char *path) {
	NEXT(opendir)

	return fails() ? NULL : real(path);
}

struct dirent *readdir(DIR *dir) {
	NEXT(readdir)

	return fails() ? NULL : real(dir);
}

struct dirent64 *readdir64(DIR *dir) {
	NEXT(readdir64)

	return fails() ? NULL : real(dir);
}

/* The C library looks at folders behind our back here. */
int glob(const char *restrict pattern, int flags, int (*tell)(const char *, int),
	 glob_t *restrict found) {
	NEXT(glob)

	return fails() ? GLOB_ABORTED : real(pattern, flags, tell, found);
}

int glob64(const char *restrict pattern, int flags, int (*tell)(const char *, int),
	   glob64_t *restrict found) {
	NEXT(glob64)

	return fails() ? GLOB_ABORTED : real(pattern, flags, tell, found);
}

FILE *fopen(const char *restrict path, const char *restrict mode) {
	NEXT(fopen)

	return fails() ? NULL : real(path, mode);
}

FILE *fopen64(const char *restrict path, const char *restrict mode) {
	NEXT(fopen64)

	return fails() ? NULL : real(path, mode);
}

size_t fread(void *restrict data, size_t size, size_t n, FILE *restrict file) {
	NEXT(fread)

	if (fails()) {
		file->_flags |= ERROR_SEEN;
		return 0;
	}
	return real(data, size, n, file);
}

ssize_t getline(char **restrict line, size_t *restrict room, FILE *restrict file) {
	NEXT(getline)

	if (fails()) {
		file->_flags |= ERROR_SEEN;
		return -1;
	}
	return real(line, room, file);
}

static int maps_file(int fd) {
	return fd >= 0 && fails();
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset) {
	NEXT(mmap)

	return maps_file(fd) ? MAP_FAILED : real(at, n, protection, flags, fd, offset);
}

void *mmap64(void *at, size_t n, int protection, int flags, int fd, off64_t offset) {
	NEXT(mmap64)

	return maps_file(fd) ? MAP_FAILED : real(at, n, protection, flags, fd, offset);
}
