/* Staging, committing and publishing with POSIX calls. Each failure names the path and the reason. */
#include "run/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define LINE_CHANNELS_MAX 8

/* The lines of one channel in the open chunk. */
typedef struct lines {
	const char *channel, *extension;
	eng_buf bytes;
	uint64_t count;
} lines;

struct eng_folder {
	eng_arena arena;
	const char *final, *partial, *stage;
	int dir; /* of the partial folder, locked */
	int journal;
	unsigned chunk, chunks;
	const char *channels[32]; /* with a staged folder in this chunk */
	size_t channel_count;
	lines lines[LINE_CHANNELS_MAX];
	size_t line_count;
	eng_hash last; /* of the journal line before */
	bool published;
};

static bool fail(eng_ctx *ctx, const char *what, const char *path) {
	return eng_fail(ctx, "file.unwritable", (eng_loc){ path, 0, 0 }, "'%s' cannot be %s: %s",
			path, what, strerror(errno));
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static bool remove_tree(eng_ctx *ctx, const char *path) {
	if (eng_file_exists(path) && nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0) {
		return fail(ctx, "removed", path);
	}
	return true;
}

/* Takes the partial folder for this process alone and empties it. */
static bool take_partial(eng_ctx *ctx, eng_folder *folder) {
	if (!eng_file_mkdirs(ctx, folder->partial)) {
		return false;
	}
	folder->dir = open(folder->partial, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder->dir < 0) {
		return fail(ctx, "opened", folder->partial);
	}
	if (flock(folder->dir, LOCK_EX | LOCK_NB) != 0) {
		return eng_fail(ctx, "run.locked", (eng_loc){ folder->partial, 0, 0 },
				"another process works in '%s'", folder->partial);
	}
	return true;
}

static bool clear_partial(eng_ctx *ctx, eng_folder *folder) {
	const char *const *names;
	size_t n;

	if (!eng_file_list(ctx, &folder->arena, folder->partial, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		if (!remove_tree(ctx, eng_path_join(&folder->arena, folder->partial, names[i]))) {
			return false;
		}
	}
	return eng_file_mkdirs(ctx, folder->stage) &&
	       eng_file_mkdirs(ctx, eng_path_join(&folder->arena, folder->partial, "parts"));
}

eng_folder *eng_folder_new(eng_ctx *ctx, const char *out, const char *name) {
	eng_folder *folder = eng_malloc(sizeof(*folder));
	const char *journal;

	memset(folder, 0, sizeof(*folder));
	eng_arena_init(&folder->arena);
	folder->dir = folder->journal = -1;
	folder->final = eng_path_join(&folder->arena, out, name);
	folder->partial = eng_arena_printf(&folder->arena, "%s.partial", folder->final);
	folder->stage = eng_path_join(&folder->arena, folder->partial, "stage");
	if (!take_partial(ctx, folder) || !clear_partial(ctx, folder)) {
		eng_folder_free(folder);
		return NULL;
	}
	journal = eng_path_join(&folder->arena, folder->partial, "journal.ndjson");
	folder->journal = open(journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (folder->journal < 0) {
		fail(ctx, "opened", journal);
		eng_folder_free(folder);
		return NULL;
	}
	return folder;
}

void eng_folder_free(eng_folder *folder) {
	if (!folder) {
		return;
	}
	if (folder->dir >= 0) {
		close(folder->dir);
	}
	if (folder->journal >= 0) {
		close(folder->journal);
	}
	for (size_t i = 0; i < LINE_CHANNELS_MAX; i++) {
		eng_buf_finish(&folder->lines[i].bytes);
	}
	eng_arena_finish(&folder->arena);
	free(folder);
}

const char *eng_folder_path(const eng_folder *folder) {
	return folder->final;
}

bool eng_folder_chunk(eng_ctx *ctx, eng_folder *folder, unsigned chunk) {
	(void)ctx;
	folder->chunk = chunk;
	folder->channel_count = 0;
	for (size_t i = 0; i < folder->line_count; i++) {
		eng_buf_clear(&folder->lines[i].bytes);
		folder->lines[i].count = 0;
	}
	return true;
}

static bool write_plain(eng_ctx *ctx, const char *path, eng_str bytes) {
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool ok = fd >= 0;

	while (ok && bytes.n) {
		ssize_t n = write(fd, bytes.s, bytes.n);

		ok = n >= 0 || errno == EINTR;
		if (n > 0) {
			bytes = eng_str_sub(bytes, (size_t)n, bytes.n);
		}
	}
	if (fd >= 0 && close(fd) != 0) {
		ok = false;
	}
	return ok || fail(ctx, "written", path);
}

static const char *staged(const eng_folder *folder, eng_arena *arena, const char *channel) {
	return eng_path_join(arena, folder->stage, channel);
}

bool eng_folder_artifact(eng_ctx *ctx, eng_folder *folder, eng_arena *arena, const char *channel,
			 const char *name, eng_str bytes, const char **path) {
	const char *dir = staged(folder, arena, channel);
	bool known = false;

	for (size_t i = 0; i < folder->channel_count; i++) {
		known |= strcmp(folder->channels[i], channel) == 0;
	}
	if (!known) {
		if (!eng_file_mkdirs(ctx, dir) ||
		    !eng_file_mkdirs(ctx, eng_path_join(arena, folder->partial, channel))) {
			return false;
		}
		folder->channels[folder->channel_count++] = channel;
	}
	*path = eng_arena_printf(arena, "%s/%05u/%s", channel, folder->chunk, name);
	return write_plain(ctx, eng_path_join(arena, dir, name), bytes);
}

bool eng_folder_line(eng_ctx *ctx, eng_folder *folder, eng_arena *arena, const char *channel,
		     const char *extension, eng_str bytes, const char **path, uint64_t *line) {
	size_t i = 0;

	while (i < folder->line_count && strcmp(folder->lines[i].channel, channel) != 0) {
		i++;
	}
	if (i == LINE_CHANNELS_MAX) {
		return eng_fail(ctx, "limit.channels", (eng_loc){ 0 },
				"too many channels of lines");
	}
	if (i == folder->line_count) {
		folder->lines[folder->line_count++] = (lines){ channel, extension, { 0 }, 0 };
	}
	eng_buf_str(&folder->lines[i].bytes, bytes);
	*line = ++folder->lines[i].count;
	*path = eng_arena_printf(arena, "%s/%05u.%s", channel, folder->chunk, extension);
	return true;
}

static bool move(eng_ctx *ctx, const char *from, const char *to) {
	return rename(from, to) == 0 || fail(ctx, "renamed", from);
}

/* A part is written in the staging folder first, so that it appears whole. */
static bool place_part(eng_ctx *ctx, eng_folder *folder, eng_arena *arena, const char *kind,
		       eng_str bytes) {
	const char *from = eng_path_join(arena, folder->stage, kind);
	const char *to =
	    eng_arena_printf(arena, "%s/parts/%05u.%s", folder->partial, folder->chunk, kind);

	return write_plain(ctx, from, bytes) && move(ctx, from, to);
}

static bool place_lines(eng_ctx *ctx, eng_folder *folder, eng_arena *arena, const lines *l) {
	const char *from, *to;

	if (!l->count) {
		return true;
	}
	from = eng_arena_printf(arena, "%s/%s.lines", folder->stage, l->channel);
	to = eng_arena_printf(arena, "%s/%s/%05u.%s", folder->partial, l->channel, folder->chunk,
			      l->extension);
	return eng_file_mkdirs(ctx, eng_path_join(arena, folder->partial, l->channel)) &&
	       write_plain(ctx, from, eng_buf_view(&l->bytes)) && move(ctx, from, to);
}

static bool append_journal(eng_ctx *ctx, eng_folder *folder, eng_str journal) {
	char hex[ENG_HASH_HEX];
	eng_buf line = { 0 };
	bool ok;

	eng_hash_hex(&folder->last, hex);
	eng_buf_str(&line, eng_str_sub(journal, 0, journal.n - 1));
	eng_buf_printf(&line, ",\"previous\":\"%s\"}\n", hex);
	folder->last = eng_hash_of(line.s, line.n - 1);
	ok = (write(folder->journal, line.s, line.n) == (ssize_t)line.n &&
	      fdatasync(folder->journal) == 0) ||
	     fail(ctx, "written", eng_path_join(&folder->arena, folder->partial, "journal.ndjson"));
	eng_buf_finish(&line);
	return ok;
}

bool eng_folder_commit(eng_ctx *ctx, eng_folder *folder, eng_str manifest, eng_str quarantine,
		       eng_str journal) {
	eng_arena_mark mark;
	bool ok = true;

	eng_arena_alloc(&folder->arena, 1); /* so that the mark has a chunk to return to */
	mark = eng_arena_tell(&folder->arena);
	for (size_t i = 0; ok && i < folder->channel_count; i++) {
		ok = move(ctx, staged(folder, &folder->arena, folder->channels[i]),
			  eng_arena_printf(&folder->arena, "%s/%s/%05u", folder->partial,
					   folder->channels[i], folder->chunk));
	}
	for (size_t i = 0; ok && i < folder->line_count; i++) {
		ok = place_lines(ctx, folder, &folder->arena, &folder->lines[i]);
	}
	ok = ok && place_part(ctx, folder, &folder->arena, "manifest", manifest) &&
	     place_part(ctx, folder, &folder->arena, "quarantine", quarantine);
	if (ok && syncfs(folder->dir) != 0) {
		ok = fail(ctx, "synced", folder->partial);
	}
	ok = ok && append_journal(ctx, folder, journal);
	folder->chunks = folder->chunk + 1;
	eng_arena_rewind(&folder->arena, mark);
	return ok;
}

static bool append_file(eng_ctx *ctx, int to, const char *path) {
	char block[65536];
	int from = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;

	if (from < 0) {
		return fail(ctx, "opened", path);
	}
	while ((n = read(from, block, sizeof(block))) > 0) {
		if (write(to, block, (size_t)n) != n) {
			n = -1;
			break;
		}
	}
	close(from);
	return n == 0 || fail(ctx, "joined", path);
}

static bool join_kind(eng_ctx *ctx, eng_folder *folder, const char *kind) {
	const char *path = eng_arena_printf(&folder->arena, "%s/%s.ndjson", folder->partial, kind);
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool ok = to >= 0;

	for (unsigned i = 0; ok && i < folder->chunks; i++) {
		char part[4096];

		snprintf(part, sizeof(part), "%s/parts/%05u.%s", folder->partial, i, kind);
		ok = append_file(ctx, to, part);
	}
	if (to >= 0 && close(to) != 0) {
		ok = false;
	}
	return ok || fail(ctx, "written", path);
}

bool eng_folder_join(eng_ctx *ctx, eng_folder *folder) {
	return join_kind(ctx, folder, "manifest") && join_kind(ctx, folder, "quarantine") &&
	       remove_tree(ctx, eng_path_join(&folder->arena, folder->partial, "parts")) &&
	       remove_tree(ctx, folder->stage);
}

const char *eng_folder_file(const eng_folder *folder, eng_arena *arena, const char *name) {
	return eng_path_join(arena, folder->published ? folder->final : folder->partial, name);
}

bool eng_folder_publish(eng_ctx *ctx, eng_folder *folder, eng_str run_json) {
	if (!eng_file_write(ctx, eng_folder_file(folder, &folder->arena, "run.json"), run_json,
			    true)) {
		return false;
	}
	if (syncfs(folder->dir) != 0) {
		return fail(ctx, "synced", folder->partial);
	}
	if (!move(ctx, folder->partial, folder->final)) {
		return false;
	}
	folder->published = true;
	return true;
}
