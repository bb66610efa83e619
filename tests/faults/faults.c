/* Faults for a program that does not know of them (LD_PRELOAD). What the environment asks for:
 *
 *   FAULT_CRASH=TEXT   abort when a file is opened for writing whose path holds TEXT
 *   FAULT_HANG=TEXT    sleep for ever instead
 *   FAULT_READ=TEXT    a file whose path holds TEXT cannot be opened for reading
 *   FAULT_READ_FROM=N  only from the N-th time on
 *   FAULT_STOP=TEXT    stop (SIGSTOP) once the journal tells of the first file that was renamed to a path that
 *                      holds TEXT
 *   FAULT_CALL=N       the N-th system call that reads or writes files fails (from 1, over all kinds)
 *   FAULT_LOOK=N       the N-th call that looks at files fails: at folders, at what a file is, at streams and
 *                      mapped files (looks.c)
 *   FAULT_ERRNO=NAME   with that error: EIO (default), ENOSPC, EMFILE, ENOMEM; SHORT: a short write
 *   FAULT_ALLOC=N      the N-th allocation fails (ways.c)
 *   FAULT_COUNT=FILE   the numbers of calls, allocations and looks are written there at the end
 *   FAULT_SITES=FILE   a line for each way that leads to an allocation: the number of the first one that
 *                      came by it, and its callers, innermost first, as OBJECT+OFFSET
 *   FAULT_LOOK_SITES=FILE  the same of looks
 *   FAULT_CLOCK=N      the time of day jumps back and forth by years at every look
 *   FAULT_LOG=FILE     every change of the file system is written there, for tests/faults/power
 *
 * Counts are per process, and forked processes count on. */
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

int faults_ready, faults_errno;
static long calls, fail_call, reads, fail_read;
static int stopping;
static int log_fd = -1;
static const char *crash, *hang, *unreadable, *stop;

void *faults_next(const char *name) {
	return dlsym(RTLD_NEXT, name);
}

long faults_number(const char *name) {
	return getenv(name) ? strtol(getenv(name), NULL, 10) : 0;
}

__attribute__((constructor)) static void begin(void) {
	static const struct {
		const char *name;
		int number;
	} names[] = { { "EIO", EIO },
		      { "ENOSPC", ENOSPC },
		      { "EMFILE", EMFILE },
		      { "ENOMEM", ENOMEM },
		      { "SHORT", -1 } };
	const char *error = getenv("FAULT_ERRNO"), *path = getenv("FAULT_LOG");

	fail_call = faults_number("FAULT_CALL");
	crash = getenv("FAULT_CRASH");
	hang = getenv("FAULT_HANG");
	unreadable = getenv("FAULT_READ");
	fail_read = faults_number("FAULT_READ_FROM");
	stop = getenv("FAULT_STOP");
	faults_errno = EIO;
	for (size_t i = 0; error && i < sizeof(names) / sizeof(names[0]); i++) {
		faults_errno = strcmp(error, names[i].name) == 0 ? names[i].number : faults_errno;
	}
	if (path) {
		log_fd =
		    (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0666);
		/* Out of the way of those who close all they do not know. */
		log_fd = (int)syscall(SYS_dup3, log_fd, 1000, 0) < 0 ? log_fd : 1000;
	}
	ways_begin();
	looks_begin();
	faults_ready = 1;
}

__attribute__((destructor)) static void end(void) {
	const char *path = getenv("FAULT_COUNT");
	char text[64];
	int fd, n;

	faults_ready = 0;
	if (!path) {
		return;
	}
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	n = snprintf(text, sizeof(text), "%ld %ld %ld\n", calls, ways_allocations(), looks_count());
	if (syscall(SYS_write, fd, text, (size_t)n) < 0) {
		return;
	}
	syscall(SYS_close, fd);
}

/* True: this call is the one that fails, and errno is set. A short write is the caller's to make. */
static int fails(int writes) {
	if (!faults_ready || !fail_call || ++calls != fail_call) {
		calls += faults_ready && !fail_call;
		return 0;
	}
	if (faults_errno < 0) {
		return writes ? -1 : 0;
	}
	errno = faults_errno;
	return 1;
}

static void record(const char *kind, const char *a, const char *b, const void *data, size_t n) {
	char head[9000];
	int length;

	if (log_fd < 0 || !faults_ready) {
		return;
	}
	length = snprintf(head, sizeof(head), "%s\t%s\t%s\t%zu\n", kind, a, b, n);
	/* At once, for other processes write there, too. */
	if (syscall(SYS_writev, log_fd,
		    (struct iovec[]){ { head, (size_t)length }, { (void *)(uintptr_t)data, n } },
		    2) < 0) {
		_exit(99);
	}
}

static const char *path_of(int fd, char out[4096]) {
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, out, 4095);
	out[n > 0 ? n : 0] = '\0';
	return out;
}

static int is_file(int fd) {
	struct stat st;

	return syscall(SYS_fstat, fd, &st) == 0 && S_ISREG(st.st_mode);
}

static void look_at(const char *path, int flags) {
	if (faults_ready && (flags & O_ACCMODE) != O_RDONLY) {
		if (crash && strstr(path, crash)) {
			abort();
		}
		while (hang && strstr(path, hang)) {
			pause();
		}
	}
}

int open(const char *path, int flags, ...) {
	mode_t mode = 0;
	int fd;
	va_list ap;
	NEXT(open)

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	look_at(path, flags);
	if (fails(0)) {
		return -1;
	}
	if (faults_ready && unreadable && (flags & O_ACCMODE) == O_RDONLY &&
	    strstr(path, unreadable) && ++reads >= fail_read) {
		errno = faults_errno;
		return -1;
	}
	fd = real(path, flags, mode);
	if (fd >= 0 && (flags & (O_CREAT | O_TRUNC))) {
		record(flags & O_TRUNC ? "trunc" : "create", path, "", "", 0);
	}
	return fd;
}

int open64(const char *path, int flags, ...) {
	mode_t mode = 0;
	va_list ap;

	if (flags & (O_CREAT | O_TMPFILE)) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return open(path, flags, mode);
}

/* Lines of the journal wait for each other for 0.2 seconds: it tells of what was placed before this. */
static void let_tell(void) {
	struct timespec pause = { .tv_nsec = 300000000 };

	stop = NULL;
	stopping = 1;
	nanosleep(&pause, NULL);
}

static void stand_still(int fd) {
	char path[4096];

	if (stopping && strstr(path_of(fd, path), "/journal.ndjson")) {
		stopping = 0;
		raise(SIGSTOP);
	}
}

ssize_t write(int fd, const void *data, size_t n) {
	NEXT(write)
	char path[4096];
	int failing = is_file(fd) ? fails(1) : 0;
	ssize_t written;

	if (failing > 0) {
		return -1;
	}
	if (failing < 0 && n > 1) {
		n /= 2;
	}
	if (log_fd >= 0 && is_file(fd)) {
		record("write", path_of(fd, path), "", data, n);
	}
	written = real(fd, data, n);
	stand_still(fd);
	return written;
}

ssize_t read(int fd, void *data, size_t n) {
	NEXT(read)

	return is_file(fd) && fails(0) ? -1 : real(fd, data, n);
}

/* The calls that take one path or descriptor. */
#define SIMPLE(name, type, argument, kind, a)                                                      \
	int name(type argument) {                                                                  \
		NEXT(name)                                                                         \
		char path[4096];                                                                   \
		int result;                                                                        \
		(void)path;                                                                        \
		if (fails(0)) {                                                                    \
			return -1;                                                                 \
		}                                                                                  \
		result = real(argument);                                                           \
		if (result == 0) {                                                                 \
			record(kind, a, "", "", 0);                                                \
		}                                                                                  \
		return result;                                                                     \
	}

SIMPLE(fsync, int, fd, "sync", path_of(fd, path))
SIMPLE(fdatasync, int, fd, "sync", path_of(fd, path))
SIMPLE(syncfs, int, fd, "syncfs", path_of(fd, path))
SIMPLE(unlink, const char *, name, "unlink", name)
SIMPLE(rmdir, const char *, name, "unlink", name)
SIMPLE(remove, const char *, name, "unlink", name)

int rename(const char *from, const char *to) {
	NEXT(rename)
	int result;

	if (fails(0)) {
		return -1;
	}
	result = real(from, to);
	if (result == 0) {
		record("rename", from, to, "", 0);
	}
	if (result == 0 && stop && strstr(to, stop)) {
		let_tell();
	}
	return result;
}

int mkdir(const char *path, mode_t mode) {
	NEXT(mkdir)
	int result;

	if (fails(0)) {
		return -1;
	}
	result = real(path, mode);
	if (result == 0) {
		record("mkdir", path, "", "", 0);
	}
	return result;
}

int clock_gettime(clockid_t id, struct timespec *t) {
	static long turn;
	int result = (int)syscall(SYS_clock_gettime, id, t);

	if (id == CLOCK_REALTIME && getenv("FAULT_CLOCK")) {
		turn++;
		t->tv_sec += (turn % 2 ? -1 : 1) * 86400L * 365 * (1 + turn % 7);
	}
	return result;
}

/* Workers close all that is not theirs; the log is ours. */
int close_range(unsigned first, unsigned last, int flags) {
	unsigned log = (unsigned)log_fd;

	if (log_fd < 0 || log < first || log > last) {
		return (int)syscall(SYS_close_range, first, last, flags);
	}
	if (first < log && syscall(SYS_close_range, first, log - 1, flags) != 0) {
		return -1;
	}
	return log == last ? 0 : (int)syscall(SYS_close_range, log + 1, last, flags);
}
