/* Hashing and spooling the input. */
#include "run/input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

#define BLOCK 262144

/* Hashes what fd gives and copies it to `to` unless that is negative. */
static bool read_through(int fd, int to, eng_input_file *file) {
	eng_hasher *hasher = eng_hasher_new();
	char *block = eng_malloc(BLOCK);
	ssize_t n;
	int error;

	while ((n = read(fd, block, BLOCK)) > 0 || (n < 0 && errno == EINTR)) {
		if (n < 0) {
			continue;
		}
		eng_hasher_add(hasher, block, (size_t)n);
		file->bytes += (uint64_t)n;
		if (to >= 0 && !eng_file_write_all(to, (eng_str){ block, (size_t)n })) {
			n = -1;
			break;
		}
	}
	error = errno;
	file->hash = eng_hasher_done(hasher);
	eng_hasher_free(hasher);
	free(block);
	errno = error;
	return n == 0;
}

static bool spool(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_input *input,
		  eng_input_file *file) {
	char *path = eng_arena_printf(arena, "%s/.standard-input.%ld", folder, (long)getpid());
	int to;
	bool ok;

	if (input->spool) {
		return eng_fail(ctx, "job.bad-value", (eng_loc){ 0 },
				"standard input can be read only once");
	}
	if (!eng_file_mkdirs(ctx, folder)) {
		return false;
	}
	to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ok = to >= 0 && read_through(STDIN_FILENO, to, file);
	if (to >= 0 && close(to) != 0) {
		ok = false;
	}
	input->spool = path;
	input->piped = file;
	file->path = path;
	return ok || eng_fail(ctx, "file.unwritable", (eng_loc){ path, 0, 0 },
			      "standard input cannot be copied to '%s': %s", path, strerror(errno));
}

/* Not a property of the file: a run that took it for broken would make other bytes the next time. */
static bool is_system_failure(int error) {
	return error != ENOENT && error != EACCES && error != EPERM && error != EISDIR &&
	       error != ENOTDIR && error != ELOOP && error != ENAMETOOLONG;
}

/* False: the system failed. */
static bool read_file(eng_ctx *ctx, eng_input_file *file) {
	int fd = open(file->path, O_RDONLY | O_CLOEXEC), error;

	file->broken = fd < 0 || !read_through(fd, -1, file);
	error = errno;
	file->error = file->broken ? error : 0;
	if (fd >= 0) {
		close(fd);
	}
	return !file->broken || !is_system_failure(error) ||
	       eng_fail(ctx, "input.unreadable", (eng_loc){ file->path, 0, 0 },
			"the system fails to read it: %s", strerror(error));
}

void eng_input_list(eng_arena *arena, const eng_job *job, eng_input *input) {
	*input = (eng_input){ .count = job->file_count };
	input->files = eng_arena_new_array(arena, job->file_count, eng_input_file);
	for (size_t i = 0; i < job->file_count; i++) {
		input->files[i].name = input->files[i].path = job->files[i];
	}
}

bool eng_input_read(eng_ctx *ctx, eng_arena *arena, const char *folder, eng_input *input) {
	for (size_t i = 0; i < input->count; i++) {
		eng_input_file *file = &input->files[i];

		if (!file->hashed &&
		    !(strcmp(file->name, "-") == 0 ? spool(ctx, arena, folder, input, file)
						   : read_file(ctx, file))) {
			return false;
		}
		file->hashed = true;
		input->bytes += file->bytes;
	}
	return true;
}

bool eng_input_open(eng_ctx *ctx, eng_arena *arena, const eng_job *job, const char *folder,
		    eng_input *input) {
	eng_input_list(arena, job, input);
	return eng_input_read(ctx, arena, folder, input);
}

bool eng_input_keep(eng_ctx *ctx, eng_arena *arena, const char *partial, eng_input *input) {
	const char *path = eng_path_join(arena, partial, ENG_INPUT_FILE);

	if (!input->piped) {
		return true;
	}
	if (input->spool && rename(input->spool, path) != 0) {
		return eng_fail(ctx, "file.unwritable", (eng_loc){ path, 0, 0 },
				"standard input cannot be kept as '%s': %s", path, strerror(errno));
	}
	input->piped->path = path;
	input->spool = NULL;
	return true;
}

bool eng_input_take(eng_ctx *ctx, const char *path, eng_input *input) {
	input->bytes -= input->piped->bytes;
	input->piped->bytes = 0;
	input->piped->path = path;
	if (!read_file(ctx, input->piped)) {
		return false;
	}
	input->bytes += input->piped->bytes;
	return true;
}

void eng_input_close(eng_input *input) {
	if (input->spool) {
		unlink(input->spool);
		input->spool = NULL;
	}
}
