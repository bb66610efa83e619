/* Files through POSIX calls; every failure names the path and the system's reason. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

static bool read_all(int fd, size_t limit, eng_buf *buf, bool *too_long) {
	for (;;) {
		ssize_t n = read(fd, eng_buf_reserve(buf, 65536), 65536);

		if (n < 0 && errno == EINTR) {
			continue;
		}
		if (n < 0) {
			return false;
		}
		if (n == 0) {
			return true;
		}
		buf->n += (size_t)n;
		if (buf->n > limit) {
			*too_long = true;
			return true;
		}
	}
}

bool eng_file_read(eng_ctx *ctx, eng_arena *arena, const char *path, size_t limit, eng_str *out) {
	eng_loc where = { path, 0, 0 };
	eng_buf buf = { 0 };
	bool too_long = false, ok;
	int fd = open(path, O_RDONLY | O_CLOEXEC), error;

	if (fd < 0) {
		ctx->unreadable = true;
		return eng_fail(ctx, "file.unreadable", where, "file '%s' cannot be opened: %s",
				path, strerror(errno));
	}
	ok = read_all(fd, limit, &buf, &too_long);
	error = errno;
	close(fd);
	if (!ok) {
		ctx->unreadable = true;
		eng_fail(ctx, "file.unreadable", where, "file '%s' cannot be read: %s", path,
			 strerror(error));
	} else if (too_long) {
		ok = eng_fail(ctx, "limit.file-bytes", where, "file '%s' has more than %zu bytes",
			      path, limit);
	} else {
		*out = eng_str_copy(arena, eng_buf_view(&buf));
	}
	eng_buf_finish(&buf);
	return ok;
}

bool eng_file_unwritable(eng_ctx *ctx, const char *path, const char *done) {
	return eng_fail(ctx, "file.unwritable", (eng_loc){ path, 0, 0 }, "'%s' cannot be %s: %s",
			path, done, strerror(errno));
}

bool eng_file_write_all(int fd, eng_str data) {
	while (data.n) {
		ssize_t n = write(fd, data.s, data.n);

		if (n < 0 && errno == EINTR) {
			continue;
		}
		if (n < 0) {
			return false;
		}
		data = eng_str_sub(data, (size_t)n, data.n);
	}
	return true;
}

bool eng_file_write(eng_ctx *ctx, const char *path, eng_str data, bool durable) {
	eng_buf name = { 0 };
	bool ok;
	int fd, error;

	eng_buf_printf(&name, "%s.%ld.tmp", path, (long)getpid());
	fd = open(name.s, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	ok = fd >= 0 && eng_file_write_all(fd, data) && (!durable || fdatasync(fd) == 0);
	error = errno;
	if (fd >= 0 && close(fd) != 0 && ok) {
		ok = false;
		error = errno;
	}
	if (ok && rename(name.s, path) != 0) {
		ok = false;
		error = errno;
	}
	if (!ok) {
		unlink(name.s);
		errno = error;
		eng_file_unwritable(ctx, path, "written");
	}
	eng_buf_finish(&name);
	return ok;
}

bool eng_file_append(eng_ctx *ctx, const char *path, int fd, eng_str data) {
	off_t end = lseek(fd, 0, SEEK_END);
	bool ok = end >= 0 && eng_file_write_all(fd, data) && fsync(fd) == 0;
	int error = errno;

	if (!ok && end >= 0 && ftruncate(fd, end) != 0) {
		eng_file_unwritable(ctx, path, "cut back");
	}
	errno = error;
	return ok || eng_file_unwritable(ctx, path, "written");
}

ssize_t eng_file_line(FILE *file, char **line, size_t *room) {
	ssize_t n = getline(line, room, file);

	if (n >= 0) {
		return n;
	}
	if (!ferror(file) && !feof(file)) {
		eng_oom(); /* neither the end nor a failed read: no room for the line */
	}
	return ferror(file) ? -1 : 0;
}

static bool is_absent(int error) {
	return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG;
}

bool eng_file_exists(const char *path) {
	struct stat st;

	return stat(path, &st) == 0 || !is_absent(errno);
}

bool eng_file_is_dir(const char *path) {
	struct stat st;

	return stat(path, &st) == 0 ? S_ISDIR(st.st_mode) : !is_absent(errno);
}

bool eng_file_is_plain(const char *path) {
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool eng_file_look(eng_ctx *ctx, const char *path, bool *there) {
	struct stat st;

	*there = stat(path, &st) == 0;
	return *there || is_absent(errno) ||
	       eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
			"'%s' cannot be looked at: %s", path, strerror(errno));
}

bool eng_file_mkdirs(eng_ctx *ctx, const char *path) {
	eng_buf part = { 0 };
	bool ok = true;

	for (const char *p = path; ok; p++) {
		if ((*p == '/' && p > path) || *p == '\0') {
			eng_buf_clear(&part);
			eng_buf_add(&part, path, (size_t)(p - path));
			if (part.n && mkdir(part.s, 0777) != 0 && errno != EEXIST) {
				ok = eng_fail(ctx, "file.unwritable", (eng_loc){ path, 0, 0 },
					      "folder '%s' cannot be made: %s", part.s,
					      strerror(errno));
			}
		}
		if (*p == '\0') {
			break;
		}
	}
	if (ok && path[0] && !eng_file_is_dir(path)) {
		ok = eng_fail(ctx, "file.unwritable", (eng_loc){ path, 0, 0 },
			      "'%s' is not a folder", path);
	}
	eng_buf_finish(&part);
	return ok;
}

static int by_bytes(const void *a, const void *b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool eng_file_list(eng_ctx *ctx, eng_arena *arena, const char *path, const char *const **names,
		   size_t *n) {
	DIR *dir = opendir(path);
	const char **list = NULL;
	size_t count = 0, cap = 0;
	const struct dirent *entry;
	int error;

	if (!dir) {
		ctx->unreadable = true;
		return eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
				"folder '%s' cannot be opened: %s", path, strerror(errno));
	}
	errno = 0;
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.') {
			continue;
		}
		list = eng_arena_grow(arena, list, count, &cap, sizeof(*list));
		list[count++] = eng_arena_strdup(arena, entry->d_name);
		errno = 0;
	}
	error = errno;
	closedir(dir);
	if (error) {
		ctx->unreadable = true;
		return eng_fail(ctx, "file.unreadable", (eng_loc){ path, 0, 0 },
				"folder '%s' cannot be read: %s", path, strerror(error));
	}
	if (count) {
		qsort(list, count, sizeof(*list), by_bytes);
	}
	*names = list;
	*n = count;
	return true;
}

bool eng_file_glob(eng_ctx *ctx, eng_arena *arena, const char *pattern, const char *const **paths,
		   size_t *n) {
	glob_t found;
	const char **list;
	int status;

	if (!strpbrk(pattern, "*?[")) {
		list = eng_arena_new_array(arena, 1, const char *);
		list[0] = eng_arena_strdup(arena, pattern);
		*paths = list;
		*n = 1;
		return true;
	}
	/* A folder that cannot be read would make fewer files of the pattern, and another run. */
	status = glob(pattern, GLOB_NOSORT | GLOB_ERR, NULL, &found);
	if (status == GLOB_NOSPACE) {
		eng_oom();
	}
	if (status == GLOB_ABORTED && errno != ENOENT) {
		return eng_fail(ctx, "file.unreadable", (eng_loc){ 0 },
				"a folder of '%s' cannot be read: %s", pattern, strerror(errno));
	}
	if (status != 0) {
		return eng_fail(ctx, "file.no-match", (eng_loc){ 0 }, "no file matches '%s'",
				pattern);
	}
	list = eng_arena_new_array(arena, found.gl_pathc, const char *);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		list[i] = eng_arena_strdup(arena, found.gl_pathv[i]);
	}
	*n = found.gl_pathc;
	globfree(&found);
	qsort(list, *n, sizeof(*list), by_bytes);
	*paths = list;
	return true;
}
