/* Locking, joining and publishing with POSIX calls. Each failure names the path and the reason. */
#include "run/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "run/input.h"
#include "run/sealing.h"
#include "run/stage.h"

struct eng_folder {
	eng_arena arena;
	eng_folder_kind kind;
	const char *final, *partial, *report;
	int dir; /* of the partial folder, locked */
	bool published;
};

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw) {
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

bool eng_folder_remove(eng_ctx *ctx, const char *path) {
	if (eng_file_exists(path) && nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0) {
		return eng_file_unwritable(ctx, path, "removed");
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
		return eng_file_unwritable(ctx, folder->partial, "opened");
	}
	if (flock(folder->dir, LOCK_EX | LOCK_NB) != 0) {
		return eng_fail(ctx, "run.locked", (eng_loc){ folder->partial, 0, 0 },
				"another process works in '%s'", folder->partial);
	}
	return true;
}

/* What an interrupted write left; all: everything. */
static bool clear_partial(eng_ctx *ctx, eng_folder *folder, bool all) {
	const char *const *names;
	size_t n;

	if (!eng_file_list(ctx, &folder->arena, folder->partial, &names, &n)) {
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		const char *path = eng_path_join(&folder->arena, folder->partial, names[i]);

		if ((all || eng_str_ends(eng_str_from(names[i]), ".tmp")) &&
		    !eng_folder_remove(ctx, path)) {
			return false;
		}
	}
	return true;
}

eng_folder *eng_folder_new(eng_ctx *ctx, const char *out, const char *name, eng_folder_kind kind,
			   bool keep) {
	eng_folder *folder = eng_malloc(sizeof(*folder));

	memset(folder, 0, sizeof(*folder));
	eng_arena_init(&folder->arena);
	folder->dir = -1;
	folder->kind = kind;
	folder->report = kind == ENG_FOLDER_SHARD ? "shard.json" : "run.json";
	folder->final = eng_path_join(&folder->arena, out, name);
	folder->partial = eng_arena_printf(&folder->arena, "%s.partial", folder->final);
	if (!take_partial(ctx, folder) || !clear_partial(ctx, folder, !keep) ||
	    !eng_file_mkdirs(ctx, eng_path_join(&folder->arena, folder->partial, ENG_PARTS))) {
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
	eng_arena_finish(&folder->arena);
	free(folder);
}

const char *eng_folder_path(const eng_folder *folder) {
	return folder->final;
}

const char *eng_folder_partial(const eng_folder *folder) {
	return folder->partial;
}

bool eng_folder_drop(eng_ctx *ctx, eng_folder *folder, unsigned chunk) {
	eng_buf path = { 0 };
	bool ok;

	eng_buf_printf(&path, "%s/" ENG_STAGE "/%05u", folder->partial, chunk);
	ok = eng_folder_remove(ctx, path.s);
	eng_buf_finish(&path);
	return ok;
}

static bool move(eng_ctx *ctx, const char *from, const char *to) {
	return rename(from, to) == 0 || eng_file_unwritable(ctx, from, "renamed");
}

const char *eng_folder_file(const eng_folder *folder, eng_arena *arena, const char *name) {
	return eng_path_join(arena, folder->published ? folder->final : folder->partial, name);
}

static bool sync_all(eng_ctx *ctx, const eng_folder *folder) {
	return syncfs(folder->dir) == 0 || eng_file_unwritable(ctx, folder->partial, "synced");
}

bool eng_folder_publish(eng_ctx *ctx, eng_folder *folder, eng_str report) {
	/* It says that everything else is there, so it comes last. */
	return sync_all(ctx, folder) &&
	       eng_file_write(ctx, eng_folder_file(folder, &folder->arena, folder->report), report,
			      true) &&
	       eng_folder_finish(ctx, folder);
}

bool eng_folder_look(eng_ctx *ctx, const eng_folder *folder, eng_arena *arena, bool *whole) {
	return eng_file_look(ctx, eng_folder_file(folder, arena, folder->report), whole);
}

bool eng_folder_finish(eng_ctx *ctx, eng_folder *folder) {
	/* A shard may have to make something anew. */
	if ((folder->kind == ENG_FOLDER_RUN &&
	     (!eng_folder_remove(ctx, eng_folder_file(folder, &folder->arena, ENG_PARTS)) ||
	      !eng_folder_remove(ctx, eng_folder_file(folder, &folder->arena, ENG_INPUT_FILE)))) ||
	    !eng_folder_remove(ctx, eng_path_join(&folder->arena, folder->partial, ENG_STAGE)) ||
	    !eng_sealing_forget(ctx, &folder->arena, folder->partial) || !sync_all(ctx, folder) ||
	    !move(ctx, folder->partial, folder->final)) {
		return false;
	}
	folder->published = true;
	return sync_all(ctx, folder);
}
